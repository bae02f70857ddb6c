"""The tabs: as wide as their 500 text, so nothing shifts when one is chosen."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QWidget

from msspdesk.ui.theme import BODY, SMALL, font, theme
from msspdesk.ui.widgets import hbox
from msspdesk.ui.writing import text_width, write

PAD = 12
HEIGHT = 40


class Tab(QAbstractButton):
    def __init__(self, title: str) -> None:
        super().__init__()
        self.setText(title)
        self.setCheckable(True)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.badge = 0

    def show_badge(self, count: int) -> None:
        """A small number beside the title; 0 takes it away."""
        self.badge = count
        self.setAccessibleName(f"{self.text()} {count}" if count else self.text())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = text_width(self.text(), BODY, strong=True) + 2 * PAD
        return QSize(width + (self._badge_width() + 6 if self.badge else 0), HEIGHT)

    def _badge_width(self) -> int:
        return text_width(str(self.badge), SMALL, strong=True) + 12

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        chosen = self.isChecked()
        width = text_width(self.text(), BODY, strong=True)
        tone = "text" if chosen or self.underMouse() else "muted"
        if not self.isEnabled():
            chosen, tone = False, "disabled"
        words = QRect(PAD, 0, width + 1, HEIGHT - 2)
        write(painter, words, self.text(), tone, strong=chosen)
        if self.badge:
            self._paint_badge(painter, PAD + width + 6, chosen=chosen)
        if chosen:
            painter.fillRect(0, HEIGHT - 2, self.width(), 2, theme.colour("accent"))
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen = painter.pen()
            pen.setColor(theme.colour("accent"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRoundedRect(self.rect().adjusted(3, 6, -3, -8), 6, 6)

    def _paint_badge(self, painter: QPainter, x: int, *, chosen: bool) -> None:
        box = QRect(x, HEIGHT // 2 - 10, self._badge_width(), 18)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent_soft" if chosen else "hover"))
        painter.drawRoundedRect(box, 6, 6)
        painter.setFont(font(SMALL, chosen))
        painter.setPen(theme.colour("accent" if chosen else "muted"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(self.badge))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


class TabBar(QWidget):
    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self._group = QButtonGroup(self)
        self._tabs: dict[str, Tab] = {}
        self._row = hbox(self, spacing=0, margins=(12, 0, 0, 0))

    def add(self, key: str, title: str) -> None:
        tab = Tab(title)
        self._tabs[key] = tab
        self._group.addButton(tab)
        self._row.addWidget(tab)
        tab.clicked.connect(lambda _checked=False: self.chosen.emit(key))

    def choose(self, key: str) -> None:
        self._tabs[key].setChecked(True)

    def show_badge(self, key: str, count: int) -> None:
        self._tabs[key].show_badge(count)
