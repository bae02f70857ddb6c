"""The sentences that a law wants on a document, in the document's language."""

from __future__ import annotations

from collections.abc import Sequence

from msspdesk.domain.customers import Customer
from msspdesk.domain.invoices import Invoice
from msspdesk.services.tax_facts import Desk


def legal_notices(
    desk: Desk, customer: Customer, invoice: Invoice, codes: Sequence[str]
) -> list[str]:
    """Those of its taxes (`codes`), then what the seller must tell a business it bills."""
    country = desk.seller.country
    every = (*codes, *_to_businesses(desk, customer, invoice))
    return [desk.data.notice(each, invoice.language, country) for each in every]


def _to_businesses(desk: Desk, customer: Customer, invoice: Invoice) -> list[str]:
    """What the owner does not say already, in the text of the invoice or at its foot."""
    country = desk.data.country(desk.seller.country)
    if country is None or customer.status != "business" or invoice.kind != "invoice":
        return []
    told = f"{invoice.intro}\n{invoice.closing}\n{desk.owner.legal_note}"
    return [each for each in country.business_notices if not desk.data.notices[each].told_by(told)]
