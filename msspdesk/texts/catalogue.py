"""The sentences of the window in one language: `resources/locale/<code>/window.po`.

The file is read as it is, by a reader of its own: fifteen hundred sentences take four to
seven milliseconds, so nothing has to be compiled and nothing can be out of date. Babel,
whose reader takes ten times as long, writes the file (`python3 dev.py words`).
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Protocol

from msspdesk.domain.errors import ExternalError
from msspdesk.paths import resource

NAME: Final = "window.po"
_PLURAL: Final = re.compile(r"plural=([^;\\]+)")
_SIMPLE: Final = re.compile(r'(?:#[^,\n].*\n)*msgid "(.+)"\nmsgstr "(.+)"')
"""Most entries: a message and its translation, each on a line, perhaps under comments."""
_ESCAPED: Final = re.compile(r"\\(.)")
_SIGNS: Final = {"n": "\n", "t": "\t", "r": "\r"}
_ONE_OR_MANY: Final = "n != 1"


class Speaker(Protocol):
    """What a language does with an English message before it is shown."""

    def text(self, message: str, context: str = "") -> str: ...

    def count(self, one: str, many: str, number: int) -> str: ...


@dataclass(slots=True)
class Catalogue:
    """A message that is not there stays English: a half finished language is still usable."""

    messages: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    plural: Callable[[int], int] = int

    def text(self, message: str, context: str = "") -> str:
        forms = self.messages.get((context, message))
        return forms[0] if forms else message

    def count(self, one: str, many: str, number: int) -> str:
        forms = self.messages.get(("", one))
        if forms:
            return forms[self.plural(number)]
        return one if number == 1 else many


def available() -> tuple[str, ...]:
    """Codes of the languages that have a file, in order."""
    return tuple(sorted(path.parent.name for path in resource("locale").glob(f"*/{NAME}")))


def speaks(code: str) -> bool:
    """Whether there is a file for this code; nothing else is looked at."""
    return code.isalpha() and resource("locale", code, NAME).exists()


def read(code: str) -> Catalogue:
    """The language of this code. ExternalError("file_unreadable") where it cannot be read."""
    path = resource("locale", code, NAME)
    try:
        return parsed(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ExternalError("file_unreadable", path=path.name) from error


def parsed(text: str) -> Catalogue:
    """The messages of a .po file; those without a translation or marked fuzzy are left out."""
    found = Catalogue()
    for block in text.strip().split("\n\n"):
        simple = _SIMPLE.fullmatch(block)
        if simple:
            found.messages["", _plain(simple[1])] = (_plain(simple[2]),)
        else:
            _keep(found, _entry(block))
    head = found.messages.pop(("", ""), ("",))[0]
    rule = _PLURAL.search(head)
    found.plural = gettext.c2py((rule[1] if rule else _ONE_OR_MANY).strip())
    return found


def _entry(block: str) -> dict[str, str]:
    """The texts of one entry by keyword, lines joined; nothing of one that is a guess."""
    entry: dict[str, str] = {}
    keyword = ""
    for line in block.splitlines():
        if line.startswith('"'):
            entry[keyword] += line[1:-1]
        elif line.startswith("msg"):
            keyword, _, text = line.partition(" ")
            entry[keyword] = text[1:-1]
        elif line.startswith("#,") and "fuzzy" in line:
            return {}
    return entry


def _keep(found: Catalogue, entry: dict[str, str]) -> None:
    if "msgid_plural" in entry:
        forms = [text for key, text in entry.items() if key.startswith("msgstr[")]
    else:
        forms = [entry.get("msgstr", "")]
    if all(forms) and "msgid" in entry:
        key = (_plain(entry.get("msgctxt", "")), _plain(entry["msgid"]))
        found.messages[key] = tuple(_plain(form) for form in forms)


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda sign: _SIGNS.get(sign[1], sign[1]), text) if "\\" in text else text
