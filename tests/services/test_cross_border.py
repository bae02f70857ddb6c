"""The book's own figures decide where consumers in other EU countries are taxed.

Art. 59c Directive 2006/112/EC. Rates and sums of the single sales: cases S08 and S09 of
tests/data/tax_cases.json (DE seller, FR consumer, automated online backup, 50.00 EUR).
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from msspdesk.db.book import Book
from msspdesk.domain.customers import Customer, Site
from msspdesk.domain.errors import DomainError
from msspdesk.domain.invoices import Invoice
from msspdesk.domain.periods import Horizon
from msspdesk.domain.sellers import Seller, TaxRegistration
from msspdesk.services import invoice_facts, issuing, month_end, sellers
from msspdesk.services.invoice_facts import DraftTotals
from msspdesk.services.what_if import Sale, what_if
from tests.builders import FixedClock, make_book
from tests.services import drafts_for_tests as make


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return make_book(tmp_path)


def french(book: Book) -> int:
    place = Site(street="1 rue du Port", postcode="67000", city="Strasbourg", country="FR")
    return make.add_customer(book, name="Mme Weber", vat_id="", status="consumer", sites=[place])


def backup(book: Book, customer: int, euro: str, **changed: object) -> int:
    """A draft over one electronic service without tax."""
    minor = int(Decimal(euro) * 100)
    line = make.line(
        name="Online backup",
        tax_class="electronically_supplied",
        quantity_micro=1_000_000,
        unit_price_micro=minor * 10_000,
        amount_minor=minor,
    )
    return make.add_draft(book, customer, line, **changed)


def sell(book: Book, customer: int, *euro: str) -> None:
    issuing.issue(book, [backup(book, customer, each) for each in euro])


def register_oss(book: Book) -> None:
    with book.write() as work:
        seller = work.get(Seller, 1)
        seller.registrations.append(
            TaxRegistration(jurisdiction="EU", scheme="oss", number="EU276000001")
        )


def charged(found: DraftTotals) -> list[tuple[str, str, int]]:
    return [(each.jurisdiction, f"{each.rate:f}", each.amount_minor) for each in found.rows]


def asked(found: DraftTotals) -> list[str]:
    return [each.code for each in found.questions]


def test_consumers_in_monaco_count_as_in_france(book: Book) -> None:
    """Art. 7 Directive 2006/112/EC."""
    home = Site(street="1 quai", postcode="98000", city="Monaco", country="MC")
    monaco = make.add_customer(
        book, name="M. Roux", short="roux", vat_id="", status="consumer", sites=[home]
    )
    sell(book, monaco, "9990.00")
    found = invoice_facts.draft_totals(book, backup(book, french(book), "50.00"))
    assert asked(found) == ["oss_registration_missing"]


def test_below_the_threshold_the_home_rate(book: Book) -> None:
    """S09: 3 000 EUR with this sale, no one stop shop: 9.50 EUR of German VAT."""
    customer = french(book)
    sell(book, customer, "2950.00")
    found = invoice_facts.draft_totals(book, backup(book, customer, "50.00"))
    assert charged(found) == [("DE", "19", 9_50)]
    told = [each.text for each in found.rows[0].steps if each.code == "eu_threshold_below"]
    assert "3,000.00 EUR with this sale" in told[0]
    assert "59c" in told[0]


def test_above_it_the_consumers_country(book: Book) -> None:
    """S08: 25 000 EUR, registered for the one stop shop: 10.00 EUR of French VAT."""
    customer = french(book)
    register_oss(book)
    sell(book, customer, "24950.00")
    found = invoice_facts.draft_totals(book, backup(book, customer, "50.00"))
    assert charged(found) == [("FR", "20", 10_00)]


def test_the_one_stop_shop_is_the_option_for_it_from_the_first_euro(book: Book) -> None:
    """Art. 59c (3): the seller may choose the consumer's country below the threshold."""
    register_oss(book)
    found = invoice_facts.draft_totals(book, backup(book, french(book), "50.00"))
    assert charged(found) == [("FR", "20", 10_00)]


