"""Runs a billing run in a process of its own and ends it with SIGKILL on the way."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from time import sleep
from typing import Any
from unittest.mock import patch

from sqlalchemy import Engine, event

from msspdesk.domain.errors import DomainError
from msspdesk.services import issuing, rendering
from tests.e2e import month_end

CHUNK = 2
"""Smaller than a real chunk, so that a run of few customers has several."""
TOO_LATE = 7
"""Exit code of a run that found its drafts issued by another one."""


def context() -> Any:
    """Processes forked from a server that has imported everything and holds no book."""
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(["tests.e2e.killed", "tests.e2e.warm"])
    return server


def steps(path: Path) -> int:
    """How many statements and commits the whole run sends; runs it in this process."""
    sent: list[int] = []

    def count(*_: object) -> None:
        sent.append(1)

    listeners = [("before_cursor_execute", count), ("commit", count)]
    for name, listener in listeners:
        event.listen(Engine, name, listener)
    try:
        _small_chunks(path)
    finally:
        for name, listener in listeners:
            event.remove(Engine, name, listener)
    return len(sent)


def kill_at(path: Path, step: int) -> bool:
    """Run and be killed before this statement or commit; False if the run came to its end."""
    return _ended_by_kill(_victim, path, step)


def kill_after(path: Path, seconds: float) -> bool:
    """Run and be killed from outside after so long, wherever that is."""
    process = context().Process(target=_victim, args=(path, 0))
    process.start()
    sleep(seconds)
    process.kill()
    process.join()
    return bool(process.exitcode == -signal.SIGKILL)


def run_at_once(path: Path, barrier: Any) -> None:
    """Bill when all others are ready too; for a process of its own."""
    barrier.wait()
    try:
        month_end.run(path, paper=False)
    except DomainError as error:
        if error.code not in {"not_a_draft", "changed_since"}:
            raise
        sys.exit(TOO_LATE)


def _ended_by_kill(target: Callable[..., None], *arguments: object) -> bool:
    process = context().Process(target=target, args=arguments)
    process.start()
    process.join()
    if process.exitcode not in (0, -signal.SIGKILL):
        raise AssertionError(f"the run ended with {process.exitcode}")
    return bool(process.exitcode == -signal.SIGKILL)


def _victim(path: Path, step: int) -> None:
    left = [step]

    def die(*_: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", die)
    event.listen(Engine, "commit", die)
    _small_chunks(path)


def _small_chunks(path: Path) -> None:
    with patch.object(issuing, "CHUNK", CHUNK), patch.object(rendering, "_TOGETHER", CHUNK):
        month_end.run(path)
