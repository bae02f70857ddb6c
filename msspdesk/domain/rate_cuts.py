"""Parts of a charge that run over a change of a tax rate, cut where the rate changes.

Some countries want each part of a period at its own rate (Switzerland: docs/rules.md,
Which day decides the rate). The pieces of a part add up to it exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

from msspdesk.domain.money import round_exact, to_major
from msspdesk.domain.periods import Period, Proration, days_30
from msspdesk.domain.pricing import ONE, Part, TimeFact, prorated

RATE_CHANGE: Final = "rate_change"
"""The `why` of a piece."""


def cut(
    parts: Iterable[Part], changes: Sequence[date], proration: Proration, currency: str
) -> tuple[Part, ...]:
    """The parts, each cut at the days (ascending) on which a rate changes inside it.

    Where every cut is whole months away from both ends the months share the amount,
    else the days do, as the line counts them. Time is cut before it is priced.
    """
    if not changes:
        return tuple(parts)
    return tuple(piece for part in parts for piece in _pieces(part, changes, proration, currency))


def _pieces(
    part: Part, changes: Sequence[date], proration: Proration, currency: str
) -> Iterable[Part]:
    period = part.period
    inside = [day for day in changes if period.start < day < period.end]
    if not inside or part.entry_ids:
        return (part,)
    bounds = [period.start, *inside, period.end]
    monthly = len({day.day for day in bounds}) == 1
    shares = [_share(Period(period.start, day), period, proration, monthly) for day in bounds]
    sums = [round_exact(part.amount_minor * share) for share in shares]
    return [
        _piece(part, Period(*days), Fraction(share[1] - share[0]), after - before, currency)
        for days, share, (before, after) in zip(
            pairwise(bounds), pairwise(shares), pairwise(sums), strict=True
        )
    ]


def _share(done: Period, whole: Period, proration: Proration, monthly: bool) -> Fraction:
    if monthly:
        return Fraction(_months(done), _months(whole))
    if proration is Proration.ACTUAL_DAYS:
        return Fraction(done.days, whole.days)
    return Fraction(days_30(done), days_30(whole))


def _months(period: Period) -> int:
    first, last = period.start, period.end
    return (last.year - first.year) * 12 + last.month - first.month


def _piece(part: Part, period: Period, share: Fraction, amount: int, currency: str) -> Part:
    quantity, price, told = prorated(part.quantity, part.unit_price, share, currency)
    if told != amount or part.price_base != 1:
        quantity = ONE if amount >= 0 else -ONE
        price = Decimal(to_major(abs(amount), currency))
    return replace(
        part,
        why=RATE_CHANGE,
        period=period,
        quantity=quantity,
        unit_price=price,
        amount_minor=amount,
        price_base=1,
        details=dict(part.details) | _told(part, period),
    )


def _told(part: Part, period: Period) -> dict[str, Any]:
    """How much of the whole the piece is: months where they are whole, else days."""
    if part.period.start.day == part.period.end.day == period.start.day == period.end.day:
        return {"months": _months(period), "whole_months": _months(part.period)}
    whole = part.details.get("whole_days", part.period.days)
    return {"days": period.days, "whole_days": whole}


def stretches(entries: Sequence[TimeFact], changes: Sequence[date]) -> list[list[TimeFact]]:
    """Time entries, those between the same two changes of a rate together, oldest first."""
    found: dict[int, list[TimeFact]] = {}
    for each in entries:
        found.setdefault(sum(day <= each.day for day in changes), []).append(each)
    return [found[key] for key in sorted(found)]
