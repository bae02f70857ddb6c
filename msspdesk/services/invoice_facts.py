"""A draft worked out: totals, tax rows with their reasons, questions, what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from msspdesk.db.book import Book, Work
from msspdesk.db.queries import drafts as draft_queries
from msspdesk.domain.customers import Customer, Site
from msspdesk.domain.errors import DomainError, Problem
from msspdesk.domain.invoice_totals import InvoiceTotals, document_discount, invoice_totals
from msspdesk.domain.invoices import AllowanceCharge, Invoice, InvoiceLine
from msspdesk.domain.money import from_micro
from msspdesk.domain.tax import (
    CustomerFacts,
    DocumentFacts,
    LineFacts,
    PriceMode,
    RoundingRule,
    Step,
    TaxClass,
    TaxComponent,
    TaxDetermination,
    TaxGroup,
    TaxUndecided,
)
from msspdesk.domain.tax.checks import check_registrations
from msspdesk.services import advances, exchange, paper_law
from msspdesk.services.advances import rates_of
from msspdesk.services.cross_border import added_by
from msspdesk.services.draft_problems import (
    given_rate,
    head_problems,
    letter_problems,
    line_problems,
    once,
    times,
    total_problems,
)
from msspdesk.services.tax import Answer, DocumentTax, determine_document
from msspdesk.services.tax_answers import owner_rules
from msspdesk.services.tax_facts import Desk, customer_facts, load_desk
from msspdesk.texts import _

_OF_CUSTOMER = frozenset({"customer_region_missing", "customer_county_missing"})
"""Questions that the owner answers at the customer's address, not by a rule."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of a tax decision: its code, what it says, and what fills its sentence."""

    code: str
    text: str
    details: Mapping[str, str] = field(default_factory=dict, hash=False)


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
    lines: int = 1
    """How many lines one answer would decide; `line_id` is the first of them."""


@dataclass(frozen=True, slots=True)
class DraftTotals:
    """What a draft comes to. `totals` is None while a tax question is open.

    Problems that differ only in their line stand once, with the number of lines in
    their detail `times`. `answers` are those of the lines, then of the allowances.
    `law` is what the paper must state.
    """

    invoice_id: int | None
    currency: str
    totals: InvoiceTotals | None
    rows: tuple[TaxRow, ...]
    line_taxes: tuple[tuple[TaxComponent, ...], ...]
    questions: tuple[TaxQuestion, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Reason, ...]
    notices: tuple[str, ...]
    answers: tuple[Answer, ...] = ()
    rounding: RoundingRule = field(default_factory=RoundingRule)
    law: paper_law.PaperLaw = paper_law.NOTHING


def draft_totals(book: Book, invoice_id: int) -> DraftTotals:
    """The draft as it stands now, as if it were issued today."""
    with book.read() as work:
        invoice = work.get(Invoice, invoice_id)
        customer = work.get(Customer, invoice.customer_id)
        notes = draft_queries.rare_notes(work.connection, [invoice_id]).get(invoice_id, [])
        return worked_out(today_desk(book, work), invoice, customer, notes)


def today_desk(book: Book, work: Work) -> Desk:
    """The seller, the owner's rules and the tax data for documents of today."""
    return load_desk(work, book.today(), owner_rules(work))


def worked_out(
    desk: Desk, invoice: Invoice, customer: Customer, notes: Sequence[str] = ()
) -> DraftTotals:
    """Totals, tax rows, questions and problems of a document that is not issued yet.

    `notes` are those of its time with letters that a font may lack.
    """
    problems = [*head_problems(desk, invoice, customer), *once(line_problems(invoice))]
    problems += letter_problems(invoice, customer, notes)
    tax = totals = None
    early = ""
    if invoice.lines and customer.billing_site is not None:
        try:
            tax, totals, early = _taxed(desk, invoice, customer, customer.billing_site)
        except DomainError as error:
            problems.append(Problem(error.code, "discount", dict(error.details)))
    payable = totals.due + totals.prepaid if totals else None
    problems += advances.problems(invoice, desk.day, payable)
    if tax is None:
        return DraftTotals(invoice.id, invoice.currency, None, (), (), (), tuple(problems), (), ())
    asked = _questions(invoice, customer, tax)
    questions = tuple(each for each in asked if each.code not in _OF_CUSTOMER)
    problems += [_at_customer(each) for each in asked if each.code in _OF_CUSTOMER]
    problems += check_registrations(desk.seller.registrations, desk.data)
    problems += [_undecided(each) for each in questions]
    problems += [Problem(code, "tax") for code in tax.problems]
    here = customer_facts(customer, customer.billing_site or Site())
    law = paper_law.paper_law(desk, invoice, here, tax, totals)
    groups = totals.groups if totals else ()
    problems += once(paper_law.problems(desk, invoice, customer, law, groups))
    problems += total_problems(totals)
    problems += exchange.problems(desk, invoice, groups)
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
            *([Reason("paid_early", early)] if early else []),
        ),
        notices=tax.notices,
        answers=tax.lines,
        rounding=tax.rounding,
        law=law,
    )


