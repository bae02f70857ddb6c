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

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

KEYSTROKES = ("p", "ph", "phi", "phishing", "phishing r", "log", "log a", "globex", "x")


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
            QCoreApplication.processEvents()
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
        QCoreApplication.processEvents()
        page = desk.window.current_page()
    return desk, page, Painted(page).wait()


def filtering(book: str) -> dict[str, Any]:
    """Milliseconds from a keystroke to the new list, and the longest stop of the event loop."""
    _desk, page, painted = timesheet(book)
    for _ in range(200):
        QCoreApplication.processEvents()
        time.sleep(0.005)
    beat = _Beat()
    answers: list[float] = []
    entries = page.entries
    entries.prepare()
    for typed in KEYSTROKES * 3:
        came: list[float] = []
        leave = entries.on_update(lambda came=came: came.append(time.perf_counter()))
        begin = time.perf_counter()
        entries.search(typed)
        while not came:
            QCoreApplication.processEvents()
        answers.append((came[0] - begin) * 1000)
        if leave is not None:
            leave()
        pause = time.perf_counter() + 0.06
        while time.perf_counter() < pause:
            QCoreApplication.processEvents()
    return {"painted": painted, "answers": answers, "gap": beat.longest * 1000}


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
