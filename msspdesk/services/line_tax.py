"""Why each line of a draft is taxed as it is: its own steps, rate rows, source and trust."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from msspdesk.db.book import Book
from msspdesk.domain.customers import Customer
from msspdesk.domain.invoices import Invoice, InvoiceLine
from msspdesk.domain.tax import Step, TaxComponent, TaxData, TaxDetermination, TaxUndecided
from msspdesk.services.advances import rates_of
from msspdesk.services.invoice_facts import (
    Reason,
    TaxQuestion,
    question_of,
    today_desk,
    worked_out,
)
from msspdesk.services.tax_facts import Desk


@dataclass(frozen=True, slots=True)
class RateUsed:
    """A row of the tax data that the line stands on; `valid_to` is its last day."""

    tax: str
    jurisdiction: str
    percent: Decimal
    valid_from: date
    valid_to: date | None
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class LineTax:
    """The answer for one line. `question` is set while it is open; then the rest is empty.

    `rates` is "7.7%", or "5% + 9.975%"; `confidence` read, known or owner.
    """

    line_id: int
    name: str
    parts: tuple[TaxComponent, ...]
    rates: str
    rows: tuple[RateUsed, ...]
    steps: tuple[Reason, ...]
    warnings: tuple[Reason, ...]
    rule: str
    source: str
    confidence: str
    data_version: str
    rate_day: date | None
    question: TaxQuestion | None = None
    required: tuple[str, ...] = ()
    """What the decision wants stated (paper_law.ASKED_AT)."""


def line_taxes(book: Book, invoice_id: int) -> tuple[LineTax, ...]:
    """Every line of a draft in its order, as if it were issued today."""
    with book.read() as work:
        invoice = work.get(Invoice, invoice_id)
        customer = work.get(Customer, invoice.customer_id)
        desk = today_desk(book, work)
        answers = worked_out(desk, invoice, customer).answers
    told = {
        id(each): _decided(desk, each) for each in answers if isinstance(each, TaxDetermination)
    }
    return tuple(
        replace(told[id(answer)], line_id=line.id or 0, name=line.name)
        if isinstance(answer, TaxDetermination)
        else _open(desk, customer, line, answer)
        for line, answer in zip(invoice.lines, answers, strict=False)
    )


def _decided(desk: Desk, answer: TaxDetermination) -> LineTax:
    """Equal lines share one answer, which is put into words once."""
    return LineTax(
        line_id=0,
        name="",
        parts=answer.components,
        rates=rates_of(answer),
        rows=tuple(_rows(desk.data, answer)),
        steps=_told(desk, answer.steps),
        warnings=_told(desk, answer.warnings),
        rule=answer.rule_code,
        source=answer.source,
        confidence=answer.confidence,
        data_version=answer.data_version,
        rate_day=answer.rate_date,
        required=answer.required,
    )


def _open(desk: Desk, customer: Customer, line: InvoiceLine, answer: TaxUndecided) -> LineTax:
    return LineTax(
        line_id=line.id or 0,
        name=line.name,
        parts=(),
        rates="",
        rows=(),
        steps=_told(desk, answer.steps),
        warnings=(),
        rule="",
        source="",
        confidence="",
        data_version="",
        rate_day=None,
        question=question_of(line, customer, answer),
    )


def _told(desk: Desk, steps: Iterable[Step]) -> tuple[Reason, ...]:
    return tuple(Reason(each.code, desk.explain(each)) for each in steps)


def _rows(data: TaxData, answer: TaxDetermination) -> Iterable[RateUsed]:
    """The dated rows of the taxes charged; the owner's own rates have none here."""
    for part in answer.components:
        country = data.country(part.jurisdiction[:2])
        if country is None or not part.rate or answer.rate_date is None:
            continue
        row = country.rates.with_percent(part.jurisdiction, part.rate, answer.rate_date)
        if row is not None:
            yield RateUsed(
                row.tax,
                row.jurisdiction,
                row.percent,
                row.valid_from,
                row.valid_to,
                row.source,
                row.confidence,
            )
