"""Builds the proposal of a billing run out of one reading of the book. Stores nothing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from msspdesk.db.queries.billing import CustomerRow, EntryRow, LineRow, Loaded
from msspdesk.domain.billing import (
    Charge,
    Due,
    LineFacts,
    TermsRow,
    charges,
    difference,
    netted,
    time_charge,
)
from msspdesk.domain.billing_reasons import Month, Reason, explain_line, explain_time, summed
from msspdesk.domain.corrections import cut_correction
from msspdesk.domain.errors import DomainError, Problem
from msspdesk.domain.periods import Cadence, Horizon, Period, Proration, Timing
from msspdesk.domain.pricing import Answer, Facts, model
from msspdesk.domain.proposals import (
    LineKind,
    MissingFact,
    Proposal,
    ProposedCustomer,
    ProposedLine,
    charge_key,
)
from msspdesk.domain.rate_cuts import cut, stretches
from msspdesk.domain.rates import HOUR_UNIT, usual_service
from msspdesk.services.billing_facts import FactsMaker, newest_count, time_fact
from msspdesk.services.rate_changes import rate_changes, rate_cuts

OLD_COUNT_DAYS: Final = 31
"""A count older than this at the end of the run is named (docs/rules.md, Counts)."""

_TIME_MODEL: Final = "hourly"


@dataclass
class _Found:
    """What is gathered for one customer."""

    lines: list[ProposedLine] = field(default_factory=list)
    missing: list[MissingFact] = field(default_factory=list)
    previous_minor: int = 0
    reasons: list[Reason] = field(default_factory=list)


def propose(loaded: Loaded, horizon: Horizon) -> Proposal:
    """The proposal for every customer that was read and has something to bill or to answer."""
    builder = _Builder(loaded, horizon)
    found = (builder.customer(row) for row in loaded.customers.values())
    return Proposal(horizon, tuple(each for each in found if _matters(each)))


def _matters(customer: ProposedCustomer) -> bool:
    """An old count alone, with nothing to bill by it, waits for the next run."""
    return bool(customer.lines) or any(each.blocks for each in customer.missing)


class _Builder:
    def __init__(self, loaded: Loaded, horizon: Horizon) -> None:
        self._loaded = loaded
        self._horizon = horizon
        self._month = Month.of(horizon)
        self._facts = FactsMaker(loaded)
        self._usual = usual_service(
            each.id
            for each in loaded.services.values()
            if each.unit == HOUR_UNIT and not each.archived
        )

    def customer(self, customer: CustomerRow) -> ProposedCustomer:
        found = _Found()
        entries = _by_line(self._loaded.entries.get(customer.id, ()))
        before = _by_line(self._time_before(customer.id))
        for row in self._loaded.lines.get(customer.id, ()):
            self._line(customer, row, entries.pop(row.id, []), before.pop(row.id, []), found)
        self._loose_time(customer, entries.pop(None, []), before.pop(None, []), found)
        return ProposedCustomer(
            customer.id,
            customer.name,
            customer.currency,
            tuple(found.lines),
            tuple(found.missing),
            found.previous_minor,
            summed(found.reasons),
        )

    def _time_before(self, customer_id: int) -> list[EntryRow]:
        """Time of the month before to compare with, unless this month's is on a document."""
        unbilled = {
            (each.contract_line_id, each.service_id)
            for each in self._loaded.entries.get(customer_id, ())
        }
        return [
            each
            for each in self._loaded.entries_before.get(customer_id, ())
            if (each.contract_line_id, each.service_id) in unbilled
            or (customer_id, each.contract_line_id, each.service_id) not in self._loaded.settled
        ]

    # --- a contract line ---------------------------------------------------------------

    def _line(
        self,
        customer: CustomerRow,
        row: LineRow,
        entries: list[EntryRow],
        before: list[EntryRow],
        found: _Found,
    ) -> None:
        title = row.label or self._loaded.services[row.service_id].name
        frame = _frame(row, title, row.po_number or customer.po_number)
        try:
            line = self._facts.line(row, customer, entries)
        except DomainError as error:
            problem = Problem(error.code, "terms", dict(error.details))
            found.missing.append(MissingFact(problem, title, row.contract_id, row.id, True))
            return
        if not row.archived:
            self._periods(line, row, frame, customer.id, found)
        if any(each.model.by_time for each in line.rows):
            self._time(customer, line, frame, before, found)

    def _periods(
        self, line: LineFacts, row: LineRow, frame: ProposedLine, customer_id: int, found: _Found
    ) -> None:
        booked = self._loaded.booked.get(row.id, [])
        owed = list(charges(line, self._horizon, [each.whole.start for each in booked]))
        dues = difference(owed, booked)
        previous, reasons = explain_line(line, dues, owed, self._month)
        found.previous_minor += previous
        found.reasons += reasons
        cuts = self._cuts(customer_id)
        if cuts:
            dues = [piece for due in dues for piece in self._sides(due, line, cuts)]
        groups = netted(dues, self._tax_stretch(customer_id))
        for index, group in enumerate(groups):
            last = index == len(groups) - 1
            told = {"previous_minor": previous, "reasons": tuple(reasons)} if last else {}
            proposed = _proposed(frame, group, told)
            if cuts and proposed.kind is LineKind.CHARGE:
                parts = cut(proposed.parts, cuts, line.facts.proration, line.facts.currency)
                proposed = replace(proposed, parts=parts)
            found.lines.append(proposed)
        self._missing_of(line, row, owed, frame.title, found)

    def _sides(self, due: Due, line: LineFacts, cuts: Sequence[date]) -> list[Due]:
        """A correction over a change of the rate, one for each side of it."""
        billed = self._loaded.billed.get((due.line_id, due.whole.start), ())
        return cut_correction(due, billed, cuts, line.facts.proration, line.facts.currency)

    def _missing_of(
        self, line: LineFacts, row: LineRow, owed: Sequence[Charge], title: str, found: _Found
    ) -> None:
        problems = {each.code: each for charge in reversed(owed) for each in charge.missing}
        for problem in problems.values():
            found.missing.append(MissingFact(problem, title, row.contract_id, row.id, True))
        running = bool(owed) and (line.end is None or line.end > self._horizon.last_day)
        if problems or not running or not row.count_kind:
            return
        newest = newest_count(line.facts.counts, self._horizon.last_day)
        if newest is not None and (self._horizon.last_day - newest).days > OLD_COUNT_DAYS:
            details: dict[str, object] = {
                "kind": row.count_kind,
                "day": newest,
                "days": (self._horizon.last_day - newest).days,
            }
            problem = Problem("count_old", "count", details)
            found.missing.append(MissingFact(problem, title, row.contract_id, row.id, False))

    def _tax_stretch(self, customer_id: int) -> Any:
        """Which stretch between two changes of a tax rate a correction falls into."""
        changes: list[date] = []

        def key(due: Due) -> Hashable:
            if not changes:
                countries = self._loaded.countries.get(customer_id, frozenset())
                changes.extend(rate_changes(countries) or [date.min])
            return bisect_right(changes, due.used.last_day)

        return key

    def _cuts(self, customer_id: int) -> tuple[date, ...]:
        """Days on which a service for the customer is cut, since the rate changes."""
        return rate_cuts(self._loaded.home, self._loaded.countries.get(customer_id, frozenset()))

    # --- time -----------------------------------------------------------------------------

    def _time_charge(self, line: LineFacts, customer_id: int) -> Answer:
        """What the time comes to, where the rate changes in two parts."""
        cuts = self._cuts(customer_id)
        if not cuts or not line.facts.entries:
            return time_charge(line, self._horizon)
        answers = [
            time_charge(replace(line, facts=replace(line.facts, entries=tuple(own))), self._horizon)
            for own in stretches(line.facts.entries, cuts)
        ]
        return Answer(
            tuple(part for each in answers for part in each.parts),
            tuple({gap.code: gap for each in answers for gap in each.missing}.values()),
        )

    def _time(
        self,
        customer: CustomerRow,
        line: LineFacts,
        frame: ProposedLine,
        before: list[EntryRow],
        found: _Found,
    ) -> None:
        now = self._time_charge(line, customer.id)
        past = _repriced(line, before)
        self._add_time(replace(frame, key=f"time/{line.line_id}"), now, past, found)

    def _loose_time(
        self,
        customer: CustomerRow,
        entries: list[EntryRow],
        before: list[EntryRow],
        found: _Found,
    ) -> None:
        """Time on no contract line: one line for each service it was noted for.

        Time that names none is the usual service's, where there is exactly one.
        """
        past = _by_service(before, self._usual)
        now = _by_service(entries, self._usual)
        for service_id in sorted(now.keys() | past.keys(), key=lambda each: each or 0):
            rows = now.get(service_id, [])
            line = self._loose_line(customer, service_id, rows)
            service = self._loaded.services.get(service_id) if service_id is not None else None
            frame = ProposedLine(
                key=f"loose/{customer.id}/{service_id or 0}",
                kind=LineKind.TIME,
                contract_id=None,
                contract_line_id=None,
                service_id=service_id,
                site_id=None,
                title=service.name if service else "",
                cadence_months=1,
                po_number=customer.po_number,
                period=Period(self._horizon.last_day, self._horizon.ends_until),
                amount_minor=0,
            )
            answer = self._time_charge(line, customer.id)
            self._add_time(frame, answer, _repriced(line, past.get(service_id, [])), found)
            if service_id is None and answer.parts:
                minutes = sum(each.minutes for each in rows)
                first = min(rows, key=lambda each: (each.day, each.id))
                details: dict[str, object] = {"minutes": minutes, "entry_id": first.id}
                problem = Problem("time_without_service", "service", details)
                found.missing.append(MissingFact(problem, "", None, None, True))

    def _loose_line(
        self, customer: CustomerRow, service_id: int | None, rows: Iterable[EntryRow]
    ) -> LineFacts:
        """A contract line that nobody wrote: hourly, at the customer's own rate."""
        hourly = model(_TIME_MODEL)
        return LineFacts(
            line_id=0,
            cadence=Cadence(1, 1),
            timing=Timing.ARREARS,
            start=date.min,
            end=None,
            billed_until=None,
            rows=(TermsRow(date.min, hourly, hourly.Terms()),),
            facts=Facts(
                currency=customer.currency,
                unit="MIN",
                proration=Proration.ACTUAL_DAYS,
                entries=tuple(time_fact(each) for each in rows),
                hourly_rate=self._facts.hourly_rate(customer, service_id),
                decimal_hours=customer.decimal_hours,
            ),
        )

    @staticmethod
    def _add_time(frame: ProposedLine, now: Answer, past: tuple[int, int], found: _Found) -> None:
        for problem in now.missing:
            missing = MissingFact(
                problem, frame.title, frame.contract_id, frame.contract_line_id, True
            )
            found.missing.append(missing)
        minutes = sum(int(part.details["minutes"]) for part in now.parts)
        amount = sum(part.amount_minor for part in now.parts)
        minutes_before, previous = past
        reasons = explain_time(minutes, amount, minutes_before, previous)
        found.previous_minor += previous
        found.reasons += reasons
        if now.parts:
            first = min(part.period.start for part in now.parts)
            last = max(part.period.end for part in now.parts)
            found.lines.append(
                replace(
                    frame,
                    kind=LineKind.TIME,
                    period=Period(first, last),
                    amount_minor=amount,
                    parts=now.parts,
                    previous_minor=previous,
                    reasons=tuple(reasons),
                )
            )


