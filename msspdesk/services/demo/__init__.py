"""A believable provider to play with: a year of contracts, time, invoices and payments.

`make` builds it in a file of its own out of resources/demo, dated back from today
and the same for the same day. What goes out is issued and put on paper by the
real services.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from msspdesk.db.book import Book, Clock, system_clock
from msspdesk.domain.errors import DomainError
from msspdesk.services import books
from msspdesk.services.demo import business, timesheet, year
from msspdesk.services.demo.business import MONTHS, Business
from msspdesk.services.demo.year import DemoClock

Report = Callable[[int, int, str], None]


def make(
    path: Path,
    clock: Clock = system_clock,
    *,
    progress: Report | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Book:
    """The demo book at `path`, open, with `clock` as its clock.

    It is made beside and renamed at the end, so a stop leaves nothing half. Raises
    DomainError "file_exists", or "demo_stopped" when it was cancelled.
    """
    if path.exists():
        raise DomainError("file_exists", path=str(path))
    beside = path.with_name(path.name + ".making")
    _remove(beside)
    today = clock().date()
    demo_clock = DemoClock(today)
    book = books.create_book(beside, lambda: business.seller(business.read()), demo_clock)
    try:
        _fill(book, demo_clock, today, progress, cancelled)
    except BaseException:
        book.close()
        _remove(beside)
        raise
    book.close()
    beside.rename(path)
    return books.open_book(path, clock)


def _fill(
    book: Book,
    clock: DemoClock,
    today: date,
    progress: Report | None,
    cancelled: Callable[[], bool] | None,
) -> None:
    started = _begin(book, today)
    for step in range(MONTHS):
        if cancelled is not None and cancelled():
            raise DomainError("demo_stopped")
        month = business.month_start(today, MONTHS - step)
        if progress is not None:
            progress(step, MONTHS, f"{month:%Y-%m}")
        year.bill_month(book, clock, month, today)
        if year.wants_cancelling(month, today):
            year.cancel_and_repeat(book, started, clock, today)
    clock.day = today
    year.pay(book, started, today)


def _begin(book: Book, today: date) -> Business:
    facts = business.read()
    with book.write() as work:
        started = business.store(work, facts, today)
        work.add_all(list(timesheet.entries(started, facts["notes"], today, book.zone)))
    return started


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
