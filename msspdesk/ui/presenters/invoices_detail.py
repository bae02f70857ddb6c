"""The panel beside a document: its state, why this tax, what happened to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from msspdesk.domain.money import from_micro
from msspdesk.domain.tax import PriceMode
from msspdesk.services.crediting import OpenInvoice
from msspdesk.services.drafts import DraftPage
from msspdesk.services.invoice_facts import DraftTotals, TaxQuestion, TaxRow
from msspdesk.services.invoices import InvoicePage, InvoiceRow, State
from msspdesk.texts import _, code_words, formats, mark, ngettext
from msspdesk.texts.errors import sentence
from msspdesk.ui.presenters import mending, place_words, tax_words
from msspdesk.ui.presenters.invoices import state_words
from msspdesk.ui.presenters.month_end_words import ZERO_TAX

_CODE = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")
_LABELS = (
    ("seller", mark("You")),
    ("customer", mark("Customer")),
    ("owner_rule", mark("Your rule")),
    ("rate_given", mark("Your rate")),
    ("rule", mark("Rule")),
    ("scheme", mark("Scheme")),
    ("place", mark("Place")),
    ("rate", mark("Rate")),
    ("zero", mark("Tax")),
    ("notice", mark("Notice")),
    ("taxable", mark("Service")),
    ("not_taxable", mark("Service")),
    ("paid_before", mark("Payment")),
    ("confidence_known", mark("Doubt")),
)


@dataclass(frozen=True, slots=True)
class TaxTold:
    """One tax row: its name, its amount, the steps that led there, and where it is written.

    `title` stands over it instead of "Why this tax"; the name is then the figure.
    """

    name: str
    amount: str
    steps: tuple[tuple[str, str], ...]
    source: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the history. A payment, or what became of a credit, can be taken away."""

    text: str
    day: str
    payment_id: int | None = None
    settlement_id: int | None = None


@dataclass(frozen=True, slots=True)
class DraftProblem:
    """What keeps a draft from being issued, with its button."""

    text: str
    action: mending.Place | Literal["refresh", "edit", ""] = ""
    button: str = ""
    question: TaxQuestion | None = None


@dataclass(frozen=True, slots=True)
class Detail:
    """Everything the panel shows of one document."""

    row: InvoiceRow
    title: str
    state: str
    tone: str
    amount: str
    due: str
    due_tone: str
    sums: tuple[tuple[str, str], ...]
    taxes: tuple[TaxTold, ...]
    history: tuple[Happened, ...]
    problems: tuple[DraftProblem, ...] = ()
    warnings: tuple[str, ...] = ()
    open_invoices: tuple[tuple[int, str], ...] = ()
    """What a credit note can be set against: id and words."""
    begun: bool = False  # a draft with nothing on it yet but a line to write

    @property
    def is_draft(self) -> bool:
        return self.row.state is State.DRAFT

    @property
    def can_be_paid(self) -> bool:
        return self.row.state in (State.OPEN, State.PART_PAID, State.OVERDUE)

    @property
    def can_be_paid_back(self) -> bool:
        return self.row.state is State.CREDIT and self.row.open_minor > 0

    @property
    def can_be_cancelled(self) -> bool:
        return self.row.kind == "invoice" and self.row.state not in (State.DRAFT, State.CANCELLED)


def of_issued(page: InvoicePage, others: Sequence[OpenInvoice] = ()) -> Detail:
    """The panel of an issued document; a credit note can be set against the `others`."""
    row, currency = page.row, page.row.currency
    state, tone = state_words(row)
    due, due_tone = _due(page)
    return Detail(
        row=row,
        title=row.number or "",
        state=state,
        tone=tone,
        amount=formats.amount(page.payable_minor, currency),
        due=due,
        due_tone=due_tone,
        sums=(
            (_("Net"), formats.amount(page.net_minor, currency)),
            (_("Tax"), formats.amount(page.tax_minor, currency)),
        ),
        taxes=tuple(
            _issued_tax(each, steps, currency)
            for each, steps in zip(page.taxes, page.steps, strict=True)
        ),
        history=tuple(_history(page)),
        open_invoices=tuple(
            (each.id, f"{each.number}, {formats.money(each.open_minor, currency)}")
            for each in others
        ),
    )


