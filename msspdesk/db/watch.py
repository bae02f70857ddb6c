"""Notices what others write into the book: the command line, a second program.

SQLite's `data_version` moves for a connection whenever another one commits, and the
book's own writer is another one too. So the version is looked at once the book's own
transaction has begun (from then on nobody else can write) and again after its commit.
"""

from __future__ import annotations

import threading

from sqlalchemy import Engine


class OtherWriters:
    """Keeps one connection of its own until `close`."""

    def __init__(self, engine: Engine) -> None:
        self._lock = threading.Lock()
        self._connection = engine.raw_connection()
        self._seen = self._version()
        self._wrote = False

    def look(self) -> None:
        """Within an own write: what moved before was not ours."""
        with self._lock:
            self._look()

    def skip(self) -> None:
        """After an own commit: that was ours."""
        with self._lock:
            self._seen = self._version()

    def wrote(self) -> bool:
        """Whether somebody else committed since the last question."""
        with self._lock:
            self._look()
            answer, self._wrote = self._wrote, False
            return answer

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _look(self) -> None:
        version = self._version()
        self._wrote = self._wrote or version != self._seen
        self._seen = version

    def _version(self) -> int:
        cursor = self._connection.cursor()
        try:
            cursor.execute("PRAGMA data_version")
            rows = cursor.fetchall()
        finally:
            cursor.close()
        return int(rows[0][0])
