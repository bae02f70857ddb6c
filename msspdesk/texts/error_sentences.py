"""What is said for each error code. Add a line to `SENTENCES` for each code you raise.

A sentence says what happened, what was not lost and what to do. `{name}` is
filled from the error's details; a detail that is missing shows as an ellipsis.
Kept in the order of the alphabet, so that two people adding codes do not collide.
What is said about the book's files, typed text, findings and tax stands beside it.
"""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "accent_invalid": "“{accent}” is not a colour. Write it like #0B6E6E.",
    "account_missing": "Enter the number of the account, an IBAN or an account number.",
    "already_cancelled": (
        "Invoice {number} was cancelled already, by credit note {by}. Nothing was changed."
    ),
    "amount_not_above_zero": ("Type an amount above zero."),
    "anchor_out_of_range": "A month has days 1 to 31.",
    "bic_wrong": (
        "“{value}” is not a BIC. It has 8 or 11 letters and digits, for example COBADEFFXXX."
    ),
    "billed_until_outside": (
        "The line was billed until {day}? That lies before its start or after its end."
    ),
    "cadence_out_of_range": "A line can be billed every 1 to 120 months.",
    "cell_has_several": (
        "This cell holds {count} entries. Change one of them in the list of entries beside the "
        "week."
    ),
    "changed_since": (
        "This was changed in the meantime, so nothing was stored. Look at it again and repeat "
        "your change."
    ),
    "choice_unknown": "“{value}” is not one of the choices: {known}.",
    "code_taken": "Another service already has the code “{value}”. Choose another one.",
    "colour_unreadable": "“{value}” is not a colour. Write it like #0B6E6E.",
    "contract_has_billed_lines": (
        "A line of this contract was billed, so the contract stays. Give it an end instead."
    ),
    "corrects_a_draft": (
        "This credit note belongs to an invoice that is not issued. Nothing was issued; change or"
        " delete that draft instead."
    ),
    "count_kind_missing": "Say what is counted, for example endpoints.",
    "count_missing": (
        "There is no count of {kind} on or before {day}. Enter the count, or it is not billed."
    ),
    "count_old": (
        "The last count of {kind} is from {day}, {days} days ago. Check it before you bill it."
    ),
    "country_missing": "Choose the country; the tax rules depend on it.",
    "country_unknown": "“{value}” is not the code of a country. Choose it from the list.",
    "currency_is_billed": (
        "{name} has invoices in {currency} and keeps that currency. For another one add the"
        " customer once more."
    ),
    "currency_mismatch": (
        "{one} and {other} cannot be put together. Nothing was changed; choose the same currency "
        "for both."
    ),
    "currency_unknown": "“{value}” is not a currency in use. Choose it from the list.",
    "customer_address_missing": (
        "The address of {name} is not complete. Enter street, postcode and city."
    ),
    "customer_country_missing": (
        "The address of {name} has no country, so its tax cannot be decided. Enter it."
    ),
    "customer_name_missing": "The customer has no name. Enter it as it is to stand on the invoice.",
    "customer_number_missing": (
        "The invoice must state the {number} of {name}. Enter it at the customer as VAT ID, or say"
        " under “Proof of business” why there is none."
    ),
    "customer_vat_id_missing": "This invoice needs the VAT ID of {name}. Enter it at the customer.",
    "date_before_last_number": (
        "Invoices go up in number and date together: the last one is of {last}, so none can be "
        "issued on {day}. No number was used; check the date of this computer."
    ),
    "day_out_of_range": (
        "“{value}” is too long ago or too far ahead. Days from 1900 to 2199 can be used."
    ),
    "demo_stopped": "The demo was not made, as you stopped it. Nothing is left of it.",
    "discount_negative": "A discount cannot be less than nothing.",
    "discount_out_of_range": "A discount lies between 0 and 100 %.",
    "discount_twice": "A document discount is a percentage or an amount. Clear one of them.",
    "draft_not_generated": (
        "Nothing on this draft comes from a contract or from time, so there is nothing to bring "
        "up to date."
    ),
    "draft_other_currency": (
        "The draft is in {one} and the customer in {other} now. Delete the draft and bill again;"
        " its time and periods are free then."
    ),
    "draft_stale": (
        "Time or terms have changed since this draft was made. Make it anew, so that it shows "
        "what is owed now."
    ),
    "email_invalid": ("“{value}” is not an email address. Correct it on the page of the customer."),
    "email_unreadable": "“{value}” is not an email address. Write it like name@example.com.",
    "end_before_start": "The end lies before the start.",
    "ends_before_start": "It ends on {last}, which is before it starts on {first}.",
    "epc_amount_out_of_range": (
        "A payment code can hold 0.01 to 999,999,999.99 EUR, not {amount}. The invoice is made "
        "without a code."
    ),
    "epc_iban_invalid": (
        "“{iban}” is not a valid IBAN, so there is no payment code. Correct it in your bank "
        "account."
    ),
    "epc_information_too_long": (
        "The information in the payment code has {length} characters; {limit} fit. Shorten it."
    ),
    "epc_name_missing": (
        "A payment code needs the name of the account holder. Enter it in your bank account."
    ),
    "epc_name_too_long": (
        "The name of the account holder has {length} characters; {limit} fit into a payment code."
        " Shorten it."
    ),
    "epc_reference_or_text": (
        "A payment code holds a reference or a text, not both. Leave one of them empty."
    ),
    "epc_reference_too_long": (
        "The payment reference has {length} characters; {limit} fit into a payment code. Shorten "
        "it."
    ),
    "epc_text_too_long": (
        "The payment text has {length} characters; {limit} fit into a payment code. Shorten it."
    ),
    "epc_too_long": (
        "The payment code would have {bytes} bytes; {limit} fit. Shorten the name or the reference."
    ),
    "exchange_day_in_future": (
        "The exchange rate is of {day}, which is still to come. Take one that is published."
    ),
    "exchange_day_missing": "Say the day of the exchange rate from {currency} to {tax_currency}.",
    "exchange_rate_missing": (
        "The tax office wants the tax in {tax_currency} as well. Say what 1 {currency} is worth in"
        " {tax_currency}."
    ),
    "exchange_rate_out_of_range": "“{value}” cannot be an exchange rate. Type one above zero.",
    "exchange_source_missing": (
        "Say who published the exchange rate from {currency} to {tax_currency}."
    ),
    "fill_this_in": "This is needed for an invoice.",
    "glyphs_missing": (
        "The font of the documents lacks these characters: {letters}. Write them in another way."
    ),
    "glyphs_missing_in_time": (
        "Notes of the time on it have characters that the font of the documents lacks: {letters}. "
        "Write them in another way in the timesheet."
    ),
    "horizon_too_far": (
        "{day} is more than {years} years ahead, so it looks mistyped. Nothing was made; choose"
        " an earlier day."
    ),
    "iban_wrong": (
        "“{value}” is not a valid IBAN: its check digits or its length are wrong. Compare it with"
        " your bank’s papers."
    ),
    "invalid_input": "Some fields are not right yet, so nothing was stored.",
    "issued_is_final": (
        "An issued invoice never changes, and this one was left as it is. Make a credit note and "
        "a new draft instead."
    ),
    "item_code_missing": (
        "“{line}” has no {code} code, which an invoice to a business needs. Enter it on the line,"
        " and at the service for the next time."
    ),
    "item_code_wrong": "“{value}” is not such a code. It has 4, 6 or 8 digits.",
    "language_unreadable": "“{value}” is not the code of a language. Write it like en or de.",
    "line_amount_differs": (
        "The amount of “{line}” is not its quantity times its price. Open the line and store it "
        "again."
    ),
    "line_is_billed": (
        "This line was billed already, so this cannot change any more. End it and add a new line."
    ),
    "line_name_missing": "Line {line} has no name. Say what was done.",
    "line_needs_count": "Choose what is counted for this line, for example endpoints.",
    "line_of_other_customer": (
        "This contract line belongs to another customer. Nothing was changed; choose one of this "
        "customer’s lines."
    ),
    "line_price_zero": "This line comes to 0.00. Type its price, or leave it so if it is a gift.",
    "line_starts_before_contract": (
        "The line would start before its contract, which starts on {start}."
    ),
    "line_tax_class_missing": (
        "“{line}” has no kind of service, so its tax cannot be decided. Choose it."
    ),
    "logo_too_large": (
        "The logo is too large. Nothing was changed; save it smaller, 1000 pixels across are "
        "plenty."
    ),
    "logo_unreadable": "The logo could not be read. Use a PNG or JPEG picture.",
    "missing_glyphs": (
        "The font of the documents lacks these characters: {characters}. No number was used; "
        "write them in another way."
    ),
    "model_unknown": (
        "The pricing model “{model}” is not known here; a newer msspdesk may have written it. "
        "Nothing was changed."
    ),
    "more_than_credit": "Only {open} {currency} of {number} is still to the customer's credit.",
    "more_than_open": (
        "On {number} only {open} {currency} are open. Record that much, or say that the "
        "rest stays with the customer."
    ),
    "name_missing": "A name is needed.",
    "next_number_wrong": (
        "Write the counter alone: a whole number from 1 to {limit}. The rest comes from the "
        "pattern beside it."
    ),
    "no_book": "There is no book at {path}. Check the name, or create a new one.",
    "no_document_language": (
        "There are no document texts in “{language}”. Choose one of: {known}. Nothing was changed."
    ),
    "no_lines": "There is nothing on this document yet. Add a line first.",
    "no_screen": (
        "There is no screen here to open a window on. Start it on a desktop, or use a command:"
        " msspdesk --help lists them."
    ),
    "no_timer_runs": "No timer is running. Start one with what you are working on.",
    "not_a_book": "The file {path} is not a book of msspdesk and was left as it is.",
    "not_a_credit_note": "Only a credit note is paid back or set against an invoice.",
    "not_a_draft": "This is not a draft any more, so it stays as it was issued.",
    "not_an_invoice": ("This can be done with an issued invoice only. Nothing was changed."),
    "not_found": (
        "This is no longer in the book; it may have been deleted in another window. Nothing was "
        "changed."
    ),
    "not_issued": (
        "This document is not issued yet, so there is no final PDF of it. Issue it first."
    ),
    "not_ready": "The draft for {name} is not ready, so no number was used. {problems}",
    "nothing_open": ("Nothing is open on {number}, so no payment was recorded."),
    "nothing_to_give_back": "Nothing of {number} is to the customer's credit any more.",
    "nothing_to_spread_on": (
        "There is no amount to spread the discount on. Remove the discount or add a line first."
    ),
    "number_goes_back": (
        "An invoice number cannot go back, as it could be used twice. Nothing was changed."
    ),
    "number_pattern_braces": "A brace in the number pattern is never opened or closed.",
    "number_pattern_letters": (
        "The number pattern has characters that cannot be part of a file name. Use letters, "
        "digits, - and /."
    ),
    "number_pattern_month_alone": "With the month in it, the number pattern needs the year too.",
    "number_pattern_too_long": "The number pattern may have {limit} characters.",
    "number_pattern_unknown": (
        "The number pattern does not know {name}. Use the year, the month and the counter."
    ),
    "number_pattern_without_counter": (
        "The number pattern needs one counter, so that each number is new."
    ),
    "number_taken": (
        "The number {number} is used already, so nothing was issued. Check the next number in the"
        " settings."
    ),
    "number_unknown": "No document has the number {number}. Check how it is written.",
    "order_incomplete": (
        "Lines were added or removed in the meantime. Nothing was moved; try again."
    ),
    "output_failed": "What was done is done, but it could not be printed: {reason}.",
    "paid_on_without_amount": "Nothing was paid on that day. Enter the amount, or clear the day.",
    "payment_in_future": ("{day} is still to come. Record a payment when the money is there."),
    "percent_out_of_range": "“{value}” is not a percentage from 0 to 100. Type a number between.",
    "picture_too_large": (
        "The picture is larger than {megabytes} MB. Save it smaller and choose it again."
    ),
    "picture_unreadable": "This is not a PNG or JPEG picture. Choose another file.",
    "prepaid_above_total": (
        "More was paid before than the invoice comes to, {most} {currency}. Enter what of it "
        "belongs to this invoice."
    ),
    "prepaid_negative": "An amount already paid cannot be less than nothing.",
    "prepaid_on_credit_note": "A credit note gives money back; clear what was paid before.",
    "price_missing": "Type a price.",
    "price_negative": (
        "A price cannot be below zero. To give money back, use a discount or a credit note."
    ),
    "printer_refused": (
        "The printer did not take the document. Nothing was changed. Open it and print from there."
    ),
    "proposal_stale": (
        "Something changed since this list was made, so no draft was made. Look at the new list "
        "and try again."
    ),
    "quantity_negative": "A count cannot be less than nothing.",
    "range_incomplete": "A start needs an end. Type both times, or only how long it took.",
    "rate_missing": (
        "No hourly rate is set for {minutes} minutes, so they are not billed. Enter a rate at the"
        " contract line, the customer or the service."
    ),
    "reason_missing": ("Say why, in a few words; they are printed on the credit note."),
    "screen_gone": (
        "The screen {screen} does not answer, so no window can be opened. Start it on a desktop,"
        " or use a command: msspdesk --help lists them."
    ),
    "seller_address_missing": (
        "Your own address is not complete. Enter name, street, city and country in the settings."
    ),
    "seller_missing": "The book does not know your business yet. Enter its name and address first.",
    "seller_number_missing": (
        "Tax is charged for {place}, so the invoice must state your number there. Enter it with"
        " the registration in Settings."
    ),
    "seller_tax_number_missing": (
        "An invoice needs your VAT ID or your tax number. Enter it in the settings."
    ),
    "seller_vat_id_missing": (
        "This invoice needs your VAT ID, and the number of your registration is none. Enter it in"
        " Settings."
    ),
    "series_has_begun": (
        "This series has given numbers already; the next one is {next}. A jump would leave "
        "a gap, so nothing was changed."
    ),
    "service_missing": "Choose a service.",
    "short_taken": "Another customer already has the short name “{value}”. Choose another one.",
    "sold_before_negative": "What was sold cannot be less than nothing.",
    "start_missing": "Type the first day.",
    "still_in_use": (
        "Something else still uses this, so it was not deleted. Archive it instead, or remove "
        "what uses it."
    ),
    "tax_id_missing": (
        "Enter your VAT ID or tax number, or say that you are a small business that charges no tax."
    ),
    "terms_are_newer": (
        "These terms were written by a newer msspdesk. Nothing was changed; install the newer "
        "version."
    ),
    "terms_before_start": "New terms can begin on the first day of the line, {start}, or later.",
    "terms_day_taken": (
        "There are terms from {day} on already. Choose another day, or take those away first."
    ),
    "terms_last_row": "A line needs terms. Add the new ones first.",
    "terms_missing": "A contract line has no terms, so it cannot be billed. Enter its price.",
    "terms_out_of_range": "The days to pay lie between 0 and 365, not {value}.",
    "terms_unreadable": (
        "The terms of a contract line cannot be read. Nothing was changed; enter them again from "
        "today on."
    ),
    "text_too_long": "The text has {length} characters; {longest} fit. Shorten it.",
    "time_is_locked": (
        "This time stands on an issued invoice and was left as it is. A credit note sets it free."
    ),
    "time_overlaps": (
        "It overlaps with the time noted for {other} on {day}. Check which of the two is right."
    ),
    "time_without_service": (
        "{minutes} minutes name no service, so their tax is not known. Say what the time was."
    ),
    "timer_ran_overnight": (
        "The timer has run into another day since {started}. Keep all of it, cut it or discard it."
    ),
    "timer_runs": "A timer is running already. Stop it, or switch to the new work.",
    "total_below_zero": "The total is below zero. Make a credit note of it.",
    "total_zero": "The total is zero, so there is nothing to invoice.",
    "unit_unknown": "“{value}” is not a unit of the list. Choose one of it.",
    "unknown_language": "The language “{language}” is not known. Nothing was changed.",
    "word_has_spaces": "“{value}” has a space. Write it as one word.",
    "zone_unknown": (
        "“{value}” is not a time zone. Choose it from the list, for example Europe/Berlin."
    ),
}
