"""The life of a book file: made, opened."""

from __future__ import annotations

from pathlib import Path

from msspdesk.db import tables, triggers
from msspdesk.db.book import Book, Clock, system_clock
from msspdesk.db.engine import WRITES, make_engine
from msspdesk.db.failures import translated
from msspdesk.domain.errors import DomainError


def create(path: Path, clock: Clock = system_clock) -> Book:
    """An empty book. Nothing that exists is ever written over."""
    if path.exists():
        raise DomainError("file_exists", path=str(path))
    engine = make_engine(path)
    with translated(), engine.execution_options(**{WRITES: True}).begin() as connection:
        tables.metadata.create_all(connection)
        triggers.install(connection)
    return Book(engine, path, clock)


def open_book(path: Path, clock: Clock = system_clock, *, read_only: bool = False) -> Book:
    """The book at `path`; DomainError("no_book") when there is none."""
    if not path.is_file():
        raise DomainError("no_book", path=str(path))
    return Book(make_engine(path, read_only=read_only), path, clock)
