"""Contracts in words: what a line costs, how often, and what is still missing."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from msspdesk.domain.periods import Timing
from msspdesk.domain.pricing import model
from msspdesk.domain.reading import read_amount
from msspdesk.texts import _, formats

if TYPE_CHECKING:
    from msspdesk.services.contracts import LineView, TermsView

CADENCES = (1, 3, 6, 12)


def cadence_words(months: int) -> str:
    """ "monthly", "every 2 months"."""
    words = {1: _("monthly"), 3: _("quarterly"), 6: _("half-yearly"), 12: _("yearly")}
    return words.get(months) or _("every {months} months").format(months=months)


def timing_words(timing: str) -> str:
    """When a period is billed."""
    return _("in advance") if timing == Timing.ADVANCE else _("in arrears")


def rhythm_words(line: LineView) -> str:
    """ "quarterly in advance from day 15"; the first of the month goes without saying."""
    words = f"{cadence_words(line.cadence_months)} {timing_words(line.timing)}"
    if line.anchor_day == 1:
        return words
    return words + " " + _("from day {day}").format(day=line.anchor_day)


def price_words(terms: TermsView, currency: str, count: Decimal | None = None) -> str:
    """The terms in short: "96 × 13.00", "450.00", "140.00"."""
    read = model(terms.model).read(terms.model_version, terms.terms)
    if terms.model == "hourly":
        if read.rate is None:
            return _("the customer's rate")
        return formats.price(read.rate, currency)
    if terms.model == "per_unit":
        price = formats.price(read.unit_price, currency)
        return f"{formats.quantity(count)} × {price}" if count is not None else f"? × {price}"
    return ", ".join(_term(getattr(read, each.name), currency) for each in fields(read))


def _term(value: Any, currency: str) -> str:
    return formats.price(value, currency) if isinstance(value, Decimal) else str(value)


def read_price(text: str) -> Decimal:
    """A price as typed in the window, up to six decimals."""
    return read_amount(text, formats.separator(), places=6)


def write_price(value: Decimal) -> str:
    """A price for a field: at least two decimals, no grouping."""
    text = f"{value.normalize():f}"
    whole, _dot, rest = text.partition(".")
    return f"{whole}{formats.separator()}{rest.ljust(2, '0')}"


def last_day(end: date | None) -> date | None:
    """The last day of something that ends before `end`."""
    return None if end is None else end - timedelta(days=1)


def day_after(last: date | None) -> date | None:
    """The day after the last one."""
    return None if last is None else last + timedelta(days=1)
