"""What a billing run proposes, with its reasons, before anything is stored.

Nothing here is a sentence: a line carries its explanation as data, and the window
and the paper word it. Amounts are minor units of the customer's currency.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from msspdesk.domain.billing import Due
from msspdesk.domain.billing_reasons import Because, Reason
from msspdesk.domain.errors import Problem
from msspdesk.domain.money import to_micro
from msspdesk.domain.periods import Horizon, Period
from msspdesk.domain.pricing import Part


class LineKind(StrEnum):
    """Where a proposed line comes from."""

    CHARGE = "charge"
    TRUE_UP = "true_up"
    TIME = "time"


@dataclass(frozen=True)
class ProposedLine:
    """One thing to bill: a service period, a correction of some, or worked time.

    `key` names it for unticking and stays the same in every preview. A charge
    and a correction carry their `dues`, the rows of the ledger to come. Each of
    `parts` is a line on paper, a correction is one line with parts in its annex.
    `title` is the line's label, else the service's name; empty for time without both.
    """

    key: str
    kind: LineKind
    contract_id: int | None
    contract_line_id: int | None
    service_id: int | None
    site_id: int | None
    title: str
    cadence_months: int
    po_number: str
    period: Period
    amount_minor: int
    parts: tuple[Part, ...] = ()
    dues: tuple[Due, ...] = ()
    previous_minor: int = 0
    reasons: tuple[Reason, ...] = ()

    @property
    def entry_ids(self) -> tuple[int, ...]:
        """The time entries it bills."""
        return tuple(each for part in self.parts for each in part.entry_ids)

    @property
    def minutes(self) -> int:
        """Billed minutes of its time."""
        return sum(int(part.details.get("minutes", 0)) for part in self.parts)


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A fact that is missing or old. What `blocks` keeps its line off the proposal
    or makes it doubtful; the rest is only to be known.
    """

    problem: Problem
    title: str
    contract_id: int | None
    contract_line_id: int | None
    blocks: bool


@dataclass(frozen=True)
class ProposedCustomer:
    """All that one customer is to be billed. `previous_minor` is the run a month ago."""

    customer_id: int
    name: str
    currency: str
    lines: tuple[ProposedLine, ...]
    missing: tuple[MissingFact, ...]
    previous_minor: int
    reasons: tuple[Reason, ...]

    @cached_property
    def net_minor(self) -> int:
        """The sum of its lines before tax; below zero it becomes a credit note."""
        return sum(line.amount_minor for line in self.lines)

    @property
    def ready(self) -> bool:
        """Nothing that blocks is missing, and there is something to bill."""
        return bool(self.lines) and not any(each.blocks for each in self.missing)

    @property
    def minutes(self) -> int:
        """Billed minutes of all its time."""
        return sum(line.minutes for line in self.lines)


@dataclass(frozen=True)
class Proposal:
    """What a run up to the horizon would bill, customer by customer, by name."""

    horizon: Horizon
    customers: tuple[ProposedCustomer, ...]

    @cached_property
    def fingerprint(self) -> str:
        """Changes with every period, amount, quantity and time entry that is proposed."""
        content = [[each.customer_id, each.currency, _facts(each.lines)] for each in self.customers]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()

    @cached_property
    def nets(self) -> dict[str, int]:
        """Net by currency."""
        sums: dict[str, int] = {}
        for each in self.customers:
            sums[each.currency] = sums.get(each.currency, 0) + each.net_minor
        return sums

    @cached_property
    def reasons(self) -> dict[str, dict[Because, int]]:
        """Why the nets differ from a month ago, by currency."""
        sums: dict[str, dict[Because, int]] = {}
        for each in self.customers:
            mine = sums.setdefault(each.currency, {})
            for reason in each.reasons:
                mine[reason.because] = mine.get(reason.because, 0) + reason.amount_minor
        return sums


def _facts(lines: Iterable[ProposedLine]) -> list[list[object]]:
    return [
        [
            line.key,
            line.po_number,
            line.title,
            line.amount_minor,
            [
                [to_micro(part.quantity), to_micro(part.unit_price), part.amount_minor]
                for part in line.parts
            ],
            [[str(due.used.start), str(due.used.end), due.amount_minor] for due in line.dues],
            list(line.entry_ids),
        ]
        for line in lines
    ]


@dataclass(frozen=True, slots=True)
class Selection:
    """What the owner unticked: whole customers, and single lines by their key."""

    without_customers: frozenset[int] = frozenset()
    without_lines: frozenset[str] = field(default_factory=frozenset)

    def of(self, customer: ProposedCustomer) -> list[ProposedLine]:
        """The customer's lines that are still ticked."""
        if customer.customer_id in self.without_customers:
            return []
        return [line for line in customer.lines if line.key not in self.without_lines]


EVERYTHING = Selection()


def charge_key(line_id: int, start: date) -> str:
    """Names a service period of a contract line."""
    return f"charge/{line_id}/{start.isoformat()}"
