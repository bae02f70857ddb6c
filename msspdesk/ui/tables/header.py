"""The header: 12 px muted, the sorted column in text colour with an arrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView

from msspdesk.ui.icons import paint_icon
from msspdesk.ui.tables import paint
from msspdesk.ui.tables.cells import Check
from msspdesk.ui.theme import SMALL, theme
from msspdesk.ui.writing import write

if TYPE_CHECKING:
    from msspdesk.ui.tables.view import TableView

ARROW = 12


class Header(QHeaderView):
    def __init__(self, view: TableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._view = view
        self.check: dict[int, Check] = {}  # a check box in the header of a column
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(16)
        self.setFixedHeight(32)

    def sizeHint(self) -> QSize:
        return QSize(0, 32)

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self.viewport())
        rect = self.viewport().rect()
        painter.fillRect(rect, theme.colour(self._view.ground))
        painter.fillRect(0, rect.bottom(), rect.width(), 1, theme.colour("line"))
        for section in range(self.count()):
            if not self.isSectionHidden(section):
                left = self.sectionViewportPosition(section)
                box = QRect(left, 0, self.sectionSize(section), rect.height())
                self._paint_title(painter, box, section)

    def _paint_title(self, painter: QPainter, box: QRect, section: int) -> None:
        column = self._view.columns[section]
        if column.emphasis:
            painter.fillRect(box.adjusted(0, 0, 0, -1), theme.colour("accent_soft"))
        inner = self._view.cell_delegate.content_rect(box, section)
        if section in self.check:
            paint.paint_check(painter, paint.check_rect(inner), self.check[section])
            inner.setLeft(inner.left() + paint.BOX + paint.PAD)
        sorted_by = self._view.sorted_key == column.key
        tone = "text" if sorted_by or column.emphasis else "muted"
        strong = column.emphasis
        used = write(
            painter, inner, column.title, tone, size=SMALL, strong=strong, right=column.right
        )
        if sorted_by:
            name = "arrow-down" if self._view.sorted_down else "arrow-up"
            x = inner.right() - used - ARROW - 4 if column.right else inner.left() + used + 4
            y = inner.center().y() - ARROW // 2 + 1
            paint_icon(painter, name, x, y, ARROW, theme.colour("text"))
