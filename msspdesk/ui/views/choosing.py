"""One of a list is chosen before something begins: a menu of few, a search among many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from msspdesk.ui.dialogs import Dialog
from msspdesk.ui.forms import ChoiceField, Form

IN_A_MENU = 15
WIDTH = 360  # pixels of a name in a menu

Options = Sequence[tuple[int, str]]


def choose(
    button: QWidget,
    options: Options,
    take: Callable[[int], None],
    *,
    title: str,
    label: str,
    primary: str,
) -> None:
    """Ask under the button which of (id, name) is meant, and hand its id on."""
    if len(options) > IN_A_MENU:
        _search(button, options, take, title, label, primary)
        return
    menu = QMenu(button)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    room = menu.fontMetrics()
    for key, name in options:
        shown = room.elidedText(name, Qt.TextElideMode.ElideRight, WIDTH)
        menu.addAction(shown.replace("&", "&&"), partial(take, key))
    menu.popup(button.mapToGlobal(QPoint(0, button.height() + 4)))


def _search(
    button: QWidget,
    options: Options,
    take: Callable[[int], None],
    title: str,
    label: str,
    primary: str,
) -> None:
    field = ChoiceField("chosen", label, options)

    def done() -> None:
        chosen = field.value()
        if chosen is not None:
            dialog.accept()
            take(chosen)

    dialog = Dialog(button.window(), title, Form([field]), primary=primary, on_primary=done)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    field.combo.setFocus()
