"""Where the amount of a line comes from: its parts, counts, days and price."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from msspdesk.domain.billing import Due
from msspdesk.domain.pricing import Part
from msspdesk.domain.proposals import LineKind, ProposedCustomer, ProposedLine
from msspdesk.texts import _, formats, ngettext
from msspdesk.ui.presenters import month_end_words as words
from msspdesk.ui.presenters.month_end_rows import period

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One part of the amount: what it is, its facts, how much."""

    title: str
    amount: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a line is what it is, and why it differs from the month before."""

    title: str
    customer: str
    amount: str
    currency: str
    steps: tuple[Step, ...]
    reasons: Facts
    contract_id: int | None
    customer_id: int
    entries: int


def explain(customer: ProposedCustomer, line: ProposedLine, month: str) -> Explanation:
    """The line's own data as words."""
    currency = customer.currency
    if line.kind is LineKind.TRUE_UP:
        steps = tuple(_true_up(due, currency) for due in line.dues)
    else:
        steps = tuple(_part(part, currency) for part in line.parts)
    reasons = [
        (f"{words.why(each.because)} {words.change(each, currency)}".strip(),
         words.signed(each.amount_minor, currency))
        for each in line.reasons
    ]  # fmt: skip
    before = formats.amount(line.previous_minor, currency)
    last = (_("Billed for {month}").format(month=month), before)
    return Explanation(
        title=line.title or _("Time"),
        customer=customer.name,
        amount=formats.amount(line.amount_minor, currency),
        currency=currency,
        steps=steps,
        reasons=(last, *reasons),
        contract_id=line.contract_id,
        customer_id=customer.customer_id,
        entries=len(line.entry_ids),
    )


def _part(part: Part, currency: str) -> Step:
    facts: list[tuple[str, str]] = [(_("For"), period(part.period))]
    facts += _how_much(part.details, part.why)
    facts += _days(part.details)
    if "price" in part.details:
        facts.append((_price_name(part.why), _price(part.details, currency)))
    if "price_since" in part.details:
        since = date.fromisoformat(part.details["price_since"])
        facts.append((_("Agreed since"), formats.day(since)))
    amount = formats.amount(part.amount_minor, currency)
    facts.append((_("Comes to"), f"{words.part_words(part, currency)} = {amount}"))
    return Step(_why(part), amount, tuple(facts))


def _why(part: Part) -> str:
    titles = {
        "whole": _("A whole period"),
        "days": _("Part of a period"),
        "added": _("Added within the period"),
        "removed": _("Taken away within the period"),
        "rate_change": _("Part up to or from a change of the tax rate"),
        "time": _("Time worked"),
    }
    return titles.get(part.why, _("Part of the amount"))


def _how_much(details: Any, why: str) -> list[tuple[str, str]]:
    if "minutes" in details:
        return [(_("Time"), formats.clock(int(details["minutes"])))]
    if "count" not in details:
        return []
    count = formats.quantity(Decimal(details["count"]))
    if why in ("added", "removed") and "day" in details:
        day = formats.day_short(date.fromisoformat(details["day"]))
        return [(_("Count"), _("{count} from {day}").format(count=count, day=day))]
    told = [(_("Count"), _("{count} on the first day").format(count=count))]
    if "counted" in details:
        told.append((_("Counted on"), formats.day(date.fromisoformat(details["counted"]))))
    return told


def _days(details: Any) -> list[tuple[str, str]]:
    if "months" in details:
        told = _("{months} of {whole}").format(
            months=details["months"], whole=details["whole_months"]
        )
        return [(_("Months"), told)]
    if "days" not in details:
        return []
    told = _("{days} of {whole}").format(days=details["days"], whole=details["whole_days"])
    return [(_("Days"), told)]


def _price_name(why: str) -> str:
    return _("Rate per hour") if why == "time" else _("Price")


def _price(details: Any, currency: str) -> str:
    return f"{formats.price(Decimal(details['price']), currency)} {currency}"


def _true_up(due: Due, currency: str) -> Step:
    owed = due.amount_minor + (due.before_minor or 0)
    facts: list[tuple[str, str]] = [
        (_("Owed now"), formats.amount(owed, currency)),
        (_("Billed already"), formats.amount(due.before_minor or 0, currency)),
    ]
    for part in due.parts:
        amount = formats.amount(part.amount_minor, currency)
        facts.append((_("Comes to"), f"{words.part_words(part, currency)} = {amount}"))
    return Step(period(due.used), words.signed(due.amount_minor, currency), tuple(facts))


def entries_text(count: int) -> str:
    """How many time entries stand behind a line."""
    return ngettext("{n} time entry", "{n} time entries", count).format(n=count)
