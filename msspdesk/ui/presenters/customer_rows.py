"""The rows of a customer's page, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from msspdesk.domain.money import round_exact, to_minor
from msspdesk.services.invoices import State
from msspdesk.texts import _, formats, ngettext
from msspdesk.ui.presenters.contract_words import last_day, price_words

if TYPE_CHECKING:
    from msspdesk.services.contracts import ContractPage, LineView
    from msspdesk.services.counts import CountView
    from msspdesk.services.customer_page import CustomerPage
    from msspdesk.services.earnings import LineFigures
    from msspdesk.services.invoices import InvoiceRow
    from msspdesk.services.left_behind import Unfinished

OUTSIDE = 0  # id of the row for work and money that belong to no contract line


@dataclass(frozen=True, slots=True)
class Target:
    """The rate an hour should bring, None: none set or another currency."""

    rate: Decimal | None
    currency: str

    def minor(self, currency: str) -> int | None:
        """In minor units, only for customers of the owner's currency."""
        if self.rate is None or currency != self.currency:
            return None
        return to_minor(self.rate, currency)


@dataclass(frozen=True, slots=True)
class LineItem:
    """A contract line in this month, or the heading of a contract (negative id)."""

    id: int
    contract_id: int | None
    title: str
    price: str = ""
    hours: str = ""
    amount: str = ""
    rate: str = ""
    low: bool = False
    heading: bool = False


@dataclass(frozen=True, slots=True)
class CountItem:
    """The newest count of a kind, and since when it holds."""

    id: int
    kind: str
    quantity: str
    since: str
    site_id: int | None


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """A draft, or an invoice that is not paid yet."""

    id: int
    name: str
    state: str
    tone: str
    amount: str
    draft: bool


def line_items(page: CustomerPage, today: date, target: Target) -> tuple[LineItem, ...]:
    """Lines of every contract; headings only where there are several."""
    items: list[LineItem] = []
    several = len(page.contracts) > 1
    for contract in page.contracts:
        if several:
            items.append(_heading(contract))
        items += [_line(page, line, today, target) for line in contract.lines]
    outside = page.month.lines.get(None) if page.month is not None else None
    if outside is not None and (outside.minutes or outside.revenue_minor):
        item = LineItem(OUTSIDE, None, _("Outside contracts"))
        items.append(_with_figures(item, outside, page.currency, target))
    return tuple(items)


def _heading(contract: ContractPage) -> LineItem:
    title = contract.title or _("Contract")
    note = contract_note(contract)
    return LineItem(-contract.id, contract.id, title, note, heading=True)


def contract_note(contract: ContractPage) -> str:
    """ "since 1 Jul 2024, ends 30 Jun 2027"."""
    facts = [_("since {day}").format(day=formats.day(contract.start))]
    end = last_day(contract.end)
    if end is not None:
        facts.append(_("ends {day}").format(day=formats.day(end)))
    return ", ".join(facts)


def _line(page: CustomerPage, line: LineView, today: date, target: Target) -> LineItem:
    terms = line.terms_on(today)
    price = ""
    if terms is not None:
        count = count_of(page.counts, line) if line.count_kind else None
        price = price_words(terms, page.currency, count)
        if terms.model == "hourly" and terms.terms.get("rate") is not None:
            price = _("{price} an hour").format(price=price)
    item = LineItem(line.id, line.contract_id, line.title, price)
    found = page.month.lines.get(line.id) if page.month is not None else None
    return item if found is None else _with_figures(item, found, page.currency, target)


def count_of(counts: Iterable[CountView], line: LineView) -> Decimal | None:
    """The newest count a line reads, over all sites unless it names one."""
    mine = [
        each.quantity
        for each in counts
        if each.kind == line.count_kind and line.site_id in (None, each.site_id)
    ]
    return sum(mine, Decimal(0)) if mine else None


def _with_figures(item: LineItem, found: LineFigures, currency: str, target: Target) -> LineItem:
    minutes, revenue = found.minutes, found.revenue_minor
    rate = round_exact(Fraction(revenue * 60, minutes)) if minutes else None
    aim = target.minor(currency)
    return replace(
        item,
        hours=formats.hours(minutes) if minutes else "",
        amount=formats.amount(revenue, currency) if revenue else "",
        rate="" if rate is None else formats.amount(rate, currency),
        low=rate is not None and aim is not None and rate < aim,
    )


def count_items(counts: Iterable[CountView], history: Iterable[CountView]) -> tuple[CountItem, ...]:
    """Each newest count with its day and the one before it."""
    older = {(each.kind, each.site_id, each.day): each.quantity for each in history}
    return tuple(_count(each, older) for each in counts)


def _count(count: CountView, older: dict[tuple[str, int | None, date], Decimal]) -> CountItem:
    before = [
        (day, quantity)
        for (kind, site, day), quantity in older.items()
        if (kind, site) == (count.kind, count.site_id) and day < count.day
    ]
    since = [formats.day(count.day)]
    if before:
        was = max(before)[1]
        unchanged = was == count.quantity
        words = _("unchanged") if unchanged else _("was {count}")
        since.append(words.format(count=formats.quantity(was)))
    kind = f"{count.kind}, {count.site}" if count.site else count.kind
    return CountItem(
        count.id, kind, formats.quantity(count.quantity), ", ".join(since), count.site_id
    )


def waiting_items(rows: Iterable[InvoiceRow]) -> tuple[WaitingItem, ...]:
    """Overdue first, then by due day; drafts last."""
    ordered = sorted(rows, key=lambda row: (row.state == State.DRAFT, row.due_date or date.max))
    return tuple(_waiting(row) for row in ordered)


def _waiting(row: InvoiceRow) -> WaitingItem:
    draft = row.state == State.DRAFT
    words, tone = state_words(row)
    minor = row.amount_minor if draft else row.open_minor
    return WaitingItem(
        id=row.id,
        name=_("Draft") if draft else row.number or "",
        state=words,
        tone=tone,
        amount=formats.amount(minor, row.currency),
        draft=draft,
    )


def state_words(row: InvoiceRow) -> tuple[str, str]:
    """What stands beside an open invoice, and its tone."""
    if row.state == State.DRAFT:
        return (_("facts changed") if row.stale else _("before tax")), "muted"
    if row.days_overdue:
        return overdue_words(row.days_overdue), "bad"
    if row.due_date is None:
        return "", "muted"
    due = _("due {day}").format(day=formats.day_short(row.due_date))
    if row.state == State.PART_PAID:
        return _("part paid, {due}").format(due=due), "warn"
    return due, "muted"


def overdue_words(days: int) -> str:
    """ "17 days overdue"."""
    return ngettext("{days} day overdue", "{days} days overdue", days).format(days=days)


def unfinished_words(waiting: Unfinished) -> str:
    """What an archived customer leaves unbilled: "3:20 h of work and 1 running contract"."""
    parts = []
    if waiting.minutes:
        parts.append(_("{hours} h of work").format(hours=formats.hours(waiting.minutes)))
    if waiting.contracts:
        words = ngettext("{n} running contract", "{n} running contracts", waiting.contracts)
        parts.append(words.format(n=waiting.contracts))
    return _(" and ").join(parts)
