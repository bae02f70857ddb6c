"""Opening the book a command works on, and telling how far a long one is."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msspdesk import paths
from msspdesk.cli.answer import Clock
from msspdesk.db.book import Book, system_clock
from msspdesk.domain.errors import DomainError, ExternalError
from msspdesk.services import books


@contextmanager
def opened(options: Namespace, clock: Clock | None, *, read_only: bool = False) -> Iterator[Book]:
    """The named book, else the owner's usual one; closed at the end."""
    path = options.book or paths.default_book()
    if options.book is None and not path.exists():
        raise DomainError("no_book_yet", path=str(path))
    book = books.open_book(path, clock or system_clock, read_only=read_only)
    try:
        yield book
    finally:
        book.close()


def folder(path: Path) -> Path:
    """The folder, made if need be. ExternalError("folder_unwritable") when it cannot be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExternalError("folder_unwritable", path=str(path)) from error
    return path


class Meter:
    """Shows on the terminal how far a long job is; silent when nobody watches."""

    def __init__(self, options: Namespace) -> None:
        self._shown = sys.stderr.isatty() and not options.json

    def __call__(self, done: int, total: int, what: str) -> None:
        if self._shown:
            print(f"\r\x1b[K{done} of {total}  {what}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Take the line away."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
