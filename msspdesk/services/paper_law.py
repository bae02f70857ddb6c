"""What the law of the seller's country wants on one document: missing, sealed, printed.

The words are those of the decision (`required` of each rule) and of the country's file
(domain/tax/paper.py). `ASKED_AT` tells of each where it is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from msspdesk.domain.customers import Customer
from msspdesk.domain.errors import Problem
from msspdesk.domain.invoice_totals import InvoiceTotals
from msspdesk.domain.invoices import Invoice
from msspdesk.domain.money import to_major
from msspdesk.domain.sellers import TaxRegistration
from msspdesk.domain.tax import CustomerFacts, Registration, TaxGroup
from msspdesk.domain.tax.identifiers import (
    check_gstin_state,
    check_tax_id,
    grouped,
    register_number,
    vat_id_country,
)
from msspdesk.domain.tax.paper import PaperRow, conditions, rows_for, text_of
from msspdesk.services import exchange
from msspdesk.services.tax import DocumentTax
from msspdesk.services.tax_facts import Desk

ABROAD_CODE: Final = "96"
"""The state code that GST returns give to a place outside India."""

ASKED_AT: Final[Mapping[str, str]] = {
    "seller_vat_id": "seller",
    "seller_tax_number": "seller",
    "seller_gstin": "seller",
    "customer_vat_id": "customer",
    "customer_gstin": "customer",
    "customer_tax_number": "customer",
    "sac_code": "lines",
    "customer_vat_id_or_evidence": "",
    "business_evidence_kept": "",
    "customer_abroad_evidence": "",
    "recapitulative_list": "",
    "tax_currency": "exchange_rate",
    "place_of_supply": "",
    "reverse_charge_stated": "",
}
"""Each word, and the field of the draft that names what is missing. An empty field: the
fact is always there (the address, the status), or it is not for the paper: proofs are kept
with the customer, the recapitulative list is in the tax report."""


@dataclass(frozen=True, slots=True)
class PaperLaw:
    """The rows of the country's file that hold for one document, and every word wanted."""

    rows: tuple[PaperRow, ...] = ()
    required: tuple[str, ...] = ()


NOTHING: Final = PaperLaw()
"""A document that no law asks anything of, or one whose tax is not decided yet."""


def paper_law(
    desk: Desk,
    invoice: Invoice,
    customer: CustomerFacts,
    tax: DocumentTax,
    totals: InvoiceTotals | None,
) -> PaperLaw:
    """What the seller's country asks of a document to this customer."""
    country = desk.data.country(desk.seller.country)
    if country is None or totals is None:
        return PaperLaw(required=tax.required)
    own = _ordinary(desk, country.code)
    classes = [each.tax_class for each in invoice.lines]
    facts = conditions(country.code, own, customer, totals.groups, classes)
    rows = rows_for(country.invoice_words, facts, _gross(desk, invoice, totals, country.currency))
    # In its own currency the tax office wants no other: the decision says where it does.
    told = (each.word for each in rows if each.word != "tax_currency")
    words = (*tax.required, *(word for word in told if word in ASKED_AT))
    return PaperLaw(rows, tuple(dict.fromkeys(words)))


def _ordinary(desk: Desk, home: str) -> Registration | None:
    """The registration under which tax is charged at home; a scheme without tax is none."""
    found = desk.seller.registration(home, desk.day)
    return found if found and found.scheme == "standard" else None


def _gross(desk: Desk, invoice: Invoice, totals: InvoiceTotals, home: str) -> Decimal | None:
    """The document in the country's currency, None where no rate is ever told. While the
    rate is still asked for, no limit is passed.
    """
    if invoice.currency == home:
        return to_major(totals.grand_total, home)
    if not exchange.tax_currency(desk.data, desk.seller.country, invoice.currency):
        return None
    rows = [(each.base, each.amount) for each in totals.groups]
    converted = exchange.exchange_facts(desk, invoice, rows, totals.tax_basis)
    return to_major(converted["gross_minor"] if converted else 0, home)


# --- what is missing --------------------------------------------------------------------


def problems(
    desk: Desk,
    invoice: Invoice,
    customer: Customer,
    law: PaperLaw,
    groups: Sequence[TaxGroup] = (),
) -> list[Problem]:
    """Facts that the document must state and the book does not hold, each at its field.

    The currency of the tax office is for `exchange.problems`.
    """
    wanted = set(law.required)
    found = []
    if wanted & {"seller_vat_id", "seller_tax_number", "seller_gstin"}:
        found += _own_numbers(desk, wanted, groups)
    if "customer_vat_id" in wanted and not customer.vat_id:
        found.append(Problem("customer_vat_id_missing", "customer", {"name": customer.name}))
    proven = customer.vat_id or customer.tax_number or customer.evidence
    if wanted & {"customer_gstin", "customer_tax_number"} and not proven:
        details: dict[str, object] = {
            "name": customer.name,
            "number": _number_name(desk, desk.seller.country),
        }
        found.append(Problem("customer_number_missing", "customer", details))
    if "customer_gstin" in wanted and customer.vat_id:
        found += _other_state(desk, customer)
    if "sac_code" in wanted:
        code = text_of(_rows(desk, desk.seller.country), "item_code")
        found += [
            Problem("item_code_missing", "lines", {"line": each.name, "code": code})
            for each in invoice.lines
            if not each.item_code and each.tax_class != "outlay_customer_name"
        ]
    return found


