"""The tax in the tax office's own currency, as it stands below the sum of a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from msspdesk.documents.model import PaperTotal
from msspdesk.texts import formats
from msspdesk.texts.documents import Catalogue

Facts = Mapping[str, Any]


def exchange_totals(
    facts: Facts, words: Catalogue, tax_labels: Sequence[str]
) -> tuple[PaperTotal, ...]:
    """Net, each tax and their sum in that currency; nothing where none was asked for.

    `tax_labels` name the tax rows of the document, in their order.
    """
    given = facts.get("exchange")
    if not given:
        return ()
    code = given["currency"]

    def row(label: str, minor: int) -> PaperTotal:
        amount = formats.amount(minor, code, words.language)
        return PaperTotal(words.get("{label} in {currency}", label=label, currency=code), amount)

    taxes = zip(tax_labels, given["rows"], strict=True)
    return (
        row(words.get("Net"), given["net_minor"]),
        *(row(label, each["amount_minor"]) for label, each in taxes),
        row(words.get("Total"), given["gross_minor"]),
    )


def exchange_notices(facts: Facts, words: Catalogue) -> tuple[str, ...]:
    """The rate, its day and who published it, as one sentence."""
    given = facts.get("exchange")
    if not given:
        return ()
    told = words.get(
        "Exchange rate for the tax: 1 {currency} = {rate} {other} on {day}, {source}.",
        currency=facts["currency"],
        rate=formats.number(Decimal(given["rate"]), words.language),
        other=given["currency"],
        day=formats.day_long(date.fromisoformat(given["day"]), words.language),
        source=given["source"].rstrip("."),
    )
    return (told,)
