"""Contracts at the window: a contract, its lines, a new price, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from msspdesk.db.book import Book
from msspdesk.domain.errors import InvalidInput
from msspdesk.ui.app import Desk
from msspdesk.ui.presenters.contract_list import ContractList
from msspdesk.ui.presenters.contract_page import ContractEditor
from msspdesk.ui.presenters.contract_words import price_words, rhythm_words, write_price
from msspdesk.ui.start import Options
from msspdesk.ui.views.contracts import ContractsPage
from tests.builders import FixedClock, count, customer, make_book, service
from tests.ui.kit.direct import DirectRunner

WAIT = 10_000


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    book = make_book(tmp_path)
    with book.write() as work:
        buyer = work.add(customer())
        assert buyer.id is not None
        work.add(service())
        work.add(count(buyer.id, "endpoints", date(2026, 7, 1), 90))
    yield book
    book.close()


@pytest.fixture
def editor(book: Book) -> ContractEditor:
    runner = DirectRunner(book)
    contracts = ContractList(runner)
    contracts.activate()
    made: list[int] = []
    contracts.with_customers(lambda found: contracts.new(found[0][0], made.append))
    editor = ContractEditor(runner)
    editor.activate()
    editor.open(made[0])
    return editor


def refused(error: Exception) -> None:
    raise error


def new_line(editor: ContractEditor, **changed: object) -> None:
    editor.begin_line("per_unit")
    values = editor.new_line_values() | {"model": "per_unit", "service_id": 1}
    values |= {"count_kind": "endpoints", "unit_price": Decimal("13.00")}
    editor.add_line(values | changed, refused)


def test_a_new_contract_begins_on_the_first_of_the_month(editor: ContractEditor) -> None:
    assert editor.contract_values()["start"] == date(2026, 7, 1)


def test_a_line_says_price_and_rhythm_and_what_comes_next(editor: ContractEditor) -> None:
    new_line(editor)
    line = editor.line
    assert line is not None
    assert price_words(line.terms[0], "EUR", editor.count_of(line)) == "90 × 13.00"
    assert rhythm_words(line) == "monthly in arrears"
    assert [row.amount_minor for row in editor.coming] == [1_170_00] * 4  # July is due, then three


def test_a_new_price_holds_from_its_day(editor: ContractEditor) -> None:
    new_line(editor)
    editor.new_terms(date(2026, 9, 1), {"unit_price": Decimal("14.00")}, refused)
    assert [row.amount_minor for row in editor.coming] == [1_170_00, 1_170_00, 1_260_00, 1_260_00]


def test_the_first_price_can_be_mended_until_it_is_billed(editor: ContractEditor) -> None:
    new_line(editor)
    editor.new_terms(date(2026, 7, 1), {"unit_price": Decimal("12.00")}, refused)
    line = editor.line
    assert line is not None
    assert [row.terms["unit_price"] for row in line.terms] == ["12.00"]


def test_what_is_missing_is_named_at_its_field(editor: ContractEditor) -> None:
    with pytest.raises(InvalidInput) as caught:
        new_line(editor, service_id=None)
    assert [(each.code, each.field) for each in caught.value.problems] == [
        ("service_missing", "service_id")
    ]
    with pytest.raises(InvalidInput) as caught:
        new_line(editor, unit_price=None)
    assert [each.field for each in caught.value.problems] == ["unit_price"]


def test_the_last_day_is_shown_and_stored_as_the_day_after(editor: ContractEditor) -> None:
    new_line(editor)
    editor.change_line("last_day", date(2026, 8, 31), refused)
    line = editor.line
    assert line is not None
    assert line.end == date(2026, 9, 1)
    assert editor.line_values()["last_day"] == date(2026, 8, 31)


@pytest.mark.parametrize(
    ("value", "text"),
    [("13", "13.00"), ("0.95", "0.95"), ("0.1212", "0.1212"), ("1200", "1200.00")],
)
def test_a_price_in_a_field(value: str, text: str) -> None:
    assert write_price(Decimal(value)) == text


@pytest.fixture
def desk(book: Book, qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(Options(book.path, "light", FixedClock()))
    qtbot.addWidget(made.window)
    with qtbot.waitSignal(made.opened, timeout=WAIT):
        made.show()
    yield made
    made.close()


def new_contract(desk: Desk, qtbot: QtBot) -> ContractsPage:
    desk.window.go("contracts")
    page = desk.window.findChild(ContractsPage)
    assert isinstance(page, ContractsPage)
    contracts = page.contracts
    contracts.with_customers(lambda found: contracts.new(found[0][0], page.show_item))
    qtbot.waitUntil(lambda: page.editor.page is not None, timeout=WAIT)
    return page


def has_focus(page: ContractsPage, key: str) -> bool:
    form = page.panel.form
    field = form.field_in_focus() if form is not None else None
    return field is not None and field.key == key


def test_the_cursor_goes_where_one_types_next(desk: Desk, qtbot: QtBot) -> None:
    page = new_contract(desk, qtbot)
    qtbot.waitUntil(lambda: has_focus(page, "title"), timeout=WAIT)
    page.pane.new_line.click()
    assert has_focus(page, "service_id")
    page.panel.add.click()
    assert has_focus(page, "service_id")  # it is missing, and said so
    form = page.panel.form
    assert form is not None
    form.fields["service_id"].set_value(1)
    page.panel.add.click()
    assert has_focus(page, "price")
    form.fields["price"].set_value(Decimal(450))
    page.panel.add.click()
    qtbot.waitUntil(page.pane.lines.hasFocus, timeout=WAIT)


def test_what_few_lines_need_is_shown_when_asked_for(desk: Desk, qtbot: QtBot) -> None:
    page = new_contract(desk, qtbot)
    page.pane.new_line.click()
    form = page.panel.form
    assert form is not None
    assert form.fields["anchor_day"].isHidden()
    page.panel._more.click()
    assert has_focus(page, "label")
    assert not form.fields["anchor_day"].isHidden()


def test_a_line_is_added_at_the_window_and_a_contract_comes_back(desk: Desk, qtbot: QtBot) -> None:
    page = new_contract(desk, qtbot)
    page.pane.new_line.click()
    form = page.panel.form
    assert form is not None
    form.fields["service_id"].set_value(1)
    form.fields["price"].set_value(Decimal(450))
    page.panel.add.click()
    qtbot.waitUntil(lambda: page.editor.line is not None, timeout=WAIT)
    page.list.removed.emit(page.editor.contract_id)
    qtbot.waitUntil(lambda: page.contracts.total == 0, timeout=WAIT)
    desk.tasks.undo()
    qtbot.waitUntil(lambda: page.contracts.total == 1, timeout=WAIT)


@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_a_contract_can_be_begun_before_the_list_was_ever_looked_at(
    desk: Desk, qtbot: QtBot
) -> None:
    (begin,) = (each for each in desk.window.actions_.all() if each.name == "New contract")
    begin.action.trigger()
    page = desk.window.findChild(ContractsPage)
    assert isinstance(page, ContractsPage)
    qtbot.waitUntil(lambda: bool(page.new_button.findChildren(QMenu)), timeout=WAIT)
    (menu,) = page.new_button.findChildren(QMenu)
    assert [each.text() for each in menu.actions()] == [customer().name]
    menu.close()
