"""The Customers tab: who is served, and what each of them brings."""

from __future__ import annotations

from functools import cached_property, partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from msspdesk.texts import _, formats
from msspdesk.ui.debounce import debounced
from msspdesk.ui.page import Context, Page
from msspdesk.ui.presenters.customer_details import CustomerDetails
from msspdesk.ui.presenters.customer_list import CustomerItem, CustomerList
from msspdesk.ui.presenters.customer_overview import CustomerOverview
from msspdesk.ui.presenters.new_invoice import NewInvoice
from msspdesk.ui.tables import Cell, Column, ListModel, Table, TableView
from msspdesk.ui.tables.cells import RowKind
from msspdesk.ui.views.customers_details import DetailsPane
from msspdesk.ui.views.customers_form import settle
from msspdesk.ui.views.customers_overview import OverviewPane
from msspdesk.ui.views.new_invoice import offer
from msspdesk.ui.widgets import (
    Button,
    ElidedLabel,
    EmptyState,
    Label,
    Panel,
    SearchField,
    Segments,
    ground,
    hbox,
    vbox,
)

LIST_WIDTH = 296
OVERVIEW, DETAILS = "overview", "details"


def build(context: Context) -> Page:
    return CustomersPage(context)


class CustomersPage(Page):
    """List left; right the customer at a glance, or the form of its facts."""

    help_topic = "customers"

    def __init__(self, context: Context) -> None:
        self.customers = CustomerList(context.tasks)
        super().__init__(self.customers)
        self.context = context
        self.overview = CustomerOverview(context.tasks)
        self.details = CustomerDetails(context.tasks)
        self.search = SearchField(_("Filter"))
        self.filter_field = self.search
        self.model = ListModel[CustomerItem](_columns("", ""), kind=_kind)
        self.list = TableView(self.model, _("Customers"), ground="window")
        ground(self.list, "window")
        self._nothing = Label("", tone="muted")
        self.head = CustomerHead(self)
        # From above to below: a tree that changes its parent is styled again as a whole.
        self._stack = QStackedWidget(self)
        self._open_page = QWidget(self._stack)
        self._body = QStackedWidget(self._open_page)
        self.overview_pane = OverviewPane(context, self.overview)
        self._body.addWidget(self.overview_pane)
        self._wanted: int | None = None
        self._titles = ("", "")
        self._place()
        self._connect()

    # -- shape

    @cached_property
    def details_pane(self) -> DetailsPane:
        """Made when it is first asked for: who looks at a customer does not wait for the form."""
        pane = DetailsPane(self.details, self.context.today)
        self._body.addWidget(pane)
        pane.refresh()
        return pane

    def _place(self) -> None:
        side = Panel(LIST_WIDTH, line_at="right", margin=0)
        side.body.setContentsMargins(0, 12, 0, 0)
        top = hbox(spacing=8, margins=(24, 0, 16, 12))
        top.addWidget(self.search, 1)
        tip = _("New customer (Ctrl+Shift+N)")
        new = Button("", self.new, look="icon", icon="plus", name=_("New customer"), tip=tip)
        top.addWidget(new)
        side.body.addLayout(top)
        nothing = self._nothing
        nothing.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        nothing.setContentsMargins(0, 12, 0, 0)
        side.body.addWidget(Table(self.list, empty=nothing), 1)
        column = vbox(self._open_page, spacing=0)
        column.addWidget(self.head)
        column.addWidget(self._body, 1)
        self._stack.addWidget(QWidget())
        self._stack.addWidget(self._open_page)
        self._stack.addWidget(self._first_step())
        row = hbox(self, spacing=0)
        row.addWidget(side)
        row.addWidget(self._stack, 1)

    def _first_step(self) -> EmptyState:
        return EmptyState(
            _("Whom you work for, and what each of them brings"),
            _("Type a name to begin. Then agree a contract, note time, and bill the month."),
            Button(_("New customer"), self.new, look="primary"),
        )

    def _connect(self) -> None:
        debounced(self.search, self.customers.search)
        self.search.returnPressed.connect(self.list.setFocus)
        self.list.picked.connect(self._pick)
        self.list.opened.connect(lambda _id: self.show_part(DETAILS))
        self.list.removed.connect(self.customers.archive)
        self.list.left.connect(self.search.setFocus)
        self.customers.on_update(self.refresh)
        self.overview.on_update(self._show_head)
        self.details.on_update(self._show_head)
        add, place = self.context.actions.add, _("Customers")
        add(_("New customer"), self._new_from_anywhere, shortcut="Ctrl+Shift+N", place=place)

    # -- what is open

    def _pick(self, customer_id: int) -> None:
        if customer_id == self.overview.customer_id and not self.details.adding:
            return
        settle_unless_list(self.list, self.search)
        self.overview.open(customer_id)
        self.details.open(customer_id)
        if self.details.adding or self._stack.currentIndex() != 1:
            self.show_part(OVERVIEW)
        self._stack.setCurrentIndex(1)

    def show_part(self, key: str) -> None:
        """Overview or Details of the customer that is open."""
        settle()
        self.head.segments.choose(key)
        self._body.setCurrentWidget(self.details_pane if key == DETAILS else self.overview_pane)
        if key == DETAILS:
            self.details.activate()
            self.details_pane.begin()
        else:
            self.details.deactivate()

    def new(self) -> None:
        """An empty form; the customer is stored as soon as it has a name."""
        settle()
        self.list.clearSelection()
        self.list.setCurrentIndex(self.list.model().index(-1, -1))
        self._stack.setCurrentIndex(1)
        self.details.begin(self._added)
        self.show_part(DETAILS)

    def _new_from_anywhere(self) -> None:
        self.context.go("customers")
        self.new()

    def _added(self, customer_id: int) -> None:
        self._wanted = customer_id
        self.overview.open(customer_id)
        self.customers.reload()

    def leave_new(self) -> None:
        """Nothing was typed: back to the customer that was open before."""
        settle()
        if self.details.adding:
            self.details.open(self.overview.customer_id)
        if self.overview.customer_id is not None:
            self.list.select_id(self.overview.customer_id)
            self.show_part(OVERVIEW)
        self.refresh()
        self.list.setFocus()

    def delete(self) -> None:
        """For good, if nothing names the customer; Undo brings it back."""
        if self.overview.customer_id is not None:
            self.customers.delete(self.overview.customer_id)

    # -- showing

    def refresh(self) -> None:
        customers = self.customers
        self.search.show_count(_("Filter {count} customers"), customers.total)
        nobody = _("No customers yet") if customers.loaded and not customers.total else ""
        found = _("No customer of that name") if customers.filter else nobody
        self._nothing.setText(found)
        self._show_titles()
        self.model.set_rows(customers.items)
        if not customers.loaded:
            return
        self._choose()
        empty = not customers.total and not customers.items
        open_one = self.details.adding or self.overview.customer_id is not None
        self._stack.setCurrentIndex(2 if empty and not open_one else 1)

    def _choose(self) -> None:
        """Keep the open customer, or open the first one."""
        if self._wanted is not None and self.customers.has(self._wanted):
            wanted, self._wanted = self._wanted, None
            self.list.select_id(wanted)
            return
        if self.details.adding:
            return
        known, items = self.overview.customer_id, self.customers.items
        if known is not None and (self.customers.has(known) or self.customers.filter):
            if self.list.current_id() != known:
                self.list.select_id(known)
        elif items:
            self.list.select_id(items[0].id)
        elif not self.customers.filter:
            self.overview.open(None)
            self.details.open(None)

    def _show_titles(self) -> None:
        rates = self.customers.rates
        month = formats.month(rates.today).split()[0][:3] if rates is not None else ""
        titles = (month, rates.currency if rates is not None else "")
        if titles != self._titles:
            self._titles = titles
            self.model.columns = _columns(*titles)
            self.list.columns = self.model.columns
            self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 1)

    def _show_head(self) -> None:
        self.head.refresh()

    def show_item(self, item_id: int) -> None:
        """Open one customer, whatever the filter says."""
        settle()
        self.search.clear()
        self._wanted = item_id
        self.overview.open(item_id)
        self.details.open(item_id)
        self.customers.search("")
        self.show_part(OVERVIEW)

    def came_into_sight(self) -> None:
        super().came_into_sight()
        self.overview.activate()
        if self._body.currentIndex():
            self.details.activate()

    def went_out_of_sight(self) -> None:
        settle()
        super().went_out_of_sight()
        self.overview.deactivate()
        self.details.deactivate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._body.currentIndex():
            self.leave_new()
        else:
            super().keyPressEvent(event)


