"""India: CGST and SGST inside a state, IGST between states, zero-rated exports and SEZ."""

from __future__ import annotations

from dataclasses import replace

from msspdesk.domain.tax.data import Zero
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

_SOURCE = "IGST Act 2017 s. 7, 8, 12, 13, 16; CGST Act 2017"
_EXPORT = Zero("", "zero_rated_export", notice="zero_rated_lut")
_SEZ = Zero("", "zero_rated_sez", notice="zero_rated_sez")


def decide(sale: Sale) -> Answer | TaxUndecided:
    """A seller in India."""
    customer = sale.customer
    if problem := place_problem(sale):
        return problem
    answer = Answer("in_domestic", _SOURCE, "known", day=sale.day)
    if unregistered := home_scheme(sale, answer):
        return unregistered
    answer.required.append("seller_gstin")
    if customer.status == "business":
        answer.required.append("sac_code")
    if customer.country != sale.country.code:
        return _abroad(answer, sale)
    answer.steps.append(_customer_step(sale))
    if customer.status == "business":
        answer.required.append("customer_gstin")
    if customer.sez:
        answer.steps.append(Step("rule_special_zone"))
        return _zero_rated(answer, sale, _SEZ, "in_sez")
    return _domestic(answer, sale)


def _customer_step(sale: Sale) -> Step:
    region = sale.country.region(sale.customer.region)
    state = region.name if region else sale.customer.region or sale.country.name
    return Step("customer_state", {"state": state, "tax_class": sale.tax_class.value})


def _abroad(answer: Answer, sale: Sale) -> Answer | TaxUndecided:
    if sale.tax_class is TaxClass.HARDWARE:
        return ask("goods_across_borders", sale)
    answer.steps.append(Step("customer_abroad", {"country": sale.customer.country}))
    return _zero_rated(answer, sale, _EXPORT, "in_export")


def _zero_rated(answer: Answer, sale: Sale, zero: Zero, code: str) -> Answer | TaxUndecided:
    """Without tax under a letter of undertaking, else with IGST to be refunded."""
    if sale.registration(sale.country.code, "lut") is None:
        answer.rule_code = f"{code}_with_payment"
        answer.warnings.append(Step("no_lut"))
        answer.notices.append(f"{code.removeprefix('in_')}_with_tax")
        return _rates(answer, sale, ("igst", ""))
    answer.rule_code = f"{code}_lut"
    answer.steps.append(Step("lut"))
    answer.zero("IGST", sale.country.code, zero)
    return answer


def _domestic(answer: Answer, sale: Sale) -> Answer | TaxUndecided:
    theirs, own = sale.customer.region, sale.seller.region
    for word, region in (("customer_region_missing", theirs), ("seller_region_missing", own)):
        if not region:
            return ask(word, sale, field="region")
        if sale.country.region(region) is None:
            return ask("region_unknown", sale, region=region)
    state = sale.country.region(own)
    if state is None or state is not sale.country.region(theirs):
        answer.rule_code = "in_inter_state"
        answer.steps.append(Step("rule_between_states"))
        return _rates(answer, sale, ("igst", ""))
    answer.rule_code = "in_intra_state"
    answer.steps.append(Step("rule_within_state"))
    kind = "utgst" if state.system == "union_territory" else "sgst"
    return _rates(answer, sale, ("cgst", ""), (kind, own))


def _rates(answer: Answer, sale: Sale, *kinds: tuple[str, str]) -> Answer | TaxUndecided:
    for kind, state in kinds:
        row = sale.country.rates.at(sale.country.code, kind, sale.day)
        if row is None:
            return missing_rate(sale, sale.country.code)
        place = f"{row.jurisdiction}-{state}" if state else row.jurisdiction
        answer.rate(replace(row, jurisdiction=place), "")
    return answer


FAMILY = Family("india", decide)
