"""Why each line is taxed as it is, asked line by line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from msspdesk.db.book import Book
from msspdesk.domain.invoices import InvoiceLine
from msspdesk.domain.sellers import TaxRegistration
from msspdesk.services.line_tax import line_taxes
from tests import builders
from tests.services import drafts_for_tests as make


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    number = TaxRegistration(jurisdiction="DE", number="DE318274650", valid_from=date(2019, 1, 1))
    book = builders.make_book(tmp_path, registrations=[number])
    yield book
    book.close()


def lines() -> list[InvoiceLine]:
    old = make.line(position=2, period_start=date(2020, 7, 1), period_end=date(2020, 8, 1))
    return [make.line(), make.hours(), old, make.line(position=3, tax_class="")]


def test_each_line_has_its_own_steps_row_and_trust(book: Book) -> None:
    """July 2020 bore 16 % in Germany (Zweites Corona-Steuerhilfegesetz), 2026 bears 19 %."""
    draft = make.add_draft(book, make.add_customer(book), *lines())
    told = line_taxes(book, draft)
    assert [each.rates for each in told] == ["19%", "19%", "16%", "19%"]
    (row,) = told[2].rows
    assert (row.percent, row.valid_from, row.valid_to) == (
        Decimal(16),
        date(2020, 7, 1),
        date(2020, 12, 31),
    )
    assert row.source
    assert told[2].confidence in {"read", "known"}
    assert "Security monitoring" in told[0].steps[0].text
    assert "Help desk" in told[1].steps[0].text
    assert told[0].steps[0].text.startswith("Customer in Germany: business")
    assert any("% in Germany, in force since" in step.text for step in told[0].steps)
    assert all(each.question is None for each in told)


def test_the_owners_rate_is_told_as_such(book: Book) -> None:
    stated = make.line(position=1, given_rate_micro=7_000_000, given_category="S")
    draft = make.add_draft(book, make.add_customer(book), make.line(), stated)
    own = line_taxes(book, draft)[1]
    assert (own.rates, own.confidence, own.rule) == ("7%", "owner", "rate_given_on_line")


def test_an_open_line_asks_beside_lines_that_are_decided(book: Book) -> None:
    """Goods for a customer in Zurich are asked about, the watch over them is not."""
    swiss = make.dutch() | {"vat_id": ""}
    swiss["sites"][0].country = "CH"
    goods = make.line(name="Firewall", position=1, tax_class="hardware")
    draft = make.add_draft(book, make.add_customer(book, **swiss), make.line(), goods)
    watch, firewall = line_taxes(book, draft)
    assert watch.question is None
    assert watch.steps
    assert firewall.question is not None
    assert not firewall.rates
    assert (firewall.question.code, firewall.question.line_name) == (
        "goods_across_borders",
        "Firewall",
    )
