"""The week as a grid: customers down, days across, minutes in the cells."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter
from typing import Final

from msspdesk.db.book import Book
from msspdesk.db.queries import timesheets as rows
from msspdesk.db.queries.timesheets import EntryRow
from msspdesk.domain import checks
from msspdesk.domain.customers import Customer
from msspdesk.domain.errors import DomainError
from msspdesk.services import timesheets
from msspdesk.services.changes import Changes
from msspdesk.services.timesheets import NewEntry
from msspdesk.services.undoing import added, undo_of

_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class WeekCell:
    """One day of one customer. It can be typed into when it holds at most one open entry."""

    minutes: int = 0
    entry_ids: tuple[int, ...] = ()
    locked: bool = False

    @property
    def editable(self) -> bool:
        """Whether `set_cell` takes a new length for it."""
        return len(self.entry_ids) < 2 and not self.locked


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One customer's week; `customer_id` None is the owner's own office."""

    customer_id: int | None
    customer: str
    cells: tuple[WeekCell, ...]

    @property
    def id(self) -> int:
        """For tables: the customer, 0 for the own office."""
        return self.customer_id or 0

    @property
    def minutes(self) -> int:
        """Sum of the week."""
        return sum(each.minutes for each in self.cells)


@dataclass(frozen=True, slots=True)
class WeekGrid:
    """Seven days from `monday`: rows by name, the own office last; sums in minutes."""

    monday: date
    rows: tuple[WeekRow, ...]
    entries: int

    @property
    def day_minutes(self) -> tuple[int, ...]:
        """Sum of each of the seven days."""
        return tuple(sum(row.cells[day].minutes for row in self.rows) for day in range(7))

    @property
    def minutes(self) -> int:
        """Sum of the week."""
        return sum(row.minutes for row in self.rows)


def week(book: Book, monday: date) -> WeekGrid:
    """The grid of the week that begins on `monday`. DomainError("day_out_of_range")."""
    checks.day(monday)
    entries = timesheets.entries_between(book, monday, monday + timedelta(days=6))
    by_customer: dict[int | None, list[EntryRow]] = defaultdict(list)
    for each in entries:
        by_customer[each.customer_id].append(each)
    grid = [
        WeekRow(customer_id, found[0].customer, _cells(monday, found))
        for customer_id, found in by_customer.items()
    ]
    grid.sort(key=lambda row: (row.customer_id is None, row.customer.casefold()))
    return WeekGrid(monday, tuple(grid), len(entries))


def _cells(monday: date, entries: list[EntryRow]) -> tuple[WeekCell, ...]:
    days: list[list[EntryRow]] = [[] for _ in range(7)]
    for each in entries:
        days[(each.day - monday).days].append(each)
    return tuple(
        WeekCell(
            sum(each.minutes for each in found),
            tuple(each.id for each in found),
            any(each.state == "issued" for each in found),
        )
        for found in days
    )


def set_cell(
    book: Book, customer_id: int | None, line_id: int | None, day: date, minutes: int
) -> Changes:
    """Make the minutes of a day what was typed; 0 empties the cell.

    An empty cell gets an entry, on `line_id` or the customer's usual line; a
    single entry is changed. DomainError: cell_has_several (count), time_is_locked,
    duration_negative, duration_over_day.
    """
    found = [
        each
        for each in timesheets.entries_between(book, day, day)
        if each.customer_id == customer_id and line_id in (None, each.line_id)
    ]
    if len(found) > 1:
        raise DomainError("cell_has_several", count=len(found), day=day)
    if found and minutes:
        return timesheets.update(book, found[0].id, found[0].version, minutes=minutes)
    if found:
        return timesheets.delete(book, [found[0].id])
    if not minutes:
        return Changes.of()
    return timesheets.add_entry(book, _new_cell(book, customer_id, line_id, day, minutes))


def _new_cell(
    book: Book, customer_id: int | None, line_id: int | None, day: date, minutes: int
) -> NewEntry:
    with book.read() as work:
        line = line_id or timesheets.usual_line_id(work, customer_id, day)
    return NewEntry(day=day, minutes=minutes, customer_id=customer_id, contract_line_id=line)


def copy_week(book: Book, from_monday: date, to_monday: date) -> Changes:
    """Repeat a week: the entries of every customer who has none yet in the other week.

    Notes, lines, tags and lengths are copied, clock times are not; archived
    customers are left out. DomainError("nothing_to_copy").
    """
    zone = book.zone
    with book.write() as work:
        old, new = (
            rows.entries_between(work.connection, monday, monday + _WEEK - timedelta(days=1))
            for monday in (from_monday, to_monday)
        )
        busy = {each.customer_id for each in new}
        gone = {each.id for each in work.all(Customer, archived=True)}
        copied = [
            work.add(timesheets.new_row(work, _copy(each, to_monday - from_monday), zone))
            for each in sorted(old, key=attrgetter("id"))
            if each.customer_id not in busy | gone
        ]
        if not copied:
            raise DomainError("nothing_to_copy")
        steps = [added(row) for row in copied]
    ids = tuple(row.id for row in copied if row.id is not None)
    return Changes.of("time", ids=ids, undo=undo_of("Copy week", timesheets.KINDS, *steps))


def _copy(old: EntryRow, shift: timedelta) -> NewEntry:
    return NewEntry(
        day=old.day + shift,
        minutes=old.minutes,
        billed_minutes=old.billed_minutes,
        customer_id=old.customer_id,
        contract_line_id=old.line_id,
        service_id=old.service_id,
        billable=old.billable,
        note=old.note,
        tags=old.tags,
    )
