"""Totals of a document: EN 16931 groups per tax, jurisdiction, category and rate.

Prices without tax: the group's base is the sum of its lines, tax is rounded
where the rounding rule says. Prices with tax: the tax is taken out of the sum
and the net is what is left. Either way the printed parts add up to the printed
whole, and neither the order of the lines nor how they are split matters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from msspdesk.domain.money import Rounding, round_exact, spread, to_major, to_minor
from msspdesk.domain.tax.model import (
    PriceMode,
    RoundingLevel,
    RoundingRule,
    TaxComponent,
)

Stack = tuple[TaxComponent, ...]


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


@dataclass(frozen=True, slots=True)
class WithholdingTerm:
    """A tax the customer keeps back, in percent of the price without tax."""

    tax: str
    rate: Decimal


@dataclass(frozen=True, slots=True)
class TaxedLine:
    """An amount in minor units (a line, or a document allowance below zero, charge
    above zero) with its taxes and what the customer withholds on it.
    """

    amount: int
    components: Stack
    withholding: tuple[WithholdingTerm, ...] = ()


@dataclass(frozen=True, slots=True)
class WithheldTax:
    """What is withheld: it lowers what is payable, never the gross."""

    tax: str
    rate: Decimal
    base: int
    amount: int


@dataclass(frozen=True, slots=True)
class OtherAmount:
    """An amount beside price and tax: round_off, stamp_duty_recharged."""

    name: str
    amount: int


@dataclass(frozen=True, slots=True)
class TaxTotals:
    """All sums of one document in minor units. gross = net + tax + other amounts."""

    groups: tuple[TaxGroup, ...]
    net: int
    tax: int
    gross: int
    withholding: tuple[WithheldTax, ...]
    other_amounts: tuple[OtherAmount, ...]
    payable: int
    line_total: int
    allowance_total: int
    charge_total: int


def totals(
    lines: Sequence[TaxedLine],
    currency: str,
    rounding: RoundingRule | None = None,
    price_mode: PriceMode = PriceMode.EXCLUSIVE,
    *,
    adjustments: Sequence[TaxedLine] = (),
    extras: Callable[[int], Sequence[OtherAmount]] | None = None,
    whole_total: Rounding | None = None,
) -> TaxTotals:
    """Sums of a document. `adjustments` are document allowances and charges with
    their own taxes; `extras` gets the net and names amounts beside it;
    `whole_total` rounds the gross to whole units of the currency (India).
    """
    rule = rounding or RoundingRule()
    everything = (*lines, *adjustments)
    amounts = sum(each.amount for each in everything)
    groups = _groups(_stacks(everything), rule, price_mode)
    tax = sum(each.amount for each in groups)
    net = amounts - tax if price_mode is PriceMode.INCLUSIVE else amounts
    others = tuple(extras(net)) if extras else ()
    gross = net + tax + sum(each.amount for each in others)
    if whole_total is not None:
        off = _whole(gross, currency, whole_total) - gross
        gross += off
        others += (OtherAmount("round_off", off),) if off else ()
    withheld = _withheld(everything, price_mode)
    return TaxTotals(
        groups=groups,
        net=net,
        tax=tax,
        gross=gross,
        withholding=withheld,
        other_amounts=others,
        payable=gross - sum(each.amount for each in withheld),
        line_total=sum(each.amount for each in lines),
        allowance_total=-sum(each.amount for each in adjustments if each.amount < 0),
        charge_total=sum(each.amount for each in adjustments if each.amount > 0),
    )


def spread_discount(lines: Sequence[TaxedLine], discount: int) -> list[TaxedLine]:
    """A document discount (minor units, above zero) as one allowance a line, by net.

    The allowances add up to the discount; the units left go to the largest
    remainders, ties to the earlier line.
    """
    parts = spread(-discount, [each.amount for each in lines])
    return [
        TaxedLine(part, line.components, line.withholding)
        for part, line in zip(parts, lines, strict=True)
        if part
    ]


def _stacks(lines: Iterable[TaxedLine]) -> dict[Stack, list[int]]:
    """Amounts by their stack of taxes.

    Determinations come from a cache, so equal stacks are mostly the same object;
    that spares hashing decimals for each line.
    """
    by_identity: dict[int, tuple[Stack, list[int]]] = {}
    for line in lines:
        entry = by_identity.get(id(line.components))
        if entry is None:
            by_identity[id(line.components)] = (line.components, [line.amount])
        else:
            entry[1].append(line.amount)
    stacks: dict[Stack, list[int]] = {}
    for stack, amounts in by_identity.values():
        stacks.setdefault(stack, []).extend(amounts)
    return stacks


_Key = tuple[str, str, str, Decimal, str, str]


class _Group:
    """Sums of one group, exact until they are rounded."""

    __slots__ = ("component", "base", "exact", "by_line", "stacks", "reasons")

    def __init__(self, component: TaxComponent) -> None:
        self.component = component
        self.base = Fraction(0)
        self.exact = Fraction(0)
        self.by_line = 0
        self.stacks: list[Stack] = []
        self.reasons: set[tuple[str, str, str]] = set()


def _groups(
    stacks: dict[Stack, list[int]], rule: RoundingRule, price_mode: PriceMode
) -> tuple[TaxGroup, ...]:
    found: dict[_Key, _Group] = {}
    inclusive = price_mode is PriceMode.INCLUSIVE
    for stack, amounts in stacks.items():
        parts = amounts if rule.level is RoundingLevel.LINE else (sum(amounts),)
        for component in stack:
            found.setdefault(_key(component), _Group(component)).stacks.append(stack)
        for amount in parts:
            _collect(found, stack, _net_of(amount, stack) if inclusive else amount, rule.method)
    groups = [found[key] for key in sorted(found)]
    taxes = _rounded(groups, rule)
    bases = [round_exact(group.base) for group in groups]
    if inclusive:
        _take_net_as_rest(groups, taxes, bases, stacks)
    return tuple(
        _closed(group, base, tax) for group, base, tax in zip(groups, bases, taxes, strict=True)
    )


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


def _collect(
    found: dict[_Key, _Group], stack: Stack, net: int | Fraction, method: Rounding
) -> None:
    before = 0
    for component in stack:
        group = found[_key(component)]
        base = Fraction(net) * component.share + (before if component.compound else 0)
        exact = base * Fraction(component.rate) / 100
        rounded = round_exact(exact, method)
        before += rounded
        group.base += base
        group.exact += exact
        group.by_line += rounded
        group.reasons.add((component.reason, component.reason_code, component.notice_id))


def _net_of(amount: int, stack: Stack) -> Fraction:
    """The exact price without tax inside an amount that includes all its taxes."""
    factor = Fraction(1)
    for component in stack:
        base = component.share + (factor - 1 if component.compound else 0)
        factor += base * Fraction(component.rate) / 100
    return amount / factor


def _rounded(groups: Sequence[_Group], rule: RoundingRule) -> list[int]:
    if rule.level is RoundingLevel.LINE:
        return [group.by_line for group in groups]
    taxes = [round_exact(group.exact, rule.method) for group in groups]
    if rule.level is RoundingLevel.GROUP:
        return taxes
    whole = round_exact(sum((group.exact for group in groups), Fraction(0)), rule.method)
    while left := whole - sum(taxes):
        step = 1 if left > 0 else -1
        rests = [step * (group.exact - tax) for group, tax in zip(groups, taxes, strict=True)]
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
    untaxed = not component.rate or not group.base
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


def _whole(gross: int, currency: str, method: Rounding) -> int:
    return to_minor(round_exact(Fraction(to_major(gross, currency)), method), currency)


def _withheld(lines: Iterable[TaxedLine], price_mode: PriceMode) -> tuple[WithheldTax, ...]:
    bases: dict[tuple[str, Decimal], int] = {}
    for line in lines:
        for term in line.withholding:
            net: int | Fraction = line.amount
            if price_mode is PriceMode.INCLUSIVE:
                net = _net_of(line.amount, line.components)
            key = (term.tax, term.rate)
            bases[key] = bases.get(key, 0) + round_exact(net)
    return tuple(
        WithheldTax(tax, rate, base, round_exact(base * Fraction(rate) / 100))
        for (tax, rate), base in sorted(bases.items())
    )
