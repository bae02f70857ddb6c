"""How soon the window stands, beside an empty QMainWindow, and how it bears a large book.

Each start is a process of its own, from its first instruction to its first paint,
both in turn, with compiled bytecode as an installed program has it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.bench_time import _filled_book

ROUNDS = 9
STOPS = 3
CHILD = Path(__file__).with_name("window_child.py")


def measure() -> list[dict[str, object]]:
    """Medians in milliseconds of rounds that alternate between ours and the baseline."""
    with tempfile.TemporaryDirectory() as folder:
        book = _filled_book(Path(folder))
        book.close()
        path = str(book.path)
        environment = _environment(folder)
        _start(environment, "empty"), _start(environment, "timesheet", path)  # compiles
        times: dict[str, list[float]] = {"empty": [], "shown": [], "furnished": [], "timesheet": []}
        for _ in range(ROUNDS):
            times["empty"].append(_painted(environment, "empty"))
            times["shown"].append(_painted(environment, "shown", path))
            times["furnished"].append(_painted(environment, "furnished", path))
            times["timesheet"].append(_painted(environment, "timesheet", path))
        filtered = _start(environment, "filter", path)
        opened = [_start(environment, "tabs", path) for _ in range(STOPS)]
    bare = median(times["empty"])
    return [
        _row("window shown", bare, median(times["shown"]), 1.5),
        _row("window furnished: entry line, timer, tabs", bare, median(times["furnished"])),
        _row("timesheet of 100 000 entries painted", bare, median(times["timesheet"]), 5.0),
        *_filter_rows(filtered),
        *_stops(opened),
    ]


def _filter_rows(filtered: dict[str, Any]) -> list[dict[str, object]]:
    answers = sorted(filtered["answers"])
    return [
        {
            "name": "filter of 100 000 entries in the window, to the new list",
            "ours_ms": round(median(answers), 2),
            "p95_ms": round(answers[int(len(answers) * 0.95)], 2),
            "bound_p95_ms": 60,
        },
        {
            "name": "longest stop of the event loop while filtering",
            "ours_ms": round(filtered["gap"], 2),
            "bound_ms": 50,
        },
    ]


def _stops(opened: list[dict[str, Any]]) -> list[dict[str, object]]:
    """The hardest turn of the event loop, median of some starts: what the window itself
    works in it is bound, what it waits for the other threads and programs is only told.
    """
    rows: list[dict[str, object]] = []
    for key, name, bound in (
        ("ahead", "stop while the other pages are made in pauses", 50),
        ("opened", "stop at the first opening of a tab", 50),
        ("switched", "stop at a switch of the colours", 300),
    ):
        work, whole = (median(each[key][at] for each in opened) for at in (0, 1))
        told = f"{name} (with waiting {whole:.0f} ms)"
        rows.append({"name": told, "ours_ms": round(work, 2), "bound_ms": bound})
    return rows


def _row(name: str, baseline: float, ours: float, bound: float | None = None) -> dict[str, object]:
    row: dict[str, object] = {
        "name": name,
        "baseline_ms": round(baseline, 1),
        "ours_ms": round(ours, 1),
        "ratio": round(ours / baseline, 2),
    }
    return row if bound is None else row | {"bound": bound}


def _environment(folder: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    compiled = str(Path(folder) / "compiled")
    return kept | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": compiled}


def _painted(environment: dict[str, str], *words: str) -> float:
    begin = time.time()
    painted: float = _start(environment, *words)["painted"]
    return (painted - begin) * 1000


def _start(environment: dict[str, str], *words: str) -> dict[str, Any]:
    command = [sys.executable, str(CHILD), *words]
    with tempfile.TemporaryDirectory() as runtime:  # or each would look for the one before it
        alone = environment | {"XDG_RUNTIME_DIR": runtime}
        done = subprocess.run(command, env=alone, capture_output=True, text=True, check=False)
    if done.returncode != 0 or not done.stdout:
        raise RuntimeError(f"{words[0]} ended with {done.returncode}: {done.stderr}")
    facts: dict[str, Any] = json.loads(done.stdout)
    return facts


if __name__ == "__main__":
    for each in measure():
        print(each)
