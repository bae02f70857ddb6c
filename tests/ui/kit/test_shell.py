"""The window as a whole: keys, entry line, tabs, names for those who cannot see it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from msspdesk.services.changes import Changes, Undo
from msspdesk.ui.crash import FaultLog, report
from msspdesk.ui.crash_dialog import CrashDialog
from msspdesk.ui.dialogs import Dialog
from msspdesk.ui.forms import Form, TextField
from msspdesk.ui.fuzzy import ranked
from msspdesk.ui.main_window import MainWindow
from msspdesk.ui.page import Page
from msspdesk.ui.palette_dialog import PaletteDialog
from msspdesk.ui.presenters.base import Progress
from msspdesk.ui.tasks import JobState, Notice, Tasks
from msspdesk.ui.widgets import Label
from tests.ui.kit.gallery import NOW, Entry, window

Key = Qt.Key


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    result = Tasks()
    yield result
    result.close()


@pytest.fixture
def shell(qtbot: QtBot, tasks: Tasks) -> MainWindow:
    result = window(tasks)
    qtbot.addWidget(result)
    result.show()
    qtbot.waitExposed(result)
    result.activateWindow()
    return result


def entry_of(shell: MainWindow) -> Entry:
    presenter = shell.entry._presenter
    assert isinstance(presenter, Entry)
    return presenter


@pytest.mark.parametrize(
    ("free", "fits", "size"),
    [
        ((1920, 1040), True, (1366, 768)),
        ((1366, 808), True, (1366, 768)),
        ((1366, 728), False, (1366, 688)),
        ((1280, 760), False, (1280, 720)),
        ((800, 600), True, (1366, 768)),
    ],
    ids=["desktop", "just", "768 with a taskbar", "netbook", "no real screen"],
)
def test_it_opens_within_the_screen_with_title_bar_and_taskbar(
    qtbot: QtBot, free: tuple[int, int], fits: bool, size: tuple[int, int]
) -> None:
    """What does not fit fills the screen (1366 × 768 less 40 for the taskbar)."""
    window = MainWindow()
    qtbot.addWidget(window)
    assert window._fit(QSize(*free)) is fits
    assert (window.width(), window.height()) == size


def test_the_frame_is_112_high_and_the_window_fits_a_small_laptop(shell: MainWindow) -> None:
    page = shell.current_page()
    assert page is not None
    assert page.mapTo(shell, page.rect().topLeft()).y() == 112
    assert shell.minimumWidth() <= 1024


def test_tabs_are_built_when_first_shown(qtbot: QtBot, tasks: Tasks) -> None:
    built: list[str] = []

    def page(key: str) -> Page:
        built.append(key)
        return Page()

    shell = MainWindow()
    qtbot.addWidget(shell)
    shell.furnish(tasks, lambda: NOW)
    for key in ("today", "customers"):
        shell.register_tab(key, key.title(), partial(page, key))
    assert built == []
    shell.book_opened()
    assert built == ["today"]
    shell.go("customers")
    shell.go("today")
    shell.go("customers")
    assert built == ["today", "customers"]


def test_the_other_pages_are_made_ahead_in_halves_and_only_once(qtbot: QtBot, tasks: Tasks) -> None:
    built: list[str] = []

    def page(key: str) -> Page:
        built.append(key)
        return Page()

    shell = MainWindow()
    qtbot.addWidget(shell)
    shell.furnish(tasks, lambda: NOW)
    for key in ("today", "customers", "contracts"):
        shell.register_tab(key, key.title(), partial(page, key))
    shell.book_opened()
    halves = 0
    while shell.make_ahead():
        halves += 1
    assert (built, halves) == (["today", "customers", "contracts"], 4)
    assert shell.current_key() == "today"
    shell.go("contracts")
    assert len(built) == 3


def test_tabs_keep_their_place_when_another_is_chosen(shell: MainWindow) -> None:
    before = [tab.geometry() for tab in shell.tabs._tabs.values()]
    QTest.keyClick(shell, Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert shell.tabs._tabs["invoices"].isChecked()
    assert [tab.geometry() for tab in shell.tabs._tabs.values()] == before


def test_one_line_one_enter(shell: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(shell, Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    line = shell.entry.edit
    qtbot.waitUntil(line.hasFocus)
    QTest.keyClicks(line, "globex 1h30 triage #sev")
    assert shell.entry.completions.isVisible()
    QTest.keyClick(line, Key.Key_Down)
    QTest.keyClick(line, Key.Key_Tab)
    assert line.text() == "globex 1h30 triage #sev2-followup "
    assert line.hasFocus()
    QTest.keyClick(line, Key.Key_Return)
    assert entry_of(shell).committed == ["globex 1h30 triage #sev2-followup "]
    assert line.text() == ""


def test_what_cannot_be_noted_stays_in_the_line(shell: MainWindow) -> None:
    line = shell.entry.edit
    QTest.keyClicks(line, "globex")
    QTest.keyClick(line, Key.Key_Return)
    assert entry_of(shell).committed == []
    assert line.text() == "globex"
    assert shell.entry.property("state") == "error"
    assert shell.reading._text.text() == "How long did it take?"


def test_escape_closes_the_list_then_empties_the_line(shell: MainWindow) -> None:
    line = shell.entry.edit
    QTest.keyClicks(line, "globex 1h30 #s")
    QTest.keyClick(line, Key.Key_Escape)
    assert not shell.entry.completions.isVisible()
    assert line.text() == "globex 1h30 #s"
    QTest.keyClick(line, Key.Key_Escape)
    assert line.text() == ""


def test_a_notice_with_undo_gives_way_to_typing(shell: MainWindow, tasks: Tasks) -> None:
    undo = Undo("Note time", lambda _book: Changes.of("time"))
    tasks.notify("Noted 1:30 for Globex", undo=undo)
    assert shell.reading._text.text() == "Noted 1:30 for Globex"
    assert shell.reading._undo.isVisible()
    QTest.keyClicks(shell.entry.edit, "globex 1h30")
    assert not shell.reading._undo.isVisible()
    assert shell.reading._strip.accessibleName().startswith("Customer Globex Handels")


def test_a_problem_is_not_lost_to_typing(shell: MainWindow) -> None:
    shell.reading.show_notice(Notice("The mail server did not answer.", "bad"))
    QTest.keyClicks(shell.entry.edit, "g")
    shell.entry.clear()
    assert shell.reading._text.text() == "The mail server did not answer."


def test_a_long_job_shows_how_far_it_is_and_stops(shell: MainWindow) -> None:
    progress = Progress(lambda *_: None)
    shell.reading.show_job(JobState("Issuing", 4, 9, "", progress))
    assert shell.reading._text.text() == "Issuing, 4 of 9"
    shell.reading._stop.click()
    assert progress.cancelled()
    shell.reading.show_job(None)
    assert not shell.reading._bar.isVisible()


def test_a_shortcut_belongs_to_one_action(shell: MainWindow) -> None:
    with pytest.raises(ValueError, match=r"Ctrl\+K"):
        shell.actions_.add("Another", lambda: None, shortcut="Ctrl+K")


def test_what_a_tab_will_add_is_promised_until_the_tab_is_made(shell: MainWindow) -> None:
    actions = shell.actions_
    ran: list[str] = []
    made: list[QAction] = []

    def make() -> None:
        real = actions.add("New quote", lambda: ran.append("real"), shortcut="Ctrl+Q", place="Q")
        made.append(real)

    actions.promise("New quote", make, place="Q", shortcut="Ctrl+Q")
    promise = actions.promised()[-1]
    promise.action.trigger()
    assert ran == ["real"]
    assert promise not in actions.promised()
    assert [each.action for each in actions.all() if each.name == "New quote"] == made
    assert [each for each in shell.actions() if each.text() == "New quote"] == made


def test_a_promise_stands_while_its_tab_cannot_be_made(shell: MainWindow) -> None:
    shell.actions_.promise("New quote", lambda: None, place="Q")
    promise = shell.actions_.promised()[-1]
    promise.action.trigger()
    assert shell.actions_.promised()[-1] is promise


def test_the_palette_finds_and_runs(shell: MainWindow, qtbot: QtBot) -> None:
    ran: list[str] = []
    shell.actions_.add("Record payment", lambda: ran.append("payment"), shortcut="Ctrl+P")
    palette = PaletteDialog(shell, shell.actions_.all())
    palette.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)  # to look at it here
    qtbot.addWidget(palette)
    palette.show()
    QTest.keyClicks(palette.edit, "rpay")
    assert palette.model.rows[0].action.name == "Record payment"
    palette.edit.setText("zzzz")
    assert palette.model.rows == ()
    palette.edit.setText("rpay")
    QTest.keyClick(palette.edit, Key.Key_Return)
    assert not palette.isVisible()  # gone before the action begins, which may take a while
    assert ran == []
    qtbot.waitUntil(lambda: ran == ["payment"])


def test_letters_at_the_beginning_of_words_find_best() -> None:
    names = ["Import a bank file", "New invoice", "Insight", "Issue and send invoices"]
    assert ranked("ni", names, str)[0] == "New invoice"
    assert ranked("isi", names, str)[0] == "Issue and send invoices"
    assert ranked("", names, str) == names
    assert ranked("qq", names, str) == []


def nameless(widget: QWidget) -> list[str]:
    """Buttons, fields and lists that a screen reader would meet without a name."""
    kinds = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QTableView)
    return [
        f"{type(each).__name__} in {type(each.parentWidget()).__name__}"
        for kind in kinds
        for each in widget.findChildren(kind)
        if each.isVisibleTo(widget)
        and not each.accessibleName()
        and not (isinstance(each, QAbstractButton) and each.text())
        and not _is_corner(each)
    ]


def _is_corner(widget: QWidget) -> bool:
    """Qt's own button between the two headers; one of them is never shown here."""
    return isinstance(widget.parentWidget(), QTableView) and widget.width() <= 1


