"""A single-stage VAT or GST of one country, decided by its ordered rules.

The EU members share one rule set; the United Kingdom, Switzerland, Norway,
Australia and the like have their own. A further country is one data file.
"""

from __future__ import annotations

from dataclasses import replace

from msspdesk.domain.tax.data import Country, RateRow, Rule, Zero
from msspdesk.domain.tax.families.base import (
    Answer,
    Family,
    Sale,
    ask,
    home_scheme,
    missing_rate,
    place_problem,
)
from msspdesk.domain.tax.identifiers import is_judged, vat_id_country
from msspdesk.domain.tax.model import Step, TaxUndecided
from msspdesk.domain.tax.tax_point import TAX_POINTS

_ABROAD = "Art. 58 and 358a Directive 2006/112/EC; VATA 1994 Sch. 4A for the United Kingdom"

EU_THRESHOLD_EUR = 10_000
"""Art. 59c Directive 2006/112/EC: electronic services and distance sales to consumers."""


def decide(sale: Sale) -> Answer | TaxUndecided:
    """The first rule whose conditions hold answers; none asks the owner."""
    if problem := _customer_problem(sale):
        return problem
    facts = _facts(sale)
    for rule in sale.country.ruleset.rules:
        if rule.holds(facts, sale.day):
            return _apply(rule, sale)
    return ask("no_tax_rule", sale)


def _customer_problem(sale: Sale) -> TaxUndecided | None:
    customer = sale.customer
    if problem := place_problem(sale):
        return problem
    if sale.seller.region.casefold() in sale.country.special_places:
        return ask("special_territory", sale, place=sale.seller.region)
    theirs = sale.data.country(customer.country)
    for place in (customer.region, customer.city):
        if theirs and place and place.casefold() in theirs.special_places:
            if sale.domestic and place.casefold() in sale.country.ruleset.regions:
                continue
            return ask("special_territory", sale, place=place)
    prefix = vat_id_country(customer.vat_id)
    if prefix and _union(sale) and prefix != customer.country:
        return ask("vat_id_of_other_country", sale, vat_id=customer.vat_id, prefix=prefix)
    return None


def _union(sale: Sale) -> bool:
    theirs = sale.data.country(sale.customer.country)
    return bool(theirs and sale.country.union and theirs.union == sale.country.union)


def _facts(sale: Sale) -> dict[str, frozenset[str]]:
    """The sale in the words that rules use."""
    if sale.customer.country == sale.country.code:
        place = "home"
    else:
        place = "union" if _union(sale) else "abroad"
    groups = sale.country.ruleset.groups.items()
    words = {
        "place": place,
        "customer": sale.customer.country,
        "region": sale.customer.region.casefold(),
        "status": sale.customer.status,
        "proof": _proof(sale),
        "oss": "yes" if _registered_at_customer(sale) else "no",
        "threshold": _threshold(sale),
        "accounting": _accounting(sale),
    }
    facts = {key: frozenset((word,)) for key, word in words.items()}
    facts["group"] = frozenset(name for name, classes in groups if sale.tax_class in classes)
    return facts


def _proof(sale: Sale) -> str:
    if sale.customer.vat_id_state in ("format", "checked"):
        return "vat_id"
    return "evidence" if sale.customer.evidence else "none"


def _registered_at_customer(sale: Sale) -> bool:
    there = sale.registration(sale.customer.country)
    return bool(sale.registration(sale.country.union, "oss") or there)


def _accounting(sale: Sale) -> str:
    """When the seller's tax is due at home, where any is charged."""
    home = sale.registration(sale.country.code)
    return home.accounting if home and home.scheme == "standard" else "none"


def _threshold(sale: Sale) -> str:
    total = sale.seller.cross_border_b2c_eur
    if total is None:
        return "unknown"
    return "above" if total > EU_THRESHOLD_EUR else "below"


def _reached(sale: Sale) -> dict[str, str]:
    total = sale.seller.cross_border_b2c_eur
    if total is None:
        return {}
    return {"total": f"{total:,.2f}", "limit": f"{EU_THRESHOLD_EUR:,}"}


