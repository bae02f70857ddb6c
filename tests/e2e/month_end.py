"""A book with a month to bill, the run that bills it, and what must come of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from msspdesk.domain.periods import Horizon
from msspdesk.domain.timesheets import TimeEntry
from msspdesk.services import billing_run, books, invoices, issuing, rendering, verify
from msspdesk.services.invoices import InvoiceFilter, State
from tests.builders import (
    FixedClock,
    contract,
    contract_line,
    count,
    customer,
    make_book,
    new_uuid,
    service,
)

CUSTOMERS = 30
MONTH_END = date(2026, 7, 31)
RUN_DAY = datetime(2026, 8, 3, 9, 0, tzinfo=UTC)
DRAFTS = InvoiceFilter(states=frozenset({State.DRAFT}))


def make(folder: Path, customers: int = CUSTOMERS) -> Path:
    """Each customer has a fee by the endpoint and hours, and owes since June."""
    book = make_book(folder, FixedClock(RUN_DAY))
    with book.write() as work:
        mdr = work.add(service()).id or 0
        hours = work.add(service(code="IR", name="Incident response", unit="HUR")).id or 0
        for place in range(customers):
            who = work.add(customer(name=f"Customer {place:03} GmbH", short=f"c{place:03}"))
            key, start = who.id or 0, date(2026, 6, 1)
            fee = contract_line(mdr, "per_unit", {"unit_price": "14.50"}, start=start)
            fee.count_kind = "endpoints"
            by_hour = contract_line(hours, "hourly", {"rate": "140"}, start=start)
            work.add(contract(key, fee, by_hour))
            work.add(count(key, "endpoints", date(2026, 6, 1), 10 + place))
            work.add_all([_entry(key, by_hour.id or 0, hours, day) for day in (7, 14, 21)])
    book.close()
    return book.path


def _entry(customer_id: int, line_id: int, service_id: int, day: int) -> TimeEntry:
    return TimeEntry(
        uuid=new_uuid(),
        customer_id=customer_id,
        contract_line_id=line_id,
        service_id=service_id,
        day=date(2026, 7, day),
        minutes=50,
        billed_minutes=50,
        note="Alert review",
    )


def run(path: Path, *, paper: bool = True) -> None:
    """Bill the month, issue every draft there is, make the paper that is missing."""
    book = books.open_book(path, FixedClock(RUN_DAY))
    try:
        billing_run.commit(book, Horizon.through(MONTH_END))
        waiting = sorted(each.id for each in invoices.rows(book, DRAFTS))
        issuing.issue(book, waiting)
        if paper:
            rendering.render_pending(book)
    finally:
        book.close()


@dataclass(frozen=True)
class Outcome:
    """What a run leaves, without what differs from run to run (ids, hashes, times)."""

    documents: list[tuple[Any, ...]]
    ledger: list[tuple[Any, ...]]
    time: list[tuple[Any, ...]]
    drafts: int
    unrendered: int


def outcome(path: Path) -> Outcome:
    """Read past the program, straight from the file."""
    with closing(sqlite3.connect(path)) as connection:

        def rows(query: str) -> list[tuple[Any, ...]]:
            return connection.execute(query).fetchall()

        return Outcome(
            documents=rows(
                "SELECT number, customer_id, issue_date, net_minor, gross_minor FROM invoice"
                " WHERE number NOTNULL ORDER BY number"
            ),
            ledger=rows(
                "SELECT contract_line_id, whole_start, sum(calculated_minor), count(*)"
                " FROM ledger_row GROUP BY 1, 2 ORDER BY 1, 2"
            ),
            time=rows("SELECT id, locked, invoice_line_id NOTNULL FROM time_entry ORDER BY id"),
            drafts=rows("SELECT count(*) FROM invoice WHERE number IS NULL")[0][0],
            unrendered=rows(
                "SELECT count(*) FROM issued_document d WHERE NOT EXISTS"
                " (SELECT 1 FROM rendering r WHERE r.document_id = d.id)"
            )[0][0],
        )


def faults(path: Path) -> list[str]:
    """What is wrong with the file, as SQLite and as the program's own check see it."""
    with closing(sqlite3.connect(path)) as connection:
        found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
        found = [each for each in found if each != "ok"]
        found += [f"key {row}" for row in connection.execute("PRAGMA foreign_key_check")]
    book = books.open_book(path, FixedClock(RUN_DAY))
    found += [f"{each.code} {each.number}" for each in verify.verify(book).findings]
    book.close()
    return found
