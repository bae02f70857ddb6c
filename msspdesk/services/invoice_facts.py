"""A draft worked out: totals, tax rows with their reasons, questions, what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from msspdesk.db.book import Book, Work
from msspdesk.domain.customers import Customer, Site
from msspdesk.domain.errors import DomainError, Problem
from msspdesk.domain.invoice_totals import InvoiceTotals, document_discount, invoice_totals
from msspdesk.domain.invoices import AllowanceCharge, Invoice, InvoiceLine
from msspdesk.domain.money import from_micro
from msspdesk.domain.tax import (
    CustomerFacts,
    DocumentFacts,
    GivenRate,
    LineFacts,
    PriceMode,
    Step,
    TaxClass,
    TaxComponent,
    TaxDetermination,
    TaxGroup,
    TaxUndecided,
)
from msspdesk.domain.tax.checks import check_registrations
from msspdesk.services.cross_border import added_by
from msspdesk.services.tax import DocumentTax, determine_document
from msspdesk.services.tax_answers import owner_rules
from msspdesk.services.tax_facts import Desk, customer_facts, load_desk

_OF_CUSTOMER = frozenset({"customer_region_missing", "customer_county_missing"})
"""Questions that the owner answers at the customer's address, not by a rule."""
_ZERO_CATEGORIES = frozenset({"Z", "E", "AE", "K", "G", "O"})


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of a tax decision: its code, and what it says in English."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class TaxRow:
    """One row of the tax of a document, with everything that decided it. Minor units."""

    tax: str
    jurisdiction: str
    category: str
    rate: Decimal
    base_minor: int
    amount_minor: int
    reason: str
    reason_code: str
    notice: str
    rule: str
    source: str
    confidence: str
    data_version: str
    steps: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class TaxQuestion:
    """What the owner is asked about a line, and what would answer it."""

    line_id: int | None
    line_name: str
    code: str
    details: dict[str, str]
    customer_country: str
    customer_region: str
    status: str
    tax_class: str


@dataclass(frozen=True, slots=True)
class DraftTotals:
    """What a draft comes to. `totals` is None while a tax question is open."""

    invoice_id: int | None
    currency: str
    totals: InvoiceTotals | None
    rows: tuple[TaxRow, ...]
    line_taxes: tuple[tuple[TaxComponent, ...], ...]
    questions: tuple[TaxQuestion, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Reason, ...]
    notices: tuple[str, ...]


def draft_totals(book: Book, invoice_id: int) -> DraftTotals:
    """The draft as it stands now, as if it were issued today."""
    with book.read() as work:
        invoice = work.get(Invoice, invoice_id)
        customer = work.get(Customer, invoice.customer_id)
        return worked_out(today_desk(book, work), invoice, customer)


def today_desk(book: Book, work: Work) -> Desk:
    """The seller, the owner's rules and the tax data for documents of today."""
    return load_desk(work, book.today(), owner_rules(work))


def worked_out(desk: Desk, invoice: Invoice, customer: Customer) -> DraftTotals:
    """Totals, tax rows, questions and problems of a document that is not issued yet."""
    problems = [*_head_problems(desk, invoice, customer), *_line_problems(invoice)]
    tax = totals = None
    if invoice.lines and customer.billing_site is not None:
        try:
            tax, totals = _taxed(desk, invoice, customer, customer.billing_site)
        except DomainError as error:
            problems.append(Problem(error.code, "discount", dict(error.details)))
    if tax is None:
        return DraftTotals(invoice.id, invoice.currency, None, (), (), (), tuple(problems), (), ())
    asked = _questions(invoice, customer, tax)
    problems += [
        Problem(each.code, "customer", dict(each.details))
        for each in asked
        if each.code in _OF_CUSTOMER
    ]
    questions = tuple(each for each in asked if each.code not in _OF_CUSTOMER)
    problems += check_registrations(desk.seller.registrations)
    problems += [
        Problem("tax_undecided", "tax", {"question": each.code, **each.details})
        for each in questions
    ]
    problems += [Problem(code, "tax") for code in tax.problems]
    problems += _missing_ids(desk, customer, tax.required)
    problems += _total_problems(totals)
    decided = [each for each in tax.lines if isinstance(each, TaxDetermination)]
    return DraftTotals(
        invoice_id=invoice.id,
        currency=invoice.currency,
        totals=totals,
        rows=tuple(_row(desk, group, decided) for group in totals.groups) if totals else (),
        line_taxes=tuple(
            each.components if isinstance(each, TaxDetermination) else () for each in tax.lines
        ),
        questions=questions,
        problems=tuple(problems),
        warnings=(
            *(_reason(desk, each) for each in tax.warnings),
            *_assumed(invoice),
            *_moved(desk, invoice, customer, tax),
        ),
        notices=tax.notices,
    )


