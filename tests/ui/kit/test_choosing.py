"""Choosing one of few from a menu, one of many by typing."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from msspdesk.ui.dialogs import Dialog
from msspdesk.ui.forms import ChoiceField
from msspdesk.ui.views.choosing import IN_A_MENU, WIDTH, choose


def ask(qtbot: QtBot, names: list[str]) -> tuple[QWidget, list[int]]:
    button, taken = QWidget(), list[int]()
    qtbot.addWidget(button)
    choose(
        button,
        list(enumerate(names, 1)),
        taken.append,
        title="New contract",
        label="Customer",
        primary="Begin",
    )
    return button, taken


@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_few_stand_in_a_menu_that_a_long_name_does_not_widen(qtbot: QtBot) -> None:
    button, taken = ask(qtbot, ["Bits & Bytes", "Zweckverband " * 23])
    (menu,) = button.findChildren(QMenu)
    first, second = menu.actions()
    assert first.text() == "Bits && Bytes"
    assert menu.fontMetrics().horizontalAdvance(second.text()) <= WIDTH
    second.trigger()
    assert taken == [2]
    menu.close()


def test_many_are_searched_by_typing(qtbot: QtBot) -> None:
    _button, taken = ask(qtbot, [f"Customer {each}" for each in range(1, IN_A_MENU + 300)])
    dialogs = (each for each in QApplication.topLevelWidgets() if isinstance(each, Dialog))
    (dialog,) = (each for each in dialogs if each.isVisible())
    (field,) = dialog.findChildren(ChoiceField)
    dialog.primary.click()
    assert dialog.isVisible()  # nobody is chosen yet
    field.set_value(207)
    dialog.primary.click()
    assert taken == [207]
    assert not dialog.isVisible()
