"""Totals of a document. Figures of the examples: EN 16931 example files and the
documents named in tests/data/tax_cases.json; the rest are properties."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msspdesk.domain.money import Rounding, round_exact
from msspdesk.domain.tax import (
    OtherAmount,
    PriceMode,
    RoundingLevel,
    RoundingRule,
    TaxComponent,
    TaxedLine,
    TaxTotals,
    WithholdingTerm,
    after_discount,
    totals,
)


def vat(rate: str, category: str = "S") -> tuple[TaxComponent, ...]:
    reason = "" if Decimal(rate) else "reverse_charge"
    return (TaxComponent("VAT", "NL", category, Decimal(rate), reason=reason),)


QUEBEC = (
    TaxComponent("GST", "CA", "", Decimal(5)),
    TaxComponent("QST", "CA-QC", "", Decimal("9.975")),
)
STACKS = (vat("21"), vat("9"), vat("0", "AE"), QUEBEC)


def rows(result: TaxTotals) -> list[tuple[str, str, int, int]]:
    return [(each.jurisdiction, f"{each.rate:f}", each.base, each.amount) for each in result.groups]


def test_tax_is_rounded_once_per_rate() -> None:
    """ConnectingEurope/eInvoicing-EN16931, ubl-tc434-example1.xml and example8.xml."""
    two = totals([TaxedLine(18323, vat("6")), TaxedLine(4637, vat("21"))], "EUR")
    assert rows(two) == [("NL", "6", 18323, 1099), ("NL", "21", 4637, 974)]
    assert (two.net, two.tax, two.gross) == (22960, 2073, 25033)
    ten = [14080, 1616, 16764, 8874, 3675, 5650, 8334, 19031, 6421, 6446]
    assert totals([TaxedLine(each, vat("21")) for each in ten], "EUR").tax == 19087


@pytest.mark.parametrize(
    ("level", "tax"),
    [(RoundingLevel.LINE, 153), (RoundingLevel.GROUP, 152), (RoundingLevel.DOCUMENT, 152)],
)
def test_the_level_decides_where_halves_go(level: RoundingLevel, tax: int) -> None:
    """Three lines of 10.10 at 5 %: 0.505 each (UAE FTA VATP006 rounds line by line)."""
    lines = [TaxedLine(1010, (TaxComponent("VAT", "AE", "S", Decimal(5)),))] * 3
    assert totals(lines, "AED", RoundingRule(level)).tax == tax


def test_a_document_rounded_once_keeps_its_rows_adding_up() -> None:
    lines = [TaxedLine(1, vat("21")), TaxedLine(2, vat("9")), TaxedLine(1, QUEBEC)]
    result = totals(lines, "EUR", RoundingRule(RoundingLevel.DOCUMENT))
    exact = Fraction(21 + 18, 100) + Fraction("0.14975")
    assert result.tax == round_exact(exact) == sum(each.amount for each in result.groups)


def test_prices_including_tax() -> None:
    """New Zealand 115.00 = 3/23; Quebec 114.98 (Revenu Québec, Calculating the Taxes)."""
    new_zealand = (TaxComponent("GST", "NZ", "S", Decimal(15)),)
    one = totals([TaxedLine(11500, new_zealand)], "NZD", None, PriceMode.INCLUSIVE)
    assert (one.net, one.tax, one.gross) == (10000, 1500, 11500)
    both = totals([TaxedLine(11498, QUEBEC)], "CAD", None, PriceMode.INCLUSIVE)
    assert rows(both) == [("CA", "5", 10000, 500), ("CA-QC", "9.975", 10000, 998)]


def test_a_compound_tax_is_charged_on_the_tax_before_it() -> None:
    """Quebec 2012: QST 9.5 % on the price and the GST."""
    stack = (QUEBEC[0], TaxComponent("QST", "CA-QC", "", Decimal("9.5"), compound=True))
    result = totals([TaxedLine(10000, stack)], "CAD")
    assert rows(result) == [("CA", "5", 10000, 500), ("CA-QC", "9.5", 10500, 998)]


def test_a_taxable_share_lowers_the_base_of_its_tax_only() -> None:
    """34 TAC 3.330: data processing is taxed on 80 % of its price."""
    texas = (TaxComponent("Sales tax", "US-TX", "", Decimal("6.25"), Fraction(4, 5)),)
    result = totals([TaxedLine(100000, texas)], "USD")
    assert rows(result) == [("US-TX", "6.25", 80000, 5000)]
    assert result.net == 100000


def test_untaxed_lines_share_the_group_of_the_rate_and_keep_their_reason_when_alone() -> None:
    untaxed = (
        TaxComponent("RST", "CA-MB", "", Decimal(7), Fraction(0), reason="service_not_taxable"),
    )
    taxed = (TaxComponent("RST", "CA-MB", "", Decimal(7)),)
    mixed = totals([TaxedLine(30000, taxed), TaxedLine(20000, untaxed)], "CAD")
    assert [(each.base, each.reason) for each in mixed.groups] == [(30000, "")]
    alone = totals([TaxedLine(20000, untaxed)], "CAD")
    assert [(each.base, each.reason) for each in alone.groups] == [(0, "service_not_taxable")]


def test_withholding_lowers_what_is_payable_not_the_gross() -> None:
    """Italy: 1000 + 22 % IVA, ritenuta 20 %; the fund's contribution is not withheld on."""
    fee = (WithholdingTerm("Ritenuta", Decimal(20)),)
    lines = [TaxedLine(100000, vat("22"), fee), TaxedLine(4000, vat("22"))]
    result = totals(lines, "EUR")
    assert (result.gross, result.payable) == (126880, 106880)
    assert [(each.base, each.amount) for each in result.withholding] == [(100000, 20000)]


