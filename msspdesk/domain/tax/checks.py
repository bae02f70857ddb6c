"""What is wrong with facts before a tax is decided: each named at its field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import combinations
from typing import Protocol

from msspdesk.domain.errors import Problem
from msspdesk.domain.tax.data import TaxData
from msspdesk.domain.tax.model import OwnerTaxRule, Registration, TaxComponent


class _Dated(Protocol):
    @property
    def valid_from(self) -> date | None: ...
    @property
    def valid_to(self) -> date | None: ...


def overlap(one: _Dated, other: _Dated) -> bool:
    """Whether two dated rows hold on a common day; no date means no end."""
    starts = max(one.valid_from or date.min, other.valid_from or date.min)
    ends = min(one.valid_to or date.max, other.valid_to or date.max)
    return starts <= ends


def check_registrations(registrations: Sequence[Registration], data: TaxData) -> list[Problem]:
    """Two registrations of one jurisdiction that hold on the same day.

    A letter of undertaking stands beside the registration it belongs to.
    """
    problems = [
        Problem("registration_dates", "registrations", _place(data, each))
        for each in registrations
        if each.valid_from and each.valid_to and each.valid_to < each.valid_from
    ]
    ordinary = [each for each in registrations if each.scheme != "lut"]
    problems += [
        Problem("registrations_overlap", "registrations", _place(data, one))
        for one, other in combinations(ordinary, 2)
        if one.jurisdiction == other.jurisdiction and overlap(one, other)
    ]
    return problems


def _place(data: TaxData, registration: Registration) -> dict[str, object]:
    return {"jurisdiction": data.place(registration.jurisdiction)}


def check_owner_rules(rules: Sequence[OwnerTaxRule]) -> list[Problem]:
    """Owner's rules that charge nothing without a reason, or contradict each other."""
    problems = [
        Problem("owner_rule_zero_without_reason", "components", {"rule": each.code})
        for each in rules
        if not each.components or any(_bare_zero(part) for part in each.components)
    ]
    problems += [
        problem
        for one, other in combinations(rules, 2)
        if (problem := contradiction(one, other)) is not None
    ]
    return problems


def contradiction(one: OwnerTaxRule, other: OwnerTaxRule) -> Problem | None:
    """Two rules as precise that fit one sale on one day and charge different tax."""
    if (
        one.components != other.components
        and one.precision == other.precision
        and overlap(one, other)
        and _meet(one, other)
    ):
        details: dict[str, object] = {"one": one.named, "other": other.named}
        return Problem("owner_rules_contradict", "owner_rules", details)
    return None


def _bare_zero(component: TaxComponent) -> bool:
    return not (component.rate and component.share) and not component.reason


_CONDITIONS: tuple[Callable[[OwnerTaxRule], str], ...] = (
    lambda rule: rule.seller_country,
    lambda rule: rule.customer_country,
    lambda rule: rule.customer_region,
    lambda rule: rule.status,
    lambda rule: rule.tax_class or "",
)


def _meet(one: OwnerTaxRule, other: OwnerTaxRule) -> bool:
    """Whether some sale fits both."""
    pairs = [(get(one), get(other)) for get in _CONDITIONS]
    return all(not a or not b or a == b for a, b in pairs)


def region_code(data: TaxData, country_code: str, text: str) -> str:
    """The code of a region of that country ("TX") by its code or name; else the text."""
    country = data.country(country_code)
    folded = text.casefold()
    for code, region in country.regions.items() if country else ():
        named = (code, region.name, *region.also)
        if folded in (each.casefold() for each in named):
            return code
    return text


def check_place(data: TaxData, country_code: str, region: str, county: str) -> list[Problem]:
    """What the tax of a country with states or provinces needs to know of an address.

    Codes: customer_region_missing, region_unknown, customer_county_missing,
    county_unknown; none for a country without such rules.
    """
    country = data.country(country_code)
    if country is None or not country.regions:
        return []
    details: dict[str, object] = {"customer_country": country_code, "region": region}
    if not region:
        return [Problem("customer_region_missing", "region", details)]
    known = country.regions.get(region)
    if known is None:
        return [Problem("region_unknown", "region", details)]
    if known.system != "pass_on":
        return []
    at: dict[str, object] = {"customer_region": known.name, "county": county}
    if not county:
        return [Problem("customer_county_missing", "county", at)]
    if country.rates.first(f"{country_code}-{region}-{county}", "surcharge") is None:
        return [Problem("county_unknown", "county", at)]
    return []