class CustomerHead(QWidget):
    """Name, where they are, and what can be done for them."""

    def __init__(self, page: CustomersPage) -> None:
        super().__init__()
        self.page = page
        self.title = ElidedLabel("", "title")
        self.about = ElidedLabel("", "label")
        self.segments = Segments([(OVERVIEW, _("Overview")), (DETAILS, _("Details"))], _("Part"))
        self.segments.chosen.connect(page.show_part)
        self._new_invoice = NewInvoice(page.context.tasks)
        self.invoice = Button(_("New invoice"), self._invoice)
        self.contract = Button(_("New contract"), self._contract)
        self.more = Button("", self._show_menu, look="icon", icon="more", name=_("More"))
        row = hbox(self, spacing=8, margins=(24, 14, 24, 14))
        words = vbox(spacing=2)
        words.addWidget(self.title)
        words.addWidget(self.about)
        row.addLayout(words, 1)
        row.addSpacing(8)
        row.addWidget(self.segments)
        row.addSpacing(4)
        for button in (self.invoice, self.contract, self.more):
            row.addWidget(button)

    def refresh(self) -> None:
        page, adding = self.page, self.page.details.adding
        for widget in (self.segments, self.invoice, self.contract, self.more):
            widget.setVisible(not adding)
        facts = page.details.facts or page.overview.page
        shown = page.overview.page
        if adding:
            self.title.setText(_("New customer"))
            self.about.setText(_("Stored as soon as it has a name; each field when you leave it."))
            return
        known = page.details.facts
        current = known if known is not None and known.id == page.overview.customer_id else shown
        if current is not None:
            self.title.setText(current.name)
        elif facts is not None:
            self.title.setText(facts.name)
        # The overview is read aside: until it is, the line would be of the customer before.
        same = shown is not None and current is not None and shown.id == current.id
        self.about.setText(page.overview.about() if same else "")

    def _invoice(self) -> None:
        overview = self.page.overview
        if overview.customer_id is not None:
            name, opened = self.title.text(), partial(self.page.context.go, "invoices")
            offer(self.invoice, self._new_invoice, overview.customer_id, name, opened)

    def _contract(self) -> None:
        self.page.overview.new_contract(partial(self.page.context.go, "contracts"))

    def _show_menu(self) -> None:
        page, menu = self.page, QMenu(self)
        customer_id = page.overview.customer_id
        if customer_id is None:
            return
        archived = page.customers.is_archived(customer_id)
        words = _("Bring back") if archived else _("Archive")
        menu.addAction(words, partial(page.customers.archive, customer_id))
        menu.addAction(_("Delete"), page.delete)
        menu.addSeparator()
        show = menu.addAction(_("Show archived customers"))
        show.setCheckable(True)
        show.setChecked(page.customers.with_archived)
        show.toggled.connect(lambda on: page.customers.show_archived(shown=on))
        width = menu.sizeHint().width()
        corner = QPoint(self.more.width() - width, self.more.height() + 4)
        menu.exec(self.more.mapToGlobal(corner))


def settle_unless_list(view: TableView, search: SearchField) -> None:
    """Store what is being typed in a form; moving through the list keeps its focus."""
    if not view.hasFocus() and not search.hasFocus():
        settle()


def _columns(month: str, currency: str) -> tuple[Column[CustomerItem], ...]:
    title = f"{currency}/h, {month}" if month else ""
    return (
        Column("name", _("Customer"), lambda item: Cell(item.name)),
        Column("rate", title, _rate_cell, width=110, right=True),
    )


def _rate_cell(item: CustomerItem) -> Cell:
    return Cell(item.rate, unit=item.unit, tone="warn" if item.low else "muted")


def _kind(item: CustomerItem) -> RowKind:
    return "muted" if item.archived else "row"
