"""Money in: payments, and what they settle. *Paid* is derived, never stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(eq=False, kw_only=True)
class Allocation:
    """Part of a payment, or of a credit note, that settles an invoice. Minor units."""

    id: int | None = None
    payment_id: int | None = None
    credit_id: int | None = None
    invoice_id: int = 0
    amount_minor: int = 0
    day: date = date.min


@dataclass(eq=False, kw_only=True)
class Payment:
    """Money that came in on a day to one account of the seller."""

    id: int | None = None
    uuid: str = ""
    version: int = 1
    customer_id: int = 0
    day: date = date.min
    amount_minor: int = 0
    currency: str = ""
    account_id: int | None = None
    reference: str = ""
    allocations: list[Allocation] = field(default_factory=list)
