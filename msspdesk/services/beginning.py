"""The first run: a new book out of the facts without which no invoice can be made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from msspdesk import taxdata
from msspdesk.db.book import Book, Clock, system_clock
from msspdesk.domain import checks
from msspdesk.domain.errors import DomainError, InvalidInput, Problem
from msspdesk.domain.sellers import BankAccount, Seller, TaxRegistration
from msspdesk.domain.tax.identifiers import check_vat_id, normalise_vat_id, vat_id_country
from msspdesk.services import customary
from msspdesk.services.books import create_book
from msspdesk.texts import formats

_USUAL_CURRENCY: Final = "EUR"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """The facts without which no invoice can be made: the first run asks for them.

    `tax_id` is the VAT id, or the number of the tax office where there is none;
    only a small business (no tax charged at home) may leave it empty. `iban` is
    empty where there are none. `zone` is the IANA zone of the place.
    """

    name: str
    street: str
    postcode: str
    city: str
    country: str
    tax_id: str = ""
    small_business: bool = False
    iban: str = ""
    zone: str = "UTC"


def begin(path: Path, facts: Beginning, clock: Clock = system_clock) -> Book:
    """A new book out of the first run's form.

    InvalidInput names every wrong field at once; DomainError("file_exists") when
    something is there, ExternalError("folder_unwritable") when nothing can be.
    """
    first_seller(facts)  # so that nothing is left of wrong facts
    return create_book(path, partial(first_seller, facts), clock)


def first_seller(facts: Beginning) -> Seller:
    """The seller these facts make; currency, language and paper are those of the country."""
    known = _checked(facts)
    country = known["country"]
    tax = taxdata.load().countries.get(country)
    currency = tax.currency if tax else _USUAL_CURRENCY
    scheme = _scheme(country, small=facts.small_business)
    due = tax.usual_accounting if tax and not facts.small_business else "accrual"
    language = customary.language(country, home=country)
    number_pattern, credit_pattern = customary.number_patterns(language)
    account = BankAccount(
        name=currency, holder=known["name"], iban=known["iban"], currency=currency
    )
    return Seller(
        name=known["name"],
        street=known["street"],
        postcode=known["postcode"],
        city=known["city"],
        country=country,
        currency=currency,
        language=language,
        number_pattern=number_pattern,
        credit_pattern=credit_pattern,
        zone=known["zone"],
        paper=formats.paper(country),
        registrations=[
            TaxRegistration(
                jurisdiction=country, scheme=scheme, number=known["tax_id"], accounting=due
            )
        ],
        accounts=[account] if known["iban"] else [],
    )


def _checked(facts: Beginning) -> Mapping[str, Any]:
    rules: dict[str, checks.Check] = {
        "name": checks.name,
        "postcode": checks.words,
        "tax_id": checks.words,
        "small_business": checks.unchanged,
        "iban": checks.iban,
        "zone": checks.zone,
    }
    rules |= {
        "street": lambda value: _filled(checks.words(value)),
        "city": lambda value: _filled(checks.words(value)),
        "country": lambda value: checks.country(_filled(value)),
    }
    values, problems = asdict(facts), []
    try:
        values = checks.cleaned(rules, values)
    except InvalidInput as error:
        problems = list(error.problems)
    try:
        values["tax_id"] = _tax_id(facts)
    except DomainError as error:
        problems.append(Problem(error.code, "tax_id", dict(error.details)))
    place = facts.country.strip().upper()
    if facts.small_business and not _scheme(place, small=True):
        problems.append(Problem("no_small_business_there", "small_business", {"country": place}))
    if problems:
        raise InvalidInput(problems)
    return values


def _scheme(country: str, *, small: bool) -> str:
    """How the seller begins with the tax office; empty where the country has no relief for
    small businesses (Spain). Italy's is the regime forfettario.
    """
    tax = taxdata.load().countries.get(country)
    if not small:
        return "standard"
    if tax is None or not tax.union:
        return "small_business"
    return next((each for each in ("small_business", "forfettario") if each in tax.schemes), "")


def _filled(value: str) -> str:
    if not value.strip():
        raise DomainError("fill_this_in")
    return value


def _tax_id(facts: Beginning) -> str:
    """A VAT id with right check digits, or the tax office's number as it was typed."""
    typed, country = checks.words(facts.tax_id), facts.country.strip().upper()
    if not typed:
        if not facts.small_business:
            raise DomainError("tax_id_missing")
        return ""
    if not country or not vat_id_country(typed.replace(" ", "")):
        return typed  # without a country that is what has to be told first
    problem = check_vat_id(country, typed)
    if problem is not None:
        raise DomainError(problem.code, **problem.details)
    return normalise_vat_id(country, typed)
