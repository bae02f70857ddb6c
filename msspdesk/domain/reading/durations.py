"""Lengths of time and times of day, as people type them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from fractions import Fraction
from typing import Final, Literal

from msspdesk.domain.errors import DomainError
from msspdesk.domain.money import round_exact

Kind = Literal["range", "length", "decimal"]

MINUTES_A_DAY: Final = 24 * 60
_LONGEST_NIGHT: Final = 16 * 60
"""Beyond this a range over midnight is rather one whose ends were swapped."""

_DASH = r"\s*[-\u2013\u2014]\s*"
_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.|uhr)?"
_RANGE = re.compile(_CLOCK + _DASH + _CLOCK, re.ASCII | re.IGNORECASE)
_SINGLE_CLOCK = re.compile(_CLOCK, re.ASCII | re.IGNORECASE)
_HOURS = r"(?:hours?|hrs?|h|stunden?|std\.?)"
_MINUTES = r"(?:minutes?|minuten?|mins?\.?|m)"
_COLON = re.compile(r"(\d{1,3}):(\d{2})(?:\s*h)?", re.ASCII | re.IGNORECASE)
_DECIMAL = re.compile(rf"(\d{{0,3}})[.,](\d{{1,2}})\s*{_HOURS}?", re.ASCII | re.IGNORECASE)
_WORDS = re.compile(
    rf"(?:(\d{{1,4}})\s*{_HOURS})?\s*(?:(\d{{1,5}})\s*{_MINUTES}|(?<=[a-z.\s])(\d{{1,2}}))?",
    re.ASCII | re.IGNORECASE,
)
_WHOLE_HOURS = re.compile(r"\d{1,3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class ClockRange:
    """From `start` to `end`, which is on the next day if it is not after the start."""

    start: time
    end: time
    minutes: int

    @property
    def crosses_midnight(self) -> bool:
        """Whether the end lies on the next day."""
        return self.end <= self.start


def read_duration(text: str) -> int:
    """Minutes in "1:30", "1,5", "1.5", "1h30m", "1h30", "90m", "2", "9:00-10:30".

    A bare number is hours. Raises duration_empty, duration_unreadable,
    duration_negative, duration_zero, duration_over_day and what a range raises.
    """
    typed = text.strip()
    if not typed:
        raise DomainError("duration_empty")
    if _RANGE.fullmatch(typed):
        return read_clock_range(typed).minutes
    if typed[0] in "-\u2212":
        raise DomainError("duration_negative", value=typed)
    minutes = _minutes(typed)
    if minutes is None:
        raise DomainError("duration_unreadable", value=typed)
    if minutes == 0:
        raise DomainError("duration_zero", value=typed)
    if minutes > MINUTES_A_DAY:
        raise DomainError("duration_over_day", value=typed)
    return minutes


def _minutes(typed: str) -> int | None:
    """Minutes of a length of time, or None if it is not one."""
    if _WHOLE_HOURS.fullmatch(typed):
        return int(typed) * 60
    if found := _COLON.fullmatch(typed):
        return _sixty(int(found[1]), int(found[2]))
    if found := _DECIMAL.fullmatch(typed):
        return round_exact(Fraction(f"{found[1] or 0}.{found[2]}") * 60)
    if found := _WORDS.fullmatch(typed):
        hours, minutes = found[1], found[2] or found[3]
        if hours is None:
            return int(minutes)
        return _sixty(int(hours), int(minutes or 0))
    return None


def _sixty(hours: int, minutes: int) -> int | None:
    return hours * 60 + minutes if minutes < 60 else None


def read_clock_range(text: str) -> ClockRange:
    """Both ends of "9-10:30", "09:00-10:30", "23:30-00:15", "9-10:30am".

    Raises clock_unreadable, duration_zero, clock_range_reversed.
    """
    typed = text.strip()
    found = _RANGE.fullmatch(typed)
    if not found:
        raise DomainError("clock_unreadable", value=typed)
    start_half, end_half = _half(found[3]), _half(found[6])
    end = _minute_of_day(found[4], found[5], end_half, typed)
    start = _minute_of_day(found[1], found[2], start_half or end_half, typed)
    if end_half and not start_half and start > end:
        # "11-1pm" began in the morning.
        start = (start + MINUTES_A_DAY // 2) % MINUTES_A_DAY
    minutes = (end - start) % MINUTES_A_DAY
    if minutes == 0:
        raise DomainError("duration_zero", value=typed)
    if end < start and minutes > _LONGEST_NIGHT:
        raise DomainError("clock_range_reversed", value=typed, hours=_LONGEST_NIGHT // 60)
    return ClockRange(_clock(start), _clock(end), minutes)


def read_clock(text: str) -> time:
    """A time of day: "9", "9:05", "14.30", "2pm". Raises clock_unreadable."""
    typed = text.strip()
    found = _SINGLE_CLOCK.fullmatch(typed)
    if not found:
        raise DomainError("clock_unreadable", value=typed)
    return _clock(_minute_of_day(found[1], found[2], _half(found[3]), typed))


def _half(written: str | None) -> str:
    first = (written or "").lower()[:1]
    return first if first in {"a", "p"} else ""


def _minute_of_day(hour: str, minute: str | None, half: str, typed: str) -> int:
    hours, minutes = int(hour), int(minute or 0)
    if half and not 1 <= hours <= 12:
        raise DomainError("clock_unreadable", value=typed)
    if half:
        hours = hours % 12 + (12 if half == "p" else 0)
    if minutes > 59 or hours * 60 + minutes > MINUTES_A_DAY:
        raise DomainError("clock_unreadable", value=typed)
    return hours * 60 + minutes


def _clock(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)


def duration_kind(text: str) -> Kind | None:
    """Whether `text` is written like a time worked, right or wrong.

    "9-10:30" is a range, "1h30" or "1:30" a length; "1.5" is but a decimal, which
    may mean something else in a sentence; a bare "2" is nothing.
    """
    if _RANGE.fullmatch(text):
        return "range"
    length = text.lstrip("-\u2212")
    if _DECIMAL.fullmatch(length):
        return "decimal" if length[-1] in "0123456789" else "length"
    if _WHOLE_HOURS.fullmatch(length) or not length:
        return None
    return "length" if _COLON.fullmatch(length) or _WORDS.fullmatch(length) else None
