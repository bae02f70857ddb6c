"""Time that names no service: what it was, said once for all of a customer's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from msspdesk.db.book import Book, Work
from msspdesk.db.queries import parties
from msspdesk.db.queries import timesheets as queries
from msspdesk.domain.catalogue import Service
from msspdesk.domain.rates import HOUR_UNIT
from msspdesk.domain.timesheets import TimeEntry
from msspdesk.services.changes import Changes
from msspdesk.services.undoing import changed, remember, undo_of

KINDS = frozenset({"time", "billing"})


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A customer's billable time on no line and no document that names no service.

    `services` are the catalogue by id and name, those sold by the hour first.
    """

    minutes: int
    entries: int
    first: date | None
    last: date | None
    services: tuple[tuple[int, str], ...]


def unplaced(book: Book, customer_id: int) -> Unplaced:
    """What waits, and what it may have been."""
    with book.read() as work:
        rows = _waiting(work, customer_id)
        services = parties.service_rows(work.connection, archived=False)
    services.sort(key=lambda each: (each.unit != HOUR_UNIT, each.name.casefold()))
    days = [each.day for each in rows]
    return Unplaced(
        minutes=sum(each.billed_minutes for each in rows),
        entries=len(rows),
        first=min(days, default=None),
        last=max(days, default=None),
        services=tuple((each.id, each.name) for each in services),
    )


def place(book: Book, customer_id: int, service_id: int) -> Changes:
    """All of it was this service. Undo takes the service away from it again."""
    with book.write() as work:
        service = work.get(Service, service_id)
        steps = []
        for row in _waiting(work, customer_id):
            before = remember(row)
            row.service_id = service.id
            steps.append(changed(work, before, row))
    ids = tuple(each.before.key for each in steps if each.before is not None)
    return Changes.of(*KINDS, ids=ids, undo=undo_of("Place time", KINDS, *steps))


def _waiting(work: Work, customer_id: int) -> list[TimeEntry]:
    keys = queries.unplaced_ids(work.connection, customer_id)
    found = work.many(TimeEntry, keys)
    return [found[key] for key in keys]