def test_a_total_in_whole_rupees_shows_the_difference() -> None:
    """CGST Act 2017 s. 170."""
    stack = tuple(TaxComponent(tax, "IN", "", Decimal(9)) for tax in ("CGST", "SGST"))
    result = totals([TaxedLine(999900, stack)], "INR", whole_total=Rounding.HALF_UP)
    assert result.tax == 179982
    assert result.gross == 1179900
    assert result.other_amounts == (OtherAmount("round_off", 18),)


def test_a_document_discount_is_spread_by_net_before_tax() -> None:
    lines = [TaxedLine(10000, vat("21")), TaxedLine(5000, vat("9"))]
    result = totals(after_discount(lines, 1000), "EUR")
    assert rows(result) == [("NL", "9", 4667, 420), ("NL", "21", 9333, 1960)]
    assert (result.line_total, result.allowance_total, result.net) == (15000, 1000, 14000)


def test_where_each_line_is_rounded_its_share_of_a_discount_is_part_of_it() -> None:
    """UAE: 10.10 less 1.01 is 9.09; 5 % of it is 0.4545, so 0.45.

    Price and discount rounded apart would give 0.51 - 0.05 = 0.46.
    """
    lines = after_discount([TaxedLine(1010, vat("5"))], 101)
    result = totals(lines, "AED", RoundingRule(RoundingLevel.LINE))
    assert (result.net, result.tax, result.allowance_total) == (909, 45, 101)


taxed_lines = st.lists(
    st.builds(TaxedLine, st.integers(-1_000_000, 1_000_000), st.sampled_from(STACKS), st.just(())),
    min_size=1,
    max_size=8,
)
levels = st.sampled_from([RoundingLevel.GROUP, RoundingLevel.DOCUMENT])
methods = st.sampled_from(list(Rounding))
modes = st.sampled_from(list(PriceMode))


@given(taxed_lines, levels, methods, modes, st.randoms())
def test_the_order_of_lines_changes_nothing(
    lines: list[TaxedLine], level: RoundingLevel, method: Rounding, mode: PriceMode, chance: object
) -> None:
    shuffled = list(lines)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    rule = RoundingRule(level, method)
    assert totals(lines, "EUR", rule, mode) == totals(shuffled, "EUR", rule, mode)


@given(taxed_lines, levels, methods, modes, st.integers(-1000, 1000))
def test_splitting_a_line_changes_no_group(
    lines: list[TaxedLine], level: RoundingLevel, method: Rounding, mode: PriceMode, part: int
) -> None:
    first = lines[0]
    split = [
        TaxedLine(part, first.components),
        TaxedLine(first.amount - part, first.components),
        *lines[1:],
    ]
    rule = RoundingRule(level, method)
    assert totals(split, "EUR", rule, mode).groups == totals(lines, "EUR", rule, mode).groups


@given(taxed_lines, st.sampled_from(list(RoundingLevel)), methods, modes)
def test_parts_add_up_and_a_credit_of_everything_is_zero(
    lines: list[TaxedLine], level: RoundingLevel, method: Rounding, mode: PriceMode
) -> None:
    rule = RoundingRule(level, method)
    result = totals(lines, "EUR", rule, mode)
    assert result.gross == result.net + sum(each.amount for each in result.groups)
    credit = totals([TaxedLine(-each.amount, each.components) for each in lines], "EUR", rule, mode)
    assert (credit.net, credit.tax, credit.gross) == (-result.net, -result.tax, -result.gross)


@given(st.integers(1, 10_000_000), st.sampled_from(STACKS))
def test_a_price_with_tax_made_from_one_without_leads_back_to_it(
    net: int, stack: tuple[TaxComponent, ...]
) -> None:
    there = totals([TaxedLine(net, stack)], "EUR")
    back = totals([TaxedLine(there.gross, stack)], "EUR", None, PriceMode.INCLUSIVE)
    assert back.gross == there.gross
    # Each tax rounds by half a unit at most.
    assert abs(back.net - net) <= len(stack)


@given(st.lists(st.tuples(st.integers(1, 100_000), st.sampled_from(STACKS[:3])), min_size=1))
def test_bases_of_inclusive_groups_add_up_to_the_net(
    pairs: list[tuple[int, tuple[TaxComponent, ...]]],
) -> None:
    result = totals(
        [TaxedLine(amount, stack) for amount, stack in pairs], "EUR", None, PriceMode.INCLUSIVE
    )
    assert sum(each.base for each in result.groups) == result.net
