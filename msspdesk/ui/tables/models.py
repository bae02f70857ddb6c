"""Two table models over the same columns: a short list in memory, and pages of a long one."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from msspdesk.ui.tables.cells import CELL, KIND, ROW_ID, Cell, Column, HasId, RowKind, as_cell

R = TypeVar("R", bound=HasId)
Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
PAGE = 128
PAGES_KEPT = 40
_TOP = QModelIndex()


class TableModel(QAbstractTableModel, Generic[R]):
    """Shared by both: cells come from `Column.cell(row)`. Subclasses find the row."""

    edited = Signal(int, str, str)  # row id, column key, text typed

    def __init__(
        self,
        columns: Sequence[Column[R]],
        *,
        kind: Callable[[R], RowKind] = lambda _row: "row",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._kind = kind

    def row_at(self, position: int) -> R | None:
        """The row, or None while its page is on the way."""
        raise NotImplementedError

    def id_at(self, position: int) -> int:
        raise NotImplementedError

    def position_of(self, row_id: int) -> int:
        """Where the row with this id stands, -1 if it is not in the table."""
        raise NotImplementedError

    def kind_at(self, position: int) -> RowKind:
        row = self.row_at(position)
        return "row" if row is None else self._kind(row)

    def columnCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == ROW_ID:
            return self.id_at(index.row())
        if role not in (CELL, KIND, Role.DisplayRole, Role.EditRole, Role.AccessibleTextRole):
            return None
        row = self.row_at(index.row())
        if row is None:
            return None
        if role == KIND:
            return self._kind(row)
        column = self.columns[index.column()]
        if role == Role.EditRole and column.edit is not None:
            return column.edit(row)
        cell = as_cell(column.cell(row))
        return cell if role == CELL else cell.words()

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Role.DisplayRole:
            return column.title
        if role == Role.AccessibleTextRole:
            return column.title or column.name
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self.kind_at(index.row()) == "heading":
            return Qt.ItemFlag.ItemIsEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        column = self.columns[index.column()]
        row = self.row_at(index.row()) if column.edit is not None else None
        if row is not None and column.edit is not None and column.edit(row) is not None:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Nothing is kept here: `edited` asks the presenter, whose answer comes as new rows."""
        if not index.isValid() or role != Role.EditRole:
            return False
        if value == self.data(index, Role.EditRole):
            return False
        column = self.columns[index.column()]
        self.edited.emit(self.id_at(index.row()), column.key, str(value))
        return True


class ListModel(TableModel[R]):
    """Some hundred rows at most, all in memory."""

    def __init__(
        self,
        columns: Sequence[Column[R]],
        rows: Sequence[R] = (),
        *,
        kind: Callable[[R], RowKind] = lambda _row: "row",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, kind=kind, parent=parent)
        self._rows: tuple[R, ...] = tuple(rows)

    @property
    def rows(self) -> tuple[R, ...]:
        return self._rows

    def set_rows(self, rows: Sequence[R], *, whole: bool = True) -> None:
        """Show these rows. The same ids in the same order repaint without a reset.

        Where a row holds all that its cells show, `whole` may be False: then only those
        from the first to the last that differ are painted.
        """
        new = tuple(rows)
        if [row.id for row in new] == [row.id for row in self._rows]:
            every = range(len(new))
            differ = [at for at in every if whole or new[at] != self._rows[at]]
            self._rows = new
            if differ:
                end = self.index(differ[-1], len(self.columns) - 1)
                self.dataChanged.emit(self.index(differ[0], 0), end)
            return
        self.beginResetModel()
        self._rows = new
        self.endResetModel()

    def rowCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def headings(self) -> set[int]:
        """Where rows of the kind "heading" stand."""
        return {at for at, row in enumerate(self._rows) if self._kind(row) == "heading"}

    def row_at(self, position: int) -> R | None:
        return self._rows[position]

    def id_at(self, position: int) -> int:
        return self._rows[position].id

    def position_of(self, row_id: int) -> int:
        for position, row in enumerate(self._rows):
            if row.id == row_id:
                return position
        return -1


class PagedModel(TableModel[R]):
    """Any number of rows: all ids in an array, rows in pages fetched when seen.

    `load(ids, done)` fetches the rows of up to 128 ids and calls `done(rows)`,
    at once or later from the window's thread, in any order; ids that no longer
    exist are left out. At most 40 pages are kept.
    """

    def __init__(
        self,
        columns: Sequence[Column[R]],
        load: Callable[[Sequence[int], Callable[[Sequence[R]], None]], None],
        *,
        kind: Callable[[R], RowKind] = lambda _row: "row",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, kind=kind, parent=parent)
        self._load = load
        self._ids: array[int] = array("q")
        self._pages: OrderedDict[int, dict[int, R]] = OrderedDict()
        self._stale: set[int] = set()
        self._asked: set[int] = set()
        self._generation = 0
        self._painting = False

    def set_ids(self, ids: array[int]) -> None:
        """Show these ids. Pages are kept as stale, so rows that stay do not flicker."""
        if ids == self._ids:
            self.mark_stale()
            return
        known = {row_id: row for page in self._pages.values() for row_id, row in page.items()}
        self.beginResetModel()
        self._ids = ids
        self._generation += 1
        self._asked.clear()
        self._pages.clear()
        self._keep(known)
        self.endResetModel()

    def mark_stale(self) -> None:
        """Show the old rows until the new ones are here; only pages in sight are fetched."""
        self._stale = set(self._pages)
        self._asked.clear()
        self._generation += 1
        if len(self._ids):
            last = self.index(len(self._ids) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def id_at(self, position: int) -> int:
        return self._ids[position]

    def position_of(self, row_id: int) -> int:
        try:
            return self._ids.index(row_id)
        except ValueError:
            return -1

    def row_at(self, position: int) -> R | None:
        number = position // PAGE
        page = self._pages.get(number)
        if page is None or number in self._stale:
            self._ask(number)
            page = self._pages.get(number)
        if page is None:
            return None
        self._pages.move_to_end(number)
        return page.get(self._ids[position])

    def _keep(self, known: dict[int, R]) -> None:
        """After a new order, rows already known stand in for the first pages."""
        count = min(len(self._ids), len(known), PAGE * 2)
        for number in range((count + PAGE - 1) // PAGE):
            ids = self._ids[number * PAGE : (number + 1) * PAGE]
            self._pages[number] = {each: known[each] for each in ids if each in known}
        self._stale = set(self._pages)

    def _ask(self, number: int) -> None:
        if number in self._asked:
            return
        self._asked.add(number)
        generation = self._generation
        ids = self._ids[number * PAGE : (number + 1) * PAGE]
        self._painting = True  # an answer at once comes inside data(): no signal then
        self._load(ids, lambda rows: self._answer(number, generation, rows))
        self._painting = False

    def _answer(self, number: int, generation: int, rows: Sequence[R]) -> None:
        if generation != self._generation:
            return
        self._pages[number] = {row.id: row for row in rows}
        self._pages.move_to_end(number)
        self._stale.discard(number)
        while len(self._pages) > PAGES_KEPT:
            dropped, _rows = self._pages.popitem(last=False)
            self._asked.discard(dropped)
            self._stale.discard(dropped)
        if not self._painting:
            first = number * PAGE
            last = min(first + PAGE, len(self._ids)) - 1
            end = self.index(last, len(self.columns) - 1)
            self.dataChanged.emit(self.index(first, 0), end)


def cell_of(index: Index) -> Cell | None:
    cell = index.data(CELL)
    return cell if isinstance(cell, Cell) else None
