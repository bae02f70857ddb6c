"""What is compared when a book is verified: sealed documents, and what the tables say."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Select, select

from msspdesk.db.tables import (
    asset,
    chain_head,
    invoice,
    invoice_line,
    invoice_tax,
    issued_document,
    ledger_row,
    rendering,
)
from msspdesk.domain.money import from_micro


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A link of the chain."""

    invoice_id: int
    sequence: int
    number: str
    snapshot: bytes
    sha256: str
    previous_sha256: str


@dataclass(slots=True)
class Stored:
    """What the tables say of an issued document, in the shape of its snapshot."""

    head: tuple[Any, ...]
    lines: list[tuple[Any, ...]] = field(default_factory=list)
    taxes: list[tuple[Any, ...]] = field(default_factory=list)
    ledger: list[tuple[Any, ...]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RenderingRow:
    """A kept file, and whether its bytes are still those that were stored."""

    number: str
    kind: str
    sound: bool


def head(connection: Connection) -> tuple[int, str] | None:
    """Count and last seal, as stored apart from the chain."""
    query: Select[Any] = select(chain_head.c["count"], chain_head.c.sha256)
    row = connection.execute(query).one_or_none()
    return None if row is None else (row[0], row[1])


def documents(connection: Connection) -> Iterator[DocumentRow]:
    """The chain in its order."""
    d = issued_document.c
    query: Select[Any] = select(
        d.invoice_id, d.sequence, d.number, d.snapshot, d.sha256, d.previous_sha256
    ).order_by(d.sequence)
    for row in connection.execute(query):
        yield DocumentRow(row[0], row[1], row[2], _bytes(row[3]), row[4], row[5])


def sealed_ids(connection: Connection) -> set[int]:
    """The invoices that have a sealed document."""
    return set(connection.execute(select(issued_document.c.invoice_id)).scalars())


def numbers(connection: Connection) -> list[str]:
    """Every number that was given."""
    return [
        str(each)
        for each in connection.execute(
            select(invoice.c.number).where(invoice.c.number.is_not(None))
        ).scalars()
    ]


def stored(connection: Connection) -> dict[int, Stored]:
    """Every issued document as the tables have it."""
    found = _heads(connection)
    _add_lines(connection, found)
    _add_taxes(connection, found)
    _add_ledger(connection, found)
    return found


def _heads(connection: Connection) -> dict[int, Stored]:
    i = invoice.c
    heads: Select[Any] = select(
        i.id,
        i.number,
        i.kind,
        i.currency,
        i.issue_date,
        i.due_date,
        i.net_minor,
        i.tax_minor,
        i.gross_minor,
        i.payable_minor,
        i.prepaid_minor,
        i.paid_on,
    ).where(i.number.is_not(None))
    return {
        row[0]: Stored(
            (
                *row[1:4],
                row[4].isoformat(),
                row[5].isoformat(),
                *row[6:11],
                row[11].isoformat() if row[11] else None,
            )
        )
        for row in connection.execute(heads)
    }


def _add_lines(connection: Connection, found: dict[int, Stored]) -> None:
    line = invoice_line.c
    lines: Select[Any] = select(
        line.invoice_id,
        line.position,
        line.name,
        line.quantity_micro,
        line.unit_price_micro,
        line.amount_minor,
    ).order_by(line.invoice_id, line.position)
    for key, position, name, quantity, price, amount in connection.execute(lines):
        if key in found:
            row = (position, name, f"{from_micro(quantity):f}", f"{from_micro(price):f}", amount)
            found[key].lines.append(row)


def _add_taxes(connection: Connection, found: dict[int, Stored]) -> None:
    tax = invoice_tax.c
    taxes: Select[Any] = select(
        tax.invoice_id,
        tax.tax,
        tax.jurisdiction,
        tax.category,
        tax.base_minor,
        tax.amount_minor,
        tax.rule,
    ).order_by(tax.invoice_id, tax.position)
    for each in connection.execute(taxes):
        if each[0] in found:
            found[each[0]].taxes.append(tuple(each[1:]))


def _add_ledger(connection: Connection, found: dict[int, Stored]) -> None:
    line, ledger = invoice_line.c, ledger_row.c
    ledgers: Select[Any] = select(
        line.invoice_id, ledger.contract_line_id, ledger.whole_start, ledger.calculated_minor
    ).join(invoice_line, line.id == ledger.invoice_line_id)
    for key, contract_line, start, amount in connection.execute(ledgers):
        if key in found:
            found[key].ledger.append((contract_line, start.isoformat(), amount))
    for each in found.values():
        each.ledger.sort()


def renderings(connection: Connection) -> Iterator[RenderingRow]:
    """Every kept file, its bytes hashed anew."""
    r = rendering.c
    query: Select[Any] = (
        select(issued_document.c.number, r.kind, r.content, r.sha256)
        .join(issued_document, issued_document.c.id == r.document_id)
        .order_by(r.id)
        .execution_options(yield_per=50)
    )
    for number, kind, content, sha256 in connection.execute(query):
        yield RenderingRow(number, kind, hashlib.sha256(_bytes(content)).hexdigest() == sha256)


def assets(connection: Connection) -> Iterator[tuple[str, bytes]]:
    """Files that snapshots name, by their SHA-256."""
    query: Select[Any] = select(asset.c.sha256, asset.c.content)
    for row in connection.execute(query):
        yield row[0], _bytes(row[1])


def _bytes(content: bytes | str) -> bytes:
    """SQLite keeps what it was given: another program may have put text in place of bytes."""
    return content.encode() if isinstance(content, str) else content
