"""Dates, as people type them: "t", "-1", "fri", "4.3.", "4.3.26", "04/03/2026", ISO."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final, Literal

from msspdesk.domain.errors import DomainError

Order = Literal["dmy", "mdy"]

NEAR_DAYS: Final[Mapping[str, int]] = {
    "t": 0,
    "today": 0,
    "heute": 0,
    "y": -1,
    "yesterday": -1,
    "gestern": -1,
    "vorgestern": -2,
    "tomorrow": 1,
    "morgen": 1,
}
"""Words for days near today, English and German."""

WEEKDAYS: Final[Mapping[str, int]] = {
    name: index
    for index, names in enumerate(
        (
            "mo mon monday montag",
            "di tu tue tues tuesday dienstag",
            "mi we wed wednesday mittwoch",
            "do th thu thurs thursday donnerstag",
            "fr fri friday freitag",
            "sa sat saturday samstag sonnabend",
            "so su sun sunday sonntag",
        )
    )
    for name in names.split()
}
"""Names of weekdays, Monday is 0."""

# Three letters tell every month apart in both languages, once accents are gone.
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        "jan feb mar|maer|mrz apr may|mai jun jul aug sep oct|okt nov dec|dez".split(), 1
    )
    for name in names.split("|")
}

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_STEPS = re.compile(r"([-+\u2212])\s*(\d{1,4})", re.ASCII)
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.?(?:\s?(\d{2}|\d{4}))?", re.ASCII)
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{2}|\d{4}))?", re.ASCII)
_DAY_MONTH = re.compile(r"(\d{1,2})\.?\s*([^\W\d_]{3,9})\.?(?:,?\s+(\d{2}|\d{4}))?", re.ASCII)
_MONTH_DAY = re.compile(r"([^\W\d_]{3,9})\.?\s+(\d{1,2})(?:,?\s+(\d{4}))?", re.ASCII)
_EARLIEST, _LATEST = 1900, 2199


def read_date(text: str, today: date, order: Order | None = None) -> date:
    """The day in `text`. `order` says how this country writes "04/03/2026".

    A weekday is the last such day, today included. Without a year it is the day
    nearest to today. Raises date_empty, date_unreadable, date_impossible and,
    for slashes without an order, date_ambiguous.
    """
    typed = text.strip()
    if not typed:
        raise DomainError("date_empty", example=today.isoformat())
    word = typed.lower().rstrip(".")
    if word in NEAR_DAYS:
        return _stepped(typed, today, NEAR_DAYS[word])
    if word in WEEKDAYS:
        return last_weekday(WEEKDAYS[word], today)
    if found := _STEPS.fullmatch(typed):
        return _stepped(typed, today, int(found[2]) * (1 if found[1] == "+" else -1))
    if found := _ISO.fullmatch(typed):
        return _day(typed, today, int(found[3]), int(found[2]), found[1])
    if found := _DOTTED.fullmatch(typed):
        return _day(typed, today, int(found[1]), int(found[2]), found[3])
    if found := _SLASHED.fullmatch(typed):
        return _slashed(typed, today, found, order)
    return _with_month_name(typed, today)


def last_weekday(weekday: int, today: date) -> date:
    """The latest day up to today with this weekday (Monday is 0)."""
    return today - timedelta(days=(today.weekday() - weekday) % 7)


def _stepped(typed: str, today: date, days: int) -> date:
    try:
        return today + timedelta(days=days)
    except OverflowError:
        raise DomainError("date_impossible", value=typed) from None


def _slashed(typed: str, today: date, found: re.Match[str], order: Order | None) -> date:
    first, second, year = int(found[1]), int(found[2]), found[3]
    if order is None and first != second and max(first, second) <= 12:
        one, other = (
            _day(typed, today, first, second, year),
            _day(typed, today, second, first, year),
        )
        raise DomainError(
            "date_ambiguous", value=typed, first=one.isoformat(), second=other.isoformat()
        )
    month_first = order == "mdy" or (order is None and second > 12)
    day, month = (second, first) if month_first else (first, second)
    return _day(typed, today, day, month, year)


def _with_month_name(typed: str, today: date) -> date:
    plain = _plain(typed)
    if found := _DAY_MONTH.fullmatch(plain):
        day, name, year = found[1], found[2], found[3]
    elif found := _MONTH_DAY.fullmatch(plain):
        day, name, year = found[2], found[1], found[3]
    else:
        raise DomainError("date_unreadable", value=typed, example=today.isoformat())
    month = _MONTHS.get(name[:3]) or _MONTHS.get(name[:4])
    if month is None:
        raise DomainError("date_unreadable", value=typed, example=today.isoformat())
    return _day(typed, today, int(day), month, year)


def _plain(text: str) -> str:
    """Small letters without accents: "März" is typed "Marz" or "Maerz" as well."""
    parts = unicodedata.normalize("NFKD", text.lower())
    return "".join(part for part in parts if not unicodedata.combining(part))


def _day(typed: str, today: date, day: int, month: int, year: str | None) -> date:
    if year is None:
        return _nearest(typed, today, day, month)
    number = int(year) + (2000 if len(year) == 2 else 0)
    if not _EARLIEST <= number <= _LATEST:
        raise DomainError("date_impossible", value=typed)
    try:
        return date(number, month, day)
    except ValueError:
        raise DomainError("date_impossible", value=typed) from None


def _nearest(typed: str, today: date, day: int, month: int) -> date:
    found = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    if not found:
        raise DomainError("date_impossible", value=typed)
    return min(found, key=lambda each: abs(each - today))
