"""Drafts in bulk: their versions, the time they reserve, their end; and rows for the list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, exists, or_, select, update

from msspdesk.db import tables as t
from msspdesk.domain.money import from_micro

_CHUNK: Final = 500
"""Keys in one IN list; SQLite takes at least 999."""


def _chunks(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for first in range(0, len(keys), _CHUNK):
        yield keys[first : first + _CHUNK]


def versions(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[str, int]]:
    """The uuid and version of each that is still a draft; an id alone may be given anew."""
    found: dict[int, tuple[str, int]] = {}
    for chunk in _chunks(ids):
        query = select(t.invoice.c.id, t.invoice.c.uuid, t.invoice.c.version).where(
            t.invoice.c.id.in_(chunk), t.invoice.c.number.is_(None)
        )
        found |= {row[0]: (row[1], row[2]) for row in connection.execute(query).all()}
    return found


def reserve(connection: Connection, lines: Mapping[int, int | None]) -> None:
    """Time entries go on the invoice lines given for them."""
    if not lines:
        return
    entry = t.time_entry
    statement = (
        update(entry)
        .where(entry.c.id == bindparam("entry"))
        .values(invoice_line_id=bindparam("line"), version=entry.c.version + 1)
    )
    rows = [{"entry": key, "line": line} for key, line in lines.items()]
    connection.execute(statement, rows)


def reserved(connection: Connection, invoice_id: int) -> dict[int, int]:
    """The line of the draft that each of its time entries stands on."""
    entry, line = t.time_entry, t.invoice_line
    query = (
        select(entry.c.id, entry.c.invoice_line_id)
        .join(line, line.c.id == entry.c.invoice_line_id)
        .where(line.c.invoice_id == invoice_id)
        .order_by(entry.c.id)
    )
    return {row[0]: row[1] for row in connection.execute(query).all()}


_RARE: Final = "*[^\x01-\u00ff]*"
"""Matches what has a letter that a font may lack; those up to here every font has."""


def rare_notes(connection: Connection, ids: Sequence[int]) -> dict[int, list[str]]:
    """Notes of the time on these documents that have rare letters, by document."""
    entry, line = t.time_entry, t.invoice_line
    found: dict[int, list[str]] = {}
    for chunk in _chunks(ids):
        query = (
            select(line.c.invoice_id, entry.c.note)
            .join(entry, entry.c.invoice_line_id == line.c.id)
            .where(line.c.invoice_id.in_(chunk), entry.c.note.op("GLOB")(_RARE))
        )
        for invoice_id, note in connection.execute(query):
            found.setdefault(invoice_id, []).append(note)
    return found


def rare_waiting(connection: Connection) -> dict[int, str]:
    """Notes with rare letters of time that is on no document yet, by entry."""
    entry = t.time_entry
    query = select(entry.c.id, entry.c.note).where(
        entry.c.invoice_line_id.is_(None), entry.c.billable, entry.c.note.op("GLOB")(_RARE)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def delete_drafts(connection: Connection, ids: Sequence[int]) -> None:
    """Drafts go with their lines and ledger rows; their time is free again."""
    for chunk in _chunks(ids):
        connection.execute(
            delete(t.invoice).where(t.invoice.c.id.in_(chunk), t.invoice.c.number.is_(None))
        )


def mark_stale(connection: Connection, customer_id: int) -> int:
    """Mark the customer's drafts that were made from contracts or time; how many.

    Their version stays: nobody has edited them.
    """
    line, entry = t.invoice_line, t.time_entry
    own = line.c.invoice_id == t.invoice.c.id
    generated = or_(
        exists().where(own, line.c.contract_line_id.is_not(None)),
        exists().where(own, entry.c.invoice_line_id == line.c.id),
    )
    statement = update(t.invoice).where(
        t.invoice.c.customer_id == customer_id,
        t.invoice.c.number.is_(None),
        ~t.invoice.c.stale,
        generated,
    )
    result: Any = connection.execute(statement.values(stale=True))
    return int(result.rowcount)


def ledger_ids(connection: Connection, periods: Sequence[tuple[int, Any]]) -> frozenset[int]:
    """Every ledger row of these (contract line, first day of whole period)."""
    row = t.ledger_row
    found: set[int] = set()
    for line_id, start in periods:
        query = select(row.c.id).where(
            row.c.contract_line_id == line_id, row.c.whole_start == start
        )
        found |= set(connection.execute(query).scalars())
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A line of a draft as its page shows it. `generated` comes from a contract or time."""

    id: int
    position: int
    name: str
    note: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    price_base: int
    discount_minor: int
    amount_minor: int
    contract_line_id: int | None
    service_id: int | None
    site_id: int | None
    tax_class: str
    item_code: str
    period_start: date | None
    period_end: date | None
    given_rate: Decimal | None
    given_category: str
    details: Mapping[str, Any]

    @property
    def generated(self) -> bool:
        """Made by a billing run, so a refresh makes it anew."""
        return "basis" in self.details


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A draft with its lines. Amounts are minor units of `currency`, before tax or with
    it as `price_mode` says; percents are percent points.
    """

    id: int
    version: int
    kind: str
    customer_id: int
    customer: str
    currency: str
    language: str
    terms_days: int
    buyer_reference: str
    po_number: str
    intro: str
    closing: str
    discount_percent: Decimal
    discount_minor: int
    price_mode: str
    fund_percent: Decimal
    prepaid_minor: int
    paid_on: date | None
    seller_country: str
    stale: bool
    lines: tuple[DraftLine, ...]

    @property
    def lines_minor(self) -> int:
        """Sum of the lines, before the document's discount."""
        return sum(line.amount_minor for line in self.lines)


