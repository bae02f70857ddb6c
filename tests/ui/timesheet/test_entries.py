"""The list of entries and the panel of one: what they say, what they store."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from msspdesk.domain.errors import InvalidInput
from msspdesk.ui.presenters.timesheet_entries import CellFilter, Entries
from msspdesk.ui.presenters.timesheet_entry import EntryEditor
from msspdesk.ui.presenters.timesheet_rows import EntryItem
from tests.ui.timesheet.business import FRIDAY, MONDAY, Business


@pytest.fixture
def entries(business: Business) -> Entries:
    presenter = Entries(business.runner, MONDAY)
    presenter.activate()
    return presenter


@pytest.fixture
def editor(business: Business) -> EntryEditor:
    presenter = EntryEditor(business.runner)
    presenter.activate()
    return presenter


def told(items: tuple[EntryItem, ...]) -> list[tuple[str, str]]:
    return [(row.time, row.charge) for row in items if not row.heading]


def never(error: Exception) -> None:
    raise error


def test_days_are_headings_with_their_sums_newest_first(
    business: Business, entries: Entries
) -> None:
    business.note(30, day=MONDAY)
    business.note(45)
    business.note(60)
    business.note(15, day=MONDAY - timedelta(days=1))
    entries.reload()
    rows = [(row.day, row.time) if row.heading else row.time for row in entries.items]
    assert rows == [(FRIDAY, "1:45"), "1:00", "0:45", (MONDAY, "0:30"), "0:30"]
    assert entries.summary == "3 this week"


def test_each_entry_says_what_becomes_of_it(business: Business, entries: Entries) -> None:
    business.note(60, contract_line_id=business.fee)
    business.note(90, contract_line_id=business.hourly)
    business.note(90, contract_line_id=business.hourly, billed_minutes=60)
    business.note(30, billable=False)
    business.note(30, customer_id=business.initech)
    business.note(20, customer_id=None)
    business.put_on_invoice(business.note(10, contract_line_id=business.hourly))
    business.put_on_invoice(business.note(5, contract_line_id=business.hourly), "RE-2026-0007")
    entries.reload()
    assert told(entries.items) == [
        ("0:05", "RE-2026-0007"),
        ("0:10", "on a draft"),
        ("0:20", ""),
        ("0:30", "no rate yet"),
        ("0:30", "not billable"),
        ("1:30", "1:00 for 140.00\u00a0EUR"),
        ("1:30", "210.00\u00a0EUR"),
        ("1:00", "covered"),
    ]


def test_a_search_goes_through_all_time_newest_first(business: Business, entries: Entries) -> None:
    old = business.note(30, day=date(2025, 3, 4), note="phishing report")
    new = business.note(45, note="Phishing triage", tags=("sev2",))
    business.note(60, note="backup")
    entries.search(" phish ")
    assert list(entries.ids) == [new, old]
    assert entries.summary == "2 entries of all time"
    loaded: list[EntryItem] = []
    entries.load([new, old], loaded.extend)
    assert [(row.note, row.tags) for row in loaded] == [
        ("Phishing triage", ("#sev2",)),
        ("phishing report", ()),
    ]
    entries.search("")
    assert not entries.searching
    assert entries.count == 2


def test_one_cell_of_the_grid_can_be_listed(business: Business, entries: Entries) -> None:
    business.note(30)
    business.note(45, customer_id=business.initech)
    entries.show_cell(CellFilter(business.globex, FRIDAY))
    assert [row.time for row in entries.items] == ["0:30", "0:30"]
    entries.show_cell(None)
    assert entries.count == 2


def test_deleting_can_be_undone(business: Business, entries: Entries) -> None:
    key = business.note(30, note="kept")
    entries.remove(key)
    assert business.entries() == []
    business.runner.undo()
    assert [row.note for row in business.entries()] == ["kept"]


def test_issued_time_is_not_deleted(business: Business, entries: Entries) -> None:
    key = business.note(30)
    business.put_on_invoice(key, "RE-1")
    entries.remove(key)
    assert len(business.entries()) == 1
    assert [error.args[0] for error in business.runner.errors] == ["time_is_locked"]


def test_fields_are_stored_one_by_one(business: Business, editor: EntryEditor) -> None:
    key = business.note(90, contract_line_id=business.hourly)
    editor.open(key)
    editor.change("billed_minutes", 60, never)
    editor.change("note", "triage", never)
    editor.change("tags", "#sev2, night", never)
    editor.change("contract_line_id", business.fee, never)
    editor.change("day", MONDAY, never)
    row = business.row(key)
    assert (row.minutes, row.billed_minutes, row.note) == (90, 60, "triage")
    assert (row.tags, row.line, row.day) == (("sev2", "night"), "Retainer", MONDAY)
    assert editor.values()["tags"] == "#sev2 #night"
    assert editor.charge == ("covered", "muted")


def test_one_clock_time_brings_the_other_by_the_length(
    business: Business, editor: EntryEditor
) -> None:
    key = business.note(90)
    editor.open(key)
    editor.change("start", time(9, 0), never)
    values = editor.values()
    assert (values["start"], values["end"], values["minutes"]) == (time(9, 0), time(10, 30), 90)
    assert business.row(key).started_at == datetime(2026, 7, 31, 7, 0, tzinfo=UTC)
    editor.change("end", time(9, 45), never)
    assert editor.values()["minutes"] == 45
    editor.change("start", None, never)
    assert (editor.values()["start"], editor.values()["end"]) == (None, None)


def test_a_wrong_value_is_a_problem_of_its_field(business: Business, editor: EntryEditor) -> None:
    editor.open(business.note(90))
    errors: list[Exception] = []
    editor.change("minutes", 2000, errors.append)
    editor.change("day", None, errors.append)
    found = [each for error in errors if isinstance(error, InvalidInput) for each in error.problems]
    assert [(each.code, each.field) for each in found] == [
        ("duration_over_day", "minutes"),
        ("date_empty", "day"),
    ]
    assert editor.values()["minutes"] == 90


def test_an_issued_entry_says_why_it_is_locked(business: Business, editor: EntryEditor) -> None:
    key = business.note(30)
    business.put_on_invoice(key, "RE-2026-0007")
    editor.open(key)
    assert editor.locked.startswith("This time stands on invoice RE-2026-0007")


def test_overlapping_ranges_are_pointed_out(business: Business, editor: EntryEditor) -> None:
    def at(hour: int) -> datetime:
        return datetime(2026, 7, 31, hour, tzinfo=UTC)

    business.note(0, started_at=at(7), ended_at=at(9))
    editor.open(business.note(0, started_at=at(8), ended_at=at(9)))
    assert "Globex Handels GmbH" in editor.warnings


def test_the_panel_closes_when_its_entry_is_gone(business: Business, editor: EntryEditor) -> None:
    editor.open(business.note(30))
    editor.delete()
    assert (editor.entry_id, editor.row) == (None, None)


def test_only_lines_of_the_customer_can_be_chosen(business: Business, editor: EntryEditor) -> None:
    editor.open(business.note(30, contract_line_id=business.hourly))
    titles = [title for _value, title in editor.choices("contract_line_id")]
    assert titles == ["No contract line", "Retainer", "Incidents"]
    editor.change("customer_id", business.initech, never)
    assert [title for _value, title in editor.choices("contract_line_id")] == ["No contract line"]
