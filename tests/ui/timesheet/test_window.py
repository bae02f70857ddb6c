"""The Timesheet in the real window, by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from msspdesk.services import books, timesheets
from msspdesk.ui.app import Desk
from msspdesk.ui.start import Options
from msspdesk.ui.timer_question import TimerQuestion
from msspdesk.ui.views.timesheet import TimesheetPage
from tests.ui.timesheet.business import Business

Key = Qt.Key


class Screen:
    """The window with the Timesheet in front."""

    def __init__(self, desk: Desk, qtbot: QtBot, path: Path) -> None:
        self.desk, self.qtbot, self.path = desk, qtbot, path
        self.crashes: list[object] = []
        desk.tasks.crashed.connect(self.crashes.append)
        desk.window._current = "timesheet"  # only this tab is built
        with qtbot.waitSignal(desk.opened, timeout=20_000):
            desk.show()
        page = desk.window.current_page()
        assert isinstance(page, TimesheetPage)
        self.page = page
        self.wait(lambda: page.week.loaded and page.entries.loaded)
        self.grid = page.week_pane.view
        self.line = desk.window.entry.edit

    def wait(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=10_000)

    def minutes(self) -> list[int]:
        book = books.open_book(self.path)
        try:
            return [row.minutes for row in timesheets.entry_rows(book, timesheets.entry_ids(book))]
        finally:
            book.close()

    def shown(self, row_id: int) -> list[int]:
        row = self.page.week.row(row_id)
        return [] if row is None else [cell.minutes for cell in row.cells]


@pytest.fixture
def screen(business: Business, qtbot: QtBot, styled: QApplication) -> Iterator[Screen]:
    business.note(30, note="phishing report")
    business.book.close()
    desk = Desk(Options(business.book.path, "light", business.clock))
    qtbot.addWidget(desk.window)
    screen = Screen(desk, qtbot, business.book.path)
    yield screen
    desk.close()
    assert screen.crashes == []


def test_a_line_typed_and_entered_is_noted_and_ctrl_z_takes_it_back(
    screen: Screen, business: Business
) -> None:
    screen.wait(lambda: screen.desk.window.entry._presenter is not None)
    screen.desk.window.entry.take_focus()
    screen.wait(lambda: screen.page.week.loaded)
    QTest.keyClicks(screen.line, "initech 1h30 triage")
    screen.wait(lambda: screen.page.week.row(business.initech) is not None)
    row = screen.page.week.row(business.initech)
    assert row is not None
    assert row.coming == (4, 90)
    QTest.keyClick(screen.line, Key.Key_Return)
    screen.wait(lambda: screen.shown(business.initech) == [0, 0, 0, 0, 90, 0, 0])
    assert screen.line.text() == ""
    QTest.keyClick(screen.line, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    screen.wait(lambda: screen.page.week.row(business.initech) is None)
    assert screen.minutes() == [30]


def test_a_duration_typed_into_the_grid_is_stored_and_the_cursor_goes_down(
    screen: Screen, business: Business
) -> None:
    screen.grid.setFocus()
    screen.grid.go_to(business.globex, 1)
    QTest.keyClicks(screen.grid, "1")
    editor = screen.grid.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, ":15")
    QTest.keyClick(editor, Key.Key_Return)
    screen.wait(lambda: screen.shown(business.globex)[1] == 75)
    assert screen.grid.place() == (0, 1)
    screen.grid.go_to(business.globex, 1)
    QTest.keyClick(screen.grid, Key.Key_Delete)
    screen.wait(lambda: screen.shown(business.globex)[1] == 0)
    assert screen.minutes() == [30]


def test_words_in_the_filter_find_entries_of_all_time(screen: Screen) -> None:
    page = screen.page
    page.focus_filter()
    QTest.keyClicks(page.entries_pane.filter_field, "phish")
    screen.wait(lambda: page.entries.searching and len(page.entries.ids) == 1)
    QTest.keyClick(page.entries_pane.filter_field, Key.Key_Escape)
    screen.wait(lambda: not page.entries.searching)


def test_enter_opens_an_entry_and_leaving_a_field_stores_it(
    screen: Screen, business: Business
) -> None:
    pane = screen.page.entries_pane
    item = next(row for row in screen.page.entries.items if not row.heading)
    pane.week_view.setFocus()
    pane.week_view.select_id(item.id)
    QTest.keyClick(pane.week_view, Key.Key_Return)
    screen.wait(pane.panel.isVisible)
    note = pane.panel.form.fields["note"].editor
    assert isinstance(note, QLineEdit)
    note.selectAll()
    QTest.keyClicks(note, "mended")
    QTest.keyClick(note, Key.Key_Return)
    screen.wait(lambda: any(row.note == "mended" for row in screen.page.entries.items))
    QTest.keyClick(note, Key.Key_Escape)
    assert not pane.panel.isVisible()


def test_an_entry_of_another_week_is_opened_in_its_week(screen: Screen, business: Business) -> None:
    old = business.note(15, day=date(2026, 5, 5), note="old")
    screen.desk.context.go("timesheet", old)
    screen.wait(lambda: screen.page.entries_pane.week_view.current_id() == old)
    assert screen.page.week.title == "Week 19"
    assert screen.page.entries_pane.panel.isVisible()


def test_an_entry_without_a_service_is_opened_at_its_service(
    screen: Screen, business: Business
) -> None:
    bare = business.note(15, note="which service?", contract_line_id=None, service_id=None)
    screen.desk.context.go("timesheet", bare)
    form = screen.page.entries_pane.panel.form
    screen.wait(lambda: form.field_in_focus() is form.fields["service_id"])


# The list of names is a popup, which a window without a screen cannot raise.
@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_row_is_added_by_typing_a_few_letters(screen: Screen, business: Business) -> None:
    screen.grid.setFocus()
    screen.grid.begin_row()
    editor = screen.grid.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, "init")
    QTest.keyClick(editor, Key.Key_Return)
    screen.wait(lambda: screen.page.week.row(business.initech) is not None)
    screen.wait(lambda: screen.grid.place() == (business.initech, 4))


def test_hours_of_a_spreadsheet_are_pasted(screen: Screen, business: Business) -> None:
    QApplication.clipboard().setText("1:00\t2:00\n0:15\t")
    screen.grid.setFocus()
    screen.grid.go_to(business.globex, 0)
    QTest.keyClick(screen.grid, Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    screen.wait(lambda: screen.shown(business.globex) == [60, 120, 0, 0, 30, 0, 0])
    assert screen.shown(0) == [15, 0, 0, 0, 0, 0, 0]


def test_a_night_on_the_timer_is_asked_about(screen: Screen, business: Business) -> None:
    window = screen.desk.window
    screen.wait(window.timer.start.isVisible)
    window.timer.start.click()
    screen.wait(window.timer.stop.isVisible)
    business.clock.now += timedelta(hours=20)
    window.timer.stop.click()
    screen.wait(lambda: window.findChild(TimerQuestion) is not None)
    question = window.findChild(TimerQuestion)
    assert isinstance(question, TimerQuestion)
    question.until.edit.setText("14:30")
    question.until.edit.textEdited.emit("14:30")
    assert question.cut.text() == "Note 2:30"
    question.cut.click()
    screen.wait(lambda: screen.minutes() == [150, 30])
