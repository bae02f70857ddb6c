"""Counts as the window reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, func, select, union

from msspdesk.db import tables as t
from msspdesk.domain.money import from_micro


@dataclass(frozen=True, slots=True)
class CountView:
    """A count of a kind at a site (None: not by site) from a day on."""

    id: int
    version: int
    customer_id: int
    kind: str
    site_id: int | None
    site: str
    day: date
    quantity: Decimal
    note: str


def counts(connection: Connection, customer_id: int) -> list[CountView]:
    """Every count of a customer, newest first in each kind and site."""
    count, site = t.count, t.site
    columns: list[Any] = [
        count.c.id,
        count.c.version,
        count.c.customer_id,
        count.c.kind,
        count.c.site_id,
        func.coalesce(func.nullif(site.c.name, ""), site.c.city, ""),
        count.c.day,
        count.c.quantity_micro,
        count.c.note,
    ]
    query = (
        select(*columns)
        .outerjoin(site, site.c.id == count.c.site_id)
        .where(count.c.customer_id == customer_id)
        .order_by(count.c.kind, count.c.site_id, count.c.day.desc(), count.c.id.desc())
    )
    rows: list[Any] = list(connection.execute(query))
    return [CountView(*(*row[:7], from_micro(row[7]), row[8])) for row in rows]


def kinds(connection: Connection) -> list[str]:
    """Every kind that is counted or that a contract line asks for."""
    named = union(select(t.count.c.kind), select(t.contract_line.c.count_kind))
    return sorted(kind for kind in connection.execute(named).scalars() if kind)
