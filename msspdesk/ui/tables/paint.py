"""How a cell is painted."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from msspdesk.ui.icons import paint_icon
from msspdesk.ui.tables.cells import Cell, Check
from msspdesk.ui.theme import BODY, SMALL, font, theme
from msspdesk.ui.writing import metrics, text_width, write

INDENT = 16
PAD = 8  # left and right inside a cell
BOX = 16
ICON = 16
BUTTON_HEIGHT = 26
TAG_HEIGHT = 18
LEAST_TAG = 40
LINE_BELOW = 16
UNIT_SLOT = 28  # room for a currency code, so that digits stand under digits

_CENTRE = Qt.AlignmentFlag.AlignCenter


def paint_cell(painter: QPainter, rect: QRect, cell: Cell, *, right: bool, child: bool) -> None:
    """Paint what stands in a cell; ground and lines are the delegate's."""
    if cell.button:
        return
    upper, lower = rect, None
    if cell.below or cell.tags_below:
        top = rect.top() + (rect.height() - 2 * LINE_BELOW) // 2
        upper = QRect(rect.left(), top, rect.width(), LINE_BELOW)
        lower = upper.translated(0, LINE_BELOW)
    if cell.bar is not None:
        _paint_bar(painter, rect, cell)
    elif right:
        _paint_right(painter, upper, cell, child)
    else:
        _paint_left(painter, upper, cell, child)
    if lower is not None:
        _paint_below(painter, lower, cell, right)


def _tone(cell: Cell, child: bool) -> str:
    if cell.link:
        return "accent"
    return cell.tone or ("muted" if child else "text")


def _paint_left(painter: QPainter, rect: QRect, cell: Cell, child: bool) -> None:
    rest = QRect(rect)
    if cell.check is not None:
        paint_check(painter, check_rect(rest), cell.check)
        rest.setLeft(rest.left() + BOX + PAD)
    tone = _tone(cell, child)
    if cell.icon:
        y = rest.center().y() - ICON // 2 + 1
        size = 14 if cell.small else ICON
        paint_icon(painter, cell.icon, rest.left(), y, size, theme.colour(cell.icon_tone or tone))
        rest.setLeft(rest.left() + size + (4 if cell.small else PAD))
    for tag in cell.tags:
        rest.setLeft(rest.left() + _paint_tag(painter, rest, tag) + 4)
    size = SMALL if cell.small else BODY
    used = write(painter, rest, cell.text, tone, size=size, strong=cell.bold)
    if cell.unit:
        rest.setLeft(rest.left() + used + 4)
        used = write(painter, rest, cell.unit, "muted", size=SMALL)
    if cell.note:
        rest.setLeft(rest.left() + used + (PAD if used else 0))
        write(painter, rest, cell.note, "muted", size=size)


def _paint_right(painter: QPainter, rect: QRect, cell: Cell, child: bool) -> None:
    rest = QRect(rect)
    if cell.unit:
        slot = max(UNIT_SLOT, text_width(cell.unit, SMALL) + 4)
        unit = QRect(rest.right() - slot + 5, rest.top(), slot - 4, rest.height())
        write(painter, unit, cell.unit, "muted", size=SMALL)
        rest.setRight(rest.right() - slot)
    size = SMALL if cell.small else BODY
    tone = _tone(cell, child)
    used = write(painter, rest, cell.text, tone, size=size, strong=cell.bold, right=True)
    if cell.icon:
        x = rest.right() - used - ICON - 4
        y = rest.center().y() - ICON // 2 + 1
        paint_icon(painter, cell.icon, x, y, ICON, theme.colour(cell.icon_tone or tone))
    if cell.before:
        rest.setRight(rest.right() - used - (6 if used else 0))
        write(painter, rest, cell.before, "accent", strong=True, right=True)


def _paint_below(painter: QPainter, rect: QRect, cell: Cell, right: bool) -> None:
    rest = QRect(rect)
    used = write(painter, rest, cell.below, cell.below_tone, size=SMALL, right=right)
    if not right:
        rest.setLeft(rest.left() + used + (6 if used else 0))
        for tag in cell.tags_below:
            rest.setLeft(rest.left() + _paint_tag(painter, rest, tag) + 4)


