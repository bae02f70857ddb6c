"""Brings a draft up to date after a fact it stands on has changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from msspdesk.db.book import Book, Work
from msspdesk.db.queries import billing
from msspdesk.domain.billing_reasons import Month
from msspdesk.domain.customers import Customer
from msspdesk.domain.errors import DomainError
from msspdesk.domain.invoices import Invoice, InvoiceKind, InvoiceLine
from msspdesk.domain.periods import Horizon
from msspdesk.domain.timesheets import TimeEntry
from msspdesk.services.billing_drafts import Basis, DraftLines, document_lines
from msspdesk.services.changes import Changes
from msspdesk.services.drafts import FREEING, release
from msspdesk.services.proposing import keys_of, propose
from msspdesk.services.rate_changes import home_cuts
from msspdesk.services.undoing import Step, changed, remember, undo_of


def refresh(book: Book, invoice_id: int, version: int) -> Changes:
    """Make the generated lines anew, up to the day the draft was made for.

    Lines written by hand, the head and the order of contract lines stay; a line's
    discount stays with its period. DomainError: draft_not_generated, changed_since,
    draft_other_currency.
    """
    with book.write() as work:
        draft = work.get_at(Invoice, invoice_id, version)
        if draft.issued:
            raise DomainError("not_a_draft")
        old = [line for line in draft.lines if "basis" in line.details]
        if not old:
            raise DomainError("draft_not_generated")
        content = _content(work, book, draft, old)
        steps = release(work, draft)
        before = remember(draft)
        draft.currency = work.get(Customer, draft.customer_id).currency
        _replace(draft, old, content)
        work.touch(draft)
        work.flush()
        steps.append(Step(before, remember(draft)))
        steps += _reserve(work, content)
    undo = undo_of("Update draft", FREEING, *steps)
    return Changes.of(*FREEING, ids=(invoice_id,), undo=undo)


def _content(work: Work, book: Book, draft: Invoice, old: list[InvoiceLine]) -> DraftLines:
    horizon, po_number = _basis(old)
    loaded = billing.load(
        work.connection,
        horizon.last_day,
        Month.of(horizon).days_before,
        customer_id=draft.customer_id,
        without=draft.id,
        cuts=home_cuts,
    )
    wanted = {_source(line.contract_line_id, line.service_id) for line in old}
    lines = [
        line
        for proposed in propose(loaded, horizon).customers
        for line in proposed.lines
        if line.po_number == po_number and _source(line.contract_line_id, line.service_id) in wanted
    ]
    customer = loaded.customers.get(draft.customer_id)
    if customer is None:
        raise DomainError("not_found", kind="Customer", key=draft.customer_id)
    reduced = billing.documents_of(work.connection, set(keys_of(lines)))
    basis = Basis(loaded, horizon, reduced, book.now())
    by_hand = len(old) < len(draft.lines)
    if by_hand and customer.currency != draft.currency:
        raise DomainError("draft_other_currency", one=draft.currency, other=customer.currency)
    kind = InvoiceKind(draft.kind) if by_hand else None
    return _with_discounts(document_lines(customer, lines, basis, kind), old)


def _basis(lines: Iterable[InvoiceLine]) -> tuple[Horizon, str]:
    """The run the lines were made in; the latest, if there were several."""
    found: list[Any] = [line.details["basis"] for line in lines]
    starts = max(date.fromisoformat(each["starts_until"]) for each in found)
    ends = max(date.fromisoformat(each["ends_until"]) for each in found)
    return Horizon(starts, ends), found[0]["po"]


def _source(contract_line_id: int | None, service_id: int | None) -> tuple[int | None, int | None]:
    return (contract_line_id, None) if contract_line_id is not None else (None, service_id)


def _with_discounts(content: DraftLines, old: Iterable[InvoiceLine]) -> DraftLines:
    discounts = {_place(line): line.discount_minor for line in old if line.discount_minor}
    for line in content.lines:
        line.discount_minor = discounts.get(_place(line), 0)
        line.amount_minor -= line.discount_minor
    return content


def _place(line: InvoiceLine) -> tuple[object, ...]:
    why = line.details.get("why")
    start = None if why == "time" else line.period_start
    return line.contract_line_id, line.service_id, start, why


def _replace(draft: Invoice, old: list[InvoiceLine], content: DraftLines) -> None:
    by_hand = [line for line in draft.lines if line not in old]
    draft.lines[:] = [*content.lines, *by_hand]
    for position, line in enumerate(draft.lines):
        line.position = position
    if not by_hand:
        draft.kind = content.kind.value
    draft.stale = False


def _reserve(work: Work, content: DraftLines) -> list[Step]:
    steps = []
    for line, entry_ids in content.entries:
        for entry in work.many(TimeEntry, entry_ids).values():
            before = remember(entry)
            entry.invoice_line_id = line.id
            steps.append(changed(work, before, entry))
    return steps
