"""The tax report ties to the issued invoices to the cent, over a whole demo year."""

from __future__ import annotations

import csv
import io
import shutil
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from msspdesk.db.book import Book
from msspdesk.db.queries.tax_report import IssuedRecord, issued
from msspdesk.domain.customers import Site
from msspdesk.domain.errors import DomainError
from msspdesk.domain.sellers import Seller, TaxRegistration
from msspdesk.services import books, credit_notes, issuing, payments, tax_report
from msspdesk.services.payments import NewPayment
from msspdesk.services.tax_report import PeriodReport, declared_on
from msspdesk.services.tax_report_file import HEADINGS, _safe, csv_text, save_csv
from tests.builders import FixedClock, make_book
from tests.services import drafts_for_tests as make

JULY = (date(2026, 7, 1), date(2026, 7, 31))
AUGUST = (date(2026, 8, 1), date(2026, 8, 31))


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def book(tmp_path: Path, clock: FixedClock) -> Book:
    return make_book(tmp_path, clock)


@pytest.fixture
def demo(demo_file: Path, tmp_path: Path) -> Book:
    return books.open_book(Path(shutil.copy(demo_file, tmp_path / "book.sqlite")))


def figures(report: PeriodReport) -> Counter[tuple[str, str, str]]:
    """Tax by currency, jurisdiction and rate; and under "net" the bases."""
    found: Counter[tuple[str, str, str]] = Counter()
    for part in report.parts:
        for row in (*part.rows, *part.one_stop_shop):
            found[part.currency, row.jurisdiction, f"{row.rate:f}"] += row.amount
            found[part.currency, "net", ""] += row.base
    return found


def test_twelve_months_add_up_to_every_invoice_of_the_demo(demo: Book) -> None:
    months = [
        tax_report.report(demo, "DE", *tax_report.months(date(2026, 12, 1), back))
        for back in range(24)
    ]
    taxes: Counter[str] = Counter()
    nets: Counter[str] = Counter()
    for report in months:
        for part in report.parts:
            taxes[part.currency] += part.tax
            nets[part.currency] += sum(row.base for row in part.rows)
    with demo.read() as work:
        records = issued(work.connection)
    assert len(records) > 100
    sign = {"invoice": 1, "credit_note": -1}
    for currency in {each.currency for each in records}:
        mine = [each for each in records if each.currency == currency]
        assert taxes[currency] == sum(sign[each.kind] * each.tax_minor for each in mine)
        assert nets[currency] == sum(
            sign[each.kind] * (each.gross_minor - each.tax_minor) for each in mine
        )


def test_tax_belongs_to_the_month_of_the_service(book: Book, clock: FixedClock) -> None:
    """Section 13 (1) no. 1 a UStG: with the end of the period in which it was performed."""
    draft = make.add_draft(book, make.add_customer(book))
    clock.set_day(date(2026, 8, 3))
    issuing.issue(book, [draft])
    assert figures(tax_report.report(book, "DE", *JULY))["EUR", "DE", "19"] == 222_30
    assert not tax_report.report(book, "DE", *AUGUST).parts


def record(**changed: object) -> IssuedRecord:
    values: dict[str, object] = {
        "id": 1, "number": "1", "kind": "invoice", "issue_date": date(2026, 8, 3),
        "service_end": date(2026, 8, 1), "currency": "EUR", "gross_minor": 1, "tax_minor": 0,
        "payable_minor": 1, "customer": "", "country": "DE", "vat_id": "", "rows": (), "money": (),
    }  # fmt: skip
    return IssuedRecord(**(values | changed))  # type: ignore[arg-type]


def test_the_day_by_accrual() -> None:
    assert declared_on(record(), "performance") == date(2026, 7, 31)
    assert declared_on(record(service_end=date(2026, 9, 1)), "performance") == date(2026, 8, 3)
    assert declared_on(record(), "first_of_invoice_payment") == date(2026, 8, 3)
    assert declared_on(record(kind="credit_note"), "performance") == date(2026, 8, 3)


def test_a_norwegian_invoice_is_declared_on_its_own_day() -> None:
    """Merverdiavgiftsloven § 15-9 (1): in the term in which the document was issued."""
    assert declared_on(record(), "documented") == date(2026, 8, 3)


def test_an_irish_invoice_that_is_late_is_declared_when_it_was_due() -> None:
    """Art. 222 Directive 2006/112/EC: the 15th of the month after the service."""
    assert declared_on(record(), "invoice") == date(2026, 8, 3)
    late = record(issue_date=date(2026, 9, 20))
    assert declared_on(late, "invoice") == date(2026, 8, 15)


