"""Line icons drawn for this program on a 24-pixel grid (`resources/icons`).

They take the colour of the text beside them and a stroke of about 1.3 px at
every size, crisp at any device pixel ratio.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from msspdesk.paths import resources_dir
from msspdesk.ui.theme import theme

GRID = 24
STROKE = 1.3


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    return (resources_dir() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """One icon of `size` logical pixels in `#RRGGBB`; raises for an unknown name."""
    width = STROKE * GRID / size
    svg = _source(name).replace("#000", colour).replace('width="1.5"', f'width="{width:.2f}"')
    result = QPixmap(round(size * ratio), round(size * ratio))
    result.setDevicePixelRatio(ratio)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return result


def icon(name: str, tone: str = "text", size: int = 16) -> QIcon:
    """For buttons and menus; ask again when the theme changes."""
    result = QIcon()
    screen = QGuiApplication.primaryScreen()
    ratio = screen.devicePixelRatio()
    tokens = theme.tokens
    result.addPixmap(pixmap(name, getattr(tokens, tone), size, ratio), QIcon.Mode.Normal)
    result.addPixmap(pixmap(name, tokens.disabled, size, ratio), QIcon.Mode.Disabled)
    return result


def paint_icon(painter: QPainter, name: str, x: float, y: float, size: int, colour: QColor) -> None:
    """Draw an icon with its top left corner at (x, y), for delegates."""
    ratio = painter.device().devicePixelRatio()
    painter.drawPixmap(round(x), round(y), pixmap(name, colour.name(), size, ratio))
