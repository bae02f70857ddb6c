"""Every word that a law wants on paper: asked at its field while it is missing, then printed.

The sales are those of a seller of each country under each scheme of its file, to a business
and a consumer at home, to a business in the EU and to one in Texas.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import pytest

from msspdesk import taxdata
from msspdesk.domain.customers import Customer, Site
from msspdesk.domain.invoices import Invoice
from msspdesk.domain.money import to_minor
from msspdesk.domain.sellers import TaxRegistration
from msspdesk.domain.tax.paper import WORDS
from msspdesk.services import paper_law
from msspdesk.services.document_facts import Head, document_facts
from msspdesk.services.invoice_facts import DraftTotals, worked_out
from msspdesk.services.paper import paper_of
from msspdesk.services.tax_facts import Desk, seller_facts
from msspdesk.texts.documents import languages, sentences
from tests import builders
from tests.services import drafts_for_tests as make
from tests.services import sellers_overseas as overseas

DATA: Final = taxdata.load()
TODAY: Final = date(2026, 7, 31)
EU_VAT_IDS: Final = {"FR": "FR96000110899", "DE": "DE136695976"}
"""Examples of python-stdnum."""

SCHEMES: Final = [
    (country.code, scheme)
    for country in DATA.countries.values()
    if country.code != "US"  # a state's registration; no paper of a state names anything
    for scheme in ("standard", *country.schemes, *(["lut"] if country.code == "IN" else []))
]
MISSING: Final = {
    "seller_vat_id": "seller_tax_number_missing",
    "seller_tax_number": "seller_tax_number_missing",
    "seller_gstin": "seller_tax_number_missing",
    "customer_gstin": "customer_number_missing",
    "customer_tax_number": "customer_number_missing",
    "sac_code": "item_code_missing",
    "tax_currency": "exchange_rate_missing",
}
"""What is said while nothing but names and addresses is known. A VAT id (customer_vat_id)
is not there: without one the decision asks for the proof before (test_draft_tax.py)."""

Sale = tuple[Desk, Customer, Invoice]


def number_of(country: str) -> str:
    """A number with which that country's sellers can be registered."""
    prefix = "EL" if country == "GR" else country
    return overseas.NUMBERS.get(country) or f"{prefix}123456789"


def site(country: str) -> Site:
    where = dict(overseas.PLACES.get(country, {"street": "4 Quay", "city": "Harbour"}))
    return Site(id=1, country=country, **where)


def desk_of(country: str, scheme: str, number: str) -> Desk:
    base = "standard" if scheme == "lut" else scheme
    held = [TaxRegistration(jurisdiction=country, scheme=base, number=number)]
    if scheme == "lut":
        held.append(TaxRegistration(jurisdiction="IN", scheme="lut", number="AD27032601"))
    there = site(country)
    owner = builders.seller(
        name="Harbour Security",
        street=there.street,
        city=there.city,
        region=there.region,
        country=country,
        currency=DATA.countries[country].currency,
        registrations=held,
        accounts=[],
    )
    return Desk(owner, seller_facts(owner), TODAY, (), DATA)


def customers(country: str, *, known: bool) -> list[Customer]:
    """With every number that they have (`known`), or with none."""
    union = "DE" if country == "FR" else "FR"
    own = number_of(country) if known else ""
    facts: list[dict[str, Any]] = [
        {"sites": [site(country)], "vat_id": own},
        {"sites": [site(country)], "status": "consumer"},
        {"sites": [site(union)], "vat_id": EU_VAT_IDS[union]},
        {"sites": [site("US")], "evidence": "company register"},
    ]
    return [builders.customer(id=1, **each) for each in facts]


def sales(country: str, scheme: str, *, known: bool, currency: str = "") -> list[Sale]:
    """One document to each customer over 11,700.00, more than any law's limit."""
    desk = desk_of(country, scheme, number_of(country) if known else "")
    money = currency or desk.owner.currency
    code = "998316" if known and country == "IN" else ""
    found = []
    for customer in customers(country, known=known):
        customer.currency = money
        line = make.line(
            id=1,
            unit_price_micro=130_000_000,
            amount_minor=to_minor(Decimal(11_700), money),
            item_code=code,
        )
        invoice = Invoice(
            uuid="a", customer_id=1, currency=money, created_at=builders.NOON, lines=[line]
        )
        found.append((desk, customer, invoice))
    return found


