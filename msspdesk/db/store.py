"""The life of a book file: made, checked, opened, brought up to date.

A file is looked at before anything is written: what is not a whole book of ours,
or was written by a newer program, is refused and stays as it is to the byte.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, text

from msspdesk.db import bookfile, schema, search, tables, triggers
from msspdesk.db.book import Book, Clock, system_clock
from msspdesk.db.engine import WRITES, make_engine
from msspdesk.db.failures import translated
from msspdesk.domain.errors import DomainError, ExternalError


def create(path: Path, clock: Clock = system_clock) -> Book:
    """An empty book. Nothing that exists is ever written over."""
    if path.exists():
        raise DomainError("file_exists", path=str(path))
    _check_folder(path.parent)
    engine = make_engine(path)
    with translated(), engine.execution_options(**{WRITES: True}).begin() as connection:
        connection.execute(text(f"PRAGMA application_id = {bookfile.APPLICATION_ID}"))
        tables.metadata.create_all(connection)
        _stamp(connection)
        triggers.install(connection)
        search.install(connection)
    return Book(engine, path, clock)


def open_book(
    path: Path,
    clock: Clock = system_clock,
    *,
    read_only: bool = False,
    sound: Callable[[], None] | None = None,
) -> Book:
    """The book at `path`, checked and on this program's schema.

    `sound` waits for a `bookfile.check_pages` that is under way; without it the pages are
    checked here. Errors: "no_book", "not_a_book", "book_damaged", "book_is_newer",
    "book_needs_upgrade" (read only), and what an upgrade may meet.
    """
    if not bookfile.is_file(path):
        raise DomainError("no_book", path=str(path))
    writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    read_only = read_only or not writable
    revision = bookfile.revision(path)
    if sound is None:
        bookfile.check_pages(path)
    else:
        sound()
    if revision != schema.HEAD:
        if read_only:
            raise DomainError("book_needs_upgrade", path=str(path))
        from msspdesk.db import upgrade  # Alembic is loaded only when it is needed

        upgrade.upgrade(path, revision)
    engine = make_engine(path, read_only=read_only, frozen=not writable)
    return Book(engine, path, clock, read_only=read_only)


def _check_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExternalError("folder_unwritable", path=str(folder)) from error
    if not os.access(folder, os.W_OK):
        raise ExternalError("folder_unwritable", path=str(folder))


def _stamp(connection: Connection) -> None:
    """Write into a new book which schema it has, where Alembic looks for it."""
    connection.execute(
        text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
    )
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": schema.HEAD})
