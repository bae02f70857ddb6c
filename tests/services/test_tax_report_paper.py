"""The tax report on paper says what the report holds, in the adviser's language."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from msspdesk.db.book import Book
from msspdesk.documents.model import Annex, PaperReport
from msspdesk.domain.customers import Site
from msspdesk.domain.sellers import Seller, TaxRegistration
from msspdesk.services import books, issuing, tax_report
from msspdesk.services.document_facts import seller_data
from msspdesk.services.tax_report import PeriodReport
from msspdesk.services.tax_report_file import report_languages, report_pdf, save_pdf
from msspdesk.services.tax_report_paper import report_paper
from msspdesk.taxdata.loader import load
from msspdesk.texts import formats
from tests.builders import make_book
from tests.services import drafts_for_tests as make

JULY = (date(2026, 7, 1), date(2026, 7, 31))
MADE = datetime(2026, 8, 5, 9, 0, tzinfo=UTC)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return make_book(tmp_path)


def on_paper(book: Book, report: PeriodReport, language: str = "en") -> PaperReport:
    with book.read() as work:
        seller = seller_data(work.get(Seller, 1), report.last)
    return report_paper(report, seller, load(), language=language, made=MADE)


def cells(table: Annex) -> list[tuple[str, ...]]:
    return [row for group in table.groups for row in group.rows]


def test_heading_and_figures_of_two_documents(book: Book) -> None:
    """19 % (section 12 (1) UStG) of 1,170.00 is 222.30; the Dutch customer owes the VAT itself."""
    home = make.add_draft(book, make.add_customer(book))
    dutch = make.add_draft(book, make.add_customer(book, **make.dutch(), short="tulpenburg"))
    issuing.issue(book, [home, dutch])
    paper = on_paper(book, tax_report.report(book, "DE", *JULY))
    assert paper.title == "Tax report Germany, July 2026"
    assert [(fact.label, fact.value) for fact in paper.facts][1:5] == [
        ("Registration", "Germany, VAT ID DE318274650"),
        ("Period", "July 2026"),
        ("Basis", "accrual: when supplied or invoiced"),
        ("Documents", "2"),
    ]
    figures, listed, documents = paper.tables
    assert [group.heading for group in figures.groups] == ["Taxed", "Reverse charge"]
    assert cells(figures) == [
        ("VAT 19%", "Germany", "S", "1", "1,170.00", "222.30"),
        ("Reverse charge", "Netherlands", "AE", "1", "1,170.00", "0.00"),
    ]
    assert figures.sums == ("Sum", "", "", "", "2,340.00", "222.30")
    assert cells(listed) == [
        ("NL", "NL004495445B01", "Tulpenburg Logistiek B.V.", "Services", "1", "1,170.00")
    ]
    assert [(group.heading, group.sums[-2:]) for group in documents.groups] == [
        ("VAT 19%, Germany", ("1,170.00", "222.30")),
        ("Reverse charge, Netherlands", ("1,170.00", "0.00")),
    ]
    assert [row[0] for row in cells(documents)] == ["RE-2026-0001", "RE-2026-0002"]


def test_the_same_report_in_german(book: Book) -> None:
    issuing.issue(book, [make.add_draft(book, make.add_customer(book, **make.dutch()))])
    paper = on_paper(book, tax_report.report(book, "DE", *JULY, accounting="accrual"), "de")
    assert paper.title == "Steuerbericht Deutschland, Juli 2026"
    figures, listed, _documents = paper.tables
    assert listed.title == "Zusammenfassende Meldung in EUR"
    assert cells(figures)[0][0] == "Steuerschuldnerschaft des Leistungsempfängers"


def test_one_stop_shop_by_country(book: Book) -> None:
    """French standard rate 20 % (Art. 278 CGI) on an electronic service to a consumer."""
    with book.write() as work:
        seller = work.get(Seller, 1)
        seller.registrations.append(
            TaxRegistration(jurisdiction="EU", scheme="oss", number="DE318274650")
        )
    place = Site(street="1 rue du Port", postcode="67000", city="Strasbourg", country="FR")
    consumer = make.add_customer(book, vat_id="", status="consumer", sites=[place])
    line = make.line(tax_class="electronically_supplied")
    issuing.issue(book, [make.add_draft(book, consumer, line)])
    shop, documents = on_paper(book, tax_report.report(book, "EU", *JULY)).tables
    assert shop.title == "One stop shop in EUR"
    assert cells(shop) == [("France", "VAT 20%", "1", "1,170.00", "234.00")]
    assert documents.groups[0].heading == "VAT 20%, France"


def test_a_report_of_nothing_is_a_page_too(book: Book) -> None:
    paper = on_paper(book, tax_report.report(book, "DE", *JULY))
    assert paper.tables == ()
    assert paper.intro == ("Nothing was sold in this period.",)


def test_who_is_missing_on_the_list_is_named(book: Book) -> None:
    issuing.issue(book, [make.add_draft(book, make.add_customer(book, **make.dutch()))])
    report = tax_report.report(book, "DE", *JULY)
    (part,) = report.parts
    without = replace(part, recapitulative=(), unlisted=("RE-2026-0001",))
    paper = on_paper(book, replace(report, parts=(without,)))
    assert len(paper.tables) == 2
    assert paper.intro[0].endswith("the customer has no VAT ID: RE-2026-0001")


def test_figures_on_paper_are_those_of_the_report(demo_file: Path, tmp_path: Path) -> None:
    """Over a demo year: every group of documents adds up to its figure, on paper too."""
    book = books.open_book(Path(shutil.copy(demo_file, tmp_path / "book.sqlite")))
    report = tax_report.report(book, "DE", date(2025, 1, 1), date(2026, 12, 31))
    paper = on_paper(book, report, "de")
    figures = [each for each in paper.tables if each.title.startswith("Beträge in")]
    behind = [each for each in paper.tables if each.title.startswith("Belege hinter")]
    assert len(figures) == len(behind) == len(report.parts) > 3
    for part in report.parts:
        tax = formats.amount(part.tax, part.currency, "de")
        (table,) = [each for each in figures if each.title.endswith(part.currency)]
        assert table.sums[-1] == tax
    numbers = {row[0] for table in behind for row in cells(table)}
    assert numbers == set(report.documents)
    assert len(numbers) > 100


def test_the_file_is_written_in_the_sellers_language(book: Book, tmp_path: Path) -> None:
    issuing.issue(book, [make.add_draft(book, make.add_customer(book))])
    with book.write() as work:
        work.get(Seller, 1).language = "de"
    assert report_languages(book)[0] == "de"
    report = tax_report.report(book, "DE", *JULY)
    path = save_pdf(book, report, tmp_path)
    assert path.name == "tax-DE-2026-07-01-2026-07-31.pdf"
    text = PdfReader(io.BytesIO(path.read_bytes())).pages[0].extract_text()
    assert "Steuerbericht Deutschland, Juli 2026" in text
    assert "Seite 1 von 1" in text
    assert b"Tax report" not in path.read_bytes()
    english = PdfReader(io.BytesIO(report_pdf(book, report, "en"))).pages[0].extract_text()
    assert "Tax report Germany, July 2026" in english
