"""The invented business: believable, whole, and the same for the same day."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from msspdesk.domain.catalogue import Service
from msspdesk.domain.customers import Customer
from msspdesk.domain.errors import DomainError
from msspdesk.services import books, demo, invoices, rendering, verify
from msspdesk.services.demo import summary, timesheet
from msspdesk.services.demo.business import Business, Task, month_start, read
from msspdesk.services.invoices import State
from tests.conftest import DEMO_DAY


@pytest.fixture
def rows(demo_file: Path) -> Iterator[Any]:
    with closing(sqlite3.connect(f"file:{demo_file}?mode=ro", uri=True)) as connection:
        yield lambda query: connection.execute(query).fetchall()


def test_it_is_as_large_as_promised(rows: Any) -> None:
    assert rows("SELECT count(*) FROM customer")[0][0] >= 12
    assert rows("SELECT count(DISTINCT country) FROM site")[0][0] >= 6
    assert rows("SELECT count(*) FROM contract")[0][0] >= 15
    months = rows("SELECT DISTINCT substr(issue_date, 1, 7) FROM invoice WHERE issue_date NOTNULL")
    assert len(months) == 12
    assert rows("SELECT count(*) FROM timer") == [(0,)]


def test_a_month_has_the_hours_of_one_person(rows: Any) -> None:
    by_month = rows(
        "SELECT substr(day, 1, 7), sum(minutes) / 60.0 FROM time_entry"
        " WHERE day < '2026-11-01' GROUP BY 1"
    )
    assert len(by_month) == 12
    assert all(80 <= hours <= 180 for _, hours in by_month)
    longest = rows("SELECT max(m) FROM (SELECT sum(minutes) m FROM time_entry GROUP BY day)")
    assert longest[0][0] <= 9 * 60
    weekend = "strftime('%w', day) IN ('0', '6')"
    worked = rows(f"SELECT count(DISTINCT day) FROM time_entry WHERE {weekend}")[0][0]  # noqa: S608
    assert 0 < worked < 26


def test_times_of_a_day_do_not_overlap(rows: Any) -> None:
    ranges = rows("SELECT started_at, ended_at FROM time_entry WHERE started_at NOTNULL ORDER BY 1")
    assert len(ranges) > 300
    assert all(before[1] <= after[0] for before, after in pairwise(ranges))


def test_tax_is_that_of_a_german_seller(rows: Any) -> None:
    found = rows(
        "SELECT DISTINCT s.country, c.status, t.category, t.rate_micro / 1000000 FROM invoice_tax t"
        " JOIN invoice i ON i.id = t.invoice_id JOIN customer c ON c.id = i.customer_id"
        " JOIN site s ON s.customer_id = c.id"
    )
    assert {(country, category, rate) for country, _, category, rate in found} == {
        ("DE", "S", 19),
        *((country, "AE", 0) for country in ("AT", "NL", "FR")),
        *((country, "O", 0) for country in ("GB", "CH", "US", "CA", "AU")),
    }
    assert ("DE", "consumer", "S", 19) in found


def test_some_pay_late_one_in_part_and_one_never(demo_file: Path) -> None:
    book = books.open_book(demo_file, lambda: DEMO_DAY, read_only=True)
    states = invoices.counts(book)
    overdue = [each.days_overdue for each in invoices.rows(book) if each.state is State.OVERDUE]
    assert states[State.PAID] > 100
    assert states[State.CANCELLED] == states[State.CREDIT] == 1
    assert states[State.DRAFT] == 0
    assert max(overdue) > 14
    partly = [
        each
        for each in invoices.rows(book)
        if each.state is not State.CREDIT and 0 < each.open_minor < each.amount_minor
    ]
    assert len(partly) == 1
    book.close()


def test_everything_verifies_and_adds_up(demo_file: Path) -> None:
    book = books.open_book(demo_file, lambda: DEMO_DAY, read_only=True)
    report = verify.verify(book)
    assert report.sound
    assert report.renderings == report.documents
    for each in summary.issued(book):
        assert each.net_minor + each.tax_minor == each.gross_minor
    book.close()


def test_the_current_month_is_unbilled(rows: Any) -> None:
    open_, first = rows(
        "SELECT count(*), min(day) FROM time_entry"
        " WHERE invoice_line_id IS NULL AND billable AND day >= '2026-11-01'"
    )[0]
    assert open_ > 40
    assert first.startswith("2026-11")
    assert rows("SELECT count(*) FROM time_entry WHERE day > '2026-11-22'") == [(0,)]


def test_the_same_day_gives_the_same_year() -> None:
    business = Business(
        begin=date(2025, 11, 1),
        customers={short: Customer(id=1) for short in ("tulpenburg", "lonemesa")},
        services={"PENTEST": Service(id=1)},
        tasks=[Task("IR", 3, 1, None, 1), Task("MDR", 2, 1, None, 2)],
    )

    def year() -> list[tuple[Any, ...]]:
        made = timesheet.entries(business, read()["notes"], date(2026, 11, 22), ZoneInfo("UTC"))
        return [(each.day, each.minutes, each.note, each.started_at) for each in made]

    first = year()
    assert len(first) > 1000
    assert first == year()


@pytest.mark.parametrize("today", [date(2027, 1, 1), date(2028, 2, 29)])
def test_any_day_has_a_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, today: date) -> None:
    # Paper takes half of the time, and that of `demo_file` is looked at above.
    monkeypatch.setattr(rendering, "render_pending", lambda _book: None)
    noon = DEMO_DAY + (today - DEMO_DAY.date())
    steps: list[str] = []
    book = demo.make(tmp_path / "demo", lambda: noon, progress=lambda *now: steps.append(now[2]))
    assert steps[0] == f"{month_start(today, 12):%Y-%m}"
    assert max(each.issue_date or today for each in invoices.rows(book)) <= today
    assert invoices.counts(book)[State.DRAFT] == 0
    book.close()


def test_a_stop_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(DomainError, match="demo_stopped"):
        demo.make(tmp_path / "demo", lambda: DEMO_DAY, cancelled=lambda: True)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "demo").write_text("mine", encoding="utf-8")
    with pytest.raises(DomainError, match="file_exists"):
        demo.make(tmp_path / "demo", lambda: DEMO_DAY)
    assert (tmp_path / "demo").read_text(encoding="utf-8") == "mine"


def test_the_month_so_many_months_ago() -> None:
    assert month_start(date(2026, 1, 31), 1) == date(2025, 12, 1)
    assert month_start(date(2026, 12, 5), -1) == date(2027, 1, 1)
    assert month_start(date(2026, 11, 22), 12) - timedelta(days=1) == date(2025, 10, 31)
