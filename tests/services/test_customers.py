"""Customers are added from a name on, changed field by field, and never lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from msspdesk.db.book import Book
from msspdesk.domain.customers import Customer, Site
from msspdesk.domain.errors import DomainError, InvalidInput
from msspdesk.domain.invoices import Invoice
from msspdesk.services import customer_page, customers, sellers
from msspdesk.services.changes import Changes
from msspdesk.services.customer_page import VatIdFormat
from msspdesk.services.tax_facts import customer_facts
from tests import builders
from tests.services import drafts_for_tests as make
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
    change(book, key, vat_id_checked_on=date(2026, 7, 1))
    assert change(book, key, vat_id="ATU13585627").vat_id_checked_on == date(2026, 7, 1)
    with pytest.raises(InvalidInput, match="invalid_input") as caught:
        change(book, key, vat_id="ATU13585626")
    assert caught.value.problems[0].code == "vat_id_format"
    row = change(book, key, vat_id="")
    assert (row.vat_id, row.vat_id_checked_on, row.vat_id_check) == ("", None, "")


def test_a_check_made_elsewhere_is_kept_with_its_day_and_who_made_it(book: Book) -> None:
    key = customers.add(book, "Alpenblick").ids[0]
    customers.add_site(book, key, get(book, key).version, country="AT", city="Wien")
    change(book, key, vat_id="ATU13585627")
    row = change(book, key, vat_id_checked_on=date(2026, 7, 1))
    assert (row.vat_id_check, row.vat_id_checked_by) == ("valid", "Mara Lindner")
    row = change(book, key, vat_id_checked_by="Steuerberater Kühn, FinanzOnline")
    assert row.vat_id_checked_by == "Steuerberater Kühn, FinanzOnline"
    assert row.vat_id_checked_on == date(2026, 7, 1)
    row = change(book, key, vat_id_checked_on=None)
    assert (row.vat_id_check, row.vat_id_checked_by) == ("", "")


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"vat_id_checked_on": date(2026, 8, 1)}, "check_in_future", "vat_id_checked_on"),
        ({"vat_id_checked_on": date(206, 7, 1)}, "day_out_of_range", "vat_id_checked_on"),
        ({"vat_id_checked_by": "Mara"}, "check_day_missing", "vat_id_checked_on"),
        ({"vat_id": "", "vat_id_checked_on": date(2026, 7, 1)}, "vat_id_missing", "vat_id"),
        ({"vat_id": "FR96000110899"}, "vat_id_other_country", "vat_id"),
    ],
)
def test_a_check_that_cannot_be_is_named_at_its_field(
    book: Book, fields: dict[str, object], code: str, field: str
) -> None:
    key = customers.add(book, "Alpenblick").ids[0]
    customers.add_site(book, key, get(book, key).version, country="AT", city="Wien")
    change(book, key, vat_id="ATU13585627")
    with pytest.raises(InvalidInput) as caught:
        change(book, key, **fields)
    assert [(each.code, each.field) for each in caught.value.problems] == [(code, field)]


def test_an_id_that_the_register_does_not_know_is_no_proof_of_business(book: Book) -> None:
    key = customers.add(book, "Alpenblick").ids[0]
    customers.add_site(book, key, get(book, key).version, country="AT", city="Wien")
    states = []
    row = change(book, key, vat_id="ATU13585627")
    states.append(customer_facts(row, row.sites[0]).vat_id_state)
    for valid in (True, False):
        customers.record_check(book, key, "ATU13585627", valid=valid, by="VIES")
        row = get(book, key)
        states.append(customer_facts(row, row.sites[0]).vat_id_state)
    assert states == ["format", "checked", "none"]


def test_a_region_by_its_name_is_kept_as_its_code_and_what_is_missing_is_told(book: Book) -> None:
    page = sellers.page(book)
    sellers.add_registration(book, page.version, jurisdiction="US-HI")
    key = customers.add(book, "Aloha Surf Inc.").ids[0]
    told = []
    for fields in (
        {"country": "US", "city": "Honolulu", "region": ""},
        {"region": "Hawai"},
        {"region": "hawaii"},
        {"county": "Oahu"},
        {"county": "Honolulu"},
    ):
        row = get(book, key)
        if row.sites:
            site_id = row.sites[0].id or 0
            customers.update_site(book, key, row.version, site_id, **fields)
        else:
            customers.add_site(book, key, row.version, **fields)
        (site,) = customer_page.sites(book, key)
        told.append([(each.code, each.field) for each in site.problems])
    assert site.region == "HI"
    assert told == [
        [("customer_region_missing", "region")],
        [("region_unknown", "region")],
        [("customer_county_missing", "county")],
        [("county_unknown", "county")],
        [],
    ]


def test_a_region_is_asked_only_where_the_owner_has_to_do_with_that_countrys_tax(
    book: Book,
) -> None:
    key = customers.add(book, "Texas Ranch Inc.").ids[0]
    customers.add_site(book, key, get(book, key).version, country="US", city="Austin")
    assert customer_page.sites(book, key)[0].problems == ()


def test_an_address_that_moves_away_from_its_vat_id_is_told(book: Book) -> None:
    key = customers.add(book, "Alpenblick").ids[0]
    customers.add_site(book, key, get(book, key).version, country="AT", city="Wien")
    change(book, key, vat_id="ATU13585627")
    assert customer_page.facts(book, key).vat_id_format == VatIdFormat(
        judged=True, problem=None, in_vies=True
    )
    row = get(book, key)
    customers.update_site(book, key, row.version, row.sites[0].id or 0, country="FR")
    problem = customer_page.facts(book, key).vat_id_format.problem
    assert problem is not None
    assert (problem.code, problem.field) == ("vat_id_other_country", "vat_id")


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


def test_a_gstin_of_another_state_is_told_at_its_field(book: Book) -> None:
    """Section 25 CGST Act: the first two digits are the state, 29 Karnataka, 27 Maharashtra."""
    number = "27AAPFU0939F1ZV"
    for region, code in (("KA", "gstin_of_other_state"), ("MH", "")):
        site = Site(street="MG Road", postcode="1", city="Town", region=region, country="IN")
        key = make.add_customer(book, vat_id=number, sites=[site])
        problem = customer_page.facts(book, key).vat_id_format.problem
        assert (problem.code if problem else "") == code
