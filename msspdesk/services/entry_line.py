"""The entry line joined with the book: what a line means, and noting it.

`facts` is loaded once and again after changes of `WATCHES`; reading and
describing then need no book and answer a keystroke.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from msspdesk.db.book import Book
from msspdesk.db.queries import parties, rates, timesheets
from msspdesk.domain import rates as rating
from msspdesk.domain import worktime
from msspdesk.domain.errors import DomainError, InvalidInput
from msspdesk.domain.quick_entry import Names, Reading, parse
from msspdesk.domain.rates import LineFact, RateBook, Treatment
from msspdesk.domain.reading.dates import Order
from msspdesk.services import timer
from msspdesk.services import timesheets as noting
from msspdesk.services.changes import Changes
from msspdesk.services.timer import Keep, Task
from msspdesk.services.timesheets import NewEntry
from msspdesk.texts import _

WATCHES: Final = frozenset({"customers", "contracts", "services", "seller", "time"})
OWN_OFFICE: Final = 0
"""The id that stands for the owner's own office among the names of customers."""

_TAGS_OF_DAYS: Final = 366
_LINES_ENDED_DAYS: Final = 92
"""Time may be noted late: lines that ended within a quarter can still be named."""
_FOR_TIMER: Final = frozenset({"duration_missing", "customer_missing", "customer_unknown"})
"""A timer needs no time, and no customer: what was typed is then its note."""


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """What the entry line needs of the book, frozen."""

    names: Names
    rates: RateBook
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Told:
    """What a reading means in this book.

    `lines` are all lines that can be chosen on that day, `line` the one it falls
    on. `rate` is per hour in `currency`, None where none is agreed (`missing_rate`)
    or nothing is charged; `amount_minor` is that of the minutes.
    """

    customer: str
    line: LineFact | None
    lines: tuple[LineFact, ...]
    treatment: Treatment
    minutes: int | None
    day: date
    rate: Decimal | None
    amount_minor: int | None
    currency: str

    @property
    def missing_rate(self) -> bool:
        """Time is billed, but nobody agreed on a price."""
        return self.rate is None and self.treatment in {Treatment.HOURLY, Treatment.LOOSE}


def facts(book: Book, date_order: Order | None = None) -> EntryFacts:
    """Names, rates and zone, for reading any number of lines."""
    today = book.today()
    with book.read() as work:
        rate_book = rates.load(work.connection)
        customers = parties.customer_rows(work.connection, archived=False)
        services = parties.service_rows(work.connection, archived=False)
        tags = timesheets.tag_counts(work.connection, today - timedelta(days=_TAGS_OF_DAYS))
    lines: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for line in rate_book.lines.values():
        if not line.archived and _recent(line, today):
            lines[line.customer_id].append((line.id, line.label))
    built = Names.build(
        customers=[(OWN_OFFICE, _("Own office"), "office")]
        + [(row.id, row.name, row.short) for row in customers],
        lines=lines,
        services=[(row.id, row.name) for row in services],
        tags=tags,
        date_order=date_order,
    )
    return EntryFacts(built, rate_book, book.zone)


def _recent(line: LineFact, today: date) -> bool:
    return line.end is None or line.end > today - timedelta(days=_LINES_ENDED_DAYS)


def names(book: Book) -> Names:
    """Only the names, for completing."""
    return facts(book).names


def describe(known: EntryFacts, reading: Reading, line_id: int | None = None) -> Told:
    """What the reading means; `line_id` is a line chosen instead of the usual one."""
    customer_id = _customer_id(reading)
    found = known.rates.customers.get(customer_id) if customer_id else None
    lines = known.rates.running_lines(customer_id, reading.day) if customer_id else ()
    line = _line(known, reading, line_id)
    treatment = known.rates.treatment(
        customer_id, line.id if line else None, reading.day, billable=reading.billable
    )
    rate = None
    if treatment in {Treatment.HOURLY, Treatment.LOOSE}:
        service = reading.service[0] if reading.service else None
        rate = known.rates.rate(customer_id, line.id if line else None, service, reading.day)
    currency = found.currency if found else ""
    minutes = _minutes(known, reading)
    amount = None
    if rate is not None and minutes is not None:
        amount = rating.amount(minutes, rate, currency)
    return Told(
        customer=reading.customer[1] if reading.customer else "",
        line=line,
        lines=lines,
        treatment=treatment,
        minutes=minutes,
        day=reading.day,
        rate=rate,
        amount_minor=amount,
        currency=currency,
    )


def _customer_id(reading: Reading) -> int | None:
    chosen = reading.customer[0] if reading.customer else OWN_OFFICE
    return None if chosen == OWN_OFFICE else chosen


def _line(known: EntryFacts, reading: Reading, line_id: int | None) -> LineFact | None:
    """The line typed, else the one chosen beside the text, else the usual one."""
    customer_id = _customer_id(reading)
    if customer_id is None:
        return None
    if reading.contract_line is not None:
        return known.rates.lines.get(reading.contract_line[0])
    chosen = known.rates.lines.get(line_id) if line_id is not None else None
    if chosen is not None and chosen.customer_id == customer_id:
        return chosen
    return known.rates.usual_line(customer_id, reading.day)


def _minutes(known: EntryFacts, reading: Reading) -> int | None:
    """Minutes as they will be noted: a range across a change of the clock has its real length."""
    if reading.start is None or reading.end is None:
        return reading.minutes
    try:
        ends = worktime.instants(reading.day, reading.start, reading.end, known.zone)
    except DomainError:
        return None
    return worktime.minutes_between(*ends)


def commit(book: Book, text: str, line_id: int | None = None) -> Changes:
    """Note what the line says, as of the book's now. InvalidInput with all problems."""
    known = facts(book)
    reading = read(known, book, text)
    if reading.problems:
        raise InvalidInput(reading.problems)
    line = _line(known, reading, line_id)
    started_at = ended_at = None
    if reading.start is not None and reading.end is not None:
        started_at, ended_at = worktime.instants(
            reading.day, reading.start, reading.end, known.zone
        )
    new = NewEntry(
        day=reading.day,
        minutes=reading.minutes or 0,
        customer_id=_customer_id(reading),
        contract_line_id=line.id if line else None,
        service_id=reading.service[0] if reading.service else None,
        started_at=started_at,
        ended_at=ended_at,
        billable=reading.billable,
        note=reading.note,
        tags=reading.tags,
    )
    return noting.add_entry(book, new)


def read(known: EntryFacts, book: Book, text: str) -> Reading:
    """The line as of the book's today and now; reads nothing from the file."""
    local = book.now().astimezone(known.zone)
    return parse(text, local.date(), local.time().replace(second=0, microsecond=0), known.names)


def start_timer(book: Book, text: str) -> Changes:
    """Start the clock on what the line says; time and customer may be missing."""
    return timer.start(book, _task(book, text))


def switch_timer(book: Book, text: str, keep: Keep = Keep.ASK) -> Changes:
    """Note the running time and start on what the line says."""
    return timer.switch(book, _task(book, text), keep)


def _task(book: Book, text: str) -> Task:
    known = facts(book)
    reading = read(known, book, text)
    if problems := [each for each in reading.problems if each.code not in _FOR_TIMER]:
        raise InvalidInput(problems)
    line = _line(known, reading, None)
    return Task(
        customer_id=_customer_id(reading),
        contract_line_id=line.id if line else None,
        service_id=reading.service[0] if reading.service else None,
        note=reading.note,
        tags=reading.tags,
    )
