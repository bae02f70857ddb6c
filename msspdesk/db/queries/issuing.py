"""The rows that issuing reads and writes, many at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, insert, select, update

from msspdesk.db.tables import (
    asset,
    chain_head,
    invoice,
    invoice_line,
    invoice_tax,
    issued_document,
    rendering,
    series,
    time_entry,
)


@dataclass(frozen=True, slots=True)
class SealedRow:
    """One document as it is sealed. Minor units; `version` is that of the draft."""

    invoice_id: int
    version: int
    number: str
    issue_date: date
    due_date: date
    net_minor: int
    tax_minor: int
    gross_minor: int
    payable_minor: int
    snapshot: bytes
    sha256: str
    previous_sha256: str
    taxes: tuple[dict[str, Any], ...]


def billed_time(connection: Connection, invoice_ids: Collection[int]) -> list[Any]:
    """Billed entries of these documents by line, day and id, with `invoice_id`."""
    t = time_entry.c
    query = (
        select(
            invoice_line.c.invoice_id,
            t.invoice_line_id,
            t.id,
            t.day,
            t.billed_minutes,
            t.note,
            t.started_at,
            t.ended_at,
            t.zone,
        )
        .join(invoice_line, invoice_line.c.id == t.invoice_line_id)
        .where(invoice_line.c.invoice_id.in_(invoice_ids))
        .order_by(invoice_line.c.invoice_id, invoice_line.c.position, t.day, t.started_at, t.id)
    )
    return list(connection.execute(query))


def read_series(connection: Connection, code: str) -> tuple[int, int, date | None] | None:
    """Next value, year and last day of a series."""
    c = series.c
    row = connection.execute(
        select(c.next_value, c.year, c.last_day).where(c.code == code)
    ).one_or_none()
    return None if row is None else (row.next_value, row.year, row.last_day)


def write_series(
    connection: Connection, code: str, next_value: int, year: int, last_day: date | None
) -> None:
    """Put a series where it stands now."""
    values = {"next_value": next_value, "year": year, "last_day": last_day}
    changed = connection.execute(update(series).where(series.c.code == code).values(values))
    if not changed.rowcount:
        connection.execute(insert(series).values(code=code, **values))


def taken_numbers(connection: Connection, numbers: Sequence[str]) -> list[str]:
    """Those of the numbers that a document already has."""
    query = select(invoice.c.number).where(invoice.c.number.in_(numbers))
    return sorted(str(each) for each in connection.execute(query).scalars())


def read_head(connection: Connection) -> tuple[int, str] | None:
    """Count and seal of the chain, or None before the first document."""
    row = connection.execute(select(chain_head.c.count, chain_head.c.sha256)).one_or_none()
    return None if row is None else (row[0], row[1])


def write_sealed(
    connection: Connection, rows: Sequence[SealedRow], first: int, now: datetime
) -> int:
    """Store documents with their tax rows and seals; gives how many drafts were taken.

    `first` is the place of the first one in the chain. Tax rows come before the
    number, since nothing may be added to a numbered document.
    """
    taxes = [each for row in rows for each in row.taxes]
    if taxes:
        connection.execute(insert(invoice_tax), taxes)
    places = range(first, first + len(rows))
    connection.execute(
        insert(issued_document),
        [
            {
                "invoice_id": row.invoice_id,
                "sequence": place,
                "number": row.number,
                "issued_at": now,
                "snapshot": row.snapshot,
                "sha256": row.sha256,
                "previous_sha256": row.previous_sha256,
            }
            for place, row in zip(places, rows, strict=True)
        ],
    )
    taken = _number(connection, rows)
    _lock_time(connection, [row.invoice_id for row in rows])
    _move_head(connection, rows, first)
    return taken


_NUMBER = (
    update(invoice)
    .where(
        invoice.c.id == bindparam("key"),
        invoice.c.version == bindparam("old"),
        invoice.c.number.is_(None),
    )
    .values(
        {
            name: bindparam(f"new_{name}")
            for name in (
                "version",
                "number",
                "issue_date",
                "due_date",
                "net_minor",
                "tax_minor",
                "gross_minor",
                "payable_minor",
            )
        }
    )
)


def _number(connection: Connection, rows: Sequence[SealedRow]) -> int:
    result = connection.execute(
        _NUMBER,
        [
            {
                "key": row.invoice_id,
                "old": row.version,
                "new_version": row.version + 1,
                "new_number": row.number,
                "new_issue_date": row.issue_date,
                "new_due_date": row.due_date,
                "new_net_minor": row.net_minor,
                "new_tax_minor": row.tax_minor,
                "new_gross_minor": row.gross_minor,
                "new_payable_minor": row.payable_minor,
            }
            for row in rows
        ],
    )
    return int(result.rowcount)


def _lock_time(connection: Connection, invoice_ids: Sequence[int]) -> None:
    lines = select(invoice_line.c.id).where(invoice_line.c.invoice_id.in_(invoice_ids))
    connection.execute(
        update(time_entry)
        .where(time_entry.c.invoice_line_id.in_(lines), time_entry.c.locked.is_(False))
        .values(locked=True, version=time_entry.c.version + 1)
    )


def free_time(connection: Connection, invoice_id: int) -> dict[int, int]:
    """Let go of the time of a document that was cancelled; gives each entry's old line."""
    lines = select(invoice_line.c.id).where(invoice_line.c.invoice_id == invoice_id)
    mine = time_entry.c.invoice_line_id.in_(lines)
    query: Select[Any] = select(time_entry.c.id, time_entry.c.invoice_line_id).where(mine)
    freed = {row[0]: row[1] for row in connection.execute(query)}
    connection.execute(
        update(time_entry)
        .where(mine)
        .values(locked=False, invoice_line_id=None, version=time_entry.c.version + 1)
    )
    return freed


