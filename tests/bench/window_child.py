"""Child of bench_window: opens a window and prints, as JSON, when it was painted.

    python window_child.py empty|shown|furnished|timesheet|filter|tabs [BOOK]

`painted` is seconds of `time.time()`, to be set against the start of the process.
Only what the program itself would import is imported before its window.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

TABS = ("today", "customers", "contracts", "timesheet", "invoices")
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
        self.at = 0.0
        app = QCoreApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - of Qt
        if event.type() == QEvent.Type.Paint:
            if isinstance(watched, QWidget):
                self.seen = self.seen or watched is self.root or self.root.isAncestorOf(watched)
        elif self.seen and not self.at:
            self.at = time.time()  # what comes next is no part of it
        return False

    def wait(self) -> float:
        """The time when all of the first paint was done."""
        while not self.seen:
            wait_a_moment()
        return self.at or time.time()


def empty() -> dict[str, Any]:
    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.resize(1366, 768)
    window.show()
    painted = Painted(window).wait()
    del app
    return {"painted": painted}


def started(book: str, stand: Callable[[Any], None]) -> None:
    """The real start; instead of staying open it gives its window to `stand`."""

    def instead() -> int:
        (window,) = (each for each in QApplication.topLevelWidgets() if each.isVisible())
        stand(window)
        return 0

    QApplication.exec = staticmethod(instead)  # type: ignore[method-assign]
    sys.argv = ["msspdesk", "--book", book]
    from msspdesk.__main__ import main

    main()


def shown(book: str) -> None:
    """When the frame of the window stood."""
    started(book, lambda window: tell({"painted": Painted(window).wait()}))


def furnished(book: str) -> None:
    """When entry line, tabs and all that stands around a page was painted in it."""

    def stand(window: Any) -> None:
        seen: list[Painted] = []
        window.stood.connect(lambda: seen.append(Painted(window.frame)))
        while not seen:
            wait_a_moment()
        tell({"painted": seen[0].wait()})

    started(book, stand)


def timesheet(window: Any) -> tuple[Any, float]:
    """The page, and when the week of a full book was painted."""
    window.stood.connect(lambda: window.go("timesheet"))  # the tab in front when the owner left
    page: Any = None
    while page is None or not (page.week.loaded and page.entries.loaded):
        wait_a_moment()
        page = window.current_page() if window.centralWidget() else None
    painted = Painted(page)
    page.update()  # it may have been painted with its rows already
    painted.wait()
    QCoreApplication.processEvents()
    return page, time.time()


def filtering(window: Any) -> dict[str, Any]:
    """Milliseconds from a keystroke to the new list, and the longest stop of the event loop."""
    page, painted = timesheet(window)
    beat = _Beat()
    _live(6.0)  # what is warmed after the start is not what is measured
    answers: list[float] = []
    entries = page.entries
    entries.prepare()  # as when the filter gets the focus, a breath before the first key
    _live(0.5)
    beat.begin()
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


def tabs(window: Any) -> dict[str, Any]:
    """The hardest turn of the event loop, in milliseconds of work and with all waiting: while
    pages are made ahead, at the first opening of each tab, and at a switch of the colours.
    """
    stood: list[bool] = []
    window.stood.connect(lambda: stood.append(True))
    while not (stood and window.current_page()):
        wait_a_moment()
    _live(0.3)  # as long as nothing is made ahead yet, but the rows of the page in sight come
    beat = _Beat()
    while window._stack.count() < len(TABS):
        wait_a_moment()
    ahead = beat.hardest()
    _live(3.0)  # what is warmed after them is not what is measured
    beat.begin()
    for key in TABS[1:]:
        window.go(key)
        _live(1.0)
    return {"ahead": ahead, "opened": beat.hardest(), "switched": _switched(beat)}


def _switched(beat: _Beat) -> tuple[float, float]:
    from msspdesk.ui.theme import theme

    choices: tuple[Any, ...] = ("dark", "light", "dark")
    turns = []
    for choice in choices:
        beat.begin()
        theme.choose(choice)
        _live(0.5)
        turns.append(beat.hardest())
    return sorted(turns)[1]


def _live(seconds: float) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        wait_a_moment()


class _Beat(QObject):
    """A timer of a millisecond that notices how late it comes, and what was done meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.begin()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(1)

    def begin(self) -> None:
        self.longest, self.work = 0.0, 0.0
        self._last, self._worked = time.perf_counter(), time.thread_time()

    def hardest(self) -> tuple[float, float]:
        """Milliseconds that this thread worked in one turn, and the longest time a turn took."""
        return self.work * 1000, self.longest * 1000

    def _tick(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self.longest = max(self.longest, now - self._last)
        self.work = max(self.work, worked - self._worked)
        self._last, self._worked = now, worked


def tell(facts: dict[str, Any]) -> None:
    """Print and end at once: closing is not what is measured."""
    print(json.dumps(facts), flush=True)
    os._exit(0)


if __name__ == "__main__":
    mode, *rest = sys.argv[1:]
    if mode == "empty":
        tell(empty())
    elif mode == "shown":
        shown(rest[0])
    elif mode == "furnished":
        furnished(rest[0])
    elif mode == "timesheet":
        started(rest[0], lambda window: tell({"painted": timesheet(window)[1]}))
    elif mode == "tabs":
        started(rest[0], lambda window: tell(tabs(window)))
    else:
        started(rest[0], lambda window: tell(filtering(window)))
