"""Verify names the exact record that was altered, and a tail that was cut off."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from msspdesk.db.book import Book
from msspdesk.services import issuing, rendering, verify
from tests.builders import make_book
from tests.services import drafts_for_tests as make

FORGED = {
    "record_altered": "UPDATE issued_document SET snapshot = replace(snapshot, 'MDR', 'XDR')"
    " WHERE sequence = 2",
    "invoice_differs": "UPDATE invoice SET gross_minor = gross_minor - 1"
    " WHERE number = 'RE-2026-0002'",
    "lines_differ": "UPDATE invoice_line SET amount_minor = 1 WHERE invoice_id = 2",
    "taxes_differ": "UPDATE invoice_tax SET amount_minor = 0 WHERE invoice_id = 2",
    "rendering_altered": "UPDATE rendering SET content = 'x' WHERE document_id = 2",
}


@pytest.fixture
def book(tmp_path: Path) -> Book:
    book = make_book(tmp_path)
    customer = make.add_customer(book)
    issuing.issue(book, [make.add_draft(book, customer) for _ in range(3)])
    rendering.render_pending(book)
    with book.write() as work:
        names = work.connection.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'keep_%'")
        )
        for (name,) in names.all():
            work.connection.execute(text(f"DROP TRIGGER {name}"))
    return book


def forge(book: Book, *statements: str) -> list[tuple[str, str]]:
    with book.write() as work:
        for each in statements:
            work.connection.execute(text(each))
    return [(each.code, each.number) for each in verify.verify(book).findings]


def test_a_book_as_it_was_issued_is_sound(book: Book) -> None:
    report = verify.verify(book)
    assert (report.documents, report.renderings, report.findings) == (3, 3, ())


@pytest.mark.parametrize("code", FORGED)
def test_the_altered_record_is_named(book: Book, code: str) -> None:
    found = forge(book, FORGED[code])
    assert (code, "RE-2026-0002") in found
    assert {number for _, number in found} == {"RE-2026-0002"}


@pytest.mark.parametrize(
    "forged",
    [
        "UPDATE invoice SET prepaid_minor = 100 WHERE id = 2",
        "UPDATE invoice SET paid_on = '2026-05-20' WHERE id = 2",
    ],
)
def test_a_payment_before_the_invoice_is_sealed_too(book: Book, forged: str) -> None:
    """The tax report tells its day from it."""
    assert forge(book, forged) == [("invoice_differs", "RE-2026-0002")]


def test_a_record_sealed_anew_breaks_the_next_link(book: Book) -> None:
    found = forge(book, "UPDATE issued_document SET sha256 = 'f' WHERE sequence = 2")
    assert ("record_altered", "RE-2026-0002") in found
    assert ("chain_broken", "RE-2026-0003") in found


def test_a_tail_cut_off_is_noticed(book: Book) -> None:
    found = forge(
        book,
        "DELETE FROM rendering WHERE document_id = 3",
        "DELETE FROM issued_document WHERE sequence = 3",
        "DELETE FROM invoice WHERE number = 'RE-2026-0003'",
    )
    assert found == [("tail_cut", "")]


def test_a_document_taken_out_of_the_middle_is_noticed(book: Book) -> None:
    found = forge(
        book,
        "DELETE FROM rendering WHERE document_id = 2",
        "DELETE FROM issued_document WHERE sequence = 2",
        "DELETE FROM invoice WHERE number = 'RE-2026-0002'",
    )
    codes = [code for code, _ in found]
    assert {"sequence_gap", "chain_broken", "tail_cut", "number_gap"} <= set(codes)


def test_an_invoice_without_seal_is_noticed(book: Book) -> None:
    found = forge(
        book,
        "DELETE FROM rendering WHERE document_id = 3",
        "DELETE FROM issued_document WHERE sequence = 3",
        "UPDATE chain_head SET count = 2, sha256 = (SELECT sha256 FROM issued_document"
        " WHERE sequence = 2)",
    )
    assert found == [("document_missing", "RE-2026-0003")]
