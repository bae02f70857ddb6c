"""A month end: 1000 customers of three contract lines each, billed and issued.

The baseline is the standard library's sqlite3 that writes the very same rows
(copied from the finished book) into an empty book of the same customers and
contracts: same tables, indexes, triggers and `synchronous`, in one transaction.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any, Final

from msspdesk.domain.periods import Horizon
from msspdesk.services import billing_run, books, issuing
from tests import builders

CUSTOMERS: Final = 1000
BOUND: Final = 20.0
ROUNDS: Final = 3
_UNTIL: Final = date(2026, 7, 31)
_DRAFT: Final = ("number", "issue_date", "due_date")
_SUMS: Final = ("net_minor", "tax_minor", "gross_minor", "payable_minor")


def measure(customers: int = CUSTOMERS) -> list[dict[str, object]]:
    """Milliseconds to bill and issue them all, ours and the baseline's; median round by ratio."""
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.sqlite"
        _make_book(empty, customers)
        rounds = [_round(Path(folder), empty, customers) for _ in range(ROUNDS)]
    mine, raw = sorted(rounds, key=lambda each: each[0] / each[1])[ROUNDS // 2]
    return [
        {
            "name": f"{customers} invoices of 3 lines billed and issued",
            "baseline_ms": round(raw * 1000, 1),
            "ours_ms": round(mine * 1000, 1),
            "ratio": round(mine / raw, 2),
            "bound": BOUND,
        }
    ]


def _round(folder: Path, empty: Path, customers: int) -> tuple[float, float]:
    """Seconds of ours and of the baseline, one after the other on fresh copies."""
    ours, raw = (Path(shutil.copy(empty, folder / each)) for each in ("ours", "raw"))
    with closing(books.open_book(ours, builders.FixedClock())) as book:
        before = time.perf_counter()
        drafts = billing_run.commit(book, Horizon.through(_UNTIL)).ids
        issuing.issue(book, drafts)
        mine = time.perf_counter() - before
    if len(drafts) != customers:
        raise AssertionError(f"{len(drafts)} drafts for {customers} customers")
    return mine, _write(raw, _rows(ours))


def _make_book(path: Path, customers: int) -> None:
    book = builders.make_book(path.parent, builders.FixedClock())
    with book.write() as work:
        services = [
            work.add(builders.service(code=name, name=name)).id or 0
            for name in ("MDR", "SIEM log retention", "Vulnerability scan")
        ]
    with book.write() as work:
        for each in range(customers):
            buyer = work.add(builders.customer(name=f"Customer {each}", short=f"c{each}"))
            lines = [
                builders.contract_line(
                    service, "fixed_fee", {"price": f"{100 + each % 50}.50"}, start=date(2026, 7, 1)
                )
                for service in services
            ]
            work.add(builders.contract(buyer.id or 0, *lines))
    book.close()
    book.path.rename(path)


def _rows(path: Path) -> dict[str, list[dict[str, Any]]]:
    """What the month end wrote, table by table."""
    tables = "invoice invoice_line ledger_row invoice_tax issued_document chain_head series"
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        return {
            table: [dict(row) for row in connection.execute(f"SELECT * FROM {table}")]  # noqa: S608
            for table in tables.split()
        }


def _write(path: Path, rows: dict[str, list[dict[str, Any]]]) -> float:
    """Seconds to write these rows. A numbered invoice takes no lines, so it is numbered last."""
    drafts = [row | dict.fromkeys(_DRAFT) | dict.fromkeys(_SUMS, 0) for row in rows["invoice"]]
    numbered = (*_DRAFT, *_SUMS)
    update = f"UPDATE invoice SET {', '.join(f'{each} = :{each}' for each in numbered)}"  # noqa: S608
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        before = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        _insert(connection, "invoice", drafts)
        for table in ("invoice_line", "ledger_row", "invoice_tax"):
            _insert(connection, table, rows[table])
        _insert(connection, "issued_document", rows["issued_document"])
        connection.executemany(update + " WHERE id = :id", rows["invoice"])
        for table in ("chain_head", "series"):
            _insert(connection, table, rows[table])
        connection.execute("COMMIT")
        return time.perf_counter() - before


def _insert(connection: sqlite3.Connection, table: str, rows: list[dict[str, Any]]) -> None:
    names = list(rows[0])
    marks = ", ".join(f":{each}" for each in names)
    columns = ", ".join(f'"{each}"' for each in names)
    connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608


def lines() -> Iterator[str]:
    """The result in words."""
    for row in measure():
        yield ", ".join(f"{name}: {value}" for name, value in row.items())


if __name__ == "__main__":
    print(*lines(), sep="\n")
