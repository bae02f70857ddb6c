"""Making and opening a book, and what is known of the file.

The window opens through this module, so nothing is imported that opening does not need.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from msspdesk.db import bookfile, store
from msspdesk.db.book import Book, Clock, system_clock
from msspdesk.db.lock import BookLock
from msspdesk.db.queries import parties
from msspdesk.db.queries.issuing import unrendered
from msspdesk.domain.sellers import Seller


@dataclass(frozen=True, slots=True)
class BookInfo:
    """The file behind an open book."""

    path: Path
    owner: str
    read_only: bool
    size_bytes: int


def create_book(path: Path, seller: Callable[[], Seller], clock: Clock = system_clock) -> Book:
    """A new book for this seller. DomainError("file_exists") when something is there."""
    book = store.create(path, clock)
    with book.write() as work:
        row = seller()
        row.id = 1
        work.add(row)
    return book


def open_book(path: Path, clock: Clock = system_clock, *, read_only: bool = False) -> Book:
    """The book at `path`, checked and brought to this program's schema.

    `Book.read_only` says whether it can only be looked at: asked for, or because
    file or folder cannot be written.
    """
    return store.open_book(path, clock, read_only=read_only)


def open_for_window(
    path: Path, clock: Clock = system_clock, sound: Callable[[], None] | None = None
) -> Book:
    """Like `open_book`, and held until closed, so that a second window is kept out.

    `sound` waits for a check of the pages that is under way (`db.store.open_book`).
    DomainError("book_is_held") names who has it. A book that can only be read is
    not held: nobody can write it.
    """
    if not bookfile.is_file(path) or not _writable(path):
        return store.open_book(path, clock, sound=sound)
    lock = BookLock(path)
    lock.take(clock())
    try:
        book = store.open_book(path, clock, sound=sound)
    except BaseException:
        lock.release()
        raise
    book.lock = lock
    return book


def hold(book: Book) -> Book:
    """Hold a book that was made just now, as `open_for_window` does."""
    lock = BookLock(book.path)
    lock.take(book.now())
    book.lock = lock
    return book


def waits_for_paper(book: Book) -> bool:
    """Whether a crash left an issued document without its PDF (`rendering.render_pending`)."""
    with book.read() as work:
        return bool(unrendered(work.connection)) and not book.read_only


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def info(book: Book) -> BookInfo:
    """What to show of the file: its owner, its size, whether it can be written."""
    with book.read() as work:
        owner = parties.seller_name(work.connection)
    size = book.path.stat().st_size if book.path.exists() else 0
    return BookInfo(book.path, owner, book.read_only, size)
