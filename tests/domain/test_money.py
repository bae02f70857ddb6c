"""Exact amounts: rounding, splitting, and refusing what would lose a cent."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msspdesk.domain.errors import DomainError
from msspdesk.domain.money import (
    Money,
    Rounding,
    from_micro,
    round_exact,
    spread,
    to_major,
    to_micro,
    to_minor,
    total,
)

# The table of docs/rules.md, Rounding.
ROUNDING = [
    ("2.5", {"half_up": 3, "half_even": 2, "half_down": 2, "up": 3, "down": 2}),
    ("3.5", {"half_up": 4, "half_even": 4, "half_down": 3, "up": 4, "down": 3}),
    ("2.4", {"half_up": 2, "half_even": 2, "half_down": 2, "up": 3, "down": 2}),
    ("2.6", {"half_up": 3, "half_even": 3, "half_down": 3, "up": 3, "down": 2}),
    ("-2.5", {"half_up": -3, "half_even": -2, "half_down": -2, "up": -3, "down": -2}),
    ("-2.4", {"half_up": -2, "half_even": -2, "half_down": -2, "up": -3, "down": -2}),
    ("7", {"half_up": 7, "half_even": 7, "half_down": 7, "up": 7, "down": 7}),
]


@pytest.mark.parametrize(("value", "expected"), ROUNDING)
def test_each_rounding_method(value: str, expected: dict[str, int]) -> None:
    got = {method: round_exact(Decimal(value), Rounding(method)) for method in expected}
    assert got == expected


@pytest.mark.parametrize(
    ("value", "currency", "minor"),
    [
        ("6.666", "GBP", 667),
        ("1234.5", "JPY", 1235),
        ("1.2345", "KWD", 1235),
        ("2.005", "EUR", 201),
    ],
)
def test_minor_units_follow_the_currency(value: str, currency: str, minor: int) -> None:
    assert to_minor(Decimal(value), currency) == minor


def test_hundred_minutes_at_120_an_hour_is_200() -> None:
    assert to_minor(Fraction(100, 60) * 120, "EUR") == 200_00


def test_too_many_decimals_are_refused_not_rounded() -> None:
    with pytest.raises(DomainError, match="too_many_decimals"):
        Money.of("1.005", "EUR")
    with pytest.raises(DomainError, match="too_many_decimals"):
        to_micro(Decimal("0.1234567"))


def test_two_currencies_never_add_up() -> None:
    with pytest.raises(DomainError, match="currency_mismatch"):
        total([Money.of("1", "EUR"), Money.of("1", "USD")], "EUR")


@given(st.integers(-(10**15), 10**15))
def test_the_store_gives_back_what_it_got(stored: int) -> None:
    assert to_micro(from_micro(stored)) == stored


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from(["EUR", "KWD"]))
def test_major_and_minor_are_the_same_amount(amount: Decimal, currency: str) -> None:
    assert to_major(Money.of(amount, currency).minor, currency) == amount


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(0, 10**7), min_size=1, max_size=30))
def test_parts_of_a_discount_add_up_to_it(minor: int, weights: list[int]) -> None:
    if sum(weights) == 0:
        weights = [*weights, 1]
    parts = spread(minor, weights)
    assert sum(parts) == minor
    whole = sum(weights)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(minor * weight, whole)) < 1


@given(st.integers(-(10**6), 10**6), st.lists(st.integers(-1000, 1000), min_size=1, max_size=8))
def test_a_discount_on_lines_of_both_signs_adds_up(minor: int, weights: list[int]) -> None:
    if sum(weights) != 0:
        assert sum(spread(minor, weights)) == minor


def test_the_remainder_goes_to_the_largest_rest_and_ties_to_the_first() -> None:
    assert spread(100, [1, 1, 1]) == [34, 33, 33]
    assert spread(-100, [1, 1, 1]) == [-34, -33, -33]
    assert spread(10, [2, 2, 3]) == [3, 3, 4]