def of_draft(row: InvoiceRow, page: DraftPage, result: DraftTotals) -> Detail:
    """The panel of a draft."""
    sums, currency = result.totals, page.currency
    state, tone = state_words(row)
    gross = sums.due if sums else page.lines_minor
    terms = ngettext("due {n} day after issue", "due {n} days after issue", page.terms_days)
    return Detail(
        row=row,
        title=_("Credit note, no number yet") if page.kind == "credit_note" else _("No number yet"),
        state=state,
        tone=tone,
        amount=formats.amount(gross, currency),
        due=terms.format(n=page.terms_days),
        due_tone="muted",
        sums=tuple(_draft_sums(page, result)),
        taxes=tuple(
            TaxTold(
                _tax_name(each.tax, each.jurisdiction, each.category, each.rate),
                formats.amount(each.amount_minor, currency),
                (
                    *_lines_of(page, result, each),
                    *told_steps((step.code, step.text) for step in each.steps),
                ),
                source_told(each.rule, each.source, each.data_version),
            )
            for each in result.rows
        ),
        history=(),
        problems=tuple(_problems(result)),
        warnings=tuple(each.text for each in result.warnings),
        begun=len(page.lines) < 2 and page.lines_minor == 0,
    )


def _lines_of(page: DraftPage, result: DraftTotals, row: TaxRow) -> Iterable[tuple[str, str]]:
    """Which lines bear this tax, where a draft has several taxes."""
    if len(result.rows) < 2:
        return
    wanted = (row.tax, row.jurisdiction, row.category, row.rate)
    names = [
        line.name
        for line, parts in zip(page.lines, result.line_taxes, strict=False)
        if any((each.tax, each.jurisdiction, each.category, each.rate) == wanted for each in parts)
    ]
    if names:
        yield _("Lines"), ", ".join(dict.fromkeys(names))


def _draft_sums(page: DraftPage, result: DraftTotals) -> Iterable[tuple[str, str]]:
    sums, currency = result.totals, page.currency
    inclusive = page.price_mode == PriceMode.INCLUSIVE
    lines = _("Lines, tax included") if inclusive else _("Lines")
    yield lines, formats.amount(page.lines_minor, currency)
    if sums is None:
        yield _("Tax"), _("undecided")
        return
    if sums.discount:
        yield _("Discount"), formats.amount(-sums.discount, currency)
    if sums.contribution:
        yield _("Fund contribution"), formats.amount(sums.contribution, currency)
    if inclusive and (sums.discount or sums.contribution):
        whole = sums.tax_basis + sums.tax_total
        yield _("With tax"), formats.amount(whole, currency)
    yield _("Net"), formats.amount(sums.tax_basis, currency)
    for each in result.rows:
        name = _tax_name(each.tax, each.jurisdiction, each.category, each.rate)
        yield name, formats.amount(each.amount_minor, currency)
    for other in sums.others:
        yield tax_words.other_amount(other.name), formats.amount(other.amount, currency)
    for kept in sums.withheld:
        label = _("Withheld ({tax})").format(tax=kept.tax)
        yield label, formats.amount(-kept.amount, currency)
    if sums.prepaid:
        yield _("Already paid"), formats.amount(-sums.prepaid, currency)


def _problems(result: DraftTotals) -> Iterable[DraftProblem]:
    asked = list(result.questions)
    for problem in result.problems:
        if problem.code == "tax_undecided" and asked:
            question = asked.pop(0)
            place = mending.of_question(question.code)
            yield DraftProblem(sentence(problem), place, mending.button(place), question)
        elif problem.code == "draft_stale":
            yield DraftProblem(sentence(problem), "refresh", _("Refresh"))
        elif problem.code == "no_lines":
            yield DraftProblem(sentence(problem), "edit", _("Add a line"))
        elif at := mending.of_problem(problem):
            yield DraftProblem(sentence(problem), at, mending.button(at))
        else:
            yield DraftProblem(sentence(problem))


