"""The catalogue of services: the list, and the one that is open, field by field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msspdesk.domain.words import matches
from msspdesk.services import catalogue, sellers
from msspdesk.services.changes import Changes
from msspdesk.ui.presenters import choices
from msspdesk.ui.presenters.base import OnError, Presenter, Runner
from msspdesk.ui.presenters.customer_record import FirstStore, Values

if TYPE_CHECKING:
    from msspdesk.db.book import Book
    from msspdesk.db.queries.parties import ServiceRow

FIELDS = ("name", "name_de", "code", "unit", "price", "tax_class", "item_code", "description")


@dataclass(frozen=True, slots=True)
class _Loaded:
    rows: tuple[ServiceRow, ...]
    currency: str
    item_code: str


class Catalogue(Presenter):
    """Services that match the filter; those in the archive only where asked for."""

    watches = frozenset({"services", "seller"})

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self.rows: tuple[ServiceRow, ...] = ()
        self.total = 0
        self.currency = ""
        self.item_code = ""
        """What the tax office calls its codes of services; empty where it has none."""
        self.filter = ""
        self.with_archived = False
        self.service_id: int | None = None
        self.adding = False
        self.loaded = False
        self._all: tuple[ServiceRow, ...] = ()
        self._first = self._begin_store()

    # -- what is shown

    def reload(self) -> None:
        self.read(_load, self._loaded)

    def _loaded(self, found: _Loaded) -> None:
        self._all, self.currency, self.loaded = found.rows, found.currency, True
        self.item_code = found.item_code
        self.total = sum(not row.archived for row in self._all)
        if self.row is None:
            self.service_id = None
        self._narrow()

    def _narrow(self) -> None:
        self.rows = tuple(
            row
            for row in self._all
            if (self.with_archived or not row.archived)
            and matches(self.filter, row.code, row.name, row.name_de)
        )
        self.updated()

    def search(self, text: str) -> None:
        self.filter = text
        self._narrow()

    def show_archived(self, *, shown: bool) -> None:
        self.with_archived = shown
        self._narrow()

    @property
    def row(self) -> ServiceRow | None:
        """The service that is open, or None."""
        return next((row for row in self._all if row.id == self.service_id), None)

    def values(self) -> dict[str, Any]:
        """The fields of the form; a new service begins with what is usual."""
        if self.adding:
            usual = dict.fromkeys(FIELDS) | {"unit": "C62", "tax_class": "managed_it"}
            return usual | self._first.values
        row = self.row
        return {name: getattr(row, name) for name in FIELDS} if row is not None else {}

    # -- deeds

    def open(self, service_id: int | None) -> None:
        self.service_id, self.adding = service_id, False
        self.updated()

    def begin(self) -> None:
        """A new service; it is stored as soon as it has a name."""
        self.service_id, self.adding = None, True
        self._first = self._begin_store()
        self.updated()

    def change(self, key: str, value: Any, on_error: OnError) -> None:
        """A field was left with a new value."""
        if self.adding:
            self._first.put(key, value, on_error)
            return
        service_id = self.service_id
        if service_id is not None:
            self.write(
                lambda book: catalogue.update(
                    book, service_id, _version(book, service_id), **{key: value}
                ),
                on_error=on_error,
            )

    def _begin_store(self) -> FirstStore:
        return FirstStore(self._add, self.change, lambda values: bool(values.get("name")))

    def _add(self, values: Values, on_done: Callable[[], None], on_error: OnError) -> None:
        def done(changes: Changes) -> None:
            self.service_id, self.adding = changes.ids[0], False
            on_done()
            self.reload()

        self.write(lambda book: catalogue.add(book, **values), done, on_error=on_error)

    def archive(self, service_id: int) -> None:
        """Put away, or bring back; undo takes either back."""
        row = next((each for each in self._all if each.id == service_id), None)
        if row is not None:
            self.write(
                lambda book: catalogue.archive(
                    book, service_id, _version(book, service_id), archived=not row.archived
                )
            )

    def delete(self, service_id: int) -> None:
        """For good if nothing names it; else the sentence says to archive it."""
        self.write(lambda book: catalogue.delete(book, service_id, _version(book, service_id)))


def _load(book: Book) -> _Loaded:
    rows = tuple(catalogue.list_rows(book, archived=True))
    seller = sellers.page(book)
    return _Loaded(rows, seller.currency, choices.item_code(seller.country))


def _version(book: Book, service_id: int) -> int:
    """Fields are stored one by one in their order, so each takes the newest version."""
    found = (row for row in catalogue.list_rows(book, archived=True) if row.id == service_id)
    return next((row.version for row in found), 0)
