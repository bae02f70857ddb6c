"""The one running clock. Its state is its start, in the book, so it survives a crash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from msspdesk.db.book import Book, Work
from msspdesk.db.queries import timesheets as rows
from msspdesk.db.queries.timesheets import TimerRow
from msspdesk.domain import checks, worktime
from msspdesk.domain.errors import DomainError
from msspdesk.domain.timesheets import Timer
from msspdesk.services import timesheets
from msspdesk.services.changes import Changes
from msspdesk.services.timesheets import NewEntry
from msspdesk.services.undoing import Step, added, changed, deleted, remember, undo_of

KINDS: Final = frozenset({"timer"})
BOTH: Final = frozenset({"timer", "time"})
_KEY: Final = 1


class Keep(StrEnum):
    """What to do with time that may not have been worked."""

    ASK = "ask"
    ALL = "all"
    CUT = "cut"
    DISCARD = "discard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is being worked on; all of it may still be open."""

    customer_id: int | None = None
    contract_line_id: int | None = None
    service_id: int | None = None
    note: str = ""
    tags: tuple[str, ...] = ()


def read(book: Book) -> TimerRow | None:
    """The running timer, or None."""
    with book.read() as work:
        return rows.running_timer(work.connection)


def start(book: Book, task: Task) -> Changes:
    """Start the clock now. DomainError("timer_runs"): stop it or switch."""
    zone = book.zone
    with book.write() as work:
        if work.find(Timer, _KEY) is not None:
            raise DomainError("timer_runs")
        step = added(work.add(_timer(work, task, book.now(), zone)))
    return Changes.of("timer", undo=undo_of("Start timer", KINDS, step))


def change(book: Book, task: Task) -> Changes:
    """Say anew what is worked on, without touching the start."""
    with book.write() as work:
        row = work.get(Timer, _KEY)
        before = remember(row)
        _describe(work, row, task)
        step = changed(work, before, row)
    return Changes.of("timer", undo=undo_of("Change timer", KINDS, step))


def stop(book: Book, keep: Keep = Keep.ASK, cut_at: datetime | None = None) -> Changes:
    """Stop the clock and note its time, at least one minute. Its id is in the Changes.

    Time that runs into another day is asked about: DomainError
    "timer_ran_overnight" (started, minutes) until `keep` says what to do. ALL
    notes everything (up to 24 hours), CUT ends it at `cut_at` or at the midnight
    that ended its first day, DISCARD notes nothing.
    """
    zone = book.zone
    with book.write() as work:
        steps, ids = _stop(work, book.now(), zone, keep, cut_at)
    return Changes.of(*BOTH, ids=ids, undo=undo_of("Stop timer", BOTH, *steps))


def switch(
    book: Book, task: Task, keep: Keep = Keep.ASK, cut_at: datetime | None = None
) -> Changes:
    """Note the running time and start on something else, in one step."""
    zone, now = book.zone, book.now()
    with book.write() as work:
        steps, ids = _stop(work, now, zone, keep, cut_at)
        steps.append(added(work.add(_timer(work, task, now, zone))))
    return Changes.of(*BOTH, ids=ids, undo=undo_of("Switch timer", BOTH, *steps))


def discard(book: Book) -> Changes:
    """Stop the clock and note nothing."""
    with book.write() as work:
        steps = [_removed(work, _running(work))]
    return Changes.of("timer", undo=undo_of("Discard timer", KINDS, *steps))


def _timer(work: Work, task: Task, now: datetime, zone: ZoneInfo) -> Timer:
    row = Timer(id=_KEY, started_at=now, zone=str(zone))
    _describe(work, row, task)
    return row


def _describe(work: Work, row: Timer, task: Task) -> None:
    timesheets.check_line(work, task.customer_id, task.contract_line_id)
    row.customer_id, row.contract_line_id = task.customer_id, task.contract_line_id
    row.service_id = task.service_id
    row.note, row.tags = checks.note(task.note), timesheets.joined_tags(task.tags)


def _running(work: Work) -> Timer:
    row = work.find(Timer, _KEY)
    if row is None:
        raise DomainError("no_timer_runs")
    return row


def _removed(work: Work, row: Timer) -> Step:
    step = deleted(row)
    work.delete(row)
    return step


def _stop(
    work: Work, now: datetime, zone: ZoneInfo, keep: Keep, cut_at: datetime | None
) -> tuple[list[Step], tuple[int, ...]]:
    row = _running(work)
    end = _end(row, now, zone, keep, cut_at)
    steps = [_removed(work, row)]
    if keep is Keep.DISCARD:
        return steps, ()
    entry = work.add(timesheets.new_row(work, _entry(row, end, zone), zone))
    steps.append(added(entry))
    return steps, () if entry.id is None else (entry.id,)


def _end(
    row: Timer, now: datetime, zone: ZoneInfo, keep: Keep, cut_at: datetime | None
) -> datetime:
    """When the work ended: at least a minute after its start, even if a clock went back."""
    started = row.started_at.astimezone(zone)
    overnight = now.astimezone(zone).date() > started.date()
    if overnight and keep is Keep.ASK:
        minutes = worktime.minutes_between(row.started_at, now)
        raise DomainError("timer_ran_overnight", started=started, minutes=minutes)
    end = now
    if keep is Keep.CUT:
        next_day = started.date() + timedelta(days=1)
        midnight = datetime(next_day.year, next_day.month, next_day.day, tzinfo=zone)
        end = min(now, cut_at or midnight)
    return max(end, row.started_at + timedelta(minutes=1))


def _entry(row: Timer, end: datetime, zone: ZoneInfo) -> NewEntry:
    values: dict[str, Any] = {
        name: getattr(row, name)
        for name in ("customer_id", "contract_line_id", "service_id", "note", "started_at")
    }
    day = row.started_at.astimezone(zone).date()
    tags: Sequence[str] = row.tags.split()
    return NewEntry(day=day, ended_at=end, tags=tuple(tags), **values)
