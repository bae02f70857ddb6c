"""Turns ticked lines of a proposal into drafts: one for each customer and order number.

`InvoiceLine.details` of a generated line holds, as JSON:
`why` ("whole", "days", "added", "removed", "rate_change", "time", "true_up"), the
facts of the part (`price`, `count`, `days`, `whole_days`, `months`, `whole_months`,
`day`, `minutes`), `basis` (the run:
`starts_until`, `ends_until`, `po`), for a correction `periods` (each with `start`,
`end`, `owed_minor`, `billed_minor`, `amount_minor` and its `parts`) and `reduces`
(numbers of the invoices it reduces).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from msspdesk.db.queries.billing import CustomerRow, Loaded
from msspdesk.db.queries.new_drafts import NewDraft, NewLine, Values
from msspdesk.domain import checks
from msspdesk.domain.billing import Due
from msspdesk.domain.invoices import Invoice, InvoiceKind, InvoiceLine, LedgerRow
from msspdesk.domain.money import MICRO, to_major, to_micro
from msspdesk.domain.periods import Horizon
from msspdesk.domain.pricing import Part
from msspdesk.domain.proposals import LineKind, ProposedLine
from msspdesk.services import billing_texts


@dataclass(frozen=True)
class Basis:
    """What drafts are made from, beside the proposed lines."""

    loaded: Loaded
    horizon: Horizon
    reduced: Mapping[tuple[int, date], list[str]]
    now: datetime


@dataclass
class DraftLines:
    """Lines of one document, and the time entries that each of them reserves."""

    kind: InvoiceKind
    lines: list[InvoiceLine]
    entries: list[tuple[InvoiceLine, tuple[int, ...]]]


def drafts_of(customer: CustomerRow, lines: Iterable[ProposedLine], basis: Basis) -> list[NewDraft]:
    """Drafts of one customer, by order number in the order of the lines."""
    by_po: dict[str, list[ProposedLine]] = {}
    for line in lines:
        by_po.setdefault(line.po_number, []).append(line)
    made = []
    for po_number, own in by_po.items():
        kind = _kind_of(own)
        head: Values = {
            "uuid": str(uuid.uuid4()),
            "kind": kind.value,
            "customer_id": customer.id,
            "currency": customer.currency,
            "language": customer.language,
            "terms_days": customer.terms_days,
            "buyer_reference": customer.buyer_reference,
            "po_number": po_number,
            "price_mode": customer.price_mode,
            "fund_percent_micro": basis.loaded.fund_percent_micro,
            "created_at": basis.now,
        }
        made.append(NewDraft(head, _new_lines(customer, own, basis, kind)))
    return made


def invoice_of(draft: NewDraft) -> Invoice:
    """The draft as an entity that is not stored, to be worked out."""
    return Invoice(**draft.values, lines=[_line_of(each) for each in draft.lines])


def document_lines(
    customer: CustomerRow,
    proposed: Sequence[ProposedLine],
    basis: Basis,
    kind: InvoiceKind | None = None,
) -> DraftLines:
    """Invoice lines; a sum below zero turns the signs and makes it a credit note.

    `kind` is given when the document has lines by hand and must stay what it is.
    """
    kind = kind or _kind_of(proposed)
    content = DraftLines(kind, [], [])
    for each in _new_lines(customer, proposed, basis, kind):
        line = _line_of(each)
        content.lines.append(line)
        if each.entry_ids:
            content.entries.append((line, each.entry_ids))
    return content


def _kind_of(proposed: Iterable[ProposedLine]) -> InvoiceKind:
    credit = sum(line.amount_minor for line in proposed) < 0
    return InvoiceKind.CREDIT_NOTE if credit else InvoiceKind.INVOICE


def _new_lines(
    customer: CustomerRow, proposed: Iterable[ProposedLine], basis: Basis, kind: InvoiceKind
) -> list[NewLine]:
    """Plain rows: a run makes thousands, and filling in mapped entities took half its time."""
    sign = -1 if kind is InvoiceKind.CREDIT_NOTE else 1
    lines: list[NewLine] = []
    for each in proposed:
        maker = _LineMaker(customer, each, basis, sign)
        if each.kind is LineKind.TRUE_UP:
            lines.append(maker.true_up())
        else:
            lines += [maker.charge(part) for part in each.parts]
    for position, line in enumerate(lines):
        line.values["position"] = position
    return lines


def _line_of(new: NewLine) -> InvoiceLine:
    return InvoiceLine(**new.values, ledger=[LedgerRow(**each) for each in new.ledger])


class _LineMaker:
    """Makes the invoice lines of one proposed line."""

    def __init__(
        self, customer: CustomerRow, proposed: ProposedLine, basis: Basis, sign: int
    ) -> None:
        self._currency = customer.currency
        self._language = customer.language
        self._proposed = proposed
        self._basis = basis
        self._sign = sign

    def charge(self, part: Part) -> NewLine:
        proposed = self._proposed
        values = self._values({**part.details, "why": part.why}) | {
            "note": billing_texts.part_note(part, proposed.cadence_months, self._language),
            "period_start": part.period.start,
            "period_end": part.period.end,
            "quantity_micro": self._sign * to_micro(part.quantity),
            "unit": part.unit,
            "price_base": part.price_base,
            "unit_price_micro": to_micro(part.unit_price),
            "amount_minor": checks.amount_minor(self._sign * part.amount_minor),
        }
        ledger = [_ledger(due, part.amount_minor) for due in proposed.dues]
        return NewLine(values, ledger, part.entry_ids)

    def true_up(self) -> NewLine:
        """One line of 1 * difference. Less to pay is -1 * its size on an invoice."""
        proposed, amount = self._proposed, checks.amount_minor(self._proposed.amount_minor)
        numbers = self._reduced()
        details = {
            "why": LineKind.TRUE_UP.value,
            "periods": [_told(due) for due in proposed.dues],
            "reduces": numbers,
        }
        values = self._values(details) | {
            "note": billing_texts.true_up_note(proposed.dues, amount, numbers, self._language),
            "period_start": proposed.period.start,
            "period_end": proposed.period.end,
            "quantity_micro": self._sign * (MICRO if amount >= 0 else -MICRO),
            "unit_price_micro": to_micro(to_major(abs(amount), self._currency)),
            "amount_minor": self._sign * amount,
        }
        return NewLine(values, [_ledger(due, due.amount_minor) for due in proposed.dues])

    def _values(self, details: dict[str, Any]) -> Values:
        proposed, services = self._proposed, self._basis.loaded.services
        service = None if proposed.service_id is None else services[proposed.service_id]
        label = proposed.title if service is None or proposed.title != service.name else ""
        horizon = self._basis.horizon
        details["basis"] = {
            "starts_until": horizon.starts_until.isoformat(),
            "ends_until": horizon.ends_until.isoformat(),
            "po": proposed.po_number,
        }
        return {
            "contract_line_id": proposed.contract_line_id,
            "service_id": proposed.service_id,
            "site_id": proposed.site_id,
            "tax_class": service.tax_class if service else "",
            "item_code": service.item_code if service else "",
            "name": billing_texts.line_name(label, service, self._language),
            "unit": service.unit if service else "C62",
            "price_base": 1,
            "details": details,
        }

    def _reduced(self) -> list[str]:
        """Invoices that carry what is now taken back, in the order they were issued."""
        numbers: dict[str, None] = {}
        for due in self._proposed.dues:
            if due.amount_minor < 0:
                found = self._basis.reduced.get((due.line_id, due.whole.start), ())
                numbers |= dict.fromkeys(found)
        return list(numbers)


def _ledger(due: Due, amount_minor: int) -> Values:
    return {
        "contract_line_id": due.line_id,
        "whole_start": due.whole.start,
        "whole_end": due.whole.end,
        "used_start": due.used.start,
        "used_end": due.used.end,
        "calculated_minor": amount_minor,
    }


def _told(due: Due) -> dict[str, Any]:
    return {
        "start": due.used.start.isoformat(),
        "end": due.used.end.isoformat(),
        "owed_minor": due.amount_minor + (due.before_minor or 0),
        "billed_minor": due.before_minor or 0,
        "amount_minor": due.amount_minor,
        "parts": [_told_part(part) for part in due.parts],
    }


def _told_part(part: Part) -> dict[str, Any]:
    return {
        "why": part.why,
        "start": part.period.start.isoformat(),
        "end": part.period.end.isoformat(),
        "quantity": _plain(part.quantity),
        "unit": part.unit,
        "unit_price": _plain(part.unit_price),
        "price_base": part.price_base,
        "amount_minor": part.amount_minor,
        **part.details,
    }


def _plain(value: Decimal) -> str:
    return f"{value:f}"
