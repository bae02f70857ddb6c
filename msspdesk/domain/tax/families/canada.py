"""Canada: GST or HST by the recipient's province, QST and provincial sales taxes beside it."""

from __future__ import annotations

from fractions import Fraction

from msspdesk.domain.tax.data import RateRow, Region, Zero
from msspdesk.domain.tax.families._regional import charge, find_region, jurisdiction, treat, untaxed
from msspdesk.domain.tax.families.base import (
    Answer,
    Family,
    Sale,
    ask,
    home_scheme,
    missing_rate,
    place_problem,
)
from msspdesk.domain.tax.model import Step, TaxClass, TaxUndecided

_EXPORT = Zero("", "zero_rated_export", notice="zero_rated_export")
_SOURCE = "CRA, GST/HST: place of supply by the recipient's address (B-103 Rule 1)"


def decide(sale: Sale) -> Answer | TaxUndecided:
    """A seller in Canada."""
    if problem := place_problem(sale):
        return problem
    if sale.customer.country != sale.country.code:
        return _export(sale)
    return in_province(sale)


def in_province(sale: Sale) -> Answer | TaxUndecided:
    """The taxes of the customer's province, whoever sells."""
    region = find_region(sale)
    if isinstance(region, TaxUndecided):
        return region
    answer = Answer(f"ca_{region.code.lower()}", _SOURCE, day=sale.day)
    answer.steps.append(
        Step("customer_state", {"state": region.name, "tax_class": sale.tax_class.value})
    )
    scheme = home_scheme(sale, answer)
    if scheme is not None:
        return scheme
    place = jurisdiction(sale, region)
    harmonised = sale.country.rates.at(place, "hst", sale.day)
    if harmonised is not None:
        answer.rate(harmonised, "")
        return answer
    if region.system == "hst":
        return missing_rate(sale, place)
    federal = sale.country.rates.at(sale.country.code, "standard", sale.day)
    if federal is None:
        return missing_rate(sale, sale.country.code)
    answer.rate(federal, "")
    return _provincial(answer, sale, region)


def _provincial(answer: Answer, sale: Sale, region: Region) -> Answer | TaxUndecided:
    if region.system == "none":
        return answer
    if region.system == "parallel":
        return _quebec(answer, sale, region)
    treatment = treat(sale, region, answer)
    if isinstance(treatment, TaxUndecided):
        return treatment
    charge(answer, treatment)
    return answer


def _quebec(answer: Answer, sale: Sale, region: Region) -> Answer | TaxUndecided:
    """QST follows the GST's base; until 2012 it was charged on the GST too."""
    place = jurisdiction(sale, region)
    row = sale.country.rates.at(place, "general", sale.day)
    if row is None:
        return missing_rate(sale, place)
    if sale.registration(place) is None:
        _not_registered(answer, row, region)
    else:
        answer.rate(row, "", Fraction(1))
    return answer


def _not_registered(answer: Answer, row: RateRow, region: Region) -> None:
    untaxed(answer, row.tax, row, "not_registered")
    answer.warnings.append(
        Step("not_registered", {"state": region.name, "place": row.jurisdiction})
    )


def _export(sale: Sale) -> Answer | TaxUndecided:
    """Excise Tax Act Sch. VI Part V: services to customers outside Canada are zero-rated."""
    if sale.tax_class is TaxClass.HARDWARE:
        return ask("goods_across_borders", sale)
    if sale.tax_class is TaxClass.TRAINING_LIVE or (
        sale.customer.status == "consumer" and sale.tax_class is TaxClass.HARDWARE_MAINTENANCE
    ):
        return ask("place_of_performance", sale)
    answer = Answer(
        "ca_export", "CRA GST/HST Memorandum 4-5-3 Exports: Services and IPP", "known", day=sale.day
    )
    answer.steps.append(Step("customer_abroad", {"country": sale.customer.country}))
    scheme = home_scheme(sale, answer)
    if scheme is not None:
        return scheme
    answer.zero(sale.country.tax, sale.country.code, _EXPORT)
    answer.required.append("customer_abroad_evidence")
    answer.warnings.append(Step("foreign_tax_business", {"country": sale.customer.country}))
    return answer


FAMILY = Family("canada", decide, abroad=in_province)
