"""Tax cases: the words of a case become facts, the program's answer becomes words.

Nothing here knows a case, a rate or a rule; it translates.
"""

from __future__ import annotations

import calendar
from datetime import date
from decimal import Decimal
from typing import Any

from msspdesk import taxdata
from msspdesk.domain.money import Money, Rounding, to_major
from msspdesk.domain.tax import (
    Certificate,
    CustomerFacts,
    DocumentFacts,
    GivenRate,
    LineFacts,
    OwnerRate,
    PriceMode,
    Registration,
    RoundingLevel,
    RoundingRule,
    SellerFacts,
    TaxClass,
    TaxTotals,
)
from msspdesk.services.tax import DocumentTax, determine_document
from tests.cases.common import Unsupported
from tests.cases.tax_compare import compare, unanswered

__all__ = ["answer", "compare", "unanswered"]

_KNOWN = {
    "": "seller customer invoice_date dates currency price_mode rounding lines owner_rates",
    "seller": "country region city registrations scheme person accounting cross_border_b2c_eur",
    "customer": "country region county city type tax_id certificate asset_location sez",
    "dates": "amount_paid original_service payment supply supply_from supply_to"
    " vat_due_in_payment_period",
    "lines": "amount service tax_class given_rate_percent given_category kind paid_on"
    " supply_from supply_to",
}
_ASIDE = "id family rule title note basis source expected"
"""What names or explains a case and is no fact of it."""

# Codes of registrations in case files. All others read "DE-VAT": the country first.
_SCHEMES = {"EU-OSS": ("EU", "oss"), "IN-LUT": ("IN", "lut")}
_SUBDIVIDED = {"US"}
_PROVINCIAL = {"QC-QST": "CA-QC", "BC-PST": "CA-BC", "SK-PST": "CA-SK", "MB-RST": "CA-MB"}

_LEVELS = {"per_line": RoundingLevel.LINE, "per_tax_document": RoundingLevel.GROUP}

# Service words used where a case names no tax class.
_CLASSES = {
    "cloud_backup": TaxClass.SOFTWARE_SAAS,
    "computer_consulting": TaxClass.IT_CONSULTING,
    "consulting_human": TaxClass.CONSULTING,
    "electronic_information": TaxClass.DATA_PROCESSING,
    "engineering": TaxClass.LICENSED_PROFESSIONAL,
    "managed_detection_response": TaxClass.SECURITY_MONITORING,
    "managed_service": TaxClass.MANAGED_IT,
    "managed_service_monthly": TaxClass.MANAGED_IT,
    "maintenance_annual": TaxClass.SOFTWARE_SUPPORT,
    "professional": TaxClass.CONSULTING,
    "software": TaxClass.SOFTWARE_SAAS,
    "subscription_annual": TaxClass.SOFTWARE_SAAS,
    "technical": TaxClass.IT_CONSULTING,
    "web_design": TaxClass.IT_CONSULTING,
}


def answer(case: dict[str, Any]) -> dict[str, Any]:
    """The program's answer to a case, in the shape of its `expected`.

    Raises Unsupported with the name of the key the adapter does not know, or
    `ask:QUESTION` where the program asks its owner instead of answering.
    """
    _check_keys(case)
    document = _document(case)
    customer = _customer(case)
    lines = [_line(each, case) for each in case["lines"]]
    tax = determine_document(document, customer, lines, taxdata.load())
    for _index, question in tax.questions:
        raise Unsupported(f"ask:{question.question_code}")
    assert tax.totals is not None
    return _words(tax, tax.totals, case["currency"])


def _check_keys(case: dict[str, Any]) -> None:
    for part, words in _KNOWN.items():
        found = case.get(part, {}) if part else case
        for each in found if isinstance(found, list) else [found]:
            allowed = {*words.split(), *(_ASIDE.split() if not part else ())}
            for key in each:
                if key not in allowed:
                    raise Unsupported(f"{part}.{key}" if part else key)


def _day(text: str, *, end: bool = False) -> date:
    """A day; a month ("2024-02") stands for its first or last day."""
    if len(text) > 7:
        return date.fromisoformat(text)
    year, month = (int(each) for each in text.split("-"))
    return date(year, month, calendar.monthrange(year, month)[1] if end else 1)


def _registrations(seller: dict[str, Any]) -> tuple[Registration, ...]:
    home = seller["country"]
    scheme = seller.get("scheme", "standard")
    accounting = seller.get("accounting", "accrual")
    found = []
    for code in seller.get("registrations", []):
        if code in _SCHEMES:
            found.append(Registration(*_SCHEMES[code]))
            continue
        place = _PROVINCIAL.get(code) or (code if code[:2] in _SUBDIVIDED else code[:2])
        own = scheme if place == home else "standard"
        found.append(Registration(place, own, accounting=accounting))
    if not any(each.jurisdiction == home for each in found) and home not in _SUBDIVIDED:
        found.append(Registration(home, "unregistered" if scheme == "standard" else scheme))
    return tuple(found)


def _seller(case: dict[str, Any]) -> SellerFacts:
    seller = case["seller"]
    total = seller.get("cross_border_b2c_eur")
    person = seller.get("person")
    classes = {_tax_class(each) for each in case["lines"]}
    if person is None and classes & {TaxClass.CONSULTING, TaxClass.LICENSED_PROFESSIONAL}:
        # A case about professional fees that does not say otherwise is of a person in Italy,
        # where only natural persons' fees are withheld on.
        person = "individual_professional" if seller["country"] == "IT" else None
    return SellerFacts(
        country=seller["country"],
        region=seller.get("region", ""),
        city=seller.get("city", ""),
        registrations=_registrations(seller),
        cross_border_b2c_eur=Decimal(total) if total is not None else None,
        person=person,
    )


