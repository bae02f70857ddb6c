"""A country proposes the language of the documents and the money, until the owner chooses.

Languages: CLDR's official languages of a territory, as Babel carries them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from msspdesk.db.book import Book
from msspdesk.domain import numbering
from msspdesk.domain.customers import Customer
from msspdesk.services import beginning, customary, customers, sellers
from msspdesk.texts import documents
from tests import builders


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return builders.make_book(tmp_path)


@pytest.mark.parametrize(
    ("country", "language"),
    [
        *[(each, "de") for each in ("DE", "AT", "LI", "CH")],
        *[(each, "fr") for each in ("FR", "LU", "MC")],
        *[(each, "es") for each in ("ES", "MX", "AR")],
        *[(each, "it") for each in ("IT", "SM", "VA")],
        *[(each, "nl") for each in ("NL", "BE")],
        *[(each, "en") for each in ("US", "GB", "IE")],
    ],
)
def test_the_language_of_a_country(country: str, language: str) -> None:
    assert customary.language(country) == language


@pytest.mark.parametrize("country", ["PL", "JP", "ZZ"])
def test_english_where_no_documents_of_the_language_exist(country: str) -> None:
    assert customary.language(country) == "en"


def test_a_seller_begins_in_the_language_of_its_country() -> None:
    facts = beginning.Beginning(
        name="Rempart", street="1 rue A", postcode="67000", city="Strasbourg", country="FR"
    )
    french = beginning.first_seller(replace(facts, small_business=True))
    assert french.language == "fr"
    assert (french.number_pattern, french.credit_pattern) == ("F-{year}-{n:04}", "A-{year}-{n:04}")
    austrian = beginning.first_seller(replace(facts, country="AT", small_business=True))
    assert austrian.language == "de"
    swiss = beginning.first_seller(replace(facts, country="CH", small_business=True))
    assert swiss.language == "de-CH"
    assert austrian.number_pattern == "RE-{year}-{n:04}"


@pytest.mark.parametrize("language", documents.languages())
def test_every_language_has_its_own_series(language: str) -> None:
    patterns = customary.number_patterns(language)
    assert len(set(patterns)) == 2  # art. 6.1 a RD 1619/2012: a series of their own in Spain
    assert language[:2] == "en" or patterns != customary.number_patterns("en")
    written = [numbering.written(each, date(2026, 7, 1), 7) for each in patterns]
    assert all(each.endswith("-2026-0007") for each in written)


def test_the_form_of_a_country_is_for_its_own_sellers(tmp_path: Path) -> None:
    """A Swiss seller says MWST to a Swiss; a German one says Umsatzsteuer to both."""
    swiss = builders.make_book(tmp_path, country="CH", currency="CHF", language="de-CH")
    assert added(swiss, "CH", following={"language"})[0].language == "de-CH"
    assert customary.language("CH", home="DE") == "de"
    assert customary.language("US", home="US") == "en-US"


def added(book: Book, country: str, **following: Any) -> tuple[Customer, int]:
    key = customers.add(book, "Acme").ids[0]
    customers.add_site(book, key, 1, country=country, city="x", **following)
    return get(book, key), key


def get(book: Book, key: int) -> Customer:
    with book.read() as work:
        return work.get(Customer, key)


def test_a_new_customer_follows_its_country_and_undo_takes_both_back(book: Book) -> None:
    key = customers.add(book, "Acme").ids[0]
    done = customers.add_site(book, key, 1, country="AT", following=customary.FOLLOWING)
    assert get(book, key).language == "de"
    assert done.undo is not None
    done.undo.job(book)
    assert (get(book, key).language, get(book, key).sites) == ("en", [])


def test_what_was_chosen_does_not_follow(book: Book) -> None:
    assert added(book, "AT")[0].language == "en"
    assert added(book, "AT", following={"currency"})[0].language == "en"


def test_it_follows_a_corrected_country_but_not_a_second_site(book: Book) -> None:
    row, key = added(book, "AT", following={"language"})
    site = row.sites[0].id or 0
    customers.update_site(book, key, row.version, site, country="GB", following={"language"})
    assert get(book, key).language == "en"
    row = get(book, key)
    customers.add_site(book, key, row.version, country="DE", following={"language"})
    assert get(book, key).language == "en"


def test_the_currency_follows_only_into_one_that_can_be_paid_to(book: Book) -> None:
    assert added(book, "US", following={"currency"})[0].currency == "EUR"
    page = sellers.page(book)
    sellers.add_account(book, page.version, name="Dollars", number="1", currency="USD")
    row, key = added(book, "US", following={"currency"})
    assert row.currency == "USD"
    customers.update(book, key, row.version, hourly_rate=Decimal(150))
    row = get(book, key)
    site = row.sites[0].id or 0
    customers.update_site(book, key, row.version, site, country="DE", following={"currency"})
    assert get(book, key).currency == "USD"  # a rate was agreed in it
