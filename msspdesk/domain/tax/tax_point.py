"""Which day decides the rate. Each country's file names one of these rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from msspdesk.domain.tax.model import DocumentFacts, LineFacts


class Advance(StrEnum):
    """What an amount paid before the invoice decides.

    WHOLE: any payment decides rate and day of all of it. PART: rate and day of what was
    paid. DAY: the day on which that part is declared, not its rate. NOTHING: neither.
    """

    WHOLE = "whole"
    PART = "part"
    DAY = "day"
    NOTHING = "nothing"


def _supply_day(line: LineFacts) -> date | None:
    return line.supply_to or line.supply_from


def _paid_day(line: LineFacts, document: DocumentFacts) -> date | None:
    return line.paid_on or document.paid_on


def performance(line: LineFacts, document: DocumentFacts) -> date:
    """The last day of the service; the invoice date where none is given (EU, JP, US)."""
    return _supply_day(line) or document.invoice_date


def performance_or_payment(line: LineFacts, document: DocumentFacts) -> date:
    """The service or an advance for it, whichever comes first (EE, FI, SK)."""
    day, paid = performance(line, document), _paid_day(line, document)
    return min(day, paid) if paid else day


def invoice(line: LineFacts, document: DocumentFacts) -> date:
    """The invoice, or the last day on which it had to be made: the 15th of the month
    after the service (IE to businesses; Art. 222 Directive 2006/112/EC).
    """
    supply = _supply_day(line)
    day = document.invoice_date
    return day if supply is None else min(day, last_invoice_day(supply))


def last_invoice_day(supply: date) -> date:
    """The 15th of the month after the last day of the service."""
    return (supply.replace(day=1) + timedelta(days=31)).replace(day=15)


def first_of_invoice_payment(line: LineFacts, document: DocumentFacts) -> date:
    """Invoice or payment, whichever comes first (AU, NZ, ZA, IN; payable or paid in CA)."""
    paid = _paid_day(line, document)
    return min(document.invoice_date, paid) if paid else document.invoice_date


def within_service(line: LineFacts, document: DocumentFacts) -> date:
    """Invoice or payment, whichever comes first, but not before the service begins nor
    after it ends (Manitoba).
    """
    day = first_of_invoice_payment(line, document)
    if line.supply_from:
        day = max(day, line.supply_from)
    end = _supply_day(line)
    return min(day, end) if end else day


def first_of_all(line: LineFacts, document: DocumentFacts) -> date:
    """Service, invoice or payment, whichever comes first (AE). In South Africa tax arises
    with invoice or payment, but what was performed before a change keeps the old rate.
    """
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
    "performance_of_advances": performance,
    "performance_or_payment": performance_or_payment,
    # Norway: the rate follows the service, the return the day of the invoice.
    "documented": performance,
    "invoice": invoice,
    "first_of_invoice_payment": first_of_invoice_payment,
    "first_of_invoice_any_payment": first_of_invoice_payment,
    "first_of_all": first_of_all,
    "performed_keeps_rate": first_of_all,
    "singapore": singapore,
    "within_service": within_service,
}

_ADVANCES: Final = {
    "performance": Advance.NOTHING,
    "performance_of_advances": Advance.DAY,
    "documented": Advance.NOTHING,
    "first_of_invoice_any_payment": Advance.WHOLE,
    "performed_keeps_rate": Advance.WHOLE,
}


def advance(rule: str, union: str) -> Advance:
    """What an earlier payment decides under the tax point rule of a country of that union.

    Art. 65 and 93 Directive 2006/112/EC: tax on a payment on account is due when it is
    received, at the rate of that day, unless a member says otherwise (Art. 95).
    """
    if rule == "performance" and union == "EU":
        return Advance.PART
    return _ADVANCES.get(rule, Advance.PART)
