"""Tax certificates that customers handed in, with what they cover and when they end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from msspdesk.db.book import Book, Work
from msspdesk.domain import checks
from msspdesk.domain.codes import COUNTRIES
from msspdesk.domain.customers import Customer, CustomerCertificate
from msspdesk.domain.errors import DomainError, InvalidInput, Problem
from msspdesk.domain.tax import Certificate, TaxClass
from msspdesk.services.changes import Changes
from msspdesk.services.keeping import Kept, owned, put
from msspdesk.taxdata.loader import load

_CUSTOMERS: Final = Kept(Customer, frozenset({"customers", "tax", "invoices"}))
CERTIFICATE_KINDS: Final = ("exempt_entity", "resale", "mpu")


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """A certificate with its customer; `classes` empty covers all services, both days inclusive."""

    id: int
    customer_id: int
    customer_version: int
    customer: str
    kind: str
    jurisdiction: str
    classes: tuple[str, ...]
    number: str
    valid_from: date | None
    valid_to: date | None
    note: str


def _jurisdiction(value: str) -> str:
    code = checks.words(value).upper()
    country, _dash, region = code.partition("-")
    if code and country not in COUNTRIES:
        raise DomainError("country_unknown", value=value)
    known = load().country(country)
    if region and (known is None or region not in known.regions):
        raise DomainError("region_unknown", region=region, customer_country=country)
    return code


def _classes(value: tuple[str, ...]) -> str:
    return " ".join(TaxClass(each).value for each in value)


_FIELDS: Final[Mapping[str, checks.Check]] = {
    "kind": checks.one_of(*CERTIFICATE_KINDS),
    "jurisdiction": _jurisdiction,
    "classes": _classes,
    "number": checks.words,
    "valid_from": checks.day,
    "valid_to": checks.day,
    "note": checks.note,
}


def rows(book: Book, customer_id: int | None = None) -> list[CertificateRow]:
    """All of them, or those of one customer, by customer, place and first day."""
    with book.read() as work:
        wanted = {} if customer_id is None else {"id": customer_id}
        found = [certificate_row(owner, each) for owner in work.all(Customer, **wanted)
                 for each in owner.certificates]  # fmt: skip
    return sorted(
        found,
        key=lambda row: (row.customer.casefold(), row.jurisdiction, row.valid_from or date.min),
    )


def add(book: Book, customer_id: int, version: int, **fields: Any) -> Changes:
    """A new one: kind, jurisdiction, classes, number, valid_from, valid_to, note.

    `version` is that of the customer. InvalidInput: country_missing,
    certificate_number_missing, end_before_start.
    """
    values = checks.cleaned(_FIELDS, {"kind": "exempt_entity", "jurisdiction": ""} | fields)
    return _change(book, customer_id, version, None, values, "Add certificate")


def update(
    book: Book, customer_id: int, version: int, certificate_id: int, **fields: Any
) -> Changes:
    """Change fields of a certificate."""
    values = checks.cleaned(_FIELDS, fields)
    return _change(book, customer_id, version, certificate_id, values, "Change certificate")


def remove(book: Book, customer_id: int, version: int, certificate_id: int) -> Changes:
    """Take a certificate away; an end date keeps the proof for what was sold under it."""
    return _change(book, customer_id, version, certificate_id, None, "Remove certificate")


def certificate_facts(customer: Customer) -> tuple[Certificate, ...]:
    """The customer's certificates as facts of the tax decision."""
    return tuple(_fact(each) for each in customer.certificates)


def _fact(row: CustomerCertificate) -> Certificate:
    return Certificate(
        kind=row.kind,
        jurisdiction=row.jurisdiction,
        number=row.number,
        classes=tuple(TaxClass(each) for each in row.classes.split()),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def _change(
    book: Book,
    customer_id: int,
    version: int,
    certificate_id: int | None,
    values: Mapping[str, Any] | None,
    label: str,
) -> Changes:
    """Change, add (no id) or remove (no values) one certificate of a customer."""

    def alter(_work: Work, owner: Customer) -> None:
        rows = owner.certificates
        row = CustomerCertificate() if certificate_id is None else owned(rows, certificate_id)
        if values is None:
            rows.remove(row)
            return
        _put(row, values)
        if row not in rows:
            rows.append(row)

    return _CUSTOMERS.change(book, customer_id, version, alter, label)


def _put(row: CustomerCertificate, values: Mapping[str, Any]) -> None:
    put(row, values)
    problems = []
    if not row.jurisdiction:
        problems.append(Problem("country_missing", "jurisdiction"))
    if not row.number:
        details: dict[str, object] = {
            "certificate": row.kind,
            "place": load().place(row.jurisdiction),
        }
        problems.append(Problem("certificate_number_missing", "number", details))
    if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
        problems.append(Problem("end_before_start", "valid_to"))
    if problems:
        raise InvalidInput(problems)


def certificate_row(owner: Customer, each: CustomerCertificate) -> CertificateRow:
    """A certificate as screens get it."""
    return CertificateRow(
        id=each.id or 0,
        customer_id=owner.id or 0,
        customer_version=owner.version,
        customer=owner.name,
        kind=each.kind,
        jurisdiction=each.jurisdiction,
        classes=tuple(each.classes.split()),
        number=each.number,
        valid_from=each.valid_from,
        valid_to=each.valid_to,
        note=each.note,
    )
