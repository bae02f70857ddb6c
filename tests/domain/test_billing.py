"""Charges and the difference: any order and number of runs ends in the same ledger."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from msspdesk.domain.billing import (
    Booked,
    Due,
    LineFacts,
    TermsRow,
    booked_after,
    charges,
    difference,
    netted,
    time_charge,
)
from msspdesk.domain.periods import Cadence, Horizon, Period, Proration, Timing
from msspdesk.domain.pricing import CountFact, Facts, TimeFact, model

START = date(2026, 1, 15)


def terms(code: str, valid_from: date = START, **values: Any) -> TermsRow:
    priced = model(code)
    return TermsRow(valid_from, priced, priced.Terms(**values))


def line(**changed: Any) -> LineFacts:
    """100.00 a month from 15 January 2026 on day 1, in arrears."""
    values: dict[str, Any] = {
        "line_id": 1,
        "cadence": Cadence(1, 1),
        "timing": Timing.ARREARS,
        "start": START,
        "end": None,
        "billed_until": None,
        "rows": (terms("fixed_fee", price=Decimal(100)),),
        "facts": Facts("EUR", "C62", Proration.ACTUAL_DAYS),
    }
    return LineFacts(**(values | changed))


def through(month: int, day: int) -> Horizon:
    return Horizon.through(date(2026, month, day))


def owed(facts: LineFacts, horizon: Horizon, booked: list[Booked] | None = None) -> dict[str, int]:
    starts = [each.whole.start for each in booked or []]
    return {
        f"{each.period.used.start:%d %b}": each.amount_minor
        for each in charges(facts, horizon, starts)
    }


def run(facts: LineFacts, horizon: Horizon, ledger: list[Booked]) -> tuple[list[Due], list[Booked]]:
    """One billing run: what it bills, and the ledger after it."""
    starts = [each.whole.start for each in ledger]
    dues = difference(charges(facts, horizon, starts), ledger)
    return dues, booked_after(ledger, dues)


def test_a_laptop_shut_for_two_months_catches_up_with_the_periods_own_dates() -> None:
    assert owed(line(), through(1, 31)) == {"15 Jan": 5484}
    assert owed(line(), through(3, 31)) == {"15 Jan": 5484, "01 Feb": 10000, "01 Mar": 10000}


def test_in_advance_a_period_is_owed_from_its_first_day() -> None:
    advance = line(timing=Timing.ADVANCE)
    assert owed(advance, Horizon.on(date(2026, 1, 14))) == {}
    assert owed(advance, Horizon.on(date(2026, 2, 1))) == {"15 Jan": 5484, "01 Feb": 10000}


def test_nothing_before_the_day_it_was_billed_until() -> None:
    """The period that holds the day is owed for its days from that day on: 12 of 28."""
    old = line(start=date(2022, 5, 1), billed_until=date(2026, 2, 17))
    assert owed(old, through(3, 31)) == {"17 Feb": 4286, "01 Mar": 10000}
    assert owed(replace(old, billed_until=date(2026, 3, 1)), through(3, 31)) == {"01 Mar": 10000}


def test_a_price_change_inside_a_period_splits_it() -> None:
    """16 days at 100.00 and 15 days at 120.00 of March."""
    rows = (
        terms("fixed_fee", price=Decimal(100)),
        terms("fixed_fee", date(2026, 3, 17), price=Decimal(120)),
    )
    found = list(charges(line(rows=rows), through(3, 31)))
    assert [part.amount_minor for part in found[-1].parts] == [5161, 5806]
    assert [part.period.start.day for part in found[-1].parts] == [1, 17]


def test_the_same_terms_again_split_nothing() -> None:
    rows = (
        terms("fixed_fee", price=Decimal("0.01")),
        terms("fixed_fee", date(2026, 3, 17), price=Decimal("0.010")),
    )
    found = list(charges(line(rows=rows), through(3, 31)))
    assert [part.why for part in found[-1].parts] == ["whole"]


def test_a_second_run_bills_nothing() -> None:
    dues, ledger = run(line(), through(2, 28), [])
    assert [due.amount_minor for due in dues] == [5484, 10000]
    assert run(line(), through(2, 28), ledger)[0] == []


def test_a_zero_price_is_billed_once_and_visible() -> None:
    free = line(rows=(terms("fixed_fee", price=Decimal(0)),))
    dues, ledger = run(free, through(1, 31), [])
    assert [(due.amount_minor, due.is_true_up) for due in dues] == [(0, False)]
    assert run(free, through(1, 31), ledger)[0] == []


def test_a_cancelled_period_is_free_again() -> None:
    _, ledger = run(line(), through(1, 31), [])
    cancelled = [replace(each, amount_minor=0, rows=0) for each in ledger]
    dues, _ = run(line(), through(1, 31), cancelled)
    assert [(due.amount_minor, due.is_true_up) for due in dues] == [(5484, False)]


def test_an_end_found_out_late_gives_back_what_was_billed() -> None:
    _, ledger = run(line(), through(3, 31), [])
    ended = line(end=date(2026, 2, 15))
    dues, after = run(ended, through(4, 30), ledger)
    assert [(due.whole.start.month, due.amount_minor) for due in dues] == [(2, -5000), (3, -10000)]
    assert run(ended, through(4, 30), after)[0] == []


def test_periods_billed_beyond_the_end_of_the_run_stay() -> None:
    advance = line(timing=Timing.ADVANCE)
    _, ledger = run(advance, Horizon.on(date(2026, 4, 1)), [])
    assert run(advance, Horizon.on(date(2026, 2, 1)), ledger)[0] == []


def test_a_count_that_is_missing_is_neither_billed_nor_credited() -> None:
    rows = (terms("per_unit", unit_price=Decimal(10)),)
    counts = (CountFact(START, Decimal(3)),)
    counted = line(rows=rows, facts=replace(line().facts, counts=counts))
    _, ledger = run(counted, through(1, 31), [])
    unknown = replace(counted, facts=replace(counted.facts, counts=()))
    found = list(charges(unknown, through(1, 31), [each.whole.start for each in ledger]))
    assert [each.code for each in found[0].missing] == ["count_missing"]
    assert difference(found, ledger) == []


def test_corrections_of_a_line_are_netted_unless_something_keeps_them_apart() -> None:
    _, ledger = run(line(), through(4, 30), [])
    dearer = line(rows=(terms("fixed_fee", price=Decimal(110)),))
    dues, _ = run(dearer, through(5, 31), ledger)
    together = netted(dues, lambda _: 0)
    assert [sum(due.amount_minor for due in group) for group in together] == [3548, 11000]
    apart = netted(dues, lambda due: due.whole.start < date(2026, 3, 1))
    assert [len(group) for group in apart] == [2, 2, 1]


def test_time_on_a_line_that_turned_hourly() -> None:
    """Before 1 February the fee covers it; from then on it is billed at 120.00."""
    rows = (
        terms("fixed_fee", price=Decimal(100)),
        terms("hourly", date(2026, 2, 1), rate=Decimal(120)),
    )
    entries = tuple(TimeFact(key, date(2026, key, 20), 60) for key in (1, 2, 3))
    hourly = line(rows=rows, facts=replace(line().facts, entries=entries))
    assert owed(hourly, through(3, 31)) == {"15 Jan": 5484}
    (part,) = time_charge(hourly, through(2, 28)).parts
    assert (part.entry_ids, part.amount_minor) == ((2,), 12000)


def test_time_from_before_the_book_is_not_billed() -> None:
    entries = tuple(TimeFact(key, date(2026, key, 20), 60) for key in (1, 2))
    hourly = line(
        rows=(terms("hourly", rate=Decimal(120)),),
        billed_until=date(2026, 2, 1),
        facts=replace(line().facts, entries=entries),
    )
    (part,) = time_charge(hourly, through(2, 28)).parts
    assert part.entry_ids == (2,)


# --- properties -----------------------------------------------------------------------------

_DAYS = st.integers(0, 500).map(lambda days: date(2025, 6, 1) + timedelta(days=days))
_PRICES = st.integers(0, 1_000_000).map(lambda cents: Decimal(cents) / 100)


@st.composite
def lines(draw: Any) -> LineFacts:
    """A line with any life, cadence, terms and counts."""
    start = draw(_DAYS)
    counts = {start: Decimal(draw(st.integers(0, 50)))}
    for day in draw(st.lists(_DAYS, max_size=5)):
        counts.setdefault(day, Decimal(draw(st.integers(0, 50))))
    counts = {day: counts[day] for day in sorted(counts) if day >= start}
    prices = {start: draw(_PRICES)} | dict(draw(st.lists(st.tuples(_DAYS, _PRICES), max_size=2)))
    per_unit = draw(st.booleans())
    rows = tuple(
        terms("per_unit", day, unit_price=price)
        if per_unit
        else terms("fixed_fee", day, price=price)
        for day, price in sorted(prices.items())
    )
    life = draw(st.none() | st.integers(1, 400))
    return LineFacts(
        line_id=1,
        cadence=Cadence(draw(st.sampled_from([1, 3, 6, 12])), draw(st.integers(1, 31))),
        timing=draw(st.sampled_from(list(Timing))),
        start=start,
        end=None if life is None else start + timedelta(days=life),
        billed_until=draw(st.none() | st.just(start + timedelta(days=20))),
        rows=rows,
        facts=Facts(
            draw(st.sampled_from(["EUR", "JPY", "KWD"])),
            "C62",
            draw(st.sampled_from(list(Proration))),
            counts=tuple(CountFact(day, number) for day, number in counts.items()),
        ),
    )


def amounts(ledger: list[Booked]) -> dict[date, int]:
    return {each.whole.start: each.amount_minor for each in ledger if each.amount_minor}


_LAST = Horizon.through(date(2027, 6, 30))
_ENDS = st.none() | st.integers(1, 400)


@st.composite
def beliefs(draw: Any) -> list[LineFacts]:
    """One line as it was known at several times: its end, price and last count move."""
    first = draw(lines())
    known = [first]
    for life in draw(st.lists(_ENDS, min_size=1, max_size=3)):
        day, price = first.start, draw(_PRICES)
        name = "price" if first.rows[0].model.code == "fixed_fee" else "unit_price"
        row = terms(first.rows[0].model.code, day, **{name: price})
        count = CountFact(first.start, Decimal(draw(st.integers(0, 50))))
        known.append(
            replace(
                first,
                end=None if life is None else first.start + timedelta(days=life),
                rows=draw(st.sampled_from([first.rows, (row,)])),
                facts=replace(first.facts, counts=(count, *first.facts.counts[1:])),
            )
        )
    return known


@given(beliefs(), st.lists(_DAYS, min_size=1, max_size=5))
def test_any_order_and_number_of_runs_over_changing_facts_ends_in_the_same_ledger(
    known: list[LineFacts], days: list[date]
) -> None:
    """Whatever was believed before: the last facts alone decide what stands in the ledger."""
    ledger: list[Booked] = []
    for index, day in enumerate(days):
        _, ledger = run(known[index % len(known)], Horizon.on(day), ledger)
    last = known[-1]
    _, ledger = run(last, _LAST, ledger)
    _, straight = run(last, _LAST, [])
    assert amounts(ledger) == amounts(straight)
    assert run(last, _LAST, ledger)[0] == []


@given(lines(), st.integers(1, 400))
def test_the_used_part_and_the_credit_are_what_was_billed(facts: LineFacts, days: int) -> None:
    dues, ledger = run(facts, _LAST, [])
    billed = sum(due.amount_minor for due in dues)
    end = min(facts.start + timedelta(days=days), facts.end or date.max)
    returned, after = run(replace(facts, end=end), _LAST, ledger)
    used = sum(each.amount_minor for each in after)
    assert used - sum(due.amount_minor for due in returned) == billed
    fresh, _ = run(replace(facts, end=end), _LAST, [])
    assert used == sum(due.amount_minor for due in fresh)


@given(lines())
def test_whole_periods_lie_side_by_side(facts: LineFacts) -> None:
    used = [each.period.used for each in charges(facts, _LAST)]
    for before, after in pairwise(used):
        assert before.end == after.start
    if used:
        assert used[0].start == facts.liable_from
        assert facts.end is None or used[-1].end <= facts.end


def test_a_ledger_starts_anywhere() -> None:
    whole = Period(date(2026, 1, 1), date(2026, 2, 1))
    due = Due(1, whole, whole, 500)
    (booked,) = booked_after([], [due])
    assert (booked.amount_minor, booked.rows) == (500, 1)
