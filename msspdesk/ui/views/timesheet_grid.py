"""The week's table: arrows, typing, Enter, Delete, copy and paste like a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QItemSelectionModel, Qt, Signal, SignalInstance
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QLineEdit,
    QStyleOptionViewItem,
    QWidget,
)

from msspdesk.texts import _, formats
from msspdesk.ui.presenters.timesheet import ADD, GridRow
from msspdesk.ui.suggestions import suggest
from msspdesk.ui.tables import Cell, Column, ListModel, TableView
from msspdesk.ui.tables.delegate import CellDelegate
from msspdesk.ui.tables.models import Index

NAME, SUM = "name", "sum"
WIDE, NARROW = 80, 56  # of a day
SUM_WIDTH = 90
NAME_WIDTH = 170  # that much the days leave for the customer


def columns(monday: date, today: date, width: int) -> tuple[Column[GridRow], ...]:
    """Customer, seven days, sum."""
    days = [_day_column(monday, at, today, width) for at in range(7)]
    name = Column(NAME, _("Customer"), _name_cell, edit=_name_edit, min_width=120)
    return (name, *days, Column(SUM, _("Sum"), _sum_cell, width=SUM_WIDTH, right=True))


def day_width(room: int) -> int:
    """Width of a day in a table as wide as `room`."""
    return max(NARROW, min(WIDE, (room - SUM_WIDTH - NAME_WIDTH) // 7))


def _name_cell(row: GridRow) -> Cell:
    return Cell(row.name, action="add" if row.id == ADD else "")


def _name_edit(row: GridRow) -> str | None:
    return "" if row.id == ADD else None


def _sum_cell(row: GridRow) -> Cell:
    return Cell(formats.hours(row.minutes) if row.minutes else "", bold=row.kind == "row")


def _day_column(monday: date, at: int, today: date, width: int) -> Column[GridRow]:
    day = monday + timedelta(days=at)
    title = f"{formats.weekday_names()[at]} {day.day}"
    ground = "accent_soft" if day == today else ""

    def cell(row: GridRow) -> Cell:
        before = ""
        if row.coming is not None and row.coming[0] == at:
            before = f"+{formats.hours(row.coming[1])}"
        minutes = row.cells[at].minutes
        return Cell(formats.hours(minutes) if minutes else "", before=before, ground=ground)

    def edit(row: GridRow) -> str | None:
        if row.id == ADD or not row.cells[at].editable:
            return None
        minutes = row.cells[at].minutes
        return formats.hours(minutes) if minutes else ""

    return Column(
        f"day{at}", title, cell, width=width, right=True, edit=edit, emphasis=day == today
    )


def day_of(key: str) -> int | None:
    """The day of the week a column stands for, None for the others."""
    return int(key[3:]) if key.startswith("day") else None


class GridModel(ListModel[GridRow]):
    """Rows of one week; its columns change with the week."""

    def __init__(self, monday: date, today: date) -> None:
        super().__init__(columns(monday, today, WIDE), kind=lambda row: row.kind)

    def set_columns(self, new: Sequence[Column[GridRow]]) -> None:
        self.columns = tuple(new)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)


class GridView(TableView):
    """A table of cells. Positions are told as row id and day of the week, 0 to 6."""

    emptied = Signal(int, int)  # Delete on a day
    refused = Signal(int, int)  # a cell that takes no typing was typed into or opened
    pasted = Signal(int, int, str)

    def __init__(self, model: GridModel, names: Callable[[], list[str]]) -> None:
        super().__init__(model, _("Hours of the week"), cell_mode=True)
        self.today_at: int | None = None
        self.cell_delegate = _GridDelegate(self, names)
        self.setItemDelegate(self.cell_delegate)
        self.removed.connect(lambda _id: self._tell(self.emptied))
        self.opened.connect(lambda _id: self._tell(self.refused))
        self.acted.connect(lambda _id, _action: self.begin_row())

    def show_columns(self, new: Sequence[Column[GridRow]]) -> None:
        model = self.model()
        if isinstance(model, GridModel):
            model.set_columns(new)
            self.columns = model.columns
            self._fit_columns()
            self.header_view.viewport().update()

    def begin_row(self) -> None:
        """Type the name of another customer."""
        self.select_id(ADD)
        index = self.currentIndex().siblingAtColumn(0)
        self.setCurrentIndex(index)
        self.setFocus()
        self.edit(index)

    def go_to(self, row_id: int, day: int) -> None:
        position = self.table_model().position_of(row_id)
        if position >= 0:
            self.setCurrentIndex(self.model().index(position, day + 1))

    def place(self) -> tuple[int, int] | None:
        """Row id and day of the current cell, None outside the days."""
        index = self.currentIndex()
        if not index.isValid():
            return None
        day = day_of(self.columns[index.column()].key)
        return None if day is None else (self.table_model().id_at(index.row()), day)

    def _tell(self, signal: SignalInstance) -> None:
        place = self.place()
        if place is not None and place[0] != ADD:
            signal.emit(*place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            place = self.place()
            if place is not None:
                self.pasted.emit(*place, QGuiApplication.clipboard().text())
        elif event.matches(QKeySequence.StandardKey.Copy):
            text = self.currentIndex().data(Qt.ItemDataRole.EditRole)
            QGuiApplication.clipboard().setText(str(text or ""))
        elif event.key() == Qt.Key.Key_Backspace:
            self._tell(self.emptied)
        elif _types(event) and not self.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable:
            self._tell(self.refused)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        model = self.model()
        if not self.currentIndex().isValid() and model.rowCount():
            day = self.today_at if self.today_at is not None else 0
            index = model.index(0, day + 1)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        super().focusInEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Enter goes on to the cell below, as in a spreadsheet."""
        typed_into = self.indexAt(editor.geometry().center())
        super().closeEditor(editor, hint)
        index = self.currentIndex()
        entered = index == typed_into and hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache
        if entered and index.column() > 0 and index.row() + 2 < self.model().rowCount():
            self.setCurrentIndex(index.siblingAtRow(index.row() + 1))


def _types(event: QKeyEvent) -> bool:
    return bool(event.text().strip()) and event.text().isprintable() and not event.modifiers()


class _GridDelegate(CellDelegate):
    """Offers the customers where a row is added."""

    def __init__(self, view: GridView, names: Callable[[], list[str]]) -> None:
        super().__init__(view)
        self._names = names

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QLineEdit:
        editor = super().createEditor(parent, option, index)
        if index.column() == 0:
            suggest(editor, self._names())
            editor.setPlaceholderText(_("Customer"))
        return editor
