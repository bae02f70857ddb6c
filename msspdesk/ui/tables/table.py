"""A table with a totals row that stays at the bottom, and the page's empty state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from msspdesk.ui.tables import paint
from msspdesk.ui.tables.cells import Cell, as_cell
from msspdesk.ui.tables.view import TableView
from msspdesk.ui.theme import theme
from msspdesk.ui.widgets import vbox


class TotalsRow(QWidget):
    """Cells under the columns of a view, 500; its line above comes from the last row."""

    def __init__(self, view: TableView, height: int = 32) -> None:
        super().__init__()
        self._view = view
        self._cells: dict[str, Cell] = {}
        self.line_above = False
        self.setFixedHeight(height)
        view.horizontalHeader().sectionResized.connect(lambda *_: self.update())
        view.horizontalScrollBar().valueChanged.connect(lambda *_: self.update())
        theme.changed.connect(self.update)

    def show_totals(self, cells: Mapping[str, Cell | str]) -> None:
        """Cells by column key; text is 500 unless the cell says otherwise by a tone."""
        self._cells = {key: as_cell(cell) for key, cell in cells.items()}
        self.setAccessibleName(", ".join(cell.words() for cell in self._cells.values()))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        view = self._view
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour(view.ground))
        if self.line_above:
            painter.fillRect(0, 0, self.width(), 1, theme.colour("line"))
        header = view.horizontalHeader()
        for position, column in enumerate(view.columns):
            if header.isSectionHidden(position):
                continue
            box = QRect(
                header.sectionViewportPosition(position),
                0,
                header.sectionSize(position),
                self.height(),
            )
            cell = self._cells.get(column.key)
            if column.emphasis:
                painter.fillRect(box, theme.colour("accent_soft"))
            if cell is not None:
                inner = view.cell_delegate.content_rect(box, position)
                paint.paint_cell(painter, inner, _strong(cell), right=column.right, child=False)


def _strong(cell: Cell) -> Cell:
    return cell if cell.tone == "muted" else replace(cell, bold=True)


class Table(QWidget):
    """View, totals and empty state in one. `fit` makes it as high as its rows.

    A fitting table stands inside a page that scrolls; others fill their pane and
    scroll themselves. So does one that fits once it is `most` pixels high.
    """

    def __init__(
        self,
        view: TableView,
        *,
        totals: bool = False,
        fit: bool = False,
        most: int = 0,
        empty: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.view = view
        self.totals = TotalsRow(view) if totals else None
        self._fit, self._most = fit, most
        # From above to below: a tree that changes its parent is styled again as a whole.
        self._stack = QStackedWidget(self)
        filled = QWidget(self._stack)
        column = vbox(filled, spacing=0)
        column.addWidget(view)
        if self.totals is not None:
            column.addWidget(self.totals)
        self._stack.addWidget(filled)
        if empty is not None:
            self._stack.addWidget(empty)
        vbox(self, spacing=0).addWidget(self._stack)
        self._watch(view.model())
        if fit:
            view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._arrange()

    def _watch(self, model: Any) -> None:
        model.modelReset.connect(self._arrange)
        model.rowsInserted.connect(self._arrange)
        model.rowsRemoved.connect(self._arrange)

    def _arrange(self, *_args: object) -> None:
        has_rows = self.view.model().rowCount() > 0
        if self._stack.count() > 1:
            self._stack.setCurrentIndex(0 if has_rows else 1)
        if self._fit:
            height = self.view.content_height()
            if self._most:
                policy = Qt.ScrollBarPolicy
                scrolls = height > self._most
                self.view.setVerticalScrollBarPolicy(
                    policy.ScrollBarAsNeeded if scrolls else policy.ScrollBarAlwaysOff
                )
                height = min(height, self._most)
            self.view.setFixedHeight(height)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        if not self._fit:
            return super().sizeHint()
        height = self.view.height() + (self.totals.height() if self.totals else 0)
        return QSize(320, height)
