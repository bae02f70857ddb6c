"""Editing a draft, its page beside it: lines in place, texts and discount below."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from msspdesk.domain.money import exponent
from msspdesk.domain.reading import read_amount
from msspdesk.texts import _, formats
from msspdesk.ui.forms import AmountField, Form, MultilineField, TextField
from msspdesk.ui.presenters.draft_editor import DraftEditor, EditorRow
from msspdesk.ui.presenters.draft_exchange import DraftExchange
from msspdesk.ui.tables import Cell, Column, ListModel, Table, TableView
from msspdesk.ui.views.draft_exchange import ExchangePane
from msspdesk.ui.widgets import Button, ElidedLabel, EmptyState, Label, Line, hbox, scrolling, vbox

WIDTH = 600
HEAD = 56


class DraftEditorView(QWidget):
    """`done` goes back to the list."""

    done = Signal()

    def __init__(self, presenter: DraftEditor) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self.presenter = presenter
        self._typing_from: int | None = None  # how many lines stood when one was asked for
        self.model = ListModel(columns())
        self.view = TableView(self.model, _("Lines"), row_height=48, cell_mode=True, inset_right=24)
        self.table = Table(self.view, fit=True, empty=self._empty())
        self._customer = ElidedLabel("", "title")
        self._note = MultilineField("note", _("Under the name of the line"), lines=2)
        self._exchange = ExchangePane(DraftExchange(presenter.runner))
        self._head_form = Form(head_fields())
        self._currency_field = self._head_form.fields["discount_minor"]
        column = vbox(self, spacing=0)
        column.addWidget(self._head())
        column.addWidget(Line())
        column.addWidget(scrolling(self._body()), 1)
        self._connect()

    def _head(self) -> QWidget:
        head = QWidget()
        head.setFixedHeight(HEAD)
        row = hbox(head, spacing=8, margins=(16, 0, 24, 0))
        row.addWidget(
            Button(
                "", self.done.emit, look="barei", icon="chevron-left", name=_("Back to the list")
            )
        )
        row.addWidget(self._customer, 1)
        return head

    def _body(self) -> QWidget:
        body = QWidget()
        column = vbox(body, spacing=0)
        column.addWidget(self.table)
        inner = QWidget()
        inside = vbox(inner, spacing=16, margins=(24, 8, 24, 24))
        inside.addLayout(self._line_buttons())
        inside.addWidget(self._note)
        inside.addWidget(self._exchange)
        inside.addWidget(Line())
        inside.addWidget(Label(_("The whole invoice"), "heading"))
        inside.addWidget(self._head_form)
        column.addWidget(inner)
        column.addStretch(1)
        return body

    def _line_buttons(self) -> Any:
        row = hbox(spacing=8)
        row.addWidget(Button(_("Add line"), self._add_line, look="row", icon="plus"))
        self._catalogue = Button(_("From catalogue"), self._open_catalogue, look="row")
        row.addWidget(self._catalogue)
        row.addStretch(1)
        tools = (
            ("chevron-up", _("Move line up"), lambda: self._move(-1)),
            ("chevron-down", _("Move line down"), lambda: self._move(1)),
            ("trash", _("Remove line"), self._remove),
        )
        for icon, name, call in tools:
            row.addWidget(Button("", call, look="barei", icon=icon, name=name))
        return row

    def _empty(self) -> QWidget:
        state = EmptyState(_("No lines yet"), _("Add what this invoice is for."))
        state.setMinimumHeight(96)
        return state

    def _connect(self) -> None:
        self.model.edited.connect(self.presenter.edit_cell)
        self.view.picked.connect(self.presenter.pick)
        self.view.removed.connect(self.presenter.remove_line)
        self.view.left.connect(self.done)
        self._note.committed.connect(self._store_note)
        self._head_form.committed.connect(self._store_head)
        self.presenter.on_update(self.refresh)

    # -- showing

    def refresh(self) -> None:
        page = self.presenter.page
        if page is None:
            return
        title = _("Credit note") if page.kind == "credit_note" else _("Draft")
        self._customer.setText(f"{title}: {page.customer}")
        rows = self.presenter.rows()
        self.model.set_rows(rows)
        if self._typing_from is not None and len(rows) > self._typing_from:
            self._typing_from = None
            self._type_over(rows[-1].id)
        self._head_form.show_values(self.presenter.head())
        if isinstance(self._currency_field, AmountField):
            self._currency_field.set_unit(page.currency)
        self._exchange.show_draft(page.id, page.version)
        line = self.presenter.line
        self._note.setVisible(line is not None)
        if line is not None and not self._note.is_editing():
            self._note.set_value(line.note)

    # -- doing

    def _store_note(self, text: object) -> None:
        if self.presenter.shown_line is not None:
            self.presenter.edit_line(self.presenter.shown_line, note=text)

    def _store_head(self, key: str, value: object) -> None:
        self._head_form.clear_problems()
        self.presenter.edit_head(key, value, self._head_form.show_error)

    def begin(self) -> None:
        """The cursor goes into the only line of a draft that was just begun."""
        self._typing_from = 0

    def _add_line(self) -> None:
        """A line at the end, with the cursor in its name."""
        self._typing_from = len(self.presenter.rows())
        self.presenter.add_line()

    def _type_over(self, line_id: int) -> None:
        self.view.setCurrentIndex(self.view.model().index(-1, -1))
        self.view.select_id(line_id)
        self.view.setFocus()
        self.view.edit(self.view.currentIndex())

    def _move(self, step: int) -> None:
        line = self.presenter.shown_line
        if line is not None:
            self.presenter.move_line(line, step)

    def _remove(self) -> None:
        line = self.presenter.shown_line
        if line is not None:
            self.presenter.remove_line(line)

    def _open_catalogue(self) -> None:
        self.presenter.load_services(self._show_services)

    def _show_services(self) -> None:
        menu = QMenu(self._catalogue)
        for service in self.presenter.services:
            add = partial(self.presenter.add_service, service.id)
            menu.addAction(service.name.replace("&", "&&"), add)
        if not self.presenter.services:
            menu.addAction(_("The catalogue is empty")).setEnabled(False)
        menu.popup(self._catalogue.mapToGlobal(self._catalogue.rect().bottomLeft()))


def columns() -> tuple[Column[EditorRow], ...]:
    """Each cell but the amount is edited in place."""
    return (
        Column(
            "name",
            _("Service"),
            lambda row: Cell(row.name, bold=True, below=row.note),
            edit=lambda row: row.name,
        ),
        Column(
            "quantity",
            _("Quantity"),
            lambda row: Cell(row.quantity, below=row.unit),
            width=88,
            right=True,
            edit=lambda row: row.quantity.replace(",", ""),
        ),
        Column(
            "price",
            _("Price"),
            lambda row: Cell(row.price),
            width=88,
            right=True,
            edit=lambda row: row.price_edit,
        ),
        Column(
            "discount",
            _("Discount"),
            lambda row: Cell(row.discount, tone="muted"),
            width=84,
            right=True,
            edit=lambda row: row.discount.lstrip("\u2212").replace(",", ""),
        ),
        Column(
            "amount", _("Amount"), lambda row: Cell(row.amount, bold=True), width=112, right=True
        ),
    )


def head_fields() -> list[Any]:
    """Texts, terms, references and a discount on the whole."""
    return [
        MultilineField("intro", _("Text above the lines"), lines=2),
        MultilineField("closing", _("Text below the total"), lines=2),
        [
            TextField("po_number", _("Order number")),
            TextField("buyer_reference", _("Buyer reference")),
            _number("terms_days", _("Days to pay"), 0),
        ],
        [
            _number("discount_percent", _("Discount"), 6, unit="%"),
            _number("discount_minor", _("or as an amount"), exponent("EUR")),
        ],
    ]


def _number(key: str, label: str, places: int, *, unit: str = "") -> AmountField:
    def write(value: Decimal) -> str:
        return formats.quantity(value) if places != 2 else formats.number(value, places=2)

    return AmountField(key, label, lambda text: read_amount(text, ".", places), write, unit=unit)
