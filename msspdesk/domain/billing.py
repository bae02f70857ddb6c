"""What is owed for each service period, and what of it is not yet on any document.

Charges are computed afresh from dated facts every time; the difference to the
ledger is what may be billed. So any order and number of runs ends in the same
ledger (docs/rules.md, Billing is a difference). Amounts are minor units of the
customer's currency, before tax.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any

from msspdesk.domain.checks import LARGEST_MINOR
from msspdesk.domain.errors import Problem
from msspdesk.domain.periods import (
    Cadence,
    Horizon,
    Period,
    ServicePeriod,
    Timing,
)
from msspdesk.domain.pricing import Answer, Facts, Model, Part, Span


@dataclass(frozen=True, slots=True)
class TermsRow:
    """The terms of a line from a day on; the first row also holds for days before it."""

    valid_from: date
    model: Model
    terms: Any


@dataclass(frozen=True)
class LineFacts:
    """All that is known of a contract line. `end` is the day after the last (None: runs on).

    Everything before `billed_until` was billed before the book was begun; the days
    of its period from then on are owed.
    """

    line_id: int
    cadence: Cadence
    timing: Timing
    start: date
    end: date | None
    billed_until: date | None
    rows: tuple[TermsRow, ...]
    facts: Facts

    @cached_property
    def liable_from(self) -> date:
        """The first day that may be billed."""
        return max(self.start, self.billed_until or self.start)

    @cached_property
    def terms_in_force(self) -> tuple[tuple[TermsRow, date | None, date | None], ...]:
        """Rows with the days they hold between, without rows that only repeat the terms."""
        told: list[TermsRow] = []
        for row in sorted(self.rows, key=lambda each: each.valid_from):
            same = told and (told[-1].model.code, told[-1].terms) == (row.model.code, row.terms)
            if not same:
                told.append(row)
        starts = [None, *(each.valid_from for each in told[1:]), None]
        return tuple(
            (row, first, last) for row, (first, last) in zip(told, pairwise(starts), strict=False)
        )


@dataclass(frozen=True)
class Charge:
    """What a line owes for one service period. With facts `missing` it is not known yet.

    Every run looks at all periods, and nearly all of them stand on invoices with
    the right amount: parts are made when somebody asks for them.
    """

    line_id: int
    period: ServicePeriod
    terms: tuple[tuple[TermsRow, Span], ...]
    facts: Facts
    known_minor: int | None
    """The amount, where the models could tell it without making parts."""

    @cached_property
    def _answers(self) -> tuple[Answer, ...]:
        return tuple(row.model.price(row.terms, span, self.facts) for row, span in self.terms)

    @property
    def parts(self) -> tuple[Part, ...]:
        """What stands on paper, each rounded once."""
        return tuple(part for answer in self._answers for part in answer.parts)

    @property
    def missing(self) -> tuple[Problem, ...]:
        """Facts without which the amount is not known, or an amount that nobody means."""
        if abs(self.amount_minor) > LARGEST_MINOR:
            return (Problem("amount_too_large", "price", {"value": str(self.amount_minor)}),)
        if self.known_minor is not None:
            return ()
        return tuple(each for answer in self._answers for each in answer.missing)

    @property
    def amount_minor(self) -> int:
        """The sum of its parts."""
        if self.known_minor is not None:
            return self.known_minor
        return sum(part.amount_minor for part in self.parts)


@dataclass(frozen=True, slots=True)
class Booked:
    """What drafts, invoices and credit notes carry of one period.

    `rows` counts ledger rows that were not cancelled: a period billed at 0.00 is
    billed, a cancelled one is not.
    """

    line_id: int
    whole: Period
    used: Period
    amount_minor: int
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be billed of one period. `before_minor` None: it was never billed.

    `pieces` are the parts of a correction that is for one side of a change of rates only.
    """

    line_id: int
    whole: Period
    used: Period
    amount_minor: int
    before_minor: int | None = None
    charge: Charge | None = None
    pieces: tuple[Part, ...] | None = None

    @property
    def parts(self) -> tuple[Part, ...]:
        """What is owed, as it would stand on paper; nothing where nothing is owed."""
        if self.pieces is not None:
            return self.pieces
        return self.charge.parts if self.charge else ()

    @property
    def is_true_up(self) -> bool:
        """True when the period was billed before and is only put right."""
        return self.before_minor is not None