def worked(desk: Desk, customer: Customer, invoice: Invoice) -> DraftTotals:
    return worked_out(desk, invoice, customer)


def words_of(result: DraftTotals) -> set[str]:
    return {each.partition(":")[0] for each in result.law.required}


def paper_for(desk: Desk, customer: Customer, invoice: Invoice, result: DraftTotals) -> Any:
    made = datetime.fromisoformat("2026-07-31T12:00:00+00:00")
    head = Head("RE-1", TODAY, TODAY, made)
    return paper_of(document_facts(head, desk, customer, invoice, result))


def printed(desk: Desk, customer: Customer, invoice: Invoice, result: DraftTotals) -> str:
    """Everything on the paper as one text."""
    return repr(paper_for(desk, customer, invoice, result))


@pytest.mark.parametrize(("country", "scheme"), SCHEMES)
def test_each_word_is_asked_at_its_field_while_it_is_missing(country: str, scheme: str) -> None:
    for sale in sales(country, scheme, known=False):
        result = worked(*sale)
        told = {(each.code, each.field) for each in result.problems}
        for word in words_of(result) & MISSING.keys():
            assert (MISSING[word], paper_law.ASKED_AT[word]) in told, (word, sale[1].sites)


@pytest.mark.parametrize(("country", "scheme"), SCHEMES)
def test_each_word_is_printed(country: str, scheme: str) -> None:
    decided = 0
    for sale in sales(country, scheme, known=True):
        customer = sale[1]
        result = worked(*sale)
        if result.totals is None:
            continue
        decided += 1
        wanted = words_of(result)
        assert wanted <= paper_law.ASKED_AT.keys()
        assert result.problems == (), result.problems
        paper = printed(*sale, result)
        compact = paper.replace(" ", "").replace("\xa0", "")
        if wanted & {"seller_vat_id", "seller_tax_number", "seller_gstin"}:
            assert number_of(country).replace(" ", "") in compact
        if wanted & {"customer_vat_id", "customer_gstin", "customer_tax_number"}:
            assert customer.vat_id.replace(" ", "") in compact
        if "sac_code" in wanted:
            assert "SAC 998316" in paper
        if "place_of_supply" in wanted:
            assert "Place of supply" in paper
        if "reverse_charge_stated" in wanted:
            assert "Tax payable on reverse charge: no." in paper
        if wanted & {"customer_abroad_evidence", "business_evidence_kept"}:
            assert "UNITED STATES" in paper or "FRANCE" in paper or "GERMANY" in paper
    assert decided >= 2


OWN_CURRENCY = frozenset("AE AU GB JP NO NZ SA SG ZA".split())
"""Beside the members of the EU (docs/tax.md names the law of each in its file)."""


@pytest.mark.parametrize("country", sorted(DATA.countries))
def test_the_tax_offices_own_currency_is_asked_and_printed(country: str) -> None:
    if country == "US":
        return
    (desk, customer, invoice), *_others = sales(country, "standard", known=True, currency="USD")
    result = worked(desk, customer, invoice)
    own = DATA.countries[country].currency
    wanted = DATA.countries[country].union == "EU" or country in OWN_CURRENCY
    assert ("tax_currency" in words_of(result)) == wanted
    if not wanted:
        return
    assert ("exchange_rate_missing", "exchange_rate") in {
        (each.code, each.field) for each in result.problems
    }
    invoice.exchange = {
        "rate": "2",
        "day": "2026-07-31",
        "source": "Central bank",
        "pair": f"USD/{own}",
    }
    result = worked(desk, customer, invoice)
    assert result.problems == ()
    paper = printed(desk, customer, invoice, result)
    assert f"Net in {own}" in paper
    assert f"1 USD = 2 {own}" in paper


def test_no_row_says_what_nobody_reads() -> None:
    told = {row.word for each in DATA.countries.values() for row in each.invoice_words}
    assert told <= WORDS
    asked = {word for each in DATA.countries.values() for word in _of_rules(each.ruleset.rules)}
    assert asked <= paper_law.ASKED_AT.keys()


def _of_rules(rules: Any) -> set[str]:
    return {word for rule in rules for word in rule.required}


def test_titles_are_written_in_every_language() -> None:
    titles = {
        row.text
        for each in DATA.countries.values()
        for row in each.invoice_words
        if row.word in {"title", "credit_title"}
    }
    assert {"Tax invoice", "Tax credit note", "Adjustment note", "Bill of supply"} == titles
    for language in languages():
        words = sentences(language)
        for title in titles:
            # The words of the law stay readable for its tax office.
            assert title in words.get(title)
            assert title in words.get(f"{title} {{number}}", number="RE-1")


