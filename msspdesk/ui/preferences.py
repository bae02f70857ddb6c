"""What the window remembers of itself, beside the book and apart from it: its colours."""

from __future__ import annotations

from pathlib import Path
from typing import Final, get_args

from msspdesk.paths import data_dir
from msspdesk.ui.palette import Choice

NAME: Final = "window.txt"


def theme_choice(folder: Path | None = None) -> Choice:
    """The colours chosen last; those of the system where none are, or nothing can be read."""
    try:
        kept = _file(folder).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return "system"
    known: tuple[Choice, ...] = get_args(Choice)
    return next((each for each in known if each == kept), "system")


def keep_theme(choice: Choice, folder: Path | None = None) -> None:
    """Remember the colours. Where nothing can be written they hold until the window closes."""
    path = _file(folder)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(choice + "\n", encoding="utf-8")
    except OSError:
        return


def _file(folder: Path | None) -> Path:
    return (folder or data_dir()) / NAME
