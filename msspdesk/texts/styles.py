"""How a language writes numbers and dates: separators, names and date patterns.

The languages of the window stand here in full, as CLDR has them, so that it can format
without importing Babel; every other one is read from CLDR through Babel when first used.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, Final

from msspdesk.domain.errors import DomainError
from msspdesk.texts import language as window_language

NO_BREAK: Final = "\u00a0"
MINUS: Final = "\u2212"


@dataclass(frozen=True, slots=True)
class Style:
    """One language's writing. Patterns use the CLDR letters d, M, L, y and E.

    `months` and `weekdays` are wide then short forms; the standalone months are
    for a month without a day ("July 2026"). `joined` joins the ends of a period;
    `first` is the first day of a month where it is written beside the month's name.
    """

    decimal: str
    group: str
    money_group: str
    percent: str
    day: str
    day_numeric: str
    day_short: str
    day_long: str
    weekday_day: str
    month: str
    joined: str
    first: str
    months: tuple[tuple[str, ...], tuple[str, ...]]
    months_alone: tuple[tuple[str, ...], tuple[str, ...]]
    weekdays: tuple[tuple[str, ...], tuple[str, ...]]


_MONTHS = tuple(
    "January February March April May June July August September October November December".split()
)
_MONTHS_SHORT = tuple("Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec".split())
_WEEKDAYS = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())

ENGLISH_GB: Final = Style(
    decimal=".",
    group=",",
    money_group=",",
    percent="{}%",
    day="d MMM y",
    day_numeric="dd/MM/y",
    day_short="d MMM",
    day_long="d MMMM y",
    weekday_day="E d MMM",
    month="MMMM y",
    joined="{first} to {last}",
    first="1",
    months=(_MONTHS, _MONTHS_SHORT),
    months_alone=(_MONTHS, _MONTHS_SHORT),
    weekdays=(_WEEKDAYS, tuple(name[:3] for name in _WEEKDAYS)),
)
_US_SHORT = tuple(name[:3] for name in _MONTHS)
ENGLISH_US: Final = replace(
    ENGLISH_GB,
    day="MMM d, y",
    day_numeric="MM/dd/y",
    day_short="MMM d",
    day_long="MMMM d, y",
    weekday_day="E, MMM d",
    months=(_MONTHS, _US_SHORT),
    months_alone=(_MONTHS, _US_SHORT),
)
_MONATE = tuple(
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
)
_WOCHENTAGE = tuple("Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag".split())
GERMAN: Final = Style(
    decimal=",",
    group=".",
    money_group=".",
    percent="{}\u00a0%",
    day="dd.MM.y",
    day_numeric="d.M.y",
    day_short="d. MMM",
    day_long="d. MMMM y",
    weekday_day="E, d. MMM",
    month="MMMM y",
    joined="{first} bis {last}",
    first="1",
    months=(_MONATE, tuple("Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.".split())),
    months_alone=(_MONATE, tuple("Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez".split())),
    weekdays=(_WOCHENTAGE, tuple(f"{name[:2]}." for name in _WOCHENTAGE)),
)
_BUILT_IN: Final = {
    "de": GERMAN,
    "en": ENGLISH_GB,
    "en-GB": ENGLISH_GB,
    "en-IE": ENGLISH_GB,
    "en-US": ENGLISH_US,
}


def style(language: str = "") -> Style:
    """The writing of "de", "en-US", ..., left out that of the window.

    Raises `unknown_language` for what CLDR lacks.
    """
    wanted = language or window_language()
    return _BUILT_IN.get(wanted) or _from_cldr(wanted)


@lru_cache(maxsize=64)
def _from_cldr(language: str) -> Style:
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError) as error:
        raise DomainError("unknown_language", language=language) from error
    symbols = locale.number_symbols["latn"]
    skeletons = locale.datetime_skeletons
    return Style(
        decimal=symbols["decimal"],
        group=symbols["group"],
        money_group=symbols.get("currencyGroup", symbols["group"]),
        percent=str(locale.percent_formats[None].pattern).replace("#,##0", "{}"),
        day=locale.date_formats["medium"].pattern,
        day_numeric=skeletons["yMd"].pattern,
        day_short=skeletons["MMMd"].pattern,
        day_long=locale.date_formats["long"].pattern,
        weekday_day=skeletons["MMMEd"].pattern,
        month=skeletons["yMMMM"].pattern,
        joined=_joined(language),
        # CLDR has no way to say it, but French writes 1er juillet.
        first="1er" if locale.language == "fr" else "1",
        months=_names(locale.months["format"], range(1, 13)),
        months_alone=_names(locale.months["stand-alone"], range(1, 13)),
        weekdays=_names(locale.days["format"], range(7)),
    )


def _names(forms: Any, keys: range) -> tuple[tuple[str, ...], tuple[str, ...]]:
    wide, short = (tuple(forms[width][key] for key in keys) for width in ("wide", "abbreviated"))
    return wide, short


def _joined(language: str) -> str:
    from msspdesk.texts import documents

    if language.partition("-")[0] not in documents.languages():
        return "{first} – {last}"
    return documents.sentences(language).get("{first} to {last}", first="{first}", last="{last}")


_Part = Callable[[Style, date], str]
_TOKEN = re.compile(r"'([^']*)'|(d+|M+|L+|y+|E+)")


def write(how: Style, pattern: str, day: date) -> str:
    """The date by a CLDR pattern, for the letters d, M, L, y and E."""
    return "".join(part if isinstance(part, str) else part(how, day) for part in _compiled(pattern))


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> tuple[str | _Part, ...]:
    parts: list[str | _Part] = []
    end = 0
    for match in _TOKEN.finditer(pattern):
        parts.append(pattern[end : match.start()])
        letters = match[2]
        parts.append(_field(letters[0], len(letters)) if letters else match[1] or "'")
        end = match.end()
    return (*parts, pattern[end:])


def _field(letter: str, width: int) -> _Part:
    if letter == "d" and width == 1:
        return lambda how, day: how.first if day.day == 1 else str(day.day)
    if letter == "d":
        return lambda _, day: f"{day.day:0{width}}"
    if letter == "y":
        return lambda _, day: f"{day.year % 100:02}" if width == 2 else str(day.year)
    if letter == "E":
        return lambda how, day: how.weekdays[width < 4][day.weekday()]
    if width < 3:
        return lambda _, day: f"{day.month:0{width}}"
    if letter == "L":
        return lambda how, day: how.months_alone[width < 4][day.month - 1]
    return lambda how, day: how.months[width < 4][day.month - 1]
