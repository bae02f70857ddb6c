"""The jobs that open or begin a book; they run in the writer thread.

Here, not in the window's thread, SQLAlchemy is imported for the first time. The
zone is read along, so that asking the date never waits for the book.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msspdesk.paths import BOOK_NAME
from msspdesk.ui.presenters.base import Progress

if TYPE_CHECKING:
    from msspdesk.db.book import Book

Clock = Callable[[], datetime]


def open_book(
    path: Path, clock: Clock | None, *, read_only: bool = False, first_page: str = ""
) -> Book:
    """The owner's book, held against a second window unless it is opened to read only.

    `first_page` is the module of the page that will be in sight: loaded here as well.
    """
    from concurrent.futures import ThreadPoolExecutor

    from msspdesk.db import bookfile

    with ThreadPoolExecutor(1) as beside:
        # SQLite reads the file without the interpreter, which loads these meanwhile.
        sound = beside.submit(bookfile.check_pages, path).result
        from msspdesk.db.book import system_clock
        from msspdesk.services import books

        if first_page:
            import_module(first_page)
        when = clock or system_clock
        if read_only:
            return _ready(books.open_book(path, when, read_only=True))
        return _ready(books.open_for_window(path, when, sound))


def begin_book(path: Path, facts: Mapping[str, Any], clock: Clock | None) -> Book:
    """A new book out of the first run's form."""
    from msspdesk.db.book import system_clock
    from msspdesk.services import beginning, books

    known = beginning.Beginning(**facts)
    path.parent.mkdir(parents=True, exist_ok=True)
    return _ready(books.hold(beginning.begin(path, known, clock or system_clock)))


def demo_book(folder: Path, clock: Clock | None, progress: Progress) -> Book:
    """The demo business in a book of its own, made when it is not there yet."""
    from msspdesk.db.book import system_clock
    from msspdesk.services import books, demo

    path = folder / BOOK_NAME
    if path.exists():
        return open_book(path, clock)
    folder.mkdir(parents=True, exist_ok=True)
    made = demo.make(path, clock or system_clock, progress=progress, cancelled=progress.cancelled)
    return _ready(books.hold(made))


def _ready(book: Book) -> Book:
    book.today()
    if not book.read_only:
        book.watch_others()
    return book
