"""What a country usually brings along: documents in its language, amounts in its money.

Proposals only. A customer follows the country of the billing address as long as
nobody chose otherwise, and keeps the currency once something has a price.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from msspdesk import taxdata
from msspdesk.db.book import Work
from msspdesk.domain.contracts import Contract
from msspdesk.domain.customers import Customer
from msspdesk.domain.invoices import Invoice
from msspdesk.domain.sellers import Seller
from msspdesk.texts import documents, places

FOLLOWING: Final = frozenset({"language", "currency"})
"""Fields of a customer that can follow the country."""
_WORLD: Final = "en"
_SERIES: Final = {
    "de": ("RE", "GS"),
    "en": ("INV", "CN"),
    "es": ("F", "R"),
    "fr": ("F", "A"),
    "it": ("FT", "NC"),
    "nl": ("F", "C"),
}
"""Letters before the numbers of invoices and of credit notes: Facture, Avoir ... A language
without its own counts like English."""


def language(country: str, home: str = "") -> str:
    """The first official language of a country (CLDR) that documents exist in, else English.

    Only the first: a Belgian is written to in Dutch, not in French, until chosen otherwise.
    The form of the country itself ("de-CH" says MWST) is for sellers whose `home` it is.
    """
    first = places.official_language(country)
    regional = f"{first}-{country}"
    if country == home and regional in documents.languages():
        return regional
    return first if first in documents.languages() else _WORLD


def number_patterns(language: str) -> tuple[str, str]:
    """How a new seller of that language counts invoices and credit notes."""
    letters = _SERIES.get(language.partition("-")[0], _SERIES[_WORLD])
    invoice, credit = (f"{each}-{{year}}-{{n:04}}" for each in letters)
    return invoice, credit


def currency(country: str, seller: Seller) -> str:
    """The money of a country where the seller has an account in it, else the seller's own."""
    known = taxdata.load().countries.get(country)
    wanted = known.currency if known is not None else ""
    payable = {account.currency for account in seller.accounts}
    return wanted if wanted in payable else seller.currency


def follow(work: Work, row: Customer, before: str, fields: Collection[str]) -> None:
    """After the billing country was `before` ("" for none): move the fields that followed it.

    A field follows while it still is what the country before, or the seller, brought.
    """
    after = country_of(row)
    if not after or after == before:
        return
    seller = work.get(Seller, 1)
    if "language" in fields and row.language in {seller.language, language(before, seller.country)}:
        row.language = language(after, seller.country)
    usual = {seller.currency, currency(before, seller)}
    if "currency" in fields and row.currency in usual and not _priced(work, row):
        row.currency = currency(after, seller)


def country_of(row: Customer) -> str:
    """The country of the address on the invoice, empty while there is none."""
    site = row.billing_site
    return site.country if site is not None else ""


def _priced(work: Work, row: Customer) -> bool:
    if row.hourly_rate_micro is not None:
        return True
    return any(work.all(entity, customer_id=row.id) for entity in (Contract, Invoice))
