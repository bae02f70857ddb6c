"""The words of the window: `_`, `ngettext`, `pgettext` and the language they speak.

The source language is English and needs no catalogue, so nothing is read and
Babel is not imported while the window starts. Call `.format(...)` on what comes
back, never before: `_("Issue {count}").format(count=4)`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from msspdesk.domain.errors import DomainError

if TYPE_CHECKING:
    from msspdesk.texts.catalogue import Speaker

ENGLISH: Final = "en"
PSEUDO: Final = "pseudo"
"""A language that shows what was not translated: only that stays plain."""


class _Cached(Protocol):
    def cache_clear(self) -> None: ...


_Function = TypeVar("_Function", bound=_Cached)


@dataclass(slots=True)
class _Window:
    """The language, and who translates into it; nobody does for English.

    `forget` empties what was kept in the language before.
    """

    language: str = ENGLISH
    speaker: Speaker | None = None
    forget: list[Callable[[], None]] = field(default_factory=list)


_window = _Window()


def set_language(code: str) -> None:
    """Choose the window's language. An unknown code raises `unknown_language`."""
    speaker: Speaker | None = None
    if code == PSEUDO:
        from msspdesk.texts.pseudo import Pseudo

        speaker = Pseudo()
    elif code != ENGLISH:
        from msspdesk.texts import catalogue

        if not catalogue.speaks(code):
            raise DomainError("unknown_language", language=code, known=languages())
        speaker = catalogue.read(code)
    _window.language, _window.speaker = code, speaker
    for each in _window.forget:
        each()


def per_language(function: _Function) -> _Function:
    """For a cached function that answers in the window's language: a new one empties it."""
    _window.forget.append(function.cache_clear)
    return function


def languages() -> tuple[str, ...]:
    """Codes that `set_language` takes; the pseudo-language is the last."""
    from msspdesk.texts import catalogue

    return (ENGLISH, *catalogue.available(), PSEUDO)


def speaks(code: str) -> bool:
    """Whether the window can speak this language."""
    from msspdesk.texts import catalogue

    return code in (ENGLISH, PSEUDO) or catalogue.speaks(code)


def language() -> str:
    """The code of the language in which the window writes numbers, dates and places."""
    return ENGLISH if _window.language == PSEUDO else _window.language


def _(message: str) -> str:
    """The message in the window's language."""
    speaker = _window.speaker
    return speaker.text(message) if speaker else message


def pgettext(context: str, message: str) -> str:
    """A message whose English alone is ambiguous, such as "Open": the verb, the state."""
    speaker = _window.speaker
    return speaker.text(message, context) if speaker else message


def ngettext(one: str, many: str, count: int) -> str:
    """The form for `count`, still to be filled: `ngettext("{n} draft", "{n} drafts", n)`."""
    speaker = _window.speaker
    if speaker:
        return speaker.count(one, many, count)
    return one if count == 1 else many


def mark(message: str) -> str:
    """A message that is translated later, where it is shown: `_(LABELS[code])`."""
    return message
