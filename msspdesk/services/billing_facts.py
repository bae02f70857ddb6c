"""From stored rows to the facts that billing prices: terms, counts, rates."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from msspdesk.db.queries.billing import CountRow, CustomerRow, EntryRow, LineRow, Loaded
from msspdesk.domain.billing import LineFacts, TermsRow
from msspdesk.domain.errors import DomainError
from msspdesk.domain.money import from_micro
from msspdesk.domain.periods import Cadence, Proration, Timing
from msspdesk.domain.pricing import CountFact, Facts, TimeFact, model
from msspdesk.domain.rates import HOUR_UNIT


class FactsMaker:
    """Makes the facts of each line of one reading; equal terms are read once."""

    def __init__(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self._terms: dict[tuple[str, int, str], Any] = {}

    def line(self, row: LineRow, customer: CustomerRow, entries: Iterable[EntryRow]) -> LineFacts:
        """All that is known of a line. DomainError when its terms cannot be read."""
        ends = [day for day in (row.end, row.contract_end) if day is not None]
        return LineFacts(
            line_id=row.id,
            cadence=Cadence(row.cadence_months, row.anchor_day),
            timing=Timing(row.timing or Timing.ARREARS),
            start=row.start,
            end=min(ends, default=None),
            billed_until=row.billed_until,
            rows=self._terms_rows(row),
            facts=Facts(
                currency=customer.currency,
                unit=self._loaded.services[row.service_id].unit,
                proration=Proration(row.proration or Proration.ACTUAL_DAYS),
                counts=self.counts(row),
                entries=tuple(time_fact(each) for each in entries),
                hourly_rate=self.hourly_rate(customer, row.service_id),
                decimal_hours=customer.decimal_hours,
                count_kind=row.count_kind,
            ),
        )

    def _terms_rows(self, row: LineRow) -> tuple[TermsRow, ...]:
        stored = self._loaded.terms.get(row.id)
        if not stored:
            raise DomainError("terms_missing")
        return tuple(
            TermsRow(
                each.valid_from, model(each.model), self._read(each.model, each.model_version, each)
            )
            for each in stored
        )

    def _read(self, code: str, version: int, stored: Any) -> Any:
        key = (code, version, json.dumps(stored.terms, sort_keys=True))
        if key not in self._terms:
            self._terms[key] = model(code).read(version, stored.terms)
        return self._terms[key]

    def counts(self, row: LineRow) -> tuple[CountFact, ...]:
        """What the line is counted by: its site, or all the customer's sites in sum."""
        if not row.count_kind:
            return ()
        found = self._loaded.counts.get((row.customer_id, row.count_kind), ())
        if row.site_id is not None:
            found = [each for each in found if each.site_id == row.site_id]
        return summed_counts(found)

    def hourly_rate(self, customer: CustomerRow, service_id: int | None) -> Decimal | None:
        """The customer's rate, else the price of a service sold by the hour in their currency."""
        if customer.hourly_rate is not None:
            return customer.hourly_rate
        service = self._loaded.services.get(service_id) if service_id is not None else None
        if service is None or service.unit != HOUR_UNIT or service.price_micro is None:
            return None
        return (
            from_micro(service.price_micro) if customer.currency == self._loaded.currency else None
        )


def summed_counts(rows: Sequence[CountRow]) -> tuple[CountFact, ...]:
    """The sum over sites after each day on which one of them was counted."""
    latest: dict[int | None, int] = {}
    by_day: dict[date, int] = {}
    for row in rows:
        latest[row.site_id] = row.quantity_micro
        by_day[row.day] = sum(latest.values())
    return tuple(CountFact(day, from_micro(quantity)) for day, quantity in by_day.items())


def newest_count(counts: Sequence[CountFact], last_day: date) -> date | None:
    """The day of the count that holds on the last day."""
    known = bisect_right(counts, last_day, key=lambda each: each.day)
    return counts[known - 1].day if known else None


def time_fact(row: EntryRow) -> TimeFact:
    """A stored entry as pricing wants it."""
    return TimeFact(row.id, row.day, row.minutes)
