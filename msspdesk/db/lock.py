"""Says who holds the book, and keeps a second window out.

The operating system holds the lock, so a crash lets go of it by itself; the text
in the file only tells a person who it was. The command line does not take it:
it writes beside the window through BEGIN IMMEDIATE.
"""

from __future__ import annotations

import getpass
import json
import os
import socket
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from msspdesk.domain.errors import DomainError, ExternalError


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the book open: process, machine, user and since when (ISO, UTC)."""

    pid: int
    host: str
    user: str
    since: str


class BookLock:
    """The lock of one book. Take it with `take`, give it back with `release`."""

    def __init__(self, book: Path) -> None:
        self._path = book.with_name(book.name + ".lock")
        self._file: IO[str] | None = None

    def take(self, now: datetime) -> None:
        """Hold the book, or DomainError("book_is_held") naming who does."""
        try:
            file = self._path.open("a+", encoding="utf-8")
        except OSError as error:
            raise ExternalError("lock_unwritable", path=str(self._path)) from error
        if not _try_lock(file):
            holder = self.holder()
            file.close()
            details = {} if holder is None else {"pid": holder.pid, "host": holder.host}
            since = "" if holder is None else holder.since
            raise DomainError("book_is_held", **details, since=since)
        file.seek(0)
        file.truncate()
        json.dump(
            {
                "pid": os.getpid(),
                "host": socket.gethostname(),
                "user": getpass.getuser(),
                "since": now.isoformat(timespec="seconds"),
            },
            file,
        )
        file.flush()
        self._file = file

    def holder(self) -> Holder | None:
        """Who wrote the lock file last; None when it cannot be read."""
        try:
            facts = json.loads(self._path.read_text(encoding="utf-8"))
            return Holder(facts["pid"], facts["host"], facts["user"], facts["since"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def release(self) -> None:
        """Let go. The file stays: removing it would race with the next to come."""
        if self._file is not None:
            _unlock(self._file)
            self._file.close()
            self._file = None


if sys.platform == "win32":
    import msvcrt

    # Far beyond the text, so that others can still read who holds the book.
    _BYTE = 1 << 20

    def _try_lock(file: IO[str]) -> bool:
        file.seek(_BYTE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(file: IO[str]) -> None:
        file.seek(_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(file: IO[str]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _unlock(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
