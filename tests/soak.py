"""`python -m tests.soak [MINUTES]`: sudden ends for as long as wanted, ten minutes if not said.

A billing run of thirty customers is killed at moments drawn by chance, again and
again on the same book until it comes to its end; what is left must be whole after
each kill and the same as an unbroken run at the end. With strace (root on Linux)
the kill also falls into single writes of SQLite itself.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.e2e import killed, month_end

WRITES = "pwrite64,write,fsync,fdatasync,ftruncate"
_RUN = """
import sys
from pathlib import Path
from tests.e2e import month_end
month_end.run(Path(sys.argv[1]))
"""
Kill = Callable[[Path, random.Random, int], bool]


def main(words: list[str]) -> int:
    """Exit 1 with the seed of the first book that was not whole."""
    until = time.monotonic() + 60 * float(words[0] if words else 10)
    kills = {"at a statement": by_statement, "after a while": by_time}
    if can_trace():
        kills["within a write"] = by_write
    with tempfile.TemporaryDirectory() as folder:
        fresh = month_end.make(Path(folder))
        golden_file = Path(shutil.copy(fresh, Path(folder) / "golden"))
        total = killed.steps(golden_file)
        golden = month_end.outcome(golden_file)
        counted = dict.fromkeys(kills, 0)
        seed = 0
        while time.monotonic() < until:
            for name, kill in kills.items():
                seed += 1
                book = Path(shutil.copy(fresh, Path(folder) / "book.msspdesk"))
                chance = random.Random(seed)
                died, fault = one_book(book, golden, partial(kill, book, chance, total))
                counted[name] += died
                if fault:
                    print(f"seed {seed}, killed {name}: {fault}")
                    return 1
                for each in book.parent.glob("book.msspdesk*"):
                    each.unlink()
            print(", ".join(f"{count} {name}" for name, count in counted.items()), flush=True)
    print(f"{sum(counted.values())} kills, every book whole.")
    return 0


def one_book(book: Path, golden: month_end.Outcome, kill: Callable[[], bool]) -> tuple[int, str]:
    """Kill runs on one book until one ends by itself: how many kills, and what is wrong then."""
    kills = 0
    while kills < 5 and kill():
        kills += 1
        faults = month_end.faults(book)
        if faults:
            return kills, "; ".join(faults)
    month_end.run(book)
    outcome = month_end.outcome(book)
    faults = month_end.faults(book)
    whole = outcome == golden and not faults
    return kills, "" if whole else f"not as an unbroken run: {outcome.documents[-1:]} {faults}"


def by_statement(book: Path, chance: random.Random, total: int) -> bool:
    return killed.kill_at(book, chance.randrange(1, total))


def by_time(book: Path, chance: random.Random, total: int) -> bool:
    del total
    return killed.kill_after(book, chance.uniform(0.01, 1.5))


def by_write(book: Path, chance: random.Random, total: int) -> bool:
    """The kernel lets one write of the process come no further than its begin."""
    del total
    when = chance.randrange(1, 220)
    inject = [f"inject={call}:signal=KILL:when={when}" for call in WRITES.split(",")]
    command = ["strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={WRITES}"]
    for each in inject:
        command += ["-e", each]
    command += [sys.executable, "-c", _RUN, str(book)]
    done = subprocess.run(command, check=False)
    if done.returncode not in (0, -signal.SIGKILL, 128 + signal.SIGKILL):
        raise RuntimeError(f"strace ended with {done.returncode}")
    return done.returncode != 0


def can_trace() -> bool:
    """Whether strace is here and may look into a process."""
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-qq", "-o", os.devnull, "true"], check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
