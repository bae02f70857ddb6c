"""A tax report for the tax adviser, as a CSV table and as a PDF.

The table is UTF-8 with commas and a point in amounts.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from msspdesk.db.book import Book
from msspdesk.documents.report import render_report
from msspdesk.domain.money import to_major
from msspdesk.domain.sellers import Seller
from msspdesk.domain.tax.report import ReportRow, TaxReport
from msspdesk.services.document_facts import seller_data
from msspdesk.services.invoice_files import write_whole
from msspdesk.services.tax_report import PeriodReport, box_of
from msspdesk.services.tax_report_paper import report_paper
from msspdesk.taxdata.loader import load
from msspdesk.texts.documents import languages

HEADINGS = (
    "part",
    "box",
    "jurisdiction",
    "tax",
    "category",
    "rate",
    "reason",
    "currency",
    "base",
    "amount",
    "document",
    "day",
    "customer",
    "country",
    "vat_id",
    "document_currency",
    "exchange_rate",
)
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def save_csv(report: PeriodReport, folder: Path) -> Path:
    """Write the table into a folder; an older one of the same report is replaced."""
    path = folder / _name(report, "csv")
    write_whole(path, csv_text(report).encode("utf-8-sig"))
    return path


def save_pdf(book: Book, report: PeriodReport, folder: Path, language: str = "") -> Path:
    """Write the pages into a folder; an older file of the same report is replaced.

    `language` is one that documents are written in; empty: that of the seller.
    DomainError("missing_glyphs") when a name holds letters that cannot be printed.
    """
    content = report_pdf(book, report, language)
    path = folder / _name(report, "pdf")
    write_whole(path, content)
    return path


def report_pdf(book: Book, report: PeriodReport, language: str = "") -> bytes:
    """The report as PDF/A-3a on the seller's sheet, made now."""
    with book.read() as work:
        seller = work.get(Seller, 1)
        facts = seller_data(seller, report.last)
        language, logo = language or seller.language, seller.logo
    paper = report_paper(report, facts, load(), language=language, made=book.now(), logo=logo)
    return render_report(paper)


def report_languages(book: Book) -> tuple[str, ...]:
    """The languages a report can be written in, the seller's first."""
    with book.read() as work:
        own = work.get(Seller, 1).language.partition("-")[0]
    return tuple(sorted(languages(), key=lambda each: (each != own, each)))


def _name(report: PeriodReport, ending: str) -> str:
    place = report.registration.jurisdiction
    return f"tax-{place}-{report.first.isoformat()}-{report.last.isoformat()}.{ending}"


def csv_text(report: PeriodReport) -> str:
    """One row for each document behind a figure: sums of a column give the report.

    Text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for part in report.parts:
        for name, rows in (("return", part.rows), ("one_stop_shop", part.one_stop_shop)):
            for row in rows:
                writer.writerows(_row(report, part, name, row))
        writer.writerows(_recapitulative(report, part))
    return out.getvalue()


def _row(
    report: PeriodReport, part: TaxReport, name: str, row: ReportRow
) -> Iterable[tuple[str, ...]]:
    facts = (row.jurisdiction, row.tax, row.category, f"{row.rate:f}", row.reason)
    for number, (base, amount) in row.parts.items():
        yield (
            name,
            box_of(row),
            *(_safe(each) for each in facts),
            part.currency,
            _amount(base, part.currency),
            _amount(amount, part.currency),
            *_document(report, number),
            "",
            *_exchange(report, number),
        )


def _recapitulative(report: PeriodReport, part: TaxReport) -> Iterable[tuple[str, ...]]:
    for row in part.recapitulative:
        for number, base in row.parts.items():
            yield (
                "recapitulative_list",
                row.kind,
                row.country,
                *("",) * 4,
                part.currency,
                _amount(base, part.currency),
                "",
                *_document(report, number),
                _safe(row.vat_id),
                *_exchange(report, number),
            )


def _document(report: PeriodReport, number: str) -> tuple[str, ...]:
    document = report.documents[number]
    return (
        _safe(number),
        _day(document.day),
        _safe(document.customer),
        _safe(document.country),
    )


def _exchange(report: PeriodReport, number: str) -> tuple[str, str]:
    """The currency of the document, and its rate where the report is in another one."""
    document = report.documents[number]
    return document.currency, "" if document.rate is None else f"{document.rate:f}"


def _day(day: date) -> str:
    return day.isoformat()


def _amount(minor: int, currency: str) -> str:
    return f"{to_major(minor, currency):f}"


def _safe(text: str) -> str:
    """A cell that begins like a formula would run in the reader's spreadsheet."""
    return f"'{text}" if text.lstrip(" ").startswith(_DANGEROUS) else text
