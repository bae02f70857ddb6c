"""The sentence for an error: what happened, what was not lost, what to do."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from msspdesk.domain.errors import DomainError, ExternalError, InvalidInput, Problem
from msspdesk.texts import _, formats
from msspdesk.texts.error_sentences import SENTENCES

_LONGEST_DETAIL: Final = 120
_DETAIL: Final = re.compile(r"\{(\w+)\}")


def sentence(failure: DomainError | ExternalError | Problem) -> str:
    """One or more sentences a person can act on; never raises, whatever the details are."""
    if isinstance(failure, InvalidInput) and failure.problems:
        return " ".join(dict.fromkeys(sentence(each) for each in failure.problems))
    known = SENTENCES.get(failure.code)
    if known is None:
        unknown = _("Something did not work and nothing was changed by it. Its name is {code}.")
        return unknown.format(code=failure.code)
    return _DETAIL.sub(lambda found: spoken(failure.details.get(found[1], "…")), _(known))


def spoken(value: object) -> str:
    """A detail as words: dates and numbers formatted, lists joined, long text cut.

    Control and direction characters are dropped, so that a name cannot turn the
    sentence around it.
    """
    if isinstance(value, datetime):
        return formats.day(value.date())
    if isinstance(value, date):
        return formats.day(value)
    if isinstance(value, Decimal):
        return formats.number(value)
    if isinstance(value, Iterable) and not isinstance(value, (str, bytes)):
        return _cut(", ".join(spoken(each) for each in value))
    return _cut(_visible(str(value)))


def _visible(text: str) -> str:
    kept = (c if unicodedata.category(c) not in {"Cc", "Cf", "Zl", "Zp"} else " " for c in text)
    return " ".join("".join(kept).split(" ")).strip()


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_DETAIL else text[: _LONGEST_DETAIL - 1].rstrip() + "…"
