"""The timer's presenter: start, stop, switch, and what was forgotten."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from msspdesk.ui.presenters.timer import Timer
from tests.ui.timesheet.business import FRIDAY, Business


@pytest.fixture
def timer(business: Business) -> Timer:
    presenter = Timer(business.runner)
    presenter.activate()
    return presenter


def ignore(_taken: bool) -> None:
    """The entry line is not under test."""


def later(business: Business, **span: int) -> None:
    business.clock.now += timedelta(**span)


def test_time_runs_from_start_to_stop_and_is_noted(business: Business, timer: Timer) -> None:
    timer.start("globex triage #sev2", ignore)
    assert timer.timer is not None
    assert (timer.timer.customer, timer.timer.text) == ("Globex Handels GmbH", "Incidents, triage")
    later(business, minutes=25)
    timer.stop()
    assert timer.timer is None
    row = business.entries()[0]
    assert (row.minutes, row.note, row.tags, row.line) == (25, "triage", ("sev2",), "Incidents")
    business.runner.undo()
    assert timer.timer is not None


def test_a_timer_may_start_without_a_word(business: Business, timer: Timer) -> None:
    timer.start("", ignore)
    assert timer.timer is not None
    assert timer.timer.customer == ""


def test_switching_notes_the_one_and_starts_the_other(business: Business, timer: Timer) -> None:
    timer.start("globex triage", ignore)
    later(business, minutes=10)
    timer.switch("initech firewall", ignore)
    assert [row.minutes for row in business.entries()] == [10]
    assert timer.timer is not None
    assert timer.timer.customer == "Initech Müller"


def test_what_cannot_be_read_stays_in_the_line(business: Business, timer: Timer) -> None:
    taken: list[bool] = []
    timer.start("globex @nothing triage", taken.append)
    assert taken == [False]
    assert timer.timer is None
    assert len(business.runner.notices) == 1


def test_it_survives_the_program(business: Business, timer: Timer) -> None:
    timer.start("globex triage", ignore)
    later(business, minutes=5)
    again = Timer(business.runner)
    again.activate()
    assert again.timer == timer.timer
    assert again.question is None


def test_a_night_is_asked_about_at_stop(business: Business, timer: Timer) -> None:
    timer.start("globex triage", ignore)
    later(business, hours=20)
    timer.stop()
    assert business.entries() == []
    assert timer.question is not None
    assert (timer.question.minutes, timer.question.until.time()) == (1200, time(0, 0))
    timer.cut(time(14, 30))
    row = business.entries()[0]
    assert (row.day, row.minutes) == (FRIDAY, 150)


def test_a_forgotten_timer_is_asked_about_at_the_next_start(
    business: Business, timer: Timer
) -> None:
    timer.start("globex triage", ignore)
    later(business, hours=20)
    again = Timer(business.runner)
    asked: list[bool] = []
    again.on_question(lambda: asked.append(True))
    again.activate()
    assert asked == [True]
    again.keep_all()
    assert [row.minutes for row in business.entries()] == [1200]


def test_forgotten_time_can_be_thrown_away(business: Business, timer: Timer) -> None:
    timer.start("globex triage", ignore)
    later(business, hours=20)
    timer.stop()
    timer.discard()
    assert business.entries() == []
    assert (timer.timer, timer.question) == (None, None)


def test_a_sleeping_computer_is_asked_about(business: Business, timer: Timer) -> None:
    timer.start("globex triage", ignore)
    later(business, minutes=10)
    timer.tick(business.clock.now)
    later(business, seconds=30)
    timer.tick(business.clock.now)
    assert timer.question is None
    later(business, hours=2)
    timer.tick(business.clock.now)
    assert timer.question is not None
    assert timer.question.until.time() == time(12, 10, 30)
    assert timer.cut_minutes(time(12, 10)) == "0:10"
    timer.let_run()
    assert timer.timer is not None


def test_without_a_timer_nothing_is_asked(business: Business, timer: Timer) -> None:
    timer.tick(business.clock.now)
    later(business, hours=9)
    timer.tick(business.clock.now)
    assert timer.question is None
