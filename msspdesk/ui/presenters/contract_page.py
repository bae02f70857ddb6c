"""One contract: its facts, its lines, and the terms of each line."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from msspdesk.domain.errors import DomainError, InvalidInput, Problem
from msspdesk.domain.periods import Horizon, Period
from msspdesk.domain.pricing import Model, model, models
from msspdesk.services import billing_run, catalogue, contracts, counts, customer_page
from msspdesk.services.changes import Changes
from msspdesk.services.contracts import ContractPage, LineView, NewLine
from msspdesk.texts import _
from msspdesk.ui.presenters.base import OnError, Presenter, Runner
from msspdesk.ui.presenters.contract_words import day_after, last_day

if TYPE_CHECKING:
    from msspdesk.db.book import Book
    from msspdesk.db.queries.parties import ServiceRow
    from msspdesk.services.counts import CountView

Choices = list[tuple[Any, str]]
AHEAD = timedelta(days=92)
DATES = {"last_day": "end", "billed_through": "billed_until"}
"""Fields that show the last day of what the book stores as the day after."""


@dataclass(frozen=True, slots=True)
class ComingRow:
    """A period of the contract that will be billed, by what is known today."""

    id: int
    title: str
    period: Period
    amount_minor: int


@dataclass(frozen=True, slots=True)
class _Loaded:
    page: ContractPage | None
    services: tuple[ServiceRow, ...]
    counts: tuple[CountView, ...]
    kinds: tuple[str, ...]
    sites: Choices
    coming: tuple[ComingRow, ...]
    today: date


class ContractEditor(Presenter):
    """The contract that is open, and the line that is open in it."""

    watches = frozenset({"contracts", "counts", "services", "customers", "invoices", "time"})

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self.contract_id: int | None = None
        self.line_id: int | None = None
        self.page: ContractPage | None = None
        self.today = date.min
        self.new_model = ""
        self.new_kept: dict[str, Any] = {}
        self._found: _Loaded | None = None

    # -- what is shown

    def open(self, contract_id: int) -> None:
        if contract_id != self.contract_id:
            self.line_id, self.new_model = None, ""
        self.contract_id = contract_id
        self.reload()

    def open_line(self, line_id: int | None) -> None:
        self.line_id, self.new_model = line_id, ""
        self.updated()

    def begin_line(self, code: str = "", kept: dict[str, Any] | None = None) -> None:
        """A new line, billed by a model; `kept` is what was filled in already."""
        self.line_id = None
        self.new_model = code or self.models[0].code
        self.new_kept = kept or {}
        self.updated()

    def reload(self) -> None:
        contract_id = self.contract_id
        if contract_id is not None:
            self.read(lambda book: _load(book, contract_id), self._loaded)

    def _loaded(self, found: _Loaded) -> None:
        self._found, self.page, self.today = found, found.page, found.today
        if self.line is None:
            self.line_id = None
        self.updated()

    @property
    def line(self) -> LineView | None:
        """The open line, or None."""
        lines = self.page.lines if self.page is not None else ()
        return next((each for each in lines if each.id == self.line_id), None)

    def count_of(self, line: LineView) -> Decimal | None:
        """The newest count of the line's kind, over all sites unless it names one."""
        found = self._found.counts if self._found is not None else ()
        mine = [
            each.quantity
            for each in found
            if each.kind == line.count_kind and line.site_id in (None, each.site_id)
        ]
        return sum(mine, Decimal(0)) if mine else None

    @property
    def services(self) -> Choices:
        """The catalogue, for the choice of a service."""
        return [(row.id, row.name) for row in self._found.services] if self._found else []

    @property
    def sites(self) -> Choices:
        """The customer's sites, with "all" first."""
        return [(None, _("All sites")), *(self._found.sites if self._found else [])]

    @property
    def coming(self) -> tuple[ComingRow, ...]:
        """What the next months will bring, oldest first."""
        return self._found.coming if self._found is not None else ()

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of count known so far."""
        return self._found.kinds if self._found is not None else ()

    @property
    def models(self) -> list[Model]:
        """The pricing models, the usual ones first."""
        return list(models().values())

    def contract_values(self) -> dict[str, Any]:
        """The contract's own form."""
        page = self.page
        if page is None:
            return {}
        return {
            "title": page.title,
            "start": page.start,
            "last_day": last_day(page.end),
            "po_number": page.po_number,
            "notes": page.notes,
        }

    def line_values(self) -> dict[str, Any]:
        """The open line's form."""
        line = self.line
        if line is None:
            return {}
        names = ("service_id", "label", "site_id", "count_kind", "cadence_months", "anchor_day")
        values = {name: getattr(line, name) for name in (*names, "timing", "proration", "start")}
        return values | {
            "last_day": last_day(line.end),
            "billed_through": last_day(line.billed_until),
        }

    def new_line_values(self) -> dict[str, Any]:
        """What a new line begins with."""
        return {
            "cadence_months": 1,
            "anchor_day": 1,
            "timing": "arrears",
            "proration": "actual_days",
            "start": self.page.start if self.page else self.today,
            "model": self.models[0].code,
        }

    # -- deeds

    def change(self, key: str, value: Any, on_error: OnError) -> None:
        """A field of the contract was left with a new value."""
        page = self.page
        if page is not None:
            stored = _stored(key, value)
            self.write(
                lambda book: contracts.update_contract(book, page.id, page.version, **stored),
                notice=_("{customer}: contract changed").format(customer=page.customer),
                on_error=lambda error: on_error(_at(key, error)),
            )

    def change_line(self, key: str, value: Any, on_error: OnError) -> None:
        """A field of the open line was left with a new value."""
        line = self.line
        if line is not None:
            stored = _stored(key, value)
            self.write(
                lambda book: contracts.update_line(book, line.id, line.version, **stored),
                notice=_("{line}: contract line changed").format(line=line.title),
                on_error=lambda error: on_error(_at(key, error)),
            )

    def add_line(self, values: dict[str, Any], on_error: OnError) -> None:
        """A new line out of its form; `terms` are told apart by the model's fields."""
        page = self.page
        if page is None:
            return
        try:
            new = _new_line(values)
        except DomainError as error:
            on_error(error)
            return

        def done(changes: Changes) -> None:
            self.line_id, self.new_model, self.new_kept = changes.ids[0], "", {}
            self.reload()

        self.write(lambda book: contracts.add_line(book, page.id, new), done, on_error=on_error)

    def new_terms(self, valid_from: date, values: dict[str, Any], on_error: OnError) -> None:
        """A new price from a day on; on the day of the first terms it replaces them."""
        line = self.line
        if line is None:
            return
        code = line.terms[-1].model
        try:
            terms = _terms(code, values)
        except DomainError as error:
            on_error(error)
            return
        self.write(
            lambda book: contracts.set_terms(book, line.id, valid_from, code, terms),
            on_error=on_error,
            notice=_("New price noted"),
        )

    def remove_terms(self, terms_id: int) -> None:
        line = self.line
        if line is not None:
            self.write(lambda book: contracts.remove_terms(book, line.id, terms_id))

    def remove_line(self, line_id: int) -> None:
        """Undo brings it back; a billed line can only end."""
        self.write(lambda book: contracts.remove_line(book, line_id))

    def archive(self) -> None:
        page = self.page
        if page is not None:
            self.write(
                lambda book: contracts.archive_contract(book, page.id, archived=not page.archived)
            )

    def record_count(self, kind: str, quantity: Decimal, day: date, on_error: OnError) -> None:
        """From a day on the customer has so many."""
        page = self.page
        if page is not None:
            self.write(
                lambda book: counts.record_count(book, page.customer_id, kind, day, quantity),
                on_error=on_error,
            )


