"""The list of proposals that hangs under the reading, at the entry line's right end."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from msspdesk.ui.presenters.shell import Completion
from msspdesk.ui.theme import SMALL, theme
from msspdesk.ui.writing import write

ROW = 28
WIDTH = 304
EDGE = 4


class Completions(QFrame):
    """Takes no focus: the entry line keeps the keys and moves the choice."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("look", "popup")
        self.setMouseTracking(True)
        self.setAccessibleName("")
        self.items: tuple[Completion, ...] = ()
        self.at = 0
        self.hide()

    def offer(self, items: Sequence[Completion], corner: QPoint) -> None:
        """Show the items with the top right corner of the list at `corner`; none hides it."""
        self.items = tuple(items)
        self.at = 0
        if not self.items:
            self.hide()
            return
        size = QSize(WIDTH, len(self.items) * ROW + 2 * EDGE)
        self.setGeometry(QRect(corner - QPoint(WIDTH - 1, 0), size))
        self._tell()
        self.raise_()
        self.show()
        self.update()

    def move_choice(self, step: int) -> None:
        self.at = (self.at + step) % len(self.items)
        self._tell()
        self.update()

    def current(self) -> Completion | None:
        return self.items[self.at] if self.isVisible() and self.items else None

    def _tell(self) -> None:
        item = self.items[self.at]
        self.setAccessibleName(f"{item.text} {item.note}".strip())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        for position, item in enumerate(self.items):
            row = self._row(position)
            if position == self.at:
                painter.fillRect(row, theme.colour("accent_soft"))
                _paint_key(painter, row)
            inner = row.adjusted(8, 0, -48, 0)
            used = write(painter, inner, item.text, "text", strong=True)
            inner.setLeft(inner.left() + used + 8)
            write(painter, inner, item.note, "muted", size=SMALL)

    def _row(self, position: int) -> QRect:
        return QRect(EDGE, EDGE + position * ROW, self.width() - 2 * EDGE, ROW)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._point_at(event):
            self.chosen.emit(self.at)

    def _point_at(self, event: QMouseEvent) -> bool:
        position = (event.position().toPoint().y() - EDGE) // ROW
        if not 0 <= position < len(self.items):
            return False
        if position != self.at:
            self.at = position
            self.update()
        return True


def _paint_key(painter: QPainter, row: QRect) -> None:
    box = QRect(row.right() - 38, row.center().y() - 8, 32, 18)
    painter.setPen(theme.colour("line"))
    painter.setBrush(theme.colour("window"))
    painter.drawRoundedRect(box, 4, 4)
    write(painter, box.adjusted(6, 0, -4, 0), "Tab", "muted", size=SMALL)
