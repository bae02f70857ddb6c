"""`msspdesk demo DIR`: the invented business, its year of invoices as PDFs."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, date, datetime, time
from pathlib import Path

from msspdesk import paths
from msspdesk.cli.answer import Answer, Clock
from msspdesk.cli.opening import Meter, folder
from msspdesk.cli.wording import decimal
from msspdesk.db.book import Book, system_clock
from msspdesk.services import demo, invoices
from msspdesk.services.demo.summary import Issued, issued
from msspdesk.services.invoice_files import save_pdf
from msspdesk.services.invoices import State
from msspdesk.texts.formats import amount


def run(options: Namespace, clock: Clock | None) -> Answer:
    """Make the book and save every issued document beside it."""
    where = folder(options.folder)
    meter = Meter(options)
    now = _at(options.today) or clock or system_clock
    book = demo.make(options.book or where / paths.BOOK_NAME, now, progress=meter)
    meter.end()
    try:
        pdfs = folder(where / "invoices")
        rows = [each for each in invoices.rows(book) if each.state is not State.DRAFT]
        for each in rows:
            save_pdf(book, each.id, pdfs)
        return _answer(book, issued(book), pdfs, len(rows))
    finally:
        book.close()


def _at(day: date | None) -> Clock | None:
    return None if day is None else lambda: datetime.combine(day, time(12), UTC)


def _answer(book: Book, sums: list[Issued], pdfs: Path, documents: int) -> Answer:
    lines = [
        f"{'':4}{'invoices':>10}{'credit notes':>14}{'net':>14}{'tax':>13}{'gross':>14}",
        *(_line(each) for each in sums),
        f"The book is {book.path}, {documents} PDFs lie in {pdfs}.",
    ]
    facts = {
        "book": str(book.path),
        "folder": str(pdfs),
        "documents": documents,
        "issued": [
            {
                "currency": each.currency,
                "invoices": each.invoices,
                "credit_notes": each.credit_notes,
                "net": decimal(each.net_minor, each.currency),
                "tax": decimal(each.tax_minor, each.currency),
                "gross": decimal(each.gross_minor, each.currency),
            }
            for each in sums
        ],
    }
    return Answer(facts, lines)


def _line(each: Issued) -> str:
    net, tax, gross = (
        amount(minor, each.currency) for minor in (each.net_minor, each.tax_minor, each.gross_minor)
    )
    return (
        f"{each.currency:4}{each.invoices:>10}{each.credit_notes:>14}{net:>14}{tax:>13}{gross:>14}"
    )
