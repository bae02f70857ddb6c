"""Drafts, invoices and credit notes. A draft has no number; an issued one never changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from msspdesk.domain.money import MICRO, exponent, from_micro, round_ratio, to_minor


class InvoiceKind(StrEnum):
    """EN 16931 BT-3: 380 commercial invoice, 381 credit note."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


@dataclass(eq=False, kw_only=True)
class LedgerRow:
    """What a line bills of one service period of one contract line, as calculated.

    The ledger of billing sums these rows by (contract line, `whole_start`), so a
    discount typed into a draft is not billed again. A cancelling credit note
    carries the same rows with the sign turned and thereby frees the period.
    Minor units of the invoice's currency, before tax.
    """

    id: int | None = None
    invoice_line_id: int | None = None
    contract_line_id: int = 0
    whole_start: date = date.min
    whole_end: date = date.min
    used_start: date = date.min
    used_end: date = date.min
    calculated_minor: int = 0


@dataclass(eq=False, kw_only=True)
class InvoiceLine:
    """A line (BG-25). Amounts are minor units of the invoice's currency.

    `amount_minor` is the line's net (BT-131): quantity * unit price / price base
    - discount. `ledger` says which service periods it bills, and how much the
    contract owed for them. `details` holds the explanation and the annex as
    data. `given_rate_micro` and `given_category` are the owner's word on the tax.
    """

    id: int | None = None
    invoice_id: int | None = None
    position: int = 0
    contract_line_id: int | None = None
    service_id: int | None = None
    site_id: int | None = None
    tax_class: str = ""
    period_start: date | None = None
    period_end: date | None = None
    name: str = ""
    note: str = ""
    item_code: str = ""
    quantity_micro: int = 1_000_000
    unit: str = "C62"
    unit_price_micro: int = 0
    price_base: int = 1
    discount_minor: int = 0
    amount_minor: int = 0
    given_rate_micro: int | None = None
    given_category: str = ""
    details: dict[str, object] = field(default_factory=dict)
    ledger: list[LedgerRow] = field(default_factory=list)

    @property
    def quantity(self) -> Decimal:
        """Invoiced quantity (BT-129)."""
        return from_micro(self.quantity_micro)

    @property
    def unit_price(self) -> Decimal:
        """Item net price (BT-146) for `price_base` units."""
        return from_micro(self.unit_price_micro)

    def net(self, currency: str) -> int:
        """What `line_net` gives for this line, in whole numbers."""
        product = self.quantity_micro * self.unit_price_micro * 10 ** exponent(currency)
        return round_ratio(product, self.price_base * MICRO * MICRO) - self.discount_minor


@dataclass(eq=False, kw_only=True)
class AllowanceCharge:
    """An allowance (BG-20) or charge (BG-21) on the whole document, with its own tax.

    `kind` is "allowance" or "charge"; `amount_minor` is above zero, before tax.
    `percent_micro` of `base_minor` is only how it came about. The tax is decided
    by `tax_class`, or by the owner's word in `given_rate_micro` and `given_category`.
    """

    id: int | None = None
    invoice_id: int | None = None
    position: int = 0
    kind: str = "allowance"
    amount_minor: int = 0
    percent_micro: int | None = None
    base_minor: int | None = None
    reason: str = ""
    tax_class: str = ""
    given_rate_micro: int | None = None
    given_category: str = ""

    @property
    def signed_minor(self) -> int:
        """What it adds to the net: an allowance takes away."""
        return self.amount_minor if self.kind == "charge" else -self.amount_minor


@dataclass(eq=False, kw_only=True)
class Invoice:
    """A draft, an invoice or a credit note of one customer in one currency.

    Amounts of a credit note are above zero like those of the invoice it turns;
    its `kind` says that they go back. A document discount is a percent or an
    amount, not both; it is spread by net before tax. `prepaid_minor` (BT-113) and
    `rounding_minor` (BT-114) lead from the gross to what is payable; `paid_on` is the
    day the prepaid amount came, where it came before the invoice. `stale`
    marks a draft whose basis changed after it was made or edited by hand.
    `price_mode` "inclusive": prices and amounts of the lines, the discount and the
    allowances have the tax in them (PriceMode). `fund_percent_micro` (10**-6 percent)
    of the fees is added for the fund of a profession. `exchange` is the `rate`, `day`
    and `source` for the `pair` of this and the tax office's currency ("USD/AED"),
    empty where none is printed.
    """

    id: int | None = None
    uuid: str = ""
    version: int = 1
    kind: str = InvoiceKind.INVOICE.value
    customer_id: int = 0
    currency: str = ""
    language: str = "en"
    terms_days: int = 14
    buyer_reference: str = ""
    po_number: str = ""
    intro: str = ""
    closing: str = ""
    discount_percent_micro: int = 0
    discount_minor: int = 0
    prepaid_minor: int = 0
    paid_on: date | None = None
    rounding_minor: int = 0
    price_mode: str = "exclusive"
    fund_percent_micro: int = 0
    exchange: dict[str, str] = field(default_factory=dict)
    corrects_id: int | None = None
    stale: bool = False
    created_at: datetime = datetime.min
    number: str | None = None
    issue_date: date | None = None
    due_date: date | None = None
    net_minor: int = 0
    tax_minor: int = 0
    gross_minor: int = 0
    payable_minor: int = 0
    allowances: list[AllowanceCharge] = field(default_factory=list)
    lines: list[InvoiceLine] = field(default_factory=list)

    @property
    def issued(self) -> bool:
        """True once it has its number."""
        return self.number is not None


def line_net(
    quantity: Decimal, unit_price: Decimal, price_base: int, discount_minor: int, currency: str
) -> int:
    """Net of a line in minor units: rounded once, half up, then the discount."""
    exact = Fraction(quantity) * Fraction(unit_price) / price_base
    return to_minor(exact, currency) - discount_minor
