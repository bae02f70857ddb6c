"""Drafts whose tax is more than a rate on the net: prices with tax, Italian fund."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from msspdesk.db.book import Book
from msspdesk.domain import snapshot
from msspdesk.domain.customers import Site
from msspdesk.domain.errors import InvalidInput
from msspdesk.domain.invoices import Invoice
from msspdesk.domain.periods import Horizon
from msspdesk.domain.sellers import TaxRegistration
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


def contract(book: Book, price: str, start: date, **changed: Any) -> None:
    with book.write() as work:
        line = builders.contract_line(1, "fixed_fee", {"price": price}, start=start, **changed)
        work.add(builders.contract(1, line))


def billed(book: Book, day: date) -> Invoice:
    (key,) = billing_run.commit(book, Horizon.through(day)).ids
    with book.read() as work:
        return work.get(Invoice, key)


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


def test_a_line_without_a_name_is_told_by_its_place(tmp_path: Path) -> None:
    book = builders.make_book(tmp_path)
    key = make.add_draft(book, make.add_customer(book), make.line(name="", tax_class=""))
    (told,) = [each for each in draft_totals(book, key).warnings if each.code.endswith("assumed")]
    assert told.text == "Line 1: taxed as managed IT, since no kind of service is chosen."
