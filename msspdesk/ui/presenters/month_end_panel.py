"""The side panel of the month end: what is missing, why it differs, what will leave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from msspdesk.domain.errors import Problem
from msspdesk.domain.proposals import MissingFact, Proposal
from msspdesk.services.invoice_facts import TaxQuestion
from msspdesk.services.month_end import Outgoing
from msspdesk.texts import _, formats, ngettext
from msspdesk.texts.errors import sentence
from msspdesk.ui.presenters import mending
from msspdesk.ui.presenters import month_end_words as words
from msspdesk.ui.presenters.month_end_rows import Group

Action = Literal["count", "rate", "time", "refresh", "draft", ""] | mending.Place


@dataclass(frozen=True, slots=True)
class MissingRow:
    """A fact that is missing, with its one button."""

    customer_id: int
    customer: str
    text: str
    tip: str
    button: str
    action: Action
    kind: str = ""  # of a count
    day: date | None = None  # from which the count is wanted
    question: TaxQuestion | None = None
    invoice_id: int | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Why:
    """Why a currency's net differs from the month before."""

    label: str
    amount: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Leaving:
    """What Issue would send: sums as words by currency, and the first document."""

    count: int
    nets: tuple[tuple[str, str], ...]
    taxes: tuple[tuple[str, str], ...]
    totals: tuple[tuple[str, str], ...]
    without_email: int  # customers
    first: Outgoing | None
    first_total: str
    numbers: str

    @property
    def titles(self) -> str:
        """ "9 invoices"."""
        return ngettext("{n} invoice", "{n} invoices", self.count).format(n=self.count)


def missing_rows(
    groups: Iterable[Group], drafts: Iterable[Outgoing], last_day: date
) -> list[MissingRow]:
    """Every missing fact once, customer by customer."""
    found: list[MissingRow] = []
    for group in groups:
        for fact in group.customer.missing:
            found.append(_of_fact(group, fact, last_day))
        for document in group.documents:
            found += _of_document(document)
    for draft in drafts:
        found += _of_document(draft)
    return list({(each.customer_id, each.action, each.text): each for each in found}.values())


def _of_fact(group: Group, fact: MissingFact, last_day: date) -> MissingRow:
    buttons: dict[str, tuple[str, Action]] = {
        "count_missing": (_("Enter count"), "count"),
        "count_old": (_("Enter count"), "count"),
        "rate_missing": (_("Set rate"), "rate"),
        "time_without_service": (_("Place time"), "time"),
    }
    button, action = buttons.get(fact.problem.code, (_("Open customer"), "customer"))
    told = sentence(fact.problem)
    return MissingRow(
        customer_id=group.customer.customer_id,
        customer=group.customer.name,
        text=words.missing_line(fact.problem, fact.title) or told,
        tip=told,
        button=button,
        action=action,
        kind=str(fact.problem.details.get("kind", "")),
        day=_wanted_from(fact.problem, last_day),
    )


def _wanted_from(problem: Problem, last_day: date) -> date:
    """A count is read on the first day of a period, so a new one is wanted from there on."""
    day = problem.details.get("day")
    if problem.code == "count_missing" and isinstance(day, date):
        return day
    return last_day.replace(day=1)


def _of_document(document: Outgoing) -> list[MissingRow]:
    found = []
    asked = [*document.questions]
    for problem in document.problems:
        question = asked.pop(0) if problem.code == "tax_undecided" and asked else None
        button, action = _button(problem, document, question)
        found.append(
            MissingRow(
                customer_id=document.customer_id,
                customer=document.customer,
                text=words.missing_line(problem, "") or sentence(problem),
                tip=sentence(problem),
                button=button,
                action=action,
                question=question,
                invoice_id=document.invoice_id,
                version=document.version,
            )
        )
    return found


def _button(
    problem: Problem, document: Outgoing, question: TaxQuestion | None
) -> tuple[str, Action]:
    place = mending.of_question(question.code) if question else mending.of_problem(problem)
    if place is not None:
        return mending.button(place), place
    if problem.code == "draft_stale":
        return _("Refresh"), "refresh"
    if document.invoice_id is not None:
        return _("Open draft"), "draft"
    return "", ""


def waiting(groups: Iterable[Group], home: str) -> list[tuple[str, str]]:
    """The nets that wait for a missing fact, by currency."""
    held = [each.customer for each in groups if each.problems and each.customer.net_minor]
    return words.nets(summed((each.currency, each.net_minor) for each in held), home)