def _taxed(
    desk: Desk, invoice: Invoice, customer: Customer, billing: Site
) -> tuple[DocumentTax, InvoiceTotals | None]:
    here, placed = _places(invoice, customer, billing)
    discount = document_discount(
        sum(line.amount_minor for line in invoice.lines),
        invoice.discount_percent_micro,
        invoice.discount_minor,
    )
    tax = determine_document(
        _document(desk, invoice, customer),
        here,
        [_line_facts(each) for each in invoice.lines],
        desk.data,
        discount=discount,
        customers=placed,
        adjustments=[_adjustment(each, invoice.lines[0]) for each in invoice.allowances],
    )
    if tax.totals is None:
        return tax, None
    return tax, invoice_totals(
        tax.totals,
        discount=discount,
        prepaid=invoice.prepaid_minor,
        rounding=invoice.rounding_minor,
    )


def _document(desk: Desk, invoice: Invoice, customer: Customer) -> DocumentFacts:
    added = added_by(desk.data, desk.seller.country, invoice, customer)
    facts = desk.document(invoice.currency, added)
    mode, fund = PriceMode(invoice.price_mode), from_micro(invoice.fund_percent_micro)
    if mode is facts.price_mode and not fund:
        return facts
    return replace(facts, price_mode=mode, fund_percent=fund)


def _places(
    invoice: Invoice, customer: Customer, billing: Site
) -> tuple[CustomerFacts, list[CustomerFacts]]:
    """The customer at the billing site, and at the site of each line."""
    facts = {site.id: customer_facts(customer, site) for site in customer.sites}
    here = facts[billing.id]
    return here, [facts.get(line.site_id, here) for line in invoice.lines]


def _moved(desk: Desk, invoice: Invoice, customer: Customer, tax: DocumentTax) -> list[Reason]:
    """Lines whose rate is another one today than on the day the draft was made."""
    made, site = invoice.created_at.date(), customer.billing_site
    if made == desk.day or site is None:
        return []
    here, placed = _places(invoice, customer, site)
    then = determine_document(
        replace(_document(desk, invoice, customer), invoice_date=made),
        here,
        [_line_facts(each) for each in invoice.lines],
        desk.data,
        customers=placed,
    )
    found = []
    for line, old, new in zip(invoice.lines, then.lines, tax.lines, strict=False):
        if not (isinstance(old, TaxDetermination) and isinstance(new, TaxDetermination)):
            continue
        before, now = _rates_of(old), _rates_of(new)
        if before != now:
            told = f"{line.name}: the rate is now {now} (was {before} when the draft was made)."
            found.append(Reason("rate_moved", told))
    return found


def _rates_of(decided: TaxDetermination) -> str:
    return " + ".join(f"{each.rate:f} %" for each in decided.components if each.share)


def _line_facts(line: InvoiceLine) -> LineFacts:
    last = line.period_end - timedelta(days=1) if line.period_end else None
    return LineFacts(
        net=line.amount_minor,
        tax_class=TaxClass(line.tax_class or TaxClass.MANAGED_IT),
        supply_from=line.period_start,
        supply_to=last,
        given=_given(line),
    )


def _adjustment(each: AllowanceCharge, first: InvoiceLine) -> LineFacts:
    """An allowance without a class of its own is taxed like the first line."""
    like = _line_facts(first)
    given = _given(each) or (None if each.tax_class else like.given)
    return replace(
        like,
        net=each.signed_minor,
        tax_class=TaxClass(each.tax_class or like.tax_class),
        given=given,
    )


def _given(row: InvoiceLine | AllowanceCharge) -> GivenRate | None:
    if row.given_rate_micro is None:
        return None
    rate = from_micro(row.given_rate_micro)
    return GivenRate(rate, row.given_category or ("S" if rate else "Z"))


def _head_problems(desk: Desk, invoice: Invoice, customer: Customer) -> list[Problem]:
    problems = []
    site = customer.billing_site
    seller = desk.owner
    if not invoice.lines:
        problems.append(Problem("no_lines", "lines"))
    if not (seller.name and seller.street and seller.city and seller.country):
        problems.append(Problem("seller_address_missing", "seller"))
    if not customer.name.strip():
        problems.append(Problem("customer_name_missing", "customer"))
    if site is None or not (site.city and (site.street or site.postcode)):
        problems.append(Problem("customer_address_missing", "customer", {"name": customer.name}))
    if site is None or not site.country:
        problems.append(Problem("customer_country_missing", "customer", {"name": customer.name}))
    if invoice.currency != customer.currency:
        one: dict[str, object] = {"one": invoice.currency, "other": customer.currency}
        problems.append(Problem("currency_mismatch", "currency", one))
    if invoice.stale:
        problems.append(Problem("draft_stale", "lines"))
    if invoice.discount_minor < 0 or not 0 <= invoice.discount_percent_micro <= 100_000_000:
        problems.append(Problem("discount_out_of_range", "discount"))
    return problems


