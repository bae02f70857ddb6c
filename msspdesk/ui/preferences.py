"""What the window remembers of itself, beside the book and apart from it: its colours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final, get_args

from msspdesk.paths import data_dir
from msspdesk.ui.theme import Choice

NAME: Final = "window.json"


def theme_choice(folder: Path | None = None) -> Choice:
    """The colours chosen last; those of the system where none are, or nothing can be read."""
    try:
        kept = json.loads(_file(folder).read_text(encoding="utf-8"))["theme"]
    except (OSError, ValueError, KeyError, TypeError):
        return "system"
    return kept if kept in get_args(Choice) else "system"


def keep_theme(choice: Choice, folder: Path | None = None) -> None:
    """Remember the colours. Where nothing can be written they hold until the window closes."""
    path = _file(folder)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"theme": choice}) + "\n", encoding="utf-8")
    except OSError:
        return


def _file(folder: Path | None) -> Path:
    return (folder or data_dir()) / NAME
