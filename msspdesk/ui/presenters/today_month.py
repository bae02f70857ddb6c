"""The month beside the items: hours by day and by treatment, money, the effective rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Final

from msspdesk.domain.money import exponent, round_exact
from msspdesk.domain.rates import Treatment
from msspdesk.services.today import TodayPage
from msspdesk.texts import _, formats, ngettext
from msspdesk.ui.presenters.today_items import month_name

_ENOUGH: Final = 5
"""Days worked before the usual day of a month can be told."""
_MOST_NAMED: Final = 2

_PARTS: Final = {
    Treatment.COVERED: "accent",
    Treatment.HOURLY: "bar",
    Treatment.LOOSE: "warn",
    Treatment.FREE: "edge",
    Treatment.OWN: "bar_neutral",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """A day of the month. `tone` names a colour of the palette."""

    day: date
    minutes: int
    tone: str

    @property
    def words(self) -> str:
        """For the tool tip and for those who cannot see the bar."""
        return f"{formats.weekday_day(self.day)}: {formats.hours(self.minutes)}"


@dataclass(frozen=True, slots=True)
class Share:
    """Minutes of one treatment."""

    label: str
    minutes: int
    tone: str


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of the month so far. `marks` are the days named under the bars."""

    title: str
    note: str
    total: str
    bars: tuple[Bar, ...]
    marks: tuple[int, ...]
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Money:
    """One currency in words; `overdue` is empty where nothing is."""

    id: int
    currency: str
    to_bill: str
    received: str
    open: str
    overdue: str


@dataclass(frozen=True, slots=True)
class Rate:
    """What an hour for customers brought, in the owner's currency."""

    rate: str
    division: str
    target: str
    below: bool


def hours(page: TodayPage) -> Hours:
    """Bars of every day; short working days stand out, today is the strong one."""
    month = page.hours.month
    days = [month.start + timedelta(days=number) for number in range(month.days)]
    short = _short_days(page, days)
    bars = tuple(
        Bar(day, minutes, "accent" if day == page.today else "warn" if day in short else "bar")
        for day, minutes in zip(days, page.hours.days, strict=True)
    )
    shares = tuple(
        Share(_treatment(treatment), page.hours.split[treatment], tone)
        for treatment, tone in _PARTS.items()
        if page.hours.split[treatment]
    )
    marks = (1, *(day.day for day in days if day.weekday() == 0 and day.day > 3))
    return Hours(
        title=_("Hours in {month}").format(month=month_name(month.start)),
        note=_short_note(short),
        total=formats.hours(page.hours.minutes),
        bars=bars,
        marks=marks,
        shares=shares,
    )


def _short_days(page: TodayPage, days: Sequence[date]) -> list[date]:
    """Weekdays before today with less than half the hours of a usual one: time forgotten?"""
    worked = {
        day: minutes
        for day, minutes in zip(days, page.hours.days, strict=True)
        if minutes and day.weekday() < 5 and day < page.today
    }
    if len(worked) < _ENOUGH:
        return []
    usual = median(worked.values())
    return [day for day, minutes in worked.items() if minutes * 2 < usual]


def _short_note(short: Sequence[date]) -> str:
    if not short:
        return ""
    count = ngettext("{n} short day", "{n} short days", len(short)).format(n=len(short))
    if len(short) > _MOST_NAMED:
        return count
    last = formats.day_short(short[-1])
    named = (
        last if len(short) == 1 else _("{first} and {last}").format(first=short[0].day, last=last)
    )
    return f"{count}: {named}"


def _treatment(treatment: Treatment) -> str:
    return {
        Treatment.COVERED: _("In fees and retainers"),
        Treatment.HOURLY: _("Billed by the hour"),
        Treatment.LOOSE: _("Without a contract line"),
        Treatment.FREE: _("Not billed"),
        Treatment.OWN: _("Own office"),
    }[treatment]


def money(page: TodayPage) -> tuple[Money, ...]:
    """By currency, the owner's own first."""
    found = []
    for number, each in enumerate(page.money):
        to_bill, received, open_ = (
            formats.amount(minor, each.currency)
            for minor in (each.to_bill, each.received, each.open)
        )
        overdue = formats.amount(each.overdue, each.currency) if each.overdue else ""
        found.append(Money(number, each.currency, to_bill, received, open_, overdue))
    return tuple(found)


def rate(page: TodayPage, target: Decimal | None) -> Rate | None:
    """Revenue of the month by hours worked, customers in the owner's currency; None without."""
    own = [each for each in page.customers if each.currency == page.currency]
    minutes = sum(each.minutes for each in own)
    total = sum(each.total_minor for each in own)
    if not minutes:
        return None
    minor = round_exact(Fraction(total * 60, minutes))
    amount = formats.amount(total, page.currency)
    wanted = ""
    if target is not None:
        wanted = _("Target {rate}").format(rate=formats.price(target, page.currency))
    return Rate(
        rate=_("{rate} per hour").format(rate=formats.money(minor, page.currency)),
        division=f"{amount} ÷ {formats.clock(minutes)}",
        target=wanted,
        below=target is not None and below(minor, page.currency, target),
    )


def below(rate_minor: int | None, currency: str, target: Decimal) -> bool:
    """Whether an effective rate stays under the target; False where there are no hours."""
    if rate_minor is None:
        return False
    return Decimal(rate_minor).scaleb(-exponent(currency)) < target