def _apply(rule: Rule, sale: Sale) -> Answer | TaxUndecided:
    if rule.ask:
        place = sale.customer.region or sale.customer.country
        return ask(rule.ask, sale, rule=rule.code, law=rule.law, place=place, **_reached(sale))
    answer = Answer(rule.code, rule.source, rule.confidence, day=sale.day)
    answer.required.extend(rule.required)
    details = {"law": rule.law, "country": sale.customer.country}
    answer.steps += [_customer_step(sale), Step(f"rule:{rule.code}", details)]
    if "threshold" in rule.when:
        answer.steps.append(Step(f"eu_threshold_{_threshold(sale)}", _reached(sale)))
    if rule.warn:
        answer.warnings.append(Step(rule.warn, {"country": sale.customer.country}))
    if rule.charge == "customer":
        return _charge(answer, sale, sale.customer.country)
    if rule.zero and rule.zero.jurisdiction != "home":
        answer.zero(sale.country.tax, _jurisdiction(rule.zero, sale), rule.zero)
        return answer
    return _at_home(rule, answer, sale)


def _at_home(rule: Rule, answer: Answer, sale: Sale) -> Answer | TaxUndecided:
    """Home taxation depends on the scheme the seller is registered under."""
    home = sale.country.code
    if (scheme := home_scheme(sale, answer)) is not None:
        return scheme
    answer.required.append("seller_tax_number")
    if rule.zero:
        answer.zero(sale.country.tax, home, rule.zero)
        return answer
    return _charge(answer, sale, home)


def _charge(answer: Answer, sale: Sale, country_code: str) -> Answer | TaxUndecided:
    country = sale.data.country(country_code)
    if country is None:
        return missing_rate(sale, country_code)
    foreign = country is not sale.country
    rule = TAX_POINTS[country.tax_point_for(sale.customer.status)]
    answer.day = rule(sale.line, sale.document) if foreign else sale.day
    jurisdiction = _part(country, sale, foreign)
    row = country.rates.at(jurisdiction, "standard", answer.day)
    if row is None:
        return missing_rate(replace(sale, day=answer.day), jurisdiction)
    answer.rate(row, "S")
    _warn_of_change(answer, sale, row)
    return answer


def _part(country: Country, sale: Sale, foreign: bool) -> str:
    """The part of the country with rates of its own, else the country: where a business
    customer is, for others at home where the seller is.
    """
    at_customer = foreign or (sale.domestic and sale.customer.status == "business")
    regions = [sale.customer.region if at_customer else sale.seller.region]
    if country.parts_for_sellers_there:
        regions.append("" if foreign else sale.seller.region)
    parts = {country.region_jurisdictions.get(each.casefold(), country.code) for each in regions}
    return parts.pop() if len(parts) == 1 else country.code


def _warn_of_change(answer: Answer, sale: Sale, row: RateRow) -> None:
    """A period that runs over a change of rate is taxed as one: it could be split."""
    starts = sale.line.supply_from
    if starts is None or answer.day is None or not starts < row.valid_from <= answer.day:
        return
    details = {"jurisdiction": row.jurisdiction, "day": row.valid_from.isoformat()}
    answer.warnings.append(Step("rate_changes_in_period", details))


def _jurisdiction(zero: Zero, sale: Sale) -> str:
    return sale.customer.country if zero.jurisdiction == "customer" else "-"


def _customer_step(sale: Sale) -> Step:
    customer = sale.customer
    details = {
        "country": customer.country,
        "status": customer.status,
        "vat_id": customer.vat_id,
        "evidence": customer.evidence,
        "tax_class": sale.tax_class.value,
    }
    if customer.vat_id_state == "format" and not is_judged(customer.country):
        return Step("customer_number_stated", details)
    if customer.vat_id_state in ("format", "checked"):
        return Step(f"customer_vat_id_{customer.vat_id_state}", details)
    return Step("customer_evidence" if customer.evidence else "customer", details)


def abroad(sale: Sale) -> Answer | TaxUndecided | None:
    """Electronic services to consumers here, by a seller of another country who is
    registered here or in the union's one stop shop (Art. 358a Directive 2006/112/EC).
    """
    electronic = sale.country.ruleset.groups.get("electronic", frozenset())
    if sale.customer.status != "consumer" or sale.tax_class not in electronic:
        return None
    answer = Answer(f"{sale.country.code.lower()}_electronic_to_consumer", _ABROAD, "known")
    answer.steps.append(Step("registered_there", {"country": sale.country.code}))
    return _charge(answer, sale, sale.country.code)


FAMILY = Family("vat", decide, abroad)
