"""What needs the owner today, and how the month stands.

Each item carries one action. The run behind "Month end" is that of
`billing_horizon`: from three days before the end of a month all of that month,
else everything of the months that are over, and what is billed in advance so far.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from msspdesk.db.book import Book
from msspdesk.db.queries import earnings as queries
from msspdesk.db.queries import parties, rates
from msspdesk.db.queries.earnings import WorkedTime
from msspdesk.domain.periods import Horizon, Period
from msspdesk.domain.proposals import Proposal, ProposedCustomer
from msspdesk.domain.rates import RateBook, Treatment
from msspdesk.services import billing_run, earnings, invoices, month_end, timer
from msspdesk.services.earnings import MonthFigures, month_of
from msspdesk.services.invoices import InvoiceRow, State
from msspdesk.services.left_behind import minutes_by_customer
from msspdesk.services.month_end import Outgoing

_LAST_DAYS: Final = 3


class Kind(StrEnum):
    """What an item is about."""

    MONTH_END = "month_end"
    MISSING = "missing"
    OLD_COUNT = "old_count"
    TAX = "tax"
    LOOSE_TIME = "loose_time"
    ARCHIVED_TIME = "archived_time"
    DRAFTS = "drafts"
    OVERDUE = "overdue"
    TIMER = "timer"


class Action(StrEnum):
    """What the one button of an item does."""

    OPEN_MONTH_END = "open_month_end"
    ENTER_COUNT = "enter_count"
    SET_RATE = "set_rate"
    OPEN_CONTRACT = "open_contract"
    ANSWER_TAX = "answer_tax"
    PLACE_TIME = "place_time"
    BRING_BACK = "bring_back"
    NAME_SERVICE = "name_service"
    OPEN_DRAFTS = "open_drafts"
    OPEN_INVOICE = "open_invoice"
    ANSWER_TIMER = "answer_timer"


@dataclass(frozen=True, slots=True)
class TodayItem:
    """One thing that needs the owner. `details` are its facts, worded by the screen.

    month_end: month (a day of it), due, ready, missing; missing and old_count:
    code, title, contract_id, line_id and the problem's own; tax: invoice_id,
    question codes; loose_time: minutes, day (the last one), entry_id (the first one);
    archived_time: minutes; drafts: count, stale; overdue: invoice_id, number, days;
    timer: started, minutes, customer.
    """

    kind: Kind
    action: Action
    customer_id: int | None = None
    customer: str = ""
    amount_minor: int | None = None
    currency: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HoursOfMonth:
    """Real minutes of a month: of each day, and by what becomes of them."""

    month: Period
    days: tuple[int, ...]
    split: Mapping[Treatment, int]

    @property
    def minutes(self) -> int:
        """All of the month."""
        return sum(self.days)


@dataclass(frozen=True, slots=True)
class MoneyOf:
    """Money in one currency, minor units. `to_bill` is before tax, the rest with tax.

    `to_bill` is all that a run up to the end of this month would bill; `received`
    is of this month, `open` and `overdue` of all time.
    """

    currency: str
    to_bill: int = 0
    received: int = 0
    open: int = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class TodayPage:
    """The whole page. `money` is by currency, the seller's own first."""

    today: date
    currency: str
    horizon: Horizon
    items: tuple[TodayItem, ...]
    hours: HoursOfMonth
    money: tuple[MoneyOf, ...]
    customers: tuple[MonthFigures, ...]


def billing_horizon(today: date) -> Horizon:
    """How far a run made today should look, see the top of this module."""
    month = month_of(today)
    if (month.end - today).days <= _LAST_DAYS:
        return Horizon.through(month.last_day)
    return Horizon(starts_until=today, ends_until=month.start)