def _due(page: InvoicePage) -> tuple[str, str]:
    row = page.row
    day = formats.day(row.due_date) if row.due_date else ""
    rest = formats.money(row.open_minor, row.currency)
    if row.state is State.CREDIT and row.open_minor:
        return _("{rest} to the customer's credit").format(rest=rest), "muted"
    if row.state is State.CREDIT:
        told = _("for {number}").format(number=page.corrects) if page.corrects else ""
        return told, "muted"
    if row.state is State.CANCELLED:
        return _("cancelled by {number}").format(number=page.cancelled_by), "muted"
    if row.state is State.PAID:
        return _("paid in full"), "good"
    if row.state is State.OVERDUE:
        days = ngettext("{n} day overdue", "{n} days overdue", row.days_overdue)
        told = _("{rest} open, due on {day}, {days}")
        return told.format(rest=rest, day=day, days=days.format(n=row.days_overdue)), "bad"
    days = ngettext("in {n} day", "in {n} days", row.days_to_due).format(n=row.days_to_due)
    when = days if row.days_to_due else _("today")
    told = _("{rest} open, due on {day}, {days}")
    return told.format(rest=rest, day=day, days=when), "muted"


def _issued_tax(tax: Any, steps: Iterable[tuple[str, str]], currency: str) -> TaxTold:
    return TaxTold(
        _tax_name(tax.tax, tax.jurisdiction, tax.category, from_micro(tax.rate_micro)),
        formats.amount(tax.amount_minor, currency),
        told_steps(steps),
        source_told(tax.rule, tax.source, tax.data_version),
    )


def _tax_name(tax: str, jurisdiction: str, category: str, rate: Decimal) -> str:
    if not rate:
        return _(ZERO_TAX.get(category, "No tax"))
    return place_words.with_place(f"{code_words.tax(tax)} {formats.percent(rate)}", jurisdiction)


def told_steps(steps: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Steps of a tax decision by code and text, each with the word it is about."""
    return tuple((_label(code), _plain(text)) for code, text in steps)


def _plain(text: str) -> str:
    """Codes of the tax data as words, and no brackets around nothing."""
    words = _CODE.sub(lambda found: found[0].replace("_", " "), text.replace(" ()", ""))
    return words.strip()


def _label(code: str) -> str:
    return next((_(label) for start, label in _LABELS if code.startswith(start)), "")


def source_told(rule: str, source: str, version: str) -> str:
    """Where a tax is written: the rule, its source, the version of the data."""
    told = _("Rule {rule}, source {source}, data of {version}.")
    return told.format(rule=rule, source=source, version=version)


def _history(page: InvoicePage) -> Iterable[Happened]:
    row = page.row
    sealed = _("Issued, record {n} sealed").format(n=page.sequence)
    yield Happened(sealed, _day(row.issue_date))
    for each in page.settlements:
        amount = formats.money(each.amount_minor, row.currency)
        if each.credit_id == row.id:
            text = _("Paid back {amount}").format(amount=amount)
            if each.invoice_id != row.id:
                told = _("Set against {number}, {amount}")
                text = told.format(number=each.reference, amount=amount)
            # What it settles of the invoice that it cancels stays.
            loose = each.id if each.reference != page.corrects else None
            yield Happened(text, _day(each.day), settlement_id=loose)
        elif each.credit_id is not None:
            text = _("Credit note {number}, {amount}").format(number=each.reference, amount=amount)
            yield Happened(text, _day(each.day))
        else:
            text = _("Paid {amount}").format(amount=amount)
            told = f"{text}, {each.reference}" if each.reference else text
            yield Happened(told, _day(each.day), each.payment_id)
    if row.state in (State.OPEN, State.PART_PAID):
        yield Happened(_("Due, if still open"), _day(row.due_date))


def _day(day: date | None) -> str:
    return formats.day(day) if day else ""
