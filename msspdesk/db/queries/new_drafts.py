"""Stores the drafts of a billing run: thousands of rows at once, without entities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from msspdesk.db import tables as t
from msspdesk.db.queries import drafts

Values = dict[str, Any]
"""A row by column; what a column does not get is its default."""


@dataclass(frozen=True, slots=True)
class NewLine:
    """An invoice line without its keys, its ledger rows, and the time that it reserves."""

    values: Values
    ledger: list[Values] = field(default_factory=list)
    entry_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NewDraft:
    """A row of `invoice` and its lines in order."""

    values: Values
    lines: list[NewLine]


def store(connection: Connection, new: Sequence[NewDraft]) -> tuple[int, ...]:
    """Store drafts and reserve their time; gives their ids.

    Keys are given here, so that every table is written in one go: nobody else can
    take one, since a write transaction begins with BEGIN IMMEDIATE.
    """
    ids = count(_free_key(connection, t.invoice))
    line_ids = count(_free_key(connection, t.invoice_line))
    heads: list[Values] = []
    lines: list[Values] = []
    ledger: list[Values] = []
    reserved: dict[int, int | None] = {}
    for draft in new:
        key = next(ids)
        heads.append({**draft.values, "id": key})
        for line in draft.lines:
            line_id = next(line_ids)
            lines.append({**line.values, "id": line_id, "invoice_id": key})
            ledger += [{**each, "invoice_line_id": line_id} for each in line.ledger]
            reserved |= dict.fromkeys(line.entry_ids, line_id)
    for table, rows in ((t.invoice, heads), (t.invoice_line, lines), (t.ledger_row, ledger)):
        if rows:
            connection.execute(insert(table), rows)
    drafts.reserve(connection, reserved)
    return tuple(each["id"] for each in heads)


def _free_key(connection: Connection, table: Table) -> int:
    """The key that SQLite would give next."""
    return int(connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()) + 1
