"""The table of this program: calm to look at, wholly usable by keyboard."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QToolTip, QWidget

from msspdesk.ui.tables import paint
from msspdesk.ui.tables.cells import Cell, Check, Column
from msspdesk.ui.tables.delegate import CellDelegate
from msspdesk.ui.tables.header import Header
from msspdesk.ui.tables.models import Index, ListModel, TableModel, cell_of
from msspdesk.ui.theme import theme

Key = Qt.Key
PLAIN_HEADING = 36
_OPEN = (Key.Key_Return, Key.Key_Enter)


class TableView(QTableView):
    """Rows over a `TableModel`. All signals carry row ids, never positions."""

    opened = Signal(int)  # Enter or double click on a row
    picked = Signal(int)  # the current row changed (master and detail)
    acted = Signal(int, str)  # a button, link, check box or icon: row id, its action
    removed = Signal(int)  # Delete
    left = Signal()  # Escape
    sort_asked = Signal(str, bool)  # column key, descending
    header_checked = Signal(str)  # the check box in a header: column key

    def __init__(  # noqa: PLR0913 - the shape of a table, all by name
        self,
        model: TableModel[Any],
        name: str,
        *,
        row_height: int = 32,
        inset_left: int = 24,
        inset_right: int = 16,
        cell_mode: bool = False,
        header: bool = True,
        ground: str = "surface",
        indent_column: int = 0,
        shows_selection: bool = True,
        plain_headings: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns: tuple[Column[Any], ...] = model.columns
        self.row_height = row_height
        self.inset_left, self.inset_right = inset_left, inset_right
        self.cell_mode, self.ground = cell_mode, ground
        self.indent_column = indent_column
        self.shows_selection = shows_selection and not cell_mode
        self.plain_headings = plain_headings  # group titles on the page itself (Today)
        self.lights_rows = True  # hover fill over the whole row
        self.hot_row = -1
        self.hot = (-1, -1)
        self.down = False
        self.keyboard = True
        self.totals_below = False
        self.sorted_key, self.sorted_down = "", False
        self._headings: set[int] = set()  # positions that are higher or lower than a row
        self._kept_id: int | None = None
        self.setAccessibleName(name)
        self.cell_delegate = CellDelegate(self)
        self.setItemDelegate(self.cell_delegate)
        self._set_up(header)
        self.setModel(model)
        theme.changed.connect(self._repaint)

    def _set_up(self, header: bool) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setAutoScroll(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        behaviour = QAbstractItemView.SelectionBehavior
        self.setSelectionBehavior(behaviour.SelectItems if self.cell_mode else behaviour.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        trigger = QAbstractItemView.EditTrigger
        keys = trigger.AnyKeyPressed if self.cell_mode else trigger.NoEditTriggers
        self.setEditTriggers(trigger.DoubleClicked | trigger.EditKeyPressed | keys)
        self.header_view = Header(self)
        self.setHorizontalHeader(self.header_view)
        self.header_view.setVisible(header)
        self.header_view.sectionClicked.connect(self._header_clicked)
        vertical = self.verticalHeader()
        vertical.setVisible(False)
        vertical.setMinimumSectionSize(16)
        vertical.setDefaultSectionSize(self.row_height)

    # -- model, selection by id

    def setModel(self, model: TableModel[Any] | None) -> None:  # type: ignore[override]
        super().setModel(model)
        if model is None:
            return
        self.columns = model.columns
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)
        model.dataChanged.connect(lambda *_: self._fit_rows())
        self._fit_columns()
        self._fit_rows()

    def table_model(self) -> TableModel[Any]:
        model = self.model()
        if not isinstance(model, TableModel):
            raise TypeError("the table has no model")
        return model

    def current_id(self) -> int | None:
        """The id of the current row, None if there is none."""
        index = self.currentIndex()
        return self.table_model().id_at(index.row()) if index.isValid() else None

    def selected_id(self) -> int | None:
        """The id of the row that is marked; a list whose record was closed has none."""
        return self.current_id() if self.selectionModel().hasSelection() else None

    def select_id(self, row_id: int) -> bool:
        """Make this row the current one and show it; False if it is not in the table."""
        position = self.table_model().position_of(row_id)
        if position < 0:
            return False
        column = max(self.currentIndex().column(), self.first_column())
        self.setCurrentIndex(self.model().index(position, column))
        self.scrollTo(self.currentIndex())
        return True

    def _remember(self) -> None:
        self._kept_id = self.current_id()

    def _restore(self) -> None:
        self._fit_rows()
        if self._kept_id is not None:
            blocked = self.blockSignals(True)  # the row is the same one: nobody picked it
            self.select_id(self._kept_id)
            self.blockSignals(blocked)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        if current.isValid() and (current.row() != previous.row() or not previous.isValid()):
            self.picked.emit(self.table_model().id_at(current.row()))

    # -- columns and rows

    def first_column(self) -> int:
        header = self.horizontalHeader()
        return next((i for i in range(len(self.columns)) if not header.isSectionHidden(i)), 0)

    def last_column(self) -> int:
        header = self.horizontalHeader()
        shown = [i for i in range(len(self.columns)) if not header.isSectionHidden(i)]
        return shown[-1] if shown else 0

    def has_line(self, row: int, kind: object) -> bool:
        """Whether a line stands under this row."""
        return not (kind == "heading" and self.plain_headings)

    def show_sorted(self, key: str, *, down: bool = False) -> None:
        """Mark the column the rows are sorted by."""
        self.sorted_key, self.sorted_down = key, down
        self.header_view.viewport().update()

    def show_header_check(self, key: str, check: Check) -> None:
        position = [column.key for column in self.columns].index(key)
        self.header_view.check[position] = check
        self.header_view.viewport().update()

    def _fit_columns(self) -> None:
        shown = [i for i in range(len(self.columns)) if not self.isColumnHidden(i)]
        stretching = [i for i in shown if not self.columns[i].width]
        fixed = sum(self.columns[i].width for i in shown)
        room = max(0, self.viewport().width() - fixed)
        for i in shown:
            width = self.columns[i].width
            if not width:
                width = room // len(stretching)
                if i == stretching[-1]:
                    width = room - (len(stretching) - 1) * width
                width = max(width, self.columns[i].min_width)
            self.setColumnWidth(i, width)

    def _fit_rows(self) -> None:
        """Headings have a height of their own; only short lists have them."""
        model = self.model()
        if not isinstance(model, ListModel):
            return
        header = self.verticalHeader()
        before, self._headings = self._headings, model.headings()
        for position in before | self._headings:  # all others are as high as a row
            height = self._heading_height() if position in self._headings else self.row_height
            if position < model.rowCount() and header.sectionSize(position) != height:
                header.resizeSection(position, height)

    def _heading_height(self) -> int:
        return PLAIN_HEADING if self.plain_headings else 32

    def content_height(self) -> int:
        """Height of header and all rows, for tables that stand inside a page."""
        header = self.header_view.height() if not self.header_view.isHidden() else 0
        return header + self.verticalHeader().length()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _repaint(self) -> None:
        self.viewport().update()
        self.header_view.viewport().update()

    # -- mouse

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._set_hot(event.position().toPoint())

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            index = self.indexAt(event.pos())
            QToolTip.showText(event.globalPos(), self.cut_words(index), self.viewport())
            return True
        return super().viewportEvent(event)

    def cut_words(self, index: QModelIndex) -> str:
        """All words of a cell that has no room for them; empty where nothing is cut."""
        cell = cell_of(index) if index.isValid() else None
        if cell is None:
            return ""
        rect = self.cell_delegate.content_rect(self.visualRect(index), index.column())
        return "" if paint.has_room(rect, cell) else cell.words()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._set_hot(QPoint(-1, -1))

    def _set_hot(self, point: QPoint) -> None:
        index = self.indexAt(point)
        cell = cell_of(index) if index.isValid() else None
        live = cell is not None and self._hits(index, cell, point)
        hot = (index.row(), index.column()) if live else (-1, -1)
        if hot != self.hot or index.row() != self.hot_row:
            self.hot, self.hot_row = hot, index.row()
            cursor = Qt.CursorShape.PointingHandCursor if live else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(cursor)
            self.viewport().update()

    def _hits(self, index: QModelIndex, cell: Cell, point: QPoint) -> bool:
        """Whether the point is on the part of the cell that acts."""
        if not cell.action:
            return False
        child = self.table_model().kind_at(index.row()) == "child"
        rect = self.cell_delegate.content_rect(self.visualRect(index), index.column(), child=child)
        if cell.button:
            return paint.button_rect(rect).contains(point)
        return rect.adjusted(-4, 0, 4, 0).contains(point)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.keyboard = self.cell_mode
        self._set_hot(event.position().toPoint())
        self.down = self.hot != (-1, -1)
        if not self.down:
            closed = self.current_id() if self.selected_id() is None else None
            super().mousePressEvent(event)
            if closed is not None and self.selected_id() == closed:
                self.picked.emit(closed)  # the record that was closed is wanted again
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self.down = self.hot if self.down else (-1, -1), False
        self._set_hot(event.position().toPoint())
        if pressed != (-1, -1):
            if self.hot == pressed:
                self._act(self.model().index(*pressed))
        else:
            super().mouseReleaseEvent(event)
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if self.hot != (-1, -1):
            self.mousePressEvent(event)
        elif index.isValid() and index.flags() & Qt.ItemFlag.ItemIsEditable:
            super().mouseDoubleClickEvent(event)
        elif index.isValid() and index.flags() & Qt.ItemFlag.ItemIsSelectable:
            self.opened.emit(self.table_model().id_at(index.row()))

    def _header_clicked(self, section: int) -> None:
        column = self.columns[section]
        if section in self.header_view.check:
            self.header_checked.emit(column.key)
        elif column.sortable:
            down = self.sorted_key == column.key and not self.sorted_down
            self.sort_asked.emit(column.key, down)

    def _act(self, index: QModelIndex) -> bool:
        cell = cell_of(index)
        if cell is None or not cell.action:
            return False
        self.acted.emit(self.table_model().id_at(index.row()), cell.action)
        return True

    # -- keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if not self.keyboard:
            self.keyboard = True
            self.viewport().update()
        row_id = self.current_id()
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if key == Key.Key_Escape and plain:
            self.left.emit()
        elif row_id is None or not plain:
            super().keyPressEvent(event)
        elif key in _OPEN:
            self._enter(row_id)
        elif key == Key.Key_Delete:
            self.removed.emit(row_id)
        elif key == Key.Key_Space and not self.cell_mode:
            self._toggle(row_id)
        else:
            super().keyPressEvent(event)

    def _enter(self, row_id: int) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            return  # the Enter that closes the editor comes through here too
        index = self.currentIndex()
        if self._act(index):
            return
        if self.cell_mode and index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)
        else:
            self.opened.emit(row_id)

    def _toggle(self, row_id: int) -> None:
        for column in range(len(self.columns)):
            cell = cell_of(self.currentIndex().siblingAtColumn(column))
            if cell is not None and cell.check is not None and cell.action:
                self.acted.emit(row_id, cell.action)
                return

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.keyboard = self.cell_mode or event.reason() != Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)
        model = self.model()
        if not self.currentIndex().isValid() and model.rowCount() and self.keyboard:
            self.setCurrentIndex(model.index(_first_row(model), self.first_column()))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()


def _first_row(model: Any) -> int:
    """The first row that is not a heading."""
    for position in range(min(model.rowCount(), 16)):
        if model.flags(model.index(position, 0)) & Qt.ItemFlag.ItemIsSelectable:
            return position
    return 0
