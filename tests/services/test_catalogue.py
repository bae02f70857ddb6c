"""The catalogue: services with unit, price and tax class."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from msspdesk.db.book import Book
from msspdesk.domain.errors import DomainError, InvalidInput
from msspdesk.services import catalogue
from tests import builders
from tests.services.test_timesheets import Business


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return builders.make_book(tmp_path)


def test_a_service_begins_with_its_name(book: Book) -> None:
    first = catalogue.add(book, "MDR", unit="c62", price=Decimal("14.50"))
    catalogue.add(book, "MDR night shift", tax_class="help_desk")
    rows = catalogue.list_rows(book)
    assert [(row.code, row.name, row.unit, row.price) for row in rows] == [
        ("MDR", "MDR", "C62", Decimal("14.5")),
        ("MDR2", "MDR night shift", "C62", None),
    ]
    assert [row.name for row in catalogue.list_rows(book, "night")] == ["MDR night shift"]
    assert first.undo is not None
    first.undo.job(book)
    assert len(catalogue.list_rows(book)) == 1


def test_fields_are_checked_together(book: Book) -> None:
    key = catalogue.add(book, "MDR").ids[0]
    catalogue.add(book, "SIEM")
    with pytest.raises(InvalidInput) as caught:
        catalogue.update(book, key, 1, unit="hours", tax_class="magic", price=Decimal(-1))
    assert {each.field: each.code for each in caught.value.problems} == {
        "unit": "unit_unknown",
        "tax_class": "choice_unknown",
        "price": "price_negative",
    }
    with pytest.raises(InvalidInput) as caught:
        catalogue.update(book, key, 1, code="siem")
    assert caught.value.problems[0].code == "code_taken"


def test_a_change_is_taken_back_and_nothing_is_no_change(book: Book) -> None:
    key = catalogue.add(book, "MDR", price=Decimal(10)).ids[0]
    done = catalogue.update(book, key, 1, price=Decimal(12), name_de="MDR-Dienst")
    assert catalogue.list_rows(book)[0].price == 12
    assert catalogue.update(book, key, 2, price=Decimal(12)).undo is None
    assert done.undo is not None
    done.undo.job(book)
    row = catalogue.list_rows(book)[0]
    assert (row.price, row.name_de) == (Decimal(10), "")


def test_a_service_on_a_contract_is_archived_not_deleted(tmp_path: Path) -> None:
    book = Business(tmp_path).book
    row = catalogue.list_rows(book)[0]
    with pytest.raises(DomainError, match="still_in_use"):
        catalogue.delete(book, row.id, row.version)
    catalogue.archive(book, row.id, row.version)
    assert catalogue.list_rows(book) == []
    spare = catalogue.add(book, "Spare").ids[0]
    catalogue.delete(book, spare, 1)
    assert [each.name for each in catalogue.list_rows(book, archived=True)] == ["MDR"]


@pytest.mark.parametrize(
    ("typed", "kept"), [("998316", "998316"), ("99 83 16", "998316"), ("9983", "9983"), ("", "")]
)
def test_the_code_of_the_tax_office_has_4_6_or_8_digits(book: Book, typed: str, kept: str) -> None:
    """India, Notification 78/2020: 4 digits of the SAC up to a turnover of 5 crore, 6 above."""
    catalogue.add(book, "MDR", item_code=typed)
    assert [row.item_code for row in catalogue.list_rows(book)] == [kept]


@pytest.mark.parametrize("typed", ["99831", "SAC998316", "99831612345", "९९८३"])
def test_another_code_is_refused_at_its_field(book: Book, typed: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        catalogue.add(book, "MDR", item_code=typed)
    assert [(each.code, each.field) for each in caught.value.problems] == [
        ("item_code_wrong", "item_code")
    ]
