"""Why this month differs from last month: the reasons add up to the difference."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from msspdesk.domain.billing import Booked, LineFacts, booked_after, charges, difference
from msspdesk.domain.billing_reasons import (
    Because,
    Month,
    Reason,
    explain_line,
    explain_time,
    summed,
)
from msspdesk.domain.periods import Cadence, Horizon, Period
from msspdesk.domain.pricing import CountFact
from tests.domain.test_billing import line, terms

JULY = Horizon.through(date(2026, 7, 31))


def counted(*counts: tuple[int, int, int], price: str = "13.00", **changed: Any) -> LineFacts:
    made = line(
        start=date(2026, 1, 1), rows=(terms("per_unit", unit_price=Decimal(price)),), **changed
    )
    facts = tuple(CountFact(date(2026, month, day), Decimal(n)) for month, day, n in counts)
    return replace(made, facts=replace(made.facts, counts=facts))


def fee(price: str = "100.00", **changed: Any) -> LineFacts:
    rows = changed.pop("rows", (terms("fixed_fee", price=Decimal(price)),))
    return line(rows=rows, **({"start": date(2026, 1, 1)} | changed))


def explained(
    facts: LineFacts, horizon: Horizon = JULY, *, billed: Horizon | None = None
) -> tuple[int, int, list[tuple[str, int]]]:
    """Net, net a month ago, reasons; everything up to `billed` was billed before."""
    month = Month.of(horizon)
    ledger: list[Booked] = []
    if billed is not None:
        ledger = booked_after([], difference(charges(facts, billed), []))
    owed = list(charges(facts, horizon, [each.whole.start for each in ledger]))
    dues = difference(owed, ledger)
    previous, reasons = explain_line(facts, dues, owed, month)
    net = sum(due.amount_minor for due in dues)
    assert sum(each.amount_minor for each in reasons) == net - previous
    return net, previous, [(each.because.value, each.amount_minor) for each in reasons]


JUNE = Horizon.through(date(2026, 6, 30))


def test_the_month_before() -> None:
    month = Month.of(JULY)
    assert month.before == JUNE
    assert month.days_before == Period(date(2026, 6, 1), date(2026, 7, 1))
    on_the_day = Month.of(Horizon.on(date(2026, 3, 31)))
    assert on_the_day.before == Horizon.on(date(2026, 2, 28))


def test_six_more_units_for_some_days() -> None:
    """The month of the picture: 1215.29 after 1170.00."""
    found = explained(counted((1, 1, 90), (7, 14, 96)), billed=JUNE)
    assert found == (121529, 117000, [("days", 4529)])


def test_a_new_count_and_a_new_price() -> None:
    assert explained(counted((1, 1, 353), (7, 1, 380), price="0.95"), billed=JUNE) == (
        36100,
        33535,
        [("count", 2565)],
    )
    rows = (
        terms("fixed_fee", price=Decimal(1129)),
        terms("fixed_fee", date(2026, 7, 1), price=Decimal(1150)),
    )
    assert explained(fee(rows=rows), billed=JUNE) == (115000, 112900, [("price", 2100)])


def test_both_and_days_add_up() -> None:
    before = counted((1, 1, 90), (6, 16, 100), (7, 10, 80))
    rows = (*before.rows, terms("per_unit", date(2026, 7, 1), unit_price=Decimal("14.00")))
    net, previous, reasons = explained(replace(before, rows=rows), billed=JUNE)
    assert [kind for kind, _ in reasons] == ["price", "count", "days"]
    assert (net, previous) == (140000 - 19871, 117000 + 6500)


def test_a_quarter_falls_due_and_not_due_again() -> None:
    scan = fee("450.00", start=date(2026, 5, 1), cadence=Cadence(3, 1))
    assert explained(scan) == (45000, 0, [("cadence", 45000)])
    august = Horizon.through(date(2026, 8, 31))
    assert explained(scan, august, billed=JULY) == (0, 45000, [("cadence", -45000)])


def test_new_and_ended() -> None:
    assert explained(fee(start=date(2026, 7, 15))) == (5484, 0, [("new", 5484)])
    ended = fee(end=date(2026, 7, 1))
    assert explained(ended, billed=JUNE) == (0, 10000, [("ended", -10000)])


def test_months_that_were_not_billed_and_facts_found_late() -> None:
    assert explained(fee(), billed=Horizon.through(date(2026, 5, 31))) == (
        20000,
        10000,
        [("earlier", 10000)],
    )
    billed_low = booked_after([], difference(charges(fee("90.00"), JUNE), []))
    owed = list(charges(fee(), JULY, [each.whole.start for each in billed_low]))
    dues = difference(owed, billed_low)
    previous, reasons = explain_line(fee(), dues, owed, Month.of(JULY))
    assert (previous, reasons) == (10000, [Reason(Because.LATE, 6000, {"periods": 6})])


def test_what_is_billed_this_month_already_is_not_compared() -> None:
    assert explained(fee(), billed=JULY) == (0, 0, [])


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        ((270, 63000), (0, 0), [Reason(Because.HOURS, 63000, {"change": 270})]),
        ((60, 12000), (105, 21000), [Reason(Because.HOURS, -9000, {"change": -45})]),
        ((60, 12000), (60, 12000), []),
    ],
)
def test_hours(now: tuple[int, int], before: tuple[int, int], expected: list[Reason]) -> None:
    assert explain_time(*now, *before) == expected


def test_reasons_of_a_customer_are_summed_by_kind_largest_first() -> None:
    found = summed(
        [
            Reason(Because.COUNT, 400, {"change": "4"}),
            Reason(Because.HOURS, -9000, {"change": -45}),
            Reason(Because.COUNT, 100, {"change": "1"}),
            Reason(Because.HOURS, 1000, {"change": 5}),
        ]
    )
    assert found == (
        Reason(Because.HOURS, -8000, {"change": -40}),
        Reason(Because.COUNT, 500),
    )
