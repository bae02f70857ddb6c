"""Contracts as the window reads them: the list, the page, and what was billed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, func, select

from msspdesk.db import tables as t
from msspdesk.db.queries.rates import line_label


@dataclass(frozen=True, slots=True)
class TermsView:
    """Terms of a line from a day on. `terms` is JSON of the model's own fields."""

    id: int
    valid_from: date
    model: str
    model_version: int
    terms: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LineView:
    """A contract line on its page. `title` is its label or its service's name.

    `billed_to` is the day after the last one on any document, None: never billed.
    """

    id: int
    contract_id: int
    version: int
    position: int
    service_id: int
    service: str
    unit: str
    label: str
    title: str
    site_id: int | None
    site: str
    count_kind: str
    cadence_months: int
    anchor_day: int
    timing: str
    proration: str
    start: date
    end: date | None
    billed_until: date | None
    billed_to: date | None
    terms: tuple[TermsView, ...]

    @property
    def billed(self) -> bool:
        """Whether only its end and its label may still change."""
        return self.billed_to is not None

    def terms_on(self, day: date) -> TermsView | None:
        """What holds on a day; before the first terms those that come first."""
        held = [each for each in self.terms if each.valid_from <= day]
        return held[-1] if held else next(iter(self.terms), None)


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A contract in the list. `titles` are those of its lines, in order."""

    id: int
    version: int
    customer_id: int
    customer: str
    currency: str
    title: str
    po_number: str
    start: date
    end: date | None
    archived: bool
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContractPage:
    """A contract with all its lines."""

    id: int
    version: int
    customer_id: int
    customer: str
    currency: str
    title: str
    po_number: str
    start: date
    end: date | None
    notes: str
    archived: bool
    lines: tuple[LineView, ...]


def rows(connection: Connection, *, customer_id: int | None = None) -> list[ContractRow]:
    """Every contract, by customer; those in the archive too."""
    contract, customer, line = t.contract, t.customer, t.contract_line
    titles: dict[int, list[str]] = defaultdict(list)
    query = (
        select(line.c.contract_id, line_label())
        .join(t.service, t.service.c.id == line.c.service_id)
        .order_by(line.c.contract_id, line.c.position, line.c.id)
    )
    for contract_id, title in connection.execute(query):
        titles[contract_id].append(title)
    columns: list[Any] = [
        contract.c.id,
        contract.c.version,
        customer.c.id,
        customer.c.name,
        customer.c.currency,
        *_columns(contract, "title po_number start end archived"),
    ]
    found = (
        select(*columns)
        .join(customer, customer.c.id == contract.c.customer_id)
        .order_by(func.lower(customer.c.name), contract.c.start, contract.c.id)
    )
    if customer_id is not None:
        found = found.where(customer.c.id == customer_id)
    return [
        ContractRow(*(*row, tuple(titles.get(row[0], ()))))
        for row in connection.execute(found).all()
    ]


def page(connection: Connection, contract_id: int) -> ContractPage | None:
    """One contract, or None."""
    contract, customer = t.contract, t.customer
    columns: list[Any] = [
        contract.c.id,
        contract.c.version,
        customer.c.id,
        customer.c.name,
        customer.c.currency,
        *_columns(contract, "title po_number start end notes archived"),
    ]
    query = select(*columns).join(customer, customer.c.id == contract.c.customer_id)
    row = connection.execute(query.where(contract.c.id == contract_id)).one_or_none()
    if row is None:
        return None
    own = lines(connection, t.contract_line.c.contract_id == contract_id)
    return ContractPage(*(*row, own))


def lines(connection: Connection, condition: ColumnElement[bool]) -> tuple[LineView, ...]:
    """Lines that fit the condition, in order of contract and place."""
    line, service = t.contract_line, t.service
    names = "label site_id count_kind cadence_months anchor_day timing proration start end"
    columns: list[Any] = [
        *_columns(line, "id contract_id version position service_id"),
        service.c.name,
        service.c.unit,
        line_label().label("title"),
        func.coalesce(func.nullif(t.site.c.name, ""), t.site.c.city, "").label("site"),
        *_columns(line, names),
        line.c.billed_until,
    ]
    query = (
        select(*columns)
        .join(service, service.c.id == line.c.service_id)
        .outerjoin(t.site, t.site.c.id == line.c.site_id)
        .where(condition)
        .order_by(line.c.contract_id, line.c.position, line.c.id)
    )
    found: list[Any] = list(connection.execute(query))
    keys = [row.id for row in found]
    terms, billed = _terms(connection, keys), billed_to(connection, keys)
    return tuple(
        LineView(
            *(
                *row[:7],
                *(row.label, row.title, row.site_id, row.site),
                *row[11:],
                billed.get(row.id),
                tuple(terms.get(row.id, ())),
            )
        )
        for row in found
    )


def _terms(connection: Connection, line_ids: Collection[int]) -> dict[int, list[TermsView]]:
    columns = _columns(t.line_terms, "line_id id valid_from model model_version terms")
    query = (
        select(*columns)
        .where(t.line_terms.c.line_id.in_(line_ids))
        .order_by(t.line_terms.c.line_id, t.line_terms.c.valid_from)
    )
    found: dict[int, list[TermsView]] = defaultdict(list)
    for row in connection.execute(query).all():
        found[row[0]].append(TermsView(*row[1:]))
    return found


def billed_to(connection: Connection, line_ids: Iterable[int]) -> dict[int, date]:
    """The day after the last one that a document bills, for lines that stand on any."""
    line = t.invoice_line
    query = (
        select(line.c.contract_line_id, func.max(line.c.period_end))
        .where(line.c.contract_line_id.in_(list(line_ids)))
        .group_by(line.c.contract_line_id)
    )
    return {row[0]: row[1] for row in connection.execute(query).all()}


def _columns(table: Table, names: str) -> list[Any]:
    return [table.c[name] for name in names.split()]
