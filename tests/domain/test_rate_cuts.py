"""Parts over a change of the rate. Case S16: ESTV MWST-Info 19, CH 7.7 to 8.1 % on 2024-01-01."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from msspdesk.domain.money import to_minor
from msspdesk.domain.periods import Period, Proration
from msspdesk.domain.pricing import Part, TimeFact
from msspdesk.domain.rate_cuts import RATE_CHANGE, cut, stretches

NEW_YEAR = date(2024, 1, 1)


def part(
    start: date, end: date, price: str = "1200", amount: int = 120_000, **changed: object
) -> Part:
    values = {"quantity": Decimal(1), "unit_price": Decimal(price), "details": {"price": price}}
    return Part("whole", Period(start, end), unit="C62", amount_minor=amount, **(values | changed))  # type: ignore[arg-type]


def test_a_year_is_shared_by_its_whole_months() -> None:
    """S16: 1,200.00 from October 2023 to September 2024 is 300.00 and 900.00."""
    year = part(date(2023, 10, 1), date(2024, 10, 1))
    old, new = cut([year], [NEW_YEAR], Proration.ACTUAL_DAYS, "CHF")
    assert (old.amount_minor, new.amount_minor) == (300_00, 900_00)
    assert (old.period.end, new.period.start) == (NEW_YEAR, NEW_YEAR)
    assert (old.details["months"], old.details["whole_months"]) == (3, 12)
    assert (old.quantity, old.unit_price, old.why) == (Decimal("0.25"), Decimal(1200), RATE_CHANGE)


def test_a_month_on_the_fifteenth_is_shared_by_days() -> None:
    """17 of 31 days of 310.00 are 170.00, the other 14 are 140.00."""
    month = part(date(2023, 12, 15), date(2024, 1, 15), "310", 310_00)
    old, new = cut([month], [NEW_YEAR], Proration.ACTUAL_DAYS, "CHF")
    assert (old.amount_minor, new.amount_minor) == (170_00, 140_00)
    assert (old.details["days"], new.details["days"], new.details["whole_days"]) == (17, 14, 31)


def test_by_thirty_day_months_sixteen_and_fourteen_of_thirty() -> None:
    month = part(date(2023, 12, 15), date(2024, 1, 15), "300", 300_00)
    old, new = cut([month], [NEW_YEAR], Proration.THIRTY_DAY_MONTHS, "CHF")
    assert (old.amount_minor, new.amount_minor) == (160_00, 140_00)


@pytest.mark.parametrize("amount", [1, 99, 100_01, 333_33, -250_05])
@pytest.mark.parametrize("start", [date(2022, 11, 7), date(2017, 6, 30), date(2023, 12, 31)])
def test_the_pieces_add_up_to_the_part(amount: int, start: date) -> None:
    """Over two changes as well, and each piece is quantity times price to the cent."""
    price = f"{abs(amount) / Decimal(100)}"
    one = Decimal(1 if amount > 0 else -1)
    whole = part(start, date(2024, 3, 9), price, amount, quantity=one)
    pieces = cut([whole], [date(2018, 1, 1), NEW_YEAR], Proration.ACTUAL_DAYS, "CHF")
    assert sum(each.amount_minor for each in pieces) == amount
    assert (pieces[0].period.start, pieces[-1].period.end) == (start, whole.period.end)
    for each in pieces:
        assert to_minor(each.quantity * each.unit_price, "CHF") == each.amount_minor


def test_what_does_not_run_over_a_change_stays_whole() -> None:
    december = part(date(2023, 12, 1), NEW_YEAR)
    january = part(NEW_YEAR, date(2024, 2, 1))
    assert cut([december, january], [NEW_YEAR], Proration.ACTUAL_DAYS, "CHF") == (december, january)


def test_time_is_parted_before_it_is_priced() -> None:
    days = [date(2023, 12, 28), date(2024, 1, 3), date(2023, 12, 31)]
    entries = [TimeFact(key, day, 60) for key, day in enumerate(days)]
    parts = stretches(entries, [date(2018, 1, 1), NEW_YEAR])
    assert [[each.entry_id for each in own] for own in parts] == [[0, 2], [1]]
