"""The lock names who holds the book and dies with its process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from msspdesk.db.lock import BookLock
from msspdesk.domain.errors import DomainError
from tests.builders import NOON

HOLD = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from msspdesk.db.lock import BookLock
lock = BookLock(Path(sys.argv[1]))
lock.take(datetime(2026, 7, 31, tzinfo=UTC))
print("held", flush=True)
time.sleep(60)
"""


def test_a_second_holder_is_told_who_the_first_is(tmp_path: Path) -> None:
    book = tmp_path / "a.msspdesk"
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(book)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(DomainError) as caught:
            BookLock(book).take(NOON)
        assert caught.value.code == "book_is_held"
        assert caught.value.details["pid"] == process.pid
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
    lock = BookLock(book)
    lock.take(NOON)
    holder = lock.holder()
    assert holder is not None
    assert holder.pid == os.getpid()
    lock.release()


def test_a_released_lock_can_be_taken_again(tmp_path: Path) -> None:
    first = BookLock(tmp_path / "a.msspdesk")
    first.take(NOON)
    first.release()
    second = BookLock(tmp_path / "a.msspdesk")
    second.take(NOON)
    second.release()