@pytest.mark.parametrize(
    ("euro", "wanted"), [("50.00", []), ("50.01", ["oss_registration_missing"])]
)
def test_the_sale_that_crosses_it_is_the_first_taxed_there(
    book: Book, euro: str, wanted: list[str]
) -> None:
    """Art. 59c (2): from the time it is exceeded. At exactly 10 000 EUR it is not."""
    customer = french(book)
    sell(book, customer, "9950.00")
    assert asked(invoice_facts.draft_totals(book, backup(book, customer, euro))) == wanted


def test_what_was_sold_last_year_counts_this_year_too(tmp_path: Path) -> None:
    clock = FixedClock(datetime(2025, 11, 3, 10, tzinfo=UTC))
    book = make_book(tmp_path, clock)
    customer = french(book)
    register_oss(book)
    sell(book, customer, "10000.01")
    with book.write() as work:
        seller = work.get(Seller, 1)
        seller.registrations[-1].valid_to = date(2025, 12, 31)
    for year, wanted in ((2026, ["oss_registration_missing"]), (2027, [])):
        clock.set_day(date(year, 4, 1))
        assert asked(invoice_facts.draft_totals(book, backup(book, customer, "50.00"))) == wanted


def test_documents_of_one_run_count_one_after_the_other(book: Book) -> None:
    """Each of them alone stays below; the third would be taxed in France, and the look
    before issue says so.
    """
    customer = french(book)
    ids = [backup(book, customer, each) for each in ("6000.00", "4000.00", "0.01")]
    first, second, third = issuing.preflight(book, ids)
    assert (first.problems, second.problems) == ((), ())
    assert [each.details["question"] for each in third.problems] == ["oss_registration_missing"]
    with pytest.raises(DomainError) as refused:
        issuing.issue(book, ids)
    assert "oss_registration_missing" in str(refused.value.details["problems"])
    assert "10,000.01" in str(refused.value.details["problems"])
    issuing.issue(book, ids[:2])


def test_the_month_end_names_the_one_that_crosses(book: Book) -> None:
    customer = french(book)
    for euro in ("6000.00", "4000.01"):
        backup(book, customer, euro)
    first, second = month_end.outlook(book, Horizon.through(book.today())).drafts
    assert first.problems == ()
    assert [each.code for each in second.questions] == ["oss_registration_missing"]


def test_a_credit_note_takes_away_from_it(book: Book) -> None:
    customer = french(book)
    sell(book, customer, "9000.00")
    issuing.issue(book, [backup(book, customer, "3000.00", kind="credit_note")])
    assert asked(invoice_facts.draft_totals(book, backup(book, customer, "4000.00"))) == []
    assert asked(invoice_facts.draft_totals(book, backup(book, customer, "4000.01"))) != []


def test_a_discount_on_the_document_is_not_counted(book: Book) -> None:
    customer = french(book)
    issuing.issue(book, [backup(book, customer, "10000.00", discount_percent_micro=50_000_000)])
    assert asked(invoice_facts.draft_totals(book, backup(book, customer, "5000.00"))) == []
    assert asked(invoice_facts.draft_totals(book, backup(book, customer, "5000.01"))) != []
    half = backup(book, customer, "10000.00", discount_percent_micro=50_000_000)
    assert asked(invoice_facts.draft_totals(book, half)) == []


def test_other_services_and_businesses_do_not_count(book: Book) -> None:
    customer = french(book)
    big = make.line(
        tax_class="consulting",
        quantity_micro=1_000_000,
        unit_price_micro=50_000_000_000,
        amount_minor=50_000_00,
    )
    issuing.issue(book, [make.add_draft(book, customer, big)])
    sell(book, make.add_customer(book, **make.dutch()), "50000.00")
    found = invoice_facts.draft_totals(book, backup(book, customer, "50.00"))
    assert charged(found) == [("DE", "19", 9_50)]


