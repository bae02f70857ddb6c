"""Paper for documents: made once from what was sealed, kept as bytes, never made again.

Rendering runs outside the transaction that issued. What a crash left without
paper is found by `render_pending` at the next start.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from msspdesk.db.book import Book, Work
from msspdesk.db.queries import issuing as rows
from msspdesk.documents.invoice import render_invoice
from msspdesk.domain import snapshot
from msspdesk.domain.customers import Customer
from msspdesk.domain.errors import DomainError
from msspdesk.domain.invoices import Invoice
from msspdesk.services.changes import Changes
from msspdesk.services.document_facts import Facts, document_facts
from msspdesk.services.invoice_facts import today_desk, worked_out
from msspdesk.services.issuing import billed_time, head_of
from msspdesk.services.paper import paper_of
from msspdesk.services.tax_facts import Desk

PDF: Final = "pdf"
_TOGETHER: Final = 10
"""Renderings of one transaction: few, so that a stop loses little work."""


def render_pending(
    book: Book,
    *,
    progress: Callable[[int, int, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Changes:
    """Make and keep the PDF of every issued document that has none yet."""
    with book.read() as work:
        waiting = rows.unrendered(work.connection, PDF)
    done: list[int] = []
    while len(done) < len(waiting) and not (cancelled is not None and cancelled()):
        some = waiting[len(done) : len(done) + _TOGETHER]
        _render(book, some)
        done += some
        if progress is not None:
            progress(len(done), len(waiting), "")
    return Changes.of("renderings", ids=tuple(done))


def document_pdf(book: Book, invoice_id: int) -> bytes:
    """The kept PDF of an issued document; it is made now if that was not done yet."""
    with book.read() as work:
        document = rows.document_of(work.connection, invoice_id)
        if document is None:
            raise DomainError("not_issued")
        kept = rows.read_rendering(work.connection, document, PDF)
    if kept is not None:
        return kept
    if book.read_only:
        return _pdf_of(book, document)
    _render(book, [document])
    with book.read() as work:
        made = rows.read_rendering(work.connection, document, PDF)
    if made is None:
        raise DomainError("not_issued")
    return made


def preview_pdf(book: Book, invoice_id: int) -> bytes:
    """A draft as it would look, marked as a draft and without a number.

    DomainError("tax_undecided") while a tax question is open, "no_lines" without lines.
    """
    with book.read() as work:
        invoice = work.get(Invoice, invoice_id)
        desk = today_desk(book, work)
        facts = draft_facts(book, work, desk, invoice)
        logo = desk.owner.logo
    return render_invoice(paper_of(facts, logo, draft=True))


def invoice_pdf(book: Book, invoice_id: int) -> bytes:
    """The kept file of an issued document, the preview of a draft."""
    with book.read() as work:
        issued = work.get(Invoice, invoice_id).issued
    return document_pdf(book, invoice_id) if issued else preview_pdf(book, invoice_id)


def draft_facts(book: Book, work: Work, desk: Desk, invoice: Invoice) -> Facts:
    """The facts of a draft in the shape of a snapshot."""
    customer = work.get(Customer, invoice.customer_id)
    result = worked_out(desk, invoice, customer)
    if result.totals is None:
        code = result.problems[0].code if result.problems else "no_lines"
        details = result.problems[0].details if result.problems else {}
        raise DomainError(code, **details)
    time = billed_time(work, invoice.id or 0)
    return document_facts(head_of(invoice, None, book), desk, customer, invoice, result, time=time)


def _render(book: Book, documents: Sequence[int]) -> None:
    made = [(each, _pdf_of(book, each)) for each in documents]
    now = book.now()
    with book.write() as work:
        rows.keep_renderings(work.connection, [_row(each, pdf, now) for each, pdf in made])


def _row(document: int, content: bytes, now: datetime) -> dict[str, Any]:
    return {
        "document_id": document,
        "kind": PDF,
        "content": content,
        "sha256": snapshot.digest(content),
        "made_at": now,
    }


def _pdf_of(book: Book, document: int) -> bytes:
    with book.read() as work:
        _number, content = rows.read_document(work.connection, document)
        facts = snapshot.read(content)
        name = facts["seller"]["logo"]
        logo = rows.read_asset(work.connection, name) if name else None
    return render_invoice(paper_of(facts, logo))
