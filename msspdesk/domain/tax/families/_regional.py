"""What a state or province with its own sales tax does with one line.

Shared by Canada's provincial taxes and the United States: registration there,
where the service is sourced, certificates, taxability by class and date, rate.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from msspdesk.domain.tax.data import RateRow, Region, Taxability
from msspdesk.domain.tax.families.base import Answer, Sale, ask, missing_rate
from msspdesk.domain.tax.model import Certificate, Step, TaxComponent, TaxUndecided, in_force
from msspdesk.domain.tax.tax_point import TAX_POINTS

# What a certificate means for the seller who holds it on file.
_REASONS = {
    "exempt_entity": "customer_exempt",
    "resale": "customer_certificate",
    "mpu": "customer_certificate",
}
_MENDABLE = frozenset({"certificate_expired", "certificate_not_accepted"})


@dataclass(frozen=True, slots=True)
class Treatment:
    """How the region's tax treats the line: its rate row, share and, for 0, a reason."""

    row: RateRow
    share: Fraction
    reason: str
    taxability: Taxability | None
    day: date


def find_region(sale: Sale) -> Region | TaxUndecided:
    """The customer's region, which this country's rules need."""
    code = sale.customer.region
    if not code:
        return ask("customer_region_missing", sale, field="region")
    region = sale.country.regions.get(code)
    return region if region is not None else ask("region_unknown", sale, region=code)


def jurisdiction(sale: Sale, region: Region) -> str:
    """The region's code with its country: "US-TX", "CA-BC"."""
    return f"{sale.country.code}-{region.code}"


def treat(sale: Sale, region: Region, answer: Answer) -> Treatment | TaxUndecided:
    """The region's treatment of the sale, its steps and warnings put into `answer`."""
    if region.tax_point:
        sale = replace(sale, day=TAX_POINTS[region.tax_point](sale.line, sale.document))
    place = jurisdiction(sale, region)
    found = taxability_of(sale, region)
    general = sale.country.rates.at(place, "general", sale.day)
    if sale.registration(place) is None:
        row = general or _row_of(sale, place, found)
        if row is None:
            return missing_rate(sale, place)
        _warn_not_registered(region, place, answer)
        return Treatment(row, Fraction(0), "not_registered", None, sale.day)
    if found is None or found.answer == "ask":
        return ask("service_taxability_unknown", sale, state=region.name)
    row = sale.country.rates.at(place, found.kind, sale.day) or _row_of(sale, place, found)
    if row is None:
        return missing_rate(sale, place)
    reason = _why_not(sale, region, found, answer)
    details = {
        "state": region.name,
        "tax_class": sale.tax_class.value,
        "source": found.source,
        "reason": reason,
    }
    answer.warn_known(found.confidence, found.source)
    answer.steps.append(Step("not_taxable" if reason else "taxable", details))
    return Treatment(row, Fraction(0) if reason else found.share, reason, found, sale.day)


def charge(answer: Answer, treatment: Treatment, tax: str = "") -> None:
    """Put the region's own tax into the answer."""
    row = treatment.row
    if treatment.reason:
        untaxed(answer, tax or row.tax, row, treatment.reason)
    else:
        answer.rate(row, "", treatment.share, treatment.day)


def untaxed(answer: Answer, tax: str, row: RateRow, reason: str) -> None:
    """A tax that is looked at and charged on nothing, with its reason and notice."""
    answer.components.append(
        TaxComponent(
            tax, row.jurisdiction, "", row.percent, Fraction(0), reason=reason, notice_id=reason
        )
    )
    answer.notices.append(reason)
    answer.steps += [
        Step("zero", {"reason": reason}),
        Step("notice", {"notice": reason}),
    ]


def taxability_of(sale: Sale, region: Region) -> Taxability | None:
    """The first row for the class, the customer's status and the day."""
    for row in region.taxability:
        if (
            sale.tax_class in row.classes
            and (not row.statuses or sale.customer.status in row.statuses)
            and in_force(sale.day, row.valid_from, row.valid_to)
        ):
            return row
    return None


def _row_of(sale: Sale, place: str, found: Taxability | None) -> RateRow | None:
    """The rate that a service will bear later, to tell before its tax begins."""
    return sale.country.rates.first(place, found.kind) if found else None


def _why_not(sale: Sale, region: Region, found: Taxability, answer: Answer) -> str:
    """The reason for charging nothing, or empty."""
    if found.answer == "not_taxable":
        return found.reason
    if found.sourcing == "assets" and sale.customer.asset_region not in ("", region.code):
        return "not_sourced_here"
    if found.sourcing == "seller" and sale.seller.region not in ("", region.code):
        return "not_sourced_here"
    certificate = _certificate(sale, region, answer)
    return _REASONS[certificate.kind] if certificate else ""


def _certificate(sale: Sale, region: Region, answer: Answer) -> Certificate | None:
    """A certificate on file that covers the sale.

    Where none does, each is named with why; only what the owner can mend is a warning.
    """
    steps: list[Step] = []
    warnings: list[Step] = []
    for each in sale.customer.certificates:
        details = {
            "kind": each.kind,
            "number": each.number,
            "state": region.name,
            "place": each.jurisdiction,
            "tax_class": sale.tax_class.value,
        }
        if doubt := _doubt(each, sale, region):
            (warnings if doubt in _MENDABLE else steps).append(Step(doubt, details))
        else:
            answer.steps.append(Step("certificate", details))
            return each
    answer.steps += steps
    answer.warnings += warnings
    return None


def _doubt(certificate: Certificate, sale: Sale, region: Region) -> str:
    """Why the certificate does not cover the sale, or empty."""
    if certificate.jurisdiction not in (jurisdiction(sale, region), sale.country.code):
        return "certificate_elsewhere"
    if certificate.kind not in _REASONS or certificate.kind not in region.certificates:
        return "certificate_not_accepted"
    if not in_force(sale.day, certificate.valid_from, certificate.valid_to):
        return "certificate_expired"
    if certificate.classes and sale.tax_class not in certificate.classes:
        return "certificate_other_service"
    return ""


def _warn_not_registered(region: Region, place: str, answer: Answer) -> None:
    answer.warnings.append(Step("not_registered", {"state": region.name, "place": place}))
    if region.nexus is None:
        return
    count = region.nexus.transactions
    word = " and " if region.nexus.both else " or "
    answer.warnings.append(
        Step(
            "nexus",
            {
                "state": region.name,
                "amount": f"{region.nexus.amount:,}",
                "transactions": f"{word}{count} transactions" if count else "",
            },
        )
    )
