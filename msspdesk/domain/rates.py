"""How an hour is charged: inside a fee, by the hour, or nobody agreed yet.

The rate of an hour is that of its contract line, else the customer's, else the
price of the service where it is sold by the hour in the customer's currency,
else it is missing. It is never taken as 0 (docs/rules.md, Rates for time).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction

from msspdesk.domain.money import to_minor

HOUR_UNIT = "HUR"


def usual_service(hourly: Iterable[int]) -> int | None:
    """The service of time that names none: the only one of the catalogue sold by the hour.

    With several the tax class would be a guess, so there is none.
    """
    found = list(hourly)
    return found[0] if len(found) == 1 else None


class Treatment(StrEnum):
    """What becomes of worked time."""

    COVERED = "covered"
    """Inside the fee of its contract line."""
    HOURLY = "hourly"
    """Billed by its contract line."""
    LOOSE = "loose"
    """For a customer, but on no contract line: billed by the customer's rate."""
    FREE = "free"
    """The owner chose not to bill it."""
    OWN = "own"
    """The owner's own office."""


@dataclass(frozen=True, slots=True)
class TermsFact:
    """The terms of a line from a day on. `rate` is per hour, None where none is named."""

    valid_from: date
    model: str
    rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LineFact:
    """A contract line as far as time asks. `end` is the day after its last one."""

    id: int
    customer_id: int
    service_id: int
    label: str
    start: date
    end: date | None
    archived: bool = False
    terms: tuple[TermsFact, ...] = ()

    def terms_on(self, day: date) -> TermsFact | None:
        """What held on that day; before the first terms those that come first."""
        if not self.terms:
            return None
        found = bisect_right(self.terms, day, key=lambda each: each.valid_from)
        return self.terms[max(found - 1, 0)]

    def runs_on(self, day: date) -> bool:
        """Whether the line is in service on that day."""
        in_time = self.start <= day and (self.end is None or day < self.end)
        return in_time and not self.archived


@dataclass(frozen=True, slots=True)
class CustomerFact:
    """A customer as far as time asks. `rate` is theirs for an hour, in `currency`."""

    id: int
    name: str
    currency: str
    rate: Decimal | None


@dataclass(frozen=True, slots=True)
class RateBook:
    """Everything that decides how time is charged. Prices of services are the seller's."""

    currency: str
    customers: Mapping[int, CustomerFact]
    lines: Mapping[int, LineFact]
    service_prices: Mapping[int, Decimal] = field(default_factory=dict)
    """Only of services sold by the hour."""
    hourly_models: frozenset[str] = frozenset({"hourly"})
    """Codes of the pricing models that bill entries instead of periods."""
    usual_service: int | None = None
    """Of time on no line that names none, see `usual_service`."""

    def treatment(
        self, customer_id: int | None, line_id: int | None, day: date, *, billable: bool = True
    ) -> Treatment:
        """What becomes of time worked on that day."""
        if customer_id is None:
            return Treatment.OWN
        if not billable:
            return Treatment.FREE
        if line_id is None:
            return Treatment.LOOSE
        return Treatment.HOURLY if self._is_hourly(self.lines[line_id], day) else Treatment.COVERED

    def rate(
        self, customer_id: int | None, line_id: int | None, service_id: int | None, day: date
    ) -> Decimal | None:
        """Price of an hour in the customer's currency, None: missing."""
        customer = self.customers.get(customer_id) if customer_id is not None else None
        if customer is None:
            return None
        line = self.lines.get(line_id) if line_id is not None else None
        terms = line.terms_on(day) if line else None
        if terms and terms.rate is not None:
            return terms.rate
        if customer.rate is not None:
            return customer.rate
        usual = line.service_id if line else self.usual_service
        service = service_id if service_id is not None else usual
        if service is None or customer.currency != self.currency:
            return None
        return self.service_prices.get(service)

    def running_lines(self, customer_id: int, day: date) -> tuple[LineFact, ...]:
        """The customer's lines that are in service on that day."""
        return tuple(
            line
            for line in self.lines.values()
            if line.customer_id == customer_id and line.runs_on(day)
        )

    def usual_line(self, customer_id: int, day: date) -> LineFact | None:
        """The line time falls on by itself: the only hourly one, else the only one."""
        running = self.running_lines(customer_id, day)
        choice = [line for line in running if self._is_hourly(line, day)] or running
        return choice[0] if len(choice) == 1 else None

    def _is_hourly(self, line: LineFact, day: date) -> bool:
        terms = line.terms_on(day)
        return terms is not None and terms.model in self.hourly_models


def amount(minutes: int, rate: Decimal, currency: str) -> int:
    """Minor units for billed minutes: 100 min at 120.00 is 200.00, rounded once."""
    return to_minor(Fraction(rate) * minutes / 60, currency)


def rate_of(terms: Mapping[str, object]) -> Decimal | None:
    """The hourly rate among stored terms, None where there is none."""
    written = terms.get("rate")
    if not isinstance(written, (str, int)):
        return None
    try:
        return Decimal(written)
    except InvalidOperation:
        return None
