"""An amount paid before the invoice: what is wrong about it, and which day it gives the tax."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from msspdesk.domain.errors import Problem
from msspdesk.domain.invoices import Invoice, InvoiceKind
from msspdesk.domain.money import to_major
from msspdesk.domain.tax import DocumentFacts, LineFacts, TaxData, TaxDetermination
from msspdesk.domain.tax.tax_point import Advance, advance
from msspdesk.services.tax import DocumentTax
from msspdesk.texts import _, formats

Determine = Callable[[DocumentFacts, Sequence[LineFacts]], DocumentTax]


def problems(invoice: Invoice, today: date, payable: int | None) -> list[Problem]:
    """What keeps a draft with an amount paid before from being issued.

    `payable` is what the customer owes before that amount, None while it is not known.
    """
    found = []
    paid, day = invoice.prepaid_minor, invoice.paid_on
    if day is not None and not paid:
        found.append(Problem("paid_on_without_amount", "paid_on"))
    if day is not None and day > today:
        found.append(Problem("payment_in_future", "paid_on", {"day": day}))
    if paid and invoice.kind == InvoiceKind.CREDIT_NOTE:
        found.append(Problem("prepaid_on_credit_note", "prepaid_minor"))
    elif payable is not None and 0 < payable < paid:
        most: dict[str, object] = {"most": to_major(payable, invoice.currency)}
        found.append(
            Problem("prepaid_above_total", "prepaid_minor", most | {"currency": invoice.currency})
        )
    return found


def advance_of(data: TaxData, country: str) -> Advance:
    """What a payment before the invoice decides for sellers of that country."""
    found = data.country(country)
    return advance(found.tax_point, found.union) if found else Advance.NOTHING


def determined(
    invoice: Invoice, facts: DocumentFacts, lines: Sequence[LineFacts], way: Advance, ask: Determine
) -> tuple[DocumentTax, str]:
    """The tax of the document with the payment before it, and a warning where the part
    that was paid may take another rate than the whole; empty where there is none.
    """
    without = ask(facts, lines)
    day = invoice.paid_on
    if day is None or not invoice.prepaid_minor or day >= facts.invoice_date:
        return without, ""
    paid = ask(replace(facts, paid_on=day), lines)
    if way is Advance.WHOLE or (paid.totals and invoice.prepaid_minor >= paid.totals.payable):
        taken, partly = paid, False
    else:
        taken, partly = without, _rates(paid) != _rates(without)
    if way is not Advance.PART:
        return taken, ""
    undated = [replace(each, supply_from=None, supply_to=None) for each in lines]
    then = ask(replace(facts, invoice_date=day), undated)
    old, new = _rates(then), _rates(taken)
    if not old or not new or old == new:
        return taken, ""
    if partly:
        told = _(
            "Part of it was paid on {day}, at {old}; the rest takes {new}. Bill the part that "
            "was paid on an invoice of its own."
        )
    else:
        told = _(
            "Paid on {day}, when the rate was {old}; this invoice takes {new}. Payments before "
            "the service may keep the rate of their day: look at the rules of your country."
        )
    return taken, told.format(day=formats.day(day), old=old, new=new)


def _rates(tax: DocumentTax) -> str:
    """The rates of all lines; empty where one of them is not decided."""
    found: list[str] = []
    for each in tax.lines:
        if not isinstance(each, TaxDetermination):
            return ""
        found.append(rates_of(each))
    return ", ".join(dict.fromkeys(found))


def rates_of(decided: TaxDetermination) -> str:
    """ "7.7%" or "5% + 9.975%" of the taxes that are charged on any part of the price, as
    the window writes it.
    """
    return " + ".join(formats.percent(each.rate) for each in decided.components if each.share)
