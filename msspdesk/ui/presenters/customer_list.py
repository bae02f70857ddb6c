"""The list of customers with what an hour for each of them brings this month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from msspdesk.domain.money import to_minor
from msspdesk.domain.words import matches
from msspdesk.services import customers, earnings, left_behind, sellers
from msspdesk.services.changes import Changes
from msspdesk.texts import _, formats, places
from msspdesk.ui.presenters.base import Presenter, Runner
from msspdesk.ui.presenters.customer_rows import unfinished_words

if TYPE_CHECKING:
    from msspdesk.db.book import Book
    from msspdesk.db.queries.parties import CustomerRow
    from msspdesk.services.left_behind import Unfinished


@dataclass(frozen=True, slots=True)
class CustomerItem:
    """One row. `unit` names the currency where it is not the owner's."""

    id: int
    name: str
    rate: str
    unit: str
    low: bool
    archived: bool


@dataclass(frozen=True, slots=True)
class Rates:
    """Effective rates of a month in minor units an hour, by customer, in their currency."""

    today: date
    currency: str
    target: Decimal | None
    minor: Mapping[int, int]

    def low(self, row: CustomerRow) -> bool:
        """Below the target, which is in the owner's currency and judges no other."""
        rate = self.minor.get(row.id)
        if rate is None or self.target is None or row.currency != self.currency:
            return False
        return rate < to_minor(self.target, self.currency)


class CustomerList(Presenter):
    """Customers that match the filter. The rates follow by themselves when they are known."""

    watches = frozenset(
        {"customers", "seller", "time", "invoices", "contracts", "counts", "billing", "services"}
    )

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self.items: tuple[CustomerItem, ...] = ()
        self.total = 0
        self.filter = ""
        self.with_archived = False
        self.loaded = False
        self.rates: Rates | None = None
        self._rows: tuple[CustomerRow, ...] = ()

    def reload(self) -> None:
        self.read(_load, self._loaded)
        self.read(_rates, self._rated, key="rates")

    def _loaded(self, rows: tuple[CustomerRow, ...]) -> None:
        self._rows, self.loaded = rows, True
        self.total = sum(not row.archived for row in rows)
        self._narrow()

    def _rated(self, rates: Rates) -> None:
        self.rates = rates
        self._narrow()

    def _narrow(self) -> None:
        self.items = tuple(
            self._item(row)
            for row in self._rows
            if (self.with_archived or not row.archived)
            and matches(self.filter, row.name, row.short, row.city, _country(row))
        )
        self.updated()

    def _item(self, row: CustomerRow) -> CustomerItem:
        rates = self.rates
        minor = rates.minor.get(row.id) if rates is not None else None
        foreign = minor is not None and rates is not None and row.currency != rates.currency
        return CustomerItem(
            id=row.id,
            name=row.name,
            rate="" if minor is None else formats.amount(minor, row.currency),
            unit=row.currency if foreign else "",
            low=rates is not None and rates.low(row),
            archived=row.archived,
        )

    def search(self, text: str) -> None:
        self.filter = text
        self._narrow()

    def show_archived(self, *, shown: bool) -> None:
        self.with_archived = shown
        self._narrow()

    def is_archived(self, customer_id: int) -> bool:
        """Whether the customer is put away."""
        return any(row.archived for row in self._rows if row.id == customer_id)

    def has(self, customer_id: int) -> bool:
        """Whether the customer is in the list as it is filtered."""
        return any(item.id == customer_id for item in self.items)

    # -- deeds

    def archive(self, customer_id: int) -> None:
        """Put away or bring back, with all history kept; undo takes it back."""
        archived = not self.is_archived(customer_id)
        name = next((row.name for row in self._rows if row.id == customer_id), "")
        waiting: list[Unfinished] = []

        def job(book: Book) -> Changes:
            if archived:
                waiting.append(left_behind.unfinished(book, customer_id))
            version = customers.version(book, customer_id)
            return customers.archive(book, customer_id, version, archived=archived)

        def done(changes: Changes) -> None:
            if waiting and (waiting[0].contracts or waiting[0].minutes):
                words = _left_behind(name, waiting[0])
                self.runner.notify(words, tone="warn", undo=changes.undo)

        self.write(job, done)

    def delete(self, customer_id: int) -> None:
        """For good if there is no history; else the sentence says to archive."""
        self.write(
            lambda book: customers.delete(book, customer_id, customers.version(book, customer_id))
        )


def _left_behind(name: str, waiting: Unfinished) -> str:
    return _("{name} is archived; {what} will not be billed until it is brought back").format(
        name=name, what=unfinished_words(waiting)
    )


def _country(row: CustomerRow) -> str:
    return places.country(row.country) if row.country else ""


def _load(book: Book) -> tuple[CustomerRow, ...]:
    return tuple(customers.list_rows(book, archived=True))


def _rates(book: Book) -> Rates:
    seller, today = sellers.page(book), book.today()
    figures = earnings.month(book, today)
    minor = {each.customer_id: each.rate_minor for each in figures if each.rate_minor is not None}
    return Rates(today, seller.currency, seller.rate_target, minor)