def reserve_time(connection: Connection, lines: Mapping[int, int | None]) -> None:
    """Put free entries on the lines of a draft."""
    if lines:
        connection.execute(
            update(time_entry)
            .where(time_entry.c.id == bindparam("entry"), time_entry.c.locked.is_(False))
            .values(invoice_line_id=bindparam("line"), version=time_entry.c.version + 1),
            [{"entry": entry, "line": line} for entry, line in lines.items()],
        )


def _move_head(connection: Connection, rows: Sequence[SealedRow], first: int) -> None:
    """One step a document: the trigger lets the count rise by one only."""
    heads = [
        {"new_count": place, "new_sha256": row.sha256} for place, row in enumerate(rows, first)
    ]
    if first == 1 and heads:
        begin = heads.pop(0)
        connection.execute(
            insert(chain_head).values(id=1, count=begin["new_count"], sha256=begin["new_sha256"])
        )
    if heads:
        connection.execute(
            update(chain_head).values(count=bindparam("new_count"), sha256=bindparam("new_sha256")),
            heads,
        )


def keep_asset(connection: Connection, sha256: str, content: bytes) -> None:
    """Store a file that snapshots name, once."""
    known = select(asset.c.sha256).where(asset.c.sha256 == sha256)
    if connection.execute(known).one_or_none() is None:
        connection.execute(insert(asset).values(sha256=sha256, content=content))


def read_asset(connection: Connection, sha256: str) -> bytes | None:
    """A file by its SHA-256."""
    return connection.execute(
        select(asset.c.content).where(asset.c.sha256 == sha256)
    ).scalar_one_or_none()


def unrendered(connection: Connection, kind: str = "pdf") -> list[int]:
    """Ids of issued documents that have no such rendering yet, oldest first."""
    d = issued_document.c
    done = select(rendering.c.document_id).where(rendering.c.kind == kind)
    return list(
        connection.execute(select(d.id).where(d.id.not_in(done)).order_by(d.sequence)).scalars()
    )


def read_document(connection: Connection, document_id: int) -> tuple[str, bytes]:
    """Number and snapshot of an issued document."""
    d = issued_document.c
    row = connection.execute(select(d.number, d.snapshot).where(d.id == document_id)).one()
    return row.number, row.snapshot


def document_of(connection: Connection, invoice_id: int) -> int | None:
    """The issued document of an invoice."""
    d = issued_document.c
    return connection.execute(select(d.id).where(d.invoice_id == invoice_id)).scalar_one_or_none()


def read_rendering(connection: Connection, document_id: int, kind: str = "pdf") -> bytes | None:
    """The kept bytes of a document."""
    r = rendering.c
    return connection.execute(
        select(r.content).where(r.document_id == document_id, r.kind == kind)
    ).scalar_one_or_none()


def keep_renderings(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Store rendered bytes; one that is there already stays as it is."""
    for row in rows:
        if read_rendering(connection, row["document_id"], row["kind"]) is None:
            connection.execute(insert(rendering).values(row))


def cancelled_by(connection: Connection, invoice_id: int) -> str | None:
    """The number of the credit note that turns the whole invoice, if there is one."""
    c = invoice.c
    query = select(func.min(c.number)).where(c.corrects_id == invoice_id, c.number.is_not(None))
    number: str | None = connection.execute(query).scalar_one()
    return number
