"""Every window of its own wears the colours that are on: dialogs, menus, lists, tool tips."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from msspdesk.ui.app import Desk
from msspdesk.ui.crash_dialog import CrashDialog
from msspdesk.ui.dialogs import question
from msspdesk.ui.forms import ChoiceField, Form
from msspdesk.ui.palette import Choice
from msspdesk.ui.start import Options
from msspdesk.ui.stylesheet import stylesheet
from msspdesk.ui.theme import theme
from tests.builders import FixedClock, make_book

CHOICES: tuple[Choice, ...] = tuple(each for each in get_args(Choice) if each != "system")
WAIT = 10_000

pytestmark = pytest.mark.qt_log_ignore("does not support", extend=True)


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    book = make_book(tmp_path)
    book.close()
    made = Desk(Options(book.path, "light", FixedClock()))
    qtbot.addWidget(made.window)
    with qtbot.waitSignal(made.opened, timeout=WAIT):
        made.show()
    yield made
    theme.choose("light")
    made.close()


def edge_and_ground(shown: QWidget) -> tuple[QColor, QColor]:
    """The outermost pixel in the middle of the left side, and the one beside it."""
    image = shown.grab().toImage()
    middle = image.height() // 2
    return image.pixelColor(0, middle), image.pixelColor(2, middle)


def assert_framed(shown: QWidget) -> None:
    """A thin line around, and the ground of lists within."""
    for choice in CHOICES:
        theme.choose(choice)
        expected = (theme.colour("edge"), theme.colour("surface"))
        assert edge_and_ground(shown) == expected, choice


def test_a_menu(desk: Desk) -> None:
    menu = QMenu(desk.window)
    menu.addAction(QAction("Alpenblick Hotels", menu))
    menu.popup(QPoint(100, 100))
    assert_framed(menu)
    menu.close()


def test_the_list_of_a_choice_and_what_is_offered_while_typing(desk: Desk, qtbot: QtBot) -> None:
    few = ChoiceField("few", "Few", [(each, f"Option {each}") for each in range(3)])
    many = ChoiceField("many", "Many", [(each, f"Option {each}") for each in range(99)])
    dialog = question(desk.window, "Choose", [], "Take")
    layout = dialog.layout()
    assert layout is not None
    layout.addWidget(Form([few, many]))
    dialog.open()
    few.combo.showPopup()
    assert_framed(few.combo.view())
    few.combo.hidePopup()
    completer = many.combo.completer()
    assert completer is not None
    completer.setCompletionPrefix("Option 4")
    completer.complete()
    offered = completer.popup()
    assert offered is not None
    assert offered.isVisible()
    assert_framed(offered)
    offered.hide()
    dialog.close()


def test_a_tool_tip(desk: Desk, qtbot: QtBot) -> None:
    for choice in CHOICES:
        theme.choose(choice)
        QToolTip.showText(QPoint(200, 200), "Settings (Ctrl+,)", desk.window.settings)
        tips = [
            each
            for each in QApplication.topLevelWidgets()
            if isinstance(each, QLabel) and each.isVisible()
        ]
        (tip,) = tips
        assert edge_and_ground(tip) == (theme.colour("edge"), theme.colour("surface"))
        QToolTip.hideText()
        qtbot.waitUntil(lambda: not QToolTip.isVisible(), timeout=WAIT)


def test_every_window_that_opens_belongs_to_a_dressed_one(desk: Desk, qtbot: QtBot) -> None:
    desk.open_settings()
    desk.open_tax()
    desk.show_help()
    desk.window.open_palette()
    CrashDialog("What happened", desk.window).open()
    question(desk.window, "Cancel it?", ["One line"], "Cancel it").open()
    opened = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    assert len(opened) >= 7
    for choice in CHOICES:
        theme.choose(choice)
        for each in opened:
            assert dressed_by(each).styleSheet() == stylesheet(theme.tokens), each
    for each in opened[1:]:
        if each is not desk.window:
            each.close()


def dressed_by(widget: QWidget) -> QWidget:
    """The nearest widget around this one, or itself, that has a sheet of its own."""
    while not widget.styleSheet():
        parent = widget.parentWidget()
        assert parent is not None, f"{widget} has no window to take its looks from"
        widget = parent
    return widget


def test_a_window_that_is_gone_does_not_hold_up_a_switch(qtbot: QtBot) -> None:
    gone, kept = QWidget(), QWidget()
    qtbot.addWidget(kept)
    theme.dress(gone)
    theme.dress(kept)
    with qtbot.waitSignal(gone.destroyed, timeout=WAIT):
        gone.deleteLater()
    theme.choose("dark")
    assert kept.styleSheet() == stylesheet(theme.tokens)
    theme.choose("light")
