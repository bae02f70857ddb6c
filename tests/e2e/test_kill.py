"""`kill -9` at fifty moments of a billing run: nothing lost, nothing twice, no gap."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.e2e import killed, month_end

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")

KILLS = 50
BY_TIME = 8
CUSTOMERS = 6


def test_a_killed_run_is_taken_up_and_ends_like_one_that_was_not(tmp_path: Path) -> None:
    fresh = month_end.make(tmp_path, CUSTOMERS)
    golden_file = Path(shutil.copy(fresh, tmp_path / "golden"))
    total = killed.steps(golden_file)
    golden = month_end.outcome(golden_file)
    assert len(golden.documents) == CUSTOMERS
    assert golden.drafts == golden.unrendered == 0

    by_step = KILLS - BY_TIME
    moments = [1 + place * (total - 1) // (by_step - 1) for place in range(by_step)]
    assert total > 2 * by_step
    for step in moments:
        book = _copy(fresh, tmp_path / f"step{step}")
        assert killed.kill_at(book, step), f"step {step} of {total} was never reached"
        _check(book, golden, f"killed at step {step} of {total}")
    for place in range(BY_TIME):
        book = _copy(fresh, tmp_path / f"time{place}")
        killed.kill_after(book, 0.02 + 0.05 * place)
        _check(book, golden, f"killed after {place} twentieths of a second")


def _copy(fresh: Path, folder: Path) -> Path:
    folder.mkdir()
    return Path(shutil.copy(fresh, folder / "book.msspdesk"))


def _check(book: Path, golden: month_end.Outcome, when: str) -> None:
    left = month_end.outcome(book)
    assert month_end.faults(book) == [], when
    # Numbers go out in order, so what was issued is the begin of what is to be.
    assert left.documents == golden.documents[: len(left.documents)], when
    assert all(times == 1 for *_, times in left.ledger), when

    # Paper takes most of the time; where none was begun it would be that of the golden run.
    paper = len(left.documents) == len(golden.documents)
    month_end.run(book, paper=paper)
    expected = golden if paper else replace(golden, unrendered=len(golden.documents))
    assert month_end.outcome(book) == expected, when
    assert month_end.faults(book) == [], when
    shutil.rmtree(book.parent)
