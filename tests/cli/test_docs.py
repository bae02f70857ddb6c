"""docs/cli.md names every command and every exit code."""

from __future__ import annotations

from pathlib import Path

from msspdesk.cli.answer import Exit
from msspdesk.cli.parser import _COMMANDS, EXITS

PAGE = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")


def test_every_command_is_described() -> None:
    assert [name for name, *_ in _COMMANDS if f"`msspdesk {name}" not in PAGE] == []


def test_every_exit_code_is_described() -> None:
    for code in Exit:
        assert f"| {code.value} |" in PAGE
        assert f"  {code.value} " in EXITS
