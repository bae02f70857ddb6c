"""Time entries as rows for lists and sums; Core queries, no entities."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, Literal

from sqlalchemy import Connection, Select, case, func, select

from msspdesk.db.queries.rates import line_label
from msspdesk.db.search import EntrySearch
from msspdesk.db.tables import (
    contract_line,
    customer,
    invoice,
    invoice_line,
    service,
    time_entry,
    timer,
)

State = Literal["open", "draft", "issued"]
SortBy = Literal["day", "customer", "minutes"]


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Which entries: by typed words, days (both included), customer and state."""

    text: str = ""
    first: date | None = None
    last: date | None = None
    customer_id: int | None = None
    own_office: bool = False
    state: State | None = None


@dataclass(frozen=True, slots=True)
class Sort:
    """The order of a list; equal ones by day, newest first."""

    by: SortBy = "day"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry with the names that stand beside it.

    `state` is "draft" when a draft holds it, "issued" when it is locked;
    `invoice_id` and `number` (None: a draft) tell by which.
    """

    id: int
    version: int
    day: date
    customer_id: int | None
    customer: str
    line_id: int | None
    line: str
    service_id: int | None
    service: str
    started_at: datetime | None
    ended_at: datetime | None
    zone: str
    minutes: int
    billed_minutes: int
    billable: bool
    note: str
    tags: tuple[str, ...]
    state: State
    invoice_id: int | None
    number: str | None


@dataclass(frozen=True, slots=True)
class DaySum:
    """A day's entries: how many, and their real and billed minutes."""

    day: date
    entries: int
    minutes: int
    billed_minutes: int


@dataclass(frozen=True, slots=True)
class TimerRow:
    """The running timer with its names; `started_at` is UTC."""

    started_at: datetime
    zone: str
    customer_id: int | None
    customer: str
    line_id: int | None
    line: str
    service_id: int | None
    note: str
    tags: tuple[str, ...]


_t: Final = time_entry.c
_own_service: Final = service.alias("own_service")


def entry_ids(search: EntrySearch, which: EntryFilter, sort: Sort) -> array[int]:
    """Ids of the matching entries, in order."""
    if sort == Sort() and replace(which, text="") == EntryFilter():
        return search.ids(which.text)
    query = _matching(select(_t.id), which)
    if sort.by == "customer":
        query = query.join(customer, customer.c.id == _t.customer_id, isouter=True)
    return search.ids(which.text, query.order_by(*_order(sort)))


def _order(sort: Sort) -> Iterator[Any]:
    if sort.by != "day":
        key: Any = _t.minutes if sort.by == "minutes" else func.lower(customer.c.name)
        yield key.desc() if sort.descending else key
    newest_first = sort.descending or sort.by != "day"
    yield from (_t.day.desc(), _t.id.desc()) if newest_first else (_t.day, _t.id)


def _matching(query: Select[Any], which: EntryFilter) -> Select[Any]:
    if which.first is not None:
        query = query.where(_t.day >= which.first)
    if which.last is not None:
        query = query.where(_t.day <= which.last)
    if which.customer_id is not None:
        query = query.where(_t.customer_id == which.customer_id)
    if which.own_office:
        query = query.where(_t.customer_id.is_(None))
    if which.state == "issued":
        query = query.where(_t.locked)
    elif which.state == "draft":
        query = query.where(~_t.locked, _t.invoice_line_id.is_not(None))
    elif which.state == "open":
        query = query.where(_t.invoice_line_id.is_(None))
    return query


def entry_rows(connection: Connection, ids: Sequence[int]) -> list[EntryRow]:
    """The rows of these entries in the order given; one that is gone is left out."""
    rows = {row.id: row for row in _rows(connection, _row_query().where(_t.id.in_(ids)))}
    return [rows[key] for key in ids if key in rows]


def entries_between(connection: Connection, first: date, last: date) -> list[EntryRow]:
    """Every entry of these days, both included, by day and then as they were noted."""
    query = _row_query().where(_t.day.between(first, last)).order_by(_t.day, _t.id)
    return list(_rows(connection, query))


def unplaced_ids(connection: Connection, customer_id: int) -> list[int]:
    """Billable time of a customer on no line, service and document, oldest first."""
    c = time_entry.c
    query = (
        select(c.id)
        .where(c.customer_id == customer_id, c.billable, c.invoice_line_id.is_(None))
        .where(c.contract_line_id.is_(None), c.service_id.is_(None))
        .order_by(c.day, c.id)
    )
    return list(connection.execute(query).scalars())


