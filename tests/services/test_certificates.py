"""Certificates of customers: kept, used while they hold, and named when they do not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from msspdesk.db.book import Book
from msspdesk.domain.customers import Customer, Site
from msspdesk.domain.errors import DomainError, InvalidInput
from msspdesk.domain.sellers import Seller, TaxRegistration
from msspdesk.services import certificates
from msspdesk.services.invoice_facts import draft_totals
from tests.builders import make_book
from tests.services import drafts_for_tests as make

SCHOOL = {"kind": "exempt_entity", "jurisdiction": "US-TX", "number": "17460001234"}


@pytest.fixture
def book(tmp_path: Path) -> Book:
    book = make_book(tmp_path)
    with book.write() as work:
        seller = work.get(Seller, 1)
        seller.country, seller.region = "US", "TX"
        seller.registrations[:] = [TaxRegistration(jurisdiction="US-TX", number="12-3456789")]
    return book


@pytest.fixture
def customer(book: Book) -> int:
    place = Site(street="100 Congress Ave", city="Austin", region="TX", country="US")
    return make.add_customer(book, name="Austin Charter School", vat_id="", sites=[place])


@pytest.fixture
def draft(book: Book, customer: int) -> int:
    return make.add_draft(book, customer, make.line(tax_class="data_processing"))


def version(book: Book, customer: int) -> int:
    with book.read() as work:
        return work.get(Customer, customer).version


def tax_of(book: Book, draft: int) -> int:
    totals = draft_totals(book, draft).totals
    assert totals is not None
    return totals.tax_total


def test_a_certificate_on_file_frees_from_tax(book: Book, customer: int, draft: int) -> None:
    assert tax_of(book, draft) == 58_50  # 6.25 % of 80 % of 1,170.00 (Tex. Tax Code 151.351)
    certificates.add(book, customer, version(book, customer), **SCHOOL)
    assert tax_of(book, draft) == 0
    steps = [step.code for row in draft_totals(book, draft).rows for step in row.steps]
    assert "certificate" in steps


def test_one_that_has_ended_is_named_and_tax_is_charged(
    book: Book, customer: int, draft: int
) -> None:
    certificates.add(book, customer, version(book, customer), **SCHOOL, valid_to=date(2026, 6, 30))
    assert tax_of(book, draft) == 58_50
    assert "certificate_expired" in [each.code for each in draft_totals(book, draft).warnings]


def test_one_for_other_services_does_not_count(book: Book, customer: int, draft: int) -> None:
    certificates.add(book, customer, version(book, customer), **SCHOOL, classes=("hardware",))
    assert tax_of(book, draft) == 58_50


def test_undo_and_the_version_of_the_customer(book: Book, customer: int) -> None:
    old = version(book, customer)
    changes = certificates.add(book, customer, old, **SCHOOL)
    with pytest.raises(DomainError, match="changed_since"):
        certificates.add(book, customer, old, **SCHOOL)
    assert changes.undo is not None
    changes.undo.job(book)
    assert certificates.rows(book) == []


def test_change_and_remove(book: Book, customer: int) -> None:
    certificates.add(book, customer, version(book, customer), **SCHOOL)
    (row,) = certificates.rows(book, customer)
    certificates.update(book, customer, row.customer_version, row.id, note="Original in the safe")
    (row,) = certificates.rows(book)
    assert (row.customer, row.note) == ("Austin Charter School", "Original in the safe")
    certificates.remove(book, customer, row.customer_version, row.id)
    assert certificates.rows(book) == []


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"number": ""}, ("certificate_number_missing", "number")),
        ({"jurisdiction": ""}, ("country_missing", "jurisdiction")),
        ({"jurisdiction": "ZZ-1"}, ("country_unknown", "jurisdiction")),
        ({"jurisdiction": "US-XX"}, ("region_unknown", "jurisdiction")),
        (
            {"valid_from": date(2026, 2, 1), "valid_to": date(2026, 1, 1)},
            ("end_before_start", "valid_to"),
        ),
        ({"valid_from": date(206, 2, 1)}, ("day_out_of_range", "valid_from")),
        ({"valid_to": date(2262, 2, 1)}, ("day_out_of_range", "valid_to")),
    ],
)
def test_what_is_wrong_is_named_at_its_field(
    book: Book, customer: int, wrong: dict[str, object], problem: tuple[str, str]
) -> None:
    with pytest.raises(InvalidInput) as raised:
        certificates.add(book, customer, version(book, customer), **SCHOOL | wrong)
    assert [(each.code, each.field) for each in raised.value.problems] == [problem]
