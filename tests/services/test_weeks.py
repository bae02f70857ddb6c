"""The week grid: sums, typing into cells, copying a week."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from msspdesk.domain.customers import Customer
from msspdesk.domain.errors import DomainError
from msspdesk.services import timesheets, weeks
from tests.services.test_timesheets import FRIDAY, Business

MONDAY = date(2026, 7, 27)
NEXT_MONDAY = MONDAY + timedelta(days=7)


@pytest.fixture
def business(tmp_path: Path) -> Business:
    return Business(tmp_path)


def test_a_week_has_sums_by_customer_and_day(business: Business) -> None:
    business.note(75, day=MONDAY)
    business.note(45)
    business.note(90)
    business.note(30, customer_id=None)
    business.note(20, customer_id=business.initech, day=MONDAY)
    business.note(60, day=NEXT_MONDAY)
    grid = weeks.week(business.book, MONDAY)
    names = [(row.customer, row.minutes) for row in grid.rows]
    assert names == [("Globex Handels GmbH", 210), ("Initech Müller", 20), ("", 30)]
    assert [cell.minutes for cell in grid.rows[0].cells] == [75, 0, 0, 0, 135, 0, 0]
    assert grid.day_minutes == (95, 0, 0, 0, 165, 0, 0)
    assert (grid.minutes, grid.entries) == (260, 5)
    assert [grid.rows[0].cells[day].editable for day in (0, 1, 4)] == [True, True, False]


def test_typing_into_a_cell_makes_changes_and_empties_an_entry(business: Business) -> None:
    def cell(minutes: int) -> int:
        weeks.set_cell(business.book, business.globex, None, FRIDAY, minutes)
        grid = weeks.week(business.book, MONDAY)
        return grid.rows[0].cells[4].minutes if grid.rows else 0

    assert (cell(0), cell(90), cell(45)) == (0, 90, 45)
    key = timesheets.entry_ids(business.book)[0]
    assert business.row(key).line_id == business.hourly
    assert cell(0) == 0
    assert len(timesheets.entry_ids(business.book)) == 0


def test_a_cell_of_several_entries_is_not_guessed_at(business: Business) -> None:
    business.note(30, contract_line_id=business.fee)
    business.note(45, contract_line_id=business.hourly)
    with pytest.raises(DomainError, match="cell_has_several"):
        weeks.set_cell(business.book, business.globex, None, FRIDAY, 60)
    weeks.set_cell(business.book, business.globex, business.fee, FRIDAY, 60)
    assert weeks.week(business.book, MONDAY).minutes == 105


def test_last_week_is_copied_where_nothing_is_noted_yet(business: Business) -> None:
    business.note(90, note="review", tags=("m365",), contract_line_id=business.fee)
    business.note(30, customer_id=business.initech, day=MONDAY)
    business.note(15, customer_id=business.initech, day=NEXT_MONDAY)
    done = weeks.copy_week(business.book, MONDAY, NEXT_MONDAY)
    row = business.row(done.ids[0])
    assert len(done.ids) == 1
    assert (row.day, row.minutes, row.note) == (FRIDAY + timedelta(days=7), 90, "review")
    assert (row.line_id, row.tags) == (business.fee, ("m365",))
    with pytest.raises(DomainError, match="nothing_to_copy"):
        weeks.copy_week(business.book, MONDAY, NEXT_MONDAY)
    assert done.undo is not None
    done.undo.job(business.book)
    assert weeks.week(business.book, NEXT_MONDAY).minutes == 15


def test_archived_customers_are_not_copied(business: Business) -> None:
    business.note()
    with business.book.write() as work:
        work.get(Customer, business.globex).archived = True
    with pytest.raises(DomainError, match="nothing_to_copy"):
        weeks.copy_week(business.book, MONDAY, NEXT_MONDAY)