def today(book: Book) -> TodayPage:
    """What needs the owner on the book's date, most pressing groups first."""
    day, horizon = book.today(), billing_horizon(book.today())
    outlook = month_end.outlook(book, horizon)
    month = month_of(day)
    with book.read() as work:
        rate_book = rates.load(work.connection)
        before = month_of(month.start - timedelta(days=1))
        worked = queries.worked(work.connection, before.start, month.end)
        received = queries.received(work.connection, month.start, month.end)
        archived = minutes_by_customer(parties.waiting_time(work.connection), rate_book)
    rows = invoices.rows(book)
    run = _run_of(book, month, outlook.proposal)
    items = (
        *_timer(book),
        *_billing(outlook.proposal, horizon),
        *_missing(outlook.proposal),
        *_tax((*outlook.documents, *outlook.drafts)),
        *_loose(worked, rate_book),
        *_archived(archived, rate_book),
        *_drafts(rows),
        *_overdue(rows),
    )
    return TodayPage(
        today=day,
        currency=outlook.currency,
        horizon=horizon,
        items=items,
        hours=_hours(month, worked, rate_book),
        money=_money(outlook.currency, run.nets, received, rows),
        customers=earnings.month(book, month.start, proposal=run),
    )


def _run_of(book: Book, month: Period, at_hand: Proposal) -> Proposal:
    """The run up to the end of the month; the one at hand where it reaches so far."""
    whole = Horizon.through(month.last_day)
    return at_hand if at_hand.horizon == whole else billing_run.preview(book, whole)


def _timer(book: Book) -> Iterator[TodayItem]:
    running = timer.read(book)
    if running is None:
        return
    started, now = (each.astimezone(book.zone) for each in (running.started_at, book.now()))
    if started.date() < now.date():
        minutes = int((now - running.started_at).total_seconds()) // 60
        yield TodayItem(
            Kind.TIMER,
            Action.ANSWER_TIMER,
            running.customer_id,
            running.customer,
            details={"started": started, "minutes": minutes, "customer": running.customer},
        )


def _billing(proposal: Proposal, horizon: Horizon) -> Iterator[TodayItem]:
    """One item a currency: what a run would bill now."""
    due: defaultdict[str, list[ProposedCustomer]] = defaultdict(list)
    for each in proposal.customers:
        if each.lines or any(missing.blocks for missing in each.missing):
            due[each.currency].append(each)
    for currency, customers in due.items():
        details = {
            "month": horizon.last_day,
            "due": len(customers),
            "ready": sum(each.ready for each in customers),
            "missing": sum(missing.blocks for each in customers for missing in each.missing),
            "minutes": sum(each.minutes for each in customers),
        }
        amount = sum(each.net_minor for each in customers)
        yield TodayItem(
            Kind.MONTH_END,
            Action.OPEN_MONTH_END,
            amount_minor=amount,
            currency=currency,
            details=details,
        )


_MENDED_BY: Final = {
    "count_missing": Action.ENTER_COUNT,
    "count_old": Action.ENTER_COUNT,
    "rate_missing": Action.SET_RATE,
    "time_without_service": Action.NAME_SERVICE,
}


def _missing(proposal: Proposal) -> Iterator[TodayItem]:
    for customer in proposal.customers:
        for each in customer.missing:
            amounts = [
                line.amount_minor
                for line in customer.lines
                if line.contract_line_id == each.contract_line_id
            ]
            old = each.problem.code == "count_old"
            yield TodayItem(
                Kind.OLD_COUNT if old else Kind.MISSING,
                _MENDED_BY.get(each.problem.code, Action.OPEN_CONTRACT),
                customer.customer_id,
                customer.name,
                sum(amounts) if amounts and each.contract_line_id is not None else None,
                customer.currency,
                {
                    **each.problem.details,
                    "code": each.problem.code,
                    "title": each.title,
                    "contract_id": each.contract_id,
                    "line_id": each.contract_line_id,
                },
            )


def _tax(documents: Iterable[Outgoing]) -> Iterator[TodayItem]:
    """One item a customer whose documents wait for an answer about tax."""
    seen: set[int] = set()
    for each in documents:
        if each.questions and each.customer_id not in seen:
            seen.add(each.customer_id)
            yield TodayItem(
                Kind.TAX,
                Action.ANSWER_TAX,
                each.customer_id,
                each.customer,
                each.net_minor,
                each.currency,
                {"invoice_id": each.invoice_id, "questions": each.questions},
            )