def summed(amounts: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Minor units by currency."""
    sums: dict[str, int] = {}
    for code, minor in amounts:
        sums[code] = sums.get(code, 0) + minor
    return sums


def why_lines(proposal: Proposal, home: str) -> list[Why]:
    """Causes with their amounts, currency by currency, the owner's own first."""
    found: list[Why] = []
    by_currency = proposal.reasons
    several = sum(1 for reasons in by_currency.values() if any(reasons.values())) > 1
    for code in sorted(by_currency, key=lambda each: (each != home, each)):
        reasons = {cause: minor for cause, minor in by_currency[code].items() if minor}
        for cause, minor in sorted(reasons.items(), key=lambda each: -abs(each[1])):
            amount = words.signed(minor, code)
            found.append(Why(words.why(cause), f"{amount} {code}" if several else amount))
    return found


def difference(proposal: Proposal, home: str) -> str:
    """How much more or less than the month before, in each currency."""
    sums = summed(
        (each.currency, each.net_minor - each.previous_minor) for each in proposal.customers
    )
    changed = {code: minor for code, minor in sums.items() if minor}
    if len(changed) == 1:
        ((code, minor),) = changed.items()
        return f"{words.signed(minor, code)} {code}"
    return f"{words.signed(changed[home], home)} {home}" if home in changed else ""


def leaving(documents: Sequence[Outgoing], home: str, numbers: Sequence[str]) -> Leaving:
    """Sums of the documents that Issue would send, in their order."""
    nets: dict[str, int] = {}
    totals: dict[str, int] = {}
    taxes: dict[tuple[str, str], tuple[int, int]] = {}
    names: dict[tuple[object, ...], str] = {}
    for each in documents:
        sign = -1 if each.kind == "credit_note" else 1
        nets[each.currency] = nets.get(each.currency, 0) + sign * each.net_minor
        totals[each.currency] = totals.get(each.currency, 0) + sign * each.gross_minor
        for row in each.taxes:
            kind = (row.tax, row.rate, row.jurisdiction, row.category)
            if kind not in names:  # a few kinds, on hundreds of documents
                names[kind] = words.tax_name(row)
            key = (names[kind], each.currency)
            minor, count = taxes.get(key, (0, 0))
            taxes[key] = (minor + sign * row.amount_minor, count + 1)
    first = documents[0] if documents else None
    return Leaving(
        count=len(documents),
        nets=tuple(words.nets(nets, home)),
        taxes=tuple(_tax_lines(taxes)),
        totals=tuple(words.nets(totals, home)),
        without_email=len({each.customer for each in documents if not each.recipient}),
        first=first,
        first_total=formats.money(first.gross_minor, first.currency) if first else "",
        numbers=_numbers(documents, numbers),
    )


def _tax_lines(taxes: dict[tuple[str, str], tuple[int, int]]) -> Iterable[tuple[str, str]]:
    """Taxes with an amount in each currency; those of nothing are counted together."""
    zero: dict[str, int] = {}
    for (name, code), (minor, count) in sorted(taxes.items(), key=lambda each: -each[1][0]):
        if minor:
            several = ngettext("{n} invoice", "{n} invoices", count).format(n=count)
            yield f"{name}, {several}", f"{formats.amount(minor, code)} {code}"
        else:
            zero[name] = zero.get(name, 0) + count
    for name, count in zero.items():
        several = ngettext("{n} invoice", "{n} invoices", count).format(n=count)
        yield f"{name}, {several}", formats.number(0, places=2)


def _numbers(documents: Sequence[Outgoing], numbers: Sequence[str]) -> str:
    invoices = sum(1 for each in documents if each.kind == "invoice")
    if not invoices or len(numbers) < invoices:
        return ""
    if invoices == 1:
        return _("Number {first}.").format(first=numbers[0])
    return _("Numbers {first} to {last}.").format(
        first=numbers[0], last=_tail(numbers[0], numbers[invoices - 1])
    )


def _tail(first: str, last: str) -> str:
    """The last number without what it shares with the first: "0079"."""
    digits = len(last) - len(last.rstrip("0123456789"))
    shared = first[: len(first) - digits] == last[: len(last) - digits]
    return last[-digits:] if digits and shared and len(first) == len(last) else last
