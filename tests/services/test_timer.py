"""The timer: survives a crash, asks after a night, and everything can be undone."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from msspdesk.db.book import Book
from msspdesk.domain.errors import DomainError
from msspdesk.services import books, timer, timesheets
from msspdesk.services.timer import Keep, Task
from tests.builders import FixedClock
from tests.services.test_timesheets import Business


class Desk(Business):
    """A business whose clock can be set."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.clock = FixedClock()
        self.book.clock = self.clock

    def at(self, *when: int) -> Book:
        """The book at this moment (UTC; Berlin is two hours ahead in summer)."""
        self.clock.now = datetime(*when, tzinfo=UTC)  # type: ignore[arg-type,misc]
        return self.book

    def only_entry(self) -> timesheets.EntryRow:
        (key,) = timesheets.entry_ids(self.book)
        return self.row(key)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def task(desk: Desk) -> Task:
    return Task(
        customer_id=desk.globex, contract_line_id=desk.hourly, note="triage", tags=("sev2",)
    )


def test_stopping_notes_the_time_and_undo_lets_it_run_again(desk: Desk) -> None:
    timer.start(desk.at(2026, 7, 31, 8), task(desk))
    done = timer.stop(desk.at(2026, 7, 31, 9, 30, 29))
    row = desk.only_entry()
    assert (row.minutes, row.line, row.note, row.tags) == (90, "Incidents", "triage", ("sev2",))
    assert (row.day.isoformat(), row.zone) == ("2026-07-31", "Europe/Berlin")
    assert done.ids == (row.id,)
    assert done.kinds == {"timer", "time"}
    assert timer.read(desk.book) is None
    assert done.undo is not None
    done.undo.job(desk.book)
    running = timer.read(desk.book)
    assert running is not None
    assert running.started_at == datetime(2026, 7, 31, 8, tzinfo=UTC)
    assert len(timesheets.entry_ids(desk.book)) == 0


def test_it_survives_the_program(desk: Desk) -> None:
    timer.start(desk.at(2026, 7, 31, 8), task(desk))
    desk.book.close()
    with_new_program = books.open_book(desk.book.path, desk.clock)
    running = timer.read(with_new_program)
    assert running is not None
    assert (running.customer, running.line) == ("Globex Handels GmbH", "Incidents")
    with_new_program.close()


def test_one_runs_at_a_time_and_nothing_cannot_be_stopped(desk: Desk) -> None:
    with pytest.raises(DomainError, match="no_timer_runs"):
        timer.stop(desk.book)
    timer.start(desk.book, Task())
    with pytest.raises(DomainError, match="timer_runs"):
        timer.start(desk.book, Task())


def test_a_second_counts_as_a_minute_even_if_the_clock_went_back(desk: Desk) -> None:
    timer.start(desk.at(2026, 7, 31, 8), Task())
    timer.stop(desk.at(2026, 7, 31, 7, 59))
    assert desk.only_entry().minutes == 1


def test_switching_notes_one_and_starts_the_next_in_one_step(desk: Desk) -> None:
    timer.start(desk.at(2026, 7, 31, 8), task(desk))
    done = timer.switch(desk.at(2026, 7, 31, 8, 45), Task(note="call"))
    running = timer.read(desk.book)
    assert running is not None
    assert (running.note, desk.only_entry().minutes) == ("call", 45)
    assert done.undo is not None
    done.undo.job(desk.book)
    running = timer.read(desk.book)
    assert running is not None
    assert (running.note, len(timesheets.entry_ids(desk.book))) == ("triage", 0)


def test_a_night_is_asked_about(desk: Desk) -> None:
    # 19:00 UTC is 21:00 in Berlin; midnight there is 22:00 UTC.
    timer.start(desk.at(2026, 7, 30, 19), task(desk))
    with pytest.raises(DomainError, match="timer_ran_overnight") as caught:
        timer.stop(desk.at(2026, 7, 31, 7))
    assert caught.value.details["minutes"] == 720
    timer.stop(desk.book, Keep.CUT)
    row = desk.only_entry()
    assert (row.minutes, row.day.isoformat()) == (180, "2026-07-30")


@pytest.mark.parametrize(
    ("keep", "cut_at", "minutes"),
    [
        (Keep.ALL, None, [720]),
        (Keep.CUT, datetime(2026, 7, 30, 20, tzinfo=UTC), [60]),
        (Keep.DISCARD, None, []),
    ],
)
def test_the_owner_decides_what_a_night_was(
    desk: Desk, keep: Keep, cut_at: datetime | None, minutes: list[int]
) -> None:
    timer.start(desk.at(2026, 7, 30, 19), task(desk))
    timer.stop(desk.at(2026, 7, 31, 7), keep, cut_at)
    ids = timesheets.entry_ids(desk.book)
    assert [desk.row(key).minutes for key in ids] == minutes
    assert timer.read(desk.book) is None


def test_more_than_a_day_is_never_noted_as_one(desk: Desk) -> None:
    timer.start(desk.at(2026, 7, 29, 8), task(desk))
    with pytest.raises(DomainError, match="duration_over_day"):
        timer.stop(desk.at(2026, 7, 31, 8), Keep.ALL)
    assert timer.read(desk.book) is not None


def test_the_hour_that_summer_time_skips_is_not_worked(desk: Desk) -> None:
    # Berlin 01:30 CET to 03:30 CEST on 29 March 2026 is one hour.
    timer.start(desk.at(2026, 3, 29, 0, 30), task(desk))
    timer.stop(desk.at(2026, 3, 29, 1, 30))
    assert desk.only_entry().minutes == 60


def test_it_is_described_anew_or_discarded_and_both_undone(desk: Desk) -> None:
    timer.start(desk.at(2026, 7, 31, 8), Task())
    timer.change(desk.book, task(desk))
    with pytest.raises(DomainError, match="line_of_other_customer"):
        timer.change(desk.book, Task(customer_id=desk.initech, contract_line_id=desk.fee))
    done = timer.discard(desk.book)
    assert timer.read(desk.book) is None
    assert done.undo is not None
    done.undo.job(desk.book)
    running = timer.read(desk.book)
    assert running is not None
    assert running.note == "triage"
