"""What fields offer to choose from, as (value, words): units, tax classes, places, schemes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from msspdesk import taxdata
from msspdesk.domain.catalogue import UNITS
from msspdesk.domain.tax import TaxClass
from msspdesk.domain.tax.data import Region
from msspdesk.domain.tax.paper import text_of
from msspdesk.services import sellers, tax_answers
from msspdesk.texts import _, documents, language, per_language, places
from msspdesk.texts import tax_classes as tax_codes
from msspdesk.texts.tax_classes import words as tax_class_title

Choices = list[tuple[Any, str]]


def place_facts(country_code: str, region_code: str) -> frozenset[str]:
    """What else the tax of a place asks about an address: county, asset_region, sez."""
    country = taxdata.load().country(country_code)
    if country is None:
        return frozenset()
    asked = {"united_states": {"county"}, "india": {"sez"}}.get(country.family, set())
    region = country.regions.get(region_code)
    if region is not None and any(row.sourcing == "assets" for row in region.taxability):
        asked = asked | {"asset_region"}
    return frozenset(asked)


def regions(country_code: str) -> Choices:
    """States or provinces whose taxes differ, by code; none where a country has none."""
    return [(code, each.name) for code, each in _regions(country_code).items()]


def _regions(country_code: str) -> Mapping[str, Region]:
    country = taxdata.load().country(country_code)
    return country.regions if country is not None else {}


def regional_taxes(country_code: str, region_code: str) -> tuple[str, ...]:
    """Names of the taxes where a state or province has its own, that one last; else none."""
    rows = tax_answers.regional_taxes(taxdata.load(), country_code, region_code, date.max)
    return tuple(row.tax for row in rows)


def asks_person(country_code: str) -> bool:
    """Whether customers withhold according to who the owner is (Spain, Italy)."""
    country = taxdata.load().country(country_code)
    return country is not None and any(row.persons for row in country.withholding)


def item_code(country_code: str) -> str:
    """The name of the codes that a tax office gives to services (India: SAC), or empty."""
    country = taxdata.load().country(country_code)
    return text_of(country.invoice_words, "item_code") if country is not None else ""


def number_name(country_code: str) -> str:
    """What a business's tax number is called there (Australia: ABN), or empty."""
    country = taxdata.load().country(country_code)
    rows = country.invoice_words if country is not None else ()
    ordinary = [row for row in rows if not (row.jurisdiction or row.scheme)]
    return text_of(ordinary, "number_name")


def units() -> Choices:
    """Units of UN/ECE Recommendation 20 by their words: hour, piece, month."""
    words = documents.sentences(language())
    return [(code, words.unit(code, 1)) for code in UNITS]


def unit_words(code: str) -> str:
    """ "hour"; a code that is not offered stands as it is."""
    return dict(units()).get(code, code)


def tax_classes() -> Choices:
    """What kind of work a service is, as tax laws tell it apart."""
    return [(each.value, tax_class_words(each.value)) for each in TaxClass]


def tax_class_words(code: str) -> str:
    """The kind of work in plain words, or the code itself."""
    return tax_class_title(code)


def countries() -> Choices:
    """Every country, none first."""
    return [("", "–"), *places.countries()]


def currencies() -> Choices:
    """Code and name, by code, so that typing EUR finds it."""
    return sorted((code, f"{code}  {name}") for code, name in places.currencies())


def languages() -> Choices:
    """Languages a document can be written in, each by its own name."""
    return [(code, places.language(code)) for code in documents.languages()]


def statuses() -> Choices:
    """What a customer is to a tax law."""
    return [("business", _("Business")), ("consumer", _("Private person"))]


def price_modes() -> Choices:
    """What agreed prices mean."""
    return [("exclusive", _("Without tax")), ("inclusive", _("With tax in them"))]


def schemes() -> Choices:
    """How the owner stands with a tax office."""
    return list(tax_codes.schemes().items())


def persons() -> Choices:
    """Who the owner is to customers that must withhold."""
    return [
        ("", "–"),
        ("individual_professional", _("A self-employed person")),
        (
            "individual_professional_new",
            _("A self-employed person in the first three years"),
        ),
        ("company", _("A company")),
    ]


def certificate_kinds() -> Choices:
    """Why a customer with a certificate pays no sales tax."""
    return list(tax_codes.certificates().items())


@per_language
@lru_cache(maxsize=1)
def certificate_places() -> tuple[tuple[str, str], ...]:
    """States and provinces that take certificates, and their countries as a whole."""
    found: Choices = []
    for code, name in places.countries():
        taking = [
            (f"{code}-{part}", f"{region.name}, {name}")
            for part, region in _regions(code).items()
            if region.certificates
        ]
        if taking:
            found += [(code, _("{country}, everywhere").format(country=name)), *taking]
    return tuple(found)


def accountings() -> Choices:
    """When tax on a sale is due."""
    return [("accrual", _("when invoiced")), ("cash", _("when paid"))]


def roundings(jurisdiction: str) -> Choices:
    """How tax is rounded there: as the law says, or by one of its alternatives."""
    words = {
        "line": _("on each line"),
        "down": _("down, at each rate"),
        "up": _("up, at each rate"),
        "half_up": _("half up, at each rate"),
        "half_down": _("half down, at each rate"),
        "half_even": _("half to even, at each rate"),
    }
    allowed = [(name, words.get(name, name)) for name in sellers.roundings(jurisdiction)]
    return [("", _("as the law says")), *allowed]


def jurisdictions() -> Choices:
    """Where one can be registered: countries, the EU's one stop shop, states and provinces."""
    found: Choices = [("EU", _("European Union (OSS)"))]
    for code, name in places.countries():
        found.append((code, name))
        found += [
            (f"{code}-{part}", f"{name}, {each.name}") for part, each in _regions(code).items()
        ]
    return found


@lru_cache(maxsize=1)
def zones() -> tuple[tuple[str, str], ...]:
    """Time zones of the world by name."""
    names = sorted(name for name in available_timezones() if "/" in name and name[0].isupper())
    return tuple((name, name.replace("_", " ")) for name in ("UTC", *names))


def papers() -> Choices:
    """Sheets that invoices are printed on."""
    return [("A4", _("A4")), ("Letter", _("US Letter"))]