def has_room(rect: QRect, cell: Cell) -> bool:
    """Whether all words of a cell fit into its inside."""
    size = SMALL if cell.small else BODY
    taken = text_width(cell.text, size, cell.bold)
    taken += 16 if cell.check is not None or cell.icon else 0
    taken += sum(text_width(tag, SMALL) + 16 for tag in cell.tags)
    taken += text_width(cell.unit, SMALL) + 4 if cell.unit else 0
    taken += text_width(cell.note, size) + PAD if cell.note else 0
    below = text_width(cell.below, SMALL)
    below += sum(text_width(tag, SMALL) + 18 for tag in cell.tags_below)
    return max(taken, below) <= rect.width()


def _paint_tag(painter: QPainter, rect: QRect, tag: str) -> int:
    wanted = text_width(tag, SMALL) + 12
    width = min(wanted, rect.width())
    if width < min(wanted, LEAST_TAG):
        return 0  # a box without its word says nothing
    height = min(TAG_HEIGHT, rect.height())  # in a second line it must not cover the first
    box = QRect(rect.left(), rect.center().y() - height // 2 + 1, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("hover"))
    painter.drawRoundedRect(box, 4, 4)
    write(painter, box.adjusted(6, 0, -5, 0), tag, "muted", size=SMALL)
    return width


def _paint_bar(painter: QPainter, rect: QRect, cell: Cell) -> None:
    height = 8
    top = rect.center().y() - height // 2 + 1
    filled = round(rect.width() * max(0.0, min(1.0, cell.bar or 0.0)))
    painter.fillRect(rect.left(), top, filled, height, theme.colour(cell.tone or "accent"))
    if cell.target is not None:
        x = rect.left() + round(rect.width() * cell.target)
        painter.fillRect(x, top - 4, 1, height + 8, theme.colour("text"))


def check_rect(rect: QRect) -> QRect:
    return QRect(rect.left(), rect.center().y() - BOX // 2 + 1, BOX, BOX)


def paint_check(painter: QPainter, box: QRect, check: Check, *, enabled: bool = True) -> None:
    """A check box of 16 px: empty, checked, or partly (a dash)."""
    on = check is not Check.OFF
    fill = "accent" if check is Check.ON and enabled else "surface"
    pen = theme.colour(fill if check is Check.ON else "edge" if enabled else "line")
    painter.setPen(QPen(pen, 1))
    painter.setBrush(theme.colour(fill))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    if check is Check.PART:
        bar = QRectF(box.left() + 4, box.center().y() - 0.5, 8, 2)
        painter.fillRect(bar, theme.colour("accent" if enabled else "disabled"))
    elif on:
        tone = "on_accent" if enabled else "disabled"
        painter.setPen(QPen(theme.colour(tone), 1.6, c=Qt.PenCapStyle.RoundCap))
        x, y = box.left(), box.top()
        ends = (QPointF(x + 4.2, y + 8.4), QPointF(x + 7, y + 11.2), QPointF(x + 11.8, y + 5.4))
        painter.drawPolyline(list(ends))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def button_rect(rect: QRect) -> QRect:
    top = rect.center().y() - BUTTON_HEIGHT // 2 + 1
    return QRect(rect.left(), top, rect.width(), BUTTON_HEIGHT)


def paint_button(painter: QPainter, rect: QRect, cell: Cell, *, hot: bool, down: bool) -> None:
    """A row button, as wide as its column."""
    box = button_rect(rect)
    if cell.primary:
        fill = theme.colour("accent_hover" if hot or down else "accent")
        edge, tone = fill, "on_accent"
    else:
        fill = theme.colour("line" if down else "hover" if hot else "surface")
        edge, tone = theme.colour("edge"), "text"
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, 1))
    painter.setBrush(fill)
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setFont(font(BODY, cell.primary))
    painter.setPen(theme.colour(tone))
    text = metrics(BODY, cell.primary).elidedText(
        cell.button, Qt.TextElideMode.ElideRight, box.width() - 12
    )
    painter.drawText(box, int(_CENTRE), text)


def paint_frame(painter: QPainter, rect: QRect, *, focused: bool) -> None:
    """Round the current cell: 2 px accent, or 1 px edge when the table has no focus."""
    width = 2 if focused else 1
    colour: QColor = theme.colour("accent" if focused else "edge")
    painter.setPen(Qt.PenStyle.NoPen)
    for side in (
        QRect(rect.left(), rect.top(), rect.width(), width),
        QRect(rect.left(), rect.bottom() - width + 1, rect.width(), width),
        QRect(rect.left(), rect.top(), width, rect.height()),
        QRect(rect.right() - width + 1, rect.top(), width, rect.height()),
    ):
        painter.fillRect(side, colour)
