"""The table of the month end: customers, their lines, and the drafts that wait."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from msspdesk.domain.errors import Problem
from msspdesk.domain.periods import Period
from msspdesk.domain.proposals import LineKind, ProposedCustomer, ProposedLine
from msspdesk.services.month_end import Outgoing
from msspdesk.texts import _, formats, ngettext
from msspdesk.ui.presenters import month_end_words as words

Ticked = Literal["on", "off", "part", ""]
Kind = Literal["customer", "line", "draft"]


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One row. `change_minor` is None where there is nothing to compare with."""

    id: int
    kind: Kind
    customer_id: int
    name: str
    what: str
    net_minor: int
    currency: str
    net: str
    change: str
    change_minor: int | None
    tags: tuple[str, ...]
    because: str
    state: str
    tone: str
    ticked: Ticked
    open: bool = False
    foldable: bool = True
    key: str = ""
    issued: bool = False


@dataclass
class Group:
    """One customer of the proposal with the documents it would become."""

    customer: ProposedCustomer
    documents: list[Outgoing] = field(default_factory=list)

    @property
    def problems(self) -> list[Problem]:
        """What keeps its documents from being issued, and facts that are missing or old."""
        found = [each.problem for each in self.customer.missing]
        found += [each for document in self.documents for each in document.problems]
        return found

    @property
    def issuable(self) -> bool:
        """Its documents may be issued as they are."""
        blocked = any(each.blocks for each in self.customer.missing)
        return not blocked and all(each.issuable for each in self.documents)


def grouped(customers: Iterable[ProposedCustomer], documents: Iterable[Outgoing]) -> list[Group]:
    """Customers with their documents, in the order of the proposal."""
    groups = {each.customer_id: Group(each) for each in customers}
    for document in documents:
        groups[document.customer_id].documents.append(document)
    return list(groups.values())


class Ids:
    """A number for each row that stays the same over reloads."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def of(self, key: str) -> int:
        return self._known.setdefault(key, len(self._known) + 1)


def customer_key(customer_id: int) -> str:
    return f"customer/{customer_id}"


def draft_key(invoice_id: int | None) -> str:
    return f"draft/{invoice_id}"


def document_key(document: Outgoing) -> str:
    """Of the row that a document leaves from."""
    if document.invoice_id is not None:
        return draft_key(document.invoice_id)
    return customer_key(document.customer_id)


def customer_row(group: Group, ids: Ids, ticked: Ticked, month: str, *, open_: bool) -> MonthRow:
    """The row of a customer; a problem takes the place of Ready."""
    customer = group.customer
    tags, text = words.because(customer.reasons, customer.currency, month)
    problems = group.problems
    difference = customer.net_minor - customer.previous_minor
    if not customer.lines:
        # Nothing can be billed before the fact is there, so there is no amount to compare.
        tags, text = (), words.missing_line(problems[0], "") if problems else ""
    return MonthRow(
        id=ids.of(customer_key(customer.customer_id)),
        kind="customer",
        customer_id=customer.customer_id,
        name=customer.name,
        what=words.joined(_title(line) for line in customer.lines),
        net_minor=customer.net_minor,
        currency=customer.currency,
        net=formats.amount(customer.net_minor, customer.currency) if customer.lines else "",
        change=words.signed(difference, customer.currency) if customer.lines else "",
        change_minor=difference,
        tags=tags,
        because=text,
        state=words.state_of(problems[0].code) if problems else _("Ready"),
        tone="warn" if problems else "good",
        ticked=ticked if customer.lines else "",
        open=open_,
        foldable=bool(customer.lines),
        key=customer_key(customer.customer_id),
    )


def line_row(
    customer: ProposedCustomer, line: ProposedLine, ids: Ids, ticked: Ticked, month: str
) -> MonthRow:
    """A line of an open customer."""
    tags, text = words.because(line.reasons, customer.currency, month)
    difference = line.amount_minor - line.previous_minor
    return MonthRow(
        id=ids.of(line.key),
        kind="line",
        customer_id=customer.customer_id,
        name=_title(line),
        what=_what(line, customer.currency),
        net_minor=line.amount_minor,
        currency=customer.currency,
        net=formats.amount(line.amount_minor, customer.currency),
        change=words.signed(difference, customer.currency),
        change_minor=difference,
        tags=tags,
        because=text,
        state=_("Explain"),
        tone="accent",
        ticked=ticked,
        foldable=False,
        key=line.key,
    )


def draft_row(draft: Outgoing, ids: Ids, ticked: Ticked) -> MonthRow:
    """A draft that waits to be issued."""
    problem = draft.problems[0] if draft.problems else None
    net = -draft.net_minor if draft.kind == "credit_note" else draft.net_minor
    return MonthRow(
        id=ids.of(draft_key(draft.invoice_id)),
        kind="draft",
        customer_id=draft.customer_id,
        name=draft.customer,
        what=words.joined(draft.lines),
        net_minor=net,
        currency=draft.currency,
        net=formats.amount(net, draft.currency),
        change="",
        change_minor=None,
        tags=(),
        because=_("draft, not issued yet"),
        state=words.state_of(problem.code) if problem else _("Draft"),
        tone="warn" if problem else "muted",
        ticked=ticked,
        foldable=False,
        key=draft_key(draft.invoice_id),
    )


def sorted_groups(groups: Sequence[Group], key: str, *, down: bool) -> list[Group]:
    """Customers by name, net, or what changed."""

    def value(group: Group) -> object:
        customer = group.customer
        if key == "net":
            return customer.net_minor
        if key == "change":
            return customer.net_minor - customer.previous_minor
        if key == "state":
            return (not group.problems, customer.name.casefold())
        return customer.name.casefold()

    return sorted(groups, key=value, reverse=down)  # type: ignore[arg-type]


def as_issued(row: MonthRow) -> MonthRow:
    """A row whose document has left."""
    return replace(row, state=_("Issued"), tone="good", issued=True)


def _title(line: ProposedLine) -> str:
    return line.title or _("Time")


def _what(line: ProposedLine, currency: str) -> str:
    if line.kind is LineKind.TRUE_UP:
        count = len(line.dues)
        return ngettext("correction of {n} period", "correction of {n} periods", count).format(
            n=count
        )
    if not line.parts:
        return period(line.period)
    if line.cadence_months > 1:
        return period(line.period)
    first = words.part_words(line.parts[0], currency)
    if len(line.parts) == 1:
        return first
    second = line.parts[1]
    day = second.details.get("day")
    if second.why in ("added", "removed") and day and len(line.parts) == 2:
        moved = formats.quantity(Decimal(second.details["count"]))
        added = second.why == "added"
        told = _("{count} more from {day}") if added else _("{count} less from {day}")
        when = formats.day_short(date.fromisoformat(day))
        return f"{first}; {told.format(count=moved, day=when)}"
    return f"{first}; " + _("{n} more").format(n=len(line.parts) - 1)


def period(days: Period) -> str:
    """Days as people say them."""
    return formats.period(days.start, days.end)
