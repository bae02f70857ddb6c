"""The Contracts tab: the agreements of all customers, and the catalogue behind them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from msspdesk.services.contracts import ContractRow
from msspdesk.texts import _, formats
from msspdesk.ui.debounce import debounced
from msspdesk.ui.page import Context, Page
from msspdesk.ui.presenters.contract_list import Choices, ContractList
from msspdesk.ui.presenters.contract_page import ContractEditor
from msspdesk.ui.presenters.contract_words import last_day
from msspdesk.ui.tables import Cell, Column, ListModel, Table, TableView
from msspdesk.ui.views.catalogue import CataloguePane
from msspdesk.ui.views.choosing import choose
from msspdesk.ui.views.contracts_line import LinePanel
from msspdesk.ui.views.contracts_page import ContractPane
from msspdesk.ui.widgets import Button, Label, Panel, SearchField, Segments, hbox, vbox

LIST_WIDTH = 288


def build(context: Context) -> Page:
    return ContractsPage(context)


class ContractsPage(Page):
    help_topic = "contracts"

    def __init__(self, context: Context) -> None:
        self.contracts = ContractList(context.tasks)
        super().__init__(self.contracts)
        self.context = context
        self.editor = ContractEditor(context.tasks)
        self.segments = Segments(
            [("contracts", _("Contracts")), ("catalogue", _("Catalogue"))], _("Place")
        )
        self.search = SearchField(_("Filter"))
        self.filter_field = self.search
        self.new_button = Button("", self.new, icon="plus", look="icon", name=_("New contract"))
        self.model = ListModel[ContractRow](
            (Column("contract", _("Contract"), _contract_cell), Column("since", "", _since, 88))
        )
        self.list = TableView(self.model, _("Contracts"), row_height=48, header=False)
        self.pane = ContractPane(context, self.editor, self.new)
        self.panel = LinePanel(self.editor)
        self.catalogue = CataloguePane(context)
        self.panel.hide()  # until a contract is open
        self._stack = QStackedWidget()
        self._place()
        self._connect()

    def _place(self) -> None:
        side = Panel(LIST_WIDTH, line_at="right", margin=0)
        top = vbox(spacing=8, margins=(24, 0, 16, 12))
        top.addWidget(self.segments)
        row = hbox(spacing=8)
        row.addWidget(self.search, 1)
        row.addWidget(self.new_button)
        top.addLayout(row)
        side.body.addLayout(top)
        nothing = Label(_("No contracts yet"), tone="muted")
        nothing.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        nothing.setContentsMargins(0, 12, 0, 0)
        side.body.addWidget(Table(self.list, empty=nothing), 1)
        both = QWidget()
        line = hbox(both, spacing=0)
        line.addWidget(side)
        line.addWidget(self.pane, 1)
        line.addWidget(self.panel)
        self._stack.addWidget(both)
        self._stack.addWidget(self.catalogue)
        vbox(self, spacing=0).addWidget(self._stack)

    def _connect(self) -> None:
        debounced(self.search, self.contracts.search)
        self.list.picked.connect(self.editor.open)
        self.list.opened.connect(lambda _id: self.pane.setFocus())
        self.list.removed.connect(self.contracts.archive)
        self.panel.left.connect(self.pane.lines.setFocus)
        self.segments.chosen.connect(self._show_place)
        self.contracts.on_update(self.refresh)
        add, place = self.context.actions.add, _("Contracts")
        add(_("New contract"), self.new, place=place)
        add(_("Catalogue of services"), self.show_catalogue, place=place)

    def refresh(self) -> None:
        self.model.set_rows(self.contracts.rows)
        self.search.show_count(_("Filter {count} contracts"), self.contracts.total)
        known = [row.id for row in self.contracts.rows]
        shown = self.editor.contract_id
        if known and shown is None:
            self.list.select_id(known[0])
        elif shown is not None and self.list.current_id() != shown:
            self.list.select_id(shown)  # a new contract is shown before the list has it
        self.pane.show_first_step(empty=not self.contracts.total)

    def new(self) -> None:
        """Choose the customer; the contract begins on the first of this month."""
        self.context.go("contracts")
        self.contracts.with_customers(self._choose_customer)

    def _choose_customer(self, customers: Choices) -> None:
        if not customers:
            self.context.go("customers")
            self.context.tasks.notify(_("A contract needs a customer: add one first."))
            return
        choose(
            self.new_button,
            customers,
            self._make,
            title=_("New contract"),
            label=_("Customer"),
            primary=_("New contract"),
        )

    def _make(self, customer_id: int) -> None:
        self.contracts.new(customer_id, self.show_item)

    def show_catalogue(self) -> None:
        self.context.go("contracts")
        self.segments.choose("catalogue")
        self._show_place("catalogue")

    def _show_place(self, key: str) -> None:
        catalogue = key == "catalogue"
        self._stack.setCurrentIndex(1 if catalogue else 0)
        if catalogue:
            self.catalogue.show_segments(self._back)
            self.catalogue.activate()
        else:
            self.catalogue.deactivate()

    def _back(self) -> None:
        self.segments.choose("contracts")
        self._show_place("contracts")

    def show_item(self, item_id: int) -> None:
        self._back()
        self.editor.open(item_id)
        self.list.select_id(item_id)
        self.list.setFocus()
        self.panel.begin(item_id)

    def came_into_sight(self) -> None:
        super().came_into_sight()
        self.editor.activate()

    def went_out_of_sight(self) -> None:
        super().went_out_of_sight()
        self.editor.deactivate()
        self.catalogue.deactivate()


def _contract_cell(row: ContractRow) -> Cell:
    what = row.title or ", ".join(row.titles) or _("no lines yet")
    return Cell(row.customer, below=what)


def _since(row: ContractRow) -> Cell:
    end = last_day(row.end)
    if end is not None:
        return Cell(_("to {day}").format(day=formats.day_short(end)), tone="muted", small=True)
    return Cell("", tone="muted")
