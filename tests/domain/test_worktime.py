"""Clock times of work, above all in the nights in which the clock is changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from msspdesk.domain import worktime
from msspdesk.domain.errors import DomainError

BERLIN = ZoneInfo("Europe/Berlin")
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


@pytest.mark.parametrize(
    ("day", "start", "end", "minutes"),
    [
        (date(2026, 7, 31), time(9), time(10, 30), 90),
        (date(2026, 7, 31), time(23, 30), time(0, 15), 45),
        # Berlin puts the clock from 02:00 to 03:00 on 29 March 2026.
        (SPRING, time(1, 30), time(3, 30), 60),
        (date(2026, 3, 28), time(22), time(6), 420),
        # and from 03:00 back to 02:00 on 25 October 2026.
        (AUTUMN, time(1, 30), time(3, 30), 180),
        (AUTUMN, time(2, 15), time(2, 45), 30),
        (AUTUMN, time(2, 45), time(2, 15), 30),
    ],
)
def test_a_range_has_its_real_length(day: date, start: time, end: time, minutes: int) -> None:
    first, last = worktime.instants(day, start, end, BERLIN)
    assert worktime.minutes_between(first, last) == minutes


def test_between_the_two_half_past_twos_of_autumn_lies_an_hour() -> None:
    first = datetime.combine(AUTUMN, time(2, 30), BERLIN).astimezone(UTC)
    second = datetime.combine(AUTUMN, time(2, 30, fold=1), BERLIN).astimezone(UTC)
    assert worktime.minutes_between(first, second) == 60


def test_a_range_inside_the_missing_hour_is_no_time() -> None:
    with pytest.raises(DomainError, match="duration_zero"):
        worktime.instants(SPRING, time(2, 30), time(3, 30), BERLIN)


def test_moved_to_another_day_it_keeps_its_clock_times() -> None:
    first, last = worktime.instants(date(2026, 3, 27), time(9), time(10, 30), BERLIN)
    moved = worktime.moved_to(date(2026, 3, 30), first, last, BERLIN)
    assert [each.astimezone(BERLIN).time() for each in moved] == [time(9), time(10, 30)]
    assert moved[0] == datetime(2026, 3, 30, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "code"),
    [(0, "duration_zero"), (-30, "duration_negative"), (1441, "duration_over_day")],
)
def test_worked_time_is_between_a_minute_and_a_day(minutes: int, code: str) -> None:
    with pytest.raises(DomainError, match=code):
        worktime.checked_minutes(minutes)
    assert worktime.checked_minutes(1) == 1
    assert worktime.checked_minutes(1440) == 1440
    assert worktime.checked_billed(0) == 0
