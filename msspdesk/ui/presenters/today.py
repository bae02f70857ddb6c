"""Today: what needs the owner, each with its one button, and how the month stands."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msspdesk.services import customers, sellers, tax_watch, today
from msspdesk.services.earnings import MonthFigures
from msspdesk.services.tax_watch import TaxWarning
from msspdesk.services.today import TodayPage
from msspdesk.texts import _, formats, ngettext
from msspdesk.ui.presenters import today_items, today_month
from msspdesk.ui.presenters.base import Presenter, Runner
from msspdesk.ui.presenters.tax_notes import TaxNote, notes
from msspdesk.ui.presenters.today_items import ItemRow
from msspdesk.ui.presenters.today_month import Hours, Money, Rate

if TYPE_CHECKING:
    from msspdesk.db.book import Book

_Loaded = tuple[TodayPage, bool, Decimal | None]


class Today(Presenter):
    """`rows` are headings and items; `fresh` says that there is no customer yet."""

    watches = frozenset(
        {
            *("customers", "services", "seller", "contracts", "counts", "billing"),
            *("time", "timer", "invoices", "payments", "tax"),
        }
    )

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self.loaded = False
        self.fresh = False
        self.title = ""
        self.note = ""
        self.count = 0
        self.rows: tuple[ItemRow, ...] = ()
        self._page: TodayPage | None = None
        self._tax: tuple[TaxNote, ...] = ()
        self.hours: Hours | None = None
        self.money: tuple[Money, ...] = ()
        self.rate: Rate | None = None
        self.customers_title = ""
        self.customers: tuple[MonthFigures, ...] = ()
        self.target: Decimal | None = None
        self.sorted_key, self.sorted_down = "minutes", True

    def reload(self) -> None:
        self.read(_load, self._loaded)
        self.read(tax_watch.warnings, self._watched, key="tax")

    def _watched(self, found: list[TaxWarning]) -> None:
        """What to look at about tax comes after the page, which does not wait for it."""
        self._tax = tuple(notes(found))
        self._list()
        self.updated()

    def row(self, row_id: int) -> ItemRow | None:
        """The item with this id, None for a heading."""
        return next((row for row in self.rows if row.id == row_id and not row.heading), None)

    def sort(self, key: str, down: bool) -> None:
        """Order the customers by name or by hours."""
        self.sorted_key, self.sorted_down = key, down
        self.customers = self._ordered(self.customers)
        self.updated()

    def bring_back(self, customer_id: int) -> None:
        """Out of the archive, so that the customer is billed again."""
        self.write(
            lambda book: customers.archive(
                book, customer_id, customers.version(book, customer_id), archived=False
            )
        )

    def is_low(self, figures: MonthFigures) -> bool:
        """Whether an hour for this customer brings less than the owner's target."""
        page_currency = self.money[0].currency if self.money else ""
        if self.target is None or figures.currency != page_currency:
            return False
        return today_month.below(figures.rate_minor, figures.currency, self.target)

    def _loaded(self, loaded: _Loaded) -> None:
        page, has_customers, self.target = loaded
        self.loaded, self.fresh = True, not has_customers and not page.items
        self.title = formats.weekday_day_long(page.today)
        self._page = page
        self._list()
        self.hours = today_month.hours(page)
        self.money = today_month.money(page)
        self.rate = today_month.rate(page, self.target)
        month = today_items.month_name(page.hours.month.start)
        self.customers_title = _("Customers in {month}").format(month=month)
        self.customers = self._ordered(page.customers)
        self.updated()

    def _list(self) -> None:
        if self._page is not None:
            self.rows = today_items.rows(self._page, self._tax)
            self.count = sum(1 for row in self.rows if row.needs_owner)
            self.note = _note(self.rows, self._page)

    def _ordered(self, figures: tuple[MonthFigures, ...]) -> tuple[MonthFigures, ...]:
        by_name = sorted(figures, key=lambda each: each.customer.casefold())
        if self.sorted_key == "customer":
            return tuple(reversed(by_name) if self.sorted_down else by_name)
        return tuple(sorted(by_name, key=lambda each: each.minutes, reverse=self.sorted_down))


def _load(book: Book) -> _Loaded:
    page = today.today(book)
    has_customers = bool(page.customers) or bool(customers.list_rows(book))
    return page, has_customers, sellers.page(book).rate_target


def _note(rows: tuple[ItemRow, ...], page: TodayPage) -> str:
    """ "9 things need you, 3 of them hold up July"."""
    count = sum(1 for row in rows if row.needs_owner)
    if not count:
        return _("Nothing needs you")
    told = ngettext("{n} thing needs you", "{n} things need you", count).format(n=count)
    held = sum(row.holds_up for row in rows)
    if not held:
        return told
    month = today_items.month_name(page.horizon.last_day)
    if held == count:
        return (
            _("{told} and hold up {month}").format(told=told, month=month)
            if count > 1
            else (_("{told} and holds up {month}").format(told=told, month=month))
        )
    rest = ngettext("{n} of them holds up {month}", "{n} of them hold up {month}", held)
    return f"{told}, {rest.format(n=held, month=month)}"
