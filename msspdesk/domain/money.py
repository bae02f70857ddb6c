"""Exact money: integer minor units with their currency, rounded once.

Amounts are held in minor units (cents, yen, fils) of an ISO 4217 currency.
Calculations run in `Decimal` or `Fraction`; `to_minor` is the only place where
a computed value becomes an amount. No float is ever accepted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from msspdesk.domain.errors import DomainError

MICRO: Final = 1_000_000
"""Unit prices and quantities are stored as integers of 10**-6."""

# ISO 4217 minor unit exponents that are not 2.
_EXPONENTS: Final = {
    **dict.fromkeys(
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0
    ),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
    "CLF": 4,
}

Exact = Decimal | Fraction | int


class Rounding(StrEnum):
    """How a computed value becomes an amount. Ties are the difference."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    HALF_DOWN = "half_down"
    UP = "up"
    DOWN = "down"


def exponent(currency: str) -> int:
    """Decimal places of the currency: 2 for EUR, 0 for JPY, 3 for KWD."""
    return _EXPONENTS.get(currency, 2)


def round_exact(value: Exact, method: Rounding = Rounding.HALF_UP) -> int:
    """Round to a whole number. Half up and up go away from zero, so signs mirror."""
    fraction = Fraction(value)
    return round_ratio(fraction.numerator, fraction.denominator, method)


def round_ratio(numerator: int, denominator: int, method: Rounding = Rounding.HALF_UP) -> int:
    """Like `round_exact` for a ratio of integers, the denominator above zero."""
    whole, rest = divmod(abs(numerator), denominator)
    if rest and _goes_up(whole, rest * 2, denominator, method):
        whole += 1
    return -whole if numerator < 0 else whole


def _goes_up(whole: int, twice: int, denominator: int, method: Rounding) -> bool:
    if method is Rounding.UP:
        return True
    if method is Rounding.DOWN:
        return False
    if twice != denominator:
        return twice > denominator
    return method is Rounding.HALF_UP or (method is Rounding.HALF_EVEN and whole % 2 == 1)


def to_minor(value: Exact, currency: str, method: Rounding = Rounding.HALF_UP) -> int:
    """A value in major units becomes minor units, rounded once."""
    return round_exact(Fraction(value) * 10 ** exponent(currency), method)


def to_major(minor: int, currency: str) -> Decimal:
    """Minor units as a Decimal in major units, with the places of the currency."""
    return Decimal(minor).scaleb(-exponent(currency))


def to_micro(value: Decimal) -> int:
    """A price or quantity for the store. More than six decimals is an error."""
    scaled = value * MICRO
    if scaled != scaled.to_integral_value():
        raise DomainError("too_many_decimals", value=str(value), places=6)
    return int(scaled)


def from_micro(stored: int) -> Decimal:
    """A stored price or quantity as Decimal, without trailing zeros in its exponent."""
    value = (Decimal(stored) / MICRO).normalize()
    return value.quantize(Decimal(1)) if value.as_tuple().exponent > 0 else value  # type: ignore[operator]


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units of one currency. Mixing currencies raises."""

    minor: int
    currency: str

    @classmethod
    def of(cls, amount: Decimal | str | int, currency: str) -> Money:
        """An exact amount in major units; too many decimals raise, never round."""
        value = Decimal(amount)
        minor = value.scaleb(exponent(currency))
        if minor != minor.to_integral_value():
            raise DomainError("too_many_decimals", value=str(amount), places=exponent(currency))
        return cls(int(minor), currency)

    @property
    def amount(self) -> Decimal:
        """The amount in major units."""
        return to_major(self.minor, self.currency)

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            raise DomainError("currency_mismatch", one=self.currency, other=other.currency)
        return other.minor


def total(amounts: Iterable[Money], currency: str) -> Money:
    """Sum of amounts that are all in `currency`."""
    result = Money(0, currency)
    for each in amounts:
        result += each
    return result


def spread(minor: int, weights: Sequence[int]) -> list[int]:
    """Split an amount by weights so that the parts add up to it exactly.

    Each part is first cut towards zero; the minor units left go one by one to
    the largest remainders, ties to the earlier part (docs/rules.md, Discounts).
    Weights of sum zero split nothing and must come with `minor == 0`.
    """
    whole = sum(weights)
    if whole == 0:
        if minor:
            raise DomainError("nothing_to_spread_on")
        return [0] * len(weights)
    shares = [Fraction(minor * weight, whole) for weight in weights]
    parts = [int(share) for share in shares]
    left = minor - sum(parts)
    step = 1 if left > 0 else -1
    order = sorted(range(len(weights)), key=lambda i: (step * (parts[i] - shares[i]), i))
    for index in order[: abs(left)]:
        parts[index] += step
    return parts
