from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from msspdesk.db.book import Book
from msspdesk.domain.catalogue import Service
from msspdesk.domain.errors import DomainError, InvalidInput
from msspdesk.domain.invoices import Invoice, InvoiceLine
from msspdesk.domain.periods import Horizon
from msspdesk.domain.timesheets import TimeEntry
from msspdesk.services import billing_run, counts, draft_refresh, drafts
from msspdesk.services.changes import Changes
from msspdesk.services.drafts import DraftPage, NewDraftLine
from msspdesk.services.invoice_facts import draft_totals
from msspdesk.texts.errors import sentence
from tests import builders

JULY = Horizon.through(date(2026, 7, 31))


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """Globex: endpoints at 13.00, hours at 140.00, 100 minutes noted on 3 July."""
    book = builders.make_book(tmp_path)
    with book.write() as work:
        work.add(builders.customer(language="en"))
        work.add(builders.service())
        july = date(2026, 7, 1)
        endpoints = builders.contract_line(
            1, "per_unit", {"unit_price": "13.00"}, count_kind="endpoints", start=july
        )
        hours = builders.contract_line(1, "hourly", {"rate": "140"}, start=july, position=1)
        work.add(builders.contract(1, endpoints, hours))
        work.add(builders.count(1, "endpoints", date(2026, 7, 1), 90))
        work.add(entry(3, 100))
    yield book
    book.close()


def entry(day: int, minutes: int) -> TimeEntry:
    return TimeEntry(
        uuid=builders.new_uuid(),
        customer_id=1,
        contract_line_id=2,
        day=date(2026, 7, day),
        minutes=minutes,
        billed_minutes=minutes,
    )


def made(book: Book) -> DraftPage:
    (draft_id,) = billing_run.commit(book, JULY).ids
    return drafts.page(book, draft_id)


def undo(book: Book, changes: Changes) -> Changes:
    assert changes.undo is not None
    return changes.undo.job(book)


def reserved(book: Book) -> list[int | None]:
    with book.read() as work:
        return [each.invoice_line_id for each in work.all(TimeEntry)]


def amounts(page: DraftPage) -> list[int]:
    return [line.amount_minor for line in page.lines]


def test_a_draft_shows_where_its_lines_come_from(book: Book) -> None:
    page = made(book)
    assert (page.kind, page.customer, page.currency, page.stale) == (
        "invoice",
        "Globex Handels GmbH",
        "EUR",
        False,
    )
    assert [(line.note, line.amount_minor) for line in page.lines] == [
        ("July 2026", 117000),
        ("3\u00a0July 2026. See the timesheet", 23333),
    ]
    assert all(line.generated for line in page.lines)
    assert page.lines_minor == 140333


def test_a_discount_on_a_line_is_not_billed_again_next_month(book: Book) -> None:
    page = made(book)
    drafts.edit_line(book, page.lines[0].id, page.version, discount_percent=Decimal(10))
    assert amounts(drafts.page(book, page.id)) == [105300, 23333]
    assert billing_run.preview(book, JULY).customers == ()


def test_an_edited_line_is_priced_anew_and_undone(book: Book) -> None:
    page = made(book)
    changed = drafts.edit_line(
        book, page.lines[1].id, page.version, quantity=Decimal(60), unit_price=Decimal("150.00")
    )
    assert amounts(drafts.page(book, page.id)) == [117000, 15000]
    undo(book, changed)
    assert amounts(drafts.page(book, page.id)) == [117000, 23333]


