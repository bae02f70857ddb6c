"""The left side of the Invoices tab: every document, by state."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from msspdesk.services.invoices import InvoiceRow
from msspdesk.texts import _, formats
from msspdesk.ui.debounce import debounced
from msspdesk.ui.presenters.invoices import SEGMENTS, InvoiceList, state_words
from msspdesk.ui.tab_bar import Tab
from msspdesk.ui.tables import Cell, Column, PagedModel, TableView
from msspdesk.ui.widgets import Button, EmptyState, Label, Line, SearchField, hbox, vbox

WIDTH = 512
HEAD = 56


class InvoicesListView(QWidget):
    """`picked` follows the current row, `opened` is Enter, `month_end` the other half,
    `tax` the report on what was issued.
    """

    picked = Signal(int)
    opened = Signal(int)
    removed = Signal(int)
    month_end = Signal()
    tax = Signal()
    new_asked = Signal()

    def __init__(self, presenter: InvoiceList) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self.presenter = presenter
        self.filter_field = SearchField(_("Filter"))
        self.filter_field.setMinimumWidth(84)  # where words are long the field gives way
        self.filter_field.setMaximumWidth(128)
        debounced(self.filter_field, presenter.search)
        self.model = PagedModel(columns(), self._load)
        self.view = TableView(self.model, _("Invoices"))
        self._tabs = _SegmentTabs(presenter.show_segment)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._first_step())
        self._stack.addWidget(EmptyState(_("No document matches"), _("Change the filter above.")))
        column = vbox(self, spacing=0)
        column.addWidget(self._head())
        column.addWidget(self._tabs)
        column.addWidget(Line())
        column.addWidget(self._stack, 1)
        self.view.picked.connect(self.picked)
        self.view.opened.connect(self.opened)
        self.view.removed.connect(self.removed)
        self.view.sort_asked.connect(presenter.sort)
        presenter.on_update(self.refresh)

    def _head(self) -> QWidget:
        head = QWidget()
        head.setFixedHeight(HEAD)
        row = hbox(head, spacing=8, margins=(24, 0, 16, 0))
        row.addWidget(Label(_("Invoices"), "title"))
        row.addStretch(1)
        row.addWidget(self.filter_field)
        row.addWidget(Button(_("Month end"), self.month_end.emit))
        tip = _("Report, rates, what-if (Ctrl+Shift+X)")
        row.addWidget(Button(_("Tax"), self.tax.emit, tip=tip))
        row.addWidget(
            Button("", self.new_asked.emit, look="icon", icon="plus", name=_("New invoice"))
        )
        return head

    def _first_step(self) -> EmptyState:
        return EmptyState(
            _("Every draft and invoice stands here"),
            _("The month end makes them from contracts and time."),
            Button(_("Open month end"), self.month_end.emit, look="primary"),
            Button(_("Write one by hand"), self.new_asked.emit, look="link"),
        )

    def _load(self, ids: Sequence[int], done: Callable[[Sequence[InvoiceRow]], None]) -> None:
        wanted = set(ids)
        done([row for row in self.presenter.rows if row.id in wanted])

    def refresh(self) -> None:
        presenter = self.presenter
        self.model.set_ids(array("q", (row.id for row in presenter.rows)))
        self._tabs.show_counts(presenter.counts, presenter.segment)
        self.view.show_sorted(presenter.sort_key, down=presenter.sort_down)
        page = 0 if presenter.rows or not presenter.loaded else 1 if presenter.is_empty else 2
        self._stack.setCurrentIndex(page)

    def select(self, invoice_id: int) -> bool:
        """Make a document the current one; False if the list does not hold it."""
        return self.view.select_id(invoice_id)

    def select_first(self) -> None:
        if self.presenter.rows:
            self.view.select_id(self.presenter.rows[0].id)


def columns() -> tuple[Column[InvoiceRow], ...]:
    """Number, customer, amount and state."""
    return (
        Column("number", _("Number"), _number, width=124, sortable=True),
        Column("customer", _("Customer"), lambda row: Cell(row.customer), sortable=True),
        Column("amount", _("Amount"), _amount, width=148, right=True, sortable=True),
        Column("state", _("State"), _state, width=84, sortable=True),
    )


def _number(row: InvoiceRow) -> Cell:
    return Cell(row.number) if row.number else Cell(_("no number"), tone="muted")


def _amount(row: InvoiceRow) -> Cell:
    """A draft has its tax only when it is issued, so its amount says that it is net."""
    credit = row.kind == "credit_note"
    minor = -row.amount_minor if credit else row.amount_minor
    unit = row.currency if row.number else _("{currency} net").format(currency=row.currency)
    return Cell(formats.amount(minor, row.currency), unit=unit)


def _state(row: InvoiceRow) -> Cell:
    text, tone = state_words(row)
    return Cell(text, tone=tone, small=True)


class _SegmentTabs(QWidget):
    """All, drafts, open, overdue, paid: each with how many there are."""

    def __init__(self, chosen: Callable[[str], None]) -> None:
        super().__init__()
        self.setFixedHeight(40)
        self._chosen = chosen
        self._row = hbox(self, spacing=0, margins=(12, 0, 0, 0))
        self._tabs: dict[str, Tab] = {}
        for key in SEGMENTS:
            tab = Tab(key)
            tab.setAutoExclusive(True)
            tab.clicked.connect(lambda _checked=False, key=key: self._chosen(key))
            self._tabs[key] = tab
            self._row.addWidget(tab)
        self._row.addStretch(1)
        self.show_counts(dict.fromkeys(SEGMENTS, 0), "all")

    def show_counts(self, counts: dict[str, int], chosen: str) -> None:
        titles = {
            "all": _("All {n}"),
            "drafts": _("Drafts {n}"),
            "open": _("Open {n}"),
            "overdue": _("Overdue {n}"),
            "paid": _("Paid {n}"),
        }
        for key, tab in self._tabs.items():
            text = titles[key].format(n=counts[key])
            tab.setText(text)
            tab.setAccessibleName(text)
            tab.setChecked(key == chosen)
            tab.updateGeometry()
            tab.update()
