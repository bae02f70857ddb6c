"""What the tax of a sale would be: any customer or place, service, day and amount."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from msspdesk.db.book import Book, Work
from msspdesk.domain.catalogue import Service
from msspdesk.domain.customers import Customer, Site
from msspdesk.domain.money import from_micro, to_minor
from msspdesk.domain.tax import (
    CustomerFacts,
    DocumentFacts,
    LineFacts,
    PriceMode,
    SellerFacts,
    Step,
    TaxClass,
    TaxDetermination,
    TaxGroup,
    TaxTotals,
    TaxUndecided,
)
from msspdesk.domain.tax.cross_border import counts
from msspdesk.services import cross_border, customary
from msspdesk.services.invoice_facts import Reason, TaxQuestion, today_desk
from msspdesk.services.tax import determine_document
from msspdesk.services.tax_facts import Desk, chosen_rounding, customer_facts


@dataclass(frozen=True, slots=True)
class Sale:
    """What is asked. With `customer_id` the customer's own facts hold, else those given.

    `amount` is in major units of `currency`; `inclusive` prices have the tax in them.
    """

    amount: Decimal
    day: date
    tax_class: str
    currency: str
    inclusive: bool = False
    customer_id: int | None = None
    country: str = ""
    region: str = ""
    status: str = "business"
    vat_id: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer in words and figures, or the question that is open. Minor units.

    `net` holds the `contribution` to the fund of the owner's profession; `others` are
    amounts beside the tax, by their code (stamp duty).

    `source`, `confidence` (read, known, owner) and `data_version` are of the decision.
    """

    currency: str
    country: str
    groups: tuple[TaxGroup, ...]
    net: int | None
    tax: int | None
    gross: int | None
    payable: int | None
    withheld: tuple[tuple[str, Decimal, int], ...]
    steps: tuple[Reason, ...]
    warnings: tuple[Reason, ...]
    notices: tuple[str, ...]
    rule: str
    source: str
    confidence: str
    data_version: str
    question: TaxQuestion | None
    contribution: int = 0
    others: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be picked: customers and services by id and name, and the owner's currency."""

    customers: tuple[tuple[int, str], ...]
    services: tuple[tuple[str, str], ...]
    currency: str
    country: str


def choices(book: Book) -> Choices:
    """Customers and catalogue, as of now. A service stands for its tax class."""
    with book.read() as work:
        customers = sorted(
            ((each.id or 0, each.name) for each in work.all(Customer, archived=False)),
            key=lambda pair: pair[1].casefold(),
        )
        services = [
            (each.tax_class, each.name)
            for each in work.all(Service, archived=False)
            if each.tax_class
        ]
        owner = today_desk(book, work).owner
    return Choices(tuple(customers), tuple(services), owner.currency, owner.country)


def what_if(book: Book, sale: Sale) -> Outcome:
    """Decide the sale as if it were invoiced on its day. Nothing is stored."""
    with book.read() as work:
        desk = today_desk(book, work)
        place = _place(work, sale)
        language = _language(work, desk, sale)
        seller = _seller(work, desk, sale, place)
    document = DocumentFacts(
        seller,
        sale.day,
        sale.currency,
        PriceMode.INCLUSIVE if sale.inclusive else PriceMode.EXCLUSIVE,
        rounding=chosen_rounding(desk.seller, sale.day, desk.data),
        owner_rates=desk.rates,
        owner_rules=desk.rules,
        fund_percent=from_micro(desk.owner.fund_percent_micro),
    )
    line = LineFacts(to_minor(sale.amount, sale.currency), TaxClass(sale.tax_class))
    answer = determine_document(document, place, [line], desk.data)
    (decided,) = answer.lines
    if isinstance(decided, TaxUndecided):
        return _asked(desk, sale, place, decided)
    told = _told(desk, sale, place, decided, answer.totals)
    home = desk.seller.country
    written = tuple(desk.data.notice(each, language, home) for each in decided.notices)
    return replace(told, notices=written)


def _language(work: Work, desk: Desk, sale: Sale) -> str:
    """The language that the invoice would be written in."""
    if sale.customer_id is not None:
        return work.get(Customer, sale.customer_id).language
    return customary.language(sale.country, desk.seller.country)


def _seller(work: Work, desk: Desk, sale: Sale, place: CustomerFacts) -> SellerFacts:
    """The seller with what the book sold up to the sale's own year, and this sale."""
    home, added = desk.seller.country, None
    if counts(desk.data, home, place.country, place.status, sale.tax_class):
        net = Fraction(to_minor(sale.amount, sale.currency))
        if sale.inclusive:
            net *= cross_border.without_tax(desk.data, desk.seller, sale.day)
        added = cross_border.sale_of(net, sale.currency, {})
    return cross_border.seller_with(
        desk.seller, added, lambda: cross_border.read(work, desk.data, desk.owner, sale.day)
    )


def _place(work: Work, sale: Sale) -> CustomerFacts:
    if sale.customer_id is not None:
        customer = work.get(Customer, sale.customer_id)
        return customer_facts(customer, customer.billing_site or Site())
    made = Customer(status=sale.status, vat_id=sale.vat_id)
    return customer_facts(made, Site(country=sale.country, region=sale.region))


def _asked(desk: Desk, sale: Sale, place: CustomerFacts, asked: TaxUndecided) -> Outcome:
    question = TaxQuestion(
        line_id=None,
        line_name="",
        code=asked.question_code,
        details=dict(asked.details),
        customer_country=place.country,
        customer_region=place.region,
        status=place.status,
        tax_class=sale.tax_class,
    )
    return Outcome(
        currency=sale.currency,
        country=place.country,
        groups=(),
        net=None,
        tax=None,
        gross=None,
        payable=None,
        withheld=(),
        steps=_said(desk, asked.steps),
        warnings=(),
        notices=(),
        rule="",
        source="",
        confidence="",
        data_version=desk.data.version,
        question=question,
    )


def _told(
    desk: Desk,
    sale: Sale,
    place: CustomerFacts,
    decided: TaxDetermination,
    sums: TaxTotals | None,
) -> Outcome:
    return Outcome(
        currency=sale.currency,
        country=place.country,
        groups=sums.groups if sums else (),
        net=sums.net if sums else None,
        tax=sums.tax if sums else None,
        gross=sums.gross if sums else None,
        payable=sums.payable if sums else None,
        withheld=tuple((each.tax, each.rate, each.amount) for each in sums.withholding)
        if sums
        else (),
        steps=_said(desk, decided.steps),
        warnings=_said(desk, decided.warnings),
        notices=(),
        rule=decided.rule_code,
        source=decided.source,
        confidence=decided.confidence,
        data_version=decided.data_version,
        question=None,
        contribution=sums.contribution if sums else 0,
        others=tuple((each.name, each.amount) for each in sums.other_amounts) if sums else (),
    )


def _said(desk: Desk, steps: tuple[Step, ...]) -> tuple[Reason, ...]:
    return tuple(Reason(each.code, desk.explain(each)) for each in steps)