def test_head_and_its_discounts(book: Book) -> None:
    page = made(book)
    drafts.edit_head(book, page.id, page.version, intro="Thank you", discount_minor=500)
    page = drafts.page(book, page.id)
    assert (page.intro, page.discount_minor, page.discount_percent) == (
        "Thank you",
        500,
        Decimal(0),
    )
    drafts.edit_head(book, page.id, page.version, discount_percent=Decimal("2.5"))
    page = drafts.page(book, page.id)
    assert (page.discount_minor, page.discount_percent) == (0, Decimal("2.5"))
    with pytest.raises(InvalidInput) as error:
        drafts.edit_head(
            book, page.id, page.version, discount_percent=Decimal(101), discount_minor=-1
        )
    assert [each.code for each in error.value.problems] == [
        "discount_out_of_range",
        "discount_negative",
    ]
    with pytest.raises(DomainError, match="discount_twice"):
        drafts.edit_head(book, page.id, page.version, discount_percent=Decimal(1), discount_minor=1)


def test_lines_move_and_only_whole_orders_are_taken(book: Book) -> None:
    page = made(book)
    first, second = (line.id for line in page.lines)
    moved = drafts.move_lines(book, page.id, page.version, [second, first])
    assert [line.id for line in drafts.page(book, page.id).lines] == [second, first]
    undo(book, moved)
    page = drafts.page(book, page.id)
    assert [line.id for line in page.lines] == [first, second]
    with pytest.raises(DomainError, match="order_incomplete"):
        drafts.move_lines(book, page.id, page.version, [first])


def test_a_removed_line_frees_its_time_and_undo_takes_it_back(book: Book) -> None:
    page = made(book)
    removed = drafts.remove_line(book, page.lines[1].id, page.version)
    assert (amounts(drafts.page(book, page.id)), reserved(book)) == ([117000], [None])
    undo(book, removed)
    assert reserved(book) == [page.lines[1].id]


def test_a_deleted_draft_frees_periods_and_time_and_comes_back_whole(book: Book) -> None:
    page = made(book)
    deleted = drafts.delete(book, [page.id])
    assert billing_run.preview(book, JULY).nets == {"EUR": 140333}
    undo(book, deleted)
    assert drafts.page(book, page.id).lines == page.lines
    assert reserved(book) == [page.lines[1].id]
    assert billing_run.preview(book, JULY).customers == ()


def test_a_deleted_draft_stays_away_once_its_period_is_on_another(book: Book) -> None:
    deleted = drafts.delete(book, [made(book).id])
    billing_run.commit(book, JULY)
    with pytest.raises(DomainError, match="changed_since"):
        undo(book, deleted)


def test_a_draft_by_hand_takes_what_the_service_says(book: Book) -> None:
    (draft_id,) = drafts.new_draft(book, 1).ids
    drafts.add_line(book, draft_id, 1, NewDraftLine(service_id=1, quantity=Decimal(2)))
    page = drafts.page(book, draft_id)
    (line,) = page.lines
    assert (line.name, line.unit, line.unit_price, line.amount_minor, line.tax_class) == (
        "MDR",
        "C62",
        Decimal("14.5"),
        2900,
        "security_monitoring",
    )
    assert not line.generated


def test_the_code_of_the_tax_office_comes_with_the_service(book: Book) -> None:
    """On a line by hand, on one that takes a service, and on those of a billing run."""
    with book.write() as work:
        work.get(Service, 1).item_code = "998316"
    (draft_id,) = drafts.new_draft(book, 1).ids
    drafts.add_line(book, draft_id, 1, NewDraftLine(service_id=1))
    drafts.add_line(book, draft_id, 2, NewDraftLine(name="Watch"))
    first, second = drafts.page(book, draft_id).lines
    assert (first.item_code, second.item_code) == ("998316", "")
    drafts.take_service(book, second.id, 3, 1)
    drafts.edit_line(book, first.id, 4, item_code="9983")
    assert [each.item_code for each in drafts.page(book, draft_id).lines] == ["9983", "998316"]
    assert {each.item_code for each in made(book).lines} == {"998316"}


