"""The sums of a document under their names in EN 16931 (BT-106 to BT-115).

Order: line discounts (already in the net of a line), then the discount on the
whole document spread by net, then allowances and charges with a tax of their
own, then tax. Amounts are minor units of the document's currency.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from msspdesk.domain.money import MICRO, round_exact
from msspdesk.domain.tax import OtherAmount, TaxGroup, TaxTotals, WithheldTax


def document_discount(line_total: int, percent_micro: int, minor: int) -> int:
    """A discount on the whole document: 10**-6 percent rounded once half up, or `minor`."""
    if percent_micro:
        return round_exact(Fraction(line_total * percent_micro, 100 * MICRO))
    return minor


@dataclass(frozen=True, slots=True)
class InvoiceTotals:
    """`tax_basis` = lines - allowances + charges; `due` = payable - prepaid + rounding.

    `discount` is the part of `allowance_total` that was spread over the lines,
    `contribution` the part of `charge_total` for the fund of a profession. Where
    prices include tax, lines, allowances and charges have it in them and
    `tax_basis` = lines - allowances + charges - `tax_total`.
    """

    groups: tuple[TaxGroup, ...]
    line_total: int
    discount: int
    allowance_total: int
    charge_total: int
    tax_basis: int
    tax_total: int
    grand_total: int
    prepaid: int
    rounding: int
    due: int
    withheld: tuple[WithheldTax, ...] = ()
    others: tuple[OtherAmount, ...] = ()
    contribution: int = 0


def invoice_totals(
    sums: TaxTotals, *, discount: int = 0, prepaid: int = 0, rounding: int = 0
) -> InvoiceTotals:
    """The totals of an invoice from those of its tax."""
    return InvoiceTotals(
        groups=sums.groups,
        line_total=sums.line_total,
        discount=discount,
        allowance_total=sums.allowance_total,
        charge_total=sums.charge_total,
        tax_basis=sums.net,
        tax_total=sums.tax,
        grand_total=sums.gross,
        prepaid=prepaid,
        rounding=rounding,
        due=sums.payable - prepaid + rounding,
        withheld=sums.withholding,
        others=sums.other_amounts,
        contribution=sums.contribution,
    )
