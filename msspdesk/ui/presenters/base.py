"""What the presenters of the tabs stand on. No Qt in this package.

A presenter holds what one screen shows and does what its buttons say. It knows
services and nothing of widgets, so its tests need no window:

    class CustomerList(Presenter):
        watches = frozenset({"customers"})

        def __init__(self, runner: Runner) -> None:
            super().__init__(runner)
            self.rows: tuple[CustomerRow, ...] = ()

        def reload(self) -> None:
            self.read(lambda book: customers.rows(book), self._loaded)

        def _loaded(self, rows: tuple[CustomerRow, ...]) -> None:
            self.rows = rows
            self.updated()                  # the view paints itself anew

        def rename(self, customer_id: int, name: str) -> None:
            self.write(lambda book: customers.rename(book, customer_id, name))

A job gets the book and runs in a worker, never in the window's thread; it must
touch no state of the presenter. Callbacks come back in the window's thread.

What happens after a write whose job returned `Changes`:
1. its `undo` goes on the undo stack and a notice with Undo is shown (`notice`,
   else the translated label of the undo);
2. `on_done(changes)` is called;
3. each presenter that watches one of the kinds reloads: at once if its screen is
   in sight, else when it comes into sight again.

`DomainError` and `ExternalError` go to `on_error` if given, else their sentence
is shown in the reading line. Every other exception is a bug: crash dialog.
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeVar

from msspdesk.services.changes import Changes, Undo

if TYPE_CHECKING:
    from msspdesk.db.book import Book

T = TypeVar("T")
OnError = Callable[[Exception], None]


class Progress:
    """Handed to a long job: call it to report, ask `cancelled()` between steps.

    It may be given on as two plain callables: `progress=p, cancelled=p.cancelled`.
    """

    def __init__(self, report: Callable[[int, int, str], None]) -> None:
        self._report = report
        self._stop = threading.Event()

    def __call__(self, done: int, total: int, note: str = "") -> None:
        self._report(done, total, note)

    def cancel(self) -> None:
        self._stop.set()

    def cancelled(self) -> bool:
        return self._stop.is_set()


class Runner(Protocol):
    """Runs jobs beside the window. `ui.tasks.Tasks` is the real one."""

    def run_read(
        self,
        job: Callable[[Book], T],
        on_done: Callable[[T], None],
        *,
        key: str = "",
        on_error: OnError | None = None,
    ) -> None:
        """Read in a pool. A newer read of the same `key` drops the older one's answer."""

    def run_write(
        self,
        job: Callable[[Book], Changes],
        on_done: Callable[[Changes], None] | None = None,
        *,
        on_error: OnError | None = None,
        notice: str = "",
    ) -> None:
        """Write in the one writer thread, in the order asked for."""

    def run_long(
        self,
        job: Callable[[Book, Progress], Changes],
        on_done: Callable[[Changes], None] | None = None,
        *,
        label: str,
        on_progress: Callable[[int, int, str], None] | None = None,
        on_error: OnError | None = None,
    ) -> Progress:
        """A long write with progress and Stop in the reading line. Returns its handle."""

    def run_outside(
        self,
        job: Callable[[Book, Callable[[], bool]], T],
        on_done: Callable[[T], None],
        *,
        on_error: OnError | None = None,
    ) -> Callable[[], None]:
        """Ask the world outside (the network): may take seconds, keeps nothing else waiting.

        The job asks its second argument whether it was stopped. What is returned stops
        it: neither an answer nor an error of it is told any more.
        """

    def subscribe(self, callback: Callable[[Changes], None]) -> Callable[[], None]:
        """Hear of every change in the book; call what is returned to leave."""

    def notify(self, text: str, *, tone: str = "text", undo: Undo | None = None) -> None:
        """One sentence in the reading line; tone is text, good, warn or bad."""

    def explain(self, error: Exception) -> str:
        """The sentence for a DomainError or ExternalError."""


class Presenter(ABC):
    """State and deeds of one screen; see the top of this module."""

    watches: frozenset[str] = frozenset()

    def __init__(self, runner: Runner) -> None:
        self.runner = runner
        self._listeners: list[Callable[[], None]] = []
        self._in_sight = False
        self._stale = True
        self._leave = runner.subscribe(self._on_changes)

    @abstractmethod
    def reload(self) -> None:
        """Ask for the data again; the answer ends in `updated()`."""

    def on_update(self, callback: Callable[[], None]) -> None:
        """The view's refresh; it is called whenever the state has changed."""
        self._listeners.append(callback)

    def updated(self) -> None:
        for callback in tuple(self._listeners):
            callback()

    def activate(self) -> None:
        """The screen came into sight: reload if something changed meanwhile."""
        self._in_sight = True
        if self._stale:
            self._stale = False
            self.reload()

    def deactivate(self) -> None:
        self._in_sight = False

    def close(self) -> None:
        """Hear of nothing more (a dialog's presenter when the dialog closes)."""
        self._leave()
        self._listeners.clear()

    def read(
        self,
        job: Callable[[Book], T],
        on_done: Callable[[T], None],
        *,
        key: str = "reload",
        on_error: OnError | None = None,
    ) -> None:
        """Like `Runner.run_read`, with the key belonging to this presenter alone."""
        own_key = f"{type(self).__name__}-{id(self)}-{key}"
        self.runner.run_read(job, on_done, key=own_key, on_error=on_error)

    def write(
        self,
        job: Callable[[Book], Changes],
        on_done: Callable[[Changes], None] | None = None,
        *,
        on_error: OnError | None = None,
        notice: str = "",
    ) -> None:
        self.runner.run_write(job, on_done, on_error=on_error, notice=notice)

    def _on_changes(self, changes: Changes) -> None:
        if not changes.kinds & self.watches:
            return
        if self._in_sight:
            self.reload()
        else:
            self._stale = True
