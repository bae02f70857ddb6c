"""The exchange rate of a document whose tax is declared in another currency."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msspdesk.domain.errors import Problem
from msspdesk.domain.invoices import Invoice
from msspdesk.domain.tax import TaxData
from msspdesk.domain.tax.exchange import Exchange, exchange_problems, in_tax_currency
from msspdesk.services.tax_facts import Desk

Rows = Sequence[tuple[int, int]]


def tax_currency(data: TaxData, country: str, currency: str) -> str:
    """The currency a tax office wants beside that of the document, or nothing."""
    found = data.country(country)
    words = (each.partition(":") for each in (found.invoice_words if found else ()))
    wanted = next((code for name, _, code in words if name == "tax_currency"), "")
    return "" if wanted == currency else wanted


def problems(desk: Desk, invoice: Invoice, tax_minor: int) -> list[Problem]:
    """What is missing. Without tax there is nothing to convert, and no rate is needed."""
    wanted = tax_currency(desk.data, desk.seller.country, invoice.currency)
    if not wanted or not (tax_minor or invoice.exchange):
        return []
    return exchange_problems(Exchange.of(invoice.exchange), invoice.currency, wanted, desk.day)


def exchange_facts(desk: Desk, invoice: Invoice, rows: Rows, net: int) -> dict[str, Any] | None:
    """What is sealed and printed: the rate, and the sums in the tax office's currency.

    `rows` are base and tax of each tax row, `net` that of the document. None while
    the rate, its day or its source is missing, as in the preview of a draft.
    """
    wanted = tax_currency(desk.data, desk.seller.country, invoice.currency)
    given = Exchange.of(invoice.exchange)
    if not wanted or given.rate is None or given.day is None or not given.source:
        return None
    sums = in_tax_currency(rows, net, invoice.currency, wanted, given.rate)
    return {
        **given.stored(),
        "currency": wanted,
        "rows": [{"base_minor": base, "amount_minor": tax} for base, tax in sums.rows],
        "net_minor": sums.net,
        "tax_minor": sums.tax,
        "gross_minor": sums.gross,
    }
