"""The sentences of documents, one file a language: `resources/locale/*/documents.po`.

The message is the English sentence. A language is added by adding its file; that of
a region ("de-CH") holds only what differs from its language.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from msspdesk.domain.errors import DomainError
from msspdesk.paths import resources_dir

_FILE: Final = "documents.po"
_UNITS: Final[Mapping[str, tuple[str, str]]] = {
    "C62": ("piece", "pieces"),
    "H87": ("piece", "pieces"),
    "XPP": ("piece", "pieces"),
    "HUR": ("hour", "hours"),
    "MIN": ("minute", "minutes"),
    "DAY": ("day", "days"),
    "E49": ("working day", "working days"),
    "WEE": ("week", "weeks"),
    "MON": ("month", "months"),
    "QAN": ("quarter", "quarters"),
    "ANN": ("year", "years"),
    "LS": ("flat fee", "flat fees"),
    "E48": ("service unit", "service units"),
    "E34": ("gigabyte", "gigabytes"),
    "E35": ("terabyte", "terabytes"),
    "KMT": ("kilometre", "kilometres"),
    "user": ("user", "users"),
    "device": ("device", "devices"),
    "site": ("site", "sites"),
    "mailbox": ("mailbox", "mailboxes"),
}
"""UN/ECE Recommendation 20 codes, and the kinds of counts, by their words."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The sentences of one language. An unknown message is a bug and raises KeyError."""

    language: str
    messages: Mapping[str, tuple[str, ...]]
    plural: Callable[[int], int]

    def get(self, message: str, /, **details: object) -> str:
        """The sentence, filled; details are words already (formatted dates, amounts)."""
        return self.messages[message][0].format(**details)

    def name(self, text: str) -> str:
        """A name of a tax or a number in the language, where it has one there: GST is TPS
        in Quebec. Others stay as they are.
        """
        forms = self.messages.get(text)
        return forms[0] if forms else text

    def count(self, one: str, number: int | Decimal, /, **details: object) -> str:
        """The form for `number` of a message that has a plural, found by its singular.

        A number that is not whole takes the plural: 1.5 hours. Where nothing is
        singular, as in French, all below two is: 1,5 heure.
        """
        forms, whole = self.messages[one], abs(int(number))
        counted = number == int(number) or self.plural(0) == 0
        return forms[self.plural(whole) if counted else -1].format(**details)

    def unit(self, code: str, number: int | Decimal = 1) -> str:
        """The word for a unit code; a code without a word is shown as it is."""
        words = _UNITS.get(code)
        return self.count(words[0], number) if words else code


def locale_folder() -> Path:
    """Where each language has its folder."""
    return resources_dir() / "locale"


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """Codes of the languages that documents can be written in."""
    return tuple(sorted(path.parent.name for path in locale_folder().glob(f"*/{_FILE}")))


@lru_cache(maxsize=32)
def sentences(language: str) -> Catalogue:
    """The catalogue for "de", or for "de-AT" by its language.

    Raises `no_document_language` if there is no file for it.
    """
    found = [each for each in (language.partition("-")[0], language) if each in languages()]
    if not found:
        raise DomainError("no_document_language", language=language, known=languages())
    messages: dict[str, tuple[str, ...]] = {}
    plurals = [_read(locale_folder() / each / _FILE, messages) for each in dict.fromkeys(found)]
    return Catalogue(language, messages, _plural_rule(plurals[-1]))


def _read(path: Path, messages: dict[str, tuple[str, ...]]) -> str:
    """Put the sentences of a file over those that are there; gives its plural rule."""
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        catalogue = read_po(file)
    for message in catalogue:
        if message.id:
            originals = _forms(message.id)
            messages[originals[0]] = tuple(
                text or original
                for text, original in zip(_forms(message.string), originals, strict=False)
            )
    return str(catalogue.plural_expr)


def _forms(text: Any) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _plural_rule(expression: str) -> Callable[[int], int]:
    rule: Callable[[int], int] = gettext.c2py(expression)
    return rule
