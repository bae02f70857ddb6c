"""Sums in another currency: each rounded once, and what is printed adds up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msspdesk.domain.errors import DomainError
from msspdesk.domain.tax.exchange import (
    Exchange,
    check_rate,
    exchange_problems,
    in_tax_currency,
)

RATES = st.decimals("0.0001", "100000", places=6)
ROWS = st.lists(st.tuples(st.integers(-(10**9), 10**9), st.integers(-(10**8), 10**8)), max_size=5)


def test_half_a_unit_goes_up() -> None:
    """1,170.00 USD at 3.6725 are 4,296.825 AED, 58.50 USD are 214.84125."""
    sums = in_tax_currency([(1170_00, 58_50)], 1170_00, "USD", "AED", Decimal("3.6725"))
    assert sums.rows == ((4_296_83, 214_84),)
    assert (sums.net, sums.tax, sums.gross) == (4_296_83, 214_84, 4_511_67)


@pytest.mark.parametrize(
    ("minor", "currency", "rate", "other", "expected"),
    [
        (1000, "JPY", "0.0087", "SGD", 8_70),  # 1000 yen, no decimals
        (1_000, "KWD", "4.21", "SGD", 4_21),  # one dinar has 1000 fils
        (10_00, "SGD", "113.5", "JPY", 1135),
    ],
)
def test_currencies_with_other_decimals(
    minor: int, currency: str, rate: str, other: str, expected: int
) -> None:
    assert in_tax_currency([(minor, 0)], minor, currency, other, Decimal(rate)).net == expected


def test_taxes_on_one_base_count_it_once() -> None:
    sums = in_tax_currency([(100_00, 5_00), (100_00, 9_98)], 100_00, "USD", "SGD", Decimal(2))
    assert (sums.net, sums.tax) == (200_00, 29_96)


@given(ROWS, RATES)
def test_printed_parts_add_up_and_signs_mirror(rows: list[tuple[int, int]], rate: Decimal) -> None:
    net = sum(base for base, _tax in rows)
    sums = in_tax_currency(rows, net, "USD", "AED", rate)
    assert sums.net == sum(base for base, _tax in sums.rows)
    assert sums.gross == sum(base + tax for base, tax in sums.rows)
    turned = in_tax_currency([(-base, -tax) for base, tax in rows], -net, "USD", "AED", rate)
    assert (turned.net, turned.tax) == (-sums.net, -sums.tax)


@given(st.integers(-(10**12), 10**12))
def test_at_par_nothing_changes(minor: int) -> None:
    assert in_tax_currency([(minor, minor)], minor, "EUR", "USD", Decimal(1)).net == minor


@given(st.none() | RATES, st.none() | st.dates(), st.sampled_from(["", "ECB"]))
def test_what_is_stored_is_read_back(rate: Decimal | None, day: date | None, source: str) -> None:
    given_ = Exchange(rate, day, source)
    assert Exchange.of(given_.stored()) == given_


def test_every_missing_answer_is_named_at_once() -> None:
    today = date(2026, 7, 31)
    nothing = exchange_problems(Exchange(), "USD", "AED", today)
    assert [each.field for each in nothing] == [
        "exchange_rate", "exchange_day", "exchange_source",
    ]  # fmt: skip
    whole = Exchange(Decimal(4), today, "Central Bank")
    assert exchange_problems(whole, "USD", "AED", today) == []
    (late,) = exchange_problems(whole, "USD", "AED", date(2026, 7, 30))
    assert (late.code, late.field) == ("exchange_day_in_future", "exchange_day")


@pytest.mark.parametrize("rate", ["0", "-2", "NaN", "sNaN", "Infinity", "1e10"])
def test_what_cannot_be_a_rate(rate: str) -> None:
    with pytest.raises(DomainError, match="exchange_rate_out_of_range"):
        check_rate(Decimal(rate))
    assert check_rate(None) is None
    assert check_rate(Decimal("0.0000615")) == Decimal("0.0000615")
