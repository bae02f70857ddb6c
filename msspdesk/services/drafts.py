"""Drafts: their texts, lines, order and discounts; bringing one up to date; taking one away.

A draft holds the periods and the time it bills. What the owner types changes the
paper, not what the ledger calls calculated, so it is not billed again next month.
Every change can be undone. DomainError("not_a_draft") once it is issued.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from msspdesk.db.book import Book, Work
from msspdesk.db.queries import drafts as queries
from msspdesk.db.queries.drafts import DraftLine, DraftPage
from msspdesk.domain import checks
from msspdesk.domain.catalogue import Service
from msspdesk.domain.customers import Customer, Site
from msspdesk.domain.errors import DomainError, InvalidInput, Problem
from msspdesk.domain.invoices import Invoice, InvoiceLine, line_net
from msspdesk.domain.money import to_minor
from msspdesk.domain.sellers import Seller
from msspdesk.domain.timesheets import TimeEntry
from msspdesk.services.changes import Changes, Undo
from msspdesk.services.draft_fields import HEAD, LINE, STORED, discount_percent
from msspdesk.services.undoing import Snapshot, Step, added, changed, deleted, remember, undo_of

__all__ = [
    "DraftLine",
    "DraftPage",
    "NewDraftLine",
    "add_line",
    "delete",
    "edit_head",
    "edit_line",
    "mark_stale",
    "move_lines",
    "new_draft",
    "page",
    "release",
    "remove_line",
    "take_service",
]

KINDS: Final = frozenset({"invoices", "billing"})
FREEING: Final = KINDS | {"time"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDraftLine:
    """A line written by hand. A service gives what is left open: name, unit, price, tax
    class, code.

    Without one the tax class is that of the line above, else of the customer's newest
    line. A line may wait for its name, but a document with one is not issued.
    """

    name: str = ""
    note: str = ""
    quantity: Decimal = Decimal(1)
    unit: str = ""
    unit_price: Decimal | None = None
    discount_minor: int = 0
    service_id: int | None = None
    site_id: int | None = None
    tax_class: str = ""
    item_code: str = ""
    period_start: date | None = None
    period_end: date | None = None


def page(book: Book, invoice_id: int) -> DraftPage:
    """A draft with its lines. DomainError("not_a_draft") for anything else."""
    with book.read() as work:
        found = queries.page(work.connection, invoice_id)
    if found is None:
        raise DomainError("not_a_draft")
    return found


def mark_stale(work: Work, customer_id: int) -> None:
    """A fact that generated drafts of the customer stand on has changed."""
    queries.mark_stale(work.connection, customer_id)


def new_draft(book: Book, customer_id: int) -> Changes:
    """An empty draft with the customer's terms, for work billed by hand."""
    with book.write() as work:
        customer = work.get(Customer, customer_id)
        seller = work.find(Seller, 1)
        draft = Invoice(
            uuid=str(uuid.uuid4()),
            customer_id=customer_id,
            currency=customer.currency,
            language=customer.language,
            terms_days=customer.terms_days,
            buyer_reference=customer.buyer_reference,
            po_number=customer.po_number,
            price_mode=customer.price_mode,
            fund_percent_micro=seller.fund_percent_micro if seller else 0,
            created_at=book.now(),
        )
        step = added(work.add(draft))
    return Changes.of(*KINDS, ids=(_key(draft),), undo=undo_of("New draft", KINDS, step))


# --- the head ---------------------------------------------------------------------------


def edit_head(book: Book, invoice_id: int, version: int, **fields: Any) -> Changes:
    """Change intro, closing, po_number, buyer_reference, terms_days, language,
    discount_percent (percent points, of the lines) or discount_minor, price_mode,
    fund_percent (percent points, of the fees), prepaid_minor and the day it came, paid_on.

    A discount of one kind takes the other away; prices keep their figures when the
    tax goes into them. InvalidInput with all problems.
    """
    values = checks.cleaned(HEAD, fields)
    paid_on = values.get("paid_on")
    if paid_on is not None and paid_on > book.today():
        raise InvalidInput([Problem("payment_in_future", "paid_on", {"day": paid_on})])
    if "fund_percent" in values:
        values["fund_percent_micro"] = values.pop("fund_percent")
    if "discount_percent" in values:
        values["discount_percent_micro"] = values.pop("discount_percent")
    if values.get("discount_percent_micro") and values.get("discount_minor"):
        raise DomainError("discount_twice")
    if values.get("discount_percent_micro"):
        values["discount_minor"] = 0
    elif values.get("discount_minor"):
        values["discount_percent_micro"] = 0
    with book.write() as work:
        draft = _draft(work, invoice_id, version)
        before = remember(draft)
        _set(draft, values)
        return _done(work, "Change draft", draft, before)


