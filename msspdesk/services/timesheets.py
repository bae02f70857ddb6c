"""Noting, changing, deleting and listing time.

Issued time is locked. Time that a draft holds may be changed; the draft is then
marked stale, and undoing takes the mark back with the change.
"""

from __future__ import annotations

import uuid
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from msspdesk.db.book import Book, Work
from msspdesk.db.queries import parties, rates, timesheets
from msspdesk.db.queries.parties import CustomerRow, ServiceRow
from msspdesk.db.queries.timesheets import DaySum, EntryFilter, EntryRow, Sort
from msspdesk.domain import checks, worktime
from msspdesk.domain.customers import Customer
from msspdesk.domain.errors import DomainError, Problem
from msspdesk.domain.invoices import Invoice, InvoiceLine
from msspdesk.domain.timesheets import TimeEntry
from msspdesk.services import staleness
from msspdesk.services.changes import Changes
from msspdesk.services.undoing import Step, added, changed, deleted, remember, undo_of

KINDS: Final = frozenset({"time"})
ALL: Final = EntryFilter()
NEWEST_FIRST: Final = Sort()

__all__ = [
    "DaySum",
    "EntryFilter",
    "EntryRow",
    "NewEntry",
    "Sort",
    "add_entry",
    "check_line",
    "day_groups",
    "delete",
    "entries_between",
    "entry_ids",
    "entry_rows",
    "joined_tags",
    "new_row",
    "totals",
    "update",
    "usual_line_id",
    "warnings",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """Time to be noted. Without a customer it is the owner's own office.

    `started_at` and `ended_at` are UTC and come together; then they give the
    minutes. `billed_minutes` None: as worked. `contract_line_id` is what was
    named; use `usual_line_id` for the line time falls on by itself.
    """

    day: date
    minutes: int = 0
    customer_id: int | None = None
    contract_line_id: int | None = None
    service_id: int | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    billed_minutes: int | None = None
    billable: bool = True
    note: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Totals:
    """Minutes noted today and in today's week (from Monday), and the last entry made."""

    today: int
    week: int
    last: EntryRow | None


def add_entry(book: Book, new: NewEntry, label: str = "Note time") -> Changes:
    """Note time. DomainError: duration_*, line_of_other_customer, not_found, text_too_long."""
    zone = book.zone
    with book.write() as work:
        row = work.add(new_row(work, new, zone))
        step = added(row)
    return Changes.of("time", ids=(_id(row),), undo=undo_of(label, KINDS, step))


def new_row(work: Work, new: NewEntry, zone: ZoneInfo) -> TimeEntry:
    """The checked row of a new entry, not stored yet."""
    checks.day(new.day)
    row = TimeEntry(uuid=str(uuid.uuid4()), day=new.day, billable=new.billable)
    row.customer_id, row.contract_line_id = new.customer_id, new.contract_line_id
    row.service_id = new.service_id
    row.note, row.tags = checks.note(new.note), joined_tags(new.tags)
    minutes = new.minutes
    if new.started_at is not None and new.ended_at is not None:
        row.started_at, row.ended_at, row.zone = new.started_at, new.ended_at, str(zone)
        minutes = worktime.minutes_between(new.started_at, new.ended_at)
    row.minutes = worktime.checked_minutes(minutes)
    billed = row.minutes if new.billed_minutes is None else new.billed_minutes
    row.billed_minutes = worktime.checked_billed(billed)
    check_line(work, row.customer_id, row.contract_line_id)
    return row


def update(book: Book, entry_id: int, version: int, **fields: Any) -> Changes:
    """Change fields of an entry.

    Fields: day, minutes, billed_minutes, customer_id, contract_line_id,
    service_id, note, tags, billable, started_at, ended_at. Billed minutes follow
    the real ones while they are equal; a new length moves the end, a new end
    never the start; a new customer brings the line usual for them.
    DomainError: time_is_locked, changed_since, range_incomplete, and what
    `add_entry` raises.
    """
    zone = book.zone
    with book.write() as work:
        row = _unlocked(work.get_at(TimeEntry, entry_id, version))
        before = remember(row)
        for name in sorted(fields, key=_FIELD_ORDER.index):
            _SETTERS[name](work, row, fields[name])
        check_line(work, row.customer_id, row.contract_line_id)
        _check_range(row, zone)
        step = changed(work, before, row)
        if step.before == step.after:
            return Changes.of()
        steps = [step, *_stale_drafts(work, [row])]
    return _time_changes("Change time", (entry_id,), steps)


def delete(book: Book, entry_ids: Sequence[int]) -> Changes:
    """Delete entries, all or none. DomainError: time_is_locked, changed_since."""
    with book.write() as work:
        rows = []
        for key in entry_ids:
            row = work.find(TimeEntry, key)
            if row is None:
                raise DomainError("changed_since")
            rows.append(_unlocked(row))
        steps = _stale_drafts(work, rows)
        for row in rows:
            steps.append(deleted(row))
            work.delete(row)
    return _time_changes("Delete time", tuple(entry_ids), steps)


def _time_changes(label: str, ids: tuple[int, ...], steps: list[Step]) -> Changes:
    touched = {each.before.entity for each in steps if each.before}
    kinds = KINDS | {"invoices"} if Invoice in touched else KINDS
    return Changes.of(*kinds, ids=ids, undo=undo_of(label, kinds, *steps))


def _id(row: TimeEntry) -> int:
    if row.id is None:
        raise ValueError("the entry is not stored yet")
    return row.id


def _unlocked(row: TimeEntry) -> TimeEntry:
    if row.locked:
        raise DomainError("time_is_locked")
    return row


def _stale_drafts(work: Work, rows: Sequence[TimeEntry]) -> list[Step]:
    """Mark the drafts that hold these entries."""
    lines = (row.invoice_line_id for row in rows if row.invoice_line_id is not None)
    found = (work.find(InvoiceLine, key) for key in dict.fromkeys(lines))
    return staleness.mark(work, (line.invoice_id for line in found if line is not None))


def check_line(work: Work, customer_id: int | None, line_id: int | None) -> None:
    """The customer is there and the line is theirs. not_found, line_of_other_customer."""
    if customer_id is not None:
        work.get(Customer, customer_id)
    if line_id is None:
        return
    line = rates.load(work.connection).lines.get(line_id)
    if line is None or line.customer_id != customer_id:
        raise DomainError("line_of_other_customer")


def _check_range(row: TimeEntry, zone: ZoneInfo) -> None:
    if (row.started_at is None) != (row.ended_at is None):
        raise DomainError("range_incomplete")
    if row.started_at is not None and not row.zone:
        row.zone = str(zone)


def _set_day(_work: Work, row: TimeEntry, day: date) -> None:
    checks.day(day)
    row.day = day
    if row.started_at is not None and row.ended_at is not None:
        zone = ZoneInfo(row.zone)
        row.started_at, row.ended_at = worktime.moved_to(day, row.started_at, row.ended_at, zone)
        _set_length(row, worktime.minutes_between(row.started_at, row.ended_at))


def _set_minutes(_work: Work, row: TimeEntry, minutes: int) -> None:
    _set_length(row, minutes)
    if row.started_at is not None:
        row.ended_at = row.started_at + timedelta(minutes=row.minutes)


def _set_length(row: TimeEntry, minutes: int) -> None:
    moves_along = row.billed_minutes == row.minutes
    row.minutes = worktime.checked_minutes(minutes)
    if moves_along:
        row.billed_minutes = row.minutes


def _set_start(_work: Work, row: TimeEntry, start: datetime) -> None:
    row.started_at = start
    _measure(row)


def _set_end(_work: Work, row: TimeEntry, end: datetime) -> None:
    row.ended_at = end
    _measure(row)


def _measure(row: TimeEntry) -> None:
    if row.started_at is not None and row.ended_at is not None:
        _set_length(row, worktime.minutes_between(row.started_at, row.ended_at))


def _set_billed(_work: Work, row: TimeEntry, minutes: int) -> None:
    row.billed_minutes = worktime.checked_billed(minutes)


def _set_customer(work: Work, row: TimeEntry, customer_id: int | None) -> None:
    if customer_id == row.customer_id:
        return
    row.customer_id = customer_id
    row.contract_line_id = usual_line_id(work, customer_id, row.day)


def _set_line(_work: Work, row: TimeEntry, line_id: int | None) -> None:
    row.contract_line_id = line_id


def _set_service(_work: Work, row: TimeEntry, service_id: int | None) -> None:
    row.service_id = service_id


def _set_note(_work: Work, row: TimeEntry, note: str) -> None:
    row.note = checks.note(note)


def _set_tags(_work: Work, row: TimeEntry, tags: Sequence[str]) -> None:
    row.tags = joined_tags(tags)


def _set_billable(_work: Work, row: TimeEntry, billable: bool) -> None:
    row.billable = billable


_SETTERS: Final[Mapping[str, Any]] = {
    "day": _set_day,
    "customer_id": _set_customer,
    "contract_line_id": _set_line,
    "service_id": _set_service,
    "started_at": _set_start,
    "ended_at": _set_end,
    "minutes": _set_minutes,
    "billed_minutes": _set_billed,
    "billable": _set_billable,
    "note": _set_note,
    "tags": _set_tags,
}
_FIELD_ORDER: Final = tuple(_SETTERS)
"""What depends on another field comes after it."""


def joined_tags(tags: Sequence[str]) -> str:
    """Tags as they are stored: small, without their mark, each once."""
    found = (checks.words(each).lstrip("#").replace(" ", "-").lower() for each in tags)
    return " ".join(dict.fromkeys(each for each in found if each))


def usual_line_id(work: Work, customer_id: int | None, day: date) -> int | None:
    """The line time for a customer falls on by itself, see `RateBook.usual_line`."""
    if customer_id is None:
        return None
    line = rates.load(work.connection).usual_line(customer_id, day)
    return line.id if line else None


def warnings(book: Book, entry_id: int) -> tuple[Problem, ...]:
    """What looks odd about an entry: time_overlaps (details: other), day_in_future (day)."""
    return tuple(_warnings(book, entry_id))


def _warnings(book: Book, entry_id: int) -> Iterator[Problem]:
    with book.read() as work:
        row = work.get(TimeEntry, entry_id)
        if row.day > book.today():
            yield Problem("day_in_future", "day", {"day": row.day})
        if row.started_at is None or row.ended_at is None:
            return
        other = timesheets.overlapping(work.connection, row.started_at, row.ended_at, entry_id)
        if other is None:
            return
        found = timesheets.entry_rows(work.connection, [other])[0]
    details = {"other": found.customer or found.note, "day": found.day, "entry_id": found.id}
    yield Problem("time_overlaps", "started_at", details)


def entry_ids(book: Book, which: EntryFilter = ALL, sort: Sort = NEWEST_FIRST) -> array[int]:
    """Ids of the matching entries in order, for a table that loads rows when seen."""
    return timesheets.entry_ids(book.entry_search, which, sort)


def entry_rows(book: Book, ids: Sequence[int]) -> list[EntryRow]:
    """The rows of these ids, in their order."""
    with book.read() as work:
        return timesheets.entry_rows(work.connection, ids)


def entries_between(book: Book, first: date, last: date) -> list[EntryRow]:
    """Every entry of these days, both included, oldest first."""
    with book.read() as work:
        return timesheets.entries_between(work.connection, first, last)


def day_groups(book: Book, which: EntryFilter = ALL) -> list[DaySum]:
    """Sums by day of the matching entries, newest first: headings for a list by day."""
    with book.read() as work:
        return timesheets.day_sums(work.connection, which, book.entry_search)


def customers_for_time(book: Book) -> list[CustomerRow]:
    """Whom time can be noted for, by name."""
    with book.read() as work:
        return parties.customer_rows(work.connection, archived=False)


def services_for_time(book: Book) -> list[ServiceRow]:
    """What an entry can be noted as, by name."""
    with book.read() as work:
        return parties.service_rows(work.connection, archived=False)


def totals(book: Book, today: date) -> Totals:
    """What stands under the empty entry line."""
    monday = today - timedelta(days=today.weekday())
    with book.read() as work:
        week = EntryFilter(first=monday, last=monday + timedelta(days=6))
        days = timesheets.day_sums(work.connection, week)
        last = timesheets.newest(work.connection)
    return Totals(
        today=sum(each.minutes for each in days if each.day == today),
        week=sum(each.minutes for each in days),
        last=last,
    )
