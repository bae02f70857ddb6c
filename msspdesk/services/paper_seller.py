"""The seller as the top and the foot of a document show it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from msspdesk.documents.model import PageSize
from msspdesk.texts import addresses, places
from msspdesk.texts.addresses import Address
from msspdesk.texts.documents import Catalogue

Facts = Mapping[str, Any]

_VAT_NUMBERS: Final = frozenset({"EU"})


def streets(party: Facts) -> list[str]:
    """The lines of a party's address before its town."""
    return [each for each in (party["street"], party["street2"]) if each]


def town(party: Facts) -> str:
    """Postcode and city in the order of the country, on one line."""
    place = Address(
        name="",
        country=party["country"],
        postcode=party["postcode"],
        city=party["city"],
        region=party["region"],
    )
    return ", ".join(addresses.lines(place, party["country"]))


def seller_lines(seller: Facts, language: str, *, abroad: bool) -> tuple[str, ...]:
    """Address and ways to write; with the country for a reader `abroad`."""
    country = [places.country(seller["country"], language)] if abroad else []
    address = ", ".join((*streets(seller), town(seller), *country))
    own = (address, seller["email"], seller["phone"])
    return tuple(each for each in (*own, seller["website"]) if each)


def page_size(seller: Facts) -> PageSize:
    """The sheet that the seller prints on."""
    letter = seller["paper"].casefold() == "letter"
    return PageSize.LETTER if letter else PageSize.A4


def registration(row: Facts, words: Catalogue) -> str:
    """ "ABN 83 914 571 673" where the law names it; "VAT ID DE318274650" where the number
    begins with its country, else a tax number.
    """
    if row.get("name"):
        return f"{words.name(row['name'])} {row['number']}"
    country, number = row["jurisdiction"][:2], row["number"]
    prefix = "EL" if country == "GR" else country
    is_vat_id = row["jurisdiction"] in _VAT_NUMBERS or number.replace(" ", "").startswith(prefix)
    return f"{words.get('VAT ID' if is_vat_id else 'Tax number')} {number}"
