"""The Today tab: what needs the owner at the left, the month at the right."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from msspdesk.services.earnings import MonthFigures
from msspdesk.services.today import Action
from msspdesk.texts import _, formats
from msspdesk.ui.page import Context, Page
from msspdesk.ui.presenters import today_items
from msspdesk.ui.presenters.today import Today
from msspdesk.ui.presenters.today_items import ItemRow
from msspdesk.ui.tables import Cell, Column, ListModel, RowKind, Table, TableView
from msspdesk.ui.views.tax_open import open_note, open_question
from msspdesk.ui.views.today_month import MonthPanel
from msspdesk.ui.widgets import Button, EmptyState, Label, Section, hbox, scrolling, vbox

MARGIN = 24
BUTTON_COLUMN = 132  # a button of 124 and the space before it


def build(context: Context) -> Page:
    return TodayPage(context, Today(context.tasks))


class TodayPage(Page):
    help_topic = "today"

    def __init__(self, context: Context, presenter: Today) -> None:
        super().__init__(presenter)
        self.context, self.today = context, presenter
        self._title = Label("", "title")
        self._note = Label("", tone="muted")
        self.items = ListModel(_item_columns(), kind=_kind)
        self.item_view = TableView(
            self.items,
            _("What needs you"),
            row_height=40,
            inset_left=0,
            inset_right=0,
            header=False,
            plain_headings=True,
        )
        self.customers = ListModel(_customer_columns(presenter))
        self.customer_view = TableView(
            self.customers, _("Customers this month"), inset_left=0, inset_right=0
        )
        self._customers_title = Section("")
        self.panel = MonthPanel()
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        left = QWidget()
        column = vbox(left, spacing=0, margins=(MARGIN, 20, MARGIN, MARGIN))
        head = hbox(spacing=12)
        head.addWidget(self._title)
        head.addWidget(self._note)
        head.addStretch(1)
        self._note.setContentsMargins(0, 5, 0, 0)
        column.addLayout(head)
        column.addWidget(Table(self.item_view, fit=True))
        column.addSpacing(28)
        column.addWidget(self._customers_title)
        self._customer_table = Table(self.customer_view, fit=True, totals=True)
        column.addWidget(self._customer_table)
        column.addStretch(1)
        whole = QWidget()
        row = hbox(whole, spacing=0)
        row.addWidget(scrolling(left), 1)
        row.addWidget(self.panel)
        self._stack.addWidget(self._reading())
        self._stack.addWidget(whole)
        self._stack.addWidget(self._first_step())
        vbox(self, spacing=0).addWidget(self._stack)

    def _reading(self) -> QWidget:
        """The day at its place at once; a large book takes a moment to be looked through."""
        page = QWidget()
        column = vbox(page, spacing=0, margins=(MARGIN, 20, MARGIN, MARGIN))
        head = hbox(spacing=12)
        head.addWidget(Label(formats.weekday_day_long(self.context.today()), "title"))
        note = Label(_("Looking through your book …"), tone="muted")
        note.setContentsMargins(0, 5, 0, 0)
        head.addWidget(note)
        head.addStretch(1)
        column.addLayout(head)
        column.addStretch(1)
        return page

    def _first_step(self) -> EmptyState:
        return EmptyState(
            _("Today shows what needs you and how the month stands"),
            _("It fills by itself once there is a customer to note time for."),
            Button(_("Add your first customer"), self._to_customers, look="primary"),
        )

    def _to_customers(self) -> None:
        self.context.go("customers")

    def _connect(self) -> None:
        self.item_view.acted.connect(lambda row_id, _action: self.open_item(row_id))
        self.item_view.opened.connect(self.open_item)
        self.customer_view.opened.connect(lambda key: self.context.go("customers", key))
        self.customer_view.acted.connect(lambda key, _action: self.context.go("customers", key))
        self.customer_view.sort_asked.connect(self.today.sort)
        self.today.on_update(self.refresh)

    def refresh(self) -> None:
        today = self.today
        if not today.loaded or today.hours is None:
            return
        self._title.setText(today.title)
        self._note.setText(today.note)
        self.items.set_rows(today.rows)
        self.panel.show_month(today.hours, today.money, today.rate)
        self._show_customers()
        self.context.show_badge(today.count)
        self._stack.setCurrentIndex(2 if today.fresh else 1)

    def _show_customers(self) -> None:
        today = self.today
        self._customers_title.title.setText(today.customers_title)
        self.customers.set_rows(today.customers)
        shown = bool(today.customers)
        self._customers_title.setVisible(shown)
        self._customer_table.setVisible(shown)
        self.customer_view.show_sorted(today.sorted_key, down=today.sorted_down)
        totals = self._customer_table.totals
        if totals is not None:
            minutes = sum(each.minutes for each in today.customers)
            totals.show_totals({"minutes": formats.hours(minutes)})

    def open_item(self, row_id: int) -> None:
        """Do what the button of this row says."""
        row = self.today.row(row_id)
        if row is not None and row.tax is not None:
            open_note(self.context, row.tax)
        if row is None or row.item is None:
            return
        place = today_items.place(row.item)
        if place is not None:
            self.context.go(*place)
        elif row.item.action is Action.ANSWER_TIMER:
            self.context.stop_timer()
        elif row.item.action is Action.BRING_BACK and row.item.customer_id is not None:
            self.today.bring_back(row.item.customer_id)
        else:
            self._answer(row)

    def _answer(self, row: ItemRow) -> None:
        """A short form, the same as on the month end."""
        from msspdesk.ui.presenters.month_end_facts import Facts
        from msspdesk.ui.views import month_end_dialogs as dialogs

        item = row.item
        if item is None or item.customer_id is None:
            return
        facts, details = Facts(self.context.tasks), item.details
        if item.action is Action.ANSWER_TAX:
            asked = details["questions"][0]
            open_question(self.context, self, asked, item.customer, item.customer_id)
            return
        missing = today_items.missing_row(row)
        if item.action is Action.ENTER_COUNT:
            dialogs.enter_count(self, facts, missing, self.context)
        elif item.action is Action.SET_RATE:
            dialogs.set_rate(self, facts, missing.customer_id, missing.customer)
        elif item.action is Action.NAME_SERVICE:
            dialogs.place_time(self, facts, missing.customer_id, missing.customer)


def _kind(row: ItemRow) -> RowKind:
    return "heading" if row.heading else "row"


def _item_columns() -> tuple[Column[ItemRow], ...]:
    def icon(row: ItemRow) -> Cell:
        if row.heading:
            return Cell(row.title, tone="muted", small=True)
        return Cell(icon=row.icon, icon_tone=row.tone)

    def words(row: ItemRow) -> Cell:
        return Cell("") if row.heading else Cell(row.title, bold=True, note=row.reason)

    def button(row: ItemRow) -> Cell:
        return Cell(button=row.button, primary=row.primary, action="open" if row.button else "")

    return (
        Column("icon", "", icon, width=24, name=_("Group")),
        Column("what", "", words, name=_("What needs you")),
        Column(
            "amount",
            "",
            lambda row: Cell(row.amount, unit=row.unit),
            width=132,
            right=True,
            name=_("Amount"),
        ),
        Column("do", "", button, width=BUTTON_COLUMN, name=_("What to do")),
    )


def _customer_columns(today: Today) -> tuple[Column[MonthFigures], ...]:
    def amount(minor: int, figures: MonthFigures) -> Cell:
        if not minor:
            return Cell("")
        return Cell(formats.amount(minor, figures.currency), unit=figures.currency)

    def rate(figures: MonthFigures) -> Cell:
        if figures.rate_minor is None:
            return Cell("")
        text = formats.amount(figures.rate_minor, figures.currency)
        return Cell(text, unit=figures.currency, tone="warn" if today.is_low(figures) else "")

    return (
        Column(
            "customer",
            _("Customer"),
            lambda each: Cell(each.customer, bold=True, action="open"),
            sortable=True,
        ),
        Column(
            "minutes",
            _("Hours"),
            lambda each: formats.hours(each.minutes),
            width=88,
            right=True,
            sortable=True,
        ),
        Column(
            "billed",
            _("Billed"),
            lambda each: amount(each.revenue_minor, each),
            width=132,
            right=True,
        ),
        Column(
            "to_bill",
            _("Still to bill"),
            lambda each: amount(each.to_bill_minor, each),
            width=132,
            right=True,
        ),
        Column("rate", _("Per hour"), rate, width=132, right=True),
    )