def test_a_credit_note_takes_the_tax_back_in_its_own_month(book: Book, clock: FixedClock) -> None:
    draft = make.add_draft(book, make.add_customer(book))
    issuing.issue(book, [draft])
    clock.set_day(date(2026, 8, 5))
    credit_notes.cancel_invoice(book, draft, "Wrong customer")
    assert figures(tax_report.report(book, "DE", *JULY))["EUR", "DE", "19"] == 222_30
    assert figures(tax_report.report(book, "DE", *AUGUST))["EUR", "DE", "19"] == -222_30


def test_by_cash_the_tax_comes_with_the_money(book: Book, clock: FixedClock) -> None:
    """Section 20 UStG: half of 1,392.30 paid in August brings half of 222.30."""
    draft = make.add_draft(book, make.add_customer(book))
    issuing.issue(book, [draft])
    clock.set_day(date(2026, 8, 10))
    payments.record_payment(book, NewPayment(draft, date(2026, 8, 10), 696_15))
    assert not tax_report.report(book, "DE", *JULY, accounting="cash").parts
    report = tax_report.report(book, "DE", *AUGUST, accounting="cash")
    assert figures(report)["EUR", "DE", "19"] == 111_15


def test_a_cancelled_invoice_leaves_nothing_by_cash(book: Book) -> None:
    draft = make.add_draft(book, make.add_customer(book))
    issuing.issue(book, [draft])
    credit_notes.cancel_invoice(book, draft, "Wrong customer")
    report = tax_report.report(book, "DE", *JULY, accounting="cash")
    assert figures(report)["EUR", "DE", "19"] == 0


def test_the_recapitulative_list_names_the_customer(book: Book) -> None:
    draft = make.add_draft(book, make.add_customer(book, **make.dutch()))
    issuing.issue(book, [draft])
    (part,) = tax_report.report(book, "DE", *JULY).parts
    (row,) = part.recapitulative
    assert (row.country, row.vat_id, row.kind, row.amount) == (
        "NL", "NL004495445B01", "services", 1170_00,
    )  # fmt: skip


def test_one_stop_shop_is_a_report_of_its_own(book: Book) -> None:
    """French standard rate 20 % (Art. 278 CGI) on an electronic service to a consumer."""
    with book.write() as work:
        seller = work.get(Seller, 1)
        seller.registrations.append(
            TaxRegistration(jurisdiction="EU", scheme="oss", number="DE318274650")
        )
    place = Site(street="1 rue du Port", postcode="67000", city="Strasbourg", country="FR")
    consumer = make.add_customer(book, vat_id="", status="consumer", sites=[place])
    one = make.add_draft(book, consumer, make.line(tax_class="electronically_supplied"))
    two = make.add_draft(book, make.add_customer(book, name="Home", short="home"))
    issuing.issue(book, [one, two])
    assert [each.jurisdiction for each in tax_report.registrations(book)] == ["DE", "EU"]
    (shop,) = tax_report.report(book, "EU", *JULY).parts
    assert [(row.jurisdiction, row.base, row.amount) for row in shop.one_stop_shop] == [
        ("FR", 1170_00, 234_00)
    ]
    assert shop.rows == ()
    (home,) = tax_report.report(book, "DE", *JULY).parts
    assert [(row.jurisdiction, row.amount) for row in home.rows] == [("DE", 222_30)]


def test_what_cannot_be_reported_is_said(book: Book) -> None:
    with pytest.raises(DomainError, match="not_registered_there"):
        tax_report.report(book, "FR", *JULY)
    with pytest.raises(DomainError, match="end_before_start"):
        tax_report.report(book, "DE", JULY[1], JULY[0])


def test_the_table_adds_up_and_runs_no_formula(book: Book, tmp_path: Path) -> None:
    customer = make.add_customer(book, name='=HYPERLINK("http://evil.example";"Open")')
    issuing.issue(book, [make.add_draft(book, customer)])
    report = tax_report.report(book, "DE", *JULY)
    header, row = csv.reader(io.StringIO(csv_text(report)))
    assert tuple(header) == HEADINGS
    cells = dict(zip(header, row, strict=True))
    assert (Decimal(cells["base"]), Decimal(cells["amount"])) == (Decimal(1170), Decimal("222.3"))
    assert cells["customer"].startswith("'=HYPERLINK")
    path = save_csv(report, tmp_path)
    assert path.name == "tax-DE-2026-07-01-2026-07-31.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbfpart,")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r="])
def test_every_way_to_begin_a_formula_is_taken(start: str) -> None:
    assert _safe(f"{start}1+1").startswith("'")
    assert _safe("Globex 1-2") == "Globex 1-2"
