"""What decides how an hour is charged, for screens that show it."""

from __future__ import annotations

from msspdesk.db.book import Book
from msspdesk.db.queries import rates
from msspdesk.domain.rates import RateBook


def rate_book(book: Book) -> RateBook:
    """Rates and treatments of the whole book; valid until customers or contracts change."""
    with book.read() as work:
        return rates.load(work.connection)
