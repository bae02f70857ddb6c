"""Dated counts: users, endpoints, gigabytes. A line reads them, they know no line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from msspdesk.db.book import Book, Work
from msspdesk.db.queries import counts as queries
from msspdesk.db.queries import drafts
from msspdesk.db.queries.counts import CountView
from msspdesk.domain import checks
from msspdesk.domain.contracts import Count
from msspdesk.domain.customers import Customer, Site
from msspdesk.domain.errors import DomainError, InvalidInput, Problem
from msspdesk.services.changes import Changes
from msspdesk.services.undoing import Step, added, changed, deleted, remember, undo_of

__all__ = ["CountView", "delete_count", "history", "kinds", "latest", "record_count"]

KINDS: Final = frozenset({"counts", "billing", "invoices"})


def record_count(
    book: Book,
    customer_id: int,
    kind: str,
    day: date,
    quantity: Decimal,
    *,
    site_id: int | None = None,
    note: str = "",
) -> Changes:
    """From `day` on the customer has so many. A count of the same day is replaced.

    InvalidInput: count_kind_missing, quantity_negative, too_many_decimals.
    """
    word, micro = _checked(kind, quantity)
    checks.day(day)
    with book.write() as work:
        _check_site(work, customer_id, site_id)
        same = work.all(Count, customer_id=customer_id, kind=word, site_id=site_id, day=day)
        if same:
            row = same[0]
            before = remember(row)
            row.quantity_micro, row.note = micro, checks.note(note)
            step = changed(work, before, row)
        else:
            row = Count(customer_id=customer_id, kind=word, site_id=site_id, day=day)
            row.quantity_micro, row.note = micro, checks.note(note)
            step = added(work.add(row))
        drafts.mark_stale(work.connection, customer_id)
    return _changes("Enter count", row, step)


def delete_count(book: Book, count_id: int) -> Changes:
    """Take a count away; the one before it holds on."""
    with book.write() as work:
        row = work.get(Count, count_id)
        step = deleted(row)
        work.delete(row)
        drafts.mark_stale(work.connection, row.customer_id)
    return _changes("Delete count", row, step)


def history(book: Book, customer_id: int) -> list[CountView]:
    """Every count of a customer, newest first in each kind and site."""
    with book.read() as work:
        return queries.counts(work.connection, customer_id)


def latest(book: Book, customer_id: int) -> list[CountView]:
    """The newest count of each kind and site."""
    newest: dict[tuple[str, int | None], CountView] = {}
    for each in history(book, customer_id):
        newest.setdefault((each.kind, each.site_id), each)
    return list(newest.values())


def kinds(book: Book) -> list[str]:
    """Every word for something counted that was used so far."""
    with book.read() as work:
        return queries.kinds(work.connection)


def _checked(kind: str, quantity: Decimal) -> tuple[str, int]:
    problems, micro = [], 0
    word = checks.words(kind)
    if not word:
        problems.append(Problem("count_kind_missing", "kind"))
    if not quantity.is_finite() or quantity < 0:
        problems.append(Problem("quantity_negative", "quantity"))
    else:
        try:
            micro = checks.quantity_micro(quantity)
        except DomainError as error:
            problems.append(Problem(error.code, "quantity", dict(error.details)))
    if problems:
        raise InvalidInput(problems)
    return word, micro


def _check_site(work: Work, customer_id: int, site_id: int | None) -> None:
    work.get(Customer, customer_id)
    if site_id is not None and work.get(Site, site_id).customer_id != customer_id:
        raise DomainError("not_found", kind="Site", key=site_id)


def _changes(label: str, row: Count, step: Step) -> Changes:
    ids = () if row.id is None else (row.id,)
    return Changes.of(*KINDS, ids=ids, undo=undo_of(label, KINDS, step))
