"""The tax to declare for a period, registration by registration, from issued documents.

Every figure is a sum of sealed tax rows, and together the reports of all
registrations hold every row once: they tie to the invoices to the cent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from msspdesk.db.book import Book
from msspdesk.db.queries.tax_report import IssuedRecord, issued
from msspdesk.domain.errors import DomainError
from msspdesk.domain.money import from_micro
from msspdesk.domain.sellers import Seller
from msspdesk.domain.tax import Registration, SellerFacts, TaxData, TaxGroup
from msspdesk.domain.tax.report import IssuedTax, ReportRow, TaxReport, tax_report
from msspdesk.domain.tax.tax_point import Advance, advance, last_invoice_day
from msspdesk.services.tax_facts import seller_facts
from msspdesk.taxdata.loader import load

_BOXES = {
    "S": "taxed",
    "AE": "reverse_charge",
    "K": "union_goods",
    "G": "export",
    "E": "exempt",
    "Z": "zero",
}


@dataclass(frozen=True, slots=True)
class Registered:
    """What a report can be made for: a jurisdiction with how its tax is accounted."""

    jurisdiction: str
    scheme: str
    number: str
    accounting: str
    home: bool


@dataclass(frozen=True, slots=True)
class Document:
    """A document behind a figure. `rate` is what one unit of its `currency` was worth in
    that of the report, None where it is the same.
    """

    id: int
    number: str
    customer: str
    day: date
    country: str
    currency: str
    rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PeriodReport:
    """One registration and period; both days belong to it. One part a currency.

    `documents` are those behind the figures, by number.
    """

    registration: Registered
    first: date
    last: date
    accounting: str
    parts: tuple[TaxReport, ...]
    documents: dict[str, Document]


def registrations(book: Book, day: date | None = None) -> list[Registered]:
    """The owner's registrations, home first; jurisdictions once, as of `day` or today."""
    day = day or book.today()
    with book.read() as work:
        seller = seller_facts(work.get(Seller, 1))
    return _registrations(seller, day)


def report(
    book: Book, jurisdiction: str, first: date, last: date, accounting: str = ""
) -> PeriodReport:
    """The report of one registration. `accounting` accrual or cash, else as registered.

    DomainError: "end_before_start", "not_registered_there".
    """
    if last < first:
        raise DomainError("end_before_start")
    with book.read() as work:
        seller = seller_facts(work.get(Seller, 1))
        records = issued(work.connection)
    data = load()
    found = {each.jurisdiction: each for each in _registrations(seller, last)}
    wanted = found.get(jurisdiction)
    if wanted is None:
        raise DomainError("not_registered_there", jurisdiction=load().place(jurisdiction))
    way = accounting or wanted.accounting
    others = [each for each in found if each != seller.country]
    union = _union_of(data, seller.country)
    abroad = union - {seller.country}
    mine = [_of(each, wanted, seller, others, abroad) for each in _documents(records, seller, data)]
    if not accounting:
        mine = [replace(each, accounting=_way(each, wanted, seller)) for each in mine]
    parts = [
        tax_report(part, first, last, home=seller.country, union=union, accounting=way)
        for part in _by_currency(mine)
    ]
    kept = tuple(each for each in parts if each.rows or each.one_stop_shop)
    numbers = {name for part in kept for row in _rows(part) for name in row.documents}
    return PeriodReport(wanted, first, last, way, kept, _behind(records, numbers))


def box_of(row: ReportRow) -> str:
    """The group of boxes of a return that a row belongs to, as a code.

    taxed, reverse_charge, union_goods, export, exempt, zero, outside.
    """
    if row.amount or (row.rate and not row.reason):
        return "taxed"
    return _BOXES.get(row.category, "outside")


