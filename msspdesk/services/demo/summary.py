"""What a book has issued, added up by currency."""

from __future__ import annotations

from dataclasses import dataclass

from msspdesk.db.book import Book
from msspdesk.domain.invoices import Invoice, InvoiceKind


@dataclass(slots=True)
class Issued:
    """Issued documents of one currency. Amounts are minor units; credit notes take away."""

    currency: str
    invoices: int = 0
    credit_notes: int = 0
    net_minor: int = 0
    tax_minor: int = 0
    gross_minor: int = 0


def issued(book: Book) -> list[Issued]:
    """One row for each currency, in the order of the codes."""
    with book.read() as work:
        documents = [each for each in work.all(Invoice) if each.issued]
    sums: dict[str, Issued] = {}
    for each in documents:
        row = sums.setdefault(each.currency, Issued(each.currency))
        credit = each.kind == InvoiceKind.CREDIT_NOTE
        row.credit_notes += credit
        row.invoices += not credit
        sign = -1 if credit else 1
        row.net_minor += sign * each.net_minor
        row.tax_minor += sign * each.tax_minor
        row.gross_minor += sign * each.gross_minor
    return [sums[each] for each in sorted(sums)]
