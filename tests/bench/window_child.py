"""Child of bench_window: opens a window and prints, as JSON, when it was painted.

    python window_child.py empty|shown|timesheet|filter [BOOK]

`painted` is seconds of `time.time()`, to be set against the start of the process.
Only what the program itself would import is imported before its window.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

KEYSTROKES = ("p", "ph", "phi", "phishing", "phishing r", "log", "log a", "globex", "x")


def wait_a_moment() -> None:
    """Let the window live until something happened. Never spin: the workers need the lock."""
    wait = QEventLoop.ProcessEventsFlag.AllEvents | QEventLoop.ProcessEventsFlag.WaitForMoreEvents
    QCoreApplication.processEvents(wait)


class Painted(QObject):
    """Sees the first paint of a widget, or of anything inside it."""

    def __init__(self, root: QWidget) -> None:
        super().__init__()
        self.root, self.seen = root, False
        app = QCoreApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - of Qt
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            self.seen = self.seen or watched is self.root or self.root.isAncestorOf(watched)
        return False

    def wait(self) -> float:
        """The time when all of the first paint was done."""
        while not self.seen:
            wait_a_moment()
        QCoreApplication.processEvents()
        return time.time()


def empty() -> dict[str, Any]:
    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.resize(1366, 768)
    window.show()
    painted = Painted(window).wait()
    del app
    return {"painted": painted}


def shown(book: str) -> None:
    """The real start; instead of staying open it tells when it stood."""

    def stand() -> int:
        (window,) = (each for each in QApplication.topLevelWidgets() if each.isVisible())
        tell({"painted": Painted(window).wait()})
        return 0

    QApplication.exec = staticmethod(stand)  # type: ignore[method-assign]
    sys.argv = ["msspdesk", "--book", book]
    from msspdesk.__main__ import main

    main()


def timesheet(book: str) -> tuple[Any, Any, float]:
    """The desk, its page, and when the week of a full book was painted."""
    from msspdesk.ui.app import Desk, Options, application

    application()
    desk = Desk(Options(Path(book)))
    desk.window._current = "timesheet"  # the tab in front when the owner left
    desk.show()
    page: Any = None
    while page is None or not (page.week.loaded and page.entries.loaded):
        wait_a_moment()
        page = desk.window.current_page()
    painted = Painted(page)
    page.update()  # it may have been painted with its rows already
    return desk, page, painted.wait()


def filtering(book: str) -> dict[str, Any]:
    """Milliseconds from a keystroke to the new list, and the longest stop of the event loop."""
    _desk, page, painted = timesheet(book)
    beat = _Beat()
    _live(1.0)  # what is warmed after the start is not what is measured
    answers: list[float] = []
    entries = page.entries
    entries.prepare()  # as when the filter gets the focus, a breath before the first key
    _live(0.5)
    beat.longest = 0.0
    for typed in KEYSTROKES * 3:
        came: list[float] = []
        leave = entries.on_update(lambda came=came: came.append(time.perf_counter()))
        begin = time.perf_counter()
        entries.search(typed)
        while not came:
            wait_a_moment()
        answers.append((came[0] - begin) * 1000)
        if leave is not None:
            leave()
        _live(0.06)
    return {"painted": painted, "answers": answers, "gap": beat.longest * 1000}


def _live(seconds: float) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        wait_a_moment()


class _Beat(QObject):
    """A timer of a millisecond that notices how late it comes."""

    def __init__(self) -> None:
        super().__init__()
        self.longest, self._last = 0.0, time.perf_counter()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(1)

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now


def tell(facts: dict[str, Any]) -> None:
    """Print and end at once: closing is not what is measured."""
    print(json.dumps(facts), flush=True)
    os._exit(0)


if __name__ == "__main__":
    mode, *rest = sys.argv[1:]
    if mode == "empty":
        tell(empty())
    elif mode == "shown":
        shown(*rest)
    elif mode == "timesheet":
        tell({"painted": timesheet(*rest)[2]})
    else:
        tell(filtering(*rest))
