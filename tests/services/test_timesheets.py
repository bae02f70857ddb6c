"""Noting time, changing it, and what may no longer be changed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from msspdesk.db.book import Book
from msspdesk.domain.errors import DomainError
from msspdesk.domain.invoices import Invoice, InvoiceLine
from msspdesk.domain.timesheets import TimeEntry
from msspdesk.services import timesheets
from msspdesk.services.timesheets import EntryFilter, NewEntry, Sort
from tests import builders

FRIDAY = date(2026, 7, 31)


class Business:
    """Globex with an hourly line at 140.00 and a monthly fee; Initech without a contract."""

    def __init__(self, folder: Path) -> None:
        self.book = builders.make_book(folder)
        with self.book.write() as work:
            self.globex = work.add(builders.customer()).id or 0
            initech = builders.customer(name="Initech Müller", short="initech")
            self.initech = work.add(initech).id or 0
            service = work.add(builders.service()).id or 0
            lines = (
                builders.contract_line(service, "fixed_fee", {"price": "500"}, label="Retainer"),
                builders.contract_line(service, "hourly", {"rate": "140"}, label="Incidents"),
            )
            contract = work.add(builders.contract(self.globex, *lines))
            self.fee, self.hourly = (line.id or 0 for line in contract.lines)

    def note(self, minutes: int = 90, **fields: Any) -> int:
        given: dict[str, Any] = {"day": FRIDAY, "customer_id": self.globex} | fields
        return timesheets.add_entry(self.book, NewEntry(minutes=minutes, **given)).ids[0]

    def row(self, key: int) -> timesheets.EntryRow:
        return timesheets.entry_rows(self.book, [key])[0]

    def change(self, key: int, **fields: Any) -> timesheets.EntryRow:
        timesheets.update(self.book, key, self.row(key).version, **fields)
        return self.row(key)

    def put_on_draft(self, key: int) -> int:
        with self.book.write() as work:
            draft = Invoice(
                uuid=builders.new_uuid(),
                customer_id=self.globex,
                currency="EUR",
                created_at=builders.NOON,
                lines=[InvoiceLine(name="Incidents")],
            )
            work.add(draft)
            work.get(TimeEntry, key).invoice_line_id = draft.lines[0].id
        return draft.id or 0

    def is_stale(self, draft: int) -> bool:
        with self.book.read() as work:
            return work.get(Invoice, draft).stale


@pytest.fixture
def business(tmp_path: Path) -> Business:
    return Business(tmp_path)


def ids(book: Book, **which: Any) -> list[int]:
    return list(timesheets.entry_ids(book, EntryFilter(**which)))


def test_noted_time_stands_in_the_list_and_undo_takes_it_away(business: Business) -> None:
    new = NewEntry(
        day=FRIDAY,
        minutes=90,
        customer_id=business.globex,
        contract_line_id=business.hourly,
        note="triage phishing",
        tags=("#sev2", "SEV2"),
    )
    done = timesheets.add_entry(business.book, new)
    row = business.row(done.ids[0])
    assert (row.customer, row.line) == ("Globex Handels GmbH", "Incidents")
    assert (row.minutes, row.billed_minutes, row.state) == (90, 90, "open")
    assert (row.note, row.tags) == ("triage phishing", ("sev2",))
    assert done.undo is not None
    again = done.undo.job(business.book)
    assert ids(business.book) == []
    assert again.undo is not None
    again.undo.job(business.book)
    assert ids(business.book) == list(done.ids)


def test_own_office_needs_no_customer(business: Business) -> None:
    row = business.row(business.note(30, customer_id=None, note="bookkeeping"))
    assert (row.customer_id, row.customer, row.line) == (None, "", "")


@pytest.mark.parametrize(
    ("minutes", "code"),
    [(0, "duration_zero"), (-5, "duration_negative"), (1441, "duration_over_day")],
)
def test_impossible_lengths_are_refused(business: Business, minutes: int, code: str) -> None:
    with pytest.raises(DomainError, match=code):
        business.note(minutes)
    assert ids(business.book) == []


def test_a_line_of_another_customer_is_refused(business: Business) -> None:
    with pytest.raises(DomainError, match="line_of_other_customer"):
        business.note(customer_id=business.initech, contract_line_id=business.fee)


def test_billed_minutes_follow_until_they_were_set_apart(business: Business) -> None:
    key = business.note(90)
    row = business.change(key, minutes=100)
    assert (row.minutes, row.billed_minutes) == (100, 100)
    business.change(key, billed_minutes=60)
    row = business.change(key, minutes=120)
    assert (row.minutes, row.billed_minutes) == (120, 60)


def test_a_range_gives_the_minutes_and_its_end_moves_not_its_start(business: Business) -> None:
    # 29 March 2026, Berlin: 01:30 CET to 03:30 CEST is one hour.
    start, end = datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    key = business.note(day=date(2026, 3, 29), started_at=start, ended_at=end)
    row = business.row(key)
    assert (row.minutes, row.zone) == (60, "Europe/Berlin")
    row = business.change(key, minutes=90)
    assert (row.started_at, row.ended_at) == (start, datetime(2026, 3, 29, 2, 0, tzinfo=UTC))
    row = business.change(key, ended_at=datetime(2026, 3, 29, 1, 0, tzinfo=UTC))
    assert (row.started_at, row.minutes, row.billed_minutes) == (start, 30, 30)
    row = business.change(key, day=date(2026, 3, 28))
    assert row.started_at == datetime(2026, 3, 28, 0, 30, tzinfo=UTC)
    with pytest.raises(DomainError, match="range_incomplete"):
        business.change(key, ended_at=None)


def test_a_new_customer_brings_the_usual_line(business: Business) -> None:
    key = business.note(customer_id=business.initech)
    assert business.row(key).line_id is None
    assert business.change(key, customer_id=business.globex).line_id == business.hourly
    assert business.change(key, contract_line_id=business.fee).line_id == business.fee
    assert business.change(key, customer_id=business.initech).line_id is None


def test_overlapping_ranges_and_coming_days_are_pointed_out_not_refused(business: Business) -> None:
    def noon(hour: int) -> datetime:
        return datetime(2026, 8, 1, hour, tzinfo=UTC)

    day = date(2026, 8, 1)
    first = business.note(day=day, started_at=noon(9), ended_at=noon(11))
    touching = business.note(day=day, started_at=noon(11), ended_at=noon(12))
    second = business.note(day=day, started_at=noon(10), ended_at=noon(11))
    codes = {
        key: [each.code for each in timesheets.warnings(business.book, key)]
        for key in (first, touching, second)
    }
    assert codes == {
        first: ["day_in_future", "time_overlaps"],
        touching: ["day_in_future"],
        second: ["day_in_future", "time_overlaps"],
    }


def test_changing_time_on_a_draft_marks_the_draft_and_undo_takes_it_back(
    business: Business,
) -> None:
    key = business.note()
    draft = business.put_on_draft(key)
    assert business.row(key).state == "draft"
    done = timesheets.update(business.book, key, business.row(key).version, note="other")
    assert done.kinds == {"time", "invoices"}
    assert business.is_stale(draft)
    assert done.undo is not None
    done.undo.job(business.book)
    assert not business.is_stale(draft)
    assert business.row(key).note == ""


def test_deleting_time_on_a_draft_marks_it_and_comes_back_reserved(business: Business) -> None:
    key = business.note()
    draft = business.put_on_draft(key)
    done = timesheets.delete(business.book, [key])
    assert (ids(business.book), business.is_stale(draft)) == ([], True)
    assert done.undo is not None
    done.undo.job(business.book)
    assert (business.row(key).invoice_id, business.is_stale(draft)) == (draft, False)


def test_issued_time_is_locked(business: Business) -> None:
    key = business.note()
    with business.book.write() as work:
        work.get(TimeEntry, key).locked = True
    with pytest.raises(DomainError, match="time_is_locked"):
        business.change(key, note="x")
    with pytest.raises(DomainError, match="time_is_locked"):
        timesheets.delete(business.book, [key])


def test_a_change_on_top_of_another_ones_is_refused(business: Business) -> None:
    key = business.note()
    version = business.row(key).version
    business.change(key, note="first")
    with pytest.raises(DomainError, match="changed_since"):
        timesheets.update(business.book, key, version, note="second")
    assert business.row(key).note == "first"


def test_nothing_changed_is_no_change(business: Business) -> None:
    key = business.note()
    done = timesheets.update(business.book, key, business.row(key).version, minutes=90)
    assert (done.kinds, done.undo) == (frozenset(), None)


def test_words_find_notes_tags_customers_and_lines(business: Business) -> None:
    phishing = business.note(note="Triage Phishing, Fürth", tags=("sev2",))
    line = business.note(note="call", contract_line_id=business.hourly)
    initech = business.note(note="phishing drill", customer_id=business.initech)
    book = business.book
    assert ids(book, text="phish") == [initech, phishing]
    assert ids(book, text="FURTH") == [phishing]
    assert ids(book, text="sev2") == [phishing]
    assert ids(book, text="incid") == [line]
    assert ids(book, text="muller phishing") == [initech]
    assert ids(book, text="glob") == [line, phishing]
    assert ids(book, text='"; DROP') == []
    assert ids(book, text="  ") == [initech, line, phishing]


def test_the_search_follows_changes_and_undo(business: Business) -> None:
    key = business.note(note="alpha")
    done = timesheets.update(business.book, key, business.row(key).version, note="beta")
    assert (ids(business.book, text="alpha"), ids(business.book, text="beta")) == ([], [key])
    assert done.undo is not None
    done.undo.job(business.book)
    assert (ids(business.book, text="alpha"), ids(business.book, text="beta")) == ([key], [])
    timesheets.delete(business.book, [key])
    assert ids(business.book, text="alpha") == []


def test_lists_are_filtered_and_sorted(business: Business) -> None:
    long = business.note(240, day=date(2026, 7, 1))
    short = business.note(15, day=date(2026, 7, 2), customer_id=business.initech)
    own = business.note(60, day=date(2026, 7, 3), customer_id=None)
    book = business.book
    by_length = timesheets.entry_ids(book, EntryFilter(), Sort("minutes", descending=False))
    by_name = timesheets.entry_ids(book, EntryFilter(), Sort("customer", descending=False))
    assert (list(by_length), list(by_name)) == ([short, own, long], [own, long, short])
    assert ids(book, first=date(2026, 7, 2), last=date(2026, 7, 2)) == [short]
    assert ids(book, customer_id=business.globex) == [long]
    assert ids(book, own_office=True) == [own]
    business.put_on_draft(long)
    assert (ids(book, state="draft"), ids(book, state="open")) == ([long], [own, short])
    assert ids(book, state="issued") == []


def test_days_have_sums(business: Business) -> None:
    business.note(90, note="one")
    business.note(45, note="two")
    business.note(60, day=date(2026, 7, 27), billed_minutes=30)
    groups = timesheets.day_groups(business.book)
    assert [(each.day.day, each.entries, each.minutes) for each in groups] == [
        (31, 2, 135),
        (27, 1, 60),
    ]
    assert groups[1].billed_minutes == 30
    words = timesheets.day_groups(business.book, EntryFilter(text="two"))
    assert [(each.day, each.entries, each.minutes) for each in words] == [(FRIDAY, 1, 45)]
    totals = timesheets.totals(business.book, FRIDAY)
    assert (totals.today, totals.week) == (135, 195)
    assert totals.last is not None
    assert totals.last.minutes == 60
