"""The Customers tab, the catalogue and the settings as a person uses them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from msspdesk.db.book import Book
from msspdesk.services import customers, issuing
from msspdesk.ui.actions import Actions
from msspdesk.ui.page import Context
from msspdesk.ui.tasks import Tasks
from msspdesk.ui.theme import theme
from msspdesk.ui.views import settings
from msspdesk.ui.views.catalogue import CataloguePane
from msspdesk.ui.views.customers import CustomersPage
from msspdesk.ui.views.customers_records import RecordBlock
from msspdesk.ui.views.settings import SettingsDialog
from tests.builders import NOON, make_book
from tests.services import drafts_for_tests as make

WAIT = 10_000


class Window:
    """A page with real tasks over a real book."""

    def __init__(self, book: Book, qtbot: QtBot) -> None:
        self.book, self.qtbot = book, qtbot
        self.gone: list[tuple[object, ...]] = []
        self.tasks = Tasks()
        self.tasks.open(lambda: book, lambda _book: None, lambda _error: None)
        self.holder = QLineEdit()
        self.context = Context(
            tasks=self.tasks,
            actions=Actions(self.holder),
            go=lambda *where: self.gone.append(where),
            now=lambda: datetime(2026, 7, 31, 10, tzinfo=UTC),
            today=NOON.date,
        )
        qtbot.addWidget(self.holder)


@pytest.fixture(autouse=True)
def styled(qapp: QApplication) -> None:
    theme.start(qapp, "light")


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    book = make_book(tmp_path)
    made = Window(book, qtbot)
    yield made
    made.tasks.close()
    book.close()


def page_of(window: Window) -> CustomersPage:
    page = CustomersPage(window.context)
    window.qtbot.addWidget(page)
    page.resize(1366, 656)
    page.show()
    page.came_into_sight()
    window.qtbot.waitUntil(lambda: page.customers.loaded, timeout=WAIT)
    return page


def type_into(field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def add(window: Window, page: CustomersPage, name: str) -> None:
    page.new()
    type_into(page.details_pane.name.edit, name)
    window.qtbot.waitUntil(lambda: page.details.facts is not None, timeout=WAIT)


def test_an_empty_book_says_the_first_step(window: Window) -> None:
    page = page_of(window)
    window.qtbot.waitUntil(lambda: page._stack.currentIndex() == 2, timeout=WAIT)


def test_a_new_customer_is_typed_and_stands_in_the_list(window: Window) -> None:
    page = page_of(window)
    add(window, page, "Acme Ltd")
    window.qtbot.waitUntil(lambda: page.list.current_id() is not None, timeout=WAIT)
    assert [item.name for item in page.customers.items] == ["Acme Ltd"]
    assert page.head.title.text() == "Acme Ltd"
    undo = window.tasks.undo_stack.top()
    assert undo is not None
    window.tasks.undo()
    window.qtbot.waitUntil(lambda: not page.customers.items, timeout=WAIT)


def test_a_wrong_vat_id_is_told_at_its_field_and_stays_to_be_mended(window: Window) -> None:
    page = page_of(window)
    add(window, page, "Acme GmbH")
    pane = page.details_pane
    type_into(pane.vat_id.edit, "DE123")
    window.qtbot.waitUntil(lambda: pane.vat_id.editor.property("state") == "error", timeout=WAIT)
    tax_number = pane.form.fields["tax_number"].editor
    assert isinstance(tax_number, QLineEdit)
    type_into(tax_number, "12/345/67890")
    window.qtbot.waitUntil(lambda: _tax_number(page) == "12/345/67890", timeout=WAIT)
    assert pane.vat_id.edit.text() == "DE123"
    assert pane.vat_id.editor.property("state") == "error"
    type_into(pane.vat_id.edit, "DE136695976")
    window.qtbot.waitUntil(lambda: _vat_id(page) == "DE136695976", timeout=WAIT)
    assert pane.vat_id.editor.property("state") == ""


def _tax_number(page: CustomersPage) -> str:
    return page.details.facts.tax_number if page.details.facts is not None else ""


def _vat_id(page: CustomersPage) -> str:
    return page.details.facts.vat_id if page.details.facts is not None else ""


def test_the_empty_address_is_filled_in_and_typing_goes_on_while_it_is_stored(
    window: Window,
) -> None:
    page = page_of(window)
    add(window, page, "Acme GmbH")
    page.details_pane.refresh()
    (block,) = page.details_pane.sites.blocks
    assert block.bin.isHidden()
    height = block.sizeHint().height()
    type_into(_edit(block, "street"), "Sandtorkai 71")
    type_into(_edit(block, "city"), "Hamburg")
    window.qtbot.waitUntil(lambda: _site(page) == ("Sandtorkai 71", "Hamburg"), timeout=WAIT)
    assert page.details_pane.sites.blocks == [block]
    assert not block.bin.isHidden()
    assert block.sizeHint().height() == height  # nothing moved under the pointer
    (row,) = customers.list_rows(window.book)
    assert (row.city, row.country) == ("Hamburg", "DE")


def _edit(block: RecordBlock, key: str) -> QLineEdit:
    editor = block.form.fields[key].editor
    assert isinstance(editor, QLineEdit)
    return editor


def _site(page: CustomersPage) -> tuple[str, str]:
    facts = page.details.facts
    return (facts.sites[0].street, facts.sites[0].city) if facts and facts.sites else ("", "")


def test_escape_leaves_an_empty_new_customer(window: Window) -> None:
    customers.add(window.book, "Acme Ltd")
    page = page_of(window)
    window.qtbot.waitUntil(lambda: page.overview.page is not None, timeout=WAIT)
    page.new()
    QTest.keyClick(page.details_pane.name.edit, Qt.Key.Key_Escape)
    assert not page.details.adding
    assert page.list.current_id() == page.overview.customer_id


def test_the_buttons_of_the_page_lead_to_the_new_document(window: Window) -> None:
    customers.add(window.book, "Acme Ltd")
    page = page_of(window)
    window.qtbot.waitUntil(lambda: page.overview.page is not None, timeout=WAIT)
    page.head.invoice.click()
    window.qtbot.waitUntil(lambda: len(window.gone) == 1, timeout=WAIT)
    page.head.contract.click()
    window.qtbot.waitUntil(lambda: len(window.gone) == 2, timeout=WAIT)
    assert [where[0] for where in window.gone] == ["invoices", "contracts"]


def test_a_service_is_typed_into_the_catalogue(window: Window) -> None:
    pane = CataloguePane(window.context)
    window.qtbot.addWidget(pane)
    back: list[bool] = []
    pane.show_segments(lambda: back.append(True))
    pane.show()
    pane.activate()
    pane.new()
    type_into(pane.panel.name.edit, "MDR")
    window.qtbot.waitUntil(lambda: pane.presenter.row is not None, timeout=WAIT)
    type_into(pane.panel.price.edit, "14.50")
    window.qtbot.waitUntil(lambda: str(getattr(pane.presenter.row, "price", "")) == "14.5")
    pane.segments._buttons["contracts"].click()
    assert back == [True]


def test_the_settings_store_what_is_typed_last_when_they_close(window: Window) -> None:
    dialog = SettingsDialog(window.context)
    dialog.show()
    window.qtbot.waitUntil(lambda: dialog.presenter.page is not None, timeout=WAIT)
    owner = dialog.forms["business"].fields["owner"].editor
    assert isinstance(owner, QLineEdit)
    dialog.activateWindow()
    owner.setFocus()
    owner.selectAll()
    QTest.keyClicks(owner, "Mara Lindner-Vogt")
    with window.qtbot.waitSignal(window.tasks.changed, timeout=WAIT):
        dialog.accept()


def test_the_next_number_is_set_beside_its_pattern_until_the_series_begins(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answers = [False, True]

    def confirm(_parent: object, title: str, *_more: object) -> bool:
        asked.append(title)
        return answers.pop(0)

    monkeypatch.setattr(settings, "confirm", confirm)
    dialog = SettingsDialog(window.context)
    dialog.show()
    dialog.show_part("Numbers and terms")
    window.qtbot.waitUntil(lambda: dialog.presenter.page is not None, timeout=WAIT)
    field = dialog.forms["terms"].fields["next_invoice"]
    editor = field.editor
    assert isinstance(editor, QLineEdit)
    dialog.activateWindow()
    for wrong in ("RE-2026-0417", "0"):
        type_into(editor, wrong)
        assert editor.property("state") == "error"
        assert "whole number" in editor.accessibleDescription()
    type_into(editor, "4180")
    assert (asked, editor.text()) == (["Begin at RE-2026-4180?"], "1")
    editor.setFocus()
    editor.selectAll()
    QTest.keyClicks(editor, "0418")
    assert field._below.text() == "The next one is RE-2026-0418"
    with window.qtbot.waitSignal(window.tasks.changed, timeout=WAIT):
        QTest.keyClick(editor, Qt.Key.Key_Return)
    window.qtbot.waitUntil(lambda: dialog.presenter.values()["next_invoice"] == 418, timeout=WAIT)
    type_into(editor, "417")
    window.qtbot.waitUntil(lambda: editor.property("state") == "error", timeout=WAIT)
    assert "cannot go back" in editor.accessibleDescription()
    with window.qtbot.waitSignal(window.tasks.changed, timeout=WAIT):
        type_into(editor, "418")  # stored before the invoice below begins the series
    issuing.issue(window.book, [make.add_draft(window.book, make.add_customer(window.book))])
    dialog.presenter.reload()
    window.qtbot.waitUntil(editor.isReadOnly, timeout=WAIT)
    assert editor.text() == "419"
    assert "a jump would leave a gap" in field._below.text()
    assert dialog.presenter.can_set("next_credit")
    dialog.accept()
