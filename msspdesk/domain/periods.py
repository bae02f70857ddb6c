"""Service periods: half open, anchored, clamped anew each month.

A cadence is a number of months. The first boundary is the anchor day in the
start month; if that lies before the start it comes one whole cadence later
(docs/rules.md, Periods). Every boundary is counted from the first one, never
from today and never from its clamped neighbour: 31 Jan, 28 Feb, 31 Mar.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Final

from msspdesk.domain.errors import DomainError

_WHOLE: Final = Fraction(1)


class Timing(StrEnum):
    """When a period may be billed: on its first day, or when it is over."""

    ADVANCE = "advance"
    ARREARS = "arrears"


class Proration(StrEnum):
    """How days count in a broken period."""

    ACTUAL_DAYS = "actual_days"
    THIRTY_DAY_MONTHS = "thirty_day_months"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from `start` up to, but not including, `end`."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """Number of days; 0 or less when empty."""
        return (self.end - self.start).days

    @property
    def last_day(self) -> date:
        """The last day that belongs to the period."""
        return self.end - timedelta(days=1)

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def clip(self, start: date | None, end: date | None) -> Period | None:
        """The part between two days (either may be open), or None when nothing is left."""
        first = self.start if start is None or start <= self.start else start
        last = self.end if end is None or end >= self.end else end
        if first is self.start and last is self.end:
            return self if first < last else None
        return Period(first, last) if first < last else None


@dataclass(frozen=True, slots=True)
class Cadence:
    """Every `months` months, on `anchor_day` (1 to 31, clamped in short months)."""

    months: int
    anchor_day: int

    def first_boundary(self, start: date) -> date:
        """The first day on or after `start` on which a whole period begins."""
        boundary = on_day(start.year, start.month, self.anchor_day)
        return boundary if boundary >= start else self._shift(boundary, 1)

    def whole_periods(self, start: date) -> Iterator[Period]:
        """Whole anchored periods without end, from the one that holds `start`."""
        first = self.first_boundary(start)
        step = 0 if first == start else -1
        begin = self._shift(first, step)
        while True:
            step += 1
            end = self._shift(first, step)
            yield Period(begin, end)
            begin = end

    def _shift(self, boundary: date, steps: int) -> date:
        month = boundary.year * 12 + boundary.month - 1 + steps * self.months
        return on_day(month // 12, month % 12 + 1, self.anchor_day)


@dataclass(frozen=True, slots=True)
class ServicePeriod:
    """What is owed for: a whole anchored period and the part of it that is served."""

    whole: Period
    used: Period

    def share(self, part: Period, proration: Proration) -> Fraction:
        """Share of the whole period that `part` takes; 1 when it is all of it."""
        if part == self.whole:
            return _WHOLE
        if proration is Proration.ACTUAL_DAYS:
            return Fraction(part.days, self.whole.days)
        return Fraction(days_30(part), days_30(self.whole))


@dataclass(frozen=True, slots=True)
class Horizon:
    """How far a billing run looks: last start billed in advance, last end in arrears."""

    starts_until: date
    ends_until: date

    @classmethod
    def on(cls, day: date) -> Horizon:
        """A run made on `day`: a period in arrears must have ended before it."""
        return cls(day, day)

    @classmethod
    def through(cls, day: date) -> Horizon:
        """Everything up to the end of `day`: a month billed on its last evening.

        DomainError("day_out_of_range") for a day no calendar of business has.
        """
        if day == date.max:
            raise DomainError("day_out_of_range", value=day.isoformat())
        return cls(day, day + timedelta(days=1))

    @property
    def last_day(self) -> date:
        """The last day whose time entries may be billed."""
        return self.ends_until - timedelta(days=1)

    def holds(self, period: ServicePeriod, timing: Timing) -> bool:
        """Whether the period may stand on an invoice now."""
        if timing is Timing.ADVANCE:
            return period.used.start <= self.starts_until
        return period.used.end <= self.ends_until


def service_periods(
    cadence: Cadence, start: date, end: date | None, horizon: Horizon, timing: Timing
) -> Iterator[ServicePeriod]:
    """Periods that may be billed within the horizon, oldest first.

    `start` is the first day of service, `end` the day after the last (None: runs on).
    """
    for whole in cadence.whole_periods(start):
        used = whole.clip(start, end)
        if used is None:
            return
        period = ServicePeriod(whole, used)
        if not horizon.holds(period, timing):
            return
        yield period


@lru_cache(maxsize=4096)
def on_day(year: int, month: int, day: int) -> date:
    """The wished day of a month, or the month's last day when it is shorter."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def days_30(period: Period) -> int:
    """Days by 30-day months: whole months count 30, the rest by day numbers (at most 30)."""
    first, last = period.start, period.end
    months = (last.year - first.year) * 12 + last.month - first.month
    return months * 30 + min(last.day, 30) - min(first.day, 30)
