"""Editing a draft, its page beside it: lines in place, texts and discount below."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from msspdesk.domain.money import exponent
from msspdesk.domain.reading import read_amount, read_date
from msspdesk.texts import _, formats
from msspdesk.ui.forms import AmountField, CheckField, DateField, Form, MultilineField, TextField
from msspdesk.ui.presenters.draft_editor import DraftEditor, EditorRow
from msspdesk.ui.presenters.draft_exchange import DraftExchange
from msspdesk.ui.tables import Cell, Column, ListModel, Table, TableView
from msspdesk.ui.views.choosing import choose
from msspdesk.ui.views.draft_exchange import ExchangePane
from msspdesk.ui.views.draft_line import LinePane
from msspdesk.ui.widgets import Button, ElidedLabel, EmptyState, Label, Line, hbox, scrolling, vbox

WIDTH = 600
HEAD = 56
LINE = 48
LINES_IN_SIGHT = 8


class DraftEditorView(QWidget):
    """`done` goes back to the list, `why_asked` is about the line in sight."""

    done = Signal()
    why_asked = Signal()

    def __init__(self, presenter: DraftEditor) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self.presenter = presenter
        self._waits = False
        self._beginning = False  # a line was asked for: the cursor goes into it
        self.model = ListModel(columns())
        self.view = TableView(
            self.model, _("Lines"), row_height=LINE, cell_mode=True, inset_right=24
        )
        # With more lines than this what belongs to the line in sight would be far below it.
        most = LINES_IN_SIGHT * LINE
        self.table = Table(self.view, fit=True, most=most, empty=self._empty())
        self._customer = ElidedLabel("", "title")
        self.line = LinePane(presenter)
        self._exchange = ExchangePane(DraftExchange(presenter.runner))
        self._head_form = Form(head_fields(presenter.today))
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
        inside.addWidget(self._exchange)
        inside.addWidget(self.line)
        inside.addWidget(Line())
        inside.addWidget(Label(_("The whole invoice"), "heading"))
        inside.addWidget(self._head_form)
        column.addWidget(inner)
        column.addStretch(1)
        return body

    def _line_buttons(self) -> Any:
        row = hbox(spacing=8)
        self.add_button = Button(_("Add line"), self._add_line, look="row", icon="plus")
        row.addWidget(self.add_button)
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
        self.view.acted.connect(lambda line_id, _action: self._ask_why(line_id))
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
        lost = not rows and (self.view.hasFocus() or self.line.isAncestorOf(self.focusWidget()))
        self.model.set_rows(rows)
        self._head_form.show_values(self.presenter.head())
        self._head_form.fields["fund_percent"].setVisible(self.presenter.offers_fund())
        for key in ("discount_minor", "prepaid_minor"):
            self._head_form.fields[key].set_unit(page.currency)  # type: ignore[attr-defined]
        paid = page.kind != "credit_note" or page.prepaid_minor or page.paid_on
        for key in ("prepaid_minor", "paid_on"):
            self._head_form.fields[key].setVisible(bool(paid))
        self._show_head_problems()
        self._exchange.show_draft(page.id, page.version)
        self.line.refresh()
        if lost:
            self.add_button.setFocus()  # or the cursor would land in the entry line
        self._show_line()

    def _show_head_problems(self) -> None:
        """What is still to be typed; a refusal of what was typed stays until it is mended."""
        found = self.presenter.head_problems()
        if found or self._waits:
            self._head_form.show_problems(found)
        self._waits = bool(found)

    def _show_line(self) -> None:
        """The line in sight is the current one of the table; a new one gets the cursor."""
        shown = self.presenter.shown_line
        if shown is not None and self.view.current_id() != shown:
            blocked = self.view.blockSignals(True)
            self.view.select_id(shown)
            self.view.blockSignals(blocked)
        waiting = self.presenter.fresh if self._beginning else None
        if waiting is not None and waiting == shown:
            self._beginning = False
            self.line.begin()

    # -- doing

    def _ask_why(self, line_id: int) -> None:
        """The panel beside the page says why; where the tax is open it is answered."""
        self.presenter.pick(line_id)
        self.why_asked.emit()

    def _store_head(self, key: str, value: object) -> None:
        self._head_form.clear_problems()
        self.presenter.edit_head(key, value, self._head_form.show_error)

    def begin(self) -> None:
        """The cursor goes into the only line of a draft that was just begun."""
        self._beginning = True
        self.presenter.begin()

    def _add_line(self) -> None:
        """A line at the end, with the cursor in its title."""
        self._beginning = True
        self.presenter.add_line()

    def _add_service(self, service_id: int) -> None:
        self._beginning = True
        self.presenter.add_service(service_id)

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
        services = [(each.id, each.name) for each in self.presenter.services]
        if not services:
            self.presenter.runner.notify(_("The catalogue is empty"))
            return
        choose(
            self._catalogue,
            services,
            self._add_service,
            title=_("From catalogue"),
            label=_("Service"),
            primary=_("Add line"),
        )


def columns() -> tuple[Column[EditorRow], ...]:
    """Name, quantity and price are edited in place; the tax of each line can be asked."""
    return (
        Column(
            "name",
            _("Service"),
            lambda row: (
                Cell(row.name, bold=True, below=row.note)
                if row.name
                else Cell(_("No title yet"), tone="muted", below=row.note)
            ),
            edit=lambda row: row.name,
        ),
        Column(
            "quantity",
            _("Quantity"),
            lambda row: Cell(row.quantity, below=row.unit),
            width=84,
            right=True,
            edit=lambda row: row.quantity_edit,
        ),
        Column(
            "unit_price",
            _("Price"),
            lambda row: Cell(row.price, below=row.discount),
            width=88,
            right=True,
            edit=lambda row: row.price_edit,
        ),
        Column("tax", _("Tax"), _tax_cell, width=138, name=_("Why this tax")),
        Column(
            "amount", _("Amount"), lambda row: Cell(row.amount, bold=True), width=112, right=True
        ),
    )


def _tax_cell(row: EditorRow) -> Cell:
    """A link to the reasons; an open question is a link to its answer."""
    if not row.tax:
        return Cell()
    return Cell(
        row.tax,
        tone=row.tax_tone,
        below=row.tax_before,
        below_tone="warn",
        icon="warning" if row.tax_tone else "info",
        icon_tone=row.tax_tone or "muted",
        action="why",
    )


def head_fields(today: Callable[[], date]) -> list[Any]:
    """Texts, terms, references, a discount on the whole, and what was paid before."""
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
        [
            _number("prepaid_minor", _("Already paid"), exponent("EUR")),
            DateField(
                "paid_on",
                _("Paid on"),
                lambda text: read_date(text, today()),
                formats.day,
                reading=formats.weekday_day_long,
                hint=_("The day can decide the tax"),
            ),
        ],
        CheckField("price_mode", _("Prices include tax")),
        _number("fund_percent", _("Contribution to the fund of your profession"), 6, unit="%"),
    ]


def _number(key: str, label: str, places: int, *, unit: str = "") -> AmountField:
    def write(value: Decimal) -> str:
        return formats.quantity(value) if places != 2 else formats.number(value, places=2)

    return AmountField(
        key, label, lambda text: read_amount(text, formats.separator(), places), write, unit=unit
    )
