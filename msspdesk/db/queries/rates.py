"""Loads what decides how time is charged, in four small queries."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from msspdesk.db.tables import contract, contract_line, customer, line_terms, seller, service
from msspdesk.domain.money import from_micro
from msspdesk.domain.pricing import models
from msspdesk.domain.rates import (
    HOUR_UNIT,
    CustomerFact,
    LineFact,
    RateBook,
    TermsFact,
    rate_of,
    usual_service,
)


def line_label() -> Any:
    """What a contract line is called: its label, else the name of its service."""
    return func.coalesce(func.nullif(contract_line.c.label, ""), service.c.name)


def load(connection: Connection) -> RateBook:
    """All customers, lines and hourly services of the book."""
    currency = connection.execute(select(seller.c.currency)).scalar_one_or_none()
    return RateBook(
        currency=currency or "",
        customers=_customers(connection),
        lines=_lines(connection),
        service_prices=_prices(connection),
        hourly_models=frozenset(code for code, model in models().items() if model.by_time),
        usual_service=usual_service(_hourly(connection)),
    )


def _customers(connection: Connection) -> dict[int, CustomerFact]:
    c = customer.c
    rows = connection.execute(select(c.id, c.name, c.currency, c.hourly_rate_micro))
    return {
        key: CustomerFact(key, name, currency, None if micro is None else from_micro(micro))
        for key, name, currency, micro in rows
    }


def _hourly(connection: Connection) -> list[int]:
    c = service.c
    query = select(c.id).where(c.unit == HOUR_UNIT, ~c.archived)
    return list(connection.execute(query).scalars())


def _prices(connection: Connection) -> dict[int, Any]:
    c = service.c
    query = select(c.id, c.price_micro).where(c.unit == HOUR_UNIT, c.price_micro.is_not(None))
    return {key: from_micro(micro) for key, micro in connection.execute(query)}


def _lines(connection: Connection) -> dict[int, LineFact]:
    terms = _terms(connection)
    c = contract_line.c
    archived = contract.c.archived
    query = (
        select(c.id, contract.c.customer_id, c.service_id, line_label(), c.start, c.end, archived)
        .join(contract, contract.c.id == c.contract_id)
        .join(service, service.c.id == c.service_id)
        .order_by(contract.c.id, c.position, c.id)
    )
    return {
        row[0]: LineFact(*row, terms=tuple(terms.get(row[0], ())))
        for row in connection.execute(query)
    }


def _terms(connection: Connection) -> dict[int, list[TermsFact]]:
    c = line_terms.c
    query = select(c.line_id, c.valid_from, c.model, c.terms).order_by(c.line_id, c.valid_from)
    found: dict[int, list[TermsFact]] = defaultdict(list)
    line_id: int
    valid_from: date
    for line_id, valid_from, model, terms in connection.execute(query):
        found[line_id].append(TermsFact(valid_from, model, rate_of(terms)))
    return found
