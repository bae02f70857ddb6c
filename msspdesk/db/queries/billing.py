"""Reads what a billing run needs: a handful of queries for all customers at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    tuple_,
)

from msspdesk.db import tables as t
from msspdesk.domain.billing import Booked
from msspdesk.domain.money import from_micro
from msspdesk.domain.periods import Period

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A customer that is not in the archive, as far as billing asks."""

    id: int
    name: str
    currency: str
    language: str
    terms_days: int
    buyer_reference: str
    po_number: str
    hourly_rate_micro: int | None
    decimal_hours: bool
    price_mode: str

    @property
    def hourly_rate(self) -> Decimal | None:
        return None if self.hourly_rate_micro is None else from_micro(self.hourly_rate_micro)


@dataclass(frozen=True, slots=True)
class LineRow:
    """A contract line with its contract. `archived` is the contract's."""

    id: int
    contract_id: int
    customer_id: int
    service_id: int
    label: str
    site_id: int | None
    count_kind: str
    cadence_months: int
    anchor_day: int
    timing: str
    proration: str
    start: date
    end: date | None
    billed_until: date | None
    contract_end: date | None
    po_number: str
    archived: bool


@dataclass(frozen=True, slots=True)
class TermsLoaded:
    """A row of terms as it is stored."""

    line_id: int
    valid_from: date
    model: str
    model_version: int
    terms: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CountRow:
    """A count as it is stored."""

    customer_id: int
    kind: str
    site_id: int | None
    day: date
    quantity_micro: int


@dataclass(frozen=True, slots=True)
class EntryRow:
    """Billable time on no document yet, or the sum of some (then `id` is 0)."""

    id: int
    customer_id: int
    contract_line_id: int | None
    service_id: int | None
    day: date
    minutes: int


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service, as far as billing asks."""

    id: int
    name: str
    name_de: str
    unit: str
    price_micro: int | None
    tax_class: str
    archived: bool = False
    item_code: str = ""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Everything a run reads, by key."""

    currency: str
    customers: Mapping[int, CustomerRow]
    lines: Mapping[int, list[LineRow]]
    terms: Mapping[int, list[TermsLoaded]]
    counts: Mapping[tuple[int, str], list[CountRow]]
    booked: Mapping[int, list[Booked]]
    entries: Mapping[int, list[EntryRow]]
    entries_before: Mapping[int, list[EntryRow]]
    services: Mapping[int, ServiceRow]
    settled: frozenset[tuple[int, int | None, int | None]]
    """(customer, line, service) whose time since then is on a document already."""
    countries: Mapping[int, frozenset[str]]
    """The seller's country and those of the customer's sites."""
    home: str
    """The seller's country."""
    billed: Mapping[tuple[int, date], list[tuple[Period, int]]]
    """By (line, first day of whole period) over a change of rates: what lines billed when."""
    fund_percent_micro: int
    """What new drafts add for the fund of the seller's profession, 10**-6 percent."""


def _no_cuts(_home: str) -> Sequence[date]:
    return ()


def load(
    connection: Connection,
    last_day: date,
    before: Period,
    *,
    customer_id: int | None = None,
    without: int | None = None,
    cuts: Callable[[str], Sequence[date]] = _no_cuts,
) -> Loaded:
    """Read for one customer or for all. `before` are the days of the run before.

    `without` leaves one draft out, as if it did not exist. `cuts` gives the days on
    which the law of the seller's country divides a period.
    """
    of_customer = _Filter(customer_id)
    own = connection.execute(select(*_columns(t.seller, "currency country fund_percent_micro")))
    currency, home, fund = own.one()
    customers = _rows(connection, CustomerRow, of_customer(_customers(), t.customer.c.id))
    lines = _rows(connection, LineRow, of_customer(_lines(), t.contract.c.customer_id))
    terms = _rows(connection, TermsLoaded, of_customer(_terms(), t.contract.c.customer_id))
    counts = _rows(connection, CountRow, of_customer(_counts(), t.count.c.customer_id))
    entries = of_customer(_entries(last_day, without), t.time_entry.c.customer_id)
    sums = of_customer(_sums(before), t.time_entry.c.customer_id)
    services = _rows(connection, ServiceRow, _services())
    return Loaded(
        currency,
        {each.id: each for each in customers},
        _grouped(lines, lambda each: each.customer_id),
        _grouped(terms, lambda each: each.line_id),
        _grouped(counts, lambda each: (each.customer_id, each.kind)),
        _booked(connection, of_customer, without),
        _grouped(_rows(connection, EntryRow, entries), lambda each: each.customer_id),
        _grouped(_rows(connection, EntryRow, sums), lambda each: each.customer_id),
        {each.id: each for each in services},
        _settled(connection, of_customer, Period(before.end, last_day + timedelta(days=1))),
        _countries(connection, of_customer, home),
        home,
        _billed(connection, of_customer, without, cuts(home)),
        fund,
    )


