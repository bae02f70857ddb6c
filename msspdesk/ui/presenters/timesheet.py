"""The week as a grid: what stands in it, and what typing into it does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal

from msspdesk.domain.errors import DomainError
from msspdesk.domain.reading import read_duration
from msspdesk.services import timesheets, weeks
from msspdesk.services.weeks import WeekCell, WeekGrid
from msspdesk.texts import _, formats
from msspdesk.ui.presenters.base import Presenter, Runner
from msspdesk.ui.presenters.timesheet_paste import read_block, store_cells

if TYPE_CHECKING:
    from msspdesk.db.book import Book

ADD: Final = -1
"""Id of the row that takes another customer into the week."""
OWN: Final = 0
"""Id of the row of the owner's own office."""
WEEK: Final = timedelta(days=7)
_EMPTY: Final = (WeekCell(),) * 7


@dataclass(frozen=True, slots=True)
class Coming:
    """The time that stands in the entry line and is not noted yet."""

    customer_id: int | None
    day: date
    minutes: int


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row: seven cells, and beside them the minutes that are being typed, if any."""

    id: int
    name: str
    cells: tuple[WeekCell, ...] = _EMPTY
    coming: tuple[int, int] | None = None  # day of the week, minutes
    kind: Literal["row", "muted"] = "row"

    @property
    def minutes(self) -> int:
        return sum(cell.minutes for cell in self.cells)


@dataclass(frozen=True, slots=True)
class _Loaded:
    today: date
    grid: WeekGrid
    names: tuple[tuple[int, str, str], ...]


class Timesheet(Presenter):
    """One week in sight; `monday` is its first day."""

    watches = frozenset({"time", "customers"})

    def __init__(self, runner: Runner, today: date) -> None:
        super().__init__(runner)
        self.today = today
        self.monday = monday_of(today)
        self.loaded = False
        self.rows: tuple[GridRow, ...] = ()
        self.day_minutes: tuple[int, ...] = (0,) * 7
        self.minutes = 0
        self.customer_names: dict[int, str] = {}
        self._grid = WeekGrid(self.monday, (), 0)
        self._names: tuple[tuple[int, str, str], ...] = ()
        self._added: dict[date, list[int]] = {}
        self._coming: Coming | None = None
        self._week_listeners: list[Callable[[], None]] = []

    # -- what is shown

    @property
    def has_customers(self) -> bool:
        return bool(self.customer_names)

    @property
    def title(self) -> str:
        return _("Week {number}").format(number=self.monday.isocalendar().week)

    @property
    def period(self) -> str:
        """ "27 Jul to 2 Aug", with the year when it is not this one."""
        first, last = self.monday, self.monday + WEEK - timedelta(days=1)
        write = formats.day_short if last.year == self.today.year else formats.day
        return _("{first} to {last}").format(first=formats.day_short(first), last=write(last))

    def day(self, position: int) -> date:
        return self.monday + timedelta(days=position)

    def row(self, row_id: int) -> GridRow | None:
        return next((row for row in self.rows if row.id == row_id), None)

    def on_week(self, callback: Callable[[], None]) -> None:
        """Called when another week comes into sight."""
        self._week_listeners.append(callback)

    # -- reading

    def reload(self) -> None:
        monday = self.monday
        self.read(lambda book: _load(book, monday), self._loaded)

    def _loaded(self, found: _Loaded) -> None:
        self.loaded = True
        self.today = found.today
        self._grid = found.grid
        self.customer_names = {key: name for key, name, _short in found.names}
        self._names = found.names
        self._compose()

    def _compose(self) -> None:
        rows = {
            row.id: GridRow(row.id, row.customer or _("Own office"), row.cells)
            for row in self._grid.rows
        }
        for key in self._added.get(self.monday, ()):
            rows.setdefault(key, GridRow(key, self._name(key)))
        coming = self._coming
        if coming is not None and self.monday <= coming.day < self.monday + WEEK:
            key = coming.customer_id or OWN
            row = rows.get(key) or GridRow(key, self._name(key))
            at = (coming.day - self.monday).days
            rows[key] = GridRow(key, row.name, row.cells, (at, coming.minutes))
        own = rows.pop(OWN, None) or GridRow(OWN, self._name(OWN))
        ordered = sorted(rows.values(), key=lambda row: (row.name.casefold(), row.id))
        ordered.append(GridRow(OWN, own.name, own.cells, own.coming, "muted"))
        self.rows = (*ordered, GridRow(ADD, _("Add a row"), kind="muted"))
        self.day_minutes, self.minutes = self._grid.day_minutes, self._grid.minutes
        self.updated()

    def _name(self, key: int) -> str:
        return self.customer_names.get(key, "") if key else _("Own office")

    # -- weeks

    def step(self, count: int) -> None:
        """So many weeks on, or back."""
        self.show_week(self.monday + WEEK * count)

    def this_week(self) -> None:
        self.show_week(self.today)

    def show_week(self, day: date) -> None:
        """Show the week of this day."""
        monday = monday_of(day)
        if monday == self.monday:
            return
        self.monday = monday
        self._grid = WeekGrid(monday, (), 0)
        for callback in tuple(self._week_listeners):
            callback()
        self.reload()

    def day_is(self, today: date) -> None:
        """A new day has begun; a window left on this week follows into the next one."""
        if today == self.today:
            return
        follows = self.monday == monday_of(self.today)
        self.today = today
        if follows and self.monday != monday_of(today):
            self.show_week(today)
        else:
            self.reload()

    def copy_last_week(self) -> None:
        before, now = self.monday - WEEK, self.monday
        self.write(lambda book: weeks.copy_week(book, before, now), notice=_("Last week copied"))

    def show_coming(self, coming: Coming | None) -> None:
        """The time in the entry line: it stands beside the cell where it will land."""
        if coming != self._coming:
            self._coming = coming
            self._compose()

    # -- typing

    def type_cell(self, row_id: int, position: int, text: str) -> None:
        """What was typed becomes the minutes of that day; nothing empties it."""
        try:
            minutes = read_duration(text) if text.strip() not in ("", "0") else 0
        except DomainError as error:
            self.runner.notify(self.runner.explain(error), tone="warn")
            self.updated()
            return
        customer, day = row_id or None, self.day(position)
        self.write(lambda book: weeks.set_cell(book, customer, None, day, minutes))

    def refuse(self, row_id: int, position: int) -> str:
        """Why this cell takes no typing, as a sentence; empty if it does."""
        row = self.row(row_id)
        if row is None or row_id == ADD or row.cells[position].editable:
            return ""
        cell, day = row.cells[position], formats.weekday_day(self.day(position))
        if cell.locked:
            sentence = _("{day} of {name} stands on an invoice. Its entries are listed.")
        else:
            sentence = _("{name} has {count} entries on {day}. They are listed: change one there.")
        return sentence.format(name=row.name, count=len(cell.entry_ids), day=day)

    def add_row(self, typed: str) -> int | None:
        """Take another customer into this week. Returns the id of the row, if one is meant."""
        exact = [key for key, name in self.customer_names.items() if name == typed.strip()]
        hits = exact or self._best(typed)
        if len(hits) != 1:
            sentence = _("No customer or several are called {name}. Choose one of the list.")
            self.runner.notify(sentence.format(name=typed.strip()), tone="warn")
            return None
        self._added.setdefault(self.monday, []).append(hits[0])
        self._compose()
        return hits[0]

    def _best(self, typed: str) -> list[int]:
        # Loaded with the entry line, which the week in sight does not wait for.
        from msspdesk.domain.quick_entry.names import Index, Name, fold

        index = Index.of(Name.of(*each) for each in self._names)
        return [name.id for name in index.best(fold(typed))[1]]

    def paste(self, row_id: int, position: int, text: str) -> None:
        """Durations copied from a spreadsheet, from this cell on to the right and down."""
        ids = [row.id for row in self.rows if row.id != ADD]
        if row_id not in ids:
            return
        try:
            block = read_block(text)
        except DomainError as error:
            self.runner.notify(self.runner.explain(error), tone="warn")
            return
        targets = self._targets(ids[ids.index(row_id) :], position, block)
        if targets is None:
            sentence = _("The copied cells do not fit here. Nothing was changed.")
            self.runner.notify(sentence, tone="warn")
            return
        cells = [(key or None, self.day(at), minutes) for key, at, minutes in targets]
        self.write(lambda book: store_cells(book, cells))

    def _targets(
        self, ids: Sequence[int], position: int, block: Sequence[Sequence[int | None]]
    ) -> list[tuple[int, int, int]] | None:
        """Row, day and minutes of each pasted cell; None if one of them takes no typing."""
        targets: list[tuple[int, int, int]] = []
        for down, line in enumerate(block):
            for right, minutes in enumerate(line):
                if minutes is None:
                    continue
                at = position + right
                if down >= len(ids) or at > 6 or self.refuse(ids[down], at):
                    return None
                targets.append((ids[down], at, minutes))
        return targets or None


def monday_of(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def _load(book: Book, monday: date) -> _Loaded:
    names = tuple((row.id, row.name, row.short) for row in timesheets.customers_for_time(book))
    return _Loaded(book.today(), weeks.week(book, monday), names)