def newest(connection: Connection) -> EntryRow | None:
    """The entry that was noted last."""
    query = _row_query().where(_t.id == select(func.max(_t.id)).scalar_subquery())
    return next(_rows(connection, query), None)


def _row_query() -> Select[Any]:
    state = case((_t.locked, "issued"), (_t.invoice_line_id.is_not(None), "draft"), else_="open")
    return (
        select(
            *(_t.id, _t.version, _t.day, _t.customer_id, func.coalesce(customer.c.name, "")),
            *(_t.contract_line_id, func.coalesce(line_label(), "")),
            *(_t.service_id, func.coalesce(_own_service.c.name, "")),
            *(_t.started_at, _t.ended_at, _t.zone, _t.minutes, _t.billed_minutes),
            *(_t.billable, _t.note, _t.tags, state, invoice_line.c.invoice_id, invoice.c.number),
        )
        .select_from(time_entry)
        .join(customer, customer.c.id == _t.customer_id, isouter=True)
        .join(contract_line, contract_line.c.id == _t.contract_line_id, isouter=True)
        .join(service, service.c.id == contract_line.c.service_id, isouter=True)
        .join(_own_service, _own_service.c.id == _t.service_id, isouter=True)
        .join(invoice_line, invoice_line.c.id == _t.invoice_line_id, isouter=True)
        .join(invoice, invoice.c.id == invoice_line.c.invoice_id, isouter=True)
    )


def _rows(connection: Connection, query: Select[Any]) -> Iterator[EntryRow]:
    for row in connection.execute(query):
        values = list(row)
        values[16] = tuple(values[16].split())
        yield EntryRow(*values)


def day_sums(
    connection: Connection, which: EntryFilter, search: EntrySearch | None = None
) -> list[DaySum]:
    """Sums by day of the matching entries, newest day first. Words need the `search`."""
    if which.text and search is not None:
        return _sums_of_words(connection, which, search)
    columns = (_t.day, func.count(), func.sum(_t.minutes), func.sum(_t.billed_minutes))
    query = _matching(select(*columns), which).group_by(_t.day).order_by(_t.day.desc())
    return [DaySum(*row) for row in connection.execute(query)]


def _sums_of_words(connection: Connection, which: EntryFilter, search: EntrySearch) -> list[DaySum]:
    found = set(entry_ids(search, which, Sort()))
    query = _matching(select(_t.id, _t.day, _t.minutes, _t.billed_minutes), which)
    sums: dict[date, DaySum] = {}
    for key, day, minutes, billed in connection.execute(query.order_by(_t.day.desc())):
        if key in found:
            old = sums.get(day, DaySum(day, 0, 0, 0))
            sums[day] = DaySum(
                day, old.entries + 1, old.minutes + minutes, old.billed_minutes + billed
            )
    return list(sums.values())


def overlapping(
    connection: Connection, start: datetime, end: datetime, except_id: int | None
) -> int | None:
    """An entry whose clock range shares time with this one, or None."""
    query = select(_t.id).where(_t.started_at < end, _t.ended_at > start).order_by(_t.id)
    if except_id is not None:
        query = query.where(_t.id != except_id)
    return connection.execute(query.limit(1)).scalar_one_or_none()


def tag_counts(connection: Connection, since: date) -> dict[str, int]:
    """How often each tag was used since that day."""
    counts: dict[str, int] = {}
    query = select(_t.tags, func.count()).where(_t.day >= since, _t.tags != "").group_by(_t.tags)
    for tags, times in connection.execute(query):
        for tag in tags.split():
            counts[tag] = counts.get(tag, 0) + times
    return counts


def running_timer(connection: Connection) -> TimerRow | None:
    """The timer that runs, or None."""
    c = timer.c
    query = (
        select(
            *(c.started_at, c.zone, c.customer_id, func.coalesce(customer.c.name, "")),
            *(c.contract_line_id, func.coalesce(line_label(), "")),
            *(c.service_id, c.note, c.tags),
        )
        .select_from(timer)
        .join(customer, customer.c.id == c.customer_id, isouter=True)
        .join(contract_line, contract_line.c.id == c.contract_line_id, isouter=True)
        .join(service, service.c.id == contract_line.c.service_id, isouter=True)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    values = list[Any](row)
    values[8] = tuple(values[8].split())
    return TimerRow(*values)