def test_every_button_and_field_has_a_name(shell: MainWindow, qtbot: QtBot) -> None:
    dialogs = [
        PaletteDialog(shell, shell.actions_.all()),
        CrashDialog("report", shell),
        Dialog(shell, "Issue", Label("9 invoices"), primary="Issue"),
    ]
    for key in ("today", "invoices", "customers"):
        shell.go(key)
        assert nameless(shell) == []
    for dialog in dialogs:
        assert nameless(dialog) == []


def test_a_report_holds_no_words_of_the_owner() -> None:
    try:
        try:
            raise KeyError("Globex Handels GmbH")
        except KeyError as error:
            raise ValueError("105.00 EUR for Globex") from error
    except ValueError as error:
        text = report(error)
    assert "builtins.ValueError" in text
    assert "builtins.KeyError" in text
    assert "test_shell.py" in text
    assert "Globex" not in text
    assert "105" not in text


def test_the_log_of_a_hard_crash_is_found_at_the_next_start(tmp_path: Path) -> None:
    log = FaultLog(tmp_path)
    assert log.left_over() == ""
    log.start()
    log.end()
    assert FaultLog(tmp_path).left_over() == ""
    (tmp_path / "crash.log").write_text("Fatal Python error: Segmentation fault\n")
    assert FaultLog(tmp_path).left_over() == "Fatal Python error: Segmentation fault"


