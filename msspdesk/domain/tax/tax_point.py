"""Which day decides the rate. Each country's file names one of these rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from msspdesk.domain.tax.model import DocumentFacts, LineFacts


def _supply_day(line: LineFacts) -> date | None:
    return line.supply_to or line.supply_from


def _paid_day(line: LineFacts, document: DocumentFacts) -> date | None:
    return line.paid_on or document.paid_on


def performance(line: LineFacts, document: DocumentFacts) -> date:
    """The last day of the service; the invoice date where none is given (EU, CH, JP)."""
    return _supply_day(line) or document.invoice_date


def first_of_invoice_payment(line: LineFacts, document: DocumentFacts) -> date:
    """Invoice or payment, whichever comes first (AU, NZ, ZA, IN; payable or paid in CA)."""
    paid = _paid_day(line, document)
    return min(document.invoice_date, paid) if paid else document.invoice_date


def first_of_all(line: LineFacts, document: DocumentFacts) -> date:
    """Service, invoice or payment, whichever comes first (AE)."""
    return min(first_of_invoice_payment(line, document), performance(line, document))


def singapore(line: LineFacts, document: DocumentFacts) -> date:
    """Invoice or payment, whichever first; but an invoice sent ahead of both the
    payment and the service does not keep an old rate (IRAS transitional rules).
    """
    supply, paid = _supply_day(line), _paid_day(line, document)
    if supply and paid and document.invoice_date < min(supply, paid):
        return min(supply, paid)
    return first_of_invoice_payment(line, document)


TAX_POINTS: dict[str, Callable[[LineFacts, DocumentFacts], date]] = {
    "performance": performance,
    "first_of_invoice_payment": first_of_invoice_payment,
    "first_of_all": first_of_all,
    "singapore": singapore,
}
