"""The tax of a whole document: every line decided, the totals, what it must state.

Pure with respect to the book: the caller loads the seller, the customer's site,
owner's rates and rules, and hands them in as facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby

from msspdesk.domain.money import Rounding
from msspdesk.domain.tax.data import TaxData
from msspdesk.domain.tax.decide import OUTLAY, decider, repaid
from msspdesk.domain.tax.model import (
    CustomerFacts,
    DocumentFacts,
    LineFacts,
    RoundingRule,
    Step,
    TaxClass,
    TaxDetermination,
    TaxUndecided,
)
from msspdesk.domain.tax.totals import (
    TaxedLine,
    TaxTotals,
    after_discount,
    fund_contribution,
    totals,
)
from msspdesk.domain.tax.withholding import (
    FUND_CONTRIBUTION,
    extra_amounts,
    withholding_rows,
    withholding_terms,
)

Answer = TaxDetermination | TaxUndecided

_DEPENDENT = (TaxClass.EXPENSE_OWN_NAME, TaxClass.OUTLAY_CUSTOMER_NAME)


@dataclass(frozen=True, slots=True)
class DocumentTax:
    """The answer for a document.

    `lines` stand in the order they were given. `totals` is None while a question
    is open. `problems` are codes that keep the document from being issued as it
    is (category_o_mixed: EN 16931 wants it split; it holds in the EU).
    """

    lines: tuple[Answer, ...]
    totals: TaxTotals | None
    notices: tuple[str, ...]
    required: tuple[str, ...]
    warnings: tuple[Step, ...]
    problems: tuple[str, ...]
    rounding: RoundingRule

    @property
    def questions(self) -> tuple[tuple[int, TaxUndecided], ...]:
        """What to ask the owner, with the index of the line."""
        return tuple(
            (index, each) for index, each in enumerate(self.lines) if isinstance(each, TaxUndecided)
        )

    @property
    def zero_reason(self) -> str:
        """Why the whole document charges no tax, else empty."""
        if self.totals is None or any(group.amount for group in self.totals.groups):
            return ""
        return next((group.reason for group in self.totals.groups if group.reason), "")


def determine_document(
    document: DocumentFacts,
    customer: CustomerFacts,
    lines: Sequence[LineFacts],
    data: TaxData,
    *,
    discount: int = 0,
    customers: Sequence[CustomerFacts] | None = None,
    adjustments: Sequence[LineFacts] = (),
) -> DocumentTax:
    """Decide and total a document.

    `discount` (minor units, above zero) is spread over the lines by net before
    tax. `customers` gives each line its own place of receipt where sites differ.
    `adjustments` are allowances (net below zero) and charges on the document with
    a tax of their own; their answers follow those of the lines.
    """
    facts = with_main_class([*lines, *adjustments])
    places = list(customers) if customers is not None else [customer] * len(lines)
    places += [customer] * len(adjustments)
    answers: list[Answer] = []
    taxed: list[TaxedLine] = []
    for place, mine in _by_place(places, facts):
        decide = decider(document.seller, place, document, data)
        rows = withholding_rows(place, document, data)
        for line in mine:
            answer = decide(line)
            answers.append(answer)
            if isinstance(answer, TaxDetermination):
                terms = withholding_terms(line, rows) if rows else ()
                taxed.append(TaxedLine(line.net, answer.components, terms))
    home = data.country(document.seller.country)
    if home and home.union:
        answers, taxed = _outlays_beside_others(answers, taxed)
    decided = [each for each in _distinct(answers) if isinstance(each, TaxDetermination)]
    rounding = rounding_of(document, data)
    whole = len(taxed) == len(answers)
    return DocumentTax(
        lines=tuple(answers),
        totals=_totals(taxed, facts[: len(lines)], document, data, rounding, discount)
        if whole
        else None,
        notices=_unique(code for each in decided for code in each.notices),
        required=_required(decided, document, data),
        warnings=_warnings(decided),
        problems=_problems(decided) if home and home.union else (),
        rounding=rounding,
    )


def _outlays_beside_others(
    answers: list[Answer], taxed: list[TaxedLine]
) -> tuple[list[Answer], list[TaxedLine]]:
    """Outlays on a document whose other lines are in the scope of VAT: EN 16931 lets category
    O stand only alone, and takes repaid outlays as exempt there ("Repayment of expenditure
    is not an exemption in the sense of the VAT Directive but may be handled as such in the
    context of the EN16931", code list VATEX, VATEX-EU-79-C).
    """
    outlays = [each for each in answers if getattr(each, "rule_code", "") == OUTLAY]
    others = {
        part.category
        for each in _distinct(answers)
        if isinstance(each, TaxDetermination) and each.rule_code != OUTLAY
        for part in each.components
    }
    if not outlays or len(taxed) < len(answers) or others <= {"O", ""}:
        return answers, taxed
    changed = [
        repaid(each) if isinstance(each, TaxDetermination) and each.rule_code == OUTLAY else each
        for each in answers
    ]
    return changed, [
        line._replace(components=each.components) if isinstance(each, TaxDetermination) else line
        for each, line in zip(changed, taxed, strict=True)
    ]


def _by_place(
    places: Sequence[CustomerFacts], lines: Sequence[LineFacts]
) -> Sequence[tuple[CustomerFacts, Sequence[LineFacts]]]:
    """Lines in their order, those next to each other at one place together."""
    if all(each is places[0] for each in places):
        return [(places[0], lines)] if lines else []
    pairs = zip(places, lines, strict=True)
    grouped = ((key, list(pairs)) for key, pairs in groupby(pairs, key=lambda pair: id(pair[0])))
    return [(found[0][0], [line for _, line in found]) for _, found in grouped]


def _distinct(answers: Iterable[Answer]) -> list[Answer]:
    """Equal lines share one cached answer: look at each once."""
    return list({id(each): each for each in answers}.values())


def rounding_of(document: DocumentFacts, data: TaxData) -> RoundingRule:
    """The document's own rounding, else that of the seller's country."""
    country = data.country(document.seller.country)
    return document.rounding or (country.rounding if country else RoundingRule())


def with_main_class(lines: Sequence[LineFacts]) -> Sequence[LineFacts]:
    """Expenses in the owner's name follow the largest supply on the document."""
    if not any(each.tax_class is TaxClass.EXPENSE_OWN_NAME for each in lines):
        return lines
    mains = [(abs(each.net), each.tax_class) for each in lines if each.tax_class not in _DEPENDENT]
    main = max(mains)[1] if mains else None
    return [
        replace(each, main_class=main)
        if each.tax_class is TaxClass.EXPENSE_OWN_NAME and each.main_class is None
        else each
        for each in lines
    ]


def _totals(
    taxed: Sequence[TaxedLine],
    facts: Sequence[LineFacts],
    document: DocumentFacts,
    data: TaxData,
    rounding: RoundingRule,
    discount: int,
) -> TaxTotals:
    country = data.country(document.seller.country)
    lines, adjustments = taxed[: len(facts)], taxed[len(facts) :]
    if discount:
        lines = after_discount(lines, discount)
    fees = _fees(lines, facts) if document.fund_percent else []
    whole = None
    if country and country.whole_total and document.currency == country.currency:
        whole = Rounding(country.whole_total)
    return totals(
        lines,
        document.currency,
        rounding,
        document.price_mode,
        adjustments=adjustments,
        contribution=fund_contribution(fees, document.fund_percent),
        extras=extra_amounts(document, data),
        whole_total=whole,
    )


def _fees(lines: Sequence[TaxedLine], facts: Sequence[LineFacts]) -> list[TaxedLine]:
    """What the fund of a profession counts: the lines after the discount, without what
    was paid in the customer's name and contributions that stand as lines.
    """
    return [
        line
        for line, fact in zip(lines, facts, strict=True)
        if fact.tax_class is not TaxClass.OUTLAY_CUSTOMER_NAME and fact.kind != FUND_CONTRIBUTION
    ]


def _required(
    decided: Sequence[TaxDetermination], document: DocumentFacts, data: TaxData
) -> tuple[str, ...]:
    country = data.country(document.seller.country)
    words = [word for each in decided for word in each.required]
    if country and document.currency != country.currency:
        rows = [each.word for each in country.invoice_words if each.word == "tax_currency"]
        words += [f"{word}:{country.currency}" for word in rows]
    return _unique(words)


def _warnings(decided: Sequence[TaxDetermination]) -> tuple[Step, ...]:
    found: list[Step] = []
    for step in chain.from_iterable(each.warnings for each in decided):
        if step not in found:
            found.append(step)
    return tuple(found)


def _problems(decided: Sequence[TaxDetermination]) -> tuple[str, ...]:
    categories = {part.category for each in decided for part in each.components if part.category}
    return ("category_o_mixed",) if "O" in categories and len(categories) > 1 else ()


def _unique(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
