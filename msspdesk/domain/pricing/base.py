"""What a pricing model is: one file with one `MODEL`, told what was agreed and what happened.

A model's terms are a frozen dataclass; they are stored as JSON under the model's
code and version, and the contract form is built from their fields. A model never
looks anything up: the facts it may use are handed to it, and it explains each
part of its answer as data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Protocol

from msspdesk.domain.errors import Problem
from msspdesk.domain.periods import Period, Proration, ServicePeriod


@dataclass(frozen=True, slots=True)
class CountFact:
    """From `day` on the customer has `quantity` of the line's kind."""

    day: date
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class TimeFact:
    """Billable time not yet on any draft or invoice. `rate` is per hour, None: unknown."""

    entry_id: int
    day: date
    minutes: int
    rate: Decimal | None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a model may know. Counts ascend by day; `list_price` is the service's.

    `hourly_rate` is the customer's own, already in their currency, or the service's.
    """

    currency: str
    unit: str
    proration: Proration
    counts: tuple[CountFact, ...] = ()
    entries: tuple[TimeFact, ...] = ()
    hourly_rate: Decimal | None = None
    decimal_hours: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One explained part of a charge; a line on paper, rounded once.

    `amount_minor` equals quantity * unit_price / price_base rounded half up.
    `why` names the kind of part ("whole", "days", "count", "added", "removed",
    "time") and `details` holds its facts as JSON values for screen and annex.
    """

    why: str
    period: Period
    quantity: Decimal
    unit: str
    unit_price: Decimal
    amount_minor: int
    price_base: int = 1
    details: Mapping[str, Any] = field(default_factory=dict)
    entry_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model says about one span: parts, and facts that are missing."""

    parts: tuple[Part, ...] = ()
    missing: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """The part of a service period during which one row of terms holds."""

    period: ServicePeriod
    part: Period


class Model(Protocol):
    """One way to price a line. `by_time` models bill entries instead of periods."""

    code: ClassVar[str]
    version: ClassVar[int]
    rank: ClassVar[int]
    by_time: ClassVar[bool]
    needs_count: ClassVar[bool]
    Terms: ClassVar[type]

    def price(self, terms: Any, span: Span, facts: Facts) -> Answer:
        """What is owed for the span. Never raises for missing facts: it names them."""
        ...
