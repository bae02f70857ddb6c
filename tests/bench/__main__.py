"""`python -m tests.bench [NAME ...]`: every `measure()` of bench_*.py as one table.

Ratios are to a baseline measured in the same run, budgets are milliseconds; a line
above its bound is shown, not failed: a busy machine is no defect.
"""

from __future__ import annotations

import pkgutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any

import tests.bench

Row = Mapping[str, Any]
HEADINGS = ("", "ours ms", "baseline ms", "ratio", "bound", "")


def main(names: Sequence[str]) -> int:
    """Run those whose name holds one of the words, or all."""
    rows = [_cells(row) for row in _measured(names)]
    widths = [max(len(each[place]) for each in [HEADINGS, *rows]) for place in range(6)]
    for cells in [HEADINGS, *rows]:
        first, *others = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        print("  ".join([first, *(each.strip().rjust(len(each)) for each in others)]).rstrip())
    above = sum(1 for cells in rows if cells[-1] == "above")
    print(f"\n{len(rows) - above} of {len(rows)} within their bound.")
    return 0


def _measured(names: Sequence[str]) -> Iterator[Row]:
    for info in pkgutil.iter_modules(tests.bench.__path__):
        wanted = not names or any(name in info.name for name in names)
        if info.name.startswith("bench_") and wanted:
            print(f"{info.name} ...", file=sys.stderr, flush=True)
            yield from import_module(f"tests.bench.{info.name}").measure()


def _cells(row: Row) -> tuple[str, ...]:
    figures = (_number(row.get(key)) for key in ("ours_ms", "baseline_ms", "ratio"))
    if not any(key.startswith("bound") for key in row):
        return (str(row["name"]), *figures, "", "")
    value, bound, unit = _judged(row)
    judged = "ok" if value <= bound else "above"
    return (str(row["name"]), *figures, f"{bound:g}{unit}", judged)


def _judged(row: Row) -> tuple[float, float, str]:
    """What counts, its bound, and in which unit: a ratio, a time, or the slowest of twenty."""
    if "bound_p95_ms" in row:
        return row["p95_ms"], row["bound_p95_ms"], f" ms p95 ({row['p95_ms']:g})"
    if "bound_ms" in row:
        return row["ours_ms"], row["bound_ms"], " ms"
    return row["ratio"], row["bound"], "x"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.2f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
