"""Clock times of work: a range on a day of a zone becomes two instants and minutes.

Minutes are counted between instants, so a night in which the clock is put
forward or back has its real length: 01:30 to 03:30 across the start of summer
time is one hour.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from msspdesk.domain.errors import DomainError

MINUTES_A_DAY: Final = 24 * 60


def instants(day: date, start: time, end: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The UTC instants of a range typed for a day; an end not after the start is next day.

    Where the clock shows a time twice, the first one is meant; an end that would
    then lie before the start is the second one. Raises duration_zero for a range
    that the missing hour swallows.
    """
    first = _instant(day, start, zone)
    ends = (
        _instant(day, end, zone),
        _instant(day, end.replace(fold=1), zone),
        _instant(day + timedelta(days=1), end, zone),
    )
    last = next(each for each in ends if each > first)
    if end > start and last == ends[2]:
        raise DomainError("duration_zero", value=f"{start:%H:%M}–{end:%H:%M}")
    return first, last


def _instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)


def minutes_between(start: datetime, end: datetime) -> int:
    """Whole minutes from one instant to a later one, half a minute counting as one."""
    return int((end - start).total_seconds() + 30) // 60


def moved_to(
    day: date, start: datetime, end: datetime, zone: ZoneInfo
) -> tuple[datetime, datetime]:
    """The same clock times on another day."""
    local = start.astimezone(zone)
    days = (day - local.date()).days
    first, last = (
        (each.astimezone(zone) + timedelta(days=days)).astimezone(UTC) for each in (start, end)
    )
    return first, last


def checked_minutes(minutes: int) -> int:
    """Worked minutes: 1 to 1440. Raises duration_negative, _zero, _over_day."""
    if minutes == 0:
        raise DomainError("duration_zero", value=_written(minutes))
    return checked_billed(minutes)


def checked_billed(minutes: int) -> int:
    """Billed minutes: 0 to 1440. Raises duration_negative, duration_over_day."""
    if minutes < 0:
        raise DomainError("duration_negative", value=_written(minutes))
    if minutes > MINUTES_A_DAY:
        raise DomainError("duration_over_day", value=_written(minutes))
    return minutes


def _written(minutes: int) -> str:
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else ''}{hours}:{rest:02}"