@pytest.mark.parametrize(
    ("country", "scheme", "customer", "title"),
    [
        ("AE", "standard", 0, "Tax invoice RE-1"),
        ("AE", "standard", 3, "Tax invoice RE-1"),
        ("AU", "standard", 0, "Tax invoice RE-1"),
        ("AU", "standard", 3, "Invoice RE-1"),
        ("AU", "unregistered", 0, "Invoice RE-1"),
        ("DE", "standard", 0, "Invoice RE-1"),
        ("IN", "standard", 0, "Tax invoice RE-1"),
        ("IN", "lut", 3, "Tax invoice RE-1"),
        ("IN", "unregistered", 0, "Invoice RE-1"),
        ("JP", "standard", 0, "Invoice RE-1"),
        ("NZ", "standard", 0, "Tax invoice RE-1"),
        ("SA", "standard", 0, "Tax invoice RE-1"),
        ("SG", "standard", 0, "Tax invoice RE-1"),
        ("SG", "standard", 3, "Invoice RE-1"),
        ("ZA", "standard", 3, "Tax invoice RE-1"),
    ],
)
def test_the_title_is_that_of_the_law(country: str, scheme: str, customer: int, title: str) -> None:
    """Zero-rated: a tax invoice in AE, IN, SA and ZA, none in AU and SG (IRAS: need not be
    issued). Who is not registered must not write one (GST Act 1999 s. 29-70).
    """
    sale = sales(country, scheme, known=True)[customer]
    assert f"title='{title}'" in printed(*sale, worked(*sale))


@pytest.mark.parametrize(
    ("country", "line"),
    [
        ("AE", "TRN 100123456700003"),
        ("AU", "ABN 83 914 571 673"),
        ("CA", "GST/HST number 12302 6635 RT0001"),
        ("CH", "UID CHE-100.155.212 MWST"),
        ("GB", "VAT number GB980780684"),
        ("IN", "GSTIN 27AAPFU0939F1ZV"),
        ("JP", "JCT reg. no. T5835678256246"),
        ("NO", "Org. no. NO 995 525 828 MVA"),
        ("NZ", "GST number 49-091-850"),
        ("SG", "GST Reg. No. 00192200M"),
        ("ZA", "VAT number 0001339050"),
    ],
)
def test_the_sellers_number_has_the_name_and_the_ending_of_the_law(country: str, line: str) -> None:
    """Switzerland: MWST behind the UID (Art. 26 MWSTG); Norway: MVA behind the number
    (bokføringsforskriften § 5-1-2).
    """
    sale = sales(country, "standard", known=True)[0]
    assert line in printed(*sale, worked(*sale))


def test_an_ending_that_was_typed_stays() -> None:
    desk, customer, invoice = sales("CH", "standard", known=True)[0]
    desk.owner.registrations[0].number = "CHE-107.787.577 IVA"
    result = worked(desk, customer, invoice)
    assert "UID CHE-107.787.577 IVA'" in printed(desk, customer, invoice, result)


@pytest.mark.parametrize(
    ("country", "minor", "asked"),
    [
        ("AE", 9_523_80, False),
        ("AE", 9_523_82, True),
        ("ZA", 4_347_82, False),
        ("ZA", 4_347_84, True),
    ],
)
def test_the_customers_number_is_asked_above_the_limit(
    country: str, minor: int, asked: bool
) -> None:
    """AED 10 000 and ZAR 5 000 with tax: below it a simplified (abridged) invoice does."""
    desk, customer, invoice = sales(country, "standard", known=True)[0]
    customer.vat_id = ""
    line = invoice.lines[0]
    line.quantity_micro, line.unit_price_micro, line.amount_minor = 1_000_000, minor * 10_000, minor
    result = worked(desk, customer, invoice)
    assert [each.code for each in result.problems] == (["customer_number_missing"] if asked else [])
    customer.evidence = "not registered"
    assert worked(desk, customer, invoice).problems == ()


@pytest.mark.parametrize(
    ("customer", "place"),
    [(0, "Maharashtra (27)"), (3, "United States (96)")],
)
def test_india_names_the_place_of_supply_with_its_code(customer: int, place: str) -> None:
    sale = sales("IN", "lut", known=True)[customer]
    assert f"value='{place}'" in printed(*sale, worked(*sale))


