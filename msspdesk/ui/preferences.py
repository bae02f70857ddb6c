"""What the window remembers of itself, beside the book and apart from it: colours, language.

The file holds a word for each choice that was made: "dark de". What was not chosen
follows the system.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, get_args

from PySide6.QtCore import QLocale

from msspdesk.paths import data_dir
from msspdesk.texts import ENGLISH, speaks
from msspdesk.ui.palette import Choice

NAME: Final = "window.txt"
SYSTEM: Final = "system"
_COLOURS: Final[tuple[Choice, ...]] = get_args(Choice)


def theme_choice(folder: Path | None = None) -> Choice:
    """The colours chosen last; those of the system where none are, or nothing can be read."""
    kept = _words(folder)
    return next((each for each in _COLOURS if each in kept), "system")


def keep_theme(choice: Choice, folder: Path | None = None) -> None:
    """Remember the colours. Where nothing can be written they hold until the window closes."""
    _keep(folder, [choice, *(each for each in _words(folder) if each not in _COLOURS)])


def language_choice(folder: Path | None = None) -> str:
    """The language chosen last, "system" where none is."""
    return next((each for each in _words(folder) if each not in _COLOURS), SYSTEM)


def keep_language(choice: str, folder: Path | None = None) -> None:
    """Remember the language for the next start."""
    colours = [each for each in _words(folder) if each in _COLOURS] or [SYSTEM]
    _keep(folder, [*colours, *([choice] if choice != SYSTEM else [])])


def spoken(choice: str) -> str:
    """The language of a choice; one that is not spoken here gives way to English."""
    wanted = QLocale.system().uiLanguages() if choice == SYSTEM else [choice]
    first = wanted[0].replace("_", "-").partition("-")[0] if wanted else ENGLISH
    # Asked only where it is not English: its start looks at no file.
    return first if first not in (ENGLISH, "C") and speaks(first) else ENGLISH


def _words(folder: Path | None) -> list[str]:
    try:
        return _file(folder).read_text(encoding="utf-8").split()
    except (OSError, ValueError):
        return []


def _keep(folder: Path | None, words: list[str]) -> None:
    path = _file(folder)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(" ".join(words) + "\n", encoding="utf-8")
    except OSError:
        return


def _file(folder: Path | None) -> Path:
    return (folder or data_dir()) / NAME
