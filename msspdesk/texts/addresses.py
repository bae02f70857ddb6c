"""Postal addresses in the order of the country they are delivered in.

Where postcode, city and region stand follows the address formats that Google's
libaddressinput publishes for each country; the country's name is the last line,
in capitals and in the sender's language, as the Universal Postal Union asks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Who lives where. `country` is ISO 3166-1 alpha-2, `region` as it is written there."""

    name: str
    country: str
    contact: str = ""
    street: tuple[str, ...] = ()
    postcode: str = ""
    city: str = ""
    region: str = ""


def lines(address: Address, from_country: str, language: str = "en") -> list[str]:
    """Lines for the address window, none of them empty.

    The country is written only if it is not `from_country`, in `language`, which
    is one that the post of the sender's country reads.
    """
    # In Hungary the city stands above the street and the postcode below it.
    if address.country == "HU":
        middle = [address.city, *address.street, address.postcode]
    else:
        middle = [*address.street, *_place(address)]
    home = address.country == from_country
    abroad = "" if home else places.country(address.country, language).upper()
    every = (_one_line(line) for line in (address.name, address.contact, *middle, abroad))
    return [line for line in every if line]


def _place(address: Address) -> list[str]:
    country = address.country
    patterns = ("{postcode} {city}",) if country in _POSTCODE_CITY else _LINES.get(country)
    parts = {"postcode": address.postcode, "city": address.city, "region": address.region}
    return [_tidy(pattern.format(**parts)) for pattern in patterns or _DEFAULT]


def _tidy(line: str) -> str:
    """Without the commas and dashes that stood beside parts that are not known."""
    return re.sub(r"^[\s,-]+|[\s,-]+$", "", line)


def _one_line(text: str) -> str:
    return " ".join(text.split())