# --- lines ------------------------------------------------------------------------------


def add_line(book: Book, invoice_id: int, version: int, new: NewDraftLine) -> Changes:
    """A line by hand at the end of the draft; `ids` is that of the draft."""
    with book.write() as work:
        draft = _draft(work, invoice_id, version)
        before = remember(draft)
        service = work.get(Service, new.service_id) if new.service_id is not None else None
        values = {name: getattr(new, name) for name in LINE if hasattr(new, name)}
        values |= _from_service(service, draft, new)
        values["tax_class"] = values["tax_class"] or _usual_class(work, draft)
        line = InvoiceLine(position=len(draft.lines))
        _set_line(line, checks.cleaned(LINE, values))
        _check(work, draft, line)
        _price(line, draft.currency)
        draft.lines.append(line)
        return _done(work, "Add line", draft, before)


def _from_service(service: Service | None, draft: Invoice, new: NewDraftLine) -> dict[str, Any]:
    german = draft.language.partition("-")[0] == "de"
    price = new.unit_price
    if service is None:
        return {"unit": new.unit or "C62", "unit_price": price or Decimal(0)}
    return {
        "name": new.name or (german and service.name_de) or service.name,
        "unit": new.unit or service.unit,
        "unit_price": (service.price or Decimal(0)) if price is None else price,
        "tax_class": new.tax_class or service.tax_class,
        "item_code": new.item_code or service.item_code,
    }


def _usual_class(work: Work, draft: Invoice) -> str:
    above = next((line.tax_class for line in reversed(draft.lines) if line.tax_class), "")
    return above or queries.usual_class(work.connection, draft.customer_id)


def take_service(book: Book, line_id: int, version: int, service_id: int | None) -> Changes:
    """Fill a line from the catalogue: its name, unit, price and tax class. None only
    forgets which service it was. `version` is the draft's.
    """
    with book.write() as work:
        line = work.get(InvoiceLine, line_id)
        draft = _draft(work, line.invoice_id, version)
        before = remember(draft)
        values: dict[str, Any] = {"service_id": service_id}
        if service_id is not None:
            service = work.get(Service, service_id)
            new = NewDraftLine(service_id=service_id)
            values |= _from_service(service, draft, new)
        _set_line(line, checks.cleaned(LINE, values))
        _price(line, draft.currency)
        return _done(work, "Change line", draft, before)


def edit_line(book: Book, line_id: int, version: int, **fields: Any) -> Changes:
    """Change a line; its amount follows. `version` is the draft's.

    Fields: name, note, quantity, unit, unit_price, discount_minor or
    discount_percent (of this line), service_id, site_id, tax_class, item_code, period_start,
    period_end, given_rate, given_category.
    """
    percent = fields.pop("discount_percent", None)
    values = checks.cleaned(LINE, fields)
    with book.write() as work:
        line = work.get(InvoiceLine, line_id)
        draft = _draft(work, line.invoice_id, version)
        before = remember(draft)
        _set_line(line, values)
        if percent is not None:
            line.discount_minor = _share_of(line, draft.currency, percent)
        _check(work, draft, line)
        _price(line, draft.currency)
        return _done(work, "Change line", draft, before)


def _share_of(line: InvoiceLine, currency: str, percent: Decimal) -> int:
    share = Fraction(discount_percent(percent), 100_000_000)
    gross = Fraction(line.quantity) * Fraction(line.unit_price) / line.price_base
    return to_minor(gross * share, currency)


def remove_line(book: Book, line_id: int, version: int) -> Changes:
    """Take a line off the draft. Its time and its period are free for the next run."""
    with book.write() as work:
        line = work.get(InvoiceLine, line_id)
        draft = _draft(work, line.invoice_id, version)
        freed = release(work, draft, {line_id})
        before = remember(draft)
        draft.lines.remove(line)
        _number(draft.lines)
        done = _done(work, "Remove line", draft, before)
        step = Step(before, remember(draft))
    return Changes.of(*FREEING, ids=done.ids, undo=undo_of("Remove line", FREEING, *freed, step))


