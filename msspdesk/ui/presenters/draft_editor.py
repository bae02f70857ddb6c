"""Editing a draft: each field is stored when it is left, each change can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from msspdesk.domain.errors import DomainError
from msspdesk.domain.money import to_major, to_minor
from msspdesk.domain.reading import read_amount, read_duration
from msspdesk.services import catalogue, drafts
from msspdesk.services.changes import Changes
from msspdesk.services.drafts import DraftLine, DraftPage, NewDraftLine
from msspdesk.texts import _, formats
from msspdesk.texts.documents import sentences
from msspdesk.ui.presenters.base import OnError, Presenter, Runner

if TYPE_CHECKING:
    from msspdesk.db.book import Book
    from msspdesk.db.queries.parties import ServiceRow

Change = Callable[["Book", DraftPage], Changes]


@dataclass(frozen=True, slots=True)
class EditorRow:
    """A line as the table shows and edits it."""

    id: int
    name: str
    note: str
    quantity: str
    unit: str
    price: str
    price_edit: str
    discount: str
    amount: str


class DraftEditor(Presenter):
    """The draft that is open for editing, None when there is none."""

    watches = frozenset({"invoices"})

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self.invoice_id: int | None = None
        self.page: DraftPage | None = None
        self.services: tuple[ServiceRow, ...] = ()
        self.shown_line: int | None = None

    # -- reading

    def show(self, invoice_id: int | None) -> None:
        if invoice_id != self.invoice_id:
            self.invoice_id, self.page, self.shown_line = invoice_id, None, None
        self.reload()

    def reload(self) -> None:
        wanted = self.invoice_id
        if wanted is not None:
            self.read(
                lambda book: drafts.page(book, wanted), self._loaded, on_error=lambda _e: None
            )

    def _loaded(self, page: DraftPage) -> None:
        if page.id == self.invoice_id:
            self.page = page
            if self.line is None:
                self.shown_line = page.lines[0].id if page.lines else None
            self.updated()

    def load_services(self, done: Callable[[], None]) -> None:
        """The catalogue, for a line from it."""

        def keep(found: list[ServiceRow]) -> None:
            self.services = tuple(found)
            done()

        self.read(catalogue.list_rows, keep, key="services")

    def rows(self) -> list[EditorRow]:
        page = self.page
        return [_row(each, page) for each in page.lines] if page else []

    @property
    def line(self) -> DraftLine | None:
        """The line whose note is shown."""
        lines = self.page.lines if self.page else ()
        return next((each for each in lines if each.id == self.shown_line), None)

    def pick(self, line_id: int) -> None:
        self.shown_line = line_id
        self.updated()

    @property
    def currency(self) -> str:
        return self.page.currency if self.page else ""

    def head(self) -> dict[str, object]:
        """The values of the head's form."""
        page = self.page
        if page is None:
            return {}
        return {
            "intro": page.intro,
            "closing": page.closing,
            "terms_days": Decimal(page.terms_days),
            "po_number": page.po_number,
            "buyer_reference": page.buyer_reference,
            "discount_percent": page.discount_percent or None,
            "discount_minor": to_major(page.discount_minor, page.currency)
            if page.discount_minor
            else None,
        }

    # -- writing

    def _change(self, change: Change, on_error: OnError | None = None) -> None:
        wanted = self.invoice_id
        if wanted is not None:
            self.write(
                lambda book: change(book, drafts.page(book, wanted)),
                on_error=on_error or self._refused,
            )

    def _refused(self, error: Exception) -> None:
        self.runner.notify(self.runner.explain(error), tone="bad")
        self.updated()

    def edit_head(self, key: str, value: Any, on_error: OnError) -> None:
        """Store one field of the head; amounts come in major units, terms as a number."""
        if key == "discount_minor":
            value = to_minor(value or Decimal(0), self.currency)
        elif key == "discount_percent":
            value = value or Decimal(0)
        elif key == "terms_days":
            value = int(value or 0)
        fields = {key: value}
        self._change(
            lambda book, page: drafts.edit_head(book, page.id, page.version, **fields), on_error
        )

    def edit_cell(self, line_id: int, column: str, text: str) -> None:
        """Store what was typed into a cell of the table; a bad value is told and dropped."""
        lines = self.page.lines if self.page else ()
        line = next((each for each in lines if each.id == line_id), None)
        if line is None:
            return
        try:
            fields = self._typed(line, column, text.strip())
        except DomainError as error:
            self._refused(error)
            return
        self.edit_line(line_id, **fields)

    def _typed(self, line: DraftLine, column: str, text: str) -> dict[str, Any]:
        if column == "quantity" and line.unit == "MIN":
            return {"quantity": Decimal(read_duration(text))}
        if column == "quantity":
            return {"quantity": read_amount(text, ".", 6)}
        if column == "price":
            return {"unit_price": read_amount(text, ".", 6)}
        if column == "discount":
            return self._discount(text)
        return {column: text}

    def _discount(self, text: str) -> dict[str, Any]:
        """ "10%" of the line, or an amount; empty takes it away."""
        if text.endswith("%"):
            return {"discount_percent": read_amount(text[:-1], ".", 6)}
        if not text:
            return {"discount_minor": 0}
        return {"discount_minor": to_minor(read_amount(text, ".", 6), self.currency)}

    def edit_line(self, line_id: int, **fields: Any) -> None:
        """Store fields of a line."""
        self._change(lambda book, page: drafts.edit_line(book, line_id, page.version, **fields))

    def add_line(self) -> None:
        """A free line at the end, to be typed over."""
        new = NewDraftLine(name=_("New line"))
        self._change(lambda book, page: drafts.add_line(book, page.id, page.version, new))

    def add_service(self, service_id: int) -> None:
        """A line from the catalogue, with its unit, price and tax class."""
        new = NewDraftLine(service_id=service_id)
        self._change(lambda book, page: drafts.add_line(book, page.id, page.version, new))

    def remove_line(self, line_id: int) -> None:
        self._change(lambda book, page: drafts.remove_line(book, line_id, page.version))

    def move_line(self, line_id: int, step: int) -> None:
        """One place up (-1) or down (1)."""
        order = [each.id for each in self.page.lines] if self.page else []
        if line_id not in order:
            return
        place = order.index(line_id)
        other = place + step
        if 0 <= other < len(order):
            order[place], order[other] = order[other], order[place]
            self._change(lambda book, page: drafts.move_lines(book, page.id, page.version, order))


def _row(line: DraftLine, page: DraftPage) -> EditorRow:
    time = line.unit == "MIN"
    quantity = formats.hours(int(line.quantity)) if time else formats.quantity(line.quantity)
    return EditorRow(
        id=line.id,
        name=line.name,
        note=line.note.replace("\n", ", "),
        quantity=quantity,
        unit="h" if time else sentences("en").unit(line.unit, line.quantity),
        price=formats.price(line.unit_price, page.currency),
        price_edit=f"{line.unit_price:f}",
        discount=formats.amount(-line.discount_minor, page.currency) if line.discount_minor else "",
        amount=formats.amount(line.amount_minor, page.currency),
    )
