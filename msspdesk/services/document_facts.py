"""All that a document says, as data: what is sealed at issue and what a preview shows.

The shape is that of snapshots, version 1 (domain/snapshot.py). Amounts end in
`_minor`; quantities, prices and rates are strings; periods are half open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from msspdesk.domain.customers import Customer
from msspdesk.domain.invoice_totals import InvoiceTotals
from msspdesk.domain.invoices import AllowanceCharge, Invoice, InvoiceLine
from msspdesk.domain.money import from_micro
from msspdesk.domain.sellers import BankAccount, Seller
from msspdesk.domain.snapshot import VERSION, digest
from msspdesk.domain.tax import TaxComponent, TaxData
from msspdesk.domain.tax.paper import statements
from msspdesk.services import tax_words
from msspdesk.services.exchange import exchange_facts
from msspdesk.services.invoice_facts import DraftTotals, TaxRow
from msspdesk.services.legal_notices import legal_notices, payment_notices
from msspdesk.services.paper_law import registrations, sealed
from msspdesk.services.tax_facts import Desk

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TimeRow:
    """Billed work on a line. `minutes` are those the customer sees."""

    line_id: int
    entry_id: int
    day: date
    minutes: int
    note: str
    started_at: datetime | None = None
    ended_at: datetime | None = None
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Corrected:
    """The invoice that a credit note names, and why."""

    number: str
    issue_date: date
    reason: str
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Head:
    """What a document gets at issue; a draft has no number yet."""

    number: str | None
    issue_date: date
    due_date: date
    issued_at: datetime


def document_facts(
    head: Head,
    desk: Desk,
    customer: Customer,
    invoice: Invoice,
    result: DraftTotals,
    *,
    time: Sequence[TimeRow] = (),
    corrected: Corrected | None = None,
) -> Facts:
    """The facts of one document; `result` must hold totals."""
    seller, data = desk.owner, desk.data
    if result.totals is None:
        raise ValueError("a document with open tax questions has no facts to seal")
    return {
        "version": VERSION,
        "kind": invoice.kind,
        "uuid": invoice.uuid,
        "number": head.number,
        "issue_date": head.issue_date.isoformat(),
        "due_date": head.due_date.isoformat(),
        "issued_at": head.issued_at.isoformat(),
        "currency": invoice.currency,
        "language": invoice.language,
        "terms_days": invoice.terms_days,
        "buyer_reference": invoice.buyer_reference,
        "po_number": invoice.po_number,
        "intro": invoice.intro,
        "closing": invoice.closing,
        "corrects": _corrected(corrected),
        "paper": sealed(desk, invoice, customer, result.law),
        "seller": seller_data(seller, head.issue_date) | _numbers(desk, seller, head, result),
        "buyer": buyer_data(customer),
        "account": account_data(seller, invoice.currency, head.issue_date),
        "lines": _lines(invoice, customer, result, time),
        "price_mode": invoice.price_mode,
        "paid_on": _day(invoice.paid_on),
        "discount_percent": f"{from_micro(invoice.discount_percent_micro):f}",
        "fund": _fund(seller, invoice, result.totals),
        "allowances": [_allowance(each) for each in invoice.allowances],
        "tax_rounding": {
            "level": result.rounding.level.value,
            "method": result.rounding.method.value,
        },
        "taxes": [_tax(each, invoice.language, data) for each in result.rows],
        "exchange": exchange_facts(
            desk,
            invoice,
            [(each.base_minor, each.amount_minor) for each in result.rows],
            result.totals.tax_basis,
        ),
        "notices": legal_notices(desk, invoice, (*result.notices, *statements(result.law.rows))),
        "payment_notices": payment_notices(desk, customer, invoice),
        "totals": _totals(result.totals),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _numbers(desk: Desk, seller: Seller, head: Head, result: DraftTotals) -> Facts:
    day = head.issue_date
    held = [each for each in seller.registrations if _holds(each.valid_from, each.valid_to, day)]
    return {"registrations": registrations(desk, result.law.rows, held)}


def _fund(seller: Seller, invoice: Invoice, sums: InvoiceTotals) -> Facts | None:
    """The contribution to the fund of the seller's profession, a part of the charges."""
    if not sums.contribution:
        return None
    percent = from_micro(invoice.fund_percent_micro)
    return {
        "name": seller.fund_name,
        "percent": f"{percent:f}",
        "amount_minor": sums.contribution,
    }


def seller_data(seller: Seller, day: date) -> Facts:
    """The seller as printed on that day; the logo by its SHA-256."""
    return {
        "name": seller.name,
        "owner": seller.owner,
        "street": seller.street,
        "street2": seller.street2,
        "postcode": seller.postcode,
        "city": seller.city,
        "region": seller.region,
        "country": seller.country,
        "email": seller.email,
        "phone": seller.phone,
        "website": seller.website,
        "legal_note": seller.legal_note,
        "zone": seller.zone,
        "paper": seller.paper,
        "accent": seller.accent,
        "logo": digest(seller.logo) if seller.logo else "",
        "registrations": [
            {"jurisdiction": each.jurisdiction, "scheme": each.scheme, "number": each.number}
            for each in seller.registrations
            if _holds(each.valid_from, each.valid_to, day)
        ],
    }


def buyer_data(customer: Customer) -> Facts:
    """The customer with the address of the window."""
    site = customer.billing_site
    contact = customer.invoice_contact
    return {
        "id": customer.id,
        "uuid": customer.uuid,
        "name": customer.name,
        "status": customer.status,
        "vat_id": customer.vat_id,
        "tax_number": customer.tax_number,
        "contact": contact.name if contact else "",
        "email": contact.email if contact else "",
        "site": site.name if site else "",
        "street": site.street if site else "",
        "street2": site.street2 if site else "",
        "postcode": site.postcode if site else "",
        "city": site.city if site else "",
        "region": site.region if site else "",
        "country": site.country if site else "",
    }


