"""A price for each unit of a dated count: endpoints, users, gigabytes."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from operator import attrgetter
from typing import Any

from msspdesk.domain.errors import Problem
from msspdesk.domain.periods import Period
from msspdesk.domain.pricing import (
    Answer,
    Facts,
    Model,
    Part,
    Span,
    price_details,
    prorated,
    share_details,
)


@dataclass(frozen=True, slots=True)
class PerUnitTerms:
    """The price of one unit for one whole period."""

    unit_price: Decimal = field(metadata={"label": "Price per unit", "hint": "For a whole period"})


class PerUnit(Model):
    """The count on the first day for the whole span, then each change for the days left."""

    code = "per_unit"
    label = "Price per unit"
    rank = 20
    needs_count = True
    Terms = PerUnitTerms

    def amount(self, terms: PerUnitTerms, span: Span, facts: Facts) -> int | None:
        known = bisect_right(facts.counts, span.part.start, key=attrgetter("day"))
        changes = known < len(facts.counts) and facts.counts[known].day < span.part.end
        if known == 0 or changes:
            return None
        share = span.period.share(span.part, facts.proration)
        count = facts.counts[known - 1].quantity
        return prorated(count, terms.unit_price, share, facts.currency)[2]

    def price(self, terms: PerUnitTerms, span: Span, facts: Facts) -> Answer:
        start, end = span.part.start, span.part.end
        known = bisect_right(facts.counts, start, key=attrgetter("day"))
        if known == 0:
            return Answer(missing=(_missing(facts, start),))
        base, counted = facts.counts[known - 1].quantity, facts.counts[known - 1].day
        why = "whole" if span.whole else "days"
        parts = [_part(why, base, span.part, terms, span, facts, counted=counted)]
        inside = [each for each in facts.counts[known:] if each.day < end]
        for before, now in pairwise([facts.counts[known - 1], *inside]):
            change = now.quantity - before.quantity
            if change:
                rest = Period(now.day, end)
                why = "added" if change > 0 else "removed"
                parts.append(_part(why, change, rest, terms, span, facts, day=now.day))
        return Answer(tuple(parts))


def _missing(facts: Facts, day: date) -> Problem:
    return Problem("count_missing", "count", {"kind": facts.count_kind, "day": day})


def _part(
    why: str,
    count: Decimal,
    period: Period,
    terms: PerUnitTerms,
    span: Span,
    facts: Facts,
    *,
    day: date | None = None,
    counted: date | None = None,
) -> Part:
    share = span.period.share(period, facts.proration)
    quantity, price, amount = prorated(count, terms.unit_price, share, facts.currency)
    details: dict[str, Any] = share_details(span, period, facts.proration)
    details |= price_details(terms.unit_price, span) | {"count": f"{abs(count):f}"}
    if counted is not None:
        details["counted"] = counted.isoformat()
    if day is not None:
        details["day"] = day.isoformat()
    return Part(why, period, quantity, facts.unit, price, amount, details=details)


MODEL = PerUnit()