def test_sales_in_another_currency_make_the_total_unknown(book: Book) -> None:
    """No exchange rate is guessed; the owner is asked."""
    customer = french(book)
    draft = backup(book, make.add_customer(
        book, name="Pan Nowak", vat_id="", status="consumer", currency="PLN",
        sites=[Site(street="Rynek 1", postcode="31-042", city="Kraków", country="PL")],
    ), "50.00", currency="PLN")  # fmt: skip
    assert asked(invoice_facts.draft_totals(book, draft)) == ["cross_border_total_unknown"]
    register_oss(book)
    issuing.issue(book, [draft])
    with book.write() as work:
        seller = work.get(Seller, 1)
        del seller.registrations[-1]
    found = invoice_facts.draft_totals(book, backup(book, customer, "50.00"))
    assert asked(found) == ["cross_border_total_unknown"]
    certain = invoice_facts.draft_totals(book, backup(book, customer, "10000.01"))
    assert asked(certain) == ["oss_registration_missing"]


@pytest.mark.parametrize(
    ("year", "euro", "above"),
    [
        (2025, "10000.00", False),
        (2025, "10000.01", True),
        (2026, "9950.00", False),
        (2026, "9950.01", True),
        (2024, "20000.00", False),
    ],
)
def test_what_was_sold_before_the_book_counts(
    book: Book, year: int, euro: str, above: bool
) -> None:
    """Art. 59c (1) (c): this or the preceding calendar year, with this sale of 50.00."""
    sellers.update(book, sellers.page(book).version, sold_before={year: Decimal(euro)})
    found = invoice_facts.draft_totals(book, backup(book, french(book), "50.00"))
    assert asked(found) == (["oss_registration_missing"] if above else [])


def test_the_two_years_are_not_added(book: Book) -> None:
    before = {2025: Decimal("9000.00"), 2026: Decimal("9000.00")}
    sellers.update(book, sellers.page(book).version, sold_before=before)
    draft = backup(book, french(book), "1000.00")
    assert asked(invoice_facts.draft_totals(book, draft)) == []


@pytest.mark.parametrize(
    ("gross", "wanted"), [("11900.00", []), ("11900.02", ["oss_registration_missing"])]
)
def test_tax_inside_the_prices_does_not_count(book: Book, gross: str, wanted: list[str]) -> None:
    """10,000.00 and 19 % of it are 11,900.00; Art. 59c (1) (c): exclusive of VAT."""
    draft = backup(book, french(book), gross, price_mode="inclusive")
    assert asked(invoice_facts.draft_totals(book, draft)) == wanted


def test_another_currency_counts_by_the_rate_of_its_document(book: Book) -> None:
    """20,000.00 PLN at 0.25 are 5,000.00 EUR."""
    given = {"pair": "PLN/EUR", "rate": "0.25", "day": "2026-07-31", "source": "ECB"}
    draft = backup(book, french(book), "20000.00", currency="PLN", exchange=given)
    with book.write() as work:
        work.get(Customer, work.get(Invoice, draft).customer_id).currency = "PLN"
    issuing.issue(book, [draft])
    other = make.add_customer(
        book, name="Mme Roux", vat_id="", status="consumer",
        sites=[Site(street="2 rue du Port", postcode="67000", city="Strasbourg", country="FR")],
    )  # fmt: skip
    assert asked(invoice_facts.draft_totals(book, backup(book, other, "5000.00"))) == []
    assert asked(invoice_facts.draft_totals(book, backup(book, other, "5000.01"))) != []


def test_what_if_asks_the_same_figures(book: Book) -> None:
    customer = french(book)
    sell(book, customer, "9950.00")
    today = book.today()
    for euro, question in (("50.00", None), ("50.01", "oss_registration_missing")):
        outcome = what_if(
            book,
            Sale(Decimal(euro), today, "electronically_supplied", "EUR", customer_id=customer),
        )
        assert (outcome.question.code if outcome.question else None) == question
