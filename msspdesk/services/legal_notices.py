"""The sentences that a law wants on a document, in the document's language."""

from __future__ import annotations

from collections.abc import Sequence

from msspdesk.domain.customers import Customer
from msspdesk.domain.invoices import Invoice
from msspdesk.services.tax_facts import Desk


def legal_notices(desk: Desk, invoice: Invoice, codes: Sequence[str]) -> list[str]:
    """Those of its taxes, by their codes."""
    country = desk.seller.country
    return [desk.data.notice(each, invoice.language, country) for each in codes]


def payment_notices(desk: Desk, customer: Customer, invoice: Invoice) -> list[str]:
    """What the seller must tell a business about a bill that is paid late, unless the
    owner says it already, in the text of the invoice or at its foot.
    """
    country = desk.data.country(desk.seller.country)
    if country is None or customer.status != "business":
        return []
    told = f"{invoice.intro}\n{invoice.closing}\n{desk.owner.legal_note}"
    missing = [
        each for each in country.business_notices if not desk.data.notices[each].told_by(told)
    ]
    return [desk.data.notice(each, invoice.language, country.code) for each in missing]