def _loose(worked: Iterable[WorkedTime], rate_book: RateBook) -> Iterator[TodayItem]:
    """Time not billed yet of customers with contracts that fits none of their lines."""
    found: defaultdict[int, list[WorkedTime]] = defaultdict(list)
    for each in worked:
        if each.billed or each.customer_id is None:
            continue
        if _treatment(each, rate_book) is Treatment.LOOSE and rate_book.running_lines(
            each.customer_id, each.day
        ):
            found[each.customer_id].append(each)
    for customer_id, entries in found.items():
        yield TodayItem(
            Kind.LOOSE_TIME,
            Action.PLACE_TIME,
            customer_id,
            rate_book.customers[customer_id].name,
            details={
                "minutes": sum(each.minutes for each in entries),
                "day": entries[-1].day,
                "entry_id": entries[0].entry_id,
            },
        )


def _archived(minutes: Mapping[int, int], rate_book: RateBook) -> Iterator[TodayItem]:
    """Work that no run bills, as its customer is in the archive."""
    for customer_id, waiting in minutes.items():
        yield TodayItem(
            Kind.ARCHIVED_TIME,
            Action.BRING_BACK,
            customer_id,
            rate_book.customers[customer_id].name,
            details={"minutes": waiting},
        )


def _treatment(each: WorkedTime, rate_book: RateBook) -> Treatment:
    return rate_book.treatment(
        each.customer_id, each.contract_line_id, each.day, billable=each.billable
    )


def _drafts(rows: Iterable[InvoiceRow]) -> Iterator[TodayItem]:
    by_currency: defaultdict[str, list[InvoiceRow]] = defaultdict(list)
    for row in rows:
        if row.state is State.DRAFT:
            by_currency[row.currency].append(row)
    for currency, found in by_currency.items():
        yield TodayItem(
            Kind.DRAFTS,
            Action.OPEN_DRAFTS,
            amount_minor=sum(row.amount_minor for row in found),
            currency=currency,
            details={"count": len(found), "stale": sum(row.stale for row in found)},
        )


def _overdue(rows: Iterable[InvoiceRow]) -> Iterator[TodayItem]:
    late = (row for row in rows if row.days_overdue > 0)
    for row in sorted(late, key=lambda row: -row.days_overdue):
        yield TodayItem(
            Kind.OVERDUE,
            Action.OPEN_INVOICE,
            row.customer_id,
            row.customer,
            row.open_minor,
            row.currency,
            {"invoice_id": row.id, "number": row.number, "days": row.days_overdue},
        )


def _hours(month: Period, worked: Iterable[WorkedTime], rate_book: RateBook) -> HoursOfMonth:
    days = [0] * month.days
    split = dict.fromkeys(Treatment, 0)
    for each in worked:
        if each.day in month:
            days[each.day.day - 1] += each.minutes
            split[_treatment(each, rate_book)] += each.minutes
    return HoursOfMonth(month, tuple(days), split)


def _money(
    own: str, to_bill: Mapping[str, int], received: Mapping[str, int], rows: Iterable[InvoiceRow]
) -> tuple[MoneyOf, ...]:
    still_open: defaultdict[str, int] = defaultdict(int)
    overdue: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        if row.state in {State.OPEN, State.PART_PAID, State.OVERDUE}:
            still_open[row.currency] += row.open_minor
            overdue[row.currency] += row.open_minor if row.days_overdue > 0 else 0
    currencies = {own} | to_bill.keys() | received.keys() | still_open.keys()
    return tuple(
        MoneyOf(
            currency,
            to_bill.get(currency, 0),
            received.get(currency, 0),
            still_open[currency],
            overdue[currency],
        )
        for currency in sorted(currencies, key=lambda each: (each != own, each))
    )