def _customer(case: dict[str, Any]) -> CustomerFacts:
    raw = case["customer"]
    region = raw.get("region", "")
    assets = raw.get("asset_location", "")
    held = raw.get("certificate")
    words = {"exempt_entity": "exempt_entity", "MPU": "mpu", "resale": "resale"}
    if held and held not in words:
        raise Unsupported(f"customer.certificate={held}")
    place = f"{raw['country']}-{region}" if region else raw["country"]
    return CustomerFacts(
        country=raw["country"],
        region=region,
        county=raw.get("county", ""),
        city=raw.get("city", ""),
        status=raw["type"],
        vat_id_state="format" if raw.get("tax_id") == "valid" else "none",
        certificates=(Certificate(words[held], place),) if held else (),
        asset_region="outside" if assets.startswith("outside") else assets,
        sez=bool(raw.get("sez")),
    )


def _document(case: dict[str, Any]) -> DocumentFacts:
    rounding = case.get("rounding")
    paid = case.get("dates", {}).get("payment")
    return DocumentFacts(
        seller=_seller(case),
        invoice_date=date.fromisoformat(case["invoice_date"]),
        currency=case["currency"],
        price_mode=PriceMode(case["price_mode"]),
        rounding=rounding
        and RoundingRule(_LEVELS[rounding["level"]], Rounding(rounding["method"])),
        owner_rates=tuple(_owner_rate(each, case) for each in case.get("owner_rates", [])),
        paid_on=_day(paid) if paid else None,
    )


def _owner_rate(raw: dict[str, Any], case: dict[str, Any]) -> OwnerRate:
    """A local rate; its place is the city or county that its code spells, else the region."""
    country, region, *rest = raw["jurisdiction"].split("-")
    spelled = "".join(rest).casefold()
    customer, seller = case["customer"], case["seller"]
    cities = {customer.get("city", ""), seller.get("city", "")}
    counties = {customer.get("county", "")}

    def place(names: set[str]) -> str:
        return next((n for n in names if n and n.replace(" ", "").casefold() == spelled), "")

    return OwnerRate(
        jurisdiction=raw["jurisdiction"],
        tax=raw["tax"],
        rate=Decimal(raw["rate_percent"]),
        country=country,
        region=region,
        county=place(counties),
        city=place(cities),
    )


def _tax_class(raw: dict[str, Any]) -> TaxClass:
    named = raw.get("tax_class") or _CLASSES.get(raw.get("service", ""), raw.get("service", ""))
    try:
        return TaxClass(named)
    except ValueError:
        raise Unsupported(f"lines.service={named}") from None


def _line(raw: dict[str, Any], case: dict[str, Any]) -> LineFacts:
    dates = case.get("dates", {})
    # A correction is taxed as the service it corrects was.
    supply = dates.get("original_service") or dates.get("supply")
    starts = raw.get("supply_from") or dates.get("supply_from") or supply
    ends = raw.get("supply_to") or dates.get("supply_to") or supply
    paid, percent = raw.get("paid_on"), raw.get("given_rate_percent")
    return LineFacts(
        net=Money.of(raw["amount"], case["currency"]).minor,
        tax_class=_tax_class(raw),
        supply_from=_day(starts) if starts else None,
        supply_to=_day(ends, end=True) if ends else None,
        given=GivenRate(Decimal(percent), raw.get("given_category", "S")) if percent else None,
        kind=raw.get("kind", ""),
        paid_on=_day(paid) if paid else None,
    )


def _words(tax: DocumentTax, sums: TaxTotals, currency: str) -> dict[str, Any]:
    def money(minor: int) -> str:
        return str(to_major(minor, currency))

    found: dict[str, Any] = {
        "components": [
            {
                "tax": group.tax,
                "jurisdiction": group.jurisdiction,
                "base": money(group.base),
                "rate_percent": f"{group.rate:f}",
                "amount": money(group.amount),
                "category": group.category,
                "reason_code": group.reason_code,
                "reason": group.reason,
            }
            for group in sums.groups
        ],
        "net_total": money(sums.net),
        "tax_total": money(sums.tax),
        "gross_total": money(sums.gross),
        "must_state": _statements(tax, sums),
    }
    # Where only one of several taxes is zero its reason is told all the same.
    reasons = [tax.zero_reason, *(group.reason for group in sums.groups)]
    if reason := next(filter(None, reasons), ""):
        found["zero_tax_reason"] = reason
    categories = {group.category for group in sums.groups}
    if len(categories) == 1 and categories != {""}:
        found["en16931_category"] = categories.pop()
    if sums.withholding:
        found["withholding"] = [
            {
                "tax": each.tax,
                "base": money(each.base),
                "rate_percent": f"{each.rate:f}",
                "amount": money(each.amount),
            }
            for each in sums.withholding
        ]
        found["payable"] = money(sums.payable)
    if sums.other_amounts:
        found["other_amounts"] = {each.name: money(each.amount) for each in sums.other_amounts}
    return found


def _statements(tax: DocumentTax, sums: TaxTotals) -> list[str]:
    """What the document will say: required facts, reason codes, notices in English and German."""
    data = taxdata.load()
    codes = [group.reason_code for group in sums.groups if group.reason_code]
    texts = [data.notice(code, each) for code in tax.notices for each in ("en", "de")]
    return [*tax.required, *codes, *texts, *(each.name for each in sums.other_amounts)]
