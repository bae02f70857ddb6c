"""Making and opening a book."""

from __future__ import annotations

from pathlib import Path

from msspdesk.db import store
from msspdesk.db.book import Book, Clock, system_clock
from msspdesk.domain.sellers import Seller


def create_book(path: Path, seller: Seller, clock: Clock = system_clock) -> Book:
    """A new book for this seller. DomainError("file_exists") when something is there."""
    book = store.create(path, clock)
    with book.write() as work:
        seller.id = 1
        work.add(seller)
    return book


def open_book(path: Path, clock: Clock = system_clock, *, read_only: bool = False) -> Book:
    """The book at `path`, checked and brought to this program's schema."""
    return store.open_book(path, clock, read_only=read_only)
