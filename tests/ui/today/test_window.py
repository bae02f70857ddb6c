"""Today in the real window, and what the window does about others who use the book."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from msspdesk.services import books, timesheets
from msspdesk.services.changes import KINDS
from msspdesk.services.timesheets import NewEntry
from msspdesk.ui import crash, manual, preferences
from msspdesk.ui.app import Desk
from msspdesk.ui.not_opened import NotOpened
from msspdesk.ui.start import Options
from msspdesk.ui.views.customers import CustomersPage
from msspdesk.ui.views.tax_open import mend
from msspdesk.ui.views.today import TodayPage
from msspdesk.ui.widgets import Button
from tests import builders
from tests.ui.timesheet.business import FRIDAY, Business

Open = Callable[[Path], Desk]


@pytest.fixture
def business(tmp_path: Path) -> Business:
    made = Business(tmp_path)
    made.note(60, contract_line_id=made.hourly)
    made.book.close()
    return made


@pytest.fixture
def desks(qtbot: QtBot) -> Iterator[Open]:
    opened: list[Desk] = []

    def open_(path: Path) -> Desk:
        desk = Desk(Options(path, clock=builders.FixedClock()))
        opened.append(desk)
        qtbot.addWidget(desk.window)
        desk.show()
        return desk

    yield open_
    for desk in reversed(opened):
        desk.close()


def loaded(desk: Desk, qtbot: QtBot) -> TodayPage:
    def page() -> TodayPage | None:
        shown = desk.window.current_page()
        return shown if isinstance(shown, TodayPage) and shown.today.loaded else None

    qtbot.waitUntil(lambda: page() is not None, timeout=10_000)
    found = page()
    assert found is not None
    return found


def minutes_of_today(page: TodayPage) -> int:
    assert page.today.hours is not None
    return page.today.hours.bars[30].minutes


def test_the_window_opens_on_today_with_the_entry_line_ready(
    business: Business, desks: Open, qtbot: QtBot
) -> None:
    desk = desks(business.book.path)
    page = loaded(desk, qtbot)
    assert page._title.text() == "Friday 31 July"
    assert desk.window.focusWidget() is desk.window.entry.edit
    assert next(row.button for row in page.items.rows if row.item) == "Open month end"
    head = desk._head
    assert head is not None
    qtbot.waitUntil(lambda: head.badge == page.today.count, timeout=10_000)


def test_the_button_of_the_month_end_opens_it(
    business: Business, desks: Open, qtbot: QtBot
) -> None:
    desk = desks(business.book.path)
    page = loaded(desk, qtbot)
    page.item_view.acted.emit(next(row.id for row in page.items.rows if row.primary), "open")
    assert desk.window._current == "invoices"


def test_what_another_program_writes_shows_up_by_itself(
    business: Business, desks: Open, qtbot: QtBot
) -> None:
    desk = desks(business.book.path)
    page = loaded(desk, qtbot)
    before = minutes_of_today(page)
    other = books.open_book(business.book.path, builders.FixedClock())
    timesheets.add_entry(other, NewEntry(day=FRIDAY, minutes=45, customer_id=business.globex))
    other.close()
    qtbot.waitUntil(lambda: minutes_of_today(page) == before + 45, timeout=10_000)


def test_a_second_window_names_the_first_and_may_look(
    business: Business, desks: Open, qtbot: QtBot
) -> None:
    loaded(desks(business.book.path), qtbot)
    second = desks(business.book.path)
    qtbot.waitUntil(lambda: isinstance(second.window._stack.currentWidget(), NotOpened))
    page = second.window._stack.currentWidget()
    assert page is not None
    look = next(each for each in page.findChildren(Button) if each.text() == "Open to read only")
    look.click()
    loaded(second, qtbot)
    assert second.window.frame._saved.text() == "Read only"
    assert "read only" in second.window.windowTitle()


def test_an_own_write_is_not_taken_for_somebody_elses(business: Business) -> None:
    book = books.open_book(business.book.path, builders.FixedClock())
    book.watch_others()
    timesheets.add_entry(book, NewEntry(day=FRIDAY, minutes=5, customer_id=business.globex))
    assert not book.others_wrote()
    other = books.open_book(business.book.path, builders.FixedClock())
    timesheets.add_entry(other, NewEntry(day=FRIDAY, minutes=5, customer_id=business.globex))
    timesheets.add_entry(book, NewEntry(day=FRIDAY, minutes=5, customer_id=business.globex))
    other.close()
    assert book.others_wrote()
    assert not book.others_wrote()
    book.close()


def test_every_presenter_watches_kinds_that_somebody_may_publish() -> None:
    import importlib
    import pkgutil

    from msspdesk.ui import presenters
    from msspdesk.ui.presenters.base import Presenter

    for found in pkgutil.iter_modules(presenters.__path__):
        importlib.import_module(f"msspdesk.ui.presenters.{found.name}")
    for presenter in Presenter.__subclasses__():
        assert presenter.watches <= KINDS, presenter


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_f1_opens_the_page_of_the_place_and_links_stay_inside(
    business: Business, desks: Open, qtbot: QtBot
) -> None:
    desk = desks(business.book.path)
    loaded(desk, qtbot)
    desk.show_help()
    window = desk._help
    assert window is not None
    assert window.topic() == "today"
    window.show_topic("no such page")
    assert window.topic() == manual.START
    assert "Timesheet" in window._browser.toPlainText()


def test_every_link_of_the_manual_leads_to_a_page() -> None:
    import re

    from msspdesk.paths import resource

    for topic in manual.topics():
        text = resource("help", f"{topic}.md").read_text(encoding="utf-8")
        for link in re.findall(r"\]\(([^)]+)\)", text):
            assert link.removesuffix(".md") in manual.topics(), f"{topic}: {link}"


def test_chosen_colours_are_kept_and_nonsense_is_not(tmp_path: Path) -> None:
    assert preferences.theme_choice(tmp_path) == "system"
    preferences.keep_theme("dark", tmp_path)
    assert preferences.theme_choice(tmp_path) == "dark"
    (tmp_path / preferences.NAME).write_text("pink")
    assert preferences.theme_choice(tmp_path) == "system"
    (tmp_path / preferences.NAME).write_bytes(b"\xff\xfe")
    assert preferences.theme_choice(tmp_path) == "system"


def test_a_report_of_an_error_that_is_its_own_cause_comes_to_an_end() -> None:
    error = LookupError()
    error.__cause__ = error
    assert crash.report(error).count("LookupError") == 1


def test_a_fact_that_is_missing_at_a_customer_opens_its_details(
    business: Business, desks: Open, qtbot: QtBot
) -> None:
    desk = desks(business.book.path)
    loaded(desk, qtbot)
    mend(desk.context, "customer", business.globex)
    page = desk.window.current_page()
    assert isinstance(page, CustomersPage)
    qtbot.waitUntil(page.details_pane.isVisible, timeout=10_000)
    desk.window.go("customers", business.globex)
    qtbot.waitUntil(page.overview_pane.isVisible, timeout=10_000)
