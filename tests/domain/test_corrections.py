"""A correction over a change of a rate, by its sides. Case S16: CH 7.7 to 8.1 % on 2024-01-01."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from msspdesk.domain.billing import Due
from msspdesk.domain.corrections import cut_correction
from msspdesk.domain.periods import Period, Proration
from msspdesk.domain.pricing import Part

NEW_YEAR = date(2024, 1, 1)
YEAR = Period(date(2023, 10, 1), date(2024, 10, 1))
OLD, NEW = Period(YEAR.start, NEW_YEAR), Period(NEW_YEAR, YEAR.end)


def due(amount: int, before: int, owed: int | None = None) -> Due:
    """Of the year: owed 1,200.00 and the difference, if not said."""
    whole = before + amount if owed is None else owed
    part = Part(
        "whole", YEAR, quantity=Decimal(1), unit_price=Decimal(whole) / 100, unit="C62",
        amount_minor=whole,
    )  # fmt: skip
    return Due(1, YEAR, YEAR, amount, before, pieces=(part,))


def cut(one: Due, *billed: tuple[Period, int]) -> list[tuple[Period, int, int | None]]:
    found = cut_correction(one, billed, [NEW_YEAR], Proration.ACTUAL_DAYS, "CHF")
    return [(each.used, each.amount_minor, each.before_minor) for each in found]


def test_each_side_of_the_change_has_its_own_difference() -> None:
    assert cut(due(120_00, 1200_00), (OLD, 300_00), (NEW, 900_00)) == [
        (OLD, 30_00, 300_00),
        (NEW, 90_00, 900_00),
    ]


def test_a_side_on_which_nothing_changes_is_left_out() -> None:
    assert cut(due(60_00, 1260_00), (OLD, 330_00), (NEW, 930_00)) == [(NEW, 60_00, 930_00)]


def test_a_line_that_ran_over_the_change_is_not_divided() -> None:
    """Nobody knows which side it was for."""
    assert cut(due(120_00, 1200_00), (YEAR, 1200_00)) == [(YEAR, 120_00, 1200_00)]


def test_what_was_never_billed_is_no_correction() -> None:
    fresh = Due(1, YEAR, YEAR, 1200_00)
    assert cut_correction(fresh, [], [NEW_YEAR], Proration.ACTUAL_DAYS, "CHF") == [fresh]


@given(
    old=st.integers(-500_000, 500_000),
    new=st.integers(-500_000, 500_000),
    owed=st.integers(-500_000, 500_000),
)
def test_the_sides_add_up_to_the_correction(old: int, new: int, owed: int) -> None:
    found = cut(due(owed - old - new, old + new, owed), (OLD, old), (NEW, new))
    assert sum(amount for _used, amount, _before in found) == owed - old - new
