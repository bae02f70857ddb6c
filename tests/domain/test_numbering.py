"""Numbers: patterns, series without gaps, days that never go back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msspdesk.domain.errors import DomainError, InvalidInput
from msspdesk.domain.numbering import SeriesState, check_pattern, parsed, pattern_problems, take

YEARLY = "RE-{year}-{n:04}"
JULY = date(2026, 7, 31)


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        (YEARLY, "RE-2026-0007"),
        ("{yy}{month}-{n}", "2607-7"),
        ("{n:06}", "000007"),
        ("INV/{year}/{n:03}", "INV/2026/007"),
    ],
)
def test_a_pattern_writes_the_number(pattern: str, number: str) -> None:
    year = 2026 if "y" in pattern else 0
    assert take(pattern, SeriesState(7, year), JULY, 1)[0] == [number]


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("RE-{year}", "number_pattern_without_counter"),
        ("{n}{n}", "number_pattern_without_counter"),
        ("RE-{day}-{n}", "number_pattern_unknown"),
        ("RE-{n:00x}", "number_pattern_unknown"),
        ("RE-{n", "number_pattern_braces"),
        ("{month}-{n}", "number_pattern_month_alone"),
        ("RE?{n}", "number_pattern_letters"),
        ("R" * 40 + "{n}", "number_pattern_too_long"),
    ],
)
def test_a_wrong_pattern_is_refused(pattern: str, code: str) -> None:
    assert code in [each.code for each in pattern_problems(pattern)]
    with pytest.raises(InvalidInput):
        check_pattern(pattern)


def test_a_year_begins_again_at_one() -> None:
    numbers, after = take(YEARLY, SeriesState(80, 2026, JULY), date(2027, 1, 1), 2)
    assert numbers == ["RE-2027-0001", "RE-2027-0002"]
    assert after == SeriesState(3, 2027, date(2027, 1, 1))


def test_without_a_year_the_series_runs_on() -> None:
    numbers, _ = take("A{n}", SeriesState(80, 0, JULY), date(2027, 1, 1), 1)
    assert numbers == ["A80"]


def test_a_day_before_the_last_number_is_refused() -> None:
    with pytest.raises(DomainError) as caught:
        take(YEARLY, SeriesState(5, 2026, JULY), date(2026, 7, 30), 1)
    assert caught.value.code == "date_before_last_number"


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 5)), max_size=20))
def test_any_run_of_days_gives_each_value_of_a_year_once_and_in_order(
    steps: list[tuple[int, int]],
) -> None:
    state, day = SeriesState(), date(2026, 1, 1).toordinal()
    given_numbers: dict[int, list[int]] = {}
    for wait, count in steps:
        day += wait
        on = date.fromordinal(day)
        numbers, state = take(YEARLY, state, on, count)
        read = [parsed(YEARLY, each) for each in numbers]
        given_numbers.setdefault(on.year, []).extend(each[1] for each in read if each)
    for values in given_numbers.values():
        assert values == list(range(1, len(values) + 1))


def test_a_foreign_number_is_not_read() -> None:
    assert parsed(YEARLY, "GS-2026-0001") is None
    assert parsed("{year}/{year}-{n}", "2026/2027-1") is None
