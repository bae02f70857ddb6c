"""Everything that takes time, beside the window's thread.

One writer thread keeps writes in order; two threads read. An answer comes back
by a queued signal, so callbacks run in the window's thread. A read with a key
carries a generation: if a newer read of that key was asked for, the older
answer is dropped. Jobs asked for before the book is open wait for it.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from msspdesk.domain.errors import DomainError, ExternalError
from msspdesk.services.changes import Changes, Undo
from msspdesk.texts import _
from msspdesk.ui.deeds import done
from msspdesk.ui.presenters.base import OnError, Progress
from msspdesk.ui.undo import UndoStack

if TYPE_CHECKING:
    from msspdesk.db.book import Book
    from msspdesk.ui.workers import Workers

T = TypeVar("T")
REPORT_EVERY = 0.05  # seconds between two progress signals


@dataclass(frozen=True)
class Notice:
    """One sentence for the reading line; with `undo` it carries the Undo link."""

    text: str
    tone: str = "text"
    undo: Undo | None = None


@dataclass(frozen=True)
class JobState:
    """How far the long job is. `total` 0 means that it cannot be known yet."""

    label: str
    done: int
    total: int
    note: str
    progress: Progress


@dataclass
class _Ticket:
    """What the window's thread remembers of a job; holds the job so that it dies here."""

    job: object
    on_done: Callable[[Any], None] | None
    on_error: OnError | None = None
    key: str = ""
    generation: int = 0
    write: bool = False
    notice: str = ""
    undoing: bool = False
    long: bool = False


@dataclass(frozen=True)
class _Landed:
    number: int
    result: object = None
    error: Exception | None = None


@dataclass(frozen=True)
class _Report:
    number: int
    state: JobState
    listener: Callable[[int, int, str], None] | None = field(compare=False)


def _explain_later(error: DomainError | ExternalError) -> str:
    from msspdesk.texts.errors import sentence

    return sentence(error)


