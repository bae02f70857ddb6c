"""What each model asks for, with the numbers of docs/rules.md and of public test suites."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from msspdesk.domain.periods import Period, Proration, ServicePeriod
from msspdesk.domain.pricing import CountFact, Facts, Part, Span, TimeFact, model

JULY = Period(date(2026, 7, 1), date(2026, 8, 1))


def span(whole: Period, start: date | None = None, end: date | None = None) -> Span:
    part = Period(start or whole.start, end or whole.end)
    return Span(ServicePeriod(whole, part), part)


def facts(
    *counts: tuple[int, int],
    currency: str = "EUR",
    proration: Proration = Proration.ACTUAL_DAYS,
    entries: tuple[TimeFact, ...] = (),
    rate: str | None = None,
    decimal_hours: bool = False,
) -> Facts:
    return Facts(
        currency=currency,
        unit="C62",
        proration=proration,
        counts=tuple(CountFact(date(2026, 7, day), Decimal(number)) for day, number in counts),
        entries=entries,
        hourly_rate=None if rate is None else Decimal(rate),
        decimal_hours=decimal_hours,
        count_kind="endpoints",
    )


def told(part: Part) -> tuple[str, str, str, int]:
    return part.why, str(part.quantity), str(part.unit_price), part.amount_minor


def fee(price: str, where: Span, known: Facts) -> Part:
    terms = model("fixed_fee").Terms(price=Decimal(price))
    (part,) = model("fixed_fee").price(terms, where, known).parts
    return part


def units(price: str, where: Span, known: Facts) -> list[tuple[str, str, str, int]]:
    terms = model("per_unit").Terms(unit_price=Decimal(price))
    return [told(part) for part in model("per_unit").price(terms, where, known).parts]


def test_a_whole_fee() -> None:
    assert told(fee("450.00", span(JULY), facts())) == ("whole", "1", "450.00", 45000)


def test_a_broken_fee_is_one_times_its_share() -> None:
    """62.00 a month from the 10th of 31 days is 44.00 (Alga PSA, AL-01)."""
    january = Period(date(2025, 1, 1), date(2025, 2, 1))
    part = fee("62.00", span(january, start=date(2025, 1, 10)), facts())
    assert told(part) == ("days", "1", "44.00", 4400)
    assert part.details == {"days": 22, "whole_days": 31, "price": "62.00"}


def test_thirty_day_months() -> None:
    """23 May to 15 June is 22 of 30 days (Kill Bill, KB-F01)."""
    whole = Period(date(2023, 5, 23), date(2023, 6, 23))
    where = span(whole, end=date(2023, 6, 15))
    part = fee("30.00", where, facts(proration=Proration.THIRTY_DAY_MONTHS))
    assert part.amount_minor == 2200
    assert (part.details["days"], part.details["whole_days"]) == (22, 30)


def test_units_added_on_a_day_are_owed_for_the_days_left() -> None:
    """90 at 13.00 and 6 more for 18 of 31 days: 1170.00 and 45.29."""
    assert units("13.00", span(JULY), facts((1, 90), (14, 96))) == [
        ("whole", "90", "13.00", 117000),
        ("added", "3.483871", "13.00", 4529),
    ]


def test_units_removed_are_taken_back_for_the_days_left() -> None:
    assert units("13.00", span(JULY), facts((1, 96), (14, 90)))[1] == (
        "removed",
        "-3.483871",
        "13.00",
        -4529,
    )


def test_a_share_that_six_decimals_cannot_say_is_one_times_its_amount() -> None:
    """1/31 of a unit at 1 550 000.31 is 50000.01; 0.032258 of it would be 49999.91."""
    where = span(JULY, end=date(2026, 7, 2))
    assert units("1550000.31", where, facts((1, 1))) == [("days", "1", "50000.01", 5000001)]
    back = units("1550000.31", span(JULY), facts((1, 1), (31, 0)))[1]
    assert back == ("removed", "-1", "50000.01", -5000001)


def test_the_count_of_the_first_day_holds_for_a_broken_period() -> None:
    where = span(JULY, start=date(2026, 7, 14))
    assert units("31.00", where, facts((1, 90), (14, 10))) == [("days", "5.806452", "31.00", 18000)]


def test_a_count_of_zero_is_a_visible_line() -> None:
    assert units("13.00", span(JULY), facts((1, 0))) == [("whole", "0", "13.00", 0)]


def test_a_count_after_the_first_day_is_not_enough() -> None:
    terms = model("per_unit").Terms(unit_price=Decimal(13))
    answer = model("per_unit").price(terms, span(JULY), facts((2, 90)))
    assert answer.parts == ()
    (problem,) = answer.missing
    assert (problem.code, problem.details) == (
        "count_missing",
        {"kind": "endpoints", "day": date(2026, 7, 1)},
    )


def entry(key: int, day: int, minutes: int, rate: str | None = None) -> TimeFact:
    return TimeFact(key, date(2026, 7, day), minutes, None if rate is None else Decimal(rate))


def hours(terms_rate: str | None, known: Facts) -> tuple[Part, ...]:
    rate = None if terms_rate is None else Decimal(terms_rate)
    return model("hourly").price(model("hourly").Terms(rate=rate), span(JULY), known).parts


@pytest.mark.parametrize(
    ("minutes", "rate", "decimal_hours", "quantity", "amount"),
    [
        (100, "120.00", False, "100", 20000),
        (100, "120.00", True, "1.67", 20040),
        (135, "120.00", False, "135", 27000),  # 2.25 h, Alga PSA, AL-03
        (135, "120.00", True, "2.25", 27000),
    ],
)
def test_time_by_the_minute_and_in_decimal_hours(
    minutes: int, rate: str, decimal_hours: bool, quantity: str, amount: int
) -> None:
    known = facts(entries=(entry(1, 3, minutes),), decimal_hours=decimal_hours)
    (part,) = hours(rate, known)
    assert (str(part.quantity), part.amount_minor) == (quantity, amount)
    assert (part.unit, part.price_base) == (("HUR", 1) if decimal_hours else ("MIN", 60))


def test_one_part_for_each_rate_with_its_entries() -> None:
    known = facts(entries=(entry(1, 3, 60), entry(2, 5, 30, "90"), entry(3, 9, 60)), rate="120")
    parts = hours(None, known)
    assert [(part.unit_price, part.entry_ids, part.amount_minor) for part in parts] == [
        (Decimal(90), (2,), 4500),
        (Decimal(120), (1, 3), 24000),
    ]
    assert parts[1].period == Period(date(2026, 7, 3), date(2026, 7, 10))


def test_minutes_are_summed_before_hours_are_rounded() -> None:
    """Three times 20 minutes is one hour, not three times 0.33."""
    known = facts(entries=tuple(entry(key, key, 20) for key in (1, 2, 3)), decimal_hours=True)
    (part,) = hours("100", known)
    assert (part.quantity, part.amount_minor) == (Decimal(1), 10000)


def test_time_without_a_rate_is_missing() -> None:
    known = facts(entries=(entry(1, 3, 45), entry(2, 4, 15, "80")))
    answer = model("hourly").price(model("hourly").Terms(), span(JULY), known)
    assert [part.amount_minor for part in answer.parts] == [2000]
    assert [(each.code, each.details) for each in answer.missing] == [
        ("rate_missing", {"minutes": 45})
    ]


def test_a_part_names_the_count_and_the_terms_it_was_read_from() -> None:
    """Every charge explains itself: quantity, days, price row, count row."""
    july = Period(date(2026, 7, 1), date(2026, 8, 1))
    span = Span(ServicePeriod(july, july), july, date(2026, 1, 1))
    counts = (CountFact(date(2026, 5, 12), Decimal(86)), CountFact(date(2026, 7, 20), Decimal(90)))
    facts = Facts("EUR", "C62", Proration.ACTUAL_DAYS, counts=counts)
    per_unit = model("per_unit")
    first, added = per_unit.price(per_unit.Terms(unit_price=Decimal(13)), span, facts).parts
    assert (first.details["counted"], first.details["price_since"]) == ("2026-05-12", "2026-01-01")
    assert ("counted" in added.details, added.details["day"]) == (False, "2026-07-20")
