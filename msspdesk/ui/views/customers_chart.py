"""The effective rate of twelve months as a line, with the target it is measured by."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from msspdesk.domain.money import to_major
from msspdesk.texts import _, formats
from msspdesk.ui.presenters.customer_overview import RatePoint
from msspdesk.ui.theme import SMALL, font, theme

HEIGHT = 136
AXIS = 36  # width of the figures at the left
FOOT = 24
DOT = 4.0
STEPS = (1, 2, 5)


class RateChart(QWidget):
    """Painted from the palette. Months without hours are gaps."""

    def __init__(self) -> None:
        super().__init__()
        self._points: Sequence[RatePoint] = ()
        self._target: int | None = None
        self._currency = "EUR"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_rates(self, points: Sequence[RatePoint], target: int | None, currency: str) -> None:
        """Rates and target in minor units an hour."""
        self._points, self._target, self._currency = points, target, currency
        known = [each for each in points if each.minor is not None]
        words = (
            f"{formats.month(each.month)} {formats.amount(each.minor or 0, currency)}"
            for each in known
        )
        self.setAccessibleName(_("Effective rate") + ": " + ", ".join(words))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        known = [point.minor for point in self._points if point.minor is not None]
        if not known:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(SMALL))
        values = [*known, self._target] if self._target is not None else known
        self._low, self._high, step = _scale([float(self._major(each)) for each in values])
        self._paint_grid(painter, step)
        self._paint_months(painter)
        self._paint_target(painter)
        self._paint_line(painter)

    def _major(self, minor: int) -> float:
        return float(to_major(minor, self._currency))  # places on screen, not money

    def _plot(self) -> QRectF:
        return QRectF(AXIS, 8, self.width() - AXIS - 16, self.height() - FOOT - 16)

    def _y(self, value: float) -> float:
        plot = self._plot()
        return plot.bottom() - (value - self._low) / (self._high - self._low) * plot.height()

    def _x(self, place: int) -> float:
        plot = self._plot()
        return plot.left() + plot.width() * place / max(1, len(self._points) - 1)

    def _paint_grid(self, painter: QPainter, step: float) -> None:
        plot, value = self._plot(), self._low
        while value <= self._high + step / 2:
            y = round(self._y(value)) + 0.5
            painter.setPen(theme.colour("line"))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(theme.colour("muted"))
            box = QRectF(0, y - 8, AXIS - 8, 16)
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, int(flags), formats.number(Decimal(f"{value:g}")))
            value += step

    def _paint_months(self, painter: QPainter) -> None:
        """Every second month, counted from the present one."""
        last = len(self._points) - 1
        for place in range(last, -1, -2):
            box = QRectF(self._x(place) - 24, self._plot().bottom() + 8, 48, 16)
            painter.setFont(font(SMALL, place == last))
            painter.setPen(theme.colour("text" if place == last else "muted"))
            name = formats.month(self._points[place].month)[:3]
            painter.drawText(box, int(Qt.AlignmentFlag.AlignHCenter), name)

    def _paint_target(self, painter: QPainter) -> None:
        if self._target is None:
            return
        plot, y = self._plot(), round(self._y(self._major(self._target))) + 0.5
        pen = QPen(theme.colour("muted"), 1)
        pen.setDashPattern([4, 4])
        painter.setPen(pen)
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))

    def _paint_line(self, painter: QPainter) -> None:
        pen = QPen(theme.colour("accent"), 2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        places = [
            None if point.minor is None else QPointF(self._x(at), self._y(self._major(point.minor)))
            for at, point in enumerate(self._points)
        ]
        for before, after in pairwise(places):
            if before is not None and after is not None:
                painter.drawLine(before, after)
        at, last = [(at, each) for at, each in enumerate(places) if each is not None][-1]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._dot(self._points[at].minor or 0))
        painter.drawEllipse(last, DOT, DOT)

    def _dot(self, minor: int) -> QColor:
        below = self._target is not None and minor < self._target
        return theme.colour("warn" if below else "accent")


def _scale(values: Sequence[float]) -> tuple[float, float, float]:
    """Lowest and highest line of the grid and the step between, all round numbers."""
    low, high = min(values), max(values)
    rough = max(high - low, abs(high) * 0.1, 1.0) / 3
    size = 1.0
    while size * 10 <= rough:
        size *= 10
    step = next((size * each for each in STEPS if size * each >= rough), size * 10)
    first = low // step * step
    last = -(-high // step) * step
    return first, max(last, first + step), step
