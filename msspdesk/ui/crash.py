"""What a bug leaves behind: a report without customer data, and the log of a hard crash.

A report names types, files and lines only. Messages of exceptions and values of
variables are left out, for they may hold names and amounts.
"""

from __future__ import annotations

import faulthandler
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TextIO

from PySide6 import __version__ as qt_version

LOG_NAME = "crash.log"
_PACKAGE = Path(__file__).resolve().parent.parent


def report(error: BaseException) -> str:
    """Versions, the exception's type and where it came from."""
    import platform
    import traceback
    from importlib.metadata import version

    lines = [
        f"msspdesk {version('msspdesk')}, Python {platform.python_version()}, Qt {qt_version}",
        platform.platform(terse=True),
        "",
    ]
    chain: BaseException | None = error
    told: set[int] = set()
    while chain is not None and id(chain) not in told:  # a chain can bite its own tail
        told.add(id(chain))
        kind = type(chain)
        lines.append(f"{kind.__module__}.{kind.__qualname__}")
        for frame in traceback.extract_tb(chain.__traceback__):
            lines.append(f"  {_short(frame.filename)}:{frame.lineno} {frame.name}")
        chain = chain.__cause__ or (None if chain.__suppress_context__ else chain.__context__)
        if chain is not None:
            lines.append("after")
    return "\n".join(lines)


def _short(filename: str) -> str:
    """Without the home folder: a path may carry the owner's name."""
    path = Path(filename)
    if path.is_relative_to(_PACKAGE):
        return str(path.relative_to(_PACKAGE.parent))
    return path.name


def install(show: Callable[[BaseException], None]) -> None:
    """Every exception nobody caught, in any thread, reaches `show` (which may be any thread's)."""

    def in_window(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            show(error)

    def in_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            show(args.exc_value)

    sys.excepthook = in_window
    threading.excepthook = in_thread


class FaultLog:
    """Where a hard crash (a signal in native code) writes its stack, read at the next start."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / LOG_NAME
        self._file: TextIO | None = None

    def left_over(self) -> str:
        """What the last run left, empty if it ended well or nothing can be read."""
        try:
            return self._path.read_text(encoding="utf-8", errors="replace").strip()
        except OSError:
            return ""

    def start(self) -> None:
        """Begin a new log. Without a writable folder the program runs without one."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("w", encoding="utf-8")
        except OSError:
            return
        faulthandler.enable(self._file)

    def end(self) -> None:
        """The run ended well: no log stays behind."""
        faulthandler.disable()
        if self._file is not None:
            self._file.close()
            self._file = None
            self._path.unlink(missing_ok=True)
