"""From two hours for a new customer to an issued invoice, by the buttons of the window."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from msspdesk.domain.customers import CustomerCertificate
from msspdesk.services import invoices, timesheets
from msspdesk.services.invoices import State
from msspdesk.services.placing import Unplaced
from msspdesk.services.timesheets import NewEntry
from msspdesk.ui.app import Desk
from msspdesk.ui.dialogs import Dialog
from msspdesk.ui.forms import CheckField, ChoiceField
from msspdesk.ui.start import Options
from msspdesk.ui.views.customers import CustomersPage
from msspdesk.ui.views.month_end_dialogs import unplaced_words
from msspdesk.ui.views.today import TodayPage
from tests import builders
from tests.services import drafts_for_tests as make
from tests.ui.invoices.conftest import TODAY, Provider
from tests.ui.invoices.test_window import Screen


@pytest.fixture
def nordlicht(provider: Provider) -> int:
    """A new customer with 120.00 an hour, and two hours noted today that name no service."""
    key = make.add_customer(
        provider.book, name="Nordlicht", short="nord", hourly_rate_micro=120_000_000
    )
    with provider.book.write() as work:
        work.add(builders.service(name="Incidents", code="IR", unit="HUR", price_micro=None))
    entry = NewEntry(day=TODAY, minutes=120, customer_id=key, note="Firewall")
    timesheets.add_entry(provider.book, entry)
    return key


@pytest.fixture
def screen(
    provider: Provider, nordlicht: int, qtbot: QtBot, styled: QApplication
) -> Iterator[Screen]:
    ends = CustomerCertificate(kind="resale", jurisdiction="US-TX", valid_to=TODAY, number="")
    make.add_customer(provider.book, name="Mesa", short="mesa", certificates=[ends])
    make.add_draft(provider.book, provider.tulpenburg)
    provider.book.close()
    desk = Desk(Options(provider.book.path, "light", provider.clock))
    screen = Screen(desk, qtbot)
    yield screen
    assert screen.crashes == []
    desk.window.close()
    desk.close()


def menu_of(screen: Screen) -> QMenu:
    def shown() -> list[QMenu]:
        found = QApplication.topLevelWidgets()
        return [each for each in found if isinstance(each, QMenu) and each.isVisible()]

    screen.wait(lambda: bool(shown()))
    return shown()[0]


def customer_page(screen: Screen, customer_id: int) -> CustomersPage:
    screen.desk.window.go("customers", customer_id)
    page = screen.desk.window.current_page()
    assert isinstance(page, CustomersPage)
    screen.wait(lambda: page.overview.customer_id == customer_id and page.head.isVisible())
    return page


@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_two_hours_become_an_issued_invoice(screen: Screen, nordlicht: int) -> None:
    page = customer_page(screen, nordlicht)
    page.head.invoice.click()
    menu = menu_of(screen)
    bill, blank = menu.actions()
    assert bill.text().replace("\xa0", " ") == "Bill what is owed up to today: 240.00 EUR (2:00 h)"
    assert blank.text() == "Empty invoice"
    bill.trigger()
    menu.close()
    document = screen.page.document
    assert screen.desk._book is not None
    screen.wait(lambda: bool(document.detail and document.detail.row.customer_id == nordlicht))
    assert document.detail is not None
    assert (document.detail.is_draft, document.detail.problems) == (True, ())
    document.issue()
    screen.wait(lambda: bool(document.detail and document.detail.can_be_paid))
    drafts = [row for row in invoices.rows(screen.desk._book) if row.state is State.DRAFT]
    assert nordlicht not in {row.customer_id for row in drafts}


def test_with_nothing_owed_the_cursor_stands_in_a_free_line(
    screen: Screen, provider: Provider
) -> None:
    screen.open_month_end()
    screen.month.make_drafts()
    screen.wait(lambda: screen.month.drafts_to_make() == 0)
    page = customer_page(screen, provider.tulpenburg)
    page.head.invoice.click()
    editor = screen.page.editor
    screen.wait(lambda: [row.name for row in editor.rows()] == [""])
    screen.wait(lambda: screen.page.panel.editing)


def test_today_leads_to_what_to_look_at_about_tax(screen: Screen) -> None:
    window = screen.desk.window
    window.go("today")
    page = window.current_page()
    assert isinstance(page, TodayPage)
    screen.wait(lambda: any(row.tax for row in page.today.rows))
    notes = [row for row in page.today.rows if row.tax]
    assert [row.button for row in notes] == ["Open customer", "Open customer"]
    assert page.today.count == sum(1 for row in page.today.rows if row.needs_owner)
    page.open_item(notes[0].id)
    assert isinstance(window.current_page(), CustomersPage)


def test_the_month_end_points_to_what_is_owed_since(screen: Screen) -> None:
    screen.open_month_end()
    view = screen.page.month_end
    screen.month.step_month(-1)
    screen.wait(lambda: view.beside.later is not None)
    view.look_later()
    screen.wait(lambda: screen.month.through == TODAY and bool(screen.month.groups))
    screen.wait(lambda: not view._more.isVisible())


def test_from_today_a_customer_and_an_invoice_are_begun_before_their_tabs_were_opened(
    provider: Provider, qtbot: QtBot, styled: QApplication
) -> None:
    provider.book.close()
    desk = Desk(Options(provider.book.path, "light", provider.clock))
    desk.show()
    qtbot.waitUntil(lambda: desk._book is not None)
    actions = desk.window.actions_

    def run(name: str) -> None:
        (found,) = [each for each in actions.all() if each.name == name]
        found.action.trigger()

    run("New customer")
    page = desk.window.current_page()
    assert isinstance(page, CustomersPage)
    assert page.details.adding
    for _again in range(2):  # before its tab is made, and from another tab later
        desk.window.go("today")
        run("New invoice")
        assert desk.window.current_key() == "invoices"
        titles = [each.windowTitle() for each in desk.window.findChildren(Dialog)]
        assert titles == ["New invoice"]
        (dialog,) = desk.window.findChildren(Dialog)
        dialog.reject()
        dialog.setParent(None)
    desk.window.go("contracts")
    assert actions.promised() == []
    desk.window.close()
    desk.close()


def test_tab_from_the_customer_leads_to_what_is_owed_and_not_past_it(
    screen: Screen, nordlicht: int
) -> None:
    screen.desk.window.go("invoices")
    screen.page.new_invoice()
    (dialog,) = screen.page.findChildren(Dialog)
    (customer,) = dialog.findChildren(ChoiceField)
    (owed,) = dialog.findChildren(CheckField)
    screen.wait(lambda: customer.combo.count() > 1)
    dialog.activateWindow()
    QTest.keyClicks(customer.combo, "Nordl")
    QTest.keyClick(customer.combo, Qt.Key.Key_Tab)
    screen.wait(owed.isVisible)
    assert dialog.focusWidget() is owed.box
    QTest.keyClick(owed.box, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    document = screen.page.document
    screen.wait(lambda: bool(document.detail and document.detail.row.customer_id == nordlicht))


def test_time_without_a_service_is_told_with_its_days() -> None:
    told = unplaced_words("Nordlicht", Unplaced(120, 1, TODAY, TODAY, ()))
    assert told.replace("\xa0", " ") == "Nordlicht: 2:00 h on 31 Jul, without a service."
    first = TODAY - timedelta(days=27)
    told = unplaced_words("Nordlicht", Unplaced(210, 2, first, TODAY, ()))
    assert told.replace("\xa0", " ") == "Nordlicht: 3:30 h, 4 Jul to 31 Jul, without a service."
