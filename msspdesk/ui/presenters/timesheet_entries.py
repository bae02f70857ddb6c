"""The list of entries: those of the week, or of all time when something is searched."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from msspdesk.services import charging, timesheets
from msspdesk.services.timesheets import EntryFilter, EntryRow
from msspdesk.texts import _, formats, ngettext
from msspdesk.ui.presenters.base import Presenter, Runner
from msspdesk.ui.presenters.timesheet_rows import EntryItem, by_day, item

if TYPE_CHECKING:
    from msspdesk.db.book import Book


@dataclass(frozen=True, slots=True)
class CellFilter:
    """One cell of the grid: its customer (None: own office) and its day."""

    customer_id: int | None
    day: date


@dataclass(frozen=True, slots=True)
class _Week:
    items: tuple[EntryItem, ...]
    count: int
    any: bool


class Entries(Presenter):
    """`searching` tells which of the two lists is meant."""

    watches = frozenset({"time", "customers", "contracts", "services", "invoices"})

    def __init__(self, runner: Runner, monday: date) -> None:
        super().__init__(runner)
        self.monday = monday
        self.cell: CellFilter | None = None
        self.text = ""
        self.items: tuple[EntryItem, ...] = ()
        self.count = 0
        self.ids: array[int] = array("q")
        self.loaded = False
        self.any_time = True

    @property
    def searching(self) -> bool:
        return bool(self.text)

    @property
    def summary(self) -> str:
        """How much is shown, beside the heading."""
        if self.searching:
            count = len(self.ids)
            words = ngettext("{count} entry of all time", "{count} entries of all time", count)
            return words.format(count=formats.number(count))
        if self.cell is not None:
            return formats.weekday_day(self.cell.day)
        return _("{count} this week").format(count=self.count)

    def show_week(self, monday: date) -> None:
        self.monday, self.cell = monday, None
        if not self.searching:
            self.reload()

    def show_cell(self, cell: CellFilter | None) -> None:
        """Only the entries of one cell of the grid; None shows the week again."""
        self.cell, self.text = cell, ""
        self.reload()

    def prepare(self) -> None:
        """The filter has got the focus: what a first search must load is loaded now."""
        anything = EntryFilter(text="a")
        self.read(lambda book: timesheets.entry_ids(book, anything), _forget, key="prepare")

    def search(self, text: str) -> None:
        """Entries of all time that hold these words; without words the week."""
        typed = text.strip()
        if typed != self.text:
            self.text = typed
            self.reload()

    def reload(self) -> None:
        if self.searching:
            which = EntryFilter(text=self.text)
            self.read(lambda book: timesheets.entry_ids(book, which), self._found_ids)
            return
        monday, cell = self.monday, self.cell
        self.read(lambda book: _load_week(book, monday, cell), self._loaded)

    def _found_ids(self, ids: array[int]) -> None:
        self.ids, self.loaded = ids, True
        self.updated()

    def _loaded(self, week: _Week) -> None:
        self.items, self.count, self.any_time = week.items, week.count, week.any
        self.loaded = True
        self.updated()

    def load(self, ids: Sequence[int], done: Callable[[Sequence[EntryItem]], None]) -> None:
        """A page of the long list."""
        wanted = list(ids)
        self.read(lambda book: _load_items(book, wanted), done, key=f"page-{wanted[0]}")

    def remove(self, entry_id: int) -> None:
        self.write(lambda book: timesheets.delete(book, [entry_id]), notice=_("Entry deleted"))


def _forget(_ids: array[int]) -> None:
    """Only the way there was wanted."""


def _load_week(book: Book, monday: date, cell: CellFilter | None) -> _Week:
    rows = timesheets.entries_between(book, monday, monday + timedelta(days=6))
    if cell is not None:
        rows = [row for row in rows if _in_cell(row, cell)]
    rows.sort(key=lambda row: (-row.day.toordinal(), -row.id))
    found = bool(rows) or timesheets.totals(book, monday).last is not None
    return _Week(tuple(by_day(rows, charging.rate_book(book))), len(rows), found)


def _in_cell(row: EntryRow, cell: CellFilter) -> bool:
    return row.customer_id == cell.customer_id and row.day == cell.day


def _load_items(book: Book, ids: Sequence[int]) -> list[EntryItem]:
    rates = charging.rate_book(book)
    return [item(row, rates) for row in timesheets.entry_rows(book, ids)]
