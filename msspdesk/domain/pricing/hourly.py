"""Time by the hour, billed by the minute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from msspdesk.domain.errors import Problem
from msspdesk.domain.money import round_exact, to_minor
from msspdesk.domain.periods import Period
from msspdesk.domain.pricing import Answer, Facts, Model, Part, Span, TimeFact, price_details


@dataclass(frozen=True, slots=True)
class HourlyTerms:
    """The price of an hour; None: the customer's own rate."""

    rate: Decimal | None = field(
        default=None,
        metadata={"label": "Rate per hour", "hint": "Empty: the customer's own rate"},
    )


class Hourly(Model):
    """Entries of the line at its rate; one part for each rate."""

    code = "hourly"
    label = "By the hour"
    rank = 30
    by_time = True
    Terms = HourlyTerms

    def price(self, terms: HourlyTerms, span: Span, facts: Facts) -> Answer:
        by_rate: dict[Decimal, list[TimeFact]] = {}
        unknown = 0
        for entry in facts.entries:
            if entry.day not in span.part:
                continue
            rate = _first(terms.rate, entry.rate, facts.hourly_rate)
            if rate is None:
                unknown += entry.minutes
            else:
                by_rate.setdefault(rate, []).append(entry)
        since = span if terms.rate is not None else replace(span, since=None)
        parts = tuple(_part(rate, each, since, facts) for rate, each in sorted(by_rate.items()))
        missing = (Problem("rate_missing", "rate", {"minutes": unknown}),) if unknown else ()
        return Answer(tuple(each for each in parts if each.quantity), missing)


def _first(*rates: Decimal | None) -> Decimal | None:
    return next((each for each in rates if each is not None), None)


def _part(rate: Decimal, entries: Sequence[TimeFact], span: Span, facts: Facts) -> Part:
    minutes = sum(each.minutes for each in entries)
    days = [each.day for each in entries]
    quantity, unit, base = Decimal(minutes), "MIN", 60
    if facts.decimal_hours:
        # What is printed is what is multiplied, so the hours are rounded, not the amount.
        hundredths = round_exact(Fraction(minutes * 100, 60))
        quantity, unit, base = Decimal(hundredths) / 100, "HUR", 1
    return Part(
        why="time",
        period=Period(min(days), max(days) + timedelta(days=1)),
        quantity=quantity,
        unit=unit,
        unit_price=rate,
        amount_minor=to_minor(Fraction(quantity) * Fraction(rate) / base, facts.currency),
        price_base=base,
        details=price_details(rate, span) | {"minutes": minutes},
        entry_ids=tuple(each.entry_id for each in entries),
    )


MODEL = Hourly()
