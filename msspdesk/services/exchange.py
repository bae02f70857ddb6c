"""The exchange rate of a document whose tax is declared in another currency."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msspdesk.domain.errors import Problem
from msspdesk.domain.invoices import Invoice
from msspdesk.domain.tax import TaxData, TaxGroup
from msspdesk.domain.tax.exchange import Exchange, exchange_problems, in_tax_currency
from msspdesk.services.tax_facts import Desk

Rows = Sequence[tuple[int, int]]


def tax_currency(data: TaxData, country: str, currency: str) -> str:
    """The currency a tax office wants beside that of the document, or nothing."""
    found = data.country(country)
    if found is None or found.currency == currency:
        return ""
    wanted = any(each.word == "tax_currency" for each in found.invoice_words)
    return found.currency if wanted else ""


def given(invoice: Invoice, wanted: str) -> Exchange:
    """What the owner answered. A rate between other currencies is no answer: the
    customer's currency or the owner's country has changed since.
    """
    same = invoice.exchange.get("pair") == pair(invoice, wanted)
    return Exchange.of(invoice.exchange) if same else Exchange()


def pair(invoice: Invoice, wanted: str) -> str:
    """The two currencies that a rate is kept for: "USD/AED"."""
    return f"{invoice.currency}/{wanted}"


def problems(desk: Desk, invoice: Invoice, groups: Sequence[TaxGroup]) -> list[Problem]:
    """What is missing. Without tax at home there is nothing to convert, and no rate is
    needed: its office does not ask for that of a US state or of the one stop shop.
    """
    wanted = tax_currency(desk.data, desk.seller.country, invoice.currency)
    answered = given(invoice, wanted)
    home = desk.seller.country
    taxed = any(each.amount and each.jurisdiction[:2] == home for each in groups)
    if not wanted or not (taxed or answered != Exchange()):
        return []
    return exchange_problems(answered, invoice.currency, wanted, desk.day)


def exchange_facts(desk: Desk, invoice: Invoice, rows: Rows, net: int) -> dict[str, Any] | None:
    """What is sealed and printed: the rate, and the sums in the tax office's currency.

    `rows` are base and tax of each tax row, `net` that of the document. None while
    the rate, its day or its source is missing, as in the preview of a draft.
    """
    wanted = tax_currency(desk.data, desk.seller.country, invoice.currency)
    answered = given(invoice, wanted)
    if not wanted or answered.rate is None or answered.day is None or not answered.source:
        return None
    sums = in_tax_currency(rows, net, invoice.currency, wanted, answered.rate)
    return {
        **answered.stored(),
        "currency": wanted,
        "rows": [{"base_minor": base, "amount_minor": tax} for base, tax in sums.rows],
        "net_minor": sums.net,
        "tax_minor": sums.tax,
        "gross_minor": sums.gross,
    }
