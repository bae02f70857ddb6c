"""What nobody bills while a customer is in the archive.

Time inside a fee is not counted: its contract line is what would be billed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from msspdesk.db.book import Book
from msspdesk.db.queries import parties, rates
from msspdesk.db.queries.parties import WaitingTime
from msspdesk.domain.rates import RateBook, Treatment


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Contracts that have not ended, and minutes that are billed by the hour."""

    contracts: int
    minutes: int


def unfinished(book: Book, customer_id: int) -> Unfinished:
    """What waits when this customer is archived: nothing of it is billed until brought back."""
    with book.read() as work:
        contracts = parties.running_contracts(work.connection, customer_id, book.today())
        waiting = parties.waiting_time(work.connection, customer_id)
        minutes = minutes_by_customer(waiting, rates.load(work.connection))
    return Unfinished(contracts, minutes.get(customer_id, 0))


def minutes_by_customer(waiting: Iterable[WaitingTime], rate_book: RateBook) -> dict[int, int]:
    """Minutes that a run would bill, by customer; none of an archived contract."""
    found: defaultdict[int, int] = defaultdict(int)
    for each in waiting:
        line = rate_book.lines.get(each.contract_line_id or 0)
        treatment = rate_book.treatment(each.customer_id, each.contract_line_id, each.day)
        if treatment is not Treatment.COVERED and not (line and line.archived):
            found[each.customer_id] += each.minutes
    return dict(found)
