"""When tax is due, at the registration: what is usual there and what invoices state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from msspdesk.db.book import Book
from msspdesk.services import sellers
from msspdesk.ui.presenters.settings import Settings
from msspdesk.ui.theme import theme
from msspdesk.ui.views.customers_records import RecordList
from msspdesk.ui.views.settings_forms import registration_kind
from tests.builders import NOON, make_book
from tests.ui.kit.direct import DirectRunner


@pytest.fixture(autouse=True)
def styled(qapp: QApplication) -> None:
    theme.start(qapp, "light")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = make_book(tmp_path, country="FR", registrations=[])
    yield made
    made.close()


def test_a_french_registration_begins_by_cash_and_tells_the_option(
    book: Book, qtbot: QtBot
) -> None:
    settings = Settings(DirectRunner(book), date(2026, 7, 31))
    settings.activate()
    assert settings.new_registration()["accounting"] == "cash"
    page = sellers.page(book)
    sellers.add_registration(book, page.version, jurisdiction="FR", accounting="cash")
    settings.reload()
    records = RecordList(registration_kind(settings, NOON.date))
    qtbot.addWidget(records)
    records.show_records("seller", settings.registrations())
    due = records.blocks[0].form.fields["accounting"]
    assert due._below.text() == "Usual for services there"
    records.blocks[0].form.committed.emit("accounting", "accrual")
    records.show_records("seller", settings.registrations())
    assert due._below.text() == "By option: invoices say so"


@pytest.mark.parametrize(
    ("place", "usual", "stated"),
    [("FR", "cash", {"accrual"}), ("ES", "accrual", {"cash"}), ("DE", "accrual", set())],
)
def test_what_is_usual_with_a_tax_office(place: str, usual: str, stated: set[str]) -> None:
    assert sellers.accounting(place) == sellers.Accounting(usual, frozenset(stated))