def _taxed(
    desk: Desk, invoice: Invoice, customer: Customer, billing: Site
) -> tuple[DocumentTax, InvoiceTotals | None, str]:
    """The tax, the sums, and what is to be said about a payment before the invoice."""
    discount = document_discount(
        sum(line.amount_minor for line in invoice.lines),
        invoice.discount_percent_micro,
        invoice.discount_minor,
    )
    tax, early = _determined(desk, invoice, customer, billing, discount=discount)
    if tax.totals is None:
        return tax, None, early
    sums = invoice_totals(
        tax.totals,
        discount=discount,
        prepaid=invoice.prepaid_minor,
        rounding=invoice.rounding_minor,
    )
    return tax, sums, early


def _determined(
    desk: Desk,
    invoice: Invoice,
    customer: Customer,
    billing: Site,
    day: date | None = None,
    discount: int = 0,
) -> tuple[DocumentTax, str]:
    """The document decided as of `day`, else that of the desk."""
    here, placed = _places(invoice, customer, billing)
    facts = _document(desk, invoice, customer)

    def ask(document: DocumentFacts, lines: Sequence[LineFacts]) -> DocumentTax:
        return determine_document(
            document,
            here,
            lines,
            desk.data,
            discount=discount,
            customers=placed,
            adjustments=[_adjustment(each, invoice.lines[0]) for each in invoice.allowances],
        )

    way = advances.advance_of(desk.data, desk.seller.country)
    lines = [_line_facts(each) for each in invoice.lines]
    dated = replace(facts, invoice_date=day) if day else facts
    return advances.determined(invoice, dated, lines, way, ask)


def _document(desk: Desk, invoice: Invoice, customer: Customer) -> DocumentFacts:
    added = added_by(desk.data, desk.seller, desk.day, invoice, customer)
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
    then, _early = _determined(desk, invoice, customer, site, made)
    found: dict[tuple[str, str], list[str]] = {}
    for line, old, new in zip(invoice.lines, then.lines, tax.lines, strict=False):
        if not (isinstance(old, TaxDetermination) and isinstance(new, TaxDetermination)):
            continue
        before, now = rates_of(old), rates_of(new)
        if before != now:
            found.setdefault((before, now), []).append(line.name)
    told = _("{lines}: the rate is now {now} (was {before} when the draft was made).")
    return [
        Reason("rate_moved", told.format(lines=_named(names), now=now, before=before))
        for (before, now), names in found.items()
    ]


def _line_facts(line: InvoiceLine) -> LineFacts:
    last = line.period_end - timedelta(days=1) if line.period_end else None
    return LineFacts(
        net=line.amount_minor,
        tax_class=TaxClass(line.tax_class or TaxClass.MANAGED_IT),
        supply_from=line.period_start,
        supply_to=last,
        given=given_rate(line),
    )


def _adjustment(each: AllowanceCharge, first: InvoiceLine) -> LineFacts:
    """An allowance without a class of its own is taxed like the first line."""
    like = _line_facts(first)
    given = given_rate(each) or (None if each.tax_class else like.given)
    return replace(
        like,
        net=each.signed_minor,
        tax_class=TaxClass(each.tax_class or like.tax_class),
        given=given,
    )


def _questions(invoice: Invoice, customer: Customer, tax: DocumentTax) -> tuple[TaxQuestion, ...]:
    """Each question once, with the first line that asks it."""
    rows: list[InvoiceLine | AllowanceCharge] = [*invoice.lines, *invoice.allowances]
    found: dict[str, list[TaxQuestion]] = {}
    for index, undecided in tax.questions:
        asked = question_of(rows[index], customer, undecided)
        found.setdefault(str(replace(asked, line_id=None, line_name="")), []).append(asked)
    return tuple(replace(own[0], lines=len(own)) for own in found.values())


def _at_customer(asked: TaxQuestion) -> Problem:
    return Problem(asked.code, "customer", times(asked.details, asked.lines))


def _undecided(asked: TaxQuestion) -> Problem:
    details = {"question": asked.code, **asked.details}
    return Problem("tax_undecided", "tax", times(details, asked.lines))


def question_of(
    row: InvoiceLine | AllowanceCharge, customer: Customer, undecided: TaxUndecided
) -> TaxQuestion:
    """What the owner is asked about this line or allowance."""
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
    names = [
        line.name or _("Line {n}").format(n=line.position + 1)
        for line in invoice.lines
        if not line.tax_class and line.given_rate_micro is None
    ]
    told = _("{lines}: taxed as managed IT, since no kind of service is chosen.")
    return [Reason("tax_class_assumed", told.format(lines=_named(names)))] if names else []


def _named(names: Sequence[str]) -> str:
    """The first of the lines, and how many there are beside it."""
    more = len(names) - 1
    return _("{line} and {n} more").format(line=names[0], n=more) if more else names[0]


def _reasons(desk: Desk, own: TaxDetermination) -> tuple[Reason, ...]:
    """The steps in words. Equal sales share one determination, so it is worded once."""
    known = desk.worded.get(id(own))
    if known is None or known[0] is not own:
        known = desk.worded[id(own)] = (own, tuple(_reason(desk, each) for each in own.steps))
    reasons: tuple[Reason, ...] = known[1]
    return reasons


def _reason(desk: Desk, step: Step) -> Reason:
    return Reason(step.code, desk.explain(step), step.details)
