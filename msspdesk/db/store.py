"""The life of a book file: made, checked, opened, brought up to date.

A file is looked at before anything is written: what is not a whole book of ours,
or was written by a newer program, is refused and stays as it is to the byte.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy import text

from msspdesk.db import schema, search, tables, triggers
from msspdesk.db.book import Book, Clock, system_clock
from msspdesk.db.engine import WRITES, make_engine
from msspdesk.db.failures import translated
from msspdesk.domain.errors import DomainError, ExternalError

APPLICATION_ID: Final = 0x4D535350
"""Marks an SQLite file as a book of this program ("MSSP")."""

_HEADER: Final = b"SQLite format 3\x00"
_ROOM: Final = 64 * 1024
"""Bytes that SQLite needs beside a book to open it."""


def create(path: Path, clock: Clock = system_clock) -> Book:
    """An empty book. Nothing that exists is ever written over."""
    if path.exists():
        raise DomainError("file_exists", path=str(path))
    _check_folder(path.parent)
    engine = make_engine(path)
    with translated(), engine.execution_options(**{WRITES: True}).begin() as connection:
        connection.execute(text(f"PRAGMA application_id = {APPLICATION_ID}"))
        tables.metadata.create_all(connection)
        schema.stamp(connection)
        triggers.install(connection)
        search.install(connection)
    return Book(engine, path, clock)


def open_book(path: Path, clock: Clock = system_clock, *, read_only: bool = False) -> Book:
    """The book at `path`, checked and on this program's schema.

    Errors: "no_book", "not_a_book", "book_damaged", "book_is_newer",
    "book_needs_upgrade" (read only), and what an upgrade may meet.
    """
    if not is_file(path):
        raise DomainError("no_book", path=str(path))
    writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    read_only = read_only or not writable
    revision = inspect(path)
    if revision != schema.HEAD:
        if read_only:
            raise DomainError("book_needs_upgrade", path=str(path))
        from msspdesk.db import upgrade  # Alembic is loaded only when it is needed

        upgrade.upgrade(path, revision)
    engine = make_engine(path, read_only=read_only, frozen=not writable)
    return Book(engine, path, clock, read_only=read_only)


def is_file(path: Path) -> bool:
    """Whether a file is there. ExternalError("book_unreachable") for a path no disk takes."""
    try:
        return path.is_file()
    except OSError as error:
        raise ExternalError("book_unreachable", path=str(path)) from error


def inspect(path: Path) -> str:
    """The schema revision of a whole, sound book of ours; raises for anything else."""
    _check_header(path)
    frozen = not os.access(path.parent, os.W_OK)
    uri = path.absolute().as_uri() + ("?immutable=1" if frozen else "?mode=ro")
    try:
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            if application != APPLICATION_ID:
                raise DomainError("not_a_book", path=str(path))
            (state,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            if state != "ok":
                raise DomainError("book_damaged", path=str(path))
            (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            raise DomainError("book_damaged", path=str(path)) from error
        # In WAL mode even reading makes a small file beside the book.
        if shutil.disk_usage(path.parent).free < _ROOM:
            raise ExternalError("disk_full", temporary=True, path=str(path)) from error
        raise ExternalError("book_unreachable", path=str(path)) from error
    except (sqlite3.DatabaseError, TypeError) as error:
        raise DomainError("book_damaged", path=str(path)) from error
    if revision not in schema.known():
        raise DomainError("book_is_newer", path=str(path), revision=str(revision))
    return str(revision)


def _check_header(path: Path) -> None:
    try:
        with path.open("rb") as file:
            start = file.read(100)
            size = os.fstat(file.fileno()).st_size
    except OSError as error:
        raise ExternalError("book_unreachable", path=str(path)) from error
    if not start.startswith(_HEADER):
        raise DomainError("not_a_book", path=str(path))
    page = int.from_bytes(start[16:18], "big")
    page = 65536 if page == 1 else page
    pages = int.from_bytes(start[28:32], "big")
    if len(start) < 100 or size < pages * page:
        raise DomainError("book_damaged", path=str(path))


def _check_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExternalError("folder_unwritable", path=str(folder)) from error
    if not os.access(folder, os.W_OK):
        raise ExternalError("folder_unwritable", path=str(folder))
