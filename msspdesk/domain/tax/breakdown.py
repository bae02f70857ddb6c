"""The tax breakdown: groups per tax, jurisdiction, category and rate (EN 16931).

Everything is summed as exact ratios of integers and rounded where the rule says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from msspdesk.domain.money import Rounding, round_exact, round_ratio
from msspdesk.domain.tax.model import PriceMode, RoundingLevel, RoundingRule, TaxComponent

Stack = tuple[TaxComponent, ...]
"""The taxes of one line, in the order in which compound ones build on each other."""


@dataclass(frozen=True, slots=True)
class TaxGroup:
    """One row of the tax breakdown, amounts in minor units."""

    tax: str
    jurisdiction: str
    category: str
    rate: Decimal
    base: int
    amount: int
    reason_code: str = ""
    reason: str = ""
    notice_id: str = ""


_Key = tuple[str, str, str, Decimal, str, str]


class _Group:
    """Sums of one group as exact ratios (numerator, denominator) until they are rounded."""

    __slots__ = ("component", "base", "exact", "by_line", "stacks", "reasons")

    def __init__(self, component: TaxComponent) -> None:
        self.component = component
        self.base = (0, 1)
        self.exact = (0, 1)
        self.by_line = 0
        self.stacks: list[Stack] = []
        self.reasons: set[tuple[str, str, str]] = set()


def _add(one: tuple[int, int], numerator: int, denominator: int) -> tuple[int, int]:
    if one[1] == denominator:
        return one[0] + numerator, denominator
    return one[0] * denominator + numerator * one[1], one[1] * denominator


@dataclass(frozen=True, slots=True)
class _Part:
    """One component of a stack, its factors as integer ratios."""

    key: _Key
    component: TaxComponent
    share: tuple[int, int]
    rate: tuple[int, int]


@lru_cache(maxsize=4096)
def _parts(stack: Stack) -> tuple[_Part, ...]:
    return tuple(
        _Part(
            _key(each),
            each,
            each.share.as_integer_ratio(),
            (each.rate / 100).as_integer_ratio(),
        )
        for each in stack
    )


@lru_cache(maxsize=4096)
def price_without_tax(stack: Stack) -> tuple[int, int]:
    """The part of an amount with all its taxes in it that is the price without them."""
    factor = Fraction(1)
    for component in stack:
        base = component.share + (factor - 1 if component.compound else 0)
        factor += base * Fraction(component.rate) / 100
    return (1 / factor).as_integer_ratio()


def _key(component: TaxComponent) -> _Key:
    # A line that is not taxed at a rate above 0 counts into that rate's group with
    # a base of 0; zero rates of different reasons stay apart.
    zero = not component.rate
    return (
        component.jurisdiction,
        component.tax,
        component.category,
        component.rate,
        component.reason_code if zero else "",
        component.reason if zero else "",
    )


def breakdown(
    stacks: dict[Stack, list[int]], rule: RoundingRule, price_mode: PriceMode
) -> tuple[TaxGroup, ...]:
    """The groups of amounts (minor units) by their stack of taxes."""
    found: dict[_Key, _Group] = {}
    inclusive = price_mode is PriceMode.INCLUSIVE
    for stack, amounts in stacks.items():
        parts = _parts(stack)
        for part in parts:
            found.setdefault(part.key, _Group(part.component)).stacks.append(stack)
        price, whole = price_without_tax(stack) if inclusive else (1, 1)
        for amount in amounts if rule.level is RoundingLevel.LINE else (sum(amounts),):
            _collect(found, parts, amount * price, whole, rule.method)
    groups = [found[key] for key in sorted(found)]
    taxes = _rounded(groups, rule)
    bases = [round_ratio(*group.base) for group in groups]
    if inclusive:
        _take_net_as_rest(groups, taxes, bases, stacks)
    return tuple(
        _closed(group, base, tax) for group, base, tax in zip(groups, bases, taxes, strict=True)
    )


def _collect(
    found: dict[_Key, _Group], parts: tuple[_Part, ...], net: int, whole: int, method: Rounding
) -> None:
    """Put the exact price `net / whole` of one stack into its groups."""
    before = 0
    for part in parts:
        group, component = found[part.key], part.component
        base = (net * part.share[0], whole * part.share[1])
        if component.compound:
            base = _add(base, before, 1)
        exact = (base[0] * part.rate[0], base[1] * part.rate[1])
        rounded = round_ratio(*exact, method)
        before += rounded
        group.base = _add(group.base, *base)
        group.exact = _add(group.exact, *exact)
        group.by_line += rounded
        group.reasons.add((component.reason, component.reason_code, component.notice_id))


def _rounded(groups: Sequence[_Group], rule: RoundingRule) -> list[int]:
    if rule.level is RoundingLevel.LINE:
        return [group.by_line for group in groups]
    taxes = [round_ratio(*group.exact, rule.method) for group in groups]
    if rule.level is RoundingLevel.GROUP:
        return taxes
    exact = [Fraction(*group.exact) for group in groups]
    whole = round_exact(sum(exact, Fraction(0)), rule.method)
    while left := whole - sum(taxes):
        step = 1 if left > 0 else -1
        rests = [step * (part - tax) for part, tax in zip(exact, taxes, strict=True)]
        taxes[rests.index(max(rests))] += step
    return taxes


def _take_net_as_rest(
    groups: Sequence[_Group], taxes: Sequence[int], bases: list[int], stacks: dict[Stack, list[int]]
) -> None:
    """Where prices include tax the net is price less tax, so that they add up.

    That holds group by group as long as a group belongs to one stack alone.
    """
    for stack, amounts in stacks.items():
        mine = [index for index, group in enumerate(groups) if stack in group.stacks]
        alone = all(len(groups[index].stacks) == 1 for index in mine)
        plain = all(each.share == 1 and not each.compound for each in stack)
        if alone and plain:
            net = sum(amounts) - sum(taxes[index] for index in mine)
            for index in mine:
                bases[index] = net


def _closed(group: _Group, base: int, amount: int) -> TaxGroup:
    component = group.component
    untaxed = not component.rate or not group.base[0]
    reasons = sorted(each for each in group.reasons if each[0]) if untaxed else []
    reason, code, notice = reasons[0] if reasons else ("", "", "")
    return TaxGroup(
        tax=component.tax,
        jurisdiction=component.jurisdiction,
        category=component.category,
        rate=component.rate,
        base=base,
        amount=amount,
        reason_code=code,
        reason=reason,
        notice_id=notice,
    )
