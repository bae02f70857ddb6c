"""The words of the window: `_`, `ngettext`, `pgettext` and the language they speak.

The source language is English and needs no catalogue, so nothing is read and
Babel is not imported while the window starts. Call `.format(...)` on what comes
back, never before: `_("Issue {count}").format(count=4)`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from msspdesk.domain.errors import DomainError
from msspdesk.texts.pseudo import decorate

ENGLISH: Final = "en"
PSEUDO: Final = "pseudo"
"""A language that shows what was not translated: only that stays plain."""


@dataclass(slots=True)
class _Window:
    """What is done to each English message before it is shown."""

    speak: Callable[[str], str] | None = None


_window = _Window()


def set_language(code: str) -> None:
    """Choose the window's language. An unknown code raises `unknown_language`."""
    if code not in languages():
        raise DomainError("unknown_language", language=code, known=languages())
    _window.speak = decorate if code == PSEUDO else None


def languages() -> tuple[str, ...]:
    """Codes that `set_language` takes."""
    return (ENGLISH, PSEUDO)


def _(message: str) -> str:
    """The message in the window's language."""
    return _window.speak(message) if _window.speak else message


def pgettext(context: str, message: str) -> str:
    """A message whose English alone is ambiguous, such as "Open": the verb, the state."""
    del context  # for translators; English and the pseudo-locale do not need it
    return _(message)


def ngettext(one: str, many: str, count: int) -> str:
    """The form for `count`, still to be filled: `ngettext("{n} draft", "{n} drafts", n)`."""
    return _(one if count == 1 else many)