@pytest.mark.parametrize(
    ("scheme", "sez", "words"),
    [
        ("lut", False, "SUPPLY MEANT FOR EXPORT UNDER BOND OR LETTER OF UNDERTAKING (LUT) WITHOUT"),
        ("lut", True, "SUPPLY TO SEZ UNIT OR SEZ DEVELOPER FOR AUTHORISED OPERATIONS UNDER BOND"),
        ("standard", False, "SUPPLY MEANT FOR EXPORT ON PAYMENT OF INTEGRATED TAX"),
        ("standard", True, "FOR AUTHORISED OPERATIONS ON PAYMENT OF INTEGRATED TAX"),
    ],
)
@pytest.mark.parametrize("language", ["en", "de"])
def test_india_endorses_exports_in_the_words_of_rule_46(
    scheme: str, sez: bool, words: str, language: str
) -> None:
    desk, customer, invoice = sales("IN", scheme, known=True)[0 if sez else 3]
    customer.sites[0].sez = sez
    invoice.language = language
    assert words in printed(desk, customer, invoice, worked(desk, customer, invoice))


@pytest.mark.parametrize(
    ("country", "customer", "number", "code"),
    [
        ("IN", 0, "29AAGCB7383J1Z4", "gstin_of_other_state"),
        # Reverse charge wants the seller's VAT id (Art. 226 (3) Directive 2006/112/EC).
        ("DE", 2, "71/815/08150", "seller_vat_id_missing"),
    ],
)
def test_a_sellers_number_that_will_not_do_is_named(
    country: str, customer: int, number: str, code: str
) -> None:
    desk, buyer, invoice = sales(country, "standard", known=True)[customer]
    desk.owner.registrations[0].number = number
    there = replace(desk, seller=seller_facts(desk.owner))
    (problem,) = worked(there, buyer, invoice).problems
    assert (problem.code, problem.field) == (code, "seller")


def test_a_customers_gstin_of_another_state_is_named() -> None:
    desk, customer, invoice = sales("IN", "standard", known=True)[0]
    customer.vat_id = "29AAGCB7383J1Z4"
    (problem,) = worked(desk, customer, invoice).problems
    assert (problem.code, problem.field) == ("gstin_of_other_state", "customer")
    customer.sites[0].region = "KA"
    assert worked(desk, customer, invoice).problems == ()


def test_quebec_wants_both_numbers() -> None:
    desk, customer, invoice = sales("CA", "standard", known=True)[0]
    qst = TaxRegistration(jurisdiction="CA-QC")
    desk.owner.registrations.append(qst)
    there = replace(desk, seller=seller_facts(desk.owner))
    (problem,) = worked(there, customer, invoice).problems
    assert (problem.code, problem.details) == ("seller_number_missing", {"place": "Quebec"})
    qst.number = "1234567890 TQ0001"
    there = replace(desk, seller=seller_facts(desk.owner))
    result = worked(there, customer, invoice)
    assert result.problems == ()
    assert "QST number 1234567890 TQ0001" in printed(there, customer, invoice, result)


@pytest.mark.parametrize(("country", "scheme"), [("AU", "unregistered"), ("DE", "small_business")])
def test_who_charges_no_tax_names_none_in_the_sums(country: str, scheme: str) -> None:
    sale = sales(country, scheme, known=True)[0]
    labels = [each.label for each in paper_for(*sale, worked(*sale)).totals]
    assert labels == ["Net", "To pay"]


def test_a_base_below_the_net_stands_on_the_paper() -> None:
    """Texas taxes 80 % of data processing (34 TAC 3.330): 9,360.00 of 11,700.00."""
    home = desk_of("DE", "standard", "DE123456789").owner
    home.country, home.region = "US", "TX"
    home.registrations = [TaxRegistration(jurisdiction="US-TX", number="3-20123-4567-8")]
    desk = Desk(home, seller_facts(home), TODAY, (), DATA)
    _desk, customer, invoice = sales("DE", "standard", known=True)[3]
    invoice.currency = customer.currency = "USD"
    invoice.lines[0].tax_class = "data_processing"
    result = worked(desk, customer, invoice)
    assert "base='9,360.00', rate='6.25%', tax='585.00'" in printed(desk, customer, invoice, result)
