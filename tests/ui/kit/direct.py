"""A Runner without threads and without Qt, for tests of presenters."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from msspdesk.domain.errors import DomainError, ExternalError
from msspdesk.services.changes import Changes, Undo
from msspdesk.ui.presenters.base import OnError, Progress

if TYPE_CHECKING:
    from msspdesk.db.book import Book

T = TypeVar("T")


class DirectRunner:
    """Runs every job at once on the given book and remembers what was said."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.notices: list[str] = []
        self.errors: list[Exception] = []
        self.undos: list[Undo] = []
        self.progress: list[tuple[int, int, str]] = []
        self._callbacks: list[Callable[[Changes], None]] = []

    def run_read(
        self,
        job: Callable[[Book], T],
        on_done: Callable[[T], None],
        *,
        key: str = "",
        on_error: OnError | None = None,
    ) -> None:
        try:
            result = job(self.book)
        except (DomainError, ExternalError) as error:
            self._fail(error, on_error)
        else:
            on_done(result)

    def run_write(
        self,
        job: Callable[[Book], Changes],
        on_done: Callable[[Changes], None] | None = None,
        *,
        on_error: OnError | None = None,
        notice: str = "",
    ) -> None:
        try:
            changes = job(self.book)
        except (DomainError, ExternalError) as error:
            self._fail(error, on_error)
            return
        if changes.undo is not None:
            self.undos.append(changes.undo)
        text = notice or (changes.undo.label if changes.undo is not None else "")
        if text:
            self.notices.append(text)
        if on_done is not None:
            on_done(changes)
        for callback in tuple(self._callbacks):
            callback(changes)

    def run_long(
        self,
        job: Callable[[Book, Progress], Changes],
        on_done: Callable[[Changes], None] | None = None,
        *,
        label: str,
        on_progress: Callable[[int, int, str], None] | None = None,
        on_error: OnError | None = None,
    ) -> Progress:
        def report(done: int, total: int, note: str) -> None:
            self.progress.append((done, total, note))
            if on_progress is not None:
                on_progress(done, total, note)

        progress = Progress(report)
        self.run_write(lambda book: job(book, progress), on_done, on_error=on_error)
        return progress

    def run_outside(
        self,
        job: Callable[[Book, Callable[[], bool]], T],
        on_done: Callable[[T], None],
        *,
        on_error: OnError | None = None,
    ) -> Callable[[], None]:
        self.run_read(lambda book: job(book, lambda: False), on_done, on_error=on_error)
        return lambda: None

    def undo(self) -> None:
        """What Ctrl+Z does."""
        step = self.undos.pop()
        changes = step.job(self.book)
        for callback in tuple(self._callbacks):
            callback(changes)

    def subscribe(self, callback: Callable[[Changes], None]) -> Callable[[], None]:
        self._callbacks.append(callback)
        return lambda: self._callbacks.remove(callback)

    def notify(self, text: str, *, tone: str = "text", undo: Undo | None = None) -> None:
        self.notices.append(text)

    def explain(self, error: Exception) -> str:
        return str(error.args[0])

    def _fail(self, error: Exception, on_error: OnError | None) -> None:
        self.errors.append(error)
        if on_error is not None:
            on_error(error)
