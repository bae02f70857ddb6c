"""Disk full, read only, damaged, two at once: a sentence and an exit code, nothing lost."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from msspdesk.cli.app import main
from msspdesk.domain.errors import DomainError, ExternalError
from msspdesk.domain.periods import Horizon
from msspdesk.services import billing_run, books, customers, invoices, issuing, rendering
from msspdesk.services.invoice_files import save_pdf
from tests.builders import FixedClock
from tests.e2e import killed, month_end

CUSTOMERS = 6
CLOCK = FixedClock(month_end.RUN_DAY)
BILL = ("bill", "--until", month_end.MONTH_END.isoformat(), "--issue")


def command(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    """Exit code, output, and what was said of a failure: one or more whole sentences."""
    code = main([str(word) for word in words], CLOCK)
    printed = capsys.readouterr()
    if code:
        assert "Traceback" not in printed.err
        assert "\n" not in printed.err.strip()
    return code, printed.out, printed.err.strip()


def mounted(folder: Path, *mount: str) -> Iterator[Path]:
    """A folder with a file system of its own; needs root on Linux."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("only root on Linux can mount")
    folder.mkdir(exist_ok=True)
    done = subprocess.run(["mount", *mount, str(folder)], capture_output=True, check=False)
    if done.returncode != 0:
        pytest.skip("this machine may not mount")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of three megabytes."""
    yield from mounted(tmp_path / "disk", "-t", "tmpfs", "-o", "size=3m", "none")


@pytest.fixture
def read_only_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder with a book in it that cannot be written, not even by root."""
    folder = tmp_path / "locked"
    folder.mkdir()
    month_end.run(month_end.make(folder, CUSTOMERS))
    for _ in mounted(folder, "--bind", str(folder)):
        subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=True)
        yield folder


def fill(folder: Path, leave: int) -> Path:
    """Take the free space of a disk, but for so many bytes."""
    free = os.statvfs(folder)
    path = folder / "other files"
    path.write_bytes(b"x" * (free.f_bavail * free.f_bsize - leave))
    return path


@pytest.mark.parametrize("leave", [0, 64_000, 250_000, 400_000])
def test_a_full_disk_loses_nothing_and_the_run_goes_on_later(
    small_disk: Path, capsys: pytest.CaptureFixture[str], leave: int
) -> None:
    path = month_end.make(small_disk, CUSTOMERS)
    before = month_end.outcome(path)
    others = fill(small_disk, leave)
    code, _, told = command(capsys, *BILL, "--book", path)
    assert code == 3
    assert told.startswith("The disk is full, so this was not stored.")

    others.unlink()
    left = month_end.outcome(path)
    assert month_end.faults(path) == []
    assert left.documents == before.documents or len(left.documents) == CUSTOMERS
    month_end.run(path)
    after = month_end.outcome(path)
    assert [len(after.documents), after.drafts, after.unrendered] == [CUSTOMERS, 0, 0]
    assert all(times == 1 for *_, times in after.ledger)


def test_a_pdf_that_does_not_fit_leaves_no_half_file(small_disk: Path, tmp_path: Path) -> None:
    path = month_end.make(tmp_path, 1)
    month_end.run(path)
    others = fill(small_disk, 0)
    book = books.open_book(path, CLOCK)
    (row,) = invoices.rows(book)
    with pytest.raises(ExternalError, match="disk_full"):
        save_pdf(book, row.id, small_disk)
    assert list(small_disk.iterdir()) == [others]
    book.close()


def test_a_read_only_book_can_be_looked_at(
    read_only_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = read_only_folder / "test.msspdesk"
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    assert command(capsys, "verify", "--book", path)[0] == 0
    assert command(capsys, "render", "RE-2026-0001", tmp_path, "--book", path)[0] == 0
    code, _, told = command(capsys, "time", "c001 1h review", "--book", path)
    assert code == 1
    assert "is open for reading only, so nothing was stored" in told
    code, _, told = command(capsys, "render", "RE-2026-0001", read_only_folder, "--book", path)
    assert code == 3
    assert told.startswith("Nothing can be written to")
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


def test_a_read_only_book_opens_in_a_window_that_holds_nothing(read_only_folder: Path) -> None:
    book = books.open_for_window(read_only_folder / "test.msspdesk", CLOCK)
    assert book.read_only
    assert not books.waits_for_paper(book)
    (first, *_) = invoices.rows(book)
    assert rendering.document_pdf(book, first.id).startswith(b"%PDF")
    book.close()


def test_no_book_is_made_where_nothing_can_be_written(
    read_only_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, told = command(capsys, "demo", read_only_folder / "demo")
    assert code == 3
    assert told.startswith("Nothing can be written to")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is not a book of msspdesk"),
        (b"%PDF-1.7 an invoice", "is not a book of msspdesk"),
        (b"SQLite format 3\0" + bytes(60), "is damaged and was left as it is"),
    ],
)
def test_a_foreign_or_cut_file_is_told_and_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, said: str
) -> None:
    path = tmp_path / "book.sqlite"
    path.write_bytes(content)
    code, _, told = command(capsys, "verify", "--book", path)
    assert code == 1
    assert said in told
    assert path.read_bytes() == content
    assert [each.name for each in tmp_path.iterdir()] == ["book.sqlite"]


