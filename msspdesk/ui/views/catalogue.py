"""The catalogue: what is sold, in which unit, at which price, and what it is to a tax law."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from msspdesk.db.queries.parties import ServiceRow
from msspdesk.texts import _, formats
from msspdesk.ui.debounce import debounced
from msspdesk.ui.forms import (
    AmountField,
    CheckBox,
    ChoiceField,
    MultilineField,
    TextField,
)
from msspdesk.ui.page import Context
from msspdesk.ui.presenters import choices
from msspdesk.ui.presenters.catalogue import Catalogue
from msspdesk.ui.presenters.contract_words import read_price, write_price
from msspdesk.ui.tables import Cell, Column, ListModel, Table, TableView
from msspdesk.ui.tables.cells import RowKind
from msspdesk.ui.views.customers_form import RecordForm, settle
from msspdesk.ui.views.draft_line import offer_item_code
from msspdesk.ui.widgets import (
    Button,
    ElidedLabel,
    EmptyState,
    Line,
    Panel,
    SearchField,
    Segments,
    hbox,
    scrolling,
    vbox,
)

HEAD = 56
WIDTH = 344


class CataloguePane(QWidget):
    """List left, the open service right."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.presenter = Catalogue(context.tasks)
        self._back: Callable[[], None] | None = None
        self.segments = Segments(
            [("contracts", _("Contracts")), ("catalogue", _("Catalogue"))], _("Place")
        )
        self.segments.choose("catalogue")
        self.segments.hide()
        self.filter_field = SearchField(_("Filter"))
        self.filter_field.setFixedWidth(224)
        self.archived = CheckBox(_("Archived too"))
        self.model = ListModel[ServiceRow](self._columns(), kind=_kind)
        self.list = TableView(self.model, _("Services"))
        self.panel = ServicePanel(self.presenter, self._shut)
        self._place()
        self._connect()

    def _place(self) -> None:
        left = QWidget()
        column = vbox(left, spacing=0)
        head = QWidget()
        head.setFixedHeight(HEAD)
        row = hbox(head, spacing=12, margins=(24, 0, 16, 0))
        row.addWidget(self.segments)
        row.addWidget(self.filter_field)
        row.addWidget(self.archived)
        row.addStretch(1)
        row.addWidget(Button(_("New service"), self.new, look="primary"))
        column.addWidget(head)
        column.addWidget(Line())
        column.addWidget(Table(self.list, empty=self._empty()), 1)
        line = hbox(self, spacing=0)
        line.addWidget(left, 1)
        line.addWidget(self.panel)

    def _empty(self) -> EmptyState:
        return EmptyState(
            _("What you sell"),
            _("A service has a unit, a price and a kind that decides its tax; contracts name it."),
            Button(_("New service"), self.new),
        )

    def _columns(self) -> tuple[Column[ServiceRow], ...]:
        return (
            Column("name", _("Service"), lambda row: Cell(row.name, bold=True), min_width=180),
            Column("code", _("Code"), lambda row: Cell(row.code, tone="muted"), width=112),
            Column("class", _("For tax"), _class_cell, min_width=180),
            Column("unit", _("Unit"), lambda row: Cell(choices.unit_words(row.unit)), width=116),
            Column("price", _("Price"), self._price, width=128, right=True),
        )

    def _price(self, row: ServiceRow) -> Cell:
        currency = self.presenter.currency
        if row.price is None:
            return Cell(_("agreed each time"), tone="muted", small=True)
        return Cell(formats.price(row.price, currency), unit=currency)

    def _connect(self) -> None:
        presenter = self.presenter
        debounced(self.filter_field, presenter.search)
        self.archived.clicked.connect(lambda on: presenter.show_archived(shown=bool(on)))
        self.list.picked.connect(presenter.open)
        self.list.opened.connect(self._enter)
        self.list.removed.connect(presenter.archive)
        self.segments.chosen.connect(self._chosen)
        presenter.on_update(self.refresh)

    # -- what the Contracts tab calls

    def show_segments(self, back: Callable[[], None]) -> None:
        """Show Contracts | Catalogue at the top left; choosing Contracts calls `back`."""
        self._back = back
        self.segments.choose("catalogue")
        self.segments.show()

    def activate(self) -> None:
        self.presenter.activate()

    def deactivate(self) -> None:
        self.presenter.deactivate()

    def _chosen(self, key: str) -> None:
        if key == "contracts" and self._back is not None:
            settle()
            self._back()

    # -- deeds

    def new(self) -> None:
        settle()
        self.presenter.begin()
        self.panel.begin()

    def _enter(self, service_id: int) -> None:
        self.presenter.open(service_id)
        self.panel.form.setFocus()

    def _shut(self) -> None:
        settle()
        self.presenter.open(None)
        self.list.clearSelection()
        self.list.setFocus()

    def refresh(self) -> None:
        presenter = self.presenter
        self.filter_field.show_count(_("Filter {count} services"), presenter.total)
        self.model.set_rows(presenter.rows)
        if presenter.service_id is not None and self.list.current_id() != presenter.service_id:
            self.list.select_id(presenter.service_id)
        if presenter.adding:
            self.list.clearSelection()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.panel.refresh()


