"""Marks drafts whose basis changed after they were made, as steps that can be undone."""

from __future__ import annotations

from collections.abc import Iterable

from msspdesk.db.book import Work
from msspdesk.domain.invoices import Invoice
from msspdesk.services.undoing import Step, changed, remember


def mark(work: Work, invoice_ids: Iterable[int | None]) -> list[Step]:
    """Mark these documents if they are drafts and not marked yet."""
    steps = []
    for key in dict.fromkeys(invoice_ids):
        draft = work.find(Invoice, key) if key is not None else None
        if draft is not None and not draft.issued and not draft.stale:
            before = remember(draft)
            draft.stale = True
            steps.append(changed(work, before, draft))
    return steps


def mark_drafts_of(work: Work, customer_id: int) -> list[Step]:
    """Mark every draft of a customer."""
    return mark(work, (each.id for each in work.all(Invoice, customer_id=customer_id, number=None)))
