"""Tax in the tax office's own currency: the rate, its day, who published it, the sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from msspdesk.domain.errors import DomainError, Problem
from msspdesk.domain.money import to_major, to_minor

LARGEST_RATE: Final = Decimal(10) ** 9
"""Beyond it, or below its inverse, a rate is mistyped: no two currencies are that far apart."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What one unit of a document's currency is worth in the tax office's.

    `rate` is exact as typed, `day` the day that it is of, `source` who published it.
    """

    rate: Decimal | None = None
    day: date | None = None
    source: str = ""

    @classmethod
    def of(cls, stored: Mapping[str, str]) -> Exchange:
        """As it is stored with a draft: texts, and nothing for what is not known yet."""
        rate, day = stored.get("rate", ""), stored.get("day", "")
        return cls(
            Decimal(rate) if rate else None,
            date.fromisoformat(day) if day else None,
            stored.get("source", ""),
        )

    def stored(self) -> dict[str, str]:
        """The texts that `of` reads."""
        found = {
            "rate": "" if self.rate is None else f"{self.rate:f}",
            "day": self.day.isoformat() if self.day else "",
            "source": self.source,
        }
        return {name: text for name, text in found.items() if text}


@dataclass(frozen=True, slots=True)
class TaxInCurrency:
    """A document's tax in the tax office's currency, in minor units.

    `rows` are base and tax of each tax row; `net` and `tax` are their sums, so that
    what is printed adds up, and `gross` is the sum of both.
    """

    rows: tuple[tuple[int, int], ...]
    net: int
    tax: int

    @property
    def gross(self) -> int:
        """Net and tax."""
        return self.net + self.tax


def exchange_problems(
    exchange: Exchange, currency: str, tax_currency: str, today: date
) -> list[Problem]:
    """What keeps a document from being issued with this rate, field by field."""
    both: dict[str, object] = {"currency": currency, "tax_currency": tax_currency}
    problems = []
    if exchange.rate is None:
        problems.append(Problem("exchange_rate_missing", "exchange_rate", both))
    if exchange.day is None:
        problems.append(Problem("exchange_day_missing", "exchange_day", both))
    elif exchange.day > today:
        problems.append(Problem("exchange_day_in_future", "exchange_day", {"day": exchange.day}))
    if not exchange.source:
        problems.append(Problem("exchange_source_missing", "exchange_source", both))
    return problems


def check_rate(value: Decimal | None) -> Decimal | None:
    """A rate that can be one. DomainError("exchange_rate_out_of_range")."""
    if value is None:
        return None
    if not value.is_finite() or not 1 / LARGEST_RATE <= value <= LARGEST_RATE:
        raise DomainError("exchange_rate_out_of_range", value=str(value))
    return value


def in_tax_currency(
    rows: Sequence[tuple[int, int]], net: int, currency: str, tax_currency: str, rate: Decimal
) -> TaxInCurrency:
    """Convert base and tax of each row, each rounded once, half up.

    `net` is the document's: where several taxes share one base it is converted itself.
    """

    def convert(minor: int) -> int:
        return to_minor(Fraction(to_major(minor, currency)) * Fraction(rate), tax_currency)

    found = tuple((convert(base), convert(tax)) for base, tax in rows)
    apart = sum(base for base, _tax in rows) == net
    return TaxInCurrency(
        rows=found,
        net=sum(base for base, _tax in found) if apart else convert(net),
        tax=sum(tax for _base, tax in found),
    )
