"""One line of text painted in the window's font; how wide it is, is remembered."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from msspdesk.ui.theme import BODY, font, theme

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@lru_cache(maxsize=8)
def metrics(size: int, strong: bool) -> QFontMetrics:
    return QFontMetrics(font(size, strong))


@lru_cache(maxsize=4096)
def text_width(text: str, size: int = BODY, strong: bool = False) -> int:
    return metrics(size, strong).horizontalAdvance(text)


def write(
    painter: QPainter,
    rect: QRect,
    text: str,
    tone: str,
    *,
    size: int = BODY,
    strong: bool = False,
    right: bool = False,
) -> int:
    """Write one line, cut with … if it must be; returns the width used."""
    width = text_width(text, size, strong)
    if width > rect.width():
        text = metrics(size, strong).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        width = rect.width()
    painter.setFont(font(size, strong))
    painter.setPen(theme.colour(tone))
    painter.drawText(rect, int(_RIGHT if right else _LEFT), text)
    return width
