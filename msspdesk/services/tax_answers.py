"""The owner's own answers to tax questions: kept, dated, and used before the law's rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from msspdesk.db.book import Book, Work
from msspdesk.db.records import OwnerAnswer
from msspdesk.domain.errors import DomainError, InvalidInput, Problem
from msspdesk.domain.tax import (
    DocumentFacts,
    GivenRate,
    LineFacts,
    OwnerTaxRule,
    TaxClass,
    TaxComponent,
    TaxDetermination,
    determine,
)
from msspdesk.domain.tax.checks import check_owner_rules, contradiction
from msspdesk.domain.tax.data import RateRow, TaxData
from msspdesk.services.changes import Changes
from msspdesk.services.tax_facts import Desk, load_desk
from msspdesk.services.undoing import Step, added, deleted, undo_of


@dataclass(frozen=True, slots=True)
class TaxAnswer:
    """What the owner says: which sales it is for, and what is charged on them.

    Empty conditions hold for every sale. `rate` is percent; `category` is that of
    EN 16931 (S, AE, E, G, K, O, Z). `note` says who told so, or where it is written.
    """

    rate: Decimal
    category: str
    note: str
    customer_country: str = ""
    customer_region: str = ""
    status: str = ""
    tax_class: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


def keep_tax_answer(book: Book, answer: TaxAnswer) -> Changes:
    """Store the answer as the owner's rule. InvalidInput names what is wrong with it."""
    problems = _problems(answer)
    if problems:
        raise InvalidInput(problems)
    with book.write() as work:
        desk = load_desk(work, book.today())
        row = work.add(
            OwnerAnswer(
                valid_from=answer.valid_from,
                valid_to=answer.valid_to,
                note=answer.note.strip(),
                rule=_as_data(answer, _components(desk, answer), desk.seller.country),
                created_at=book.now(),
            )
        )
        _refuse_clash(work, row, "rate" if answer.rate else "category")
        step = added(row)
    return _told("Keep tax answer", row, step)


def forget_tax_answer(book: Book, answer_id: int) -> Changes:
    """Take an answer away; documents already issued keep what they say."""
    with book.write() as work:
        row = work.get(OwnerAnswer, answer_id)
        step = deleted(row)
        work.delete(row)
    return _told("Forget tax answer", row, step)


def _told(label: str, row: OwnerAnswer, step: Step) -> Changes:
    """A rule that comes back must not contradict one that was kept since."""
    key, kinds = step_key(row), {"tax", "invoices"}

    def check(work: Work) -> None:
        back = work.find(OwnerAnswer, key)
        if back is not None:
            _refuse_clash(work, back, "owner_rules")

    return Changes.of(*kinds, ids=(key,), undo=undo_of(label, kinds, step, check=check))


def _refuse_clash(work: Work, row: OwnerAnswer, field: str) -> None:
    """InvalidInput("owner_rules_contradict") at the field, naming both rules."""
    own = _as_rule(row)
    others = (_as_rule(each) for each in work.all(OwnerAnswer) if each is not row)
    found = [*check_owner_rules([own]), *(contradiction(each, own) for each in others)]
    if clash := [replace(each, field=field) for each in found if each is not None]:
        raise InvalidInput(clash)


def owner_rules(work: Work) -> tuple[OwnerTaxRule, ...]:
    """Every answer as a rule of the tax decision."""
    return tuple(_as_rule(each) for each in work.all(OwnerAnswer))


def answers(book: Book) -> list[OwnerTaxRule]:
    """The owner's rules as they are kept, the newest first; `code` is "owner-" and the id."""
    with book.read() as work:
        return list(reversed(owner_rules(work)))


def step_key(row: OwnerAnswer) -> int:
    """The id of a stored answer."""
    if row.id is None:
        raise DomainError("not_found", kind="OwnerAnswer", key=None)
    return row.id


def _problems(answer: TaxAnswer) -> list[Problem]:
    problems = []
    if not 0 <= answer.rate <= 100:
        problems.append(Problem("tax_rate_out_of_range", "rate"))
    if (answer.rate > 0) != (answer.category == "S"):
        problems.append(Problem("tax_category_and_rate_differ", "category"))
    if not answer.note.strip():
        problems.append(Problem("tax_note_missing", "note"))
    if answer.valid_from and answer.valid_to and answer.valid_to < answer.valid_from:
        problems.append(Problem("end_before_start", "valid_to"))
    return problems


def _components(desk: Desk, answer: TaxAnswer) -> tuple[TaxComponent, ...]:
    """A rate stated by the owner already knows its reason, code and notice."""
    facts = LineFacts(
        0, TaxClass(answer.tax_class or "managed_it"), given=GivenRate(answer.rate, answer.category)
    )
    plain = DocumentFacts(desk.seller, desk.day, desk.currency)
    found = determine(desk.seller, desk.home_customer, facts, plain, desk.data)
    if not isinstance(found, TaxDetermination):
        raise DomainError(found.question_code, **found.details)
    taxes = regional_taxes(desk.data, answer.customer_country, answer.customer_region, desk.day)
    if not taxes:
        return found.components
    *federal, own = taxes
    (stated,) = found.components
    return (
        *(TaxComponent(each.tax, each.jurisdiction, "", each.percent) for each in federal),
        replace(stated, tax=own.tax, jurisdiction=own.jurisdiction, category="", reason_code=""),
    )


def regional_taxes(data: TaxData, country: str, region: str, day: date) -> tuple[RateRow, ...]:
    """The taxes of a sale in a state or province that has one of its own: those of the
    country that stand beside it whatever is answered (GST in Canada), then its own. Empty
    where the country alone taxes.
    """
    known = data.country(country)
    own = known.rates.at(f"{country}-{region}", "general", day) if known and region else None
    if known is None or own is None:
        return ()
    federal = known.rates.at(country, "standard", day)
    return (federal, own) if federal is not None else (own,)


def _as_data(
    answer: TaxAnswer, components: tuple[TaxComponent, ...], seller_country: str
) -> dict[str, object]:
    return {
        "seller_country": seller_country,
        "customer_country": answer.customer_country,
        "customer_region": answer.customer_region,
        "status": answer.status,
        "tax_class": answer.tax_class,
        "components": [
            {
                "tax": each.tax,
                "jurisdiction": each.jurisdiction,
                "category": each.category,
                "rate": f"{each.rate:f}",
                "share": str(each.share),
                "reason_code": each.reason_code,
                "reason": each.reason,
                "notice_id": each.notice_id,
                "compound": each.compound,
            }
            for each in components
        ],
    }


def _as_rule(row: OwnerAnswer) -> OwnerTaxRule:
    data: Mapping[str, Any] = row.rule
    tax_class = data["tax_class"]
    return OwnerTaxRule(
        code=f"owner-{row.id}",
        components=tuple(_as_component(each) for each in data["components"]),
        seller_country=data["seller_country"],
        customer_country=data["customer_country"],
        customer_region=data["customer_region"],
        status=data["status"],
        tax_class=TaxClass(tax_class) if tax_class else None,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        note=row.note,
    )


def _as_component(data: Mapping[str, Any]) -> TaxComponent:
    values = dict(data)
    values["rate"] = Decimal(values["rate"])
    values["share"] = Fraction(values["share"])
    return TaxComponent(**values)
