"""One line, one Enter: read against the book, described, noted, undone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from msspdesk.domain.customers import Customer
from msspdesk.domain.errors import InvalidInput
from msspdesk.domain.rates import Treatment
from msspdesk.services import entry_line, timer, timesheets
from tests.services.test_timesheets import FRIDAY, Business


@pytest.fixture
def business(tmp_path: Path) -> Business:
    return Business(tmp_path)


def told(business: Business, text: str, line_id: int | None = None) -> entry_line.Told:
    known = entry_line.facts(business.book)
    return entry_line.describe(known, entry_line.read(known, business.book, text), line_id)


def noted(business: Business, text: str, line_id: int | None = None) -> timesheets.EntryRow:
    return business.row(entry_line.commit(business.book, text, line_id).ids[0])


def test_time_by_the_hour_has_its_amount(business: Business) -> None:
    # 90 min at 140.00 an hour is 210.00.
    found = told(business, "globex 1h30 triage phishing #sev2")
    assert found.line is not None
    assert (found.customer, found.line.label) == ("Globex Handels GmbH", "Incidents")
    assert (found.treatment, found.rate, found.amount_minor) == (
        Treatment.HOURLY,
        Decimal(140),
        210_00,
    )
    assert (found.currency, found.day) == ("EUR", FRIDAY)
    assert [each.label for each in found.lines] == ["Retainer", "Incidents"]


def test_another_line_may_be_chosen_beside_the_text(business: Business) -> None:
    found = told(business, "globex 1h30", business.fee)
    assert (found.treatment, found.amount_minor) == (Treatment.COVERED, None)
    assert noted(business, "globex 1h30", business.fee).line == "Retainer"
    assert noted(business, "globex @incidents 1h30", business.fee).line == "Incidents"


def test_without_a_rate_it_says_missing_and_never_0(business: Business) -> None:
    found = told(business, "initech 45m call")
    assert (found.treatment, found.rate, found.amount_minor) == (Treatment.LOOSE, None, None)
    assert found.missing_rate
    with business.book.write() as work:
        work.get(Customer, business.initech).hourly_rate_micro = 120_000_000
    assert told(business, "initech 45m call").amount_minor == 90_00
    assert told(business, "initech 45m call !free").treatment is Treatment.FREE


def test_a_line_is_noted_and_taken_back(business: Business) -> None:
    done = entry_line.commit(business.book, "yesterday globex 9-10:30 firewall change #fw")
    row = business.row(done.ids[0])
    assert (row.day, row.minutes, row.note) == (date(2026, 7, 30), 90, "firewall change")
    assert row.started_at == datetime(2026, 7, 30, 7, 0, tzinfo=UTC)  # 09:00 in Berlin
    assert (row.tags, row.line_id) == (("fw",), business.hourly)
    assert done.undo is not None
    done.undo.job(business.book)
    assert len(timesheets.entry_ids(business.book)) == 0


def test_the_own_office_can_be_named(business: Business) -> None:
    row = noted(business, "office 0:30 bookkeeping")
    assert (row.customer_id, row.note, row.minutes) == (None, "bookkeeping", 30)
    assert told(business, "office 0:30").treatment is Treatment.OWN


def test_a_range_across_the_start_of_summer_time_has_its_real_length(business: Business) -> None:
    assert told(business, "29.3.2026 globex 1:30-3:30").minutes == 60
    assert noted(business, "29.3.2026 globex 1:30-3:30").minutes == 60


def test_all_that_is_missing_is_told(business: Business) -> None:
    with pytest.raises(InvalidInput) as caught:
        entry_line.commit(business.book, "umbrella review")
    codes = {each.code for each in caught.value.problems}
    assert codes == {"customer_unknown", "duration_missing"}
    assert len(timesheets.entry_ids(business.book)) == 0


def test_archived_customers_are_not_named(business: Business) -> None:
    with business.book.write() as work:
        work.get(Customer, business.initech).archived = True
    with pytest.raises(InvalidInput):
        entry_line.commit(business.book, "initech 1h")


def test_used_tags_are_known(business: Business) -> None:
    noted(business, "globex 1h a #sev2")
    noted(business, "globex 1h b #sev2 #night")
    assert entry_line.names(business.book).tags == {"sev2": 2, "night": 1}


def test_the_timer_starts_from_the_same_line(business: Business) -> None:
    entry_line.start_timer(business.book, "globex triage #sev1")
    running = timer.read(business.book)
    assert running is not None
    assert (running.customer, running.line, running.note) == (
        "Globex Handels GmbH",
        "Incidents",
        "triage",
    )
    entry_line.switch_timer(business.book, "")
    running = timer.read(business.book)
    assert running is not None
    assert (running.customer_id, running.note) == (None, "")
    assert business.row(timesheets.entry_ids(business.book)[0]).tags == ("sev1",)
