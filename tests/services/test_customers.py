"""Customers are added from a name on, changed field by field, and never lost."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from msspdesk.db.book import Book
from msspdesk.domain.customers import Customer
from msspdesk.domain.errors import DomainError, InvalidInput
from msspdesk.domain.invoices import Invoice
from msspdesk.services import customers
from msspdesk.services.changes import Changes
from tests import builders
from tests.services.test_timesheets import Business


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return builders.make_book(tmp_path)


def get(book: Book, key: int) -> Customer:
    with book.read() as work:
        return work.get(Customer, key)


def change(book: Book, key: int, **fields: Any) -> Customer:
    customers.update(book, key, get(book, key).version, **fields)
    return get(book, key)


def undone(book: Book, changes: Changes) -> None:
    assert changes.undo is not None
    changes.undo.job(book)


def test_a_customer_begins_with_a_name_and_the_sellers_ways(book: Book) -> None:
    done = customers.add(book, "  Kranich Maschinenbau\nGmbH ")
    row = get(book, done.ids[0])
    assert (row.name, row.short) == ("Kranich Maschinenbau GmbH", "kranich")
    assert (row.currency, row.language, row.terms_days) == ("EUR", "en", 14)
    undone(book, done)
    assert customers.list_rows(book) == []


def test_short_words_stay_apart(book: Book) -> None:
    names = ["Globex", "Globex Handels", "Globex Handels", "***", "株式会社"]
    rows = [get(book, customers.add(book, name).ids[0]) for name in names]
    shorts = [row.short for row in rows]
    assert shorts == ["globex", "globexhandels", "globex2", "customer", "株式会社"]
    with pytest.raises(InvalidInput) as caught:
        change(book, rows[1].id or 0, short="GLOBEX")
    assert [(each.code, each.field) for each in caught.value.problems] == [("short_taken", "short")]
    assert change(book, rows[0].id or 0, short="Globex").short == "Globex"


def test_all_problems_are_told_and_nothing_is_stored(book: Book) -> None:
    key = customers.add(book, "Globex").ids[0]
    with pytest.raises(InvalidInput) as caught:
        change(book, key, name="", currency="EURO", terms_days=400, hourly_rate=Decimal(-1))
    assert {each.field: each.code for each in caught.value.problems} == {
        "name": "name_missing",
        "currency": "currency_unknown",
        "terms_days": "terms_out_of_range",
        "hourly_rate": "price_negative",
    }
    assert get(book, key).name == "Globex"


def test_a_rate_is_exact(book: Book) -> None:
    key = customers.add(book, "Globex").ids[0]
    assert change(book, key, hourly_rate=Decimal("140.125")).hourly_rate == Decimal("140.125")
    assert change(book, key, hourly_rate=None).hourly_rate is None


def test_a_vat_id_is_checked_by_the_country_and_written_one_way(book: Book) -> None:
    # ATU13585627 is the Austrian example of python-stdnum's own test suite.
    key = customers.add(book, "Alpenblick").ids[0]
    customers.add_site(book, key, get(book, key).version, country="AT", city="Wien")
    assert change(book, key, vat_id="u 1358-5627").vat_id == "ATU13585627"
    change(book, key, vat_id_checked_on="2026-07-01")
    assert change(book, key, vat_id="ATU13585627").vat_id_checked_on == "2026-07-01"
    with pytest.raises(InvalidInput, match="invalid_input") as caught:
        change(book, key, vat_id="ATU13585626")
    assert caught.value.problems[0].code == "vat_id_format"
    row = change(book, key, vat_id="")
    assert (row.vat_id, row.vat_id_checked_on) == ("", "")


def test_sites_and_contacts_come_change_and_go(book: Book) -> None:
    key = customers.add(book, "Globex").ids[0]

    def version() -> int:
        return get(book, key).version

    customers.add_site(book, key, version(), country="de", city="Hamburg")
    customers.add_site(book, key, version(), country="FR", city="Lille")
    customers.add_contact(book, key, version(), name="A", email="a@globex.example")
    done = customers.add_contact(
        book, key, version(), name="B", email="b@globex.example", gets_invoices=True
    )
    row = get(book, key)
    assert [each.country for each in row.sites] == ["DE", "FR"]
    assert [each.gets_invoices for each in row.contacts] == [False, True]
    undone(book, done)
    row = get(book, key)
    assert [(each.name, each.gets_invoices) for each in row.contacts] == [("A", True)]
    customers.update_site(book, key, row.version, row.sites[0].id or 0, street="Kai 7")
    customers.remove_site(book, key, version(), row.sites[1].id or 0)
    assert [each.street for each in get(book, key).sites] == ["Kai 7"]
    with pytest.raises(InvalidInput):
        customers.update_contact(book, key, version(), row.contacts[0].id or 0, email="nobody")
    customers.remove_contact(book, key, version(), row.contacts[0].id or 0)
    assert get(book, key).contacts == []


def test_a_change_of_a_site_moves_the_version(book: Book) -> None:
    key = customers.add(book, "Globex").ids[0]
    old = get(book, key).version
    customers.add_site(book, key, old, country="DE")
    with pytest.raises(DomainError, match="changed_since"):
        customers.add_site(book, key, old, country="FR")


def test_a_customer_with_time_is_archived_not_deleted(tmp_path: Path) -> None:
    business = Business(tmp_path)
    business.note(customer_id=business.initech)
    book, key = business.book, business.initech
    with pytest.raises(DomainError, match="still_in_use"):
        customers.delete(book, key, get(book, key).version)
    done = customers.archive(book, key, get(book, key).version)
    assert [row.name for row in customers.list_rows(book)] == ["Globex Handels GmbH"]
    assert len(customers.list_rows(book, archived=True)) == 2
    undone(book, done)
    assert len(customers.list_rows(book)) == 2


def test_a_customer_without_history_is_deleted_and_comes_back(book: Book) -> None:
    key = customers.add(book, "Globex").ids[0]
    customers.add_site(book, key, 1, country="DE")
    done = customers.delete(book, key, get(book, key).version)
    assert customers.list_rows(book) == []
    undone(book, done)
    assert get(book, key).sites[0].country == "DE"


def test_the_list_is_filtered_by_the_beginning_of_words(tmp_path: Path) -> None:
    book = Business(tmp_path).book
    rows = {
        typed: [row.short for row in customers.list_rows(book, typed)]
        for typed in ("", "hand", "muller", "HAMB", "initech globex", "obex")
    }
    assert rows == {
        "": ["globex", "initech"],
        "hand": ["globex"],
        "muller": ["initech"],
        "HAMB": ["globex", "initech"],
        "initech globex": [],
        "obex": [],
    }


def test_a_new_rate_marks_the_customers_drafts(tmp_path: Path) -> None:
    business = Business(tmp_path)
    draft = business.put_on_draft(business.note())
    book, key = business.book, business.globex
    done = customers.update(book, key, get(book, key).version, hourly_rate=Decimal(150))
    assert business.is_stale(draft)
    assert done.kinds == {"customers", "invoices"}
    undone(book, done)
    assert not business.is_stale(draft)
    change(book, key, notes="calls on Mondays")
    with book.read() as work:
        assert not work.get(Invoice, draft).stale