def months(day: date, back: int = 0) -> tuple[date, date]:
    """First and last day of the month `back` months before that of `day`."""
    number = day.year * 12 + day.month - 1 - back
    first = date(number // 12, number % 12 + 1, 1)
    after = date((number + 1) // 12, (number + 1) % 12 + 1, 1)
    return first, after - timedelta(days=1)


def _registrations(seller: SellerFacts, day: date) -> list[Registered]:
    """Home stands there without a registration too: what was sold belongs somewhere."""
    held = [each for each in seller.registrations if each.scheme != "lut"]
    now = {each.jurisdiction: each for each in held}
    now |= {each.jurisdiction: each for each in held if each.holds(day)}
    now.setdefault(seller.country, Registration(seller.country, "unregistered"))
    found = [
        Registered(code, each.scheme, each.number, each.accounting, code == seller.country)
        for code, each in now.items()
    ]
    return sorted(found, key=lambda each: (not each.home, each.jurisdiction))


def _union_of(data: TaxData, home: str) -> frozenset[str]:
    country = data.country(home)
    if country is None or not country.union:
        return frozenset()
    return frozenset(code for code, each in data.countries.items() if each.union == country.union)


def _documents(
    records: Iterable[IssuedRecord], seller: SellerFacts, data: TaxData
) -> Iterable[IssuedTax]:
    country = data.country(seller.country)
    for each in records:
        rule = country.tax_point_for("business" if each.vat_id else "consumer") if country else ""
        way = advance(rule, country.union) if country else Advance.NOTHING
        sign = -1 if each.kind == "credit_note" else 1
        day = declared_on(each, rule)
        early = _early(each, day, way)
        if early and way is Advance.WHOLE:
            day, early = early[0], None
        yield IssuedTax(
            number=each.number,
            declared_on=day,
            currency=each.tax_currency or each.currency,
            groups=tuple(_groups(each, sign)),
            gross=sign * (each.payable_minor + each.prepaid_minor),
            customer_country=data.counts_as(each.country, seller.country),
            customer_vat_id=each.vat_id,
            payments=tuple((on, sign * amount) for on, amount in _money(each)),
            advance=early,
        )


def _money(record: IssuedRecord) -> list[tuple[date, int]]:
    """What came before the invoice and after it, oldest first."""
    if not record.prepaid_minor:
        return list(record.money)
    before = (record.paid_on or record.issue_date, record.prepaid_minor)
    return sorted([before, *record.money], key=lambda each: each[0])


def _early(record: IssuedRecord, declared: date, way: Advance) -> tuple[date, int] | None:
    """An amount paid before the tax was due without it: it is declared when it came."""
    day = record.paid_on
    if day is None or not record.prepaid_minor or day >= declared or way is Advance.NOTHING:
        return None
    return day, record.prepaid_minor


def _way(document: IssuedTax, wanted: Registered, seller: SellerFacts) -> str:
    """Accrual or cash as registered on the day of the document: what was declared with
    the invoice before a change is not declared again with its payment, and the reverse.
    """
    held = seller.registration(wanted.jurisdiction, document.declared_on)
    return held.accounting if held else wanted.accounting


def declared_on(record: IssuedRecord, rule: str) -> date:
    """The day by accrual: of the invoice, or the last day of service where that came
    before and the law looks at it, or the last day on which the invoice was due (IE); a
    correction belongs to the day it was made.
    """
    if record.kind == "credit_note" or record.service_end is None:
        return record.issue_date
    last = record.service_end - timedelta(days=1)
    if rule == "invoice":
        return min(record.issue_date, last_invoice_day(last))
    looked_at = rule.startswith("performance") or rule == "first_of_all"
    return min(record.issue_date, last) if looked_at else record.issue_date


def _groups(record: IssuedRecord, sign: int) -> Iterable[TaxGroup]:
    """The sealed rows, in the currency of the tax office where they were sealed in it.

    Shares of payments are those of the document's own gross either way.
    """
    own = [(row.base_minor, row.amount_minor) for row in record.rows]
    for row, (base, amount) in zip(record.rows, record.converted or own, strict=True):
        yield TaxGroup(
            tax=row.tax,
            jurisdiction=row.jurisdiction,
            category=row.category,
            rate=from_micro(row.rate_micro),
            base=sign * base,
            amount=sign * amount,
            reason_code=row.reason_code,
            reason=row.reason,
        )


def _of(
    document: IssuedTax,
    wanted: Registered,
    seller: SellerFacts,
    others: Sequence[str],
    abroad: frozenset[str],
) -> IssuedTax:
    """Only the rows of one registration; home has all that no other one has."""
    groups = [
        group
        for group in document.groups
        if _owner(group, document, seller, others, abroad)
        == ("" if wanted.home else wanted.jurisdiction)
    ]
    return replace(document, groups=tuple(groups))


def _owner(
    group: TaxGroup,
    document: IssuedTax,
    seller: SellerFacts,
    others: Sequence[str],
    abroad: frozenset[str],
) -> str:
    """The registration other than home that a row is declared under, or empty: one that
    held on the day of the document before one that did not.
    """
    found = [each for each in others if each in (group.jurisdiction, group.jurisdiction[:5])]
    there = group.jurisdiction in abroad and document.customer_country == group.jurisdiction
    if "EU" in others and there and group.amount:
        found.append("EU")
    held = [each for each in found if seller.registration(each, document.declared_on)]
    return next(iter(held or found), "")


def _by_currency(documents: Sequence[IssuedTax]) -> list[list[IssuedTax]]:
    found: dict[str, list[IssuedTax]] = {}
    for each in documents:
        found.setdefault(each.currency, []).append(each)
    return [found[code] for code in sorted(found)]


def _rows(part: TaxReport) -> tuple[ReportRow, ...]:
    return (*part.rows, *part.one_stop_shop)


def _behind(records: Iterable[IssuedRecord], numbers: set[str]) -> dict[str, Document]:
    return {
        each.number: Document(
            each.id,
            each.number,
            each.customer,
            each.issue_date,
            each.country,
            each.currency,
            each.rate,
        )
        for each in records
        if each.number in numbers
    }
