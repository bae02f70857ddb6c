"""Typing: reading the entry line, and filtering 100 000 entries by a keystroke.

What a person feels is a budget in milliseconds; both are p95 over many
keystrokes. The baseline of the filter is the plainest search of the same words,
LIKE over the notes with no index, read by the driver alone.
"""

from __future__ import annotations

import random
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from statistics import mean

from msspdesk.db.book import Book
from msspdesk.services import entry_line, timesheets
from msspdesk.services.timesheets import EntryFilter
from tests import builders

ENTRIES = 100_000
CUSTOMERS = 60
PARSE_BOUND_MS = 1.0
FILTER_BOUND_MS = 60.0

_WORDS = (
    "triage phishing alert endpoint review firewall change restore backup patch onboarding"
    " vulnerability scan report mailbox policy audit call incident hardening training vendor"
).split()
_FILTERS = ("phishing", "firewall change", "customer 7 audit", "sev2", "Überprüfung", "e")
_LINES = (
    "customer 7 1h30 triage phishing #sev2",
    "yesterday 9-10:30 customer 42 firewall change",
    "restore backup of the mail server customer 12 45m #night",
    "customer 3 0:45 /review of four new endpoints and their policies",
)


def measure() -> list[dict[str, object]]:
    """The rows for the table of `dev.py bench`; times in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        book = _filled_book(Path(folder))
        rows = [_parse(book), _filter(book)]
        book.close()
    return rows


def _filled_book(folder: Path) -> Book:
    book = builders.make_book(folder)
    with book.write() as work:
        for number in range(CUSTOMERS):
            work.add(builders.customer(name=f"Customer {number}", short=f"c{number}"))
    book.close()
    chance = random.Random(7)
    with closing(sqlite3.connect(book.path)) as connection:
        connection.executemany(
            "INSERT INTO time_entry (uuid, customer_id, day, minutes, billed_minutes, note, tags)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (_entry(chance, number) for number in range(ENTRIES)),
        )
        connection.commit()
    return book


def _entry(chance: random.Random, number: int) -> tuple[object, ...]:
    # Ten years noted in their order, some of it a few days late.
    day = date(2016, 8, 1) + timedelta(days=number * 3645 // ENTRIES - chance.randrange(5))
    minutes = chance.randrange(5, 300)
    tag = chance.choice(("", "", "sev1", "sev2", "night"))
    note = " ".join(chance.choices(_WORDS, k=6))
    customer = chance.randrange(1, CUSTOMERS + 1)
    return f"{number:036}", customer, day.isoformat(), minutes, minutes, note, tag


def _parse(book: Book) -> dict[str, object]:
    """Every beginning of every line: parsed, described and completed by the same facts."""
    known = entry_line.facts(book)
    times = [
        _milliseconds(partial(entry_line.read, known, book, line[:length]))
        for _ in range(5)
        for line in _LINES
        for length in range(1, len(line) + 1)
    ]
    return _row("entry line, read on a keystroke", times, PARSE_BOUND_MS, baseline_ms=None)


def _filter(book: Book) -> dict[str, object]:
    """Every beginning of every filter, from the keystroke to the ids and the first page."""
    keystrokes = [text[:length] for text in _FILTERS for length in range(1, len(text) + 1)]
    times = [_milliseconds(partial(_filtered, book, typed)) for typed in keystrokes]
    with closing(sqlite3.connect(book.path)) as connection:
        plain = [_milliseconds(partial(_like, connection, typed)) for typed in keystrokes]
    return _row("filter of 100 000 entries, a keystroke", times, FILTER_BOUND_MS, mean(plain))


def _filtered(book: Book, typed: str) -> None:
    ids = timesheets.entry_ids(book, EntryFilter(text=typed))
    timesheets.entry_rows(book, ids[:40])


def _like(connection: sqlite3.Connection, typed: str) -> None:
    words = typed.split()
    condition = " AND ".join("note LIKE ?" for _ in words) or "1"
    query = f"SELECT id FROM time_entry WHERE {condition} ORDER BY day DESC, id DESC"  # noqa: S608
    connection.execute(query, [f"%{word}%" for word in words]).fetchall()


def _milliseconds(job: Callable[[], object]) -> float:
    begin = time.perf_counter()
    job()
    return (time.perf_counter() - begin) * 1000


def _row(
    name: str, times: list[float], bound: float, baseline_ms: float | None
) -> dict[str, object]:
    p95 = sorted(times)[int(len(times) * 0.95)]
    return {
        "name": name,
        "baseline_ms": baseline_ms and round(baseline_ms, 2),
        "ours_ms": round(mean(times), 2),
        "p95_ms": round(p95, 2),
        "ratio": baseline_ms and round(mean(times) / baseline_ms, 2),
        "bound_p95_ms": bound,
    }


if __name__ == "__main__":
    for each in measure():
        print(each)
