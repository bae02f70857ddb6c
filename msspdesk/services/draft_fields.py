"""What may be typed into the head and the lines of a draft, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from msspdesk.domain import checks
from msspdesk.domain.errors import DomainError
from msspdesk.domain.money import to_micro
from msspdesk.domain.tax import PriceMode, TaxClass


def discount_percent(value: Decimal | None) -> int:
    """Percent points as they are stored, 10**-6; None is none."""
    if value is None:
        return 0
    if not value.is_finite() or not 0 <= value <= 100:
        raise DomainError("discount_out_of_range")
    return to_micro(value)


def _prepaid(value: int) -> int:
    if value < 0:
        raise DomainError("prepaid_negative")
    return checks.amount_minor(value)


def _not_below_zero(value: int) -> int:
    if value < 0:
        raise DomainError("discount_negative")
    return checks.amount_minor(value)


HEAD: Final[Mapping[str, checks.Check]] = {
    "intro": checks.note,
    "closing": checks.note,
    "po_number": checks.words,
    "buyer_reference": checks.words,
    "terms_days": checks.terms_days,
    "language": checks.language,
    "discount_percent": discount_percent,
    "discount_minor": _not_below_zero,
    "price_mode": checks.one_of(*PriceMode),
    "fund_percent": checks.percent_micro,
    "prepaid_minor": _prepaid,
    "paid_on": checks.day,
}

LINE: Final[Mapping[str, checks.Check]] = {
    "name": checks.words,
    "note": checks.note,
    "quantity": checks.quantity_micro,
    "unit": checks.unit_code,
    "unit_price": checks.price_micro,
    "discount_minor": _not_below_zero,
    "service_id": lambda value: value,
    "site_id": lambda value: value,
    "tax_class": checks.one_of("", *(each.value for each in TaxClass)),
    "item_code": checks.item_code,
    "period_start": checks.day,
    "period_end": checks.day,
    "given_rate": checks.price_micro,
    "given_category": checks.words,
}
STORED: Final = {
    "quantity": "quantity_micro",
    "unit_price": "unit_price_micro",
    "given_rate": "given_rate_micro",
}
"""Fields whose column has another name."""
