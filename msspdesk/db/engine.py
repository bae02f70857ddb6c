"""One SQLite engine a book: WAL, synchronous=FULL, foreign keys, BEGIN IMMEDIATE.

With WAL, `synchronous=NORMAL` loses committed transactions on power loss, and a
number already mailed could be used twice; FULL keeps them (docs/architecture.md).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

WRITES: Final = "msspdesk_writes"
_BUSY_MILLISECONDS: Final = 10_000


def make_engine(path: Path, *, read_only: bool = False, frozen: bool = False) -> Engine:
    """An engine for the book at `path`. The file is made when it is not there.

    `frozen` is for a folder nobody can write to, where WAL cannot keep its files.
    """
    query = {"mode": "ro" if read_only else "rwc", "uri": "true"}
    if frozen:
        query["immutable"] = "1"
    url = URL.create("sqlite", database=f"file:{_quoted(path)}", query=query)
    engine = create_engine(
        url, poolclass=QueuePool, connect_args={"check_same_thread": False, "isolation_level": None}
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")
        cursor.execute("PRAGMA foreign_keys = ON")
        if not read_only:
            cursor.execute("PRAGMA journal_mode = WAL")
            cursor.execute("PRAGMA synchronous = FULL")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _quoted(path: Path) -> str:
    """The path for an SQLite URI: `?`, `#` and `%` are ordinary letters of a file name."""
    return str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
