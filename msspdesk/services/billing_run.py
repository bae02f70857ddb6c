"""The month end: what would be billed up to a day, and drafts of what was ticked."""

from __future__ import annotations

from datetime import date
from typing import Final

from msspdesk.db.book import Book, Work
from msspdesk.db.queries import billing as queries
from msspdesk.db.queries import drafts as draft_queries
from msspdesk.db.queries import new_drafts
from msspdesk.db.queries.billing import Loaded
from msspdesk.domain.billing_reasons import Month
from msspdesk.domain.errors import DomainError
from msspdesk.domain.periods import Horizon
from msspdesk.domain.proposals import EVERYTHING, Proposal, Selection
from msspdesk.services.billing_drafts import Basis, drafts_of
from msspdesk.services.bulk import collected_later
from msspdesk.services.changes import Changes, Undo
from msspdesk.services.proposing import keys_of, propose
from msspdesk.services.rate_changes import home_cuts

KINDS = ("invoices", "time", "billing")
_YEARS_AHEAD: Final = 10


def preview(book: Book, horizon: Horizon, *, customer_id: int | None = None) -> Proposal:
    """All that is owed up to the horizon and is on no draft and no invoice yet.

    `Horizon.through(day)` is the month end on the evening of its last day. Stores
    nothing, and every line carries why it is there.
    """
    refuse_far(horizon, book.today())
    with collected_later(), book.read() as work:
        return propose(_load(work, horizon, customer_id), horizon)


def commit(
    book: Book,
    horizon: Horizon,
    selection: Selection = EVERYTHING,
    fingerprint: str | None = None,
    *,
    customer_id: int | None = None,
) -> Changes:
    """Make drafts of what is ticked; `ids` are those of the drafts.

    Everything is computed again inside the transaction. DomainError("proposal_stale")
    when that is not what the owner saw, told by the proposal's fingerprint.
    A second run makes nothing. Undo deletes the drafts while nobody has touched them.
    """
    refuse_far(horizon, book.today())
    with collected_later(), book.write() as work:
        loaded = _load(work, horizon, customer_id)
        proposal = propose(loaded, horizon)
        if fingerprint is not None and proposal.fingerprint != fingerprint:
            raise DomainError("proposal_stale")
        ids = _store(work, book, loaded, proposal, selection)
        stamps = draft_queries.versions(work.connection, ids)
    if not ids:
        return Changes.of(*KINDS)
    undo = Undo("Make drafts", lambda b: _unmake(b, stamps), lambda b: _untouched(b, stamps))
    return Changes.of(*KINDS, ids=ids, undo=undo)


def refuse_far(horizon: Horizon, today: date) -> None:
    """DomainError("horizon_too_far"): a mistyped year would bill lifetimes, and take one."""
    if horizon.last_day.year > today.year + _YEARS_AHEAD:
        raise DomainError("horizon_too_far", day=horizon.last_day, years=_YEARS_AHEAD)


def _load(work: Work, horizon: Horizon, customer_id: int | None) -> Loaded:
    days = Month.of(horizon).days_before
    return queries.load(
        work.connection, horizon.last_day, days, customer_id=customer_id, cuts=home_cuts
    )


def _store(
    work: Work, book: Book, loaded: Loaded, proposal: Proposal, selection: Selection
) -> tuple[int, ...]:
    ticked = [(each, selection.of(each)) for each in proposal.customers]
    periods = {key for _, lines in ticked for key in keys_of(lines)}
    reduced = queries.documents_of(work.connection, periods)
    basis = Basis(loaded, proposal.horizon, reduced, book.now())
    made = [
        draft
        for customer, lines in ticked
        for draft in drafts_of(loaded.customers[customer.customer_id], lines, basis)
    ]
    return new_drafts.store(work.connection, made)


def _untouched(book: Book, stamps: dict[int, tuple[str, int]]) -> bool:
    with book.read() as work:
        return draft_queries.versions(work.connection, tuple(stamps)) == stamps


def _unmake(book: Book, stamps: dict[int, tuple[str, int]]) -> Changes:
    with book.write() as work:
        if draft_queries.versions(work.connection, tuple(stamps)) != stamps:
            raise DomainError("changed_since")
        draft_queries.delete_drafts(work.connection, tuple(stamps))
    return Changes.of(*KINDS, ids=tuple(stamps))
