"""The words of the window: `_`, `ngettext`, `pgettext` and the language they speak.

The source language is English and needs no catalogue, so nothing is read and
Babel is not imported while the window starts. Call `.format(...)` on what comes
back, never before: `_("Issue {count}").format(count=4)`.
"""

from __future__ import annotations

from typing import Protocol

from msspdesk.domain.errors import DomainError
from msspdesk.texts.pseudo import PseudoLocale

ENGLISH = "en"
PSEUDO = "pseudo"

_PLAIN_CONTEXT = ""


class Language(Protocol):
    """What a window language answers; both calls return text still to be filled."""

    def one(self, context: str, message: str) -> str:
        """The message in this language, or the message itself if it is not known."""
        ...

    def many(self, one: str, many: str, count: int) -> str:
        """The form this language uses for `count`."""
        ...


_language: Language | None = None


def set_language(code: str) -> None:
    """Choose the window's language. An unknown code raises `unknown_language`."""
    global _language
    if code not in languages():
        raise DomainError("unknown_language", language=code, known=languages())
    _language = PseudoLocale() if code == PSEUDO else None


def languages() -> tuple[str, ...]:
    """Codes that `set_language` takes. The pseudo-locale shows what is not translated."""
    return (ENGLISH, PSEUDO)


def _(message: str) -> str:
    """The message in the window's language."""
    return _language.one(_PLAIN_CONTEXT, message) if _language else message


def pgettext(context: str, message: str) -> str:
    """A message whose English alone is ambiguous, such as "Open" as verb and as state."""
    return _language.one(context, message) if _language else message


def ngettext(one: str, many: str, count: int) -> str:
    """The form for `count`, still to be filled: `ngettext("{n} draft", "{n} drafts", n)`."""
    if _language:
        return _language.many(one, many, count)
    return one if count == 1 else many
