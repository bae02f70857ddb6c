"""What a pricing model is: one file here with one `MODEL`, told what was agreed and what happened.

A model's terms are a frozen dataclass; they are stored as JSON under the model's
code and version, and the contract form is built from their fields. A model never
looks anything up: the facts it may use are handed to it, and it explains each
part of its answer as data.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any, ClassVar, Final

from msspdesk import plugins
from msspdesk.domain.errors import DomainError, Problem
from msspdesk.domain.money import MICRO, round_exact, to_major, to_minor
from msspdesk.domain.periods import Period, Proration, ServicePeriod, days_30
from msspdesk.domain.pricing import _terms


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
    rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a model may know. Counts ascend by day.

    `hourly_rate` is the customer's own or, in the same currency, the service's price.
    """

    currency: str
    unit: str
    proration: Proration
    counts: tuple[CountFact, ...] = ()
    entries: tuple[TimeFact, ...] = ()
    hourly_rate: Decimal | None = None
    decimal_hours: bool = False
    count_kind: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One explained part of a charge; a line on paper, rounded once.

    `amount_minor` equals quantity * unit_price / price_base rounded half up.
    `why` names the kind of part ("whole", "days", "added", "removed", "time") and
    `details` holds its facts as JSON values for screen and annex: `price` and,
    where there is one, `count` as decimal strings, `days` and `whole_days` of a
    broken part, `day` of a change, `counted` the day of the count that was read,
    `price_since` that of the terms.
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
    """The part of a service period during which one row of terms holds, `since` its day."""

    period: ServicePeriod
    part: Period
    since: date | None = None

    @property
    def whole(self) -> bool:
        """True when one row of terms holds for all of a whole period."""
        return self.part is self.period.whole or self.part == self.period.whole


class Model(ABC):
    """One way to price a line.

    `label` is a message id, `rank` the place in the list of models. A `by_time`
    model bills entries instead of periods; `needs_count` wants a kind of count on
    the line. `Terms` is a frozen dataclass of Decimal, int, bool, str and date,
    each `| None` if it may be left open; the metadata of its fields has `label`
    and `hint` for the form.
    """

    code: ClassVar[str]
    label: ClassVar[str]
    version: ClassVar[int] = 1
    rank: ClassVar[int]
    by_time: ClassVar[bool] = False
    needs_count: ClassVar[bool] = False
    Terms: ClassVar[type]

    @abstractmethod
    def price(self, terms: Any, span: Span, facts: Facts) -> Answer:
        """What is owed for the span. Never raises for missing facts: it names them."""

    def amount(self, terms: Any, span: Span, facts: Facts) -> int | None:
        """The sum of what `price` answers, in minor units, where that is quick to tell.

        None: ask `price`, as when a fact is missing.
        """
        return None

    def read(self, version: int, stored: Mapping[str, Any]) -> Any:
        """Terms as they were stored by this or an older version of the model."""
        if version > self.version:
            raise DomainError("terms_are_newer", model=self.code, version=version)
        return _terms.from_json(self.Terms, stored)

    def write(self, terms: Any) -> dict[str, object]:
        """Terms as JSON values, for the store at `version`."""
        return _terms.to_json(terms)

    def check(self, terms: Any) -> tuple[Problem, ...]:
        """What is wrong with terms that the owner typed: all of it, by field."""
        return _terms.problems(terms)


@cache
def models() -> dict[str, Model]:
    """Every pricing model by its code, in the order in which they are offered."""
    found = plugins.load(__name__, "MODEL")
    return dict(sorted(found.items(), key=lambda each: each[1].rank))


def model(code: str) -> Model:
    """One model, or DomainError("model_unknown"): a newer program may have written it."""
    if code not in models():
        raise DomainError("model_unknown", model=code)
    return models()[code]


# --- what models share ------------------------------------------------------------------

ONE: Final = Decimal(1)


def share_details(span: Span, part: Period, proration: Proration) -> dict[str, Any]:
    """How much of the whole period a part takes, as data. Nothing when it is all of it."""
    whole = span.period.whole
    if part == whole:
        return {}
    if proration is Proration.ACTUAL_DAYS:
        return {"days": part.days, "whole_days": whole.days}
    return {"days": days_30(part), "whole_days": days_30(whole)}


def price_details(price: Decimal, span: Span) -> dict[str, Any]:
    """The price of the terms and since when they hold, as data."""
    told = {"price": f"{price:f}"}
    return told | {"price_since": span.since.isoformat()} if span.since else told


@lru_cache(maxsize=16_384)
def prorated(
    quantity: Decimal, price: Decimal, share: Fraction, currency: str
) -> tuple[Decimal, Decimal, int]:
    """Quantity, unit price and amount of a share that agree to the cent on paper.

    The quantity takes the share, to six decimals, if it then still gives the
    amount; else the line is 1 * amount (docs/rules.md, Rounding). Kept, since a run
    prices the same months again every time.
    """
    exact = Fraction(quantity) * share
    amount = to_minor(exact * Fraction(price), currency)
    printed = Fraction(round_exact(exact * MICRO), MICRO)
    if to_minor(printed * Fraction(price), currency) == amount:
        return Decimal(printed.numerator) / Decimal(printed.denominator), price, amount
    one = ONE if amount >= 0 else -ONE
    return one, to_major(abs(amount), currency), amount


@lru_cache(maxsize=16_384)
def share_of(price: Decimal, share: Fraction, currency: str) -> int:
    """The share of a price in minor units, rounded once."""
    return to_minor(Fraction(price) * share, currency)


@lru_cache(maxsize=16_384)
def whole_price(price: Decimal, currency: str) -> int:
    """A price in minor units, rounded once."""
    return to_minor(Fraction(price), currency)