class Tasks(QObject):
    """The `Runner` of the window; see `ui.presenters.base`."""

    changed = Signal(object)  # Changes
    noticed = Signal(object)  # Notice
    crashed = Signal(object)  # Exception: a bug
    saving = Signal(bool)  # a write is under way
    job_changed = Signal(object)  # JobState, or None when the long job is over
    reported = Signal(object)  # from the threads of long jobs
    _landed = Signal(object)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        explain: Callable[[DomainError | ExternalError], str] = _explain_later,
    ) -> None:
        super().__init__(parent)
        self.undo_stack = UndoStack()
        self._explain = explain
        self._numbers = itertools.count(1)
        self._tickets: dict[int, _Ticket] = {}
        self._generations: dict[str, int] = {}
        self._writes = 0
        self._callbacks: list[Callable[[Changes], None]] = []
        self._closing = threading.Event()
        self._landed.connect(self._land)
        self.reported.connect(self._report)

    @cached_property
    def _workers(self) -> Workers:
        from msspdesk.ui.workers import Workers

        return Workers()

    # -- the book

    def open(
        self,
        opener: Callable[[], Book],
        on_done: Callable[[Book], None],
        on_error: OnError,
    ) -> None:
        """Open the book in the writer thread; all other jobs wait for this one."""

        def job() -> Book:
            book = opener()
            self._workers.book.set_result(book)
            return book

        self._submit(_Ticket(opener, on_done, on_error), job, write=True)

    def close(self) -> None:
        """Finish the write under way, drop the rest, close nothing of the book."""
        self._closing.set()
        for ticket in self._tickets.values():
            if ticket.long and isinstance(ticket.job, _LongJob):
                ticket.job.progress.cancel()
        self._workers.close()

    # -- Runner

    def run_read(
        self,
        job: Callable[[Book], T],
        on_done: Callable[[T], None],
        *,
        key: str = "",
        on_error: OnError | None = None,
    ) -> None:
        generation = self._generations.get(key, 0) + 1 if key else 0
        if key:
            self._generations[key] = generation
        ticket = _Ticket(job, on_done, on_error, key=key, generation=generation)
        self._submit(ticket, lambda: self._read_now(job, key, generation))

    def run_write(
        self,
        job: Callable[[Book], Changes],
        on_done: Callable[[Changes], None] | None = None,
        *,
        on_error: OnError | None = None,
        notice: str = "",
    ) -> None:
        ticket = _Ticket(job, on_done, on_error, write=True, notice=notice)
        self._submit(ticket, lambda: job(self._workers.book.result()), write=True)

    def run_long(
        self,
        job: Callable[[Book, Progress], Changes],
        on_done: Callable[[Changes], None] | None = None,
        *,
        label: str,
        on_progress: Callable[[int, int, str], None] | None = None,
        on_error: OnError | None = None,
    ) -> Progress:
        long_job = _LongJob(self, next(self._numbers), label, on_progress)
        ticket = _Ticket(long_job, on_done, on_error, write=True, long=True)
        self._submit(
            ticket,
            lambda: job(self._workers.book.result(), long_job.progress),
            write=True,
            number=long_job.number,
        )
        long_job.report(0, 0, "")
        return long_job.progress

    def subscribe(self, callback: Callable[[Changes], None]) -> Callable[[], None]:
        self._callbacks.append(callback)

        def leave() -> None:
            if callback in self._callbacks:
                self._callbacks.remove(callback)

        return leave

    def busy(self) -> bool:
        """Whether any job is under way or waits."""
        return bool(self._tickets)

    def notify(self, text: str, *, tone: str = "text", undo: Undo | None = None) -> None:
        self.noticed.emit(Notice(text, tone, undo))

    def explain(self, error: Exception) -> str:
        """The sentence for an error the owner can act on; a bug is raised again."""
        if isinstance(error, DomainError | ExternalError):
            return self._explain(error)
        raise error

    def run_aside(self, job: Callable[[], T], on_done: Callable[[T], None] | None = None) -> None:
        """Work that needs no book (warm imports, a preview) on a reader thread."""
        self._submit(_Ticket(job, on_done), job)

    def run_outside(
        self,
        job: Callable[[Book, Callable[[], bool]], T],
        on_done: Callable[[T], None],
        *,
        on_error: OnError | None = None,
    ) -> Callable[[], None]:
        """Ask on a thread of its own: no read waits for it, and the end of the window stops it."""
        stop, number = threading.Event(), next(self._numbers)
        if self._closing.is_set():
            return stop.set
        ticket = self._tickets[number] = _Ticket(job, on_done, on_error)

        def work() -> T:
            book = self._workers.book.result()
            return job(book, lambda: stop.is_set() or self._closing.is_set())

        def cancel() -> None:
            stop.set()
            ticket.on_done, ticket.on_error = None, lambda _error: None

        call = partial(self._work, number, work)
        threading.Thread(target=call, name="outside", daemon=True).start()
        return cancel

    # -- undo

    def undo(self, step: Undo | None = None) -> None:
        """Take back the newest step, or this one if it still stands."""
        if step is None:
            step = self.undo_stack.pop()
        elif not self.undo_stack.take(step):
            step = None
        if step is None:
            self.notify(_("Nothing to undo"), tone="muted")
            return
        job = step.job
        told = self.undo_stack.told(step) or done(step.label)
        notice = _("Undone: {what}").format(what=told)
        ticket = _Ticket(job, None, write=True, notice=notice, undoing=True)
        self._submit(ticket, lambda: job(self._workers.book.result()), write=True)

    def _drop_undos(self) -> None:
        """What was final (a document issued) ends the undo of deeds before it."""
        if self.undo_stack.top() is not None:
            self.run_read(self.undo_stack.fallen(), self._undos_gone, key="undos")

    def _undos_gone(self, gone: list[Undo]) -> None:
        for each in gone:
            self.undo_stack.take(each)
        if gone:
            self.changed.emit(Changes.of())

    # -- inside

    def _read_now(self, job: Callable[[Book], T], key: str, generation: int) -> T | None:
        book = self._workers.book.result()
        if key and self._generations.get(key) != generation:
            return None  # already overtaken: the answer would be dropped anyway
        return job(book)

    def _submit(
        self,
        ticket: _Ticket,
        call: Callable[[], object],
        *,
        write: bool = False,
        number: int | None = None,
    ) -> None:
        if self._closing.is_set():
            return
        number = next(self._numbers) if number is None else number
        self._tickets[number] = ticket
        if ticket.write:
            self._writes += 1
            if self._writes == 1:
                self.saving.emit(True)
        self._workers.submit(partial(self._work, number, call), write=write)

    def _work(self, number: int, call: Callable[[], object]) -> None:
        try:
            landed = _Landed(number, result=call())
        except Exception as error:  # noqa: BLE001 - told apart and shown in the window's thread
            landed = _Landed(number, error=error)
        if not self._closing.is_set():
            self._landed.emit(landed)

    @Slot(object)
    def _land(self, landed: _Landed) -> None:
        ticket = self._tickets.pop(landed.number)
        if ticket.long:
            self.job_changed.emit(None)
        if ticket.key and self._generations.get(ticket.key) != ticket.generation:
            return
        if landed.error is not None:
            self._fail(ticket, landed.error)
        elif ticket.write and isinstance(landed.result, Changes):
            self._spread(ticket, landed.result)
        elif ticket.on_done is not None:
            ticket.on_done(landed.result)
        if ticket.write:
            self._writes -= 1
            if self._writes == 0:
                self.saving.emit(False)

    def _spread(self, ticket: _Ticket, changes: Changes) -> None:
        undo = None if ticket.undoing else changes.undo
        text = ticket.notice or (done(undo.label) if undo is not None else "")
        if undo is not None:
            self.undo_stack.push(undo, text)
        if text:
            self.notify(text, undo=undo)
        if ticket.on_done is not None:
            ticket.on_done(changes)
        self.publish(changes)
        if undo is None and not ticket.undoing:
            self._drop_undos()

    def publish(self, changes: Changes) -> None:
        """Tell every presenter that watches; for writes that did not come through here."""
        for callback in tuple(self._callbacks):
            callback(changes)
        self.changed.emit(changes)

    def _fail(self, ticket: _Ticket, error: Exception) -> None:
        if not isinstance(error, DomainError | ExternalError):
            self.crashed.emit(error)
        elif ticket.on_error is not None:
            ticket.on_error(error)
        elif ticket.undoing and isinstance(error, DomainError) and error.code == "changed_since":
            told = _("This cannot be undone any more: it was changed or issued since.")
            self.notify(told, tone="warn")
        else:
            self.notify(self.explain(error), tone="bad")

    @Slot(object)
    def _report(self, report: _Report) -> None:
        if report.number not in self._tickets:
            return  # a report that was overtaken by the end of its job
        self.job_changed.emit(report.state)
        if report.listener is not None:
            report.listener(report.state.done, report.state.total, report.state.note)


class _LongJob:
    """Carries the reports of one long job to the window, at most twenty a second."""

    def __init__(
        self,
        tasks: Tasks,
        number: int,
        label: str,
        listener: Callable[[int, int, str], None] | None,
    ) -> None:
        self.number = number
        self.progress = Progress(self.report)
        self._tasks = tasks
        self._label = label
        self._listener = listener
        self._last = 0.0

    def report(self, done: int, total: int, note: str) -> None:
        now = time.monotonic()
        if done < total and now - self._last < REPORT_EVERY:
            return
        self._last = now if done else 0.0  # the first step is always told
        state = JobState(self._label, done, total, note, self.progress)
        self._tasks.reported.emit(_Report(self.number, state, self._listener))
