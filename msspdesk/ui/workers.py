"""The threads behind the window: one that writes, two that read, and the book they wait for."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msspdesk.db.book import Book

READERS = 2
TURN = 0.001  # seconds that a thread which computes keeps the others waiting


class Workers:
    """Imported with the first job, not with the window: thread pools cost 15 ms."""

    def __init__(self) -> None:
        # The window asks for its turn hundreds of times while it paints.
        sys.setswitchinterval(TURN)
        self.book: Future[Book] = Future()
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")

    def submit(self, call: Callable[[], None], *, write: bool) -> None:
        (self._writer if write else self._readers).submit(call)

    def close(self) -> None:
        """Finish the write under way, drop reads that have not begun."""
        self.book.cancel()
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True)
