"""Drafts whose tax is more than a rate on the net: prices with tax, Italian fund, Swiss cuts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from msspdesk.db.book import Book
from msspdesk.domain import snapshot
from msspdesk.domain.contracts import Contract, ContractLine, LineTerms
from msspdesk.domain.customers import Site
from msspdesk.domain.errors import InvalidInput
from msspdesk.domain.invoices import Invoice
from msspdesk.domain.periods import Horizon
from msspdesk.domain.sellers import TaxRegistration
from msspdesk.domain.timesheets import TimeEntry
from msspdesk.services import (
    billing_run,
    credit_notes,
    customers,
    draft_refresh,
    drafts,
    issuing,
    rendering,
    sellers,
    tax_report,
    verify,
)
from msspdesk.services.drafts import NewDraftLine
from msspdesk.services.invoice_facts import DraftTotals, draft_totals
from msspdesk.services.paper import paper_of
from tests import builders
from tests.builders import FixedClock
from tests.services import drafts_for_tests as make


def at(folder: Path, country: str, currency: str, day: date, **changed: Any) -> Book:
    """A book of a seller there, opened on that day, with a customer of the same country."""
    clock = FixedClock()
    clock.set_day(day)
    own = {
        "country": country,
        "currency": currency,
        "registrations": [TaxRegistration(jurisdiction=country, number="1234567")],
        "accounts": [],
    }
    book = builders.make_book(folder, clock, **(own | changed))
    with book.write() as work:
        site = Site(street="Via 1", postcode="8000", city="Town", country=country)
        work.add(builders.customer(sites=[site], currency=currency))
        work.add(builders.service(name="Watch", unit="C62", tax_class="managed_it"))
    return book


def draft(book: Book, *prices: str, tax_class: str = "managed_it", **head: Any) -> int:
    """A draft by hand with one line at each price, its head changed."""
    (key,) = drafts.new_draft(book, 1).ids
    for price in prices:
        new = NewDraftLine(name="Watch", unit_price=Decimal(price), tax_class=tax_class)
        drafts.add_line(book, key, drafts.page(book, key).version, new)
    if head:
        drafts.edit_head(book, key, drafts.page(book, key).version, **head)
    return key


def sums(result: DraftTotals) -> tuple[int, int, int, int]:
    """Net, tax, gross and what is to pay."""
    told = result.totals
    assert told is not None, result.problems
    return told.tax_basis, told.tax_total, told.grand_total, told.due


# --- prices with tax --------------------------------------------------------------------


@pytest.fixture
def kiwi(tmp_path: Path) -> Iterator[Book]:
    book = at(tmp_path, "NZ", "NZD", date(2026, 3, 1))
    yield book
    book.close()


def test_the_tax_is_taken_out_of_prices_that_include_it(kiwi: Book) -> None:
    """Case S43: 115.00 with GST of 15 % is 100.00 and 15.00."""
    key = draft(kiwi, "115", price_mode="inclusive")
    assert sums(draft_totals(kiwi, key)) == (100_00, 15_00, 115_00, 115_00)


def test_a_draft_takes_the_customers_way_of_prices(kiwi: Book) -> None:
    customers.update(kiwi, 1, customers_version(kiwi), price_mode="inclusive")
    key = draft(kiwi, "115")
    assert drafts.page(kiwi, key).price_mode == "inclusive"
    with pytest.raises(InvalidInput):
        customers.update(kiwi, 1, customers_version(kiwi), price_mode="sometimes")


def customers_version(book: Book) -> int:
    from msspdesk.services import customer_page

    return customer_page.facts(book, 1).version


def test_the_paper_adds_up_and_says_that_prices_include_tax(kiwi: Book) -> None:
    """299.97 less 10 % (30.00) is 269.97: net 234.76 and GST 35.21 (3/23, rounded)."""
    key = draft(
        kiwi, "99.99", "99.99", "99.99", price_mode="inclusive", discount_percent=Decimal(10)
    )
    issuing.issue(kiwi, [key])
    facts = sealed(kiwi, key)
    paper = paper_of(facts)
    told = {each.label: each.value for each in paper.totals}
    assert told == {
        "Subtotal": "299.97",
        "Discount 10%": "\u221230.00",
        "Total, tax included": "269.97",
        "Net": "234.76",
        "GST 15%": "35.21",
        "To pay": "269.97\xa0NZD",
    }
    assert "All prices include tax." in paper.notices
    assert sum(each["net_minor"] for each in facts["lines"]) == 299_97


def test_a_credit_note_turns_prices_that_include_tax(kiwi: Book) -> None:
    key = draft(kiwi, "115", price_mode="inclusive")
    issuing.issue(kiwi, [key])
    note, copy = credit_notes.cancel_invoice(kiwi, key, "Wrong customer", new_draft=True).ids
    turned = sealed(kiwi, note)
    assert (turned["price_mode"], turned["totals"]) == ("inclusive", sealed(kiwi, key)["totals"])
    assert sums(draft_totals(kiwi, copy)) == (100_00, 15_00, 115_00, 115_00)
    assert not verify.verify(kiwi).findings


def test_the_month_end_bills_agreed_prices_with_their_tax(kiwi: Book) -> None:
    customers.update(kiwi, 1, customers_version(kiwi), price_mode="inclusive")
    contract(kiwi, "115", date(2026, 3, 1), timing="advance")
    made = billed(kiwi, date(2026, 3, 1))
    assert sums(draft_totals(kiwi, made.id or 0)) == (100_00, 15_00, 115_00, 115_00)
    draft_refresh.refresh(kiwi, made.id or 0, made.version)
    assert sums(draft_totals(kiwi, made.id or 0)) == (100_00, 15_00, 115_00, 115_00)
    assert not billing_run.commit(kiwi, Horizon.through(date(2026, 3, 1))).ids


def test_the_way_of_prices_can_be_undone(kiwi: Book) -> None:
    key = draft(kiwi, "115")
    page = drafts.page(kiwi, key)
    done = drafts.edit_head(kiwi, key, page.version, price_mode="inclusive")
    assert done.undo is not None
    done.undo.job(kiwi)
    assert sums(draft_totals(kiwi, key)) == (115_00, 17_25, 132_25, 132_25)


def sealed(book: Book, invoice_id: int) -> dict[str, Any]:
    """The facts that were sealed of a document."""
    from msspdesk.db.queries import issuing as rows

    with book.read() as work:
        document = rows.document_of(work.connection, invoice_id)
        assert document is not None
        return snapshot.read(rows.read_document(work.connection, document)[1])


# --- the Italian fund -------------------------------------------------------------------


@pytest.fixture
def roman(tmp_path: Path) -> Iterator[Book]:
    book = at(tmp_path, "IT", "EUR", date(2026, 3, 2), person="individual_professional")
    sellers.update(
        book,
        sellers.page(book).version,
        fund_name="Contributo integrativo Inarcassa",
        fund_percent=Decimal(4),
    )
    yield book
    book.close()


def test_the_fund_is_taxed_and_nothing_is_withheld_on_it(roman: Book) -> None:
    """1,000 + cassa 4 % 40 = 1,040; IVA 22 % 228.80; 1,268.80; ritenuta 20 % of 1,000."""
    key = draft(roman, "1000", tax_class="consulting")
    assert drafts.page(roman, key).fund_percent == 4
    result = draft_totals(roman, key)
    assert sums(result) == (1040_00, 228_80, 1268_80, 1068_80)
    assert result.totals is not None
    assert [(each.base, each.amount) for each in result.totals.withheld] == [(1000_00, 200_00)]
    assert (result.totals.contribution, result.totals.charge_total) == (40_00, 40_00)


def test_outlays_bear_no_contribution_and_a_discount_comes_first(roman: Book) -> None:
    """1,000 less 100 is 900: 4 % are 36.00. An outlay of 50 stays as it is."""
    key = draft(roman, "1000", tax_class="consulting", discount_minor=100_00)
    assert sums(draft_totals(roman, key))[0] == 936_00
    drafts.edit_head(roman, key, drafts.page(roman, key).version, discount_minor=0)
    outlay = NewDraftLine(name="Stamp", unit_price=Decimal(50), tax_class="outlay_customer_name")
    drafts.add_line(roman, key, drafts.page(roman, key).version, outlay)
    result = draft_totals(roman, key)
    assert result.totals is not None
    assert result.totals.contribution == 40_00


def test_the_fund_stands_on_paper_and_on_the_credit_note(roman: Book) -> None:
    key = draft(roman, "1000", tax_class="consulting")
    issuing.issue(roman, [key])
    told = {each.label: each.value for each in paper_of(sealed(roman, key)).totals}
    assert told["Contributo integrativo Inarcassa 4%"] == "40.00"
    assert (told["Net"], told["To pay"]) == ("1,040.00", "1,068.80\xa0EUR")
    (note,) = credit_notes.cancel_invoice(roman, key, "Error").ids
    assert sealed(roman, note)["fund"] == sealed(roman, key)["fund"]
    assert rendering.invoice_pdf(roman, note).startswith(b"%PDF")
    assert not verify.verify(roman).findings


def test_a_draft_can_do_without_the_fund(roman: Book) -> None:
    key = draft(roman, "1000", tax_class="consulting", fund_percent=Decimal(0))
    assert sums(draft_totals(roman, key)) == (1000_00, 220_00, 1220_00, 1020_00)
    version = drafts.page(roman, key).version
    with pytest.raises(InvalidInput) as refused:
        drafts.edit_head(roman, key, version, fund_percent=Decimal(101))
    assert refused.value.problems[0].field == "fund_percent"


def test_a_forfettario_adds_the_fund_and_the_stamp_but_no_tax(tmp_path: Path) -> None:
    """1,000 + 4 % 40 = 1,040 without IVA and ritenuta; above 77.47 the stamp duty of 2.00."""
    own = TaxRegistration(jurisdiction="IT", scheme="forfettario", number="1234567")
    person = {"person": "individual_professional", "fund_percent_micro": 4_000_000}
    book = at(tmp_path, "IT", "EUR", date(2026, 3, 2), registrations=[own], **person)
    key = draft(book, "1000", tax_class="consulting")
    assert sums(draft_totals(book, key)) == (1040_00, 0, 1042_00, 1042_00)
    issuing.issue(book, [key])
    told = {each.label: each.value for each in paper_of(sealed(book, key)).totals}
    assert told["Stamp duty"] == "2.00"
    book.close()


def test_a_business_shown_by_other_evidence_is_invoiced_without_vat_id(tmp_path: Path) -> None:
    """Art. 18 (1) (b) Regulation (EU) 282/2011: the id may still be on its way."""
    book = builders.make_book(tmp_path)
    shown = make.dutch() | {"vat_id": "", "evidence": "Kamer van Koophandel 12345678"}
    key = make.add_draft(book, make.add_customer(book, **shown))
    issuing.issue(book, [key])
    with book.read() as work:
        assert work.get(Invoice, key).tax_minor == 0
        number = work.get(Invoice, key).number
    (part,) = tax_report.report(book, "DE", date(2026, 7, 1), date(2026, 7, 31)).parts
    assert (part.recapitulative, part.unlisted) == ((), (number,))
    book.close()


# --- Swiss periods over a change of rate ------------------------------------------------


@pytest.fixture
def zurich(tmp_path: Path) -> Iterator[Book]:
    book = at(tmp_path, "CH", "CHF", date(2023, 10, 1), zone="Europe/Zurich")
    yield book
    book.close()


def contract(book: Book, price: str, start: date, **changed: Any) -> None:
    with book.write() as work:
        line = builders.contract_line(1, "fixed_fee", {"price": price}, start=start, **changed)
        work.add(builders.contract(1, line))


def billed(book: Book, day: date) -> Invoice:
    (key,) = billing_run.commit(book, Horizon.through(day)).ids
    with book.read() as work:
        return work.get(Invoice, key)


def test_a_swiss_year_over_the_change_of_rate_is_two_lines(zurich: Book) -> None:
    """Case S16: 300.00 at 7.7 % and 900.00 at 8.1 % are 96.00 of VAT."""
    contract(zurich, "1200", date(2023, 10, 1), cadence_months=12, timing="advance", anchor_day=1)
    made = billed(zurich, date(2023, 10, 1))
    assert [(each.amount_minor, each.note) for each in made.lines] == [
        (300_00, "1 October to 31 December 2023, 3 of 12 months"),
        (900_00, "1 January to 30 September 2024, 9 of 12 months"),
    ]
    result = draft_totals(zurich, made.id or 0)
    assert [(f"{each.rate:f}", each.base_minor, each.amount_minor) for each in result.rows] == [
        ("7.7", 300_00, 23_10),
        ("8.1", 900_00, 72_90),
    ]
    assert sums(result)[1:3] == (96_00, 1296_00)
    assert not [each for each in result.warnings if each.code == "rate_changes_in_period"]


def test_the_cut_period_is_billed_once_and_can_be_refreshed(zurich: Book) -> None:
    contract(zurich, "310", date(2023, 12, 15), anchor_day=15, timing="advance")
    made = billed(zurich, date(2023, 12, 20))
    assert [each.amount_minor for each in made.lines] == [170_00, 140_00]
    assert not billing_run.commit(zurich, Horizon.through(date(2023, 12, 31))).ids
    draft_refresh.refresh(zurich, made.id or 0, made.version)
    assert [each.amount_minor for each in drafts.page(zurich, made.id or 0).lines] == [
        170_00,
        140_00,
    ]


def changed_year(zurich: Book, change: Callable[[ContractLine], None]) -> Invoice:
    """The year of case S16 issued, its line changed, and what the next run makes of it."""
    contract(zurich, "1200", date(2023, 10, 1), cadence_months=12, timing="advance", anchor_day=1)
    first = billed(zurich, date(2023, 10, 1))
    issuing.issue(zurich, [first.id or 0])
    with zurich.write() as work:
        change(work.get(Contract, 1).lines[0])
    return billed(zurich, date(2024, 1, 20))


def told(book: Book, draft: Invoice) -> list[tuple[str, int]]:
    """Rates and bases of a draft."""
    rows = draft_totals(book, draft.id or 0).rows
    return [(f"{each.rate:f}", each.base_minor) for each in rows]


def test_a_late_price_over_the_change_of_rate_is_two_lines(zurich: Book) -> None:
    """1,320.00 for the year: 330.00 and 990.00 are owed, 300.00 and 900.00 were billed."""

    def dearer(line: ContractLine) -> None:
        line.terms[0].terms = {"price": "1320"}

    made = changed_year(zurich, dearer)
    assert [each.amount_minor for each in made.lines] == [30_00, 90_00]
    assert told(zurich, made) == [("7.7", 30_00), ("8.1", 90_00)]
    issuing.issue(zurich, [made.id or 0])
    assert not billing_run.commit(zurich, Horizon.through(date(2024, 1, 20))).ids


def test_a_credit_over_the_change_of_rate_takes_back_what_was_charged(zurich: Book) -> None:
    """Ended on 30 November: 61 of 366 days of 1,200.00 are 200.00 of the 300.00 before it."""

    def ended(line: ContractLine) -> None:
        line.end = date(2023, 12, 1)

    made = changed_year(zurich, ended)
    assert made.kind == "credit_note"
    assert [each.amount_minor for each in made.lines] == [100_00, 900_00]
    assert told(zurich, made) == [("7.7", 100_00), ("8.1", 900_00)]


def test_each_side_becomes_what_it_would_have_been(zurich: Book) -> None:
    """1,566.00 a year from July on. 274 of 366 days of 1,200.00 are 898.36, three of their
    nine months 299.45; 92 days of 1,566.00 are 393.64.
    """

    def dearer(line: ContractLine) -> None:
        row = LineTerms(valid_from=date(2024, 7, 1), model="fixed_fee", terms={"price": "1566"})
        line.terms.append(row)

    made = changed_year(zurich, dearer)
    assert [each.amount_minor for each in made.lines] == [299_45 - 300_00, 598_91 + 393_64 - 900_00]
    assert told(zurich, made) == [("7.7", -55), ("8.1", 92_55)]


def test_swiss_time_before_and_after_new_year_is_two_lines(zurich: Book) -> None:
    """One hour each at 145.00: 11.17 at 7.7 % and 11.75 (11.745) at 8.1 %."""
    with zurich.write() as work:
        work.add(builders.service(name="Help", unit="HUR", price_micro=145_000_000))
    for day in (date(2023, 12, 29), date(2024, 1, 3)):
        hour(zurich, day)
    made = billed(zurich, date(2024, 1, 31))
    rows = draft_totals(zurich, made.id or 0).rows
    assert [(each.base_minor, each.amount_minor) for each in rows] == [
        (145_00, 11_17),
        (145_00, 11_75),
    ]


def hour(book: Book, day: date) -> None:
    with book.write() as work:
        work.add(
            TimeEntry(
                uuid=builders.new_uuid(),
                customer_id=1,
                service_id=2,
                day=day,
                minutes=60,
                billed_minutes=60,
            )
        )


def test_a_german_period_over_a_change_stays_one_line(tmp_path: Path) -> None:
    """19 to 16 % on 2020-07-01: the end of the period decides (BMF 2020-06-30, Rz. 23)."""
    book = at(tmp_path, "DE", "EUR", date(2020, 6, 15))
    contract(book, "100", date(2020, 6, 15), anchor_day=15, timing="advance")
    made = billed(book, date(2020, 6, 15))
    assert [each.amount_minor for each in made.lines] == [100_00]
    result = draft_totals(book, made.id or 0)
    assert [f"{each.rate:f}" for each in result.rows] == ["16"]
    assert [each.code for each in result.warnings if "period" in each.code] == [
        "rate_changes_in_period"
    ]
    book.close()


def test_a_swiss_seller_of_a_customer_abroad_cuts_nothing(zurich: Book) -> None:
    with zurich.write() as work:
        site = Site(street="Rue 1", postcode="75001", city="Paris", country="FR")
        work.add(builders.customer(name="Loin", short="loin", sites=[site], currency="CHF"))
        line = builders.contract_line(
            1, "fixed_fee", {"price": "310"}, start=date(2023, 12, 15), anchor_day=15
        )
        line.timing = "advance"
        work.add(builders.contract(2, line))
    made = billed(zurich, date(2023, 12, 20))
    assert [each.amount_minor for each in made.lines] == [310_00]


def test_a_line_without_a_name_is_told_by_its_place(tmp_path: Path) -> None:
    book = builders.make_book(tmp_path)
    key = make.add_draft(book, make.add_customer(book), make.line(name="", tax_class=""))
    (told,) = [each for each in draft_totals(book, key).warnings if each.code.endswith("assumed")]
    assert told.text == "Line 1: taxed as managed IT, since no kind of service is chosen."