def _other_state(desk: Desk, customer: Customer) -> list[Problem]:
    """The state of the customer's GSTIN is where it receives the service (IGST Act s. 12):
    another one than that of the address would turn CGST and SGST into IGST.
    """
    site = customer.billing_site
    region = desk.data.countries[desk.seller.country].region(site.region) if site else None
    wrong = check_gstin_state(customer.vat_id, region.tax_id_prefix) if region else None
    return [Problem(wrong.code, "customer", wrong.details)] if wrong else []


def _own_numbers(desk: Desk, wanted: set[str], groups: Sequence[TaxGroup]) -> list[Problem]:
    home = desk.seller.country
    held = [each for each in desk.seller.registrations if each.holds(desk.day)]
    own = [each for each in held if each.jurisdiction == home and each.scheme != "lut"]
    numbers = [each.number for each in own if each.number]
    if not numbers:
        return [Problem("seller_tax_number_missing", "seller")]
    if "seller_vat_id" in wanted and not any(_is_vat_id(home, each) for each in numbers):
        return [Problem("seller_vat_id_missing", "seller")]
    if "seller_gstin" in wanted:
        region = desk.data.countries[home].region(desk.seller.region)
        wrong = check_gstin_state(numbers[0], region.tax_id_prefix) if region else None
        return [Problem(wrong.code, "seller", wrong.details)] if wrong else []
    charged = {each.jurisdiction for each in groups if each.rate}
    return [
        Problem("seller_number_missing", "seller", {"place": desk.data.place(each.jurisdiction)})
        for each in held
        if each.jurisdiction in charged and not each.number
    ]


def _is_vat_id(country: str, number: str) -> bool:
    """A number with its country before it, or one that is right without; "12/345" is none."""
    return vat_id_country(number) == country or check_tax_id(country, number) is None


# --- what is sealed ---------------------------------------------------------------------


def sealed(desk: Desk, invoice: Invoice, customer: Customer, law: PaperLaw) -> dict[str, Any]:
    """Titles, names of numbers and statements as they are printed; what is not wanted is
    left out.
    """
    site = customer.billing_site
    words = {each.word for each in law.rows}
    told: dict[str, Any] = {
        "title": text_of(law.rows, "title"),
        "credit_title": text_of(law.rows, "credit_title"),
        "customer_number": _number_name(desk, site.country) if site else "",
        "item_code": text_of(law.rows, "item_code"),
        "customer_register": _register(site.country if site else "", customer),
        "places": _places(desk, invoice, customer) if "place_of_supply" in words else [],
        "reverse_charge": "no" if "reverse_charge_stated" in words else "",
    }
    return {name: value for name, value in told.items() if value}


def _register(country: str, customer: Customer) -> dict[str, str]:
    """The customer's number in the business register of its country, out of what is known."""
    if customer.status != "business":
        return {}
    for typed in (customer.tax_number, customer.vat_id):
        name, number = register_number(country, typed)
        if number:
            return {"name": name, "number": grouped(number)}
    return {}


def _places(desk: Desk, invoice: Invoice, customer: Customer) -> list[dict[str, str]]:
    """Each place of supply once: its country, and of the seller's own the region with the
    code that the tax office gives it.
    """
    home = desk.data.countries[desk.seller.country]
    sites = {each.id: each for each in customer.sites}
    used = [sites.get(line.site_id) or customer.billing_site for line in invoice.lines]
    found: dict[tuple[str, str, str], None] = {}
    for site in used:
        if site is None:
            continue
        region = home.region(site.region) if site.country == home.code else None
        place = (region.name, region.tax_id_prefix) if region else ("", ABROAD_CODE)
        found[site.country, *place] = None
    return [{"country": each[0], "region": each[1], "code": each[2]} for each in found]


def registrations(
    desk: Desk, rows: Iterable[PaperRow], held: Iterable[TaxRegistration]
) -> list[dict[str, str]]:
    """The seller's registrations with the name and the ending that the law gives a number,
    and the number of the business register that is a part of it.
    """
    suffixes = text_of(rows, "number_suffix").split()
    home, found = desk.seller.country, []
    told = "".join(filter(str.isdigit, desk.owner.legal_note))  # the owner's own words
    for each in held:
        own = each.jurisdiction == home
        name, number = register_number(home, each.number) if own else ("", "")
        if not number or number != each.number.replace(" ", ""):
            name_of = _number_name(desk, each.jurisdiction, each.scheme)
            ended = _ended(each.number, suffixes) if own else each.number
            found.append(_numbered(each, ended, name_of))
        if number and number not in told:
            found.append(_numbered(each, grouped(number), name))
    return found


def _numbered(each: TaxRegistration, number: str, name: str) -> dict[str, str]:
    return {
        "jurisdiction": each.jurisdiction,
        "scheme": each.scheme,
        "number": number,
        "name": name,
    }


def _ended(number: str, suffixes: Sequence[str]) -> str:
    """ "CHE-109.322.551 MWST"; a number that ends so already stays as it was typed."""
    if not number or not suffixes or number.upper().endswith(tuple(suffixes)):
        return number
    return f"{number} {suffixes[0]}"


def _number_name(desk: Desk, jurisdiction: str, scheme: str = "") -> str:
    """ "ABN", "GSTIN", "QST number"; empty where the usual words of the paper do."""
    named = [each for each in _rows(desk, jurisdiction[:2]) if each.word == "number_name"]
    place = jurisdiction if "-" in jurisdiction else ""
    for wanted in (scheme, ""):
        for each in named:
            if (each.jurisdiction, each.scheme) == (place, wanted):
                return each.text
    return ""


def _rows(desk: Desk, country: str) -> Sequence[PaperRow]:
    found = desk.data.country(country)
    return found.invoice_words if found else ()
