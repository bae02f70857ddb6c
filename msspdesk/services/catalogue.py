"""The catalogue: what is sold, in which unit, at which list price and tax class."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any, Final

from msspdesk.db.book import Book, Work
from msspdesk.db.queries import parties
from msspdesk.db.queries.parties import ServiceRow
from msspdesk.domain import checks, words
from msspdesk.domain.catalogue import Service
from msspdesk.domain.errors import InvalidInput, Problem
from msspdesk.domain.tax import TaxClass
from msspdesk.services.changes import Changes
from msspdesk.services.keeping import Kept
from msspdesk.services.undoing import added

_SERVICES: Final = Kept(Service, frozenset({"services"}))

_FIELDS: Final[Mapping[str, checks.Check]] = {
    "code": checks.word,
    "name": checks.name,
    "name_de": checks.words,
    "description": checks.note,
    "unit": checks.unit_code,
    "price": checks.price_micro,
    "tax_class": checks.one_of(*(each.value for each in TaxClass)),
    "item_code": checks.item_code,
}


def list_rows(book: Book, filter: str = "", *, archived: bool = False) -> list[ServiceRow]:  # noqa: A002
    """Services by name whose code or names begin with every typed word."""
    with book.read() as work:
        rows = parties.service_rows(work.connection, archived=archived)
    return [row for row in rows if words.matches(filter, row.code, row.name, row.name_de)]


def add(book: Book, name: str, **fields: Any) -> Changes:
    """A new service from its name; the code is made from it where none is given."""
    values = checks.cleaned(_FIELDS, {"name": name} | fields)
    with book.write() as work:
        row = Service(uuid=str(uuid.uuid4()))
        _put(work, row, values)
        row.code = row.code or _code(work, row.name)
        work.add(row)
        step = added(row)
    return _SERVICES.told("Add service", row, step)


def update(book: Book, service_id: int, version: int, **fields: Any) -> Changes:
    """Change fields: code, name, name_de, description, unit, price (Decimal or None),
    tax_class, item_code (that of the tax office, such as India's SAC).

    Drafts and issued invoices keep what they say; contracts read the new facts.
    """
    values = checks.cleaned(_FIELDS, fields)
    return _change(book, service_id, version, lambda work, row: _put(work, row, values))


def archive(book: Book, service_id: int, version: int, *, archived: bool = True) -> Changes:
    """Out of lists and completion, with contracts left as they are; or back again."""
    label = "Archive service" if archived else "Bring service back"
    return _change(
        book, service_id, version, lambda _, row: setattr(row, "archived", archived), label
    )


def delete(book: Book, service_id: int, version: int) -> Changes:
    """Delete a service that nothing names. DomainError("still_in_use"): archive instead."""
    return _SERVICES.delete(book, service_id, version, "Delete service")


def _put(work: Work, row: Service, values: Mapping[str, Any]) -> None:
    if "code" in values and values["code"].casefold() in parties.codes(work.connection, row.id):
        raise InvalidInput([Problem("code_taken", "code", {"value": values["code"]})])
    for name, value in values.items():
        setattr(row, "price_micro" if name == "price" else name, value)


def _code(work: Work, name: str) -> str:
    """Capitals of the first word, with a number where it is taken."""
    found = words.fold(name) or ["service"]
    base, taken = found[0][:30].upper(), set(parties.codes(work.connection))
    choices = (base, *(f"{base}{number}" for number in range(2, 1000)))
    return next((each for each in choices if each.casefold() not in taken), str(uuid.uuid4()))


def _change(
    book: Book,
    service_id: int,
    version: int,
    change: Callable[[Work, Service], object],
    label: str = "Change service",
) -> Changes:
    return _SERVICES.change(book, service_id, version, change, label)
