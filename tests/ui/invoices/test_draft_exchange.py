"""The exchange rate of a draft: asked only where a tax office wants its own currency."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from msspdesk.db.book import Book
from msspdesk.domain.sellers import TaxRegistration
from msspdesk.services import drafts
from msspdesk.ui.presenters.draft_exchange import DraftExchange
from msspdesk.ui.views.draft_exchange import ExchangePane
from tests.builders import make_book
from tests.services.test_draft_exchange import add_draft
from tests.ui.kit.direct import DirectRunner


@pytest.fixture
def book(tmp_path: Path) -> Book:
    registered = TaxRegistration(jurisdiction="AE", number="100123456700003")
    return make_book(tmp_path, country="AE", city="Dubai", registrations=[registered])


def never(error: Exception) -> None:
    """A callback that must not be called."""
    raise AssertionError(error)


def shown(book: Book, draft: int) -> DraftExchange:
    exchange = DraftExchange(DirectRunner(book))
    exchange.show(draft, drafts.page(book, draft).version)
    return exchange


def test_three_answers_one_after_the_other(book: Book) -> None:
    exchange = shown(book, add_draft(book))
    assert (exchange.heading(), exchange.unit()) == ("Tax in AED", "AED for 1 USD")
    assert [each.field for each in exchange.problems] == [
        "exchange_rate", "exchange_day", "exchange_source",
    ]  # fmt: skip
    assert "in USD also in AED" in exchange.reading()
    exchange.answer("exchange_rate", Decimal("3.6725"), never)
    exchange.answer("exchange_day", date(2026, 7, 31), never)
    exchange.answer("exchange_source", "Central Bank", never)
    exchange.reload()
    assert exchange.problems == ()
    assert exchange.values() == {
        "exchange_rate": Decimal("3.6725"),
        "exchange_day": date(2026, 7, 31),
        "exchange_source": "Central Bank",
    }
    assert exchange.reading() == "214.84\xa0AED of tax stands on the invoice as well."


def test_nothing_is_asked_about_a_draft_in_the_own_currency(book: Book) -> None:
    exchange = shown(book, add_draft(book, currency="AED"))
    assert exchange.asked is None
    assert (exchange.values(), exchange.heading(), exchange.problems) == ({}, "", ())
    exchange.answer("exchange_rate", Decimal(1), never)


def test_what_is_missing_stands_at_its_field(book: Book, qtbot: QtBot) -> None:
    draft = add_draft(book)
    pane = ExchangePane(DraftExchange(DirectRunner(book)))
    qtbot.addWidget(pane)
    assert pane.isHidden()
    pane.show_draft(draft, drafts.page(book, draft).version)
    assert not pane.isHidden()
    rate = pane.form.fields["exchange_rate"]
    assert rate.editor.property("state")
    rate.committed.emit(Decimal("3.6725"))
    pane.show_draft(draft, drafts.page(book, draft).version)
    assert rate.value() == Decimal("3.6725")
    assert not rate.editor.property("state")
    assert pane.form.fields["exchange_day"].editor.property("state")