def _settled(
    connection: Connection, of_customer: _Filter, days: Period
) -> frozenset[tuple[int, int | None, int | None]]:
    entry = t.time_entry
    key = _columns(entry, "customer_id contract_line_id service_id")
    query = select(*key).where(
        entry.c.day >= days.start, entry.c.day < days.end, entry.c.invoice_line_id.is_not(None)
    )
    rows = connection.execute(of_customer(query.distinct(), entry.c.customer_id))
    return frozenset((each[0], each[1], each[2]) for each in rows.all())


def _countries(
    connection: Connection, of_customer: _Filter, home: str
) -> dict[int, frozenset[str]]:
    query = select(t.site.c.customer_id, t.site.c.country).distinct()
    found: dict[int, set[str]] = defaultdict(lambda: {home})
    for customer_id, country in connection.execute(of_customer(query, t.site.c.customer_id)):
        found[customer_id].add(country)
    return {key: frozenset(countries) for key, countries in found.items()}


class _Filter:
    """Adds the condition on one customer to a query, when there is one."""

    def __init__(self, customer_id: int | None) -> None:
        self._customer_id = customer_id

    def __call__(self, query: Select[Any], column: ColumnElement[Any]) -> Select[Any]:
        return query if self._customer_id is None else query.where(column == self._customer_id)


def _rows(connection: Connection, kind: type[Row], query: Select[Any]) -> list[Row]:
    return [kind(*row) for row in connection.execute(query).all()]


def _grouped(rows: list[Row], key: Any) -> dict[Any, list[Row]]:
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return dict(groups)


def _columns(table: Table, names: str) -> list[Any]:
    return [table.c[name] for name in names.split()]


def _customers() -> Select[Any]:
    names = "id name currency language terms_days buyer_reference po_number hourly_rate_micro"
    query = select(*_columns(t.customer, f"{names} decimal_hours price_mode"))
    return query.where(~t.customer.c.archived).order_by(t.customer.c.name, t.customer.c.id)


def _lines() -> Select[Any]:
    line, contract = t.contract_line, t.contract
    names = "label site_id count_kind cadence_months anchor_day timing proration start end"
    return (
        select(
            line.c.id,
            line.c.contract_id,
            contract.c.customer_id,
            line.c.service_id,
            *_columns(line, names),
            line.c.billed_until,
            contract.c.end,
            contract.c.po_number,
            contract.c.archived,
        )
        .join(contract, contract.c.id == line.c.contract_id)
        .order_by(line.c.contract_id, line.c.position, line.c.id)
    )


def _terms() -> Select[Any]:
    line, contract = t.contract_line, t.contract
    return (
        select(*_columns(t.line_terms, "line_id valid_from model model_version terms"))
        .join(line, line.c.id == t.line_terms.c.line_id)
        .join(contract, contract.c.id == line.c.contract_id)
        .order_by(t.line_terms.c.line_id, t.line_terms.c.valid_from)
    )


def _counts() -> Select[Any]:
    columns = _columns(t.count, "customer_id kind site_id day quantity_micro")
    return select(*columns).order_by(t.count.c.day, t.count.c.id)


def _services() -> Select[Any]:
    names = "id name name_de unit price_micro tax_class archived item_code"
    return select(*_columns(t.service, names))


def _entries(last_day: date, without: int | None) -> Select[Any]:
    entry = t.time_entry
    free: ColumnElement[bool] = entry.c.invoice_line_id.is_(None)
    if without is not None:
        lines = select(t.invoice_line.c.id).where(t.invoice_line.c.invoice_id == without)
        free |= entry.c.invoice_line_id.in_(lines)
    columns = _columns(entry, "id customer_id contract_line_id service_id day billed_minutes")
    return (
        select(*columns)
        .where(free, entry.c.billable, entry.c.customer_id.is_not(None), entry.c.day <= last_day)
        .order_by(entry.c.day, entry.c.id)
    )


