"""What business customers keep back, and amounts some schemes put beside the tax."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msspdesk.domain.money import to_major, to_minor
from msspdesk.domain.tax.data import TaxData, Withholding
from msspdesk.domain.tax.model import (
    CustomerFacts,
    DocumentFacts,
    LineFacts,
    TaxClass,
    in_force,
)
from msspdesk.domain.tax.totals import OtherAmount, WithholdingTerm

FUND_CONTRIBUTION = "professional_fund_contribution"


def withholding_rows(
    customer: CustomerFacts, document: DocumentFacts, data: TaxData
) -> tuple[Withholding, ...]:
    """What a domestic business customer withholds from this seller on that date."""
    seller = document.seller
    country = data.country(seller.country)
    if country is None or not country.withholding:
        return ()
    if customer.country != seller.country or customer.status != "business":
        return ()
    registration = seller.registration(seller.country, document.invoice_date)
    scheme = registration.scheme if registration else ""
    return tuple(
        row
        for row in country.withholding
        if (not row.persons or seller.person in row.persons)
        and scheme in row.schemes
        and in_force(document.invoice_date, row.valid_from, row.valid_to)
    )


def withholding_terms(line: LineFacts, rows: Sequence[Withholding]) -> tuple[WithholdingTerm, ...]:
    """The taxes of `rows` that are withheld on this line.

    A contribution to the fund of a profession is part of the price for VAT but
    nothing is withheld on it (Italy: contributo integrativo alla cassa).
    """
    if not rows or line.kind == FUND_CONTRIBUTION:
        return ()
    tax_class = line.tax_class
    if tax_class is TaxClass.EXPENSE_OWN_NAME and line.main_class is not None:
        tax_class = line.main_class
    return tuple(WithholdingTerm(row.tax, row.percent) for row in rows if tax_class in row.classes)


def extra_amounts(
    document: DocumentFacts, data: TaxData
) -> Callable[[int], Sequence[OtherAmount]] | None:
    """What the seller's scheme adds to an invoice above a limit (Italian stamp duty)."""
    seller = document.seller
    country = data.country(seller.country)
    registration = seller.registration(seller.country, document.invoice_date)
    if country is None or registration is None:
        return None
    rows = [
        row
        for row in country.extra_amounts
        if row.scheme == registration.scheme and row.currency == document.currency
    ]
    if not rows:
        return None

    def amounts(net: int) -> Sequence[OtherAmount]:
        return [
            OtherAmount(row.name, to_minor(row.amount, row.currency))
            for row in rows
            if to_major(net, row.currency) > row.above
        ]

    return amounts
