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
from typing import NamedTuple

from msspdesk.domain.money import (
    Rounding,
    round_exact,
    round_ratio,
    spread,
    to_major,
    to_minor,
)
from msspdesk.domain.tax.breakdown import Stack, TaxGroup, breakdown, price_without_tax
from msspdesk.domain.tax.model import PriceMode, RoundingRule


@dataclass(frozen=True, slots=True)
class WithholdingTerm:
    """A tax the customer keeps back, in percent of the price without tax."""

    tax: str
    rate: Decimal


class TaxedLine(NamedTuple):
    """An amount in minor units (a line, or a document allowance below zero, charge
    above zero) with its taxes and what the customer withholds on it. `lowered_by` is
    the share of a discount on the document that `amount` no longer holds.
    """

    amount: int
    components: Stack
    withholding: tuple[WithholdingTerm, ...] = ()
    lowered_by: int = 0


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
    """All sums of one document in minor units. gross = net + tax + other amounts.

    `contribution` is the part of the charges that goes to the fund of a profession.
    """

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
    contribution: int = 0


def totals(
    lines: Sequence[TaxedLine],
    currency: str,
    rounding: RoundingRule | None = None,
    price_mode: PriceMode = PriceMode.EXCLUSIVE,
    *,
    adjustments: Sequence[TaxedLine] = (),
    contribution: Sequence[TaxedLine] = (),
    extras: Callable[[int], Sequence[OtherAmount]] | None = None,
    whole_total: Rounding | None = None,
) -> TaxTotals:
    """Sums of a document. `adjustments` are document allowances and charges with
    their own taxes, `contribution` one charge taxed like the fees; `extras` gets the
    net and names amounts beside it; `whole_total` rounds the gross to whole units of the
    currency (India).
    """
    rule = rounding or RoundingRule()
    beside = (*adjustments, *contribution)
    everything = (*lines, *beside) if beside else lines
    groups = breakdown(_stacks(everything), rule, price_mode)
    discount = sum([each.lowered_by for each in lines])
    line_total = sum([each.amount for each in lines]) + discount
    allowances = sum([each.amount for each in adjustments if each.amount < 0]) - discount
    fund = sum([each.amount for each in contribution])
    charges = sum([each.amount for each in adjustments if each.amount > 0]) + fund
    tax = sum([each.amount for each in groups])
    net = line_total + allowances + charges
    if price_mode is PriceMode.INCLUSIVE:
        net -= tax
    others = tuple(extras(net)) if extras else ()
    gross = net + tax + sum([each.amount for each in others])
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
        payable=gross - sum([each.amount for each in withheld]),
        line_total=line_total,
        allowance_total=-allowances,
        charge_total=charges,
        contribution=fund,
    )


def after_discount(lines: Sequence[TaxedLine], discount: int) -> list[TaxedLine]:
    """The lines, each less its share by net of a discount on the document.

    The shares add up to the discount (minor units, above zero); the units left go to
    the largest remainders, ties to the earlier line.
    """
    parts = spread(-discount, [each.amount for each in lines])
    return [
        line._replace(amount=line.amount + part, lowered_by=-part)
        for part, line in zip(parts, lines, strict=True)
    ]


def fund_contribution(fees: Sequence[TaxedLine], percent: Decimal) -> list[TaxedLine]:
    """Percent of the fees for the fund of a profession (Italy: contributo integrativo).

    Rounded once, half up, then spread over the fees; each part is taxed like its fee
    and nothing is withheld on it.
    """
    if not percent:
        return []
    amounts = [each.amount for each in fees]
    whole = round_exact(sum(amounts) * Fraction(percent) / 100)
    parts = spread(whole, amounts) if whole else []
    return [TaxedLine(part, fee.components) for part, fee in zip(parts, fees, strict=False) if part]


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


def _whole(gross: int, currency: str, method: Rounding) -> int:
    return to_minor(round_exact(Fraction(to_major(gross, currency)), method), currency)


def _withheld(lines: Iterable[TaxedLine], price_mode: PriceMode) -> tuple[WithheldTax, ...]:
    bases: dict[tuple[str, Decimal], int] = {}
    for line in lines:
        if not line.withholding:
            continue
        price, whole = 1, 1
        if price_mode is PriceMode.INCLUSIVE:
            price, whole = price_without_tax(line.components)
        for term in line.withholding:
            key = (term.tax, term.rate)
            bases[key] = bases.get(key, 0) + round_ratio(line.amount * price, whole)
    return tuple(
        WithheldTax(tax, rate, base, round_exact(base * Fraction(rate) / 100))
        for (tax, rate), base in sorted(bases.items())
    )
