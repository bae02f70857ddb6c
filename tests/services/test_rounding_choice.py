"""A lawful alternative of rounding, chosen at the registration: docs/rules.md, Rounding of tax."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from msspdesk.db.book import Book
from msspdesk.domain.customers import Site
from msspdesk.domain.errors import InvalidInput
from msspdesk.domain.sellers import TaxRegistration
from msspdesk.services import credit_notes, invoice_facts, invoices, issuing, sellers
from msspdesk.services.invoice_facts import DraftTotals
from tests.builders import make_book
from tests.services import drafts_for_tests as make


def book_in(folder: Path, country: str, currency: str, rounding: str) -> Book:
    registration = TaxRegistration(jurisdiction=country, number="1", rounding=rounding)
    return make_book(folder, country=country, currency=currency, registrations=[registration])


def customer_in(book: Book, country: str, currency: str) -> int:
    place = Site(street="1 Quay", postcode="1010", city="Port", country=country)
    return make.add_customer(book, currency=currency, vat_id="", sites=[place])


def draft_of(book: Book, country: str, currency: str, *minor: int, **head: object) -> int:
    price = 1_000_000 if currency == "JPY" else 10_000
    lines = [
        make.line(
            tax_class="managed_it", quantity_micro=1_000_000, unit_price_micro=each * price,
            amount_minor=each, position=at,
        )
        for at, each in enumerate(minor)
    ]  # fmt: skip
    return make.add_draft(
        book, customer_in(book, country, currency), *lines, currency=currency, **head
    )


def totals(book: Book, draft: int) -> DraftTotals:
    return invoice_facts.draft_totals(book, draft)


@pytest.mark.parametrize(
    ("country", "currency", "rounding", "lines", "tax"),
    [
        # GST Act 1999 s 9-90: 10 % of 0.75 is 0.075; of each 0.25 it is 0.025.
        ("AU", "AUD", "", (25, 25, 25), 8),
        ("AU", "AUD", "line", (25, 25, 25), 9),
        # HMRC VATREC12010, down to a whole penny: 20 % of 12.38 is 2.476.
        ("GB", "GBP", "", (1238,), 248),
        ("GB", "GBP", "down", (1238,), 247),
        # GST Act 1985 s 19O: 15 % of 0.10 is 0.015.
        ("NZ", "NZD", "", (10,), 2),
        ("NZ", "NZD", "half_down", (10,), 1),
        # NTA Q&A Q46, once per rate in any direction: 10 % of 1015 is 101.5.
        ("JP", "JPY", "", (1015,), 101),
        ("JP", "JPY", "half_up", (1015,), 102),
        ("JP", "JPY", "up", (1011,), 102),
    ],
)
def test_the_tax_is_rounded_as_chosen(
    tmp_path: Path, country: str, currency: str, rounding: str, lines: tuple[int, ...], tax: int
) -> None:
    book = book_in(tmp_path, country, currency, rounding)
    found = totals(book, draft_of(book, country, currency, *lines))
    assert found.totals is not None
    assert found.totals.tax_total == tax
    assert found.totals.grand_total == sum(lines) + tax


def test_a_discount_is_inside_the_lines_that_are_rounded(tmp_path: Path) -> None:
    """Three lines of 0.50 less 50 % are three of 0.25: 0.09, not 10 % of 1.50 less a half."""
    book = book_in(tmp_path, "AU", "AUD", "line")
    found = totals(book, draft_of(book, "AU", "AUD", 50, 50, 50, discount_percent_micro=50_000_000))
    assert found.totals is not None
    assert (found.totals.tax_basis, found.totals.tax_total) == (75, 9)


def test_it_is_sealed_and_a_credit_note_takes_it_after_another_choice(tmp_path: Path) -> None:
    book = book_in(tmp_path, "GB", "GBP", "down")
    draft = draft_of(book, "GB", "GBP", 1238)
    issuing.issue(book, [draft])
    assert invoices.sealed_facts(book, draft)["tax_rounding"] == {
        "level": "group", "method": "down",
    }  # fmt: skip
    page = sellers.page(book)
    sellers.update_registration(book, page.version, page.registrations[0].id, rounding="")
    note = credit_notes.cancel_invoice(book, draft, "Wrong customer").ids[0]
    facts = invoices.sealed_facts(book, note)
    assert facts["totals"]["tax_total_minor"] == 247
    assert facts["tax_rounding"]["method"] == "down"


def test_it_holds_on_the_days_of_its_registration(tmp_path: Path) -> None:
    book = book_in(tmp_path, "GB", "GBP", "")
    page = sellers.page(book)
    first = page.registrations[0].id
    sellers.update_registration(book, page.version, first, valid_to=date(2026, 7, 30))
    sellers.add_registration(
        book, sellers.page(book).version, jurisdiction="GB", scheme="standard",
        valid_from=date(2026, 7, 31), rounding="down",
    )  # fmt: skip
    found = totals(book, draft_of(book, "GB", "GBP", 1238))
    assert found.totals is not None
    assert found.totals.tax_total == 247


def test_what_the_law_does_not_allow_is_refused_at_the_field(tmp_path: Path) -> None:
    book = book_in(tmp_path, "DE", "EUR", "")
    page = sellers.page(book)
    with pytest.raises(InvalidInput) as refused:
        sellers.update_registration(book, page.version, page.registrations[0].id, rounding="down")
    assert [(each.code, each.field) for each in refused.value.problems] == [
        ("rounding_not_there", "rounding")
    ]


def test_another_country_forgets_the_choice(tmp_path: Path) -> None:
    book = book_in(tmp_path, "NZ", "NZD", "half_down")
    page = sellers.page(book)
    sellers.update_registration(
        book, page.version, page.registrations[0].id, jurisdiction="AU", number=""
    )
    assert sellers.page(book).registrations[0].rounding == ""
