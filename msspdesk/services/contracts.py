"""Contracts, their lines and the terms of a line.

Terms change by a new dated row. A line that stands on any document keeps what it
was billed by: only its label and its end may change, and a new row of terms, also
one that lies in the past (the next run bills the difference).
Days called `end` are the day after the last one. Every change can be undone.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from msspdesk.db.book import Book, Work
from msspdesk.db.queries import contracts as queries
from msspdesk.db.queries import drafts
from msspdesk.db.queries.contracts import ContractPage, ContractRow, LineView, TermsView
from msspdesk.domain import checks
from msspdesk.domain.catalogue import Service
from msspdesk.domain.contract_checks import contract_problems, line_problems, terms_problems
from msspdesk.domain.contracts import Contract, ContractLine, LineTerms
from msspdesk.domain.customers import Customer, Site
from msspdesk.domain.errors import DomainError, InvalidInput, Problem
from msspdesk.domain.periods import Proration, Timing
from msspdesk.domain.pricing import model
from msspdesk.services.changes import Changes
from msspdesk.services.undoing import added, changed, deleted, remember, undo_of

__all__ = [
    "ContractPage",
    "ContractRow",
    "LineView",
    "NewLine",
    "TermsView",
    "add_contract",
    "add_line",
    "add_terms",
    "archive_contract",
    "page",
    "remove_contract",
    "remove_line",
    "remove_terms",
    "rows",
    "set_terms",
    "update_contract",
    "update_line",
]

KINDS: Final = frozenset({"contracts", "billing"})
AFTER_BILLING: Final = frozenset({"label", "end"})
"""What may still change on a line that stands on a document."""

_CONTRACT: Final[Mapping[str, checks.Check]] = {
    "title": checks.words,
    "po_number": checks.words,
    "notes": checks.note,
    "start": lambda value: checks.day(_present(value, "start_missing")),
    "end": checks.day,
}
_LINE: Final[Mapping[str, checks.Check]] = {
    "service_id": lambda value: _present(value, "service_missing"),
    "label": checks.words,
    "site_id": lambda value: value,
    "count_kind": checks.words,
    "cadence_months": int,
    "anchor_day": int,
    "timing": checks.one_of(*Timing),
    "proration": checks.one_of(*Proration),
    "start": lambda value: checks.day(_present(value, "start_missing")),
    "end": checks.day,
    "billed_until": checks.day,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine:
    """A contract line to be added. `terms` is an instance of the model's Terms.

    Without a `start` it starts with the contract.
    """

    service_id: int | None
    model: str
    terms: Any
    label: str = ""
    site_id: int | None = None
    count_kind: str = ""
    cadence_months: int = 1
    anchor_day: int = 1
    timing: str = Timing.ARREARS.value
    proration: str = Proration.ACTUAL_DAYS.value
    start: date | None = None
    end: date | None = None
    billed_until: date | None = None


def rows(book: Book, *, customer_id: int | None = None) -> list[ContractRow]:
    """All contracts by customer, those in the archive too."""
    with book.read() as work:
        return queries.rows(work.connection, customer_id=customer_id)


def page(book: Book, contract_id: int) -> ContractPage:
    """A contract with its lines. DomainError("not_found")."""
    with book.read() as work:
        found = queries.page(work.connection, contract_id)
    if found is None:
        raise DomainError("not_found", kind="Contract", key=contract_id)
    return found


# --- contracts --------------------------------------------------------------------------


def add_contract(book: Book, customer_id: int, **fields: Any) -> Changes:
    """Fields: start, end, title, po_number, notes. InvalidInput with all problems."""
    values = checks.cleaned(_CONTRACT, {"start": None} | fields)
    with book.write() as work:
        work.get(Customer, customer_id)
        contract = Contract(uuid=str(uuid.uuid4()), customer_id=customer_id, **values)
        _refuse(contract_problems(contract))
        work.add(contract)
        step = added(contract)
    undo = undo_of("Add contract", KINDS, step)
    return Changes.of(*KINDS, ids=(step_key(contract),), undo=undo)


def update_contract(book: Book, contract_id: int, version: int, **fields: Any) -> Changes:
    """Change title, po_number, notes, start or end. InvalidInput, changed_since."""
    values = checks.cleaned(_CONTRACT, fields)
    with book.write() as work:
        contract = work.get_at(Contract, contract_id, version)
        before = remember(contract)
        _set(contract, values)
        _refuse(contract_problems(contract))
        return _done(work, "Change contract", contract, before)


def archive_contract(book: Book, contract_id: int, *, archived: bool = True) -> Changes:
    """Put it away, or take it back. In the archive it is neither billed nor credited."""
    with book.write() as work:
        contract = work.get(Contract, contract_id)
        before = remember(contract)
        contract.archived = archived
        return _done(work, "Archive contract" if archived else "Restore contract", contract, before)


def remove_contract(book: Book, contract_id: int) -> Changes:
    """Take it away with its lines. DomainError("contract_has_billed_lines") once billed."""
    with book.write() as work:
        contract = work.get(Contract, contract_id)
        keys = [line.id for line in contract.lines if line.id is not None]
        if queries.billed_to(work.connection, keys):
            raise DomainError("contract_has_billed_lines")
        step = deleted(contract)
        work.delete(contract)
    undo = undo_of("Remove contract", KINDS, step)
    return Changes.of(*KINDS, ids=(contract_id,), undo=undo)


# --- lines ------------------------------------------------------------------------------


def add_line(book: Book, contract_id: int, new: NewLine) -> Changes:
    """Add a line with its first terms; `ids` is that of the line."""
    with book.write() as work:
        contract = work.get(Contract, contract_id)
        before = remember(contract)
        values = {name: getattr(new, name) for name in _LINE}
        values["start"] = new.start or contract.start
        line = ContractLine(**checks.cleaned(_LINE, values))
        line.position = max((each.position for each in contract.lines), default=-1) + 1
        priced = model(new.model)
        _refuse(line_problems(line, contract) + terms_problems(priced, new.terms, line))
        _check_references(work, contract, line)
        line.terms = [_terms_row(line.start, new.model, new.terms)]
        contract.lines.append(line)
        done = _done(work, "Add contract line", contract, before)
    return Changes(done.kinds, (step_key(line),), done.undo)


def update_line(book: Book, line_id: int, version: int, **fields: Any) -> Changes:
    """Change a line; fields are those of NewLine but its model and terms.

    DomainError("line_is_billed") for anything but label and end once it is billed.
    The first terms follow the start.
    """
    values = checks.cleaned(_LINE, fields)
    with book.write() as work:
        line, contract = _line(work, line_id, version)
        moved = {name for name, value in values.items() if getattr(line, name) != value}
        if not moved <= AFTER_BILLING and queries.billed_to(work.connection, [line_id]):
            raise InvalidInput(
                [Problem("line_is_billed", name) for name in sorted(moved - AFTER_BILLING)]
            )
        before = remember(contract)
        first = min(line.terms, key=lambda each: each.valid_from)
        _set(line, values)
        first.valid_from = min(first.valid_from, line.start) if len(line.terms) > 1 else line.start
        priced = model(first.model)
        problems = line_problems(line, contract)
        if priced.needs_count and not line.count_kind:
            problems.append(Problem("line_needs_count", "count_kind"))
        _refuse(problems)
        _check_references(work, contract, line)
        done = _done(work, "Change contract line", contract, before)
    return Changes(done.kinds, (line_id,), done.undo)


def remove_line(book: Book, line_id: int) -> Changes:
    """Take a line away. DomainError: line_is_billed, still_in_use (time is noted on it)."""
    with book.write() as work:
        line, contract = _line(work, line_id)
        if queries.billed_to(work.connection, [line_id]):
            raise DomainError("line_is_billed")
        before = remember(contract)
        contract.lines.remove(line)
        return _done(work, "Remove contract line", contract, before)


# --- terms ------------------------------------------------------------------------------


def add_terms(book: Book, line_id: int, valid_from: date, code: str, terms: Any) -> Changes:
    """New terms from a day on: a price change. Days before keep what they had."""
    with book.write() as work:
        line, contract = _line(work, line_id)
        before = remember(contract)
        problems = terms_problems(model(code), terms, line)
        if valid_from < line.start:
            problems.append(Problem("terms_before_start", "valid_from", {"start": line.start}))
        if any(each.valid_from == valid_from for each in line.terms):
            problems.append(Problem("terms_day_taken", "valid_from", {"day": valid_from}))
        _refuse(problems)
        line.terms.append(_terms_row(valid_from, code, terms))
        work.touch(line)
        done = _done(work, "Change terms", contract, before)
    return Changes(done.kinds, (line_id,), done.undo)


def set_terms(book: Book, line_id: int, valid_from: date, code: str, terms: Any) -> Changes:
    """Terms from a day on, in place of those of the same day while nothing is billed.

    DomainError("line_is_billed") when what was billed began on that day.
    """
    with book.read() as work:
        line, _contract = _line(work, line_id)
        taken = any(each.valid_from == valid_from for each in line.terms)
    if not taken:
        return add_terms(book, line_id, valid_from, code, terms)
    with book.write() as work:
        line, contract = _line(work, line_id)
        if queries.billed_to(work.connection, [line_id]):
            raise InvalidInput([Problem("line_is_billed", "valid_from")])
        before = remember(contract)
        _refuse(terms_problems(model(code), terms, line))
        row = _terms_row(valid_from, code, terms)
        for each in line.terms:
            if each.valid_from == valid_from:
                each.model, each.model_version, each.terms = row.model, row.model_version, row.terms
        work.touch(line)
        done = _done(work, "Change terms", contract, before)
    return Changes(done.kinds, (line_id,), done.undo)


def remove_terms(book: Book, line_id: int, terms_id: int) -> Changes:
    """Take a row of terms away; the one before it holds on. The last one stays."""
    with book.write() as work:
        line, contract = _line(work, line_id)
        before = remember(contract)
        if len(line.terms) == 1:
            raise DomainError("terms_last_row")
        line.terms[:] = [each for each in line.terms if each.id != terms_id]
        work.touch(line)
        done = _done(work, "Remove terms", contract, before)
    return Changes(done.kinds, (line_id,), done.undo)


# --- what they share --------------------------------------------------------------------


def step_key(row: Any) -> int:
    """The key of a row that was just stored."""
    key: int = row.id
    return key


def _line(work: Work, line_id: int, version: int | None = None) -> tuple[ContractLine, Contract]:
    line = work.get(ContractLine, line_id)
    if version is not None and line.version != version:
        raise DomainError("changed_since")
    contract = work.get(Contract, line.contract_id)
    return line, contract


def _done(work: Work, label: str, contract: Contract, before: Any) -> Changes:
    work.touch(contract)
    step = changed(work, before, contract)
    drafts.mark_stale(work.connection, contract.customer_id)
    kinds = KINDS | {"invoices"}
    return Changes.of(*kinds, ids=(step_key(contract),), undo=undo_of(label, kinds, step))


def _terms_row(valid_from: date, code: str, terms: Any) -> LineTerms:
    priced = model(code)
    checks.day(valid_from)
    return LineTerms(
        valid_from=valid_from, model=code, model_version=priced.version, terms=priced.write(terms)
    )


def _check_references(work: Work, contract: Contract, line: ContractLine) -> None:
    """The service exists, and the site is one of the customer's."""
    work.get(Service, line.service_id)
    if line.site_id is not None:
        site = work.get(Site, line.site_id)
        if site.customer_id != contract.customer_id:
            raise DomainError("not_found", kind="Site", key=line.site_id)


def _set(row: Any, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise InvalidInput(problems)


def _present(value: Any, code: str) -> Any:
    if value is None:
        raise DomainError(code)
    return value
