"""Postal addresses in the order of the country they are delivered in.

Where postcode, city and region stand follows the address formats that Google's
libaddressinput publishes for each country; the country's name is the last line,
in capitals and in the sender's language, as the Universal Postal Union asks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from msspdesk.texts import places

_POSTCODE_CITY: Final = frozenset(
    "AT BE BG CH CY CZ DE DK EE ES FI FR GR HR IS LI LT LU LV MC MT NL NO PL PT RO SE SI SK".split()
)
"""Countries of one line with postcode and city, where the region is not written."""

_LINES: Final[dict[str, tuple[str, ...]]] = {
    "AE": ("{city}", "{region}"),
    "AU": ("{city} {region} {postcode}",),
    "BR": ("{city}-{region}", "{postcode}"),
    "CA": ("{city} {region} {postcode}",),
    "GB": ("{city}", "{postcode}"),
    "HK": ("{city}", "{region}"),
    "IE": ("{city}", "{region}", "{postcode}"),
    "IN": ("{city} {postcode}", "{region}"),
    "IT": ("{postcode} {city} {region}",),
    "JP": ("{city}, {region}", "{postcode}"),
    "MX": ("{postcode} {city}, {region}",),
    "NZ": ("{city} {postcode}",),
    "SG": ("{city} {postcode}",),
    "US": ("{city}, {region} {postcode}",),
    "ZA": ("{city}", "{postcode}"),
}
_DEFAULT: Final = ("{postcode} {city}", "{region}")


def lines(
    *,
    name: str,
    contact: str = "",
    street: Sequence[str] = (),
    postcode: str = "",
    city: str = "",
    region: str = "",
    country: str,
    from_country: str,
    language: str = "en",
) -> list[str]:
    """Lines for the address window, none of them empty.

    Countries are ISO 3166-1 codes; the country is written only if it is not
    `from_country`, in `language`, which is that of the sender's country.
    """
    place = _place(country, postcode=postcode, city=city, region=region)
    # In Hungary the city stands above the street and the postcode below it.
    middle = [city, *street, postcode] if country == "HU" else [*street, *place]
    abroad = "" if country == from_country else places.country(country, language).upper()
    every = (_one_line(line) for line in (name, contact, *middle, abroad))
    return [line for line in every if line]


def _place(country: str, **parts: str) -> list[str]:
    patterns = ("{postcode} {city}",) if country in _POSTCODE_CITY else _LINES.get(country)
    return [_tidy(pattern.format(**parts)) for pattern in patterns or _DEFAULT]


def _tidy(line: str) -> str:
    """Without the commas and dashes that stood beside parts that are not known."""
    return re.sub(r"^[\s,-]+|[\s,-]+$", "", line)


def _one_line(text: str) -> str:
    return " ".join(text.split())
