"""The week's presenter: rows, typing, refusing, pasting, the coming time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from msspdesk.ui.presenters.timesheet import ADD, OWN, Coming, Timesheet
from tests.ui.timesheet.business import FRIDAY, MONDAY, Business

FRI = 4


@pytest.fixture
def week(business: Business) -> Timesheet:
    presenter = Timesheet(business.runner, FRIDAY)
    presenter.activate()
    return presenter


def grid(week: Timesheet) -> dict[str, list[int]]:
    return {row.name: [cell.minutes for cell in row.cells] for row in week.rows}


def test_the_heading_says_which_week_it_is(week: Timesheet) -> None:
    assert (week.title, week.period) == ("Week 31", "27\u00a0Jul to 2\u00a0Aug")
    week.show_week(week.monday.replace(year=2025))
    assert week.period.endswith("2025")


def test_rows_are_customers_by_name_then_the_own_office(
    business: Business, week: Timesheet
) -> None:
    business.note(30, customer_id=business.initech, day=MONDAY)
    business.note(75)
    business.note(20, customer_id=None)
    week.reload()
    assert [row.name for row in week.rows] == [
        "Globex Handels GmbH",
        "Initech Müller",
        "Own office",
        "Add a row",
    ]
    assert week.day_minutes == (30, 0, 0, 0, 95, 0, 0)
    assert week.minutes == 125


def test_typing_makes_changes_and_empties_an_entry_and_undo_takes_it_back(
    business: Business, week: Timesheet
) -> None:
    week.add_row("globex")
    week.type_cell(business.globex, FRI, "1:30")
    assert grid(week)["Globex Handels GmbH"][FRI] == 90
    week.type_cell(business.globex, FRI, "45m")
    assert [entry.minutes for entry in business.entries()] == [45]
    week.type_cell(business.globex, FRI, "")
    assert business.entries() == []
    business.runner.undo()
    assert grid(week)["Globex Handels GmbH"][FRI] == 45


def test_time_of_the_own_office_has_no_customer(business: Business, week: Timesheet) -> None:
    week.type_cell(OWN, 0, "0:20")
    assert [(row.customer_id, row.day, row.minutes) for row in business.entries()] == [
        (None, MONDAY, 20)
    ]


@pytest.mark.parametrize("typed", ["nine", "25", "-1"])
def test_what_is_no_duration_changes_nothing_and_says_why(
    business: Business, week: Timesheet, typed: str
) -> None:
    week.type_cell(OWN, FRI, typed)
    assert business.entries() == []
    assert len(business.runner.notices) == 1


def test_a_cell_of_several_entries_says_so(business: Business, week: Timesheet) -> None:
    business.note(30)
    business.note(15)
    week.reload()
    said = week.refuse(business.globex, FRI)
    assert said == (
        "Globex Handels GmbH has 2 entries on Fri 31 Jul. They are listed: change one there."
    )
    assert week.refuse(business.globex, 0) == ""


def test_issued_time_takes_no_typing(business: Business, week: Timesheet) -> None:
    business.put_on_invoice(business.note(30), "RE-1")
    week.reload()
    assert "stands on an invoice" in week.refuse(business.globex, FRI)


def test_the_time_being_typed_stands_beside_its_cell(business: Business, week: Timesheet) -> None:
    week.show_coming(Coming(business.initech, FRIDAY, 90))
    row = week.row(business.initech)
    assert row is not None
    assert (row.name, row.coming, row.minutes) == ("Initech Müller", (FRI, 90), 0)
    week.show_coming(None)
    assert week.row(business.initech) is None


def test_time_of_another_week_is_not_shown_in_this_one(business: Business, week: Timesheet) -> None:
    week.show_coming(Coming(business.initech, FRIDAY - timedelta(days=7), 90))
    assert week.row(business.initech) is None
    week.step(-1)
    row = week.row(business.initech)
    assert row is not None
    assert row.coming == (FRI, 90)


def test_a_row_is_added_for_a_customer_meant_by_a_few_letters(
    business: Business, week: Timesheet
) -> None:
    assert week.add_row("init") == business.initech
    assert week.row(business.initech) is not None
    assert week.add_row("nobody") is None
    assert "nobody" in business.runner.notices[-1]


def test_last_week_is_copied_and_taken_back(business: Business, week: Timesheet) -> None:
    business.note(60, day=MONDAY - timedelta(days=7))
    week.copy_last_week()
    assert grid(week)["Globex Handels GmbH"][0] == 60
    business.runner.undo()
    assert week.minutes == 0


def test_a_block_of_a_spreadsheet_is_pasted_and_undone_as_one(
    business: Business, week: Timesheet
) -> None:
    week.add_row("globex")
    week.add_row("initech")
    week.paste(business.globex, 0, "1:30\t\t0:45\r\n2:00:00\t1,5\r\n")
    assert grid(week)["Globex Handels GmbH"] == [90, 0, 45, 0, 0, 0, 0]
    assert grid(week)["Initech Müller"] == [120, 90, 0, 0, 0, 0, 0]
    business.runner.undo()
    assert week.minutes == 0


@pytest.mark.parametrize("block", ["1:30\tnine", "1\t1\t1\t1", "1\n1\n1\n1", "hello"])
def test_a_block_that_does_not_fit_changes_nothing(
    business: Business, week: Timesheet, block: str
) -> None:
    week.add_row("globex")
    week.paste(business.globex, FRI, block)
    assert business.entries() == []
    assert len(business.runner.notices) == 1


def test_pasting_over_several_entries_changes_nothing(business: Business, week: Timesheet) -> None:
    business.note(30)
    business.note(15)
    week.reload()
    week.paste(business.globex, 3, "1:00\t2:00")
    assert week.minutes == 45


def test_an_empty_book_has_no_customers(tmp_path_factory: pytest.TempPathFactory) -> None:
    empty = Business(tmp_path_factory.mktemp("empty"), empty=True)
    week = Timesheet(empty.runner, FRIDAY)
    week.activate()
    assert (week.loaded, week.has_customers) == (True, False)
    assert [row.id for row in week.rows] == [OWN, ADD]


def test_a_window_left_on_this_week_follows_into_the_next(business: Business) -> None:
    week = Timesheet(business.runner, FRIDAY)
    week.activate()
    business.clock.set_day(FRIDAY + timedelta(days=3))
    week.day_is(FRIDAY + timedelta(days=3))
    assert week.monday == MONDAY + timedelta(days=7)
    week.step(-1)
    business.clock.set_day(FRIDAY + timedelta(days=4))
    week.day_is(FRIDAY + timedelta(days=4))
    assert week.monday == MONDAY