def test_none_keeps_its_references(qtbot: QtBot) -> None:
    """PySide6 6.12.0 on Python 3.11 loses one at each call that returns None."""
    label = Label("")
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for number in range(20_000):
        label.setText(str(number))
    assert abs(sys.getrefcount(None) - before) < 1_000


def test_a_dialog_for_a_long_name_keeps_its_size(qtbot: QtBot) -> None:
    name = "Kommanditgesellschaft für Sicherheitstechnik " * 7
    dialog = Dialog(None, f"Tax for {name}", QWidget(), primary="Keep answer")
    qtbot.addWidget(dialog)
    titles = [each for each in dialog.findChildren(Label) if each.text().startswith("Tax for")]
    assert [len(each.text()) <= 96 and each.text().endswith("…") for each in titles] == [True]
    assert name in titles[0].toolTip()


def test_a_dialog_grows_with_what_is_said_under_a_field(qtbot: QtBot) -> None:
    rate = TextField("rate", "Rate")
    form = Form([[TextField("charged", "On this sale you"), rate]])
    dialog = Dialog(None, "Tax", form, primary="Keep answer")
    qtbot.addWidget(dialog)
    dialog.show()
    before = dialog.height()
    rate.show_problem("Your rules “one” and “other” fit the same sale. " * 4)
    qtbot.waitUntil(lambda: dialog.height() > before + 60)
    assert rate.geometry().bottom() <= form.height()