def _line_problems(invoice: Invoice) -> list[Problem]:
    problems = []
    for line in invoice.lines:
        name: dict[str, object] = {"line": line.name or str(line.position + 1)}
        if not line.name.strip():
            problems.append(Problem("line_name_missing", "lines", name))
        if line.net(invoice.currency) != line.amount_minor:
            problems.append(Problem("line_amount_differs", "lines", name))
        problems += _given_problems(line, name)
    return problems


def _given_problems(line: InvoiceLine, name: dict[str, object]) -> list[Problem]:
    given = _given(line)
    if given and bool(given.rate) == (given.category in _ZERO_CATEGORIES):
        return [Problem("tax_category_and_rate_differ", "lines", name)]
    return []


def _missing_ids(desk: Desk, customer: Customer, required: Sequence[str]) -> list[Problem]:
    problems = []
    if "customer_vat_id" in required and not customer.vat_id:
        problems.append(Problem("customer_vat_id_missing", "customer", {"name": customer.name}))
    numbers = [each for each in desk.seller.registrations if each.number and each.holds(desk.day)]
    if {"seller_vat_id", "seller_tax_number"} & set(required) and not numbers:
        problems.append(Problem("seller_tax_number_missing", "seller"))
    return problems


def _total_problems(totals: InvoiceTotals | None) -> list[Problem]:
    if totals is None:
        return []
    if totals.grand_total < 0:
        return [Problem("total_below_zero", "lines")]
    if totals.grand_total == 0:
        return [Problem("total_zero", "lines")]
    return []


def _questions(invoice: Invoice, customer: Customer, tax: DocumentTax) -> tuple[TaxQuestion, ...]:
    rows: list[InvoiceLine | AllowanceCharge] = [*invoice.lines, *invoice.allowances]
    return tuple(_question(rows[index], customer, undecided) for index, undecided in tax.questions)


def _question(
    row: InvoiceLine | AllowanceCharge, customer: Customer, undecided: TaxUndecided
) -> TaxQuestion:
    line = row if isinstance(row, InvoiceLine) else None
    sites = {site.id: site for site in customer.sites}
    site = sites.get(line.site_id if line else None) or customer.billing_site or Site()
    return TaxQuestion(
        line_id=line.id if line else None,
        line_name=line.name if line else row.reason if isinstance(row, AllowanceCharge) else "",
        code=undecided.question_code,
        details=dict(undecided.details),
        customer_country=site.country,
        customer_region=site.region,
        status=customer.status,
        tax_class=row.tax_class,
    )


def _row(desk: Desk, group: TaxGroup, decided: Sequence[TaxDetermination]) -> TaxRow:
    """The group with what decided it: the first decision that has a part in it."""
    own = next(each for each in decided if any(_in_group(c, group) for c in each.components))
    return TaxRow(
        tax=group.tax,
        jurisdiction=group.jurisdiction,
        category=group.category,
        rate=group.rate,
        base_minor=group.base,
        amount_minor=group.amount,
        reason=group.reason,
        reason_code=group.reason_code,
        notice=group.notice_id,
        rule=own.rule_code,
        source=own.source,
        confidence=own.confidence,
        data_version=own.data_version,
        steps=_reasons(desk, own),
    )


def _in_group(part: TaxComponent, group: TaxGroup) -> bool:
    same = (part.tax, part.jurisdiction, part.category, part.rate) == (
        group.tax,
        group.jurisdiction,
        group.category,
        group.rate,
    )
    return same and (bool(part.rate) or part.reason == group.reason)


def _assumed(invoice: Invoice) -> list[Reason]:
    """Lines without a service are taken as managed IT; the owner is told."""
    return [
        Reason("tax_class_assumed", f"{line.name}: taxed as managed IT, since it has no service.")
        for line in invoice.lines
        if not line.tax_class and line.given_rate_micro is None
    ]


def _reasons(desk: Desk, own: TaxDetermination) -> tuple[Reason, ...]:
    """The steps in words. Equal sales share one determination, so it is worded once."""
    known = desk.worded.get(id(own))
    if known is None or known[0] is not own:
        known = desk.worded[id(own)] = (own, tuple(_reason(desk, each) for each in own.steps))
    reasons: tuple[Reason, ...] = known[1]
    return reasons


def _reason(desk: Desk, step: Step) -> Reason:
    return Reason(step.code, desk.data.explain(step))
