"""The list of contracts, by customer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msspdesk.domain.words import matches
from msspdesk.services import contracts, customers
from msspdesk.services.changes import Changes
from msspdesk.ui.presenters.base import Presenter, Runner

if TYPE_CHECKING:
    from msspdesk.db.book import Book
    from msspdesk.services.contracts import ContractRow

Choices = list[tuple[int, str]]


class ContractList(Presenter):
    """All contracts that match the filter; those in the archive only where asked for."""

    watches = frozenset({"contracts", "customers", "services"})

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self.rows: tuple[ContractRow, ...] = ()
        self.filter = ""
        self.total = 0

    def reload(self) -> None:
        self.read(contracts.rows, self._loaded)

    def _loaded(self, rows: list[ContractRow]) -> None:
        open_rows = [row for row in rows if not row.archived]
        self.total = len(open_rows)
        self.rows = tuple(
            row for row in open_rows if matches(self.filter, row.customer, row.title, *row.titles)
        )
        self.updated()

    def search(self, text: str) -> None:
        self.filter = text
        self.reload()

    def with_customers(self, ready: Callable[[Choices], None]) -> None:
        """Whom a new contract may be for, whether the list was ever looked at or not."""

        def names(book: Book) -> Choices:
            return [(row.id, row.name) for row in customers.list_rows(book)]

        self.read(names, ready, key="customers")

    def new(self, customer_id: int, done: Callable[[int], None]) -> None:
        """A contract that starts on the first of this month; it can be changed at once."""

        def job(book: Book) -> Changes:
            return contracts.add_contract(book, customer_id, start=book.today().replace(day=1))

        self.write(job, lambda changes: done(changes.ids[0]))

    def archive(self, contract_id: int) -> None:
        """Put it away; undo brings it back."""
        self.write(lambda book: contracts.archive_contract(book, contract_id))
