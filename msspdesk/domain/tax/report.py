"""The tax of a period from issued documents: by registration, rate and category,
the EU recapitulative list and the one stop shop by country. Minor units, one
currency a report; it ties to the documents to the cent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from msspdesk.domain.errors import DomainError
from msspdesk.domain.tax.breakdown import TaxGroup
from msspdesk.domain.tax.due import due_on_payment

# EN 16931 categories that go into the recapitulative list, if the customer is in
# another country of the union: services by reverse charge, goods (Art. 262).
_LISTED = {"AE": "services", "K": "goods"}


@dataclass(frozen=True, slots=True)
class IssuedTax:
    """One issued document as far as tax goes; credit notes carry negative amounts.

    `declared_on` is the day the tax belongs to by accrual; where part of it came before
    and the law looks at that, `advance` is the day and the amount. `payments` are money
    received, in order, the day and the amount of each, that part included. `gross` is
    what all of them come to in the end. `accounting` is how this document is declared,
    whatever the report says; empty as the report.
    """

    number: str
    declared_on: date
    currency: str
    groups: tuple[TaxGroup, ...]
    gross: int
    customer_country: str = ""
    customer_vat_id: str = ""
    payments: tuple[tuple[date, int], ...] = ()
    advance: tuple[date, int] | None = None
    accounting: str = ""

    def received(self, accounting: str) -> tuple[tuple[date, int], ...]:
        """When the tax is declared: each day with the part of the gross it is declared by."""
        if (self.accounting or accounting) == "cash":
            return self.payments
        if self.advance is None:
            return ((self.declared_on, self.gross),)
        return (self.advance, (self.declared_on, self.gross - self.advance[1]))


@dataclass(slots=True)
class ReportRow:
    """One tax, rate and category. `parts` are base and tax of each document by its number."""

    jurisdiction: str
    tax: str
    category: str
    rate: Decimal
    reason: str
    parts: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def base(self) -> int:
        """What the tax was charged on."""
        return sum(base for base, _ in self.parts.values())

    @property
    def amount(self) -> int:
        """The tax."""
        return sum(tax for _, tax in self.parts.values())

    @property
    def documents(self) -> list[str]:
        """The numbers behind the figure."""
        return list(self.parts)


@dataclass(slots=True)
class ListRow:
    """One customer of the EU recapitulative list. `kind`: services or goods."""

    vat_id: str
    country: str
    kind: str = "services"
    parts: dict[str, int] = field(default_factory=dict)

    @property
    def amount(self) -> int:
        """What was supplied, without tax."""
        return sum(self.parts.values())

    @property
    def documents(self) -> list[str]:
        """The numbers behind the figure."""
        return list(self.parts)


@dataclass(frozen=True, slots=True)
class TaxReport:
    """What to declare for `first` to `last`, both days inside.

    `unlisted` names reverse-charge documents without a VAT id of the customer.
    """

    first: date
    last: date
    currency: str
    accounting: str
    rows: tuple[ReportRow, ...]
    recapitulative: tuple[ListRow, ...]
    one_stop_shop: tuple[ReportRow, ...]
    unlisted: tuple[str, ...]

    @property
    def tax(self) -> int:
        """All tax of the report."""
        return sum(row.amount for row in (*self.rows, *self.one_stop_shop))


def tax_report(
    documents: Sequence[IssuedTax],
    first: date,
    last: date,
    *,
    home: str,
    union: Iterable[str] = (),
    accounting: str = "accrual",
) -> TaxReport:
    """The report of one registration country `home`.

    `union` are the countries of its tax union: VAT of another one is declared in
    the one stop shop. `accounting` cash takes tax with the money, for documents that do
    not say otherwise; reverse charge is listed when it was supplied either way. Mixed
    currencies raise.
    """
    currencies = {each.currency for each in documents}
    if len(currencies) > 1:
        raise DomainError("report_currencies_mixed", currencies=", ".join(sorted(currencies)))
    others = frozenset(union) - {home}
    rows: dict[tuple[object, ...], ReportRow] = {}
    shop: dict[tuple[object, ...], ReportRow] = {}
    listed: dict[tuple[str, str, str], ListRow] = {}
    unlisted: list[str] = []
    for document in documents:
        supplied = first <= document.declared_on <= last
        received = document.received(accounting)
        at_once = len(received) == 1 and received[0] == (document.declared_on, document.gross)
        for group in document.groups:
            listed_kind = _LISTED.get(group.category, "")
            if listed_kind or at_once:
                part = _whole(group, supplied)
            else:
                part = _share(document.gross, received, group, first, last)
            if part is None:
                continue
            target = shop if group.jurisdiction in others and group.amount else rows
            _add(target, document, group, *part)
            if not listed_kind or document.customer_country not in others:
                continue
            if document.customer_vat_id:
                _list(listed, document, group, listed_kind)
            elif document.number not in unlisted:
                unlisted.append(document.number)
    return TaxReport(
        first=first,
        last=last,
        currency=currencies.pop() if currencies else "",
        accounting=accounting,
        rows=_sorted(rows),
        recapitulative=tuple(listed[key] for key in sorted(listed)),
        one_stop_shop=_sorted(shop),
        unlisted=tuple(unlisted),
    )


def _whole(group: TaxGroup, supplied: bool) -> tuple[int, int] | None:
    return (group.base, group.amount) if supplied else None


def _share(
    gross: int, received: Iterable[tuple[date, int]], group: TaxGroup, first: date, last: date
) -> tuple[int, int] | None:
    """Base and tax of the part of the gross that belongs to the period."""
    before, base, tax, found = 0, 0, 0, False
    for day, amount in received:
        if first <= day <= last:
            found = True
            base += due_on_payment(group.base, gross, before, amount)
            tax += due_on_payment(group.amount, gross, before, amount)
        before += amount
    return (base, tax) if found else None


def _add(
    rows: dict[tuple[object, ...], ReportRow],
    document: IssuedTax,
    group: TaxGroup,
    base: int,
    amount: int,
) -> None:
    key = (group.jurisdiction, group.tax, group.category, group.rate, group.reason)
    row = rows.setdefault(
        key, ReportRow(group.jurisdiction, group.tax, group.category, group.rate, group.reason)
    )
    before = row.parts.get(document.number, (0, 0))
    row.parts[document.number] = (before[0] + base, before[1] + amount)


def _list(
    rows: dict[tuple[str, str, str], ListRow], document: IssuedTax, group: TaxGroup, kind: str
) -> None:
    country, vat_id = document.customer_country, document.customer_vat_id
    row = rows.setdefault((country, vat_id, kind), ListRow(vat_id, country, kind))
    row.parts[document.number] = row.parts.get(document.number, 0) + group.base


def _sorted(rows: dict[tuple[object, ...], ReportRow]) -> tuple[ReportRow, ...]:
    return tuple(
        sorted(
            rows.values(),
            key=lambda row: (row.jurisdiction, row.tax, row.category, row.rate, row.reason),
        )
    )
