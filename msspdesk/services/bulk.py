"""For services that make very many objects at once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_inside = 0


@contextmanager
def collected_later() -> Iterator[None]:
    """Look for reference cycles afterwards instead of every few hundred objects.

    A run over 1000 customers keeps everything it makes, and searching it again and
    again in vain took half of its time. Threads may be inside at once; the last one
    to leave turns the search on again.
    """
    global _inside  # noqa: PLW0603 - the collector is one for the whole process
    with _lock:
        _inside += 1
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if not _inside:
                gc.enable()