def charges(line: LineFacts, horizon: Horizon, booked: Iterable[date] = ()) -> Iterator[Charge]:
    """What the line owes within the horizon, oldest first.

    `booked` are the first days of whole periods on documents: they are priced
    again even beyond the horizon, or they would look as if nothing were owed.
    """
    if all(row.model.by_time for row in line.rows):
        return
    known = frozenset(booked)
    last_known = max(known, default=date.min)
    liable_from, timing = line.liable_from, line.timing
    for whole in line.cadence.whole_periods(line.start):
        if line.end is not None and whole.start >= line.end:
            return
        used = whole.clip(liable_from, line.end)
        if used is None:
            continue
        period = ServicePeriod(whole, used)
        due = horizon.holds(period, timing)
        if not due and whole.start > last_known:
            return
        if due or whole.start in known:
            terms = _terms_of(line, period)
            if terms:
                amount = _quick_amount(terms, line.facts)
                yield Charge(line.line_id, period, terms, line.facts, amount)


def _terms_of(line: LineFacts, period: ServicePeriod) -> tuple[tuple[TermsRow, Span], ...]:
    """Empty for a period in which the line bills time instead of periods."""
    return tuple(
        [
            (row, Span(period, part, row.valid_from))
            for row, first, last in line.terms_in_force
            if not row.model.by_time and (part := period.used.clip(first, last)) is not None
        ]
    )


def _quick_amount(terms: Iterable[tuple[TermsRow, Span]], facts: Facts) -> int | None:
    total = 0
    for row, span in terms:
        amount = row.model.amount(row.terms, span, facts)
        if amount is None:
            return None
        total += amount
    return total


def time_charge(line: LineFacts, horizon: Horizon) -> Answer:
    """What the line's unbilled time comes to, up to the last day of the horizon."""
    answers = []
    until = horizon.last_day + timedelta(days=1)
    for row, first, last in line.terms_in_force:
        # Time noted outside the life of its line is still billed by its terms.
        wide = Period(date.min if line.billed_until is None else line.billed_until, until)
        part = wide.clip(first, last) if wide.days > 0 else None
        if row.model.by_time and part is not None:
            answers.append(
                row.model.price(
                    row.terms, Span(ServicePeriod(wide, wide), part, row.valid_from), line.facts
                )
            )
    return Answer(
        tuple(part for answer in answers for part in answer.parts),
        tuple(each for answer in answers for each in answer.missing),
    )


def difference(owed: Iterable[Charge], booked: Iterable[Booked]) -> list[Due]:
    """What is owed minus what is on documents, for every period that is in either.

    A charge whose facts are missing is left as it is: neither billed nor credited.
    """
    ledger = {(each.line_id, each.whole.start): each for each in booked if each.rows > 0}
    dues = []
    for charge in owed:
        whole, used = charge.period.whole, charge.period.used
        found = ledger.pop((charge.line_id, whole.start), None)
        before = found.amount_minor if found else None
        left = charge.amount_minor - (before or 0)
        if not charge.missing and (before is None or left):
            dues.append(Due(charge.line_id, whole, used, left, before, charge))
    for gone in ledger.values():
        if gone.amount_minor:
            before = gone.amount_minor
            dues.append(Due(gone.line_id, gone.whole, gone.used, -before, before))
    return sorted(dues, key=lambda due: (due.line_id, due.whole))


def netted(dues: Iterable[Due], key: Callable[[Due], Hashable]) -> list[tuple[Due, ...]]:
    """Corrections of one line that may be netted, together; `key` keeps apart what may not.

    A period that was never billed stays alone.
    """
    groups: dict[Hashable, list[Due]] = {}
    for due in dues:
        own = (due.line_id, key(due)) if due.is_true_up else (due.line_id, due.whole, "new")
        groups.setdefault(own, []).append(due)
    return [tuple(group) for group in groups.values()]


def booked_after(booked: Iterable[Booked], dues: Iterable[Due]) -> list[Booked]:
    """The ledger once these differences stand on a document."""
    ledger: dict[tuple[int, date], Booked] = {
        (each.line_id, each.whole.start): each for each in booked
    }
    for due in dues:
        key = (due.line_id, due.whole.start)
        found = ledger.get(key) or Booked(due.line_id, due.whole, due.used, 0, 0)
        ledger[key] = replace(
            found,
            used=due.used,
            amount_minor=found.amount_minor + due.amount_minor,
            rows=found.rows + 1,
        )
    return list(ledger.values())
