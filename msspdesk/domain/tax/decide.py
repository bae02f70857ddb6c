"""The tax decision: facts in, a determination with its steps out. Pure.

Order: the owner's own dated rule, a rate stated on the line, outlays in the
customer's name, then the law of the seller's country, then that of the
customer's country where the seller is registered there too. No match asks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Final

from msspdesk import plugins
from msspdesk.domain.tax.data import Country, TaxData, Zero
from msspdesk.domain.tax.families.base import Answer, Family, Sale, SaleFacts
from msspdesk.domain.tax.model import (
    CustomerFacts,
    DocumentFacts,
    GivenRate,
    LineFacts,
    SellerFacts,
    Step,
    TaxClass,
    TaxComponent,
    TaxDetermination,
    TaxUndecided,
    in_force,
)

_CACHE_LIMIT = 20_000

OUTLAY: Final = "outlay_customer_name"
_OUTLAY = Zero("O", "not_subject_to_tax", "VATEX-EU-O", "outlay", jurisdiction="-")
_REPAID: Final = "VATEX-EU-79-C"
# What a zero that the owner states on the line means, by its EN 16931 category.
_STATED = {
    "AE": ("reverse_charge", "VATEX-EU-AE", "reverse_charge"),
    "G": ("zero_rated_export", "VATEX-EU-G", "zero_rated_export"),
    "K": ("intra_community", "VATEX-EU-IC", "intra_community"),
    "O": ("not_subject_to_tax", "VATEX-EU-O", "not_subject_to_tax"),
}
_STATED_OTHER = ("owner_stated", "", "owner_stated_zero")


def determine(
    seller: SellerFacts,
    customer: CustomerFacts,
    line: LineFacts,
    document: DocumentFacts,
    data: TaxData,
) -> TaxDetermination | TaxUndecided:
    """The taxes of one line, or the question to ask. The amount plays no part.

    Equal facts are answered from the cache of `data`.
    """
    return decider(seller, customer, document, data)(line)


def decider(
    seller: SellerFacts, customer: CustomerFacts, document: DocumentFacts, data: TaxData
) -> Callable[[LineFacts], TaxDetermination | TaxUndecided]:
    """`determine` for many lines of one document and place: the shared facts are
    looked up in the cache once.
    """
    # Hashing facts costs more than the rest: the seller is mostly the document's own.
    shared = (customer, document, None if seller is document.seller else seller)
    known = data.cache.get(shared)
    if known is None:
        if len(data.cache) >= _CACHE_LIMIT:
            data.cache.clear()
        known = data.cache[shared] = {}

    def decide(line: LineFacts) -> TaxDetermination | TaxUndecided:
        key = (
            line.tax_class,
            line.supply_from,
            line.supply_to,
            line.paid_on,
            line.given,
            line.main_class,
        )
        answer = known.get(key)
        if answer is None:
            answer = known[key] = _determine(seller, customer, line, document, data)
        return answer

    return decide


def _determine(
    seller: SellerFacts,
    customer: CustomerFacts,
    line: LineFacts,
    document: DocumentFacts,
    data: TaxData,
) -> TaxDetermination | TaxUndecided:
    placed = _placed(customer, data)
    territory = data.territory(placed.country, seller.country)
    if territory is None:
        return _decide(SaleFacts(seller, placed, line, document, data, line.tax_class), customer)
    region = territory.region or placed.region
    place = replace(placed, country=territory.country, region=region)
    answer = _decide(SaleFacts(seller, place, line, document, data, line.tax_class), customer)
    if isinstance(answer, TaxUndecided) or answer.confidence == "owner":
        return answer
    details = {"place": placed.country, "country": territory.country, "law": territory.law}
    return replace(answer, steps=(Step("treated_as", details), *answer.steps))


def _placed(customer: CustomerFacts, data: TaxData) -> CustomerFacts:
    """The customer where the law sees it: an address in 97400 Saint-Denis, France, is in
    Réunion.
    """
    country, region = data.placed(customer.country, customer.postcode)
    if not country:
        return customer
    return replace(customer, country=country, region=region or customer.region)


def _decide(facts: SaleFacts, named: CustomerFacts) -> TaxDetermination | TaxUndecided:
    """`named` is the customer under the country of the address, as the owner's rules say it."""
    line, data = facts.line, facts.data
    home = data.country(facts.seller.country)
    if facts.tax_class is TaxClass.EXPENSE_OWN_NAME:
        # Art. 78(b) Directive 2006/112/EC: ancillary costs share the fate of the main supply.
        if line.main_class is None:
            return TaxUndecided("expense_main_supply_missing", {"field": "main_class"})
        facts = replace(facts, tax_class=line.main_class)
    owned = _owner_rule(facts, named)
    if owned is not None:
        return owned
    if home is None:
        return TaxUndecided("seller_country_not_covered", {"country": facts.seller.country})
    if facts.tax_class is TaxClass.OUTLAY_CUSTOMER_NAME:
        return _finish(_outlay(home), data)
    if line.given is not None:
        return _finish(_given(line.given, Sale.under(home, facts)), data)
    return _by_law(home, facts)


def _by_law(home: Country, facts: SaleFacts) -> TaxDetermination | TaxUndecided:
    sale = Sale.under(home, facts)
    answer = families()[home.family].decide(sale)
    if isinstance(answer, TaxUndecided):
        return answer
    theirs = facts.data.country(facts.customer.country)
    if theirs is not None and _asked_abroad(home, theirs, sale):
        abroad = families()[theirs.family].abroad
        other = abroad(Sale.under(theirs, facts)) if abroad else None
        if isinstance(other, TaxUndecided):
            return other
        if other is not None:
            answer = _join(answer, other)
    _tell_payment(answer, facts)
    return _finish(answer, facts.data)


