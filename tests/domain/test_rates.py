"""The rate of an hour: line, else customer, else service, else missing; never 0."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from msspdesk.domain.rates import (
    CustomerFact,
    LineFact,
    RateBook,
    TermsFact,
    Treatment,
    amount,
    rate_of,
    usual_service,
)

DAY = date(2026, 7, 31)
START = date(2026, 1, 1)


def line(key: int, model: str, rate: str | None = None, **changed: object) -> LineFact:
    terms = (TermsFact(START, model, None if rate is None else Decimal(rate)),)
    values: dict[str, object] = {"start": START, "end": None, "terms": terms} | changed
    return LineFact(key, 1, 9, f"Line {key}", **values)  # type: ignore[arg-type]


def rate_book(*lines: LineFact, rate: str | None = None, currency: str = "EUR") -> RateBook:
    return RateBook(
        currency="EUR",
        customers={1: CustomerFact(1, "Globex", currency, None if rate is None else Decimal(rate))},
        lines={each.id: each for each in lines},
        service_prices={9: Decimal(95)},
    )


@pytest.mark.parametrize(
    ("line_rate", "customer_rate", "currency", "expected"),
    [
        ("140", "120", "EUR", Decimal(140)),
        (None, "120", "EUR", Decimal(120)),
        (None, None, "EUR", Decimal(95)),
        (None, None, "USD", None),
        ("0", "120", "EUR", Decimal(0)),
    ],
)
def test_the_first_rate_that_was_agreed_counts(
    line_rate: str | None, customer_rate: str | None, currency: str, expected: Decimal | None
) -> None:
    book = rate_book(line(5, "hourly", line_rate), rate=customer_rate, currency=currency)
    assert book.rate(1, 5, None, DAY) == expected


def test_without_a_line_or_service_only_the_customer_knows_a_rate() -> None:
    assert rate_book().rate(1, None, None, DAY) is None
    assert rate_book().rate(1, None, 9, DAY) == 95
    assert rate_book(rate="120").rate(1, None, 9, DAY) == 120
    assert rate_book(rate="120").rate(None, None, 9, DAY) is None


def test_terms_hold_from_their_day_on() -> None:
    terms = (TermsFact(START, "hourly", Decimal(130)), TermsFact(DAY, "hourly", Decimal(140)))
    book = rate_book(line(5, "hourly", terms=terms))
    days = (date(2025, 12, 1), date(2026, 7, 30), DAY)
    assert [book.rate(1, 5, None, day) for day in days] == [130, 130, 140]


def test_what_becomes_of_time() -> None:
    book = rate_book(line(5, "hourly"), line(6, "fixed_fee"))
    assert book.treatment(1, 5, DAY) is Treatment.HOURLY
    assert book.treatment(1, 6, DAY) is Treatment.COVERED
    assert book.treatment(1, None, DAY) is Treatment.LOOSE
    assert book.treatment(1, 5, DAY, billable=False) is Treatment.FREE
    assert book.treatment(None, None, DAY) is Treatment.OWN


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((), None),
        ((line(6, "fixed_fee"),), 6),
        ((line(5, "hourly"), line(6, "fixed_fee"), line(7, "per_unit")), 5),
        ((line(6, "fixed_fee"), line(7, "per_unit")), None),
        ((line(4, "hourly"), line(5, "hourly"), line(6, "fixed_fee")), None),
        ((line(4, "hourly", end=DAY), line(5, "hourly")), 5),
        ((line(5, "hourly", archived=True), line(6, "fixed_fee")), 6),
    ],
)
def test_time_falls_on_the_only_hourly_line_else_on_the_only_line(
    lines: tuple[LineFact, ...], expected: int | None
) -> None:
    usual = rate_book(*lines).usual_line(1, DAY)
    assert (usual.id if usual else None) == expected


def test_time_is_charged_by_the_minute() -> None:
    # design decision "Hours on paper": 100 min at 120.00 is 200.00.
    assert amount(100, Decimal(120), "EUR") == 200_00
    assert amount(45, Decimal(140), "EUR") == 105_00
    assert amount(1, Decimal("99.99"), "EUR") == 167
    assert amount(90, Decimal(12000), "JPY") == 18000


def test_a_rate_in_stored_terms_is_read_exactly() -> None:
    assert rate_of({"rate": "140.125"}) == Decimal("140.125")
    assert [rate_of(each) for each in ({}, {"rate": None}, {"rate": "x"})] == [None, None, None]


def test_time_that_names_nothing_is_the_only_service_sold_by_the_hour() -> None:
    assert usual_service([9]) == 9
    assert usual_service([]) is usual_service([9, 10]) is None
    known = replace(rate_book(), usual_service=9)
    assert known.rate(1, None, None, DAY) == 95
