"""What a command gives back, and the exit codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any

Clock = Callable[[], datetime]


class Exit(IntEnum):
    """Exit codes; docs/cli.md and `--help` name them."""

    OK = 0
    OWNER = 1
    USAGE = 2
    OUTSIDE = 3
    FOUND = 4
    STOPPED = 130


@dataclass(frozen=True, slots=True)
class Answer:
    """`facts` is printed with `--json`, `lines` without it."""

    facts: Mapping[str, Any]
    lines: Sequence[str] = field(default_factory=list)
    exit: Exit = Exit.OK
