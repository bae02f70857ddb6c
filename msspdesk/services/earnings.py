"""Hours and revenue of a month, customer by customer.

Revenue belongs to the time it is for: a line is spread by days over its service
period, and a month has the days that fall into it, so a yearly licence shows in
twelve months and a fee billed on 1 August for July is July's. A line without a
period counts on the day of issue, on a draft today. Drafts count like invoices, credit notes take
away, and to them comes what a billing run up to the end of the month would still
propose. A discount on a document lowers all its lines alike. Tax inside prices and
money for the fund of a profession are passed on and no revenue. Every amount is
rounded once, at the end. The effective rate is revenue by all hours worked for
the customer, billed or not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from msspdesk.db.book import Book
from msspdesk.db.queries import earnings as queries
from msspdesk.db.queries.earnings import BilledLine
from msspdesk.domain import checks
from msspdesk.domain.money import round_exact
from msspdesk.domain.periods import Horizon, Period
from msspdesk.domain.proposals import Proposal
from msspdesk.services import billing_run
from msspdesk.services.net_prices import NetPrices
from msspdesk.services.tax_answers import owner_rules
from msspdesk.services.tax_facts import load_desk

_Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class LineFigures:
    """One contract line in a month: minor units, and minutes worked on it."""

    revenue_minor: int
    minutes: int


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """A customer's month in one currency, in minor units before tax.

    `revenue_minor` is what documents say, `to_bill_minor` what is still to be
    billed of the month. `lines` is by contract line, None for what has none.
    """

    customer_id: int
    customer: str
    currency: str
    minutes: int
    revenue_minor: int
    to_bill_minor: int
    lines: Mapping[int | None, LineFigures]

    @property
    def id(self) -> int:
        """For tables."""
        return self.customer_id

    @property
    def total_minor(self) -> int:
        """Billed and still to be billed."""
        return self.revenue_minor + self.to_bill_minor

    @property
    def rate_minor(self) -> int | None:
        """Effective rate: minor units an hour, None without hours."""
        if not self.minutes:
            return None
        return round_exact(Fraction(self.total_minor * 60, self.minutes))


def month_of(day: date) -> Period:
    """The calendar month of a day."""
    first = day.replace(day=1)
    return Period(first, (first + timedelta(days=31)).replace(day=1))


def month(
    book: Book, day: date, customer_id: int | None = None, proposal: Proposal | None = None
) -> tuple[MonthFigures, ...]:
    """Figures of the month of `day` for customers with hours or money in it, by name.

    A `proposal` up to the end of that month is used if given, else made.
    DomainError("day_out_of_range") for a day no calendar of business has.
    """
    checks.day(day)
    span, today = month_of(day), book.today()
    if proposal is None:
        proposal = billing_run.preview(
            book, Horizon.through(span.last_day), customer_id=customer_id
        )
    with book.read() as work:
        lines = queries.billed_lines(
            work.connection, span.start, span.end, customer_id, undated_drafts=today in span
        )
        prices = NetPrices(work, lambda: load_desk(work, today, owner_rules(work)))
        tally = _Tally(span, prices)
        tally.bill(lines)
        tally.propose(proposal, customer_id)
        names = queries.names(work.connection)
        for each in queries.worked(work.connection, span.start, span.end, customer_id):
            if each.customer_id is not None:
                key = (each.customer_id, names[each.customer_id][1])
                tally.minutes[key][each.contract_line_id] += each.minutes
    found = (tally.figures(key, names[key[0]][0]) for key in tally.present())
    return tuple(sorted(found, key=lambda each: (each.customer.casefold(), each.currency)))


class _Tally:
    """Adds up exactly, by customer, currency and contract line."""

    def __init__(self, span: Period, prices: NetPrices) -> None:
        self.span = span
        self.prices = prices
        self.billed = _sums()
        self.proposed = _sums()
        self.minutes: defaultdict[_Key, defaultdict[int | None, int]] = defaultdict(
            lambda: defaultdict(int)
        )

    def bill(self, lines: Iterable[BilledLine]) -> None:
        for each in lines:
            share = self._share(each.period_start, each.period_end)
            if each.lines_net:
                share *= Fraction(each.document_net, each.lines_net)
            if each.inclusive:
                share *= self.prices.of_class(each.customer_id, each.tax_class)
            key = (each.customer_id, each.currency)
            self.billed[key][each.contract_line_id] += each.amount * share

    def propose(self, proposal: Proposal, customer_id: int | None) -> None:
        for customer in proposal.customers:
            if customer_id not in (None, customer.customer_id):
                continue
            sums = self.proposed[customer.customer_id, customer.currency]
            for line in customer.lines:
                net = self.prices.of_customer(customer.customer_id, line.service_id)
                for part in line.parts:
                    share = net * self._share(part.period.start, part.period.end)
                    sums[line.contract_line_id] += part.amount_minor * share

    def _share(self, start: date | None, end: date | None) -> Fraction:
        """The part of a service period that lies in the month; 1 if it has no period."""
        if start is None or end is None or end <= start:
            return Fraction(1)
        inside = Period(start, end).clip(self.span.start, self.span.end)
        return Fraction(inside.days if inside else 0, (end - start).days)

    def present(self) -> set[_Key]:
        """Customers with anything in the month."""
        money = {
            key
            for sums in (self.billed, self.proposed)
            for key, by in sums.items()
            if any(by.values())
        }
        return money | self.minutes.keys()

    def figures(self, key: _Key, name: str) -> MonthFigures:
        billed, proposed, minutes = self.billed[key], self.proposed[key], self.minutes[key]
        lines = {
            line: LineFigures(round_exact(billed[line] + proposed[line]), minutes[line])
            for line in [*billed.keys() | proposed.keys() | minutes.keys()]
        }
        return MonthFigures(
            customer_id=key[0],
            customer=name,
            currency=key[1],
            minutes=sum(minutes.values()),
            revenue_minor=round_exact(sum(billed.values(), Fraction(0))),
            to_bill_minor=round_exact(sum(proposed.values(), Fraction(0))),
            lines=lines,
        )


def _sums() -> defaultdict[_Key, defaultdict[int | None, Fraction]]:
    return defaultdict(lambda: defaultdict(Fraction))
