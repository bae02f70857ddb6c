"""Local rates the owner entered: kept with dates and source, used by drafts, taken back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from msspdesk.db.book import Book
from msspdesk.domain.customers import Site
from msspdesk.domain.errors import InvalidInput
from msspdesk.domain.sellers import Seller, TaxRegistration
from msspdesk.services import owner_rates
from msspdesk.services.invoice_facts import draft_totals
from tests.builders import make_book
from tests.services import drafts_for_tests as make

# Austin, Texas: 6.25 % of the state and 2 % of city and transit authority, 8.25 % in all
# (comptroller.texas.gov, local sales and use tax rates).
AUSTIN = {
    "country": "US",
    "region": "TX",
    "city": "Austin",
    "tax": "Local sales tax",
    "rate": Decimal(2),
    "source": "comptroller.texas.gov, rate file of July 2026",
}


@pytest.fixture
def book(tmp_path: Path) -> Book:
    book = make_book(tmp_path)
    with book.write() as work:
        seller = work.get(Seller, 1)
        seller.country, seller.region, seller.currency = "US", "TX", "EUR"
        seller.registrations[:] = [TaxRegistration(jurisdiction="US-TX", number="12-3456789")]
    return book


@pytest.fixture
def draft(book: Book) -> int:
    place = Site(street="100 Congress Ave", city="Austin", region="TX", country="US")
    customer = make.add_customer(book, name="Lone Mesa Energy", vat_id="", sites=[place])
    return make.add_draft(book, customer, make.line(tax_class="data_processing"))


def test_a_local_rate_stands_beside_the_rate_of_the_state(book: Book, draft: int) -> None:
    owner_rates.add(book, **AUSTIN)
    rows = draft_totals(book, draft).rows
    assert [(row.jurisdiction, row.rate, row.amount_minor) for row in rows] == [
        ("US-TX", Decimal("6.25"), 58_50),
        ("US-TX-Austin", Decimal(2), 18_72),
    ]


def test_a_missing_local_rate_is_told(book: Book, draft: int) -> None:
    assert "local_rate_missing" in [each.code for each in draft_totals(book, draft).warnings]


def test_it_ends_on_its_last_day_and_undo_brings_it_back(book: Book, draft: int) -> None:
    changes = owner_rates.add(book, **AUSTIN)
    (row,) = owner_rates.rows(book)
    assert row.entered_on == date(2026, 7, 31)
    ended = owner_rates.update(book, row.id, row.version, valid_to=date(2026, 7, 30))
    assert len(draft_totals(book, draft).rows) == 1
    assert ended.undo is not None
    ended.undo.job(book)
    assert len(draft_totals(book, draft).rows) == 2
    assert changes.undo is not None
    changes.undo.job(book)
    assert owner_rates.rows(book) == []


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"rate": Decimal(101)}, ("tax_rate_out_of_range", "rate")),
        ({"rate": None}, ("tax_rate_out_of_range", "rate")),
        ({"source": " "}, ("tax_note_missing", "source")),
        ({"region": "Texaz"}, ("region_unknown", "region")),
        ({"valid_from": date(206, 2, 1)}, ("day_out_of_range", "valid_from")),
        ({"valid_to": date(2262, 2, 1)}, ("day_out_of_range", "valid_to")),
        (
            {"valid_from": date(2026, 2, 1), "valid_to": date(2026, 1, 1)},
            ("tax_rate_dates", "valid_to"),
        ),
    ],
)
def test_what_is_wrong_is_named_at_its_field(
    book: Book, wrong: dict[str, object], problem: tuple[str, str]
) -> None:
    with pytest.raises(InvalidInput) as raised:
        owner_rates.add(book, **AUSTIN | wrong)
    assert [(each.code, each.field) for each in raised.value.problems] == [problem]


def test_a_state_by_its_name_is_kept_as_its_code(book: Book) -> None:
    owner_rates.add(book, **AUSTIN | {"region": "texas"})
    assert [row.region for row in owner_rates.rows(book)] == ["TX"]


def test_one_tax_of_a_place_is_not_charged_twice(book: Book) -> None:
    owner_rates.add(book, **AUSTIN | {"valid_to": date(2026, 6, 30)})
    owner_rates.add(book, **AUSTIN | {"valid_from": date(2026, 7, 1)})
    with pytest.raises(InvalidInput) as raised:
        owner_rates.add(book, **AUSTIN | {"valid_from": date(2026, 1, 1)})
    assert raised.value.problems[0].code == "owner_rates_overlap"


def test_a_rate_that_another_one_replaced_does_not_come_back(book: Book, draft: int) -> None:
    """Both would be charged on top of each other."""
    owner_rates.add(book, **AUSTIN)
    (row,) = owner_rates.rows(book)
    owner_rates.add(book, **AUSTIN | {"city": "Houston"})
    removed = owner_rates.remove(book, row.id, row.version)
    owner_rates.add(book, **AUSTIN | {"rate": Decimal("1.75")})
    assert removed.undo is not None
    with pytest.raises(InvalidInput) as raised:
        removed.undo.job(book)
    assert [each.code for each in raised.value.problems] == ["owner_rates_overlap"]
    assert [each.rate for each in draft_totals(book, draft).rows] == [
        Decimal("6.25"),
        Decimal("1.75"),
    ]