def _tell_payment(answer: Answer, facts: SaleFacts) -> None:
    """A payment before the invoice that gave the tax its day is a step of its own."""
    paid = facts.line.paid_on or facts.document.paid_on
    if paid and answer.day == paid < facts.document.invoice_date:
        at = next((place for place, each in enumerate(answer.steps) if each.code == "rate"), 0)
        answer.steps.insert(at, Step("paid_before", {"day": paid.isoformat()}))


def _asked_abroad(home: Country, theirs: Country, sale: Sale) -> bool:
    """Whether the seller is registered in the customer's country, another tax union."""
    if theirs is home or (home.union and home.union == theirs.union):
        return False
    places = {each.jurisdiction for each in sale.seller.registrations if each.holds(sale.day)}
    return theirs.union in places or any(each[:2] == theirs.code for each in places)


def _join(home: Answer, abroad: Answer) -> Answer:
    """Two answers at once, such as outside German VAT and Texas sales tax."""
    home.rule_code = f"{home.rule_code}+{abroad.rule_code}"
    home.source = "; ".join(each for each in (home.source, abroad.source) if each)
    home.trust(abroad.confidence)
    if any(each.category for each in abroad.components):
        # EN 16931 knows one VAT category a line: the one that is charged.
        home.components, home.notices = [], []
        home.day = abroad.day
    home.components += abroad.components
    home.steps += abroad.steps
    home.notices += [each for each in abroad.notices if each not in home.notices]
    home.required += abroad.required
    home.warnings += abroad.warnings
    return home


def _outlay(home: Country) -> Answer:
    answer = Answer(OUTLAY, "Art. 79(c) Directive 2006/112/EC", "known")
    answer.steps.append(Step("outlay"))
    answer.zero(home.tax, "-", _OUTLAY)
    return answer


def repaid(outlay: TaxDetermination) -> TaxDetermination:
    """An outlay as EN 16931 writes it beside lines in the scope of VAT: exempt, Art. 79 (c)."""
    parts = tuple(replace(each, category="E", reason_code=_REPAID) for each in outlay.components)
    steps = tuple(
        replace(each, details={**each.details, "code": f", {_REPAID}"})
        if each.code == "zero"
        else each
        for each in outlay.steps
    )
    return replace(outlay, components=parts, steps=steps)


def _given(given: GivenRate, sale: Sale) -> Answer:
    """The owner's word for this line; it takes the name of the rate it equals."""
    country = sale.country
    row = country.rates.with_percent(country.code, given.rate, sale.day)
    answer = Answer("rate_given_on_line", "", "owner", day=sale.day)
    stated = ("", "", "") if given.rate else _STATED.get(given.category, _STATED_OTHER)
    reason, code, notice = stated
    tax = row.tax if row else country.tax
    answer.components.append(
        TaxComponent(
            tax,
            country.code,
            given.category,
            given.rate,
            reason=reason,
            reason_code=code,
            notice_id=notice,
        )
    )
    answer.steps.append(
        Step("rate_given", {"percent": f"{given.rate:f}", "category": given.category})
    )
    if notice:
        answer.notices.append(notice)
    return answer


def _owner_rule(facts: SaleFacts, named: CustomerFacts) -> TaxDetermination | TaxUndecided | None:
    document = facts.document
    fitting = [
        rule
        for rule in document.owner_rules
        if in_force(document.invoice_date, rule.valid_from, rule.valid_to)
        and any(
            rule.matches(facts.seller, each, facts.tax_class) for each in (facts.customer, named)
        )
    ]
    if not fitting:
        return None
    most = max(rule.precision for rule in fitting)
    best = [rule for rule in fitting if rule.precision == most]
    if any(rule.components != best[0].components for rule in best):
        other = next(rule for rule in best if rule.components != best[0].components)
        return TaxUndecided(
            "owner_rules_contradict",
            {"one": best[0].named, "other": other.named, "field": "owner_rules"},
        )
    rule = best[0]
    return TaxDetermination(
        components=rule.components,
        steps=(Step("owner_rule", {"rule": rule.code, "note": rule.note}),),
        rule_code=rule.code,
        source=rule.note,
        confidence="owner",
        data_version=facts.data.version,
        notices=tuple(each.notice_id for each in rule.components if each.notice_id),
        rate_date=document.invoice_date,
    )


def _finish(answer: Answer, data: TaxData) -> TaxDetermination:
    doubt = Step("confidence_known", {"source": answer.source})
    if answer.confidence == "known" and doubt not in answer.warnings:
        answer.steps.append(doubt)
    return TaxDetermination(
        components=tuple(answer.components),
        steps=tuple(answer.steps),
        rule_code=answer.rule_code,
        source=answer.source,
        confidence=answer.confidence,
        data_version=data.version,
        notices=tuple(dict.fromkeys(answer.notices)),
        required=tuple(dict.fromkeys(answer.required)),
        warnings=tuple(answer.warnings),
        rate_date=answer.day,
    )


@cache
def families() -> Mapping[str, Family]:
    """All jurisdiction families by their code."""
    return plugins.load("msspdesk.domain.tax.families", "FAMILY")