def _frame(row: LineRow, title: str, po_number: str) -> ProposedLine:
    return ProposedLine(
        key="",
        kind=LineKind.CHARGE,
        contract_id=row.contract_id,
        contract_line_id=row.id,
        service_id=row.service_id,
        site_id=row.site_id,
        title=title,
        cadence_months=row.cadence_months,
        po_number=po_number,
        period=Period(row.start, row.start),
        amount_minor=0,
    )


def _proposed(frame: ProposedLine, group: tuple[Due, ...], told: dict[str, Any]) -> ProposedLine:
    first, line_id = group[0], group[0].line_id
    true_up = first.is_true_up
    key = charge_key(line_id, first.whole.start)
    return replace(
        frame,
        key=f"true-up/{line_id}/{first.used.start.isoformat()}" if true_up else key,
        kind=LineKind.TRUE_UP if true_up else LineKind.CHARGE,
        period=Period(first.used.start, max(each.used.end for each in group)),
        amount_minor=sum(each.amount_minor for each in group),
        parts=tuple(part for each in group for part in each.parts),
        dues=group,
        **told,
    )


def _repriced(line: LineFacts, rows: Sequence[EntryRow]) -> tuple[int, int]:
    """Minutes and amount of the time of the month before, priced as it is now."""
    if not rows:
        return 0, 0
    last = max(each.day for each in rows)
    past = replace(line, facts=replace(line.facts, entries=tuple(time_fact(each) for each in rows)))
    answer = time_charge(past, Horizon.through(last))
    minutes = sum(int(part.details["minutes"]) for part in answer.parts)
    return minutes, sum(part.amount_minor for part in answer.parts)


def _by_line(rows: Iterable[EntryRow]) -> dict[int | None, list[EntryRow]]:
    groups: dict[int | None, list[EntryRow]] = {}
    for row in rows:
        groups.setdefault(row.contract_line_id, []).append(row)
    return groups


def _by_service(rows: Iterable[EntryRow], usual: int | None) -> dict[int | None, list[EntryRow]]:
    groups: dict[int | None, list[EntryRow]] = {}
    for row in rows:
        service_id = usual if row.service_id is None else row.service_id
        groups.setdefault(service_id, []).append(row)
    return groups


def keys_of(lines: Iterable[ProposedLine]) -> Iterator[tuple[int, date]]:
    """The ledger's keys of what reduces an amount that was billed."""
    for line in lines:
        for due in line.dues:
            if due.is_true_up and due.amount_minor < 0:
                yield due.line_id, due.whole.start
