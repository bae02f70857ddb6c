"""Series of numbers: where each stands, and the number it begins with.

An owner who comes from another program goes on counting where that one stopped. Only
before a series has given a number (of this year): later a jump would be a gap.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from msspdesk.db.book import Book, Work
from msspdesk.db.queries import issuing as rows
from msspdesk.db.queries import verifying
from msspdesk.domain import numbering
from msspdesk.domain.errors import DomainError
from msspdesk.domain.invoices import InvoiceKind
from msspdesk.domain.numbering import SeriesState
from msspdesk.domain.sellers import Seller
from msspdesk.services.changes import Changes

LARGEST: Final = 999_999_999
"""The largest counter a series can begin with."""


@dataclass(frozen=True, slots=True)
class NextNumber:
    """What the next document of a kind gets if it is issued on `day`.

    `begun`: the series gave a number (this year), so `value` cannot be set any more.
    """

    pattern: str
    day: date
    value: int
    begun: bool

    def written(self, value: int | None = None) -> str:
        """The number as it is printed, of this value or another."""
        return numbering.written(self.pattern, self.day, self.value if value is None else value)


def pattern_for(seller: Seller, kind: str) -> str:
    """The number pattern of a kind of document."""
    return seller.credit_pattern if kind == InvoiceKind.CREDIT_NOTE else seller.number_pattern


def series_state(work: Work, pattern: str) -> SeriesState:
    """Where the series of a pattern stands."""
    row = rows.read_series(work.connection, pattern)
    return SeriesState(*row) if row else SeriesState()


def next_number(book: Book, kind: str) -> NextNumber:
    """What the next document of this kind would get, issued today.

    InvalidInput when its pattern is wrong; DomainError("date_before_last_number").
    """
    with book.read() as work:
        return _next(work, kind, book.today())


def set_next_number(book: Book, kind: str, value: int) -> Changes:
    """The value a series begins with; it can be raised until the series gives a number.

    DomainError: "next_number_wrong"; "series_has_begun", since a jump would be a gap;
    "number_goes_back", which the book itself refuses too (db/triggers.py), so there is no undo.
    """
    with book.write() as work:
        now = _next(work, kind, book.today())
        _check(work, now, value)
        stands = numbering.on(now.pattern, series_state(work, now.pattern), now.day)
        rows.write_series(work.connection, now.pattern, value, stands.year, stands.last_day)
    return Changes.of("seller")


def _next(work: Work, kind: str, day: date) -> NextNumber:
    pattern = numbering.check_pattern(pattern_for(work.get(Seller, 1), kind))
    state = numbering.on(pattern, series_state(work, pattern), day)
    return NextNumber(pattern, day, state.next_value, state.begun)


def _check(work: Work, now: NextNumber, value: int) -> None:
    if not 1 <= value <= LARGEST:
        raise DomainError("next_number_wrong", limit=LARGEST)
    if value == now.value:
        return
    if now.begun:
        raise DomainError("series_has_begun", next=now.written())
    given = _largest_given(work, now)
    if value < now.value or value <= given:
        raise DomainError("number_goes_back")
    if given and value > given + 1:
        raise DomainError("series_has_begun", next=now.written(given + 1))


def _largest_given(work: Work, now: NextNumber) -> int:
    """Of the numbers that read like this pattern ({n:04} was {n:03} before); 0 for none."""
    first = numbering.parsed(now.pattern, now.written(1))
    year = first[0] if first else ""
    found = (numbering.parsed(now.pattern, each) for each in verifying.numbers(work.connection))
    return max((each[1] for each in found if each and each[0] == year), default=0)