def move_lines(book: Book, invoice_id: int, version: int, order: Sequence[int]) -> Changes:
    """Put the lines into this order of ids. DomainError("order_incomplete")."""
    with book.write() as work:
        draft = _draft(work, invoice_id, version)
        before = remember(draft)
        by_id = {line.id: line for line in draft.lines}
        if sorted(order) != sorted(key for key in by_id if key is not None):
            raise DomainError("order_incomplete")
        draft.lines[:] = [by_id[key] for key in order]
        _number(draft.lines)
        return _done(work, "Move line", draft, before)


# --- the whole draft --------------------------------------------------------------------


def delete(book: Book, invoice_ids: Sequence[int]) -> Changes:
    """Take drafts away. Their time and periods are free for the next run.

    Undo brings the same rows back, unless one of their periods stands on another
    document by then.
    """
    steps: list[Step] = []
    with book.write() as work:
        drafts = [_draft(work, key) for key in invoice_ids]
        periods = sorted(
            {
                (row.contract_line_id, row.whole_start)
                for each in drafts
                for line in each.lines
                for row in line.ledger
            }
        )
        for draft in drafts:
            steps += release(work, draft)
            steps.append(deleted(draft))
            work.delete(draft)
        others = queries.ledger_ids(work.connection, periods)
    undo = undo_of("Delete draft", FREEING, *steps)

    def bring_back(book: Book) -> Changes:
        with book.read() as work:
            if queries.ledger_ids(work.connection, periods) != others:
                raise DomainError("changed_since")
        return undo.job(book)

    ids = tuple(invoice_ids)
    return Changes.of(*FREEING, ids=ids, undo=Undo(undo.label, bring_back, undo.stands))


def is_there(book: Book, invoice_id: int) -> bool:
    """Whether it is a draft still: neither deleted nor issued."""
    with book.read() as work:
        found = work.find(Invoice, invoice_id)
        return found is not None and found.number is None


def release(work: Work, draft: Invoice, line_ids: set[int] | None = None) -> list[Step]:
    """Free the time that a draft, or some of its lines, holds; the steps to undo it."""
    held = queries.reserved(work.connection, _key(draft))
    keys = [key for key, line in held.items() if line_ids is None or line in line_ids]
    steps = []
    for entry in work.many(TimeEntry, keys).values():
        before = remember(entry)
        entry.invoice_line_id = None
        steps.append(changed(work, before, entry))
    return steps


def _draft(work: Work, invoice_id: int | None, version: int | None = None) -> Invoice:
    draft = work.get(Invoice, invoice_id)
    if draft.issued:
        raise DomainError("not_a_draft")
    if version is not None and draft.version != version:
        raise DomainError("changed_since")
    return draft


def _done(work: Work, label: str, draft: Invoice, before: Snapshot) -> Changes:
    work.touch(draft)
    step = changed(work, before, draft)
    return Changes.of(*KINDS, ids=(_key(draft),), undo=undo_of(label, KINDS, step))


def _set_line(line: InvoiceLine, values: Mapping[str, Any]) -> None:
    """Minutes are priced by the hour, whatever else by its unit."""
    if "unit" in values:
        line.price_base = 60 if values["unit"] == "MIN" else 1
    _set(line, {STORED.get(name, name): value for name, value in values.items()})


def _set(row: Any, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _check(work: Work, draft: Invoice, line: InvoiceLine) -> None:
    """The site is the customer's, and the days of service are in order."""
    if line.site_id is not None and work.get(Site, line.site_id).customer_id != draft.customer_id:
        raise DomainError("not_found", kind="Site", key=line.site_id)
    start, end = line.period_start, line.period_end
    if start is not None and end is not None and end <= start:
        details: dict[str, object] = {"first": start, "last": end}
        raise InvalidInput([Problem("ends_before_start", "period_end", details)])


def _price(line: InvoiceLine, currency: str) -> None:
    net = line_net(line.quantity, line.unit_price, line.price_base, line.discount_minor, currency)
    line.amount_minor = checks.amount_minor(net)


def _number(lines: Sequence[InvoiceLine]) -> None:
    for position, line in enumerate(lines):
        line.position = position


def _key(draft: Invoice) -> int:
    if draft.id is None:
        raise DomainError("not_found", kind="Invoice", key=None)
    return draft.id
