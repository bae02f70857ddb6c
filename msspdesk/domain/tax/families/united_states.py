"""United States: state sales taxes, taxability by class, local rates the owner entered.

Nothing local is guessed: a state's file says whether it has local taxes, and a
missing one is a warning. Hawaii's general excise tax is the seller's own and may
be passed on visibly up to a maximum rate.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

from msspdesk.domain.tax.data import Region, Taxability, TaxData
from msspdesk.domain.tax.families._regional import (
    Treatment,
    charge,
    find_region,
    jurisdiction,
    taxability_of,
    treat,
)
from msspdesk.domain.tax.families.base import Answer, Family, Sale, ask, place_problem
from msspdesk.domain.tax.model import OwnerRate, Step, TaxComponent, TaxUndecided

_SOURCE = "State sales tax; South Dakota v. Wayfair, 585 U.S. 162 (2018)"


def decide(sale: Sale) -> Answer | TaxUndecided:
    """A seller in the United States."""
    if problem := place_problem(sale):
        return problem
    if sale.customer.country != sale.country.code:
        return _abroad(sale)
    return in_state(sale)


def in_state(sale: Sale) -> Answer | TaxUndecided:
    """The tax of the customer's state, whoever sells."""
    sale, sourced = _at_protected_systems(sale)
    region = find_region(sale)
    if isinstance(region, TaxUndecided):
        return region
    answer = Answer(f"us_{region.code.lower()}", _SOURCE, day=sale.day)
    answer.steps += sourced
    answer.steps.append(
        Step("customer_state", {"state": region.name, "tax_class": sale.tax_class.value})
    )
    if region.system == "none":
        return _no_tax(answer, sale, region)
    treatment = treat(sale, region, answer)
    if isinstance(treatment, TaxUndecided):
        return treatment
    answer.source = treatment.taxability.source if treatment.taxability else answer.source
    if region.system == "pass_on":
        return _pass_on(answer, sale, region, treatment)
    charge(answer, treatment)
    if treatment.taxability and not treatment.reason:
        _add_local(answer, sale, region, treatment.taxability)
    return answer


def _at_protected_systems(sale: Sale) -> tuple[Sale, list[Step]]:
    """The sale in the state of the protected systems, where the law of that state looks
    at them (New York) and the customer is in another.
    """
    there = sale.country.regions.get(sale.customer.asset_region)
    found = taxability_of(sale, there) if there else None
    if there is None or found is None or found.sourcing != "assets":
        return sale, []
    if there.code == sale.customer.region:
        return sale, []
    customer = replace(sale.customer, region=there.code, county="", city="")
    step = Step("sourced", {"place": there.name, "law": found.source})
    return replace(sale, customer=customer), [step]


def _abroad(sale: Sale) -> Answer:
    answer = Answer("us_customer_abroad", _SOURCE, "known", day=sale.day)
    nothing = TaxComponent(
        sale.country.tax,
        sale.country.code,
        "",
        Decimal(0),
        reason="not_sourced_here",
        notice_id="not_sourced_here",
    )
    answer.components.append(nothing)
    answer.notices.append("not_sourced_here")
    answer.steps.append(Step("zero", {"reason": "not_sourced_here"}))
    answer.warnings.append(Step("foreign_tax_business", {"country": sale.customer.country}))
    return answer


def _no_tax(answer: Answer, sale: Sale, region: Region) -> Answer:
    answer.trust("known")
    place = jurisdiction(sale, region)
    reason = "not_subject_to_tax"
    answer.components.append(
        TaxComponent(
            sale.country.tax, place, "", Decimal(0), reason=reason, notice_id="no_sales_tax"
        )
    )
    answer.notices.append("no_sales_tax")
    answer.steps.append(Step("zero", {"reason": reason}))
    return answer


def _add_local(answer: Answer, sale: Sale, region: Region, found: Taxability) -> None:
    """Local taxes on the same part of the price, as the owner entered them."""
    if found.kind != "general":
        # A special state rate (Connecticut 1 %, Maryland 3 %) stands alone.
        return
    at_seller = found.sourcing == "seller"
    if at_seller:
        answer.steps.append(Step("sourced", {"place": sale.seller.city, "law": found.source}))
    seller = replace(sale.seller, region=sale.seller.region or region.code)
    rates = replace(sale, seller=seller).local_rates(at_seller=at_seller)
    for each in rates:
        answer.components.append(
            TaxComponent(each.tax, each.jurisdiction, "", each.rate, found.share)
        )
        answer.steps.append(_local_step(each, sale.data))
    if not rates and region.local_rates:
        place = sale.customer.city or sale.customer.county or region.name
        answer.warnings.append(Step("local_rate_missing", {"state": region.name, "place": place}))


def _local_step(rate: OwnerRate, data: TaxData) -> Step:
    return Step(
        "local_rate",
        {
            "tax": rate.tax,
            "jurisdiction": data.local_place(rate),
            "percent": f"{rate.rate:f}",
            "source": rate.source or "owner",
        },
    )


def _pass_on(
    answer: Answer, sale: Sale, region: Region, treatment: Treatment
) -> Answer | TaxUndecided:
    """Hawaii: the tax is on the gross including itself, so 4.5 % becomes 4.5/95.5."""
    county = sale.customer.county
    if treatment.reason:
        charge(answer, treatment, sale.country.tax)
        return answer
    if not county:
        return ask("customer_county_missing", sale, field="county", customer_region=region.name)
    place = f"{jurisdiction(sale, region)}-{county}"
    surcharge = sale.country.rates.at(place, "surcharge", sale.day)
    if surcharge is None and sale.country.rates.first(place, "surcharge") is None:
        named = {"county": county, "customer_region": region.name}
        return ask("county_unknown", sale, field="county", **named)
    own = treatment.row.percent + (surcharge.percent if surcharge else Decimal(0))
    passed = visible_rate(own)
    answer.components.append(
        TaxComponent(treatment.row.tax, treatment.row.jurisdiction, "", passed, Fraction(1))
    )
    answer.warn_known(treatment.row.confidence, treatment.row.source)
    answer.steps.append(Step("pass_on", {"percent": f"{own:f}", "passed": f"{passed:f}"}))
    return answer


def visible_rate(percent: Decimal) -> Decimal:
    """The highest rate that may be shown to the customer, cut at three decimals.

    Hawaii Department of Taxation, Announcement 2018-14: 4.712 for 4.5, 4.166 for 4.
    """
    return (percent * 100 / (100 - percent)).quantize(Decimal("0.001"), ROUND_DOWN)


FAMILY = Family("united_states", decide, abroad=in_state)
