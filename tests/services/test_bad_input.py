"""What nobody means is refused with a sentence, and undoing out of turn breaks nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from msspdesk.db.book import Book
from msspdesk.domain.errors import DomainError, InvalidInput
from msspdesk.domain.periods import Horizon
from msspdesk.domain.pricing import model
from msspdesk.services import (
    billing_run,
    contracts,
    counts,
    credit_notes,
    customers,
    draft_refresh,
    drafts,
    earnings,
    invoices,
    issuing,
    month_end,
    payments,
    sellers,
    timesheets,
    today,
    verify,
    weeks,
)
from msspdesk.services.changes import Changes
from msspdesk.services.contracts import NewLine
from msspdesk.services.drafts import NewDraftLine
from msspdesk.services.payments import NewPayment
from msspdesk.services.timesheets import NewEntry
from tests.builders import customer, make_book, service

TODAY = date(2026, 7, 31)
JUNE = Horizon.through(date(2026, 6, 30))
FEE = model("fixed_fee").Terms


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """A German seller, one customer (id 1) with a contract (id 1) since May, one service (id 1)."""
    book = make_book(tmp_path)
    with book.write() as work:
        work.add_all([customer(), service()])
    contracts.add_contract(book, 1, start=date(2026, 5, 1))
    return book


def codes(deed: Callable[[], object]) -> list[str]:
    """The codes a deed is refused with."""
    with pytest.raises((DomainError, InvalidInput)) as caught:
        deed()
    if isinstance(caught.value, InvalidInput):
        return [each.code for each in caught.value.problems]
    return [caught.value.code]


def undo(book: Book, done: Changes) -> None:
    """Take a deed back, as its link beside the notice does."""
    assert done.undo is not None
    done.undo.job(book)


def fee(book: Book, price: str = "100") -> int:
    new = NewLine(service_id=1, model="fixed_fee", terms=FEE(price=Decimal(price)))
    return contracts.add_line(book, 1, new).ids[0]


def invoice(book: Book, price: str = "100") -> int:
    """An issued invoice of one line; 19 % tax come on top."""
    draft = by_hand(book, unit_price=Decimal(price))
    issuing.issue(book, [draft])
    return draft


def by_hand(book: Book, **fields: Any) -> int:
    (draft,) = drafts.new_draft(book, 1).ids
    new = NewDraftLine(**{"name": "Review", "tax_class": "security_monitoring"} | fields)
    drafts.add_line(book, draft, drafts.page(book, draft).version, new)
    return draft


def pay(book: Book, invoice_id: int, cents: int) -> Changes:
    return payments.record_payment(book, NewPayment(invoice_id, TODAY, cents))


@pytest.mark.parametrize("day", [date.min, date(1899, 12, 31), date(2200, 1, 2), date.max])
def test_days_out_of_any_life_are_refused_everywhere(book: Book, day: date) -> None:
    line, issued = fee(book), invoice(book)
    terms = FEE(price=Decimal(1))
    deeds: list[Callable[[], object]] = [
        lambda: contracts.add_contract(book, 1, start=day),
        lambda: contracts.add_contract(book, 1, start=TODAY, end=day),
        lambda: contracts.add_terms(book, line, max(day, date(2026, 5, 2)), "fixed_fee", terms),
        lambda: counts.record_count(book, 1, "users", day, Decimal(1)),
        lambda: timesheets.add_entry(book, NewEntry(day=day, minutes=60, customer_id=1)),
        lambda: payments.record_payment(book, NewPayment(issued, min(day, TODAY), 100)),
    ]
    told = [each for deed in deeds if (each := _refusal(deed))]
    assert set(told) == {"day_out_of_range"}
    assert len(told) == len(deeds) - 1  # terms may not lie before, a payment not in the future


def _refusal(deed: Callable[[], object]) -> str:
    try:
        deed()
    except InvalidInput as error:
        return error.problems[0].code
    except DomainError as error:
        return error.code
    return ""


def test_a_mistyped_year_is_not_billed(book: Book) -> None:
    far = Horizon.through(date(2062, 7, 31))
    assert codes(lambda: billing_run.preview(book, far)) == ["horizon_too_far"]
    assert codes(lambda: billing_run.commit(book, far)) == ["horizon_too_far"]
    assert codes(lambda: month_end.outlook(book, far)) == ["horizon_too_far"]


@pytest.mark.parametrize("price", ["1000000001", "1e30"])
def test_a_price_no_book_can_hold_is_refused(book: Book, price: str) -> None:
    assert codes(lambda: fee(book, price)) == ["amount_too_large"]


def test_price_and_count_that_are_too_much_together_are_missing_facts(book: Book) -> None:
    terms = model("per_unit").Terms(unit_price=Decimal(10**9))
    new = NewLine(service_id=1, model="per_unit", terms=terms, count_kind="users")
    contracts.add_line(book, 1, new)
    counts.record_count(book, 1, "users", date(2026, 5, 1), Decimal(10**9))
    fee(book)
    proposal = billing_run.preview(book, JUNE)
    assert [each.problem.code for each in proposal.customers[0].missing] == ["amount_too_large"]
    assert proposal.customers[0].net_minor == 20_000
    assert today.today(book).items
    (draft,) = billing_run.commit(book, JUNE).ids
    issuing.issue(book, [draft])
    assert verify.verify(book).sound


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"quantity": Decimal("1e12")}, "amount_too_large"),
        ({"quantity": Decimal(10**9), "unit_price": Decimal(10**9)}, "amount_too_large"),
        ({"discount_minor": 10**20}, "amount_too_large"),
        ({"tax_class": "no such"}, "choice_unknown"),
        ({"unit": "no unit"}, "unit_unknown"),
        ({"site_id": 77}, "not_found"),
        (
            {"period_start": date(2026, 5, 1), "period_end": date(2026, 1, 1)},
            "ends_before_start",
        ),
    ],
)
def test_a_line_by_hand_that_means_nothing(book: Book, fields: dict[str, Any], code: str) -> None:
    assert codes(lambda: by_hand(book, **fields)) == [code]


def test_a_line_of_a_draft_takes_no_site_of_another_customer(book: Book) -> None:
    with book.write() as work:
        other = work.add(customer(name="Initech", short="initech"))
        site = other.sites[0].id
    assert codes(lambda: by_hand(book, site_id=site)) == ["not_found"]


@pytest.mark.parametrize("percent", ["NaN", "Infinity", "-1", "100.01"])
def test_a_discount_is_a_percentage(book: Book, percent: str) -> None:
    draft = by_hand(book)
    page = drafts.page(book, draft)
    value = {"discount_percent": Decimal(percent)}
    assert codes(lambda: drafts.edit_head(book, draft, page.version, **value)) == [
        "discount_out_of_range"
    ]
    line = page.lines[0].id
    assert codes(lambda: drafts.edit_line(book, line, page.version, **value)) == [
        "discount_out_of_range"
    ]


@pytest.mark.parametrize("name", ["\u200b", "\ufeff\u200d", "\u00ad \u2060"])
def test_a_name_of_which_nothing_is_seen_is_no_name(book: Book, name: str) -> None:
    assert codes(lambda: customers.add(book, name)) == ["name_missing"]


def test_the_words_at_the_foot_of_a_page_leave_it_room(book: Book) -> None:
    version = sellers.page(book).version
    sellers.update(book, version, legal_note="x" * 600)
    assert codes(lambda: sellers.update(book, version + 1, legal_note="x" * 601)) == [
        "text_too_long"
    ]


def test_a_payment_put_back_never_pays_twice(book: Book) -> None:
    first, second = invoice(book), invoice(book)
    pay(book, first, 11_900)
    pay(book, second, 100)  # takes the id after it, so that of the first is not given again
    (row,) = [each for each in payments.payments(book) if each.amount_minor == 11_900]
    taken_away = payments.delete_payment(book, row.id, row.version)
    pay(book, first, 11_900)
    assert codes(lambda: undo(book, taken_away)) == ["changed_since"]
    assert invoices.page(book, first).row.open_minor == 0


def test_a_payment_is_not_put_back_on_what_was_cancelled(book: Book) -> None:
    key = invoice(book)
    pay(book, key, 11_900)
    (row,) = payments.payments(book)
    taken_away = payments.delete_payment(book, row.id, row.version)
    credit_notes.cancel_invoice(book, key, "wrong")
    assert codes(lambda: undo(book, taken_away)) == ["changed_since"]


def test_a_cancelled_invoice_is_never_open(book: Book) -> None:
    key = invoice(book)
    paid = pay(book, key, 11_900)
    credit_notes.cancel_invoice(book, key, "wrong")
    undo(book, paid)
    assert invoices.page(book, key).row.open_minor == 0
    assert codes(lambda: pay(book, key, 100)) == ["nothing_open"]


def test_undoing_a_run_leaves_the_drafts_of_a_later_one(book: Book) -> None:
    fee(book)
    first = billing_run.commit(book, JUNE)
    drafts.delete(book, first.ids)
    later = billing_run.commit(book, JUNE)
    assert later.ids == first.ids  # the id is given anew
    assert codes(lambda: undo(book, first)) == ["changed_since"]
    assert drafts.page(book, later.ids[0]).lines


def test_a_customer_with_invoices_keeps_the_currency(book: Book) -> None:
    version = customers.version(book, 1)
    customers.update(book, 1, version, currency="JPY")
    customers.update(book, 1, customers.version(book, 1), currency="EUR")
    invoice(book)
    version = customers.version(book, 1)
    assert codes(lambda: customers.update(book, 1, version, currency="JPY")) == [
        "currency_is_billed"
    ]


def test_a_draft_follows_the_currency_unless_lines_were_written_on_it(book: Book) -> None:
    fee(book, "1234.5")
    (draft,) = billing_run.commit(book, JUNE).ids
    customers.update(book, 1, customers.version(book, 1), currency="JPY")
    draft_refresh.refresh(book, draft, drafts.page(book, draft).version)
    page = drafts.page(book, draft)
    assert (page.currency, [each.amount_minor for each in page.lines]) == ("JPY", [1235, 1235])

    drafts.add_line(book, draft, page.version, NewDraftLine(name="By hand"))
    customers.update(book, 1, customers.version(book, 1), currency="EUR")
    version = drafts.page(book, draft).version
    assert codes(lambda: draft_refresh.refresh(book, draft, version)) == ["draft_other_currency"]


@pytest.mark.parametrize("day", [date.min, date.max])
def test_weeks_and_months_at_the_ends_of_the_calendar_are_refused(book: Book, day: date) -> None:
    for read in (weeks.week, earnings.month):
        with pytest.raises(DomainError, match="day_out_of_range"):
            read(book, day)
