"""The file of a book, looked at with SQLite alone: nothing is written, SQLAlchemy not needed."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from msspdesk.db import schema
from msspdesk.domain.errors import DomainError, ExternalError

APPLICATION_ID: Final = 0x4D535350
"""Marks an SQLite file as a book of this program ("MSSP")."""

_HEADER: Final = b"SQLite format 3\x00"
_ROOM: Final = 64 * 1024
"""Bytes that SQLite needs beside a book to open it."""


def is_file(path: Path) -> bool:
    """Whether a file is there. ExternalError("book_unreachable") for a path no disk takes."""
    try:
        return path.is_file()
    except OSError as error:
        raise ExternalError("book_unreachable", path=str(path)) from error


def revision(path: Path) -> str:
    """The schema revision of a whole book of ours, its pages unread; raises for others."""
    _check_header(path)
    with _opened(path) as connection:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        if application != APPLICATION_ID:
            raise DomainError("not_a_book", path=str(path))
        (found,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if found not in schema.known():
        raise DomainError("book_is_newer", path=str(path), revision=str(found))
    return str(found)


def check_pages(path: Path) -> None:
    """Read every page; DomainError("book_damaged"). 0.1 s for 34 MB (measured)."""
    with _opened(path) as connection:
        (state,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if state != "ok":
            raise DomainError("book_damaged", path=str(path))


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Read only, with what may go wrong translated."""
    frozen = not os.access(path.parent, os.W_OK)
    uri = path.absolute().as_uri() + ("?immutable=1" if frozen else "?mode=ro")
    try:
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            yield connection
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            raise DomainError("book_damaged", path=str(path)) from error
        # In WAL mode even reading makes a small file beside the book.
        if shutil.disk_usage(path.parent).free < _ROOM:
            raise ExternalError("disk_full", temporary=True, path=str(path)) from error
        raise ExternalError("book_unreachable", path=str(path)) from error
    except (sqlite3.DatabaseError, TypeError) as error:
        raise DomainError("book_damaged", path=str(path)) from error


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
