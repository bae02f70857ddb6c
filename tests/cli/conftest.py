"""Running a command in this process, with the clock of the demo."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from msspdesk.cli.app import main
from tests.conftest import DEMO_DAY


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def facts(self) -> dict[str, Any]:
        """The answer of a command given --json."""
        facts: dict[str, Any] = json.loads(self.out)
        return facts


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `msspdesk` with these words."""

    def run(*words: str | Path) -> Ran:
        code = main([str(word) for word in words], lambda: DEMO_DAY)
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return run


@pytest.fixture
def demo_copy(demo_file: Path, tmp_path: Path) -> Path:
    """The demo's book, to be written to."""
    return Path(shutil.copy(demo_file, tmp_path / "book.msspdesk"))
