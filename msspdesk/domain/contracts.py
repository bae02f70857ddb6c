"""Contracts: what was agreed, line by line, and the dated facts it is counted by."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from msspdesk.domain.money import from_micro
from msspdesk.domain.periods import Cadence, Proration, Timing


@dataclass(eq=False, kw_only=True)
class LineTerms:
    """The terms of a line from a day on: a pricing model and its numbers.

    `terms` is the JSON of the model's own frozen dataclass at `model_version`;
    terms change by a new row, never by overwriting what was billed.
    """

    id: int | None = None
    line_id: int | None = None
    valid_from: date = date.min
    model: str = ""
    model_version: int = 1
    terms: dict[str, object] = field(default_factory=dict)


@dataclass(eq=False, kw_only=True)
class ContractLine:
    """One service of a contract: when it is billed, and by which terms.

    `start` is the first day, `end` the day after the last one (None: runs on).
    Everything before `billed_until` was billed before the book was begun.
    """

    id: int | None = None
    contract_id: int | None = None
    version: int = 1
    position: int = 0
    service_id: int = 0
    label: str = ""
    site_id: int | None = None
    count_kind: str = ""
    cadence_months: int = 1
    anchor_day: int = 1
    timing: str = Timing.ARREARS.value
    proration: str = Proration.ACTUAL_DAYS.value
    start: date = date.min
    end: date | None = None
    billed_until: date | None = None
    terms: list[LineTerms] = field(default_factory=list)

    @property
    def cadence(self) -> Cadence:
        """How often and on which day its periods begin."""
        return Cadence(self.cadence_months, self.anchor_day)


@dataclass(eq=False, kw_only=True)
class Contract:
    """An agreement with one customer; its lines carry the money."""

    id: int | None = None
    uuid: str = ""
    version: int = 1
    customer_id: int = 0
    title: str = ""
    po_number: str = ""
    start: date = date.min
    end: date | None = None
    notes: str = ""
    archived: bool = False
    lines: list[ContractLine] = field(default_factory=list)


@dataclass(eq=False, kw_only=True)
class Count:
    """A dated quantity fact: from `day` on the customer has so many of `kind`.

    Keyed customer, kind, site, day; a line points at a kind, never the reverse.
    """

    id: int | None = None
    version: int = 1
    customer_id: int = 0
    kind: str = ""
    site_id: int | None = None
    day: date = date.min
    quantity_micro: int = 0
    note: str = ""

    @property
    def quantity(self) -> Decimal:
        """How many, up to six decimals."""
        return from_micro(self.quantity_micro)
