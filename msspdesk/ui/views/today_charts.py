"""The charts of Today, painted from the palette; their numbers can be read beside them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from msspdesk.texts import _, formats
from msspdesk.ui.presenters.today_month import Bar, Share
from msspdesk.ui.theme import SMALL, theme
from msspdesk.ui.widgets import vbox
from msspdesk.ui.writing import text_width, write

CHART, AXIS = 72, 20
WIDEST = 10  # of a bar


class DayBars(QWidget):
    """One bar for each day of the month, the day numbers of its weeks below."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(CHART + AXIS)
        self._bars: tuple[Bar, ...] = ()
        self._marks: tuple[int, ...] = ()
        theme.changed.connect(self.update)

    def show_bars(self, bars: Sequence[Bar], marks: Sequence[int]) -> None:
        self._bars, self._marks = tuple(bars), tuple(marks)
        self.setAccessibleName(_("Hours by day"))
        self.setAccessibleDescription(", ".join(each.words for each in bars if each.minutes))
        self.update()

    def _left(self, number: int) -> float:
        return number * self.width() / max(1, len(self._bars))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._bars:
            return
        painter = QPainter(self)
        wide = min(WIDEST, round(self.width() / len(self._bars)) - 2)
        most = max(each.minutes for each in self._bars) or 1
        for number, bar in enumerate(self._bars):
            left = round(self._left(number))
            height = max(1, round(CHART * bar.minutes / most))
            tone = bar.tone if bar.minutes else "line"
            box = QRect(left, CHART - height, wide, height)
            painter.fillRect(box, theme.colour(tone))
            if bar.day.day in self._marks:
                label = QRect(left, CHART + 2, 40, AXIS - 2)
                write(painter, label, str(bar.day.day), "muted", size=SMALL)

    def event(self, event: QEvent) -> bool:
        """The day and its hours under the pointer."""
        if isinstance(event, QHelpEvent) and self._bars:
            number = int(event.pos().x() * len(self._bars) / max(1, self.width()))
            bar = self._bars[min(max(number, 0), len(self._bars) - 1)]
            QToolTip.showText(event.globalPos(), bar.words, self)
            return True
        return super().event(event)


class SplitBar(QWidget):
    """One bar for the whole month, parted by what becomes of the hours."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(8)
        self._shares: tuple[Share, ...] = ()
        theme.changed.connect(self.update)

    def show_shares(self, shares: Sequence[Share]) -> None:
        self._shares = tuple(shares)
        self.setVisible(bool(shares))
        self.setAccessibleName(_("Hours by what becomes of them"))
        self.setAccessibleDescription(
            ", ".join(f"{each.label} {formats.hours(each.minutes)}" for each in shares)
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        total = sum(each.minutes for each in self._shares)
        painter = QPainter(self)
        done = 0
        for share in self._shares:
            left = round(self.width() * done / total)
            done += share.minutes
            right = round(self.width() * done / total)
            gap = 1 if done < total else 0
            wide = max(2, right - left - gap)
            painter.fillRect(left, 0, wide, self.height(), theme.colour(share.tone))


class Legend(QWidget):
    """A line for each part of the bar: its colour, its name, its hours."""

    ROW = 24

    def __init__(self) -> None:
        super().__init__()
        self._shares: tuple[Share, ...] = ()
        theme.changed.connect(self.update)
        vbox(self)

    def show_shares(self, shares: Sequence[Share]) -> None:
        self._shares = tuple(shares)
        self.setFixedHeight(self.ROW * len(shares))
        self.setAccessibleName(
            ", ".join(f"{each.label} {formats.hours(each.minutes)}" for each in shares)
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, share in enumerate(self._shares):
            top = number * self.ROW
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(share.tone))
            painter.drawRoundedRect(QRectF(0, top + 8, 8, 8), 2, 2)
            hours = formats.hours(share.minutes)
            room = self.width() - text_width(hours) - 24
            write(painter, QRect(16, top, room, self.ROW), share.label, "text")
            write(painter, QRect(0, top, self.width(), self.ROW), hours, "text", right=True)