def test_a_book_cut_short_is_told_in_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = month_end.make(tmp_path, 1)
    os.truncate(path, path.stat().st_size // 2)
    code, _, told = 0, "", ""
    code = main([*BILL, "--book", str(path), "--json"], CLOCK)
    told = capsys.readouterr().err
    assert (code, json.loads(told)["error"]) == (1, "book_damaged")


HOSTILE = (
    "../../etc/passwd",
    "C:\\Windows\\..\\evil",
    'O\'Brien "Quoted" & Söhne',
    "line\nbreak\ttab\x00nul",
    "\u202egnp.exe\u202c",
    "CON",
    "x" * 300,
    "=cmd|' /C calc'!A1",
)


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_name_stays_inside_the_folder(tmp_path: Path, name: str) -> None:
    path = month_end.make(tmp_path, 1)
    book = books.open_book(path, CLOCK)
    (row,) = customers.list_rows(book)
    customers.update(book, row.id, row.version, name=name)
    book.close()
    month_end.run(path, paper=False)
    out = tmp_path / "out"
    out.mkdir()
    book = books.open_book(path, CLOCK)
    (issued,) = invoices.rows(book)
    saved = save_pdf(book, issued.id, out)
    book.close()
    assert saved.resolve().parent == out.resolve()
    assert [each.resolve() for each in out.iterdir()] == [saved.resolve()]
    assert saved.name.startswith("RE-2026-0001")


def test_a_name_that_cannot_be_printed_takes_no_number(tmp_path: Path) -> None:
    path = month_end.make(tmp_path, 2)
    book = books.open_book(path, CLOCK)
    customers.update(book, *_first(book), name="مؤسسة الأمن")
    drafts = billing_run.commit(book, Horizon.through(month_end.MONTH_END)).ids
    with pytest.raises(DomainError, match="not_ready"):
        issuing.issue(book, drafts)
    book.close()
    left = month_end.outcome(path)
    assert (left.documents, left.drafts) == ([], 2)
    assert month_end.faults(path) == []


def test_two_programs_bill_at_the_same_instant(tmp_path: Path) -> None:
    path = month_end.make(tmp_path, CUSTOMERS)
    context = killed.context()
    barrier = context.Barrier(4)
    runners: list[Any] = [
        context.Process(target=killed.run_at_once, args=(path, barrier)) for _ in range(4)
    ]
    for each in runners:
        each.start()
    for each in runners:
        each.join()
    # Who comes second finds nothing to bill, or a draft that the first has issued.
    assert {each.exitcode for each in runners} <= {0, killed.TOO_LATE}
    after = month_end.outcome(path)
    assert [len(after.documents), after.drafts] == [CUSTOMERS, 0]
    assert all(times == 1 for *_, times in after.ledger)
    assert month_end.faults(path) == []


def test_a_clock_that_went_back_uses_no_number(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = month_end.make(tmp_path, 2)
    month_end.run(path)
    book = books.open_book(path, CLOCK)
    customers.update(book, *_first(book), terms_days=30)
    book.close()
    before = month_end.outcome(path)
    earlier = FixedClock(month_end.RUN_DAY.replace(month=7))
    assert main(["time", "c001 1h review", "--book", str(path)], earlier) == 0
    code = main([*BILL, "--book", str(path)], earlier)
    printed = capsys.readouterr()
    assert code == 1
    assert "Invoices go up in number and date together" in printed.out + printed.err
    assert month_end.outcome(path).documents == before.documents


def _first(book: Any) -> tuple[int, int]:
    row = customers.list_rows(book)[0]
    return row.id, row.version