def _sums(before: Period) -> Select[Any]:
    entry = t.time_entry
    key = _columns(entry, "customer_id contract_line_id service_id")
    columns = [literal(0), *key, func.max(entry.c.day), func.sum(entry.c.billed_minutes)]
    return (
        select(*columns)
        .where(
            entry.c.billable,
            entry.c.customer_id.is_not(None),
            entry.c.day >= before.start,
            entry.c.day < before.end,
        )
        .group_by(*key)
    )


def _booked(
    connection: Connection, of_customer: _Filter, without: int | None
) -> dict[int, list[Booked]]:
    row, line, invoice = t.ledger_row, t.invoice_line, t.invoice
    # A cancelling credit note names the invoice whose rows it takes away again.
    alive = func.sum(case((invoice.c.corrects_id.is_(None), 1), else_=-1))
    key: list[Any] = [row.c.contract_line_id, row.c.whole_start]
    dates = [func.max(row.c.whole_end), func.min(row.c.used_start), func.max(row.c.used_end)]
    query = (
        select(*key, *dates, func.sum(row.c.calculated_minor), alive)
        .join(line, line.c.id == row.c.invoice_line_id)
        .join(invoice, invoice.c.id == line.c.invoice_id)
        .group_by(*key)
    )
    if without is not None:
        query = query.where(invoice.c.id != without)
    rows: list[Any] = list(connection.execute(of_customer(query, invoice.c.customer_id)).all())
    # Most lines share their months, so each period is made once.
    period = cache(Period)
    booked = [
        Booked(line_id, period(start, end), period(first, last), amount, alive_rows)
        for line_id, start, end, first, last, amount, alive_rows in rows
    ]
    return _grouped(booked, lambda each: each.line_id)


def _billed(
    connection: Connection, of_customer: _Filter, without: int | None, cuts: Sequence[date]
) -> dict[tuple[int, date], list[tuple[Period, int]]]:
    """Lines that bill parts of a service period over one of the days; mostly there are none."""
    if not cuts:
        return {}
    row, line, invoice = t.ledger_row, t.invoice_line, t.invoice
    dates = (line.c.period_start, line.c.period_end)
    query = (
        select(row.c.contract_line_id, row.c.whole_start, *dates, func.sum(row.c.calculated_minor))
        .join(line, line.c.id == row.c.invoice_line_id)
        .join(invoice, invoice.c.id == line.c.invoice_id)
        .where(or_(*(and_(row.c.whole_start < day, row.c.whole_end > day) for day in cuts)))
        .group_by(row.c.contract_line_id, row.c.whole_start, *dates)
        .order_by(row.c.contract_line_id, row.c.whole_start, *dates)
    )
    if without is not None:
        query = query.where(invoice.c.id != without)
    found: dict[tuple[int, date], list[tuple[Period, int]]] = {}
    for line_id, whole, first, end, amount in connection.execute(
        of_customer(query, invoice.c.customer_id)
    ):
        if first is not None and end is not None:
            found.setdefault((line_id, whole), []).append((Period(first, end), amount))
    return found


def documents_of(
    connection: Connection, periods: Collection[tuple[int, date]]
) -> dict[tuple[int, date], list[str]]:
    """Numbers of the invoices that carry each (contract line, first day of whole period)."""
    row, line, invoice = t.ledger_row, t.invoice_line, t.invoice
    key: list[Any] = [row.c.contract_line_id, row.c.whole_start]
    numbers: dict[tuple[int, date], list[str]] = defaultdict(list)
    wanted = sorted(periods)
    for first in range(0, len(wanted), 400):
        query = (
            select(*key, invoice.c.number)
            .distinct()
            .join(line, line.c.id == row.c.invoice_line_id)
            .join(invoice, invoice.c.id == line.c.invoice_id)
            .where(tuple_(*key).in_(wanted[first : first + 400]), invoice.c.kind == "invoice")
            .where(invoice.c.number.is_not(None))
            .order_by(invoice.c.id)
        )
        for found in connection.execute(query).all():
            numbers[found[0], found[1]].append(found[2])
    return dict(numbers)
