"""A customer at a glance: key figures, contract lines, counts, what is open."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from msspdesk.domain.errors import DomainError
from msspdesk.domain.money import to_major
from msspdesk.domain.reading import read_date
from msspdesk.texts import _, formats, pgettext
from msspdesk.ui.figures import KeyFigure, KeyFigures
from msspdesk.ui.forms import AmountField, DateField, Field, TextField
from msspdesk.ui.page import Context
from msspdesk.ui.presenters.contract_words import read_price
from msspdesk.ui.presenters.customer_overview import CustomerOverview
from msspdesk.ui.presenters.customer_rows import (
    CountItem,
    LineItem,
    WaitingItem,
    contract_note,
)
from msspdesk.ui.tables import Cell, Column, ListModel, Table, TableView
from msspdesk.ui.tables.cells import RowKind
from msspdesk.ui.views.customers_chart import RateChart
from msspdesk.ui.views.customers_form import RecordForm
from msspdesk.ui.widgets import (
    Button,
    Label,
    Section,
    hbox,
    scrolling,
    vbox,
)

WIDE, NARROW = 382, 300  # of the right column
ROOM = 980  # from this width on the right column is wide


class OverviewPane(QWidget):
    """Two columns under the key figures."""

    def __init__(self, context: Context, presenter: CustomerOverview) -> None:
        super().__init__()
        self.context, self.presenter = context, presenter
        self.figures = [KeyFigure("") for _each in range(4)]
        self.lines_title = Section("")
        self.lines = ListModel[LineItem](_line_columns(), kind=_line_kind)
        self.lines_view = self._view(self.lines, _("Contract lines"))
        self.lines_table = Table(self.lines_view, totals=True, fit=True)
        self.no_lines = Label("", tone="muted", wrap=True)
        self.new_contract = Button(_("New contract"), self._new_contract, look="link")
        self.chart_title = Section(_("Effective rate"))
        self.chart = RateChart()
        self.counts = ListModel[CountItem](_count_columns())
        self.counts_view = self._view(self.counts, _("Counts"), header=False)
        self.count_form = CountForm(presenter)
        self.waiting_title = Section(_("Open invoices"))
        self.waiting = ListModel[WaitingItem](_waiting_columns())
        self.waiting_view = self._view(self.waiting, _("Open invoices"), header=False)
        self.nothing_open = Label(_("Nothing is open."), tone="muted")
        self.right = QWidget()
        self._place()
        self._connect()

    def _view(self, model: ListModel[Any], name: str, *, header: bool = True) -> TableView:
        return TableView(
            model, name, inset_left=0, inset_right=0, header=header, shows_selection=False
        )

    def _place(self) -> None:
        body = QWidget()
        column = vbox(body, spacing=24, margins=(24, 8, 24, 24))
        column.addWidget(KeyFigures(self.figures))
        columns = hbox(spacing=32)
        columns.addLayout(self._left(), 1)
        columns.addWidget(self.right, 0, Qt.AlignmentFlag.AlignTop)
        self._fill_right()
        column.addLayout(columns)
        column.addStretch(1)
        vbox(self, spacing=0).addWidget(scrolling(body))

    def _left(self) -> QVBoxLayout:
        left = vbox(spacing=4)
        left.addWidget(self.lines_title)
        left.addWidget(self.lines_table)
        left.addWidget(self.no_lines)
        left.addWidget(self.new_contract, 0, Qt.AlignmentFlag.AlignLeft)
        left.addStretch(1)
        return left

    def _fill_right(self) -> None:
        column = vbox(self.right, spacing=4)
        column.addWidget(self.chart_title)
        column.addWidget(self.chart)
        column.addSpacing(12)
        head = hbox(spacing=8)
        head.addWidget(Section(_("Counts")), 1)
        head.addWidget(Button(_("Enter count"), self.count_form.begin, look="link"))
        column.addLayout(head)
        column.addWidget(self.count_form)
        column.addWidget(Table(self.counts_view, fit=True))
        column.addSpacing(20)
        column.addWidget(self.waiting_title)
        column.addWidget(Table(self.waiting_view, fit=True))
        column.addWidget(self.nothing_open)

    def _connect(self) -> None:
        go = self.context.go
        self.waiting_view.opened.connect(partial(go, "invoices"))
        self.waiting_view.acted.connect(lambda row_id, _action: go("invoices", row_id))
        self.lines_view.opened.connect(self._open_line)
        self.lines_view.acted.connect(lambda row_id, _action: self._open_line(row_id))
        self.counts_view.opened.connect(self._begin_count)
        self.counts_view.acted.connect(lambda row_id, _action: self._begin_count(row_id))
        self.presenter.on_update(self.refresh)

    # -- deeds

    def _open_line(self, row_id: int) -> None:
        found = (item.contract_id for item in self.presenter.lines if item.id == row_id)
        contract_id = next(found, None)
        if contract_id is not None:
            self.context.go("contracts", contract_id)

    def _new_contract(self) -> None:
        self.presenter.new_contract(partial(self.context.go, "contracts"))

    def _begin_count(self, row_id: int) -> None:
        item = next((each for each in self.presenter.counts if each.id == row_id), None)
        if item is not None:
            self.count_form.begin(item)

    # -- showing

    def refresh(self) -> None:
        presenter = self.presenter
        if presenter.page is None:
            return
        for widget, figure in zip(self.figures, presenter.figures(), strict=True):
            widget.show_label(figure.label)
            widget.show_figure(figure.text, figure.unit, figure.reason, figure.tone)
        self._show_lines()
        self._show_right()

    def _show_lines(self) -> None:
        presenter, page = self.presenter, self.presenter.page
        if page is None:
            return
        one = page.contracts[0] if len(page.contracts) == 1 else None
        self.lines_title.title.setText(
            (one.title or _("Contract")) if one is not None else _("Contracts")
        )
        self.lines_title.note.setText(contract_note(one) if one is not None else "")
        self.lines.set_rows(presenter.lines)
        self.lines_table.setVisible(bool(presenter.lines))
        self.new_contract.setVisible(not page.contracts)
        self.no_lines.setText(
            _("No lines agreed yet; open the contract to add them.")
            if page.contracts
            else _("Nothing agreed yet. A contract says what you do for them, at which price.")
        )
        self.no_lines.setVisible(not presenter.lines)
        month = presenter.month_figures()
        if month is not None and self.lines_table.totals is not None:
            self.lines_table.totals.show_totals(self._totals())

    def _totals(self) -> dict[str, Cell | str]:
        presenter = self.presenter
        rate, revenue, hours, _open = presenter.figures()
        tone = "warn" if rate.tone == "warn" else ""
        return {
            "line": formats.month(presenter.today),
            "hours": hours.text,
            "amount": revenue.text,
            "rate": Cell(rate.text, tone=tone, bold=True),
        }

    def _show_right(self) -> None:
        presenter, page = self.presenter, self.presenter.page
        if page is None:
            return
        some = any(point.minor is not None for point in presenter.rates)
        self.chart.setVisible(some)
        self.chart_title.setVisible(some)
        target = presenter.target.minor(page.currency)
        self.chart_title.note.setText(_chart_words(page.currency, target))
        self.chart.show_rates(presenter.rates, target, page.currency)
        self.counts.set_rows(presenter.counts)
        self.count_form.show_kinds(page.id)
        self.waiting.set_rows(presenter.waiting)
        self.waiting_title.figure.show_text(page.currency if presenter.waiting else "")
        self.nothing_open.setVisible(not presenter.waiting)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.right.setFixedWidth(WIDE if self.width() >= ROOM else NARROW)


class CountForm(QWidget):
    """Entered where it is read: what is counted, how many, from which day on."""

    def __init__(self, presenter: CustomerOverview) -> None:
        super().__init__()
        self.presenter = presenter
        self._customer_id: int | None = None
        self._site_id: int | None = None
        self.kind = TextField("kind", _("What"), placeholder=_("endpoints"))
        self.quantity = AmountField("quantity", _("How many"), read_price, formats.quantity)
        self.day = DateField("day", pgettext("since", "From"), self._read_day, formats.day)
        self.form = RecordForm([self.kind, [self.quantity, self.day]])
        column = vbox(self, spacing=8, margins=(0, 4, 0, 12))
        column.addWidget(self.form)
        row = hbox(spacing=8)
        row.addWidget(Button(_("Enter count"), self._store, look="row"))
        row.addWidget(Button(_("Cancel"), self.hide, look="row"))
        row.addStretch(1)
        column.addLayout(row)
        self.form.on_enter = self._entered
        self.hide()

    def show_kinds(self, customer_id: int) -> None:
        """Another customer closes what was begun for the one before."""
        if customer_id != self._customer_id:
            self._customer_id = customer_id
            self.hide()

    def begin(self, item: CountItem | None = None) -> None:
        """A new count, of the kind of the row that was opened."""
        kinds = self.presenter.kinds
        self._site_id = item.site_id if item is not None else None
        kind = item.kind.split(", ")[0] if item is not None else ""
        self.form.clear_problems()
        self.kind.set_value(kind)
        self.quantity.set_value(None)
        self.day.set_value(self.presenter.today)
        self.kind.set_hint("" if item is not None else ", ".join(kinds[:4]))
        self.show()
        (self.quantity if item is not None else self.kind).setFocus()

    def _read_day(self, text: str) -> date:
        return read_date(text, self.presenter.today)

    def _entered(self, field: Field) -> None:
        if field is self.kind:
            self.form.walk(field)
        else:
            self._store()

    def _store(self) -> None:
        self.form.clear_problems()
        try:
            values = self.form.values()
        except DomainError:
            return  # each field says what is wrong
        if values["quantity"] is None:
            self.quantity.show_problem(_("How many are there?"))
            return
        self.presenter.record_count(
            values["kind"],
            values["quantity"],
            values["day"],
            self._site_id,
            self.hide,
            self.form.show_error,
        )


def _line_columns() -> tuple[Column[LineItem], ...]:
    return (
        Column("line", _("Line"), _title_cell, min_width=150),
        Column("price", _("Count and price"), _price_cell, width=136),
        Column("hours", _("Hours"), lambda item: item.hours, width=72, right=True),
        Column("amount", _("Revenue"), lambda item: Cell(item.amount, bold=True), 96, right=True),
        Column("rate", _("Per hour"), _rate_cell, width=88, right=True),
    )


def _title_cell(item: LineItem) -> Cell:
    if item.heading:
        return Cell(item.title, note=item.price)
    return Cell(item.title, tone="" if item.contract_id is not None else "muted")


def _price_cell(item: LineItem) -> Cell:
    return Cell("" if item.heading else item.price, tone="muted")


def _rate_cell(item: LineItem) -> Cell:
    return Cell(item.rate, tone="warn" if item.low else "")


def _line_kind(item: LineItem) -> RowKind:
    return "heading" if item.heading else "row"


def _count_columns() -> tuple[Column[CountItem], ...]:
    return (
        Column("kind", _("What"), lambda item: item.kind),
        Column("count", _("How many"), lambda item: Cell(item.quantity, bold=True), 72, right=True),
        Column(
            "since",
            _("Since"),
            lambda item: Cell(item.since, tone="muted", small=True),
            150,
            right=True,
        ),
        Column("edit", "", _edit_cell, width=28, right=True, name=_("Enter count")),
    )


def _edit_cell(_item: CountItem) -> Cell:
    return Cell(icon="edit", tone="muted", action="count")


def _waiting_columns() -> tuple[Column[WaitingItem], ...]:
    return (
        Column("number", _("Number"), _number_cell, width=112),
        Column("state", _("State"), lambda item: Cell(item.state, tone=item.tone, small=True)),
        Column("amount", _("Open"), _amount_cell, width=96, right=True),
    )


def _number_cell(item: WaitingItem) -> Cell:
    return Cell(item.name, tone="muted" if item.draft else "", action="open")


def _amount_cell(item: WaitingItem) -> Cell:
    return Cell(item.amount, tone="muted" if item.draft else "", bold=not item.draft)


def _chart_words(currency: str, target: int | None) -> str:
    """What the line shows; the target is said here, where no line crosses the words."""
    if target is None:
        return _("{currency}/h, 12 months").format(currency=currency)
    words = _("{currency}/h, 12 months, dashed: target {rate}")
    return words.format(currency=currency, rate=formats.price(to_major(target, currency), currency))
