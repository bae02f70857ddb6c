"""The timer: start, stop, switch, and what to ask when it ran while nobody worked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from msspdesk.db.queries.timesheets import TimerRow
from msspdesk.domain import worktime
from msspdesk.domain.errors import DomainError
from msspdesk.services import entry_line, timer
from msspdesk.services.changes import Changes
from msspdesk.services.timer import Keep
from msspdesk.texts import _, formats
from msspdesk.ui.presenters.base import OnError, Presenter, Runner
from msspdesk.ui.presenters.shell import TimerState

if TYPE_CHECKING:
    from msspdesk.db.book import Book

DAY: Final = worktime.MINUTES_A_DAY
ASLEEP: Final = timedelta(minutes=5)
"""Two ticks further apart than this: the computer slept."""


@dataclass(frozen=True, slots=True)
class Question:
    """Time that may not have been worked. `since` and `until` are local times.

    `until` is a proposal for the end of work: when the computer fell asleep, else
    midnight of the first day.
    """

    who: str
    since: datetime
    until: datetime
    now: datetime

    @property
    def minutes(self) -> int:
        """All of it."""
        return worktime.minutes_between(self.since, self.now)


class Timer(Presenter):
    """State of the running timer, None if none runs; `question` when something must be asked."""

    watches = frozenset({"timer", "customers", "contracts"})

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self.timer: TimerState | None = None
        self.question: Question | None = None
        self._row: TimerRow | None = None
        self._asking: list[Callable[[], None]] = []
        self._looked = False
        self._last_tick: datetime | None = None

    def on_question(self, callback: Callable[[], None]) -> None:
        """Called when `question` was set."""
        self._asking.append(callback)

    def reload(self) -> None:
        self.read(_load, self._loaded)

    def _loaded(self, found: tuple[TimerRow | None, datetime]) -> None:
        self._row, now = found
        self.timer = _state(self._row) if self._row is not None else None
        self.updated()
        if not self._looked:
            self._looked = True
            self._found_running(now)

    def _found_running(self, now: datetime) -> None:
        """At the start of the program: a timer of another day was forgotten."""
        if self._row is not None and _overnight(self._row, now):
            self._ask(now, None)

    # -- deeds

    def start(self, text: str, done: Callable[[bool], None]) -> None:
        self.write(
            lambda book: entry_line.start_timer(book, text),
            lambda _changes: done(True),
            on_error=self._refused(done),
            notice=_("Timer started"),
        )

    def stop(self) -> None:
        self.write(timer.stop, on_error=self._asked, notice=self._noted())

    def switch(self, text: str, done: Callable[[bool], None]) -> None:
        self.write(
            lambda book: entry_line.switch_timer(book, text),
            lambda _changes: done(True),
            on_error=self._refused(done),
            notice=self._noted(),
        )

    def _refused(self, done: Callable[[bool], None]) -> OnError:
        def refused(error: Exception) -> None:
            done(False)
            self._asked(error)

        return refused

    def _asked(self, error: Exception) -> None:
        if isinstance(error, DomainError) and error.code == "timer_ran_overnight":
            self.read(lambda book: book.now(), lambda now: self._ask(now, None), key="now")
        else:
            self.runner.notify(self.runner.explain(error), tone="bad")

    def _noted(self) -> str:
        who = self.timer.customer if self.timer is not None else ""
        return _("Noted the time for {customer}").format(customer=who) if who else _("Time noted")

    # -- asking

    def tick(self, now: datetime) -> None:
        """Called every half minute. A long gap means that the computer slept."""
        before, self._last_tick = self._last_tick, now
        if before is None or self._row is None:
            return
        if now - before > ASLEEP and before > self._row.started_at:
            self._ask(now, before)

    def _ask(self, now: datetime, until: datetime | None) -> None:
        row = self._row
        if row is None or self.question is not None:
            return
        zone = ZoneInfo(row.zone)
        since = row.started_at.astimezone(zone)
        midnight = datetime.combine(since.date() + timedelta(days=1), time(), zone)
        end = min(now, until or midnight).astimezone(zone)
        self.question = Question(row.customer, since, end, now)
        for callback in tuple(self._asking):
            callback()

    def let_run(self) -> None:
        """Nothing is decided: the timer runs on."""
        self.question = None

    def keep_all(self) -> None:
        self._end(lambda book: timer.stop(book, Keep.ALL))

    def discard(self) -> None:
        self._end(timer.discard, _("Timer discarded"))

    def cut(self, clock: time) -> None:
        """Work ended at this time of day, the first one after the start."""
        question = self.question
        if question is None:
            return
        zone = question.since.tzinfo
        if not isinstance(zone, ZoneInfo):
            raise TypeError("a question stands in the zone of its timer")
        start = question.since.time().replace(second=0, microsecond=0)
        _first, end = worktime.instants(question.since.date(), start, clock, zone)
        self._end(lambda book: timer.stop(book, Keep.CUT, end))

    def cut_minutes(self, clock: time) -> str:
        """How long it was if work ended then, for the button."""
        question = self.question
        if question is None:
            return ""
        start = question.since.time().replace(second=0, microsecond=0)
        minutes = (clock.hour - start.hour) * 60 + clock.minute - start.minute
        return formats.hours(min(question.minutes, minutes % DAY or DAY))

    def _end(self, job: Callable[[Book], Changes], notice: str = "") -> None:
        self.question = None
        self.write(job, notice=notice or self._noted())


def _state(row: TimerRow) -> TimerState:
    words = ", ".join(part for part in (row.line, row.note) if part)
    return TimerState(row.started_at, row.customer, words)


def _overnight(row: TimerRow, now: datetime) -> bool:
    zone = ZoneInfo(row.zone)
    return now.astimezone(zone).date() > row.started_at.astimezone(zone).date()


def _load(book: Book) -> tuple[TimerRow | None, datetime]:
    return timer.read(book), book.now()
