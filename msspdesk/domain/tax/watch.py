"""What the owner should look at before month end: thresholds near, certificates
that expire, rows in use that nobody checked. Pure; the figures come from outside.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from msspdesk.domain.errors import Problem
from msspdesk.domain.tax.data import Nexus, TaxData
from msspdesk.domain.tax.families.vat import EU_THRESHOLD_EUR
from msspdesk.domain.tax.model import Certificate, OwnerRate

_NEAR = Decimal("0.8")
_SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Watched:
    """A threshold: `state` is below, near (from 80 %) or above."""

    jurisdiction: str
    state: str
    reached: Decimal
    limit: Decimal


def watch_oss(total_eur: Decimal) -> Watched:
    """The EU threshold for electronic services and distance sales to consumers."""
    limit = Decimal(EU_THRESHOLD_EUR)
    return Watched("EU", _state(total_eur, limit), total_eur, limit)


def watch_nexus(jurisdiction: str, nexus: Nexus, sales: Decimal, transactions: int) -> Watched:
    """Sales of a year into a state against its economic nexus threshold."""
    by_amount = _state(sales, nexus.amount)
    if nexus.transactions is None:
        return Watched(jurisdiction, by_amount, sales, nexus.amount)
    by_count = _state(Decimal(transactions), Decimal(nexus.transactions))
    order = ("below", "near", "above")
    pick = min if nexus.both else max
    state = pick(by_amount, by_count, key=order.index)
    return Watched(jurisdiction, state, sales, nexus.amount)


def _state(reached: Decimal, limit: Decimal) -> str:
    if reached > limit:
        return "above"
    return "near" if reached >= limit * _NEAR else "below"


def check_certificate(
    each: Certificate, others: Sequence[Certificate], today: date, data: TaxData
) -> list[Problem]:
    """One without a number, one that ended, or ends within 30 days, with none that follows.

    `others` are all certificates of the customer.
    """
    details: dict[str, object] = {
        "certificate": each.kind,
        "place": data.place(each.jurisdiction),
        "day": each.valid_to,
    }
    problems = []
    if not each.number.strip():
        problems.append(Problem("certificate_number_missing", "certificates", details))
    if each.valid_to is None or _followed(each, others, today):
        return problems
    if each.valid_to < today:
        problems.append(Problem("certificate_expired", "certificates", details))
    elif each.valid_to <= today + _SOON:
        problems.append(Problem("certificate_expires", "certificates", details))
    return problems


def _followed(ends: Certificate, certificates: Sequence[Certificate], today: date) -> bool:
    """Whether the customer handed in another one that covers the same and lasts."""
    return any(
        (other.kind, other.jurisdiction) == (ends.kind, ends.jurisdiction)
        and (not other.classes or (ends.classes and {*ends.classes} <= {*other.classes}))
        and other.number.strip()
        and (other.valid_to is None or other.valid_to > today + _SOON)
        and (other.valid_from is None or other.valid_from <= _day_after(ends, today))
        for other in certificates
    )


def _day_after(ends: Certificate, today: date) -> date:
    """The first day without it that is still to come."""
    last = ends.valid_to or today
    return max(last + timedelta(days=1), today)


def check_owner_rates(rates: Iterable[OwnerRate], data: TaxData) -> list[Problem]:
    """Local rates out of range, without source, or of a place the data does not know."""
    problems = []
    for each in rates:
        details: dict[str, object] = {"jurisdiction": data.local_place(each)}
        country = data.country(each.country)
        if not 0 <= each.rate <= 100:
            problems.append(Problem("tax_rate_out_of_range", "rate", details))
        if not each.source.strip():
            problems.append(Problem("tax_note_missing", "source", details))
        if country is None or (country.regions and each.region not in country.regions):
            region: dict[str, object] = {"region": each.region, "customer_country": each.country}
            problems.append(Problem("region_unknown", "region", region))
        if each.valid_from and each.valid_to and each.valid_to < each.valid_from:
            problems.append(Problem("tax_rate_dates", "valid_to", details))
    return problems