def _stored(key: str, value: Any) -> dict[str, Any]:
    return {DATES[key]: day_after(value)} if key in DATES else {key: value}


def _new_line(values: dict[str, Any]) -> NewLine:
    plain = dict(values)
    if plain.get("service_id") is None:
        raise InvalidInput([Problem("service_missing", "service_id")])
    code = plain.pop("model")
    terms = _terms(code, plain)
    for each in fields(model(code).Terms):
        plain.pop(each.name, None)
    stored: dict[str, Any] = {}
    for key, value in plain.items():
        stored |= _stored(key, value)
    return NewLine(model=code, terms=terms, **stored)


def _terms(code: str, values: dict[str, Any]) -> Any:
    """The model's terms from its fields; an empty field that is needed is named."""
    kind = model(code).Terms
    wanted = {each.name: "None" in str(each.type) for each in fields(kind)}
    missing = [
        name for name, optional in wanted.items() if values.get(name) is None and not optional
    ]
    if missing:
        raise InvalidInput([Problem("price_missing", name) for name in missing])
    return kind(**{name: values.get(name) for name in wanted})


def _at(key: str, error: Exception) -> Exception:
    """The error as a problem of the field it came from, by the form's own names."""
    shown = {stored: name for name, stored in DATES.items()}
    if isinstance(error, InvalidInput):
        moved = [
            Problem(each.code, shown.get(each.field, each.field), each.details)
            for each in error.problems
        ]
        return InvalidInput(moved)
    if isinstance(error, DomainError):
        return InvalidInput([Problem(error.code, key, error.details)])
    return error


def _load(book: Book, contract_id: int) -> _Loaded:
    try:
        page: ContractPage | None = contracts.page(book, contract_id)
    except DomainError:
        page = None
    customer_id = page.customer_id if page is not None else 0
    return _Loaded(
        page=page,
        services=tuple(catalogue.list_rows(book)),
        counts=tuple(counts.latest(book, customer_id)),
        kinds=tuple(counts.kinds(book)),
        sites=_sites(book, customer_id) if page is not None else [],
        coming=_coming(book, page) if page is not None else (),
        today=book.today(),
    )


def _coming(book: Book, page: ContractPage) -> tuple[ComingRow, ...]:
    """The next months' charges, computed as the month end computes them."""
    horizon = Horizon.through(book.today() + AHEAD)
    proposal = billing_run.preview(book, horizon, customer_id=page.customer_id)
    lines = [
        line
        for customer in proposal.customers
        for line in customer.lines
        if line.contract_id == page.id
    ]
    lines.sort(key=lambda line: (line.period.start, line.title))
    return tuple(
        ComingRow(at, line.title, line.period, line.amount_minor) for at, line in enumerate(lines)
    )


def _sites(book: Book, customer_id: int) -> Choices:
    found = customer_page.sites(book, customer_id)
    return [(each.id, each.name or each.city or each.street) for each in found]
