"""What stands in the window: every text in sight, and whether its end is cut off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from msspdesk.ui.tables.cells import CELL, Cell
from msspdesk.ui.tables.view import TableView
from msspdesk.ui.theme import SMALL
from msspdesk.ui.widgets import ElidedLabel
from msspdesk.ui.writing import text_width

BUTTON_PAD = 8  # the border and the least padding that still looks like a button
PADS = {"link": 0, "bare": 12, "segment": 12}
ARROW = 16  # room of the arrow beside a sorted heading


@dataclass(frozen=True)
class Said:
    """A text of the window. `fixed`: it comes from the program, not from the book."""

    text: str
    where: str
    cut: bool = False
    fixed: bool = True


def said_in(window: QWidget) -> Iterator[Said]:
    """Everything shown now in this window and, by name, to those who cannot see it."""
    yield Said(window.windowTitle(), "title", fixed=False)
    for widget in window.findChildren(QWidget):
        if widget.isVisibleTo(window):
            yield from _of(widget)
            name = type(widget).__name__
            yield Said(widget.accessibleName(), f"{name}, name")
            yield Said(widget.toolTip(), f"{name}, tip", fixed=not isinstance(widget, ElidedLabel))


def _of(widget: QWidget) -> Iterator[Said]:
    name = type(widget).__name__
    if isinstance(widget, TableView):
        yield from _table(widget)
    elif isinstance(widget, QLabel):
        yield Said(widget.text(), name, _label_is_cut(widget))
    elif isinstance(widget, QAbstractButton):
        cut = isinstance(widget, QPushButton) and _button_is_cut(widget)
        yield Said(widget.text().replace("&&", "&"), name, cut)
    elif isinstance(widget, QLineEdit):
        room = widget.width() - 2 * BUTTON_PAD
        hint = widget.placeholderText()
        yield Said(hint, name, widget.fontMetrics().horizontalAdvance(hint) > room)
    elif isinstance(widget, QPlainTextEdit):
        yield Said(widget.placeholderText(), name)
    elif isinstance(widget, QComboBox):
        yield from (Said(widget.itemText(at), name) for at in range(widget.count()))


def _label_is_cut(label: QLabel) -> bool:
    if isinstance(label, ElidedLabel) or not label.text():
        return False  # it is made for texts of any length, and ends in …
    room = label.contentsRect()
    if label.wordWrap():
        return label.heightForWidth(label.width()) > label.height() + 1
    return label.fontMetrics().horizontalAdvance(label.text()) > room.width() + 1


def _button_is_cut(button: QPushButton) -> bool:
    icon = button.iconSize().width() + 4 if not button.icon().isNull() else 0
    words = button.fontMetrics().horizontalAdvance(button.text().replace("&&", "&"))
    pad = PADS.get(button.property("look"), 2 * BUTTON_PAD)
    return bool(button.text()) and words + icon + pad > button.width()


def _table(view: TableView) -> Iterator[Said]:
    model = view.model()
    for at, column in enumerate(view.columns):
        if view.isColumnHidden(at):
            continue
        header = view.horizontalHeader()
        box = view.cell_delegate.content_rect(header.rect(), at)
        room = header.sectionSize(at) - (header.width() - box.width())
        arrow = ARROW if view.sorted_key == column.key else 0
        cut = header.isVisible() and text_width(column.title, SMALL) + arrow > room
        yield Said(column.title or column.name, f"heading {column.key}", cut)
        for row in range(min(model.rowCount(), 40)):
            yield from _cell(view, row, at, column.key)


def _cell(view: TableView, row: int, at: int, key: str) -> Iterator[Said]:
    index = view.model().index(row, at)
    cell = index.data(CELL)
    if not isinstance(cell, Cell):
        return
    room = view.cell_delegate.content_rect(view.visualRect(index), at).width()
    cut = bool(cell.button) and text_width(cell.button) + BUTTON_PAD > room
    yield Said(cell.button, f"cell {key}", cut)
    for text in (cell.text, cell.note, cell.below, cell.unit, *cell.tags, *cell.tags_below):
        yield Said(text, f"cell {key}", fixed=False)
