"""What is said about tax: questions to the owner, and facts that are wrong."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "business_evidence_missing": (
        "For a business in {customer_country} a VAT ID or other proof of business is needed. Enter "
        "either at the customer, or set it to consumer."
    ),
    "category_o_mixed": (
        "One invoice cannot hold lines outside the scope of VAT beside others. Put them on a "
        "document of their own."
    ),
    "certificate_expired": (
        "The certificate “{certificate}” for {place} ended on {day}. Ask the customer for a new "
        "one."
    ),
    "certificate_expires": (
        "The certificate “{certificate}” for {place} ends on {day}. Ask the customer for a new one."
    ),
    "certificate_number_missing": (
        "The certificate “{certificate}” for {place} has no number. Enter it from the paper."
    ),
    "check_day_missing": "Say on which day the VAT ID was checked.",
    "check_in_future": "{day} is still to come. Type the day on which the VAT ID was checked.",
    "county_unknown": (
        "There is no county “{county}” in {customer_region} in the tax data. Correct the "
        "customer’s address, or enter your own rule with its source."
    ),
    "cross_border_total_unknown": (
        "Electronic services to consumers in {customer_country} are taxed there above 10,000 EUR "
        "a year, below it at home, and your sales in other currencies cannot be counted. Answer "
        "with the rate that holds for you."
    ),
    "customer_country_unknown": (
        "The tax data does not know the country “{country}”. Correct the customer’s address."
    ),
    "customer_county_missing": (
        "In {customer_region} the tax depends on the county. Enter the county of the customer’s "
        "site."
    ),
    "customer_region_missing": (
        "In {customer_country} the tax depends on the state or province. Enter the region of the "
        "customer’s site."
    ),
    "expense_main_supply_missing": (
        "An expense is taxed like the service it belongs to, and there is none on this document. "
        "Add the service or choose the tax of the line."
    ),
    "goods_across_borders": (
        "Goods cross a border here ({seller_country} to {customer_country}), which is not decided"
        " automatically. Ask your tax adviser and enter the rule."
    ),
    "gstin_of_other_state": (
        "The GSTIN {number} does not begin with {state}, the code of its state. Correct one of "
        "them."
    ),
    "nexus_above": (
        "Sales to {place} this year are {reached} {currency}: above {limit}, from where you "
        "must register there."
    ),
    "nexus_near": (
        "Sales to {place} this year are {reached} {currency}; from {limit} you must register there."
    ),
    "no_rate_on_date": (
        "No tax rate is known for {jurisdiction} on {day}. Enter the rate with its source."
    ),
    "no_small_business_there": (
        "No exemption for small businesses is known for {country}. Leave this empty, or ask your "
        "tax adviser."
    ),
    "no_tax_rule": (
        "No rule is known for {tax_class} from {seller_country} to a customer in "
        "{customer_country}. Enter what applies, with its source."
    ),
    "not_registered_there": (
        "You have no tax registration in {jurisdiction}. Enter it with your details."
    ),
    "oss_above": (
        "Electronic services to consumers in other EU countries are {reached} EUR a year: "
        "above {limit} their countries tax them. Register for the one stop shop."
    ),
    "oss_near": (
        "Electronic services to consumers in other EU countries are {reached} EUR a year; "
        "above {limit} their countries tax them."
    ),
    "oss_registration_missing": (
        "With this sale you reach {total} EUR a year with consumers in other EU countries. Above "
        "{limit} EUR {customer_country} taxes it. Enter your one-stop-shop registration or one in "
        "{customer_country}."
    ),
    "owner_rates_overlap": (
        "There is another rate of {tax} in {jurisdiction} for the same days. End one of them first."
    ),
    "owner_rule_zero_without_reason": (
        "Your rule {rule} charges no tax and does not say why. Add the reason that is to stand on"
        " the invoice."
    ),
    "owner_rules_contradict": (
        "Your rules “{one}” and “{other}” fit the same sale and charge different tax. End one "
        "of them or make it narrower."
    ),
    "place_of_performance": (
        "The tax of {tax_class} depends on where it was done. Enter the place at the line."
    ),
    "region_unknown": (
        "There is no region “{region}” in {customer_country} in the tax data. Choose it from the "
        "list."
    ),
    "registration_dates": (
        "Your tax registration in {jurisdiction} ends before it begins. Correct its dates."
    ),
    "registrations_overlap": (
        "You have two tax registrations in {jurisdiction} for the same days. End one of them."
    ),
    "report_currencies_mixed": (
        "This report would mix {currencies}. Choose one currency at a time."
    ),
    "rounding_not_there": "The law of {jurisdiction} does not round tax like that.",
    "scheme_not_there": (
        "In {jurisdiction} no tax rules for the scheme “{scheme}” are known. Choose another one of "
        "the list."
    ),
    "seller_country_not_covered": (
        "There are no tax rules for sellers in {country} yet. Enter your own rule, with its source."
    ),
    "seller_not_registered_at_home": (
        "Your tax registration in {jurisdiction} is not entered, so no tax can be decided. Enter "
        "it in the settings."
    ),
    "seller_region_missing": (
        "In {seller_country} the tax depends on your state. Enter the region of your own address."
    ),
    "seller_scheme_unknown": (
        "The tax scheme “{scheme}” of your registration is not known. Choose it from the list."
    ),
    "service_taxability_unknown": (
        "Whether {state} taxes {tax_class} is not known here. Ask your tax adviser and enter the "
        "rule."
    ),
    "special_territory": (
        "{place} has its own tax rules. Ask your tax adviser and enter what applies, with its "
        "source."
    ),
    "tax_category_and_rate_differ": (
        "A rate above zero belongs to the standard category, and a zero to one that gives a "
        "reason. Change one of them."
    ),
    "tax_file_wrong": (
        "The tax file {file} is wrong: {fault}. No tax can be decided until it is mended, and "
        "nothing was changed. Install msspdesk again, or correct the file."
    ),
    "tax_id_format": (
        "This tax number does not have the form or the check digits used in {country}. Compare it "
        "with the paper it stands on."
    ),
    "tax_note_missing": "Say where you found this out, so that you can prove it later.",
    "tax_rate_dates": ("The rate of {jurisdiction} ends before it begins. Correct its dates."),
    "tax_rate_ended": (
        "Your rate of {tax} in {jurisdiction} ended on {day}, and none follows. Enter the next one."
    ),
    "tax_rate_ends": (
        "Your rate of {tax} in {jurisdiction} ends on {day}. Enter the one that follows."
    ),
    "tax_rate_out_of_range": "A tax rate lies between 0 and 100 percent.",
    "tax_row_unverified": (
        "Not checked in an official document: {source}. It decides the tax of {customers}."
    ),
    "tax_undecided": "The tax of a line is not decided yet. Answer the question first.",
    "vat_id_format": (
        "This VAT ID does not have the form or the check digits used in {country}. Compare it "
        "with the paper it stands on."
    ),
    "vat_id_missing": "There is no VAT ID yet.",
    "vat_id_of_other_country": (
        "The VAT ID {vat_id} is not of {customer_country}. Correct the VAT ID or the address."
    ),
    "vat_id_other_country": (
        "This VAT ID begins with {prefix}, but the address is in {country}. Correct one of them."
    ),
    "vies_busy": (
        "VIES could not answer just now ({answer}); the tax office behind it is busy or closed. "
        "Nothing was changed; try again later."
    ),
    "vies_certificate": (
        "What answered could not prove that it is VIES ({why}): a network that reads along, or a "
        "computer whose clock or certificates are out of date. Nothing was sent or changed."
    ),
    "vies_input_wrong": (
        "VIES cannot read {vat_id}. Nothing was changed; compare it with the customer’s papers."
    ),
    "vies_not_asked": (
        "VIES knows VAT IDs of the EU and Northern Ireland only. For others look in the register "
        "of the country, and note the day and who looked."
    ),
    "vies_proxy": (
        "The proxy {proxy} did not let the question through to VIES ({why}). Nothing was changed; "
        "see the network settings of this computer."
    ),
    "vies_refuses": (
        "VIES does not take questions from here ({answer}), and trying again will not help. "
        "Nothing was changed; ask on its web page, and note the day and who looked."
    ),
    "vies_slow": (
        "VIES did not answer within {seconds} seconds. Nothing was changed; try again later."
    ),
    "vies_stopped": "VIES is not asked any more. Nothing was changed.",
    "vies_unreachable": (
        "VIES could not be reached. Nothing was changed; check the connection and try again later."
    ),
    "vies_unreadable": (
        "What answered was not VIES, perhaps the login page of a network. Nothing was changed; try "
        "again later, or ask on its web page and note the day and who looked."
    ),
}
