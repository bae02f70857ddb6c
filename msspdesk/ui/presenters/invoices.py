"""The list of drafts, invoices and credit notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from msspdesk.services import drafts, invoices
from msspdesk.services.customers import CustomerRow, list_rows
from msspdesk.services.invoices import InvoiceFilter, InvoiceRow, State
from msspdesk.texts import _
from msspdesk.ui.presenters.base import Presenter, Runner

SEGMENTS: Final[dict[str, frozenset[State]]] = {
    "all": frozenset(State),
    "drafts": frozenset({State.DRAFT}),
    "open": frozenset({State.OPEN, State.PART_PAID, State.OVERDUE}),
    "overdue": frozenset({State.OVERDUE}),
    "paid": frozenset({State.PAID}),
}


def state_words(row: InvoiceRow) -> tuple[str, str]:
    """The state as a word and its tone."""
    words = {
        State.DRAFT: (_("Out of date") if row.stale else _("Draft"), "warn" if row.stale else ""),
        State.OPEN: (_("Open"), "text"),
        State.PART_PAID: (_("Part paid"), "warn"),
        State.PAID: (_("Paid"), "good"),
        State.OVERDUE: (_("Overdue"), "bad"),
        State.CANCELLED: (_("Cancelled"), "muted"),
        State.CREDIT: (_("Credit note"), "muted"),
    }
    text, tone = words[row.state]
    return text, tone or "muted"


class InvoiceList(Presenter):
    """Rows by segment, filter and order. All of them are read at once: ids are paged."""

    watches = frozenset({"invoices", "payments", "customers"})

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self._all: tuple[InvoiceRow, ...] = ()
        self.rows: tuple[InvoiceRow, ...] = ()
        self.counts: dict[str, int] = dict.fromkeys(SEGMENTS, 0)
        self.segment = "all"
        self.filter = ""
        self.sort_key, self.sort_down = "", False
        self.loaded = False
        self.customers: tuple[CustomerRow, ...] = ()

    def reload(self) -> None:
        wanted = InvoiceFilter(text=self.filter)
        self.read(lambda book: invoices.rows(book, wanted), self._loaded)

    def _loaded(self, rows: Sequence[InvoiceRow]) -> None:
        self._all = tuple(rows)
        self.counts = {
            key: sum(1 for row in rows if row.state in states) for key, states in SEGMENTS.items()
        }
        self.loaded = True
        self._arrange()

    def _arrange(self) -> None:
        states = SEGMENTS[self.segment]
        rows = [row for row in self._all if row.state in states]
        if self.sort_key:
            rows.sort(key=self._value, reverse=self.sort_down)
        self.rows = tuple(rows)
        self.updated()

    def _value(self, row: InvoiceRow) -> tuple[object, ...]:
        if self.sort_key == "customer":
            return (row.customer.casefold(), row.id)
        if self.sort_key == "amount":
            return (row.amount_minor, row.id)
        if self.sort_key == "state":
            return (row.state.value, row.id)
        return (row.number or "", row.id)

    def search(self, text: str) -> None:
        self.filter = text
        self.reload()

    def show_segment(self, key: str) -> None:
        self.segment = key
        self._arrange()

    def sort(self, key: str, down: bool) -> None:
        self.sort_key, self.sort_down = key, down
        self._arrange()

    @property
    def is_empty(self) -> bool:
        """There is no document in the book at all."""
        return self.loaded and not self._all and not self.filter

    def row(self, invoice_id: int) -> InvoiceRow | None:
        return next((row for row in self._all if row.id == invoice_id), None)

    def load_customers(self, done: Callable[[], None]) -> None:
        """Whom a new invoice can be for."""

        def keep(found: Sequence[CustomerRow]) -> None:
            self.customers = tuple(found)
            done()

        self.read(list_rows, keep, key="customers")

    def delete_draft(self, invoice_id: int) -> None:
        """Take a draft away; undo brings it back. An issued document stays."""
        row = self.row(invoice_id)
        if row is not None and row.state is State.DRAFT:
            self.write(lambda book: drafts.delete(book, [invoice_id]))
        else:
            self.runner.notify(
                _("An issued document stays. Cancel it with a credit note instead."), tone="warn"
            )
