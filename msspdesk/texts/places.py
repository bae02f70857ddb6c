"""Names of countries and currencies for fields where one is chosen, read from CLDR.

`language` is a code such as "de"; left out it is the window's.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from msspdesk.texts import language as window_language
from msspdesk.texts import per_language

if TYPE_CHECKING:
    from babel import Locale

_WITH_ARTICLE: Final = frozenset(
    "AE BS CD CF CG CK DO EU FK FO GB GM IM KM KY MH MP MV NL PH PN SB SC TC UM US VA VG VI".split()
)
_NO_COUNTRY: Final = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split())
"""Two-letter codes of CLDR that ISO 3166-1 reserves or leaves to groupings and tests."""


@per_language
@lru_cache(maxsize=8)
def countries(language: str = "") -> tuple[tuple[str, str], ...]:
    """(ISO 3166-1 alpha-2 code, name), in the order of the names. Kosovo is XK."""
    names = _locale(language).territories
    return _by_name(
        (code, name)
        for code, name in names.items()
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY
    )


def country(code: str, language: str = "") -> str:
    """The country's name, or the code itself if there is none."""
    return str(_locale(language).territories.get(code, code))


def within(code: str, language: str = "") -> str:
    """The country's name inside a sentence: English says "in the United States"."""
    name = country(code, language)
    english = _locale(language).language == "en"
    return f"the {name}" if english and code in _WITH_ARTICLE else name


@lru_cache(maxsize=64)
def official_language(country: str) -> str:
    """Code of the language most people of a country are written to in, "" if unknown."""
    from babel.languages import get_official_languages

    known = get_official_languages(country, de_facto=True)
    return known[0] if known else ""


@per_language
@lru_cache(maxsize=8)
def currencies(language: str = "") -> tuple[tuple[str, str], ...]:
    """(ISO 4217 code, name) of money that is legal tender somewhere, by name."""
    names = _locale(language).currencies
    return _by_name((code, names[code]) for code in _in_use() if code in names)


def currency(code: str, language: str = "") -> str:
    """The currency's name, or the code itself if there is none."""
    return str(_locale(language).currencies.get(code, code))


def language(code: str) -> str:
    """A language by its own name: "Deutsch"."""
    name = _locale(code).display_name or code
    return str(name[:1].upper() + name[1:])


def _in_use() -> set[str]:
    from babel.core import get_global

    return {
        code
        for uses in get_global("territory_currencies").values()
        for code, _start, end, tender in uses
        if tender and end is None
    }


def _locale(language: str) -> Locale:
    return _parsed(language or window_language())


@lru_cache(maxsize=16)
def _parsed(language: str) -> Locale:
    from babel import Locale

    return Locale.parse(language, sep="-")


def _by_name(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(pairs, key=lambda pair: _sort_key(pair[1])))


def _sort_key(name: str) -> str:
    """Å beside A, as a reader looks for it."""
    parts = unicodedata.normalize("NFKD", name.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))
