"""Where periods begin and end, and how much of one a part is.

Figures marked KB, LG, OC and AL are from public projects' own tests: Kill Bill
@cb60779c, Lago @1b1c24a6, OCA contract @3468e838 and Alga PSA @432f5f58.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msspdesk.domain.errors import DomainError
from msspdesk.domain.periods import (
    Cadence,
    Horizon,
    Period,
    Proration,
    Timing,
    days_30,
    service_periods,
)


def day(text: str) -> date:
    return date.fromisoformat(text)


FIRST_BOUNDARY = [
    ("2012-01-16", 17, 1, "2012-01-17"),  # KB testCalculateFirstBillingCycleDate1
    ("2012-01-16", 17, 12, "2012-01-17"),
    ("2012-02-16", 30, 1, "2012-02-29"),  # KB testCalculateFirstBillingCycleDate2
    ("2011-02-01", 13, 3, "2011-02-13"),  # KB quarterly TestLeadingProRation
    ("2011-01-31", 15, 12, "2012-01-15"),  # KB annual PrecedingProRation
    ("2018-01-05", 1, 1, "2018-02-01"),  # OC monthlylastday
]


@pytest.mark.parametrize(("start", "anchor", "months", "expected"), FIRST_BOUNDARY)
def test_first_boundary(start: str, anchor: int, months: int, expected: str) -> None:
    assert Cadence(months, anchor).first_boundary(day(start)) == day(expected)


def test_an_anchor_of_31_clamps_each_month_anew() -> None:
    periods = islice(Cadence(1, 31).whole_periods(day("2024-01-31")), 3)
    assert [(each.start, each.last_day) for each in periods] == [  # LG billing_boundaries_spec
        (day("2024-01-31"), day("2024-02-28")),
        (day("2024-02-29"), day("2024-03-30")),
        (day("2024-03-31"), day("2024-04-29")),
    ]


SHARES = [
    # start, end, anchor, months, run, timing, shares of each period
    ("2011-02-01", None, 13, 1, "2011-02-13", "advance", ["12/31", "1"]),  # KB Leading
    ("2010-06-17", "2010-07-25", 17, 1, "2010-07-17", "advance", ["1", "8/31"]),  # KB Trailing
    ("2011-01-01", "2011-02-27", 15, 1, "2011-02-27", "advance", ["14/31", "1", "12/28"]),
    ("2012-02-01", "2012-02-15", 1, 1, "2012-02-19", "advance", ["14/29"]),  # KB LeapYear
    ("2011-01-01", "2011-04-27", 15, 3, "2011-04-27", "advance", ["14/92", "1", "12/91"]),
    ("2011-01-10", "2012-03-04", 17, 12, "2012-04-05", "advance", ["7/365", "1", "47/366"]),
    ("2012-07-16", "2012-08-16", 16, 1, "2012-07-16", "arrears", []),  # KB BCDEqualsStartDay
    ("2012-07-16", "2012-08-16", 16, 1, "2012-08-15", "arrears", []),
    ("2012-07-16", "2012-08-16", 16, 1, "2012-08-16", "arrears", ["1"]),
    ("2025-01-10", None, 1, 1, "2025-02-01", "arrears", ["22/31"]),  # AL T043
    ("2018-01-05", "2018-03-16", 5, 1, "2018-12-01", "arrears", ["1", "1", "11/31"]),  # OC
]


@pytest.mark.parametrize("row", SHARES, ids=str)
def test_shares_of_periods_owed(
    row: tuple[str, str | None, int, int, str, str, list[str]],
) -> None:
    start, end, anchor, months, run, timing, shares = row
    periods = service_periods(
        Cadence(months, anchor),
        day(start),
        day(end) if end else None,
        Horizon.on(day(run)),
        Timing(timing),
    )
    got = [each.share(each.used, Proration.ACTUAL_DAYS) for each in periods]
    assert got == [Fraction(share) for share in shares]


def test_a_month_in_arrears_can_be_billed_on_its_last_evening() -> None:
    def owed(horizon: Horizon) -> int:
        args = (Cadence(1, 1), day("2026-07-01"), None, horizon, Timing.ARREARS)
        return len(list(service_periods(*args)))

    assert owed(Horizon.on(day("2026-07-31"))) == 0
    assert owed(Horizon.through(day("2026-07-31"))) == 1
    assert Horizon.through(day("2026-07-31")).last_day == day("2026-07-31")


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2023-05-23", "2023-06-15", 22),  # KB TestInvoiceDateUtilsWithFixedProration
        ("2023-02-23", "2023-03-15", 22),
        ("2023-01-01", "2023-02-01", 30),
        ("2023-01-01", "2024-01-01", 360),
    ],
)
def test_days_by_thirty_day_months(start: str, end: str, days: int) -> None:
    assert days_30(Period(day(start), day(end))) == days


@given(
    st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(1, 31), st.sampled_from([1, 3, 6, 12])
)
def test_periods_join_without_gap_and_keep_their_day(start: date, anchor: int, months: int) -> None:
    periods = list(islice(Cadence(months, anchor).whole_periods(start), 30))
    assert start in periods[0]
    for before, after in pairwise(periods):
        assert before.end == after.start
        next_month = (after.start.replace(day=28) + timedelta(days=4)).replace(day=1)
        last_of_month = (next_month - timedelta(days=1)).day
        assert after.start.day == min(anchor, last_of_month)


def test_no_run_goes_through_the_last_day_of_the_calendar() -> None:
    with pytest.raises(DomainError, match="day_out_of_range"):
        Horizon.through(date.max)
