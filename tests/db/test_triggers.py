"""What was issued cannot be changed, not even by plain SQL."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from msspdesk.db.book import Book
from msspdesk.db.records import ChainHead, InvoiceTax, IssuedDocument, Rendering, Series
from msspdesk.domain.errors import DomainError
from msspdesk.domain.invoices import Invoice, InvoiceLine
from msspdesk.domain.timesheets import TimeEntry
from tests.builders import NOON, customer, make_book, new_uuid


@pytest.fixture
def issued(tmp_path: Path) -> Book:
    book = make_book(tmp_path)
    with book.write() as work:
        buyer = work.add(customer())
        assert buyer.id is not None
        invoice = work.add(
            Invoice(
                uuid=new_uuid(),
                customer_id=buyer.id,
                currency="EUR",
                created_at=NOON,
                lines=[InvoiceLine(name="MDR", amount_minor=100_00)],
            )
        )
        line = invoice.lines[0].id
        work.add(
            TimeEntry(
                uuid=new_uuid(),
                day=date(2026, 7, 1),
                minutes=30,
                invoice_line_id=line,
                locked=True,
            )
        )
        assert invoice.id is not None
        work.add(InvoiceTax(invoice_id=invoice.id, tax="VAT"))
        work.add(Series(code="invoice", next_value=7, year=2026))
        work.add(ChainHead(count=1, sha256="a"))
        document = work.add(
            IssuedDocument(
                invoice_id=invoice.id,
                sequence=1,
                number="RE-1",
                issued_at=NOON,
                snapshot=b"{}",
                sha256="a",
                previous_sha256="",
            )
        )
        assert document.id is not None
        work.add(
            Rendering(
                document_id=document.id, kind="pdf", content=b"%PDF", sha256="b", made_at=NOON
            )
        )
        invoice.number = "RE-1"
    return book


REFUSED = [
    "UPDATE invoice SET intro = 'x'",
    "UPDATE invoice SET number = NULL",
    "DELETE FROM invoice",
    "UPDATE invoice_line SET amount_minor = 1",
    "DELETE FROM invoice_line",
    "INSERT INTO invoice_line (invoice_id, details) SELECT id, '{}' FROM invoice",
    "UPDATE invoice_tax SET amount_minor = 1",
    "DELETE FROM invoice_tax",
    "UPDATE issued_document SET snapshot = 'x'",
    "DELETE FROM issued_document",
    "UPDATE rendering SET content = 'x'",
    "DELETE FROM rendering",
    "UPDATE chain_head SET count = 0",
    "DELETE FROM chain_head",
    "UPDATE series SET next_value = 6",
    "UPDATE series SET year = 2025",
    "DELETE FROM series",
    "UPDATE time_entry SET minutes = 31",
    "UPDATE time_entry SET locked = 0, invoice_line_id = NULL",
    "DELETE FROM time_entry",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_plain_sql_is_refused(issued: Book, statement: str) -> None:
    with pytest.raises(DomainError) as caught, issued.write() as work:
        work.connection.execute(text(statement))
    assert caught.value.code in {"issued_is_final", "time_is_locked", "number_goes_back"}


def test_a_series_goes_on_and_begins_anew_next_year(issued: Book) -> None:
    for statement in (
        "UPDATE series SET next_value = 8",
        "UPDATE series SET next_value = 1, year = 2027",
    ):
        with issued.write() as work:
            work.connection.execute(text(statement))
