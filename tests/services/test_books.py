"""A first book out of six facts, and who may open it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from msspdesk.db.lock import BookLock
from msspdesk.domain.errors import DomainError, InvalidInput
from msspdesk.domain.sellers import Seller
from msspdesk.services import beginning, books
from tests.builders import NOON, FixedClock, make_book

BREMEN = beginning.Beginning(
    name="  Nordwall   Security ",
    street="Am Speicher 4",
    postcode="28217",
    city="Bremen",
    country="DE",
    tax_id="de 318 274 655",
    iban="DE89 3704 0044 0532 0130 00",
    zone="Europe/Berlin",
)


@contextmanager
def begun(folder: Path, facts: beginning.Beginning) -> Iterator[Seller]:
    book = beginning.begin(folder / "book.sqlite", facts, FixedClock())
    with book.read() as work:
        yield work.get(Seller, 1)
    book.close()


def codes(facts: beginning.Beginning) -> dict[str, str]:
    with pytest.raises(InvalidInput) as caught:
        beginning.first_seller(facts)
    return {each.field: each.code for each in caught.value.problems}


def test_six_facts_make_a_seller(tmp_path: Path) -> None:
    with begun(tmp_path, BREMEN) as seller:
        assert seller.name == "Nordwall Security"
        assert (seller.currency, seller.zone) == ("EUR", "Europe/Berlin")
        (registration,) = seller.registrations
        assert (registration.jurisdiction, registration.scheme) == ("DE", "standard")
        assert registration.number == "DE318274655"
        (account,) = seller.accounts
        assert account.iban == "DE89370400440532013000"
        assert account.holder == "Nordwall Security"


def test_currency_and_paper_are_those_of_the_country() -> None:
    british = replace(BREMEN, country="gb", tax_id="GB 999 0000 05", iban="")
    made = beginning.first_seller(british)
    assert (made.country, made.currency, made.accounts) == ("GB", "GBP", [])
    american = replace(BREMEN, country="US", tax_id="12-3456789", iban="", zone="America/Chicago")
    made = beginning.first_seller(american)
    assert (made.currency, made.paper.lower()) == ("USD", "letter")


def test_a_small_business_needs_no_tax_id() -> None:
    made = beginning.first_seller(replace(BREMEN, tax_id="", small_business=True))
    assert made.registrations[0].scheme == "small_business"
    assert codes(replace(BREMEN, tax_id=" ")) == {"tax_id": "tax_id_missing"}


def test_relief_for_small_businesses_is_the_one_of_the_country() -> None:
    """Italy: regime forfettario (L. 190/2014); Spain has none in its IVA."""
    italian = replace(BREMEN, country="IT", tax_id="IT00743110157", small_business=True)
    assert [each.scheme for each in beginning.first_seller(italian).registrations] == [
        "forfettario"
    ]
    spanish = replace(BREMEN, country="ES", tax_id="ES54362315K", small_business=True)
    assert codes(spanish) == {"small_business": "no_small_business_there"}


def test_a_number_of_the_tax_office_is_kept_as_typed() -> None:
    made = beginning.first_seller(replace(BREMEN, tax_id="60/123/45678"))
    assert made.registrations[0].number == "60/123/45678"


def test_every_wrong_field_is_named_at_once(tmp_path: Path) -> None:
    wrong = replace(
        BREMEN,
        name="",
        country="Germany",
        tax_id="DE318274656",
        iban="DE00 3704",
        zone="Bremen",
    )
    assert codes(wrong) == {
        "name": "name_missing",
        "country": "country_unknown",
        "tax_id": "vat_id_other_country",
        "iban": "iban_wrong",
        "zone": "zone_unknown",
    }
    assert codes(replace(BREMEN, tax_id="DE318274656")) == {"tax_id": "vat_id_format"}
    with pytest.raises(InvalidInput):
        beginning.begin(tmp_path / "book.sqlite", wrong)
    assert list(tmp_path.iterdir()) == []


def test_a_second_window_is_told_who_has_the_book(tmp_path: Path) -> None:
    path = make_book(tmp_path).path
    first = books.open_for_window(path, FixedClock())
    with pytest.raises(DomainError, match="book_is_held"):
        books.open_for_window(path, FixedClock())
    beside = books.open_book(path, FixedClock())  # the command line writes beside a window
    beside.close()
    first.close()
    books.open_for_window(path, FixedClock()).close()


def test_a_book_that_cannot_be_opened_is_not_held(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("not a book", encoding="utf-8")
    with pytest.raises(DomainError, match="not_a_book"):
        books.open_for_window(path, FixedClock())
    lock = BookLock(path)
    lock.take(NOON)
    lock.release()
    with pytest.raises(DomainError, match="no_book"):
        books.open_for_window(tmp_path / "none", FixedClock())
    assert sorted(each.name for each in tmp_path.iterdir()) == ["letter.txt", "letter.txt.lock"]


def test_what_is_known_of_the_file(tmp_path: Path) -> None:
    book = make_book(tmp_path)
    known = books.info(book)
    assert (known.path, known.owner, known.read_only) == (book.path, "Nordwall Security", False)
    assert known.size_bytes > 0
    assert not books.waits_for_paper(book)
    book.close()
