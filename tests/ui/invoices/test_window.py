"""The Invoices tab in the real window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from msspdesk.ui.app import Desk
from msspdesk.ui.dialogs import Dialog
from msspdesk.ui.start import Options
from msspdesk.ui.views.invoices import MONTH_END, InvoicesPage
from tests.ui.invoices.conftest import Provider

Key = Qt.Key


class Screen:
    """The window with the Invoices tab in front."""

    def __init__(self, desk: Desk, qtbot: QtBot) -> None:
        self.desk, self.qtbot = desk, qtbot
        self.crashes: list[object] = []
        desk.tasks.crashed.connect(self.crashes.append)
        desk.window.go("invoices")  # only this tab is built
        with qtbot.waitSignal(desk.opened, timeout=20_000):
            desk.show()
        page = desk.window.current_page()
        assert isinstance(page, InvoicesPage)
        self.page = page
        self.month = page.month_end.presenter
        self.wait(lambda: page.list.loaded)

    def wait(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=20_000)

    def open_month_end(self) -> None:
        self.desk.window.go("invoices", MONTH_END)
        self.wait(lambda: bool(self.month.rows()))

    def dialog(self) -> Dialog:
        self.wait(lambda: bool(self._dialogs()))
        return self._dialogs()[0]

    def _dialogs(self) -> list[Dialog]:
        return [each for each in self.page.findChildren(Dialog) if each.isVisible()]


@pytest.fixture
def screen(provider: Provider, qtbot: QtBot, styled: QApplication) -> Iterator[Screen]:
    provider.book.close()
    desk = Desk(Options(provider.book.path, "light", provider.clock))
    screen = Screen(desk, qtbot)
    yield screen
    assert screen.crashes == []
    desk.window.close()
    desk.close()


def test_an_empty_list_offers_the_first_step(screen: Screen) -> None:
    assert screen.page.list.is_empty
    screen.page.list_view.month_end.emit()
    screen.wait(lambda: bool(screen.month.rows()))


def test_space_unticks_and_enter_opens_a_customer(screen: Screen) -> None:
    screen.open_month_end()
    view = screen.page.month_end.view
    first = screen.month.rows()[0]
    view.select_id(first.id)
    QTest.keyClick(view, Key.Key_Space)
    assert screen.month.rows()[0].ticked == "off"
    QTest.keyClick(view, Key.Key_Return)
    assert [row.kind for row in screen.month.rows()[:3]] == ["customer", "line", "line"]


def test_drafts_are_edited_in_place_and_paid_after_issue(screen: Screen) -> None:
    screen.open_month_end()
    screen.month.make_drafts()
    screen.wait(lambda: len(screen.page.list.rows) == 0 and bool(screen.month.outlook))
    screen.page.show_list()
    page = screen.page
    screen.wait(lambda: len(page.list.rows) == 2 and page.document.detail is not None)
    screen.wait(lambda: page.paper.pdf.pages.pages() > 0)
    page.panel.edit_asked.emit()
    screen.wait(lambda: page.editor.page is not None)
    assert page.panel.editing
    model = page.editor_view.model
    assert model.setData(model.index(0, 1), "2")
    screen.wait(lambda: page.editor.rows()[0].quantity == "2")
    page.editor_view.done.emit()
    page.document.issue()
    screen.wait(lambda: bool(page.document.detail and page.document.detail.can_be_paid))
    page.pay()
    dialog = screen.dialog()
    dialog.primary.click()
    screen.wait(lambda: bool(page.document.detail and page.document.detail.state == "Paid"))


def test_a_line_is_added_and_its_tax_asked_by_keyboard(screen: Screen) -> None:
    """The cursor lands in the title, Enter on a tax stays with its line; nothing is lost to
    the entry line when the last line goes."""
    page = screen.page
    screen.open_month_end()
    screen.month.make_drafts()
    screen.wait(lambda: bool(screen.month.outlook))
    page.show_list()
    screen.wait(lambda: len(page.list.rows) == 2 and page.document.detail is not None)
    page.panel.edit_asked.emit()
    screen.wait(lambda: bool(page.editor.rows()))
    view = page.editor_view
    before = len(page.editor.rows())
    QTest.mouseClick(view.add_button, Qt.MouseButton.LeftButton)
    screen.wait(lambda: len(page.editor.rows()) == before + 1)
    assert view.line.form.field_in_focus() is view.line.form.fields["name"]
    QTest.keyClicks(screen.desk.window.focusWidget(), "Travel")
    QTest.keyClick(screen.desk.window.focusWidget(), Key.Key_Tab)
    screen.wait(lambda: page.editor.rows()[-1].name == "Travel")
    view.view.setFocus()
    view.view.setCurrentIndex(view.model.index(0, 3))
    QTest.keyClick(view.view, Key.Key_Return)
    why = page.editor.why()
    assert why is not None
    assert why.line_id == page.editor.rows()[0].id
    assert view.view.hasFocus()
    for _each in range(before + 1):
        left = len(page.editor.rows()) - 1
        QTest.keyClick(view.view, Key.Key_Delete)
        screen.wait(partial(_has_lines, page, left))
    screen.wait(lambda: screen.desk.window.focusWidget() is view.add_button)


def _has_lines(page: InvoicesPage, count: int) -> bool:
    return len(page.editor.rows()) == count
