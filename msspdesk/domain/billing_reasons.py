"""Why this month's bill differs from last month's, in parts that add up to the difference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from msspdesk.domain.billing import Charge, Due, LineFacts
from msspdesk.domain.money import to_minor
from msspdesk.domain.periods import Horizon, Period, Timing, on_day
from msspdesk.domain.pricing import Part


class Because(StrEnum):
    """What a part of the difference comes from."""

    COUNT = "count"
    PRICE = "price"
    DAYS = "days"
    HOURS = "hours"
    CADENCE = "cadence"
    NEW = "new"
    ENDED = "ended"
    EARLIER = "earlier"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Reason:
    """A cause with its amount. `details` holds what changed, as JSON values:
    `change` (count, price or minutes), `months` of a cadence, `day` of a start or end.
    """

    because: Because
    amount_minor: int
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Month:
    """The run before this one, as if the owner bills once a month."""

    now: Horizon
    before: Horizon
    long_before: Horizon

    @classmethod
    def of(cls, horizon: Horizon) -> Month:
        """The month that ends with the horizon, and the one before."""
        before = _month_before(horizon)
        return cls(horizon, before, _month_before(before))

    @property
    def days_before(self) -> Period:
        """The days whose time the run before billed."""
        return Period(self.long_before.ends_until, self.before.ends_until)

    def were_due(self, owed: Sequence[Charge], timing: Timing) -> list[Charge]:
        """The charges, oldest first, that fell due in the month before."""
        found: list[Charge] = []
        for each in reversed(owed):
            if self.long_before.holds(each.period, timing):
                break  # and so was every one before it
            if self.before.holds(each.period, timing):
                found.append(each)
        return found[::-1]

    def is_due(self, charge: Charge, timing: Timing) -> bool:
        """Whether the charge falls due in this month."""
        period = charge.period
        return self.now.holds(period, timing) and not self.before.holds(period, timing)


def _month_before(horizon: Horizon) -> Horizon:
    ends = _back(horizon.ends_until)
    if horizon.starts_until == horizon.last_day:
        return Horizon(ends - timedelta(days=1), ends)
    return Horizon(_back(horizon.starts_until), ends)


def _back(day: date) -> date:
    last = day.replace(day=1) - timedelta(days=1)
    return on_day(last.year, last.month, day.day)


def explain_line(
    line: LineFacts, dues: Sequence[Due], owed: Sequence[Charge], month: Month
) -> tuple[int, list[Reason]]:
    """What the line was in the run a month ago, in minor units, and why it differs now.

    `dues` is what is proposed for the line, `owed` all it owes. The reasons add up
    to what is proposed minus what was a month ago.
    """
    new = [due.charge for due in dues if due.charge is not None and not due.is_true_up]
    earlier = [each for each in new if month.before.holds(each.period, line.timing)]
    now = [each for each in new if each not in earlier]
    before = month.were_due(owed, line.timing)
    if not now and any(month.is_due(each, line.timing) for each in reversed(owed)):
        before = []  # this month stands on a document already: nothing to compare
    reasons = _compare(line, now, before)
    if earlier:
        amount = sum(each.amount_minor for each in earlier)
        reasons.append(Reason(Because.EARLIER, amount, {"periods": len(earlier)}))
    late = [due for due in dues if due.is_true_up]
    if late:
        amount = sum(each.amount_minor for each in late)
        reasons.append(Reason(Because.LATE, amount, {"periods": len(late)}))
    return sum(each.amount_minor for each in before), reasons


def _compare(line: LineFacts, now: Sequence[Charge], before: Sequence[Charge]) -> list[Reason]:
    amount = sum(each.amount_minor for each in now) - sum(each.amount_minor for each in before)
    if now and before:
        return _compare_parts(now[-1].parts[0], before[-1].parts[0], amount, line.facts.currency)
    if not now and not before:
        return []
    if line.cadence.months > 1:
        return [Reason(Because.CADENCE, amount, {"months": line.cadence.months})]
    if now:
        return [Reason(Because.NEW, amount, {"day": now[0].period.used.start.isoformat()})]
    ended = {"day": line.end.isoformat()} if line.end else {}
    return [Reason(Because.ENDED, amount, ended)]


def _compare_parts(now: Part, before: Part, amount: int, currency: str) -> list[Reason]:
    """Price at the old count, count at the new price; the days are what is left."""
    price, old_price = _number(now, "price"), _number(before, "price")
    count, old_count = _number(now, "count"), _number(before, "count")
    found = [
        (Because.PRICE, price - old_price, (price - old_price) * old_count),
        (Because.COUNT, count - old_count, (count - old_count) * price),
    ]
    reasons = [
        Reason(because, to_minor(value, currency), {"change": f"{change:f}"})
        for because, change, value in found
        if change
    ]
    rest = amount - sum(each.amount_minor for each in reasons)
    return [*reasons, Reason(Because.DAYS, rest)] if rest else reasons


def _number(part: Part, name: str) -> Decimal:
    return Decimal(part.details.get(name, 1))


def explain_time(
    minutes: int, amount: int, minutes_before: int, amount_before: int
) -> list[Reason]:
    """More or fewer hours than in the month before."""
    if minutes == minutes_before and amount == amount_before:
        return []
    return [Reason(Because.HOURS, amount - amount_before, {"change": minutes - minutes_before})]


def summed(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """One reason of each kind for a customer, largest first; details only where alone."""
    kinds: dict[Because, list[Reason]] = {}
    for reason in reasons:
        kinds.setdefault(reason.because, []).append(reason)
    told = [
        Reason(because, sum(each.amount_minor for each in found), _joined(because, found))
        for because, found in kinds.items()
    ]
    return tuple(sorted(told, key=lambda each: -abs(each.amount_minor)))


def _joined(because: Because, found: Sequence[Reason]) -> Mapping[str, Any]:
    if because is Because.HOURS:
        return {"change": sum(each.details["change"] for each in found)}
    return found[0].details if len(found) == 1 else {}
