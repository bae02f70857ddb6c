"""The entry line without a window: reading, completing, choosing a line, noting."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from msspdesk.ui.presenters.quick_entry import QuickEntry
from msspdesk.ui.presenters.timesheet import Coming
from tests import builders
from tests.ui.timesheet.business import FRIDAY, MONDAY, Business


@pytest.fixture
def line(business: Business) -> QuickEntry:
    presenter = QuickEntry(business.runner)
    presenter.activate()
    return presenter


def told(line: QuickEntry, text: str) -> dict[str, str]:
    return {pair.label: pair.value for pair in line.reading(text).pairs}


def test_an_empty_line_says_what_today_and_the_week_hold(
    business: Business, line: QuickEntry
) -> None:
    business.note(30, day=MONDAY)
    business.note(90, note="triage")
    line.reload()
    assert told(line, "") == {"Today": "1:30", "Week": "2:00"}
    assert line.reading("").note == "Last noted: Globex Handels GmbH 1:30, triage"


def test_a_line_is_read_in_pairs(line: QuickEntry) -> None:
    reading = line.reading("globex 1h30 triage #sev2")
    assert told(line, "globex 1h30 triage #sev2") == {
        "Customer": "Globex Handels GmbH",
        "Contract line": "Incidents",
        "Billed": "1:30 × 140.00",
        "Amount": "210.00\u00a0EUR",
        "Day": "today, Fri 31 Jul",
    }
    assert (reading.ok, reading.problem, reading.other) == (True, "", "other line")


def test_other_ways_of_charging_are_said(line: QuickEntry) -> None:
    assert told(line, "globex 1h30 @retainer")["Covered"] == "1:30"
    assert told(line, "globex 1h30 !free")["Not billed"] == "1:30"
    assert told(line, "yesterday initech 2h")["Rate"] == "none yet, set one under Customers"
    assert told(line, "yesterday initech 2h")["Day"] == "yesterday, Thu 30 Jul"
    assert told(line, "office 20m mail")["Worked"] == "0:20"


def test_what_is_wrong_is_told_and_cannot_be_noted(line: QuickEntry) -> None:
    unknown = line.reading("nordlicht 2h")
    assert not unknown.ok
    assert unknown.problem == (
        "No customer is called “nordlicht”. Add it under Customers first (Ctrl+2); "
        "the line waits here."
    )
    half = line.reading("globex")
    assert (half.ok, half.problem) == (False, "")
    assert half.note.startswith("How long did it take?")


def test_another_line_is_chosen_and_noted_on(business: Business, line: QuickEntry) -> None:
    text = "globex 1h30 triage"
    line.other(text)
    assert told(line, text)["Contract line"] == "Retainer"
    done: list[bool] = []
    line.commit(text, done.append)
    assert done == [True]
    assert [(row.line, row.minutes, row.note) for row in business.entries()] == [
        ("Retainer", 90, "triage")
    ]
    assert line.reading("").ok is False
    assert told(line, text)["Contract line"] == "Incidents"


def test_noting_says_what_was_noted_and_can_be_undone(business: Business, line: QuickEntry) -> None:
    line.commit("globex 1h30 triage", lambda _stored: None)
    assert business.runner.notices == ["Noted 1:30 for Globex Handels GmbH"]
    assert told(line, "")["Today"] == "1:30"
    business.runner.undo()
    assert business.entries() == []
    assert told(line, "")["Today"] == "0:00"


def test_what_cannot_be_stored_leaves_the_line(business: Business, line: QuickEntry) -> None:
    done: list[bool] = []
    line.commit("nordlicht 2h", done.append)
    assert done == [False]
    assert business.entries() == []
    assert len(business.runner.notices) == 1


def test_the_week_hears_where_the_time_will_land(business: Business, line: QuickEntry) -> None:
    heard: list[Coming | None] = []
    line.on_coming(lambda: heard.append(line.coming))
    line.reading("globex 1h30")
    line.reading("globex 1h30 triage")
    line.reading("yesterday office 20m")
    line.reading("globex")
    assert heard == [
        Coming(business.globex, FRIDAY, 90),
        Coming(None, FRIDAY.replace(day=30), 20),
        None,
    ]


def test_words_are_completed(business: Business, line: QuickEntry) -> None:
    for tags in (("sev2",), ("sev2",), ("sev2-night",)):
        business.note(30, tags=tags)
    line.reload()
    found = line.complete("glo", 3)
    assert [(each.text, each.insert, each.note) for each in found] == [
        ("Globex Handels GmbH", "Globex Handels GmbH ", "globex")
    ]
    tags_found = line.complete("globex 1h #s", 12)
    assert [(each.insert, each.note) for each in tags_found] == [
        ("#sev2 ", "2 entries in 12 months"),
        ("#sev2-night ", "1 entry in 12 months"),
    ]


def test_new_names_are_known_at_once(business: Business, line: QuickEntry) -> None:
    assert not line.reading("umbrella 1h").ok
    with business.book.write() as work:
        work.add(builders.customer(name="Umbrella Ltd", short="umbrella"))
    line.reload()
    assert line.reading("umbrella 1h").ok


def test_a_keystroke_takes_a_millisecond_with_three_hundred_customers(business: Business) -> None:
    with business.book.write() as work:
        for number in range(300):
            name = f"Customer {number} Works"
            work.add(builders.customer(name=name, short=f"c{number}"))
    line = QuickEntry(business.runner)
    line.activate()
    text = "globex 1h30 triage of the phishing mail #sev2"
    line.reading(text)  # names are folded once
    best = min(_timed(line, text[:end]) for _again in range(5) for end in (len(text),))
    assert best < 0.001


def _timed(line: QuickEntry, text: str) -> float:
    before = time.perf_counter()
    line.reading(text)
    return time.perf_counter() - before


def test_after_midnight_today_begins_anew(business: Business, line: QuickEntry) -> None:
    business.note(90)
    line.reload()
    business.clock.now += timedelta(hours=20)
    line.tick(business.clock.now)
    assert told(line, "") == {"Today": "0:00", "Week": "1:30"}