def account_for(seller: Seller, currency: str, day: date) -> BankAccount | None:
    """The account that the customer is asked to pay to: one in the currency first."""
    open_then = [each for each in seller.accounts if _holds(each.valid_from, each.valid_to, day)]
    same = [each for each in open_then if each.currency == currency]
    other = [each for each in open_then if not each.currency]
    return next(iter(same or other or open_then), None)


def account_data(seller: Seller, currency: str, day: date) -> Facts | None:
    """The account as printed, or None when the seller has none."""
    account = account_for(seller, currency, day)
    if account is None:
        return None
    return {
        "name": account.name,
        "holder": account.holder or seller.owner or seller.name,
        "iban": account.iban,
        "bic": account.bic,
        "number": account.number,
        "currency": account.currency,
    }


def _holds(first: date | None, last: date | None, day: date) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)


def _corrected(corrected: Corrected | None) -> Facts | None:
    if corrected is None:
        return None
    return {
        "number": corrected.number,
        "issue_date": corrected.issue_date.isoformat(),
        "reason": corrected.reason,
        "whole": corrected.whole,
    }


def _lines(
    invoice: Invoice, customer: Customer, result: DraftTotals, time: Sequence[TimeRow]
) -> list[Facts]:
    sites = {site.id: site.name or site.city for site in customer.sites}
    entries: dict[int, list[TimeRow]] = {}
    for row in time:
        entries.setdefault(row.line_id, []).append(row)
    home = customer.billing_site.id if customer.billing_site else None
    return [
        _line(line, taxes, entries.get(line.id or 0, []))
        | ({"site": sites[line.site_id]} if line.site_id in sites and line.site_id != home else {})
        for line, taxes in zip(invoice.lines, result.line_taxes, strict=False)
    ]


def _line(line: InvoiceLine, taxes: Sequence[TaxComponent], time: Sequence[TimeRow]) -> Facts:
    return {
        "position": line.position,
        "name": line.name,
        "note": line.note,
        "quantity": f"{line.quantity:f}",
        "unit": line.unit,
        "unit_price": f"{line.unit_price:f}",
        "price_base": line.price_base,
        "discount_minor": line.discount_minor,
        "net_minor": line.amount_minor,
        "tax_class": line.tax_class,
        "period_start": line.period_start.isoformat() if line.period_start else None,
        "period_end": line.period_end.isoformat() if line.period_end else None,
        "details": line.details,
        "item_code": line.item_code,
        "taxes": [_component(each) for each in taxes],
        "time": [_time(each) for each in time],
        "ledger": [
            {
                "contract_line": each.contract_line_id,
                "whole_start": each.whole_start.isoformat(),
                "calculated_minor": each.calculated_minor,
            }
            for each in line.ledger
        ],
    }


def _time(row: TimeRow) -> Facts:
    facts: Facts = {
        "id": row.entry_id,
        "day": row.day.isoformat(),
        "minutes": row.minutes,
        "note": row.note,
    }
    if row.started_at and row.ended_at:
        facts |= {
            "started_at": row.started_at.isoformat(),
            "ended_at": row.ended_at.isoformat(),
            "zone": row.zone,
        }
    return facts


def _component(part: TaxComponent) -> Facts:
    return {
        "tax": part.tax,
        "jurisdiction": part.jurisdiction,
        "category": part.category,
        "rate": f"{part.rate:f}",
        "share": str(part.share),
    }


def _allowance(each: AllowanceCharge) -> Facts:
    percent = None if each.percent_micro is None else f"{from_micro(each.percent_micro):f}"
    return {
        "kind": each.kind,
        "amount_minor": each.amount_minor,
        "percent": percent,
        "base_minor": each.base_minor,
        "reason": each.reason,
    }


def _tax(row: TaxRow, language: str, data: TaxData) -> Facts:
    return {
        "tax": row.tax,
        "jurisdiction": row.jurisdiction,
        "category": row.category,
        "rate": plain(row.rate),
        "base_minor": row.base_minor,
        "amount_minor": row.amount_minor,
        "reason": row.reason,
        "reason_code": row.reason_code,
        "notice": row.notice,
        "notice_text": data.notice(row.notice, language) if row.notice else "",
        "rule": row.rule,
        "source": row.source,
        "confidence": row.confidence,
        "data_version": row.data_version,
        "steps": [tax_words.sealed(data, each.code, each.details) for each in row.steps],
    }


def plain(value: Decimal) -> str:
    """A decimal without an exponent."""
    return f"{value:f}"


def _totals(sums: InvoiceTotals) -> Facts:
    return {
        "line_total_minor": sums.line_total,
        "discount_minor": sums.discount,
        "allowance_total_minor": sums.allowance_total,
        "charge_total_minor": sums.charge_total,
        "tax_basis_minor": sums.tax_basis,
        "tax_total_minor": sums.tax_total,
        "grand_total_minor": sums.grand_total,
        "prepaid_minor": sums.prepaid,
        "rounding_minor": sums.rounding,
        "due_minor": sums.due,
        "withheld": [
            {"tax": each.tax, "rate": plain(each.rate), "amount_minor": each.amount}
            for each in sums.withheld
        ],
        "others": [{"name": each.name, "amount_minor": each.amount} for each in sums.others],
    }
