"""Paints every cell of every table and puts the editor over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from msspdesk.ui.tables import paint
from msspdesk.ui.tables.cells import CELL, KIND, Cell
from msspdesk.ui.theme import BODY, SMALL, theme
from msspdesk.ui.writing import write

if TYPE_CHECKING:
    from msspdesk.ui.tables.view import TableView

Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    def __init__(self, view: TableView) -> None:
        super().__init__(view)
        self._view = view

    def content_rect(self, rect: QRect, column: int, *, child: bool = False) -> QRect:
        """Inside of a cell: the page's margin at both ends, 8 px elsewhere."""
        view = self._view
        first = column == view.first_column()
        last = column == view.last_column()
        left = view.inset_left if first else paint.PAD
        right = view.inset_right if last else paint.PAD
        if child and column == view.indent_column:
            left += paint.INDENT
        return rect.adjusted(left, 0, -right, -1)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        # An exception here would come again with every frame; the guard is in the view.
        rect: QRect = option.rect
        kind = index.data(KIND)
        cell = index.data(CELL)
        painter.save()
        painter.setClipRect(rect)
        self._paint_ground(painter, rect, option, index, cell, kind)
        if isinstance(cell, Cell):
            child = kind == "child"
            inner = self.content_rect(rect, index.column(), child=child)
            if kind == "heading":
                self._paint_heading(painter, rect, inner, index, cell)
            elif cell.button:
                hot = self._view.hot == (index.row(), index.column())
                paint.paint_button(painter, inner, cell, hot=hot, down=hot and self._view.down)
            else:
                right = self._view.columns[index.column()].right
                muted = child or kind == "muted"
                paint.paint_cell(painter, inner, cell, right=right, child=muted)
        self._paint_frame(painter, rect, index)
        painter.restore()

    def _paint_ground(
        self,
        painter: QPainter,
        rect: QRect,
        option: QStyleOptionViewItem,
        index: Index,
        cell: object,
        kind: object,
    ) -> None:
        selected = option.state & QStyle.StateFlag.State_Selected
        ground = cell.ground if isinstance(cell, Cell) else ""
        if kind == "heading":
            ground = "" if self._view.plain_headings else "window"
        elif selected and self._view.shows_selection:
            ground = "accent_soft"
        elif not ground and self._view.hot_row == index.row() and self._view.lights_rows:
            ground = "hover"
        painter.fillRect(rect, theme.colour(ground or self._view.ground))
        if self._view.has_line(index.row(), kind):
            bottom = rect.bottom()
            painter.fillRect(rect.left(), bottom, rect.width(), 1, theme.colour("line"))

    def _paint_heading(
        self, painter: QPainter, rect: QRect, inner: QRect, index: Index, cell: Cell
    ) -> None:
        """A heading's first cell runs over the whole row, each cell paints its part of it."""
        view = self._view
        first = index.sibling(index.row(), view.first_column()).data(CELL)
        if isinstance(first, Cell):
            whole = QRect(0, rect.top(), view.viewport().width(), rect.height())
            whole.setLeft(view.inset_left - view.horizontalScrollBar().value())
            if view.plain_headings:
                whole.setTop(whole.bottom() - 24)
            strong = first.tone != "muted"
            used = write(
                painter, whole, first.text, first.tone or "text", strong=strong, size=_size(first)
            )
            whole.setLeft(whole.left() + used + paint.PAD)
            write(painter, whole, first.note, "muted", size=SMALL)
        if index.column() != view.first_column() and cell.text:
            right = view.columns[index.column()].right
            paint.paint_cell(painter, inner, cell, right=right, child=False)

    def _paint_frame(self, painter: QPainter, rect: QRect, index: Index) -> None:
        view = self._view
        if view.currentIndex() != index or not index.flags() & Qt.ItemFlag.ItemIsSelectable:
            return
        focused = view.hasFocus()
        if (focused and view.keyboard) or (view.cell_mode and not focused):
            paint.paint_frame(painter, rect.adjusted(0, 0, 0, -1), focused=focused)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, self._view.row_height)

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QLineEdit:
        editor = QLineEdit(parent)
        editor.setProperty("look", "cell")
        column = self._view.columns[index.column()]
        editor.setAccessibleName(column.title or column.name)
        if column.right:
            editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        return editor

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        rect: QRect = option.rect
        editor.setGeometry(rect.adjusted(0, 0, 0, -1))


def _size(cell: Cell) -> int:
    return SMALL if cell.small else BODY