def test_a_free_line_may_wait_for_its_name_but_not_leave_without_one(book: Book) -> None:
    """Its tax class is that of the line above, until the owner chooses."""
    (draft_id,) = drafts.new_draft(book, 1).ids
    drafts.add_line(book, draft_id, 1, NewDraftLine(service_id=1))
    drafts.add_line(book, draft_id, drafts.page(book, draft_id).version, NewDraftLine())
    page = drafts.page(book, draft_id)
    free = page.lines[1]
    assert (free.name, free.unit, free.tax_class) == ("", "C62", "security_monitoring")
    problems = draft_totals(book, draft_id).problems
    assert [(each.code, each.details) for each in problems] == [
        ("line_name_missing", {"line": "2"})
    ]
    drafts.edit_line(book, free.id, page.version, name="Travel", unit="HUR", tax_class="consulting")
    assert not draft_totals(book, draft_id).problems


def test_a_line_is_filled_from_the_catalogue_and_keeps_its_quantity(book: Book) -> None:
    (draft_id,) = drafts.new_draft(book, 1).ids
    new = NewDraftLine(name="Something", quantity=Decimal(3), unit_price=Decimal(1))
    drafts.add_line(book, draft_id, 1, new)
    page = drafts.page(book, draft_id)
    done = drafts.take_service(book, page.lines[0].id, page.version, 1)
    (line,) = drafts.page(book, draft_id).lines
    assert (line.name, line.unit_price, line.amount_minor) == ("MDR", Decimal("14.5"), 4350)
    assert (line.service_id, line.tax_class) == (1, "security_monitoring")
    assert done.undo is not None
    done.undo.job(book)
    assert drafts.page(book, draft_id).lines[0].name == "Something"


def test_equal_problems_of_many_lines_are_told_once(book: Book) -> None:
    """Three hundred lines without a name: one sentence with their number."""
    (draft_id,) = drafts.new_draft(book, 1).ids
    with book.write() as work:
        draft = work.get(Invoice, draft_id)
        draft.lines = [
            InvoiceLine(position=at, tax_class="managed_it", unit_price_micro=1, amount_minor=5)
            for at in range(300)
        ]
    found = draft_totals(book, draft_id).problems
    assert [each.code for each in found] == ["line_name_missing", "line_amount_differs"]
    assert sentence(found[0]) == "Line 1 has no name. Say what was done. (300 lines)"


def test_a_late_count_marks_the_draft_and_a_refresh_brings_it_in(book: Book) -> None:
    page = made(book)
    drafts.edit_line(book, page.lines[0].id, page.version, discount_minor=1000)
    page = drafts.page(book, page.id)
    drafts.add_line(
        book, page.id, page.version, NewDraftLine(name="Travel", unit_price=Decimal(50))
    )
    counts.record_count(book, 1, "endpoints", date(2026, 7, 14), Decimal(96))
    with book.write() as work:
        work.add(entry(4, 60))
    page = drafts.page(book, page.id)
    assert page.stale
    refreshed = draft_refresh.refresh(book, page.id, page.version)
    now = drafts.page(book, page.id)
    assert (now.stale, amounts(now)) == (False, [116000, 4529, 37333, 5000])
    assert reserved(book) == [now.lines[2].id] * 2
    assert billing_run.preview(book, JULY).customers == ()
    undo(book, refreshed)
    assert amounts(drafts.page(book, page.id)) == [116000, 23333, 5000]
    assert reserved(book) == [page.lines[1].id, None]


def test_a_draft_by_hand_is_never_stale(book: Book) -> None:
    (draft_id,) = drafts.new_draft(book, 1).ids
    counts.record_count(book, 1, "endpoints", date(2026, 7, 2), Decimal(91))
    page = drafts.page(book, draft_id)
    assert not page.stale
    with pytest.raises(DomainError, match="draft_not_generated"):
        draft_refresh.refresh(book, draft_id, page.version)


def test_only_drafts_have_a_draft_page(book: Book) -> None:
    with pytest.raises(DomainError, match="not_a_draft"):
        drafts.page(book, 99)
