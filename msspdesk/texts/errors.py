"""The sentence for an error: what happened, what was not lost, what to do."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from msspdesk.domain.errors import DomainError, ExternalError, InvalidInput, Problem
from msspdesk.texts import (
    _,
    error_sentences,
    finding_sentences,
    formats,
    storage_sentences,
    tax_sentences,
    typing_sentences,
)

SENTENCES: Final = {
    **error_sentences.SENTENCES,
    **finding_sentences.SENTENCES,
    **storage_sentences.SENTENCES,
    **tax_sentences.SENTENCES,
    **typing_sentences.SENTENCES,
}
"""Every code that has a sentence."""
_LONGEST_DETAIL: Final = 120
_COUNTRIES: Final = frozenset(
    {"country", "customer_country", "seller_country", "jurisdiction", "place"}
)
"""Details that may be the code of a country; what is none stands as it is."""
_WORDS: Final = frozenset({"kind"})
"""Details that are codes whose English words are plain once underscores are gone."""
_AMOUNTS: Final = frozenset({"total", "limit"})
"""Details of a tax question that came as text: "10,040.00"."""
_TAX_CODES: Final = frozenset({"tax_class", "scheme", "certificate"})
_ISO_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_DETAIL: Final = re.compile(r"\{(\w+)\}")


def sentence(failure: DomainError | ExternalError | Problem) -> str:
    """One or more sentences a person can act on; never raises, whatever the details are."""
    if isinstance(failure, InvalidInput) and failure.problems:
        return _all(failure.problems)
    # An open tax question comes inside a problem of the line it concerns.
    known = SENTENCES.get(str(failure.details.get("question"))) or SENTENCES.get(failure.code)
    if known is None:
        unknown = _("Something did not work and nothing was changed by it. Its name is {code}.")
        return unknown.format(code=failure.code)
    told = _DETAIL.sub(lambda found: _detail(found[1], failure.details), _(known))
    told = told[:1].upper() + told[1:]  # "the Isle of Man" may begin it
    times = failure.details.get("times")
    return _("{sentence} ({times} lines)").format(sentence=told, times=times) if times else told


def _all(problems: Iterable[Problem]) -> str:
    return " ".join(dict.fromkeys(sentence(each) for each in problems))


def _detail(name: str, details: Mapping[str, object]) -> str:
    value = details.get(name, "…")
    if isinstance(value, tuple) and all(isinstance(each, Problem) for each in value):
        return _all(value)
    if name in _COUNTRIES and isinstance(value, str):
        from msspdesk.texts import places  # reads CLDR, which the window need not wait for

        return spoken(places.within(value))
    if name in _TAX_CODES:
        return _tax_code(name, str(value))
    if name in _AMOUNTS and isinstance(value, str):
        return spoken(Decimal(value.replace(",", "")))
    return spoken(str(value).replace("_", " ") if name in _WORDS else value)


def _tax_code(name: str, code: str) -> str:
    from msspdesk.texts import tax_classes  # the window starts without the tax

    if name == "scheme":
        return tax_classes.schemes().get(code, spoken(code))
    if name == "certificate":
        return tax_classes.certificates().get(code, spoken(code))
    return f"“{tax_classes.words(code)}”"


def spoken(value: object) -> str:
    """A detail as words: dates and numbers formatted, lists joined, long text cut.

    Control and direction characters are dropped, so that a name cannot turn the
    sentence around it.
    """
    if isinstance(value, datetime):
        return formats.day(value.date())
    if isinstance(value, date):
        return formats.day(value)
    if isinstance(value, str) and _ISO_DAY.fullmatch(value):
        return _day(value)
    if isinstance(value, Decimal):
        return formats.number(value)
    if isinstance(value, Iterable) and not isinstance(value, (str, bytes)):
        return _cut(", ".join(spoken(each) for each in value))
    return _cut(_visible(str(value)))


def _day(written: str) -> str:
    """A date that came through JSON."""
    try:
        return formats.day(date.fromisoformat(written))
    except ValueError:
        return written


def _visible(text: str) -> str:
    kept = (c if unicodedata.category(c) not in {"Cc", "Cf", "Zl", "Zp"} else " " for c in text)
    return " ".join("".join(kept).split(" ")).strip()


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_DETAIL else text[: _LONGEST_DETAIL - 1].rstrip() + "…"
