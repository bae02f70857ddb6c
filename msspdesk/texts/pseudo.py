"""A language that decorates every translated string: what stays plain was forgotten."""

from __future__ import annotations

import re
from typing import Final

_LETTERS: Final = str.maketrans(
    "AaBCcDdEeGgIiLNnOoRrSsTtUuYyZz",
    "ÅåßÇçÐðÉéĞğÎîĻÑñÖöŘřŠšŢţÛûÝýŽž",
)
# Placeholders, mnemonics and markup must reach the program as they are.
_KEPT: Final = re.compile(r"(\{[^{}]*\}|<[^<>]*>|&\w)")


class Pseudo:
    """Speaks every message decorated."""

    def text(self, message: str, context: str = "") -> str:
        return decorate(message)

    def count(self, one: str, many: str, number: int) -> str:
        return decorate(one if number == 1 else many)


def decorate(message: str) -> str:
    """ "Issue {count}" becomes "⟦Îššûé {count}⟧"; the brackets show where ends are cut off."""
    if not message:
        return message
    parts = _KEPT.split(message)
    return "⟦" + "".join(_marked(part, index) for index, part in enumerate(parts)) + "⟧"


def _marked(part: str, index: int) -> str:
    return part if index % 2 else part.translate(_LETTERS)
