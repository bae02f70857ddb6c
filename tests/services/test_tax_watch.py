"""What the owner is warned of about tax before the month ends."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from msspdesk.db.book import Book
from msspdesk.domain.customers import CustomerCertificate, Site
from msspdesk.domain.sellers import Seller, TaxRegistration
from msspdesk.services import certificates, issuing, owner_rates, tax_watch
from msspdesk.texts.errors import sentence
from tests.builders import make_book
from tests.services import drafts_for_tests as make


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return make_book(tmp_path)


def told(book: Book) -> dict[str, str]:
    """Code and sentence of every warning."""
    return {each.problem.code: sentence(each.problem) for each in tax_watch.warnings(book)}


def consumer(book: Book) -> int:
    place = Site(street="1 rue du Port", postcode="67000", city="Strasbourg", country="FR")
    return make.add_customer(book, vat_id="", status="consumer", sites=[place])


def sell(book: Book, customer: int, minor: int, tax_class: str, currency: str = "EUR") -> int:
    """A draft over one line of that amount, in EUR with German VAT."""
    given = {"given_rate_micro": 19_000_000, "given_category": "S"} if currency == "EUR" else {}
    line = make.line(
        tax_class=tax_class,
        quantity_micro=1_000_000,
        unit_price_micro=minor * 10_000,
        amount_minor=minor,
        **given,
    )
    return make.add_draft(book, customer, line, currency=currency)


@pytest.mark.parametrize(
    ("minor", "code"),
    [(7_999_99, None), (8_000_00, "oss_near"), (10_000_00, "oss_near"), (10_000_01, "oss_above")],
)
def test_the_threshold_of_10_000_eur_is_watched(book: Book, minor: int, code: str | None) -> None:
    """Art. 59c Directive 2006/112/EC: exceeded means above, not at, 10 000 EUR."""
    issuing.issue(book, [sell(book, consumer(book), minor, "software_saas")])
    assert [each for each in told(book) if each.startswith("oss")] == ([code] if code else [])


def test_services_with_people_in_them_do_not_count(book: Book) -> None:
    issuing.issue(book, [sell(book, consumer(book), 20_000_00, "managed_it")])
    assert "oss_above" not in told(book)


def test_a_registered_one_stop_shop_ends_the_watch(book: Book) -> None:
    issuing.issue(book, [sell(book, consumer(book), 20_000_00, "software_saas")])
    assert "oss_above" in told(book)
    with book.write() as work:
        seller = work.get(Seller, 1)
        seller.registrations.append(TaxRegistration(jurisdiction="EU", scheme="oss", number="1"))
    assert "oss_above" not in told(book)


def test_nexus_of_a_state(book: Book) -> None:
    """Texas: 500 000 USD of sales (34 TAC 3.286), no count of transactions."""
    place = Site(street="100 Congress Ave", city="Austin", region="TX", country="US")
    customer = make.add_customer(book, name="Mesa", vat_id="", currency="USD", sites=[place])
    issuing.issue(book, [sell(book, customer, 450_000_00, "managed_it", "USD")])
    assert told(book)["nexus_near"].startswith("Sales to Texas this year are 450,000.00 USD")


def test_certificates_that_end_or_ended(book: Book) -> None:
    dated = [
        CustomerCertificate(kind="resale", jurisdiction=f"US-{state}", number="1", valid_to=day)
        for state, day in (
            ("TX", date(2026, 7, 30)),
            ("NY", date(2026, 8, 30)),
            ("WA", date(2026, 8, 31)),
        )
    ]
    make.add_customer(book, certificates=dated)
    codes = [each.problem.code for each in tax_watch.warnings(book) if each.kind == "certificate"]
    assert codes == ["certificate_expired", "certificate_expires"]
    kept = {row.id: row.jurisdiction for row in certificates.rows(book)}
    found = [each for each in tax_watch.warnings(book) if each.kind == "certificate"]
    assert [kept[each.record_id or 0] for each in found] == ["US-TX", "US-NY"]


def test_a_local_rate_that_ends_without_one_that_follows(book: Book) -> None:
    austin = {
        "country": "US", "region": "TX", "city": "Austin", "tax": "Local sales tax",
        "rate": Decimal(2), "source": "comptroller.texas.gov",
    }  # fmt: skip
    owner_rates.add(book, **austin, valid_to=date(2026, 8, 15))
    assert "tax_rate_ends" in told(book)
    owner_rates.add(book, **austin, valid_from=date(2026, 8, 16))
    assert "tax_rate_ends" not in told(book)


def test_a_local_rate_that_ended_of_late(book: Book) -> None:
    seattle = {
        "country": "US", "region": "WA", "city": "Seattle", "tax": "Local sales tax",
        "rate": Decimal("3.85"), "source": "dor.wa.gov",
    }  # fmt: skip
    owner_rates.add(book, **seattle, valid_to=date(2026, 6, 29))
    assert "tax_rate_ended" not in told(book)
    owner_rates.add(book, **seattle, valid_from=date(2026, 6, 30), valid_to=date(2026, 6, 30))
    (warning,) = [each for each in tax_watch.warnings(book) if each.kind == "rate"]
    assert warning.problem.code == "tax_rate_ended"
    assert "Seattle, Washington ended on" in sentence(warning.problem)
    assert warning.record_id == owner_rates.rows(book)[1].id


def test_registrations_that_overlap(book: Book) -> None:
    with book.write() as work:
        seller = work.get(Seller, 1)
        seller.registrations.append(TaxRegistration(jurisdiction="DE", scheme="small_business"))
    assert "registrations_overlap" in told(book)


def test_a_source_nobody_checked_is_named_once_with_its_customers(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = make.unchecked_draft(book, monkeypatch)
    make.unchecked_draft(book, monkeypatch, "Kranich Maschinenbau")
    rows = [each for each in tax_watch.warnings(book) if each.kind == "row"]
    assert len(rows) == 1
    assert sentence(rows[0].problem).endswith("Kranich Maschinenbau.")
    issuing.issue(book, [one])
    assert len([each for each in tax_watch.warnings(book) if each.kind == "row"]) == 1
