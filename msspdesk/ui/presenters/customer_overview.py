"""A customer at a glance: what was agreed, what it earns, what is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from msspdesk.domain.errors import DomainError
from msspdesk.services import contracts, counts, customer_page, earnings, sellers
from msspdesk.services.changes import Changes
from msspdesk.services.invoices import State
from msspdesk.texts import _, formats, ngettext, places
from msspdesk.ui.presenters import customer_rows
from msspdesk.ui.presenters.base import OnError, Presenter, Runner
from msspdesk.ui.presenters.customer_rows import CountItem, LineItem, Target, WaitingItem

if TYPE_CHECKING:
    from msspdesk.db.book import Book
    from msspdesk.services.customer_page import CustomerPage
    from msspdesk.services.earnings import MonthFigures

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure: number, unit, reason, tone."""

    label: str
    text: str
    unit: str = ""
    reason: str = ""
    tone: str = "text"


@dataclass(frozen=True, slots=True)
class RatePoint:
    """The effective rate of a month in minor units an hour, None without hours."""

    month: date
    minor: int | None


@dataclass(frozen=True, slots=True)
class _Loaded:
    page: CustomerPage | None
    today: date
    target: Target
    counts: tuple[CountItem, ...]
    kinds: tuple[str, ...]


class CustomerOverview(Presenter):
    """The customer that is open; `page` is None before the first one."""

    watches = frozenset(
        {"customers", "seller", "time", "invoices", "contracts", "counts", "billing", "services"}
    )

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self.customer_id: int | None = None
        self.page: CustomerPage | None = None
        self.today = date.min
        self.target = Target(None, "")
        self.kinds: tuple[str, ...] = ()
        self.lines: tuple[LineItem, ...] = ()
        self.counts: tuple[CountItem, ...] = ()
        self.waiting: tuple[WaitingItem, ...] = ()
        self.rates: tuple[RatePoint, ...] = ()

    # -- what is shown

    def open(self, customer_id: int | None) -> None:
        """Show another customer; the one before stands until the new one is read."""
        if customer_id == self.customer_id:
            return
        self.customer_id, self.rates = customer_id, ()
        if customer_id is None:
            self.page = None
            self.updated()
        elif self._in_sight:
            self.reload()
        else:
            self._stale = True

    def reload(self) -> None:
        customer_id = self.customer_id
        if customer_id is not None:
            self.read(lambda book: _load(book, customer_id), self._loaded)

    def _loaded(self, found: _Loaded) -> None:
        self.page, self.today, self.target = found.page, found.today, found.target
        self.counts, self.kinds = found.counts, found.kinds
        page = found.page
        if page is None:
            self.customer_id = None
        else:
            self.lines = customer_rows.line_items(page, self.today, self.target)
            self.waiting = customer_rows.waiting_items(page.waiting)
            self.read(lambda book: _rates(book, page.id, page.currency), self._rated, key="rates")
        self.updated()

    def _rated(self, rates: tuple[RatePoint, ...]) -> None:
        self.rates = rates
        self.updated()

    def about(self) -> str:
        """Where they are and how they pay, in one line."""
        page = self.page
        if page is None:
            return ""
        if page.left_behind is not None:
            what = customer_rows.unfinished_words(page.left_behind)
            unbilled = _("In the archive. Not billed there: {what}.").format(what=what)
            return unbilled if what else _("In the archive.")
        place = page.sites[0] if page.sites else None
        country = places.country(place.country) if place is not None and place.country else ""
        city = place.city if place is not None else ""
        pays = ngettext("Pays in {days} day", "Pays in {days} days", page.terms_days)
        receiver = next((each for each in page.contacts if each.gets_invoices), None)
        facts = [
            ", ".join(word for word in (city, country) if word),
            _("Private person") if page.status == "consumer" else page.vat_id,
            pays.format(days=page.terms_days),
            _("Invoices to {name}").format(name=receiver.name or receiver.email)
            if receiver is not None and (receiver.name or receiver.email)
            else "",
        ]
        return " ".join(f"{fact}." for fact in facts if fact)

    def figures(self) -> tuple[Figure, ...]:
        """Effective rate, revenue, hours, open."""
        page = self.page
        if page is None:
            return ()
        return (self._rate(page), self._revenue(page), self._hours(page), self._open(page))

    def month_name(self) -> str:
        """ "November"."""
        return formats.month(self.today).split()[0]

    def _before(self) -> str:
        return formats.month(self.today.replace(day=1) - timedelta(days=1)).split()[0]

    def _rate(self, page: CustomerPage) -> Figure:
        label = _("Effective rate, {month}").format(month=self.month_name())
        minor = page.month.rate_minor if page.month is not None else None
        if minor is None:
            return Figure(label, "–", reason=_("no hours yet"), tone="muted")
        unit, text = f"{page.currency}/h", formats.amount(minor, page.currency)
        aim = self.target.minor(page.currency)
        if aim is None:
            return Figure(label, text, unit)
        apart = formats.amount(abs(aim - minor), page.currency)
        words = _("{apart} below target {target}") if minor < aim else _("{apart} above {target}")
        reason = words.format(apart=apart, target=formats.amount(aim, page.currency))
        return Figure(label, text, unit, reason, "warn" if minor < aim else "text")

    def _revenue(self, page: CustomerPage) -> Figure:
        label = _("Revenue, {month}").format(month=self.month_name())
        total = page.month.total_minor if page.month is not None else 0
        text = formats.amount(total, page.currency)
        reason = ""
        if page.previous is not None:
            more = total - page.previous.total_minor
            sign = "+" if more > 0 else ""
            words = _("{more} against {month}") if more else _("as in {month}")
            amount = sign + formats.amount(more, page.currency)
            reason = words.format(more=amount, month=self._before())
        return Figure(label, text, page.currency, reason)

    def _hours(self, page: CustomerPage) -> Figure:
        label = _("Hours, {month}").format(month=self.month_name())
        minutes = page.month.minutes if page.month is not None else 0
        before = page.previous.minutes if page.previous is not None else 0
        reason = _("{hours} in {month}").format(hours=formats.hours(before), month=self._before())
        return Figure(label, formats.hours(minutes), reason=reason)

    def _open(self, page: CustomerPage) -> Figure:
        rows = [row for row in page.waiting if row.state != State.DRAFT]
        own = [row for row in rows if row.currency == page.currency]
        text = formats.amount(sum(row.open_minor for row in own), page.currency)
        late = max((row.days_overdue for row in rows), default=0)
        due = min((row.due_date for row in rows if row.due_date is not None), default=None)
        if late:
            words = customer_rows.overdue_words(late)
            return Figure(_("Open"), text, page.currency, words, "bad")
        if due is not None:
            words = _("due {day}").format(day=formats.day_short(due))
            return Figure(_("Open"), text, page.currency, words)
        return Figure(_("Open"), text, page.currency, _("nothing is open"))

    def month_figures(self) -> MonthFigures | None:
        """The sums under the lines."""
        return self.page.month if self.page is not None else None

    # -- deeds

    def new_contract(self, done: Callable[[int], None]) -> None:
        """A contract from the first of this month on."""
        customer_id = self.customer_id
        if customer_id is None:
            return

        def job(book: Book) -> Changes:
            return contracts.add_contract(book, customer_id, start=book.today().replace(day=1))

        self.write(job, lambda changes: done(changes.ids[0]))

    def record_count(
        self,
        kind: str,
        quantity: Decimal,
        day: date | None,
        site_id: int | None,
        done: Callable[[], None],
        on_error: OnError,
    ) -> None:
        """From `day` on, today if none is given, the customer has so many."""
        customer_id, from_day = self.customer_id, day or self.today
        if customer_id is not None:
            self.write(
                lambda book: counts.record_count(
                    book, customer_id, kind, from_day, quantity, site_id=site_id
                ),
                lambda _changes: done(),
                on_error=on_error,
                notice=_("Count entered"),
            )


def _load(book: Book, customer_id: int) -> _Loaded:
    seller = sellers.page(book)
    try:
        page = customer_page.page(book, customer_id)
    except DomainError:
        page = None
    found = page.counts if page is not None else ()
    return _Loaded(
        page=page,
        today=book.today(),
        target=Target(seller.rate_target, seller.currency),
        counts=customer_rows.count_items(found, counts.history(book, customer_id)),
        kinds=tuple(counts.kinds(book)),
    )


def _rates(book: Book, customer_id: int, currency: str) -> tuple[RatePoint, ...]:
    """The last twelve months, the present one last."""
    first = book.today().replace(day=1)
    months = [first]
    while len(months) < MONTHS:
        months.insert(0, (months[0] - timedelta(days=1)).replace(day=1))
    points = []
    for month in months:
        found = earnings.month(book, month, customer_id)
        rates = [each.rate_minor for each in found if each.currency == currency]
        points.append(RatePoint(month, rates[0] if rates else None))
    return tuple(points)