def page(connection: Connection, invoice_id: int) -> DraftPage | None:
    """A draft, or None when there is none with this id."""
    invoice, customer = t.invoice, t.customer
    names = "currency language terms_days buyer_reference po_number intro closing"
    columns: list[Any] = [
        *(invoice.c[name] for name in "id version kind customer_id".split()),
        customer.c.name,
        *(invoice.c[name] for name in names.split()),
        invoice.c.discount_percent_micro,
        invoice.c.discount_minor,
        invoice.c.price_mode,
        invoice.c.fund_percent_micro,
        invoice.c.prepaid_minor,
        invoice.c.paid_on,
        select(t.seller.c.country).scalar_subquery(),
        invoice.c.stale,
    ]
    query = (
        select(*columns)
        .join(customer, customer.c.id == invoice.c.customer_id)
        .where(invoice.c.id == invoice_id, invoice.c.number.is_(None))
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    lines = _lines(connection, invoice_id)
    fund = from_micro(row[15])
    return DraftPage(*(*row[:12], from_micro(row[12]), *row[13:15], fund, *row[16:], lines))


def usual_class(connection: Connection, customer_id: int) -> str:
    """The tax class of the customer's newest line that has one, else empty."""
    line, invoice = t.invoice_line, t.invoice
    query = (
        select(line.c.tax_class)
        .join(invoice, invoice.c.id == line.c.invoice_id)
        .where(invoice.c.customer_id == customer_id, line.c.tax_class != "")
        .order_by(invoice.c.id.desc(), line.c.position.desc())
        .limit(1)
    )
    return connection.execute(query).scalar() or ""


def _lines(connection: Connection, invoice_id: int) -> tuple[DraftLine, ...]:
    line = t.invoice_line
    query = select(line).where(line.c.invoice_id == invoice_id)
    rows = connection.execute(query.order_by(line.c.position, line.c.id)).mappings()
    same = [
        each.name
        for each in fields(DraftLine)
        if each.name not in {"quantity", "unit_price", "given_rate"}
    ]
    return tuple(
        DraftLine(
            quantity=from_micro(row["quantity_micro"]),
            unit_price=from_micro(row["unit_price_micro"]),
            given_rate=None
            if row["given_rate_micro"] is None
            else from_micro(row["given_rate_micro"]),
            **{name: row[name] for name in same},
        )
        for row in rows
    )