class ServicePanel(Panel):
    """The open service; each field is stored when it is left."""

    def __init__(self, presenter: Catalogue, shut: Callable[[], None]) -> None:
        super().__init__(WIDTH, margin=0)
        self.presenter = presenter
        self._close = shut
        self.title = ElidedLabel("", "heading")
        self.name = TextField("name", _("Name"))
        self.price = AmountField("price", _("Price"), read_price, write_price)
        self.item_code = TextField("item_code", _("Code for the tax office"))
        self.form = RecordForm(
            [
                self.name,
                TextField("name_de", _("Name on German documents")),
                [
                    TextField("code", _("Code")),
                    ChoiceField("unit", _("Unit"), choices.units()),
                ],
                self.price,
                ChoiceField("tax_class", _("What it is for tax"), choices.tax_classes()),
                self.item_code,
                MultilineField("description", _("Description")),
            ]
        )
        self.form.setFocusProxy(self.name)
        self.archive = Button(_("Archive"), self._archive)
        self.delete = Button(_("Delete"), self._delete)
        head = hbox(spacing=8, margins=(20, 0, 12, 8))
        head.addWidget(self.title, 1)
        head.addWidget(
            Button("", shut, look="barei", icon="close", name=_("Close"), tip=_("Close (Esc)"))
        )
        body = QWidget()
        column = vbox(body, spacing=16, margins=(20, 0, 20, 20))
        column.addWidget(self.form)
        row = hbox(spacing=8)
        row.addWidget(self.archive)
        row.addWidget(self.delete)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self.body.addLayout(head)
        self.body.addWidget(scrolling(body, "window"), 1)
        self.form.committed.connect(self._store)
        presenter.on_update(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        presenter, row = self.presenter, self.presenter.row
        self.setVisible(presenter.adding or row is not None)
        self.price.set_unit(presenter.currency)
        offer_item_code(self.item_code, presenter.item_code)
        self.title.setText(row.name if row is not None else _("New service"))
        for button in (self.archive, self.delete):
            button.setVisible(row is not None)
        if row is not None:
            self.archive.setText(_("Bring back") if row.archived else _("Archive"))
        self.form.show_record(
            "new" if presenter.adding else presenter.service_id, presenter.values()
        )

    def begin(self) -> None:
        """An empty form with the cursor in the name."""
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _store(self, key: str, value: object) -> None:
        self.presenter.change(key, value, lambda error: self.form.fail(key, error))

    def _archive(self) -> None:
        if self.presenter.service_id is not None:
            self.presenter.archive(self.presenter.service_id)

    def _delete(self) -> None:
        if self.presenter.service_id is not None:
            self.presenter.delete(self.presenter.service_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)


def _class_cell(row: ServiceRow) -> Cell:
    return Cell(choices.tax_class_words(row.tax_class), tone="muted")


def _kind(row: ServiceRow) -> RowKind:
    return "muted" if row.archived else "row"
