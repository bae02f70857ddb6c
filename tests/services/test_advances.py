"""An amount paid before the invoice: its day, its rate, what is wrong about it, on paper.

The days and rates are those of the laws named: Singapore 8 to 9 % on 2024-01-01 (IRAS),
Nova Scotia 15 to 14 % on 2025-04-01 (CRA Notice 342), Estonia 22 to 24 % on 2025-07-01,
Luxembourg 16 to 17 % and Germany 16 to 19 % on 1 January of 2024 and 2021.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from msspdesk.db.book import Book
from msspdesk.domain.customers import Site
from msspdesk.domain.errors import InvalidInput
from msspdesk.domain.sellers import TaxRegistration
from msspdesk.domain.tax.tax_point import Advance, advance
from msspdesk.services import credit_notes, crediting, drafts, invoice_facts, invoices, issuing
from msspdesk.services.invoice_facts import DraftTotals
from msspdesk.services.line_tax import line_taxes
from msspdesk.services.paper import paper_of
from tests.builders import FixedClock, make_book
from tests.services import drafts_for_tests as make


def book_on(folder: Path, day: date, country: str, currency: str, **changed: str) -> Book:
    clock = FixedClock(datetime(day.year, day.month, day.day, 3, tzinfo=UTC))
    held = [TaxRegistration(jurisdiction=country, number="1")]
    return make_book(
        folder, clock, country=country, currency=currency, registrations=held, **changed
    )


def draft_in(book: Book, where: tuple[str, str, str], day: date, **head: object) -> int:
    """100.00 for a service of that day, to a business there: country, region, currency."""
    country, region, currency = where
    place = Site(street="1 Quay", postcode="1010", city="Port", country=country, region=region)
    customer = make.add_customer(book, currency=currency, vat_id="", sites=[place])
    line = make.line(
        tax_class="managed_it", quantity_micro=1_000_000, unit_price_micro=100_000_000,
        amount_minor=100_00, period_start=day, period_end=date(day.year, day.month, day.day + 1),
    )  # fmt: skip
    return make.add_draft(book, customer, line, currency=currency, **head)


def said(found: DraftTotals) -> list[str]:
    return [each.text for each in found.warnings if each.code == "paid_early"]


@pytest.mark.parametrize(
    ("place", "days", "prepaid", "rate", "warned"),
    [
        (("SG", "", "SGD"), (date(2023, 12, 28), date(2024, 1, 5)), 108_00, "8", False),
        (("SG", "", "SGD"), (date(2023, 12, 28), date(2024, 1, 5)), 50_00, "9", True),
        (("CA", "NS", "CAD"), (date(2025, 3, 31), date(2025, 4, 2)), 115_00, "15", False),
        (("CA", "NS", "CAD"), (date(2025, 3, 31), date(2025, 4, 2)), 1_00, "14", True),
        (("CA", "NS", "CAD"), (date(2025, 4, 1), date(2025, 4, 2)), 114_00, "14", False),
        (("EE", "", "EUR"), (date(2025, 6, 30), date(2025, 7, 2)), 122_00, "22", False),
        (("LU", "", "EUR"), (date(2023, 12, 28), date(2024, 1, 5)), 116_00, "17", True),
        (("DE", "", "EUR"), (date(2020, 12, 28), date(2021, 1, 5)), 116_00, "19", False),
    ],
)
def test_the_day_of_payment_decides_where_the_law_says_so(
    tmp_path: Path,
    place: tuple[str, str, str],
    days: tuple[date, date],
    prepaid: int,
    rate: str,
    warned: bool,
) -> None:
    country, region, currency = place
    paid, issued = days
    book = book_on(tmp_path, issued, country, currency, region=region)
    head = {"prepaid_minor": prepaid, "paid_on": paid}
    draft = draft_in(book, place, issued, **head)
    found = invoice_facts.draft_totals(book, draft)
    assert [f"{each.rate:f}" for each in found.rows] == [rate]
    assert bool(said(found)) is warned


def test_part_of_it_paid_is_said_with_both_rates(tmp_path: Path) -> None:
    book = book_on(tmp_path, date(2024, 1, 5), "SG", "SGD")
    head = {"prepaid_minor": 50_00, "paid_on": date(2023, 12, 28)}
    draft = draft_in(book, ("SG", "", "SGD"), date(2024, 1, 5), **head)
    (text,) = said(invoice_facts.draft_totals(book, draft))
    assert "at 8%; the rest takes 9%" in text
    assert "an invoice of its own" in text


def test_the_line_says_that_the_payment_decided(tmp_path: Path) -> None:
    book = book_on(tmp_path, date(2024, 1, 5), "SG", "SGD")
    head = {"prepaid_minor": 108_00, "paid_on": date(2023, 12, 28)}
    draft = draft_in(book, ("SG", "", "SGD"), date(2024, 1, 5), **head)
    (line,) = line_taxes(book, draft)
    assert line.rate_day == date(2023, 12, 28)
    assert [each.code for each in line.steps if each.code == "paid_before"]


@pytest.mark.parametrize(
    ("rule", "union", "wanted"),
    [
        ("performance", "EU", Advance.PART),
        ("performance", "", Advance.NOTHING),
        ("performance_of_advances", "EU", Advance.DAY),
        ("documented", "", Advance.NOTHING),
        ("first_of_invoice_payment", "", Advance.PART),
        ("first_of_invoice_any_payment", "", Advance.WHOLE),
    ],
)
def test_what_an_advance_decides(rule: str, union: str, wanted: Advance) -> None:
    assert advance(rule, union) is wanted


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return make_book(tmp_path)


@pytest.fixture
def draft(book: Book) -> int:
    return make.add_draft(book, make.add_customer(book))


def change(book: Book, draft: int, **fields: object) -> None:
    drafts.edit_head(book, draft, drafts.page(book, draft).version, **fields)


def problems(book: Book, draft: int) -> list[tuple[str, str]]:
    found = invoice_facts.draft_totals(book, draft).problems
    return [(each.code, each.field) for each in found]


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"paid_on": date(2026, 8, 1)}, "payment_in_future", "paid_on"),
        ({"paid_on": date(1802, 8, 1)}, "day_out_of_range", "paid_on"),
        ({"prepaid_minor": -1}, "prepaid_negative", "prepaid_minor"),
        ({"prepaid_minor": 10**13}, "amount_too_large", "prepaid_minor"),
    ],
)
def test_wrong_input_is_named_at_its_field(
    book: Book, draft: int, fields: dict[str, object], code: str, field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        change(book, draft, **fields)
    assert [(each.code, each.field) for each in refused.value.problems] == [(code, field)]


def test_a_day_without_an_amount_keeps_it_from_being_issued(book: Book, draft: int) -> None:
    change(book, draft, paid_on=date(2026, 7, 1))
    assert problems(book, draft) == [("paid_on_without_amount", "paid_on")]
    change(book, draft, prepaid_minor=1)
    assert problems(book, draft) == []


def test_more_than_the_invoice_comes_to_is_refused(book: Book, draft: int) -> None:
    change(book, draft, prepaid_minor=1392_30)
    assert problems(book, draft) == []
    change(book, draft, prepaid_minor=1392_31)
    assert problems(book, draft) == [("prepaid_above_total", "prepaid_minor")]


def test_undo_takes_the_payment_back(book: Book, draft: int) -> None:
    version = drafts.page(book, draft).version
    done = drafts.edit_head(book, draft, version, prepaid_minor=500, paid_on=date(2026, 7, 1))
    assert done.undo is not None
    done.undo.job(book)
    page = drafts.page(book, draft)
    assert (page.prepaid_minor, page.paid_on) == (0, None)


def test_it_is_sealed_printed_and_not_on_the_credit_note(book: Book, draft: int) -> None:
    change(book, draft, prepaid_minor=392_30, paid_on=date(2026, 7, 1))
    issuing.issue(book, [draft])
    facts = invoices.sealed_facts(book, draft)
    assert (facts["paid_on"], facts["totals"]["due_minor"]) == ("2026-07-01", 1000_00)
    rows = {each.label: each.value for each in paper_of(facts).totals}
    (label,) = [each for each in rows if each.startswith("Already paid")]
    assert label.replace("\u00a0", " ") == "Already paid on 1 July 2026"


def test_cancelled_it_is_a_credit_that_the_new_invoice_takes(book: Book, draft: int) -> None:
    change(book, draft, prepaid_minor=392_30, paid_on=date(2026, 7, 1))
    issuing.issue(book, [draft])
    note, again = credit_notes.cancel_invoice(book, draft, "Wrong customer", new_draft=True).ids
    back = invoices.sealed_facts(book, note)
    assert (back["paid_on"], back["totals"]["due_minor"]) == (None, 1392_30)
    page = drafts.page(book, again)
    assert (page.prepaid_minor, page.paid_on) == (0, None)
    issuing.issue(book, [again])
    crediting.set_against(book, note, again)
    credit, invoice = invoices.rows_of(book, [note, again])
    assert (credit.open_minor, invoice.open_minor) == (0, 1000_00)
