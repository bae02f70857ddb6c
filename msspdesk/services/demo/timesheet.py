"""A believable year of a person's time, the same for the same day.

Working days of five to eight hours, a few hours on some weekends when something
burns, a fortnight of holidays in August and the days around new year.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from msspdesk.domain import worktime
from msspdesk.domain.timesheets import TimeEntry
from msspdesk.services.demo.business import Business, Task, month_start

_LENGTHS: Final = (15, 20, 25, 30, 30, 45, 45, 60, 60, 75, 90, 90, 105, 120, 150)
_WITH_CLOCK: Final = 0.4
_NOT_BILLED: Final = 0.03
_SHORTENED: Final = 0.05
_WEEKEND: Final = 0.08

Notes = Mapping[str, Sequence[str]]


def entries(business: Business, notes: Notes, last: date, zone: ZoneInfo) -> Iterator[TimeEntry]:
    """Every entry from the begin of the book up to and with `last`."""
    chance = Random(business.begin.toordinal())  # noqa: S311 - believable, not secret
    tasks = [*business.tasks, Task("office", 9)]
    projects = _projects(business)
    day = business.begin
    while day <= last:
        today = _Day(day, zone, chance, notes)
        if day in projects:
            yield today.entry(projects[day], chance.choice((300, 330, 360)))
        else:
            yield from _usual(today, tasks)
        day += timedelta(days=1)


def _projects(business: Business) -> dict[date, Task]:
    """Two penetration tests of three days each, on no contract: billed by the hour."""
    service = business.services["PENTEST"].id
    found: dict[date, Task] = {}
    for short, months in (("tulpenburg", 4), ("lonemesa", 9)):
        task = Task("PENTEST", 1, business.customers[short].id, None, service)
        first = month_start(business.begin, -months) + timedelta(days=7)
        monday = first + timedelta(days=-first.weekday() % 7)
        found |= {monday + timedelta(days=each): task for each in (1, 2, 3)}
    return found


def _usual(day: _Day, tasks: Sequence[Task]) -> Iterator[TimeEntry]:
    running = [task for task in tasks if task.line is None or task.line.start <= day.day]
    if day.day.weekday() >= 5:
        if day.chance.random() < _WEEKEND:
            urgent = [task for task in running if task.code == "IR"]
            yield day.entry(day.chance.choice(urgent), day.chance.choice((60, 90, 120)))
        return
    if _is_free(day.day):
        return
    wanted = day.chance.randint(300, 480)
    weights = [task.weight for task in running]
    while wanted > 0:
        (task,) = day.chance.choices(running, weights)
        minutes = min(day.chance.choice(_LENGTHS), max(wanted, 15))
        wanted -= minutes
        yield day.entry(task, minutes)


def _is_free(day: date) -> bool:
    summer = day.month == 8 and 3 <= day.day <= 14
    return summer or (day.month, day.day) in {(12, 24), (12, 25), (12, 26), (12, 31), (1, 1)}


class _Day:
    """One working day: entries follow each other from the morning on, with breaks."""

    def __init__(self, day: date, zone: ZoneInfo, chance: Random, notes: Notes) -> None:
        self.day = day
        self.chance = chance
        self._zone = zone
        self._notes = notes
        self._clock = chance.choice((8 * 60, 8 * 60 + 15, 8 * 60 + 30, 9 * 60))

    def entry(self, task: Task, minutes: int) -> TimeEntry:
        """Time on this task, from where the one before ended."""
        start, self._clock = self._clock, self._clock + minutes
        self._clock += self.chance.choice((0, 0, 5, 10))
        if start < 12 * 60 + 30 <= self._clock:
            self._clock += 45
        first = last = None
        if self.chance.random() < _WITH_CLOCK:
            first, last = worktime.instants(
                self.day, _time(start), _time(start + minutes), self._zone
            )
        note, tags = _parted(self.chance.choice(self._notes[task.code]))
        return TimeEntry(
            uuid=str(uuid.uuid4()),
            day=self.day,
            minutes=minutes,
            customer_id=task.customer_id,
            contract_line_id=task.line.id if task.line else None,
            service_id=task.service_id,
            started_at=first,
            ended_at=last,
            zone=str(self._zone) if first else "",
            billed_minutes=self._billed(task, minutes),
            billable=task.customer_id is None or self.chance.random() >= _NOT_BILLED,
            note=note,
            tags=tags,
        )

    def _billed(self, task: Task, minutes: int) -> int:
        """Now and then less is billed than was worked."""
        if task.customer_id is None or minutes < 45 or self.chance.random() >= _SHORTENED:
            return minutes
        return minutes - 15


def _time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def _parted(written: str) -> tuple[str, str]:
    """Note and tags, from words of which those with # are tags."""
    words = written.split()
    note = (word for word in words if not word.startswith("#"))
    return " ".join(note), " ".join(word[1:] for word in words if word.startswith("#"))
