"""Month end: the table of what is owed at the left, the three decisions at the right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QStackedWidget, QWidget

from msspdesk.domain.errors import DomainError
from msspdesk.domain.reading import read_date
from msspdesk.texts import _, formats, ngettext
from msspdesk.ui.debounce import debounced
from msspdesk.ui.dialogs import Dialog
from msspdesk.ui.forms import DateField, Form
from msspdesk.ui.page import Context
from msspdesk.ui.presenters.month_end import MonthEnd
from msspdesk.ui.presenters.month_end_later import Beside
from msspdesk.ui.presenters.month_end_rows import MonthRow
from msspdesk.ui.tables import Cell, Check, Column, ListModel, RowKind, Table, TableView
from msspdesk.ui.views.month_end_panel import MonthEndPanel
from msspdesk.ui.widgets import (
    Button,
    ElidedLabel,
    EmptyState,
    Label,
    Line,
    SearchField,
    Segments,
    hbox,
    vbox,
)

HEAD = 64
CHECKS = {"on": Check.ON, "off": Check.OFF, "part": Check.PART}


class MonthEndView(QWidget):
    """`left_for_list` asks for the other half of the tab, `opened(id)` for a document."""

    left_for_list = Signal()
    opened = Signal(int)

    def __init__(self, context: Context, presenter: MonthEnd) -> None:
        super().__init__()
        self.context, self.presenter = context, presenter
        self.beside = Beside(context.tasks)
        self.filter_field = SearchField(_("Filter"))
        self.filter_field.setFixedWidth(128)
        debounced(self.filter_field, presenter.search)
        self._title = Label("", "title")
        self._note = ElidedLabel("", "label")
        self.segments = Segments([("list", _("Invoices")), ("month", _("Month end"))], _("View"))
        self._ready = _Ready()
        self.model = ListModel(columns(presenter), kind=_kind)
        self.view = TableView(self.model, _("Month end"), inset_left=14, indent_column=2)
        self._empty = QStackedWidget()
        self._owed = Label("")
        self._look = Button("", self.look_later, look="primary")
        self._contracts = Button(
            _("Open contracts"), lambda: self.context.go("contracts"), look="primary"
        )
        for each in (QWidget(), self._nothing(), EmptyState(_("No customer matches"))):
            self._empty.addWidget(each)
        self.table = Table(self.view, empty=self._empty)
        self._totals = _Totals()
        self.panel = MonthEndPanel(context, presenter, self.beside)
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        left = QWidget()
        column = vbox(left, spacing=0)
        column.addWidget(self._head())
        column.addWidget(Line())
        column.addWidget(self.table, 1)
        column.addWidget(Line())
        column.addWidget(self._totals)
        row = hbox(self, spacing=0)
        row.addWidget(left, 1)
        row.addWidget(self.panel)

    def _head(self) -> QWidget:
        head = QWidget()
        head.setFixedHeight(HEAD)
        words = vbox(spacing=0)
        words.addStretch(1)
        first = hbox(spacing=2)
        first.addWidget(self._title)
        first.addSpacing(6)
        back = Button(
            "",
            lambda: self.presenter.step_month(-1),
            look="barei",
            icon="chevron-left",
            name=_("One month earlier"),
        )
        forth = Button(
            "",
            lambda: self.presenter.step_month(1),
            look="barei",
            icon="chevron-right",
            name=_("One month later"),
        )
        for button in (back, forth):
            button.setFixedHeight(26)
            first.addWidget(button)
        other = Button(_("Other day"), self.ask_day, look="link")
        first.addWidget(other)
        first.addStretch(1)
        words.addLayout(first)
        second = hbox(spacing=8)
        second.addWidget(self._note)
        self._more = Button("", self.look_later, look="link")
        self._more.setFixedHeight(16)
        second.addWidget(self._more)
        second.addStretch(1)
        words.addLayout(second)
        words.addStretch(1)
        row = hbox(head, spacing=16, margins=(24, 0, 16, 0))
        row.addLayout(words, 1)
        row.addWidget(self.segments)
        row.addWidget(self._ready)
        row.addWidget(self.filter_field)
        return head

    def _nothing(self) -> EmptyState:
        actions = QWidget()
        column = vbox(actions, spacing=8)
        for each in (self._owed, self._look, self._contracts):
            column.addWidget(each, 0, Qt.AlignmentFlag.AlignHCenter)
        return EmptyState(
            _("Nothing to bill up to this day"),
            _("Contracts and time noted for customers become invoices here."),
            actions,
            Button(_("See the invoices"), self.left_for_list.emit, look="link"),
        )

    def _connect(self) -> None:
        self.segments.choose("month")
        self.segments.chosen.connect(self._segment)
        self.view.acted.connect(self._act)
        self.view.opened.connect(self._open)
        self.view.left.connect(self.presenter.close_explanation)
        self.view.sort_asked.connect(self.presenter.sort)
        self.view.header_checked.connect(self._check_all)
        self.panel.opened.connect(self.opened)
        self.presenter.on_update(self.refresh)
        self.beside.on_update(self._show_more)

    # -- showing

    def refresh(self) -> None:
        presenter = self.presenter
        rows = presenter.rows()
        self.model.set_rows(rows, whole=False)
        loaded, searching = presenter.outlook is not None, bool(presenter.filter.strip())
        self._empty.setCurrentIndex(0 if not loaded else 2 if searching else 1)
        day = presenter.through
        self._title.setText(_heading(day))
        self._note.setText(_told(presenter))
        self.view.columns = self.model.columns = columns(presenter)
        self.view.show_header_check("check", CHECKS[presenter.all_ticked() or "off"])
        self.view.show_sorted(presenter.sort_key, down=presenter.sort_down)
        self._ready.show_ready(*presenter.ready())
        self._totals.show_totals(_counted(rows), presenter.totals())

        if presenter.outlook is not None:
            self.beside.follow(presenter.outlook.proposal)
        self._show_more()

    def _show_more(self) -> None:
        """The pointer to what is owed since the day that is looked at."""
        pointer = self.beside.pointer()
        shown = bool(pointer) and not self.presenter.busy
        self._more.setText(pointer)
        self._more.setVisible(shown)
        self._owed.setText(_("{told}.").format(told=pointer))
        self._look.setText(self.beside.bill_words())
        for each in (self._owed, self._look):
            each.setVisible(shown)
        self._contracts.setVisible(not shown)

    # -- doing

    def look_later(self) -> None:
        """Up to today, where the pointer points."""
        if self.beside.later is not None:
            self.presenter.bill_until(self.beside.later.day)

    def _segment(self, key: str) -> None:
        if key == "list":
            self.segments.choose("month")
            self.left_for_list.emit()

    def _act(self, row_id: int, action: str) -> None:
        if action == "toggle":
            self.presenter.toggle_open(row_id)
        elif action == "tick":
            self.presenter.tick(row_id)
        elif action == "explain":
            self.presenter.explain_row(row_id)
        elif action == "draft":
            self._open(row_id)

    def _open(self, row_id: int) -> None:
        row = next((each for each in self.model.rows if each.id == row_id), None)
        if row is not None and row.kind == "draft":
            self.opened.emit(int(row.key.partition("/")[2]))
        else:
            self.presenter.explain_row(row_id)

    def _check_all(self, _key: str) -> None:
        self.presenter.tick_all(self.presenter.all_ticked() != "on")

    def ask_day(self) -> None:
        """Another day than the end of a month."""
        today = self.context.today()
        field = DateField(
            "day",
            _("Bill everything up to the end of"),
            lambda text: read_date(text, today),
            formats.day,
            reading=formats.weekday_day_long,
        )
        form = Form([field])
        form.show_values({"day": self.presenter.through})

        def take() -> None:
            try:
                day = form.values()["day"]
            except DomainError:
                return
            if day is not None:
                self.presenter.bill_until(day)
                dialog.accept()

        dialog = Dialog(self, _("Bill up to another day"), form, primary=_("Look"), on_primary=take)
        dialog.open()


def _heading(day: date) -> str:
    """The month by name on its last day, any other day as such."""
    if (day + timedelta(days=1)).day == 1:
        return _("Month end {month}").format(month=formats.month(day))
    return _("Up to {day}").format(day=formats.day_long(day))


def _counted(rows: Sequence[MonthRow]) -> str:
    customers = sum(1 for row in rows if row.kind == "customer")
    drafts = sum(1 for row in rows if row.kind == "draft")
    told = []
    if customers:
        told.append(ngettext("{n} customer", "{n} customers", customers).format(n=customers))
    if drafts:
        told.append(ngettext("{n} draft", "{n} drafts", drafts).format(n=drafts))
    return ", ".join(told)


def _told(presenter: MonthEnd) -> str:
    horizon = presenter.horizon
    day = formats.day_long(horizon.last_day)
    if horizon.starts_until > horizon.ends_until:
        told = _("Owed up to {day}, in advance up to {start}, minus what is billed already")
        return told.format(day=day, start=formats.day_short(horizon.starts_until))
    told = _("Everything owed up to {day}, minus what drafts and invoices already carry")
    return told.format(day=day)


def columns(presenter: MonthEnd) -> tuple[Column[MonthRow], ...]:
    """The columns; the comparison is named after the month before."""
    return (
        Column("fold", "", _fold, width=30, name=_("Lines")),
        Column("check", "", _check, width=34, name=_("Bill")),
        Column("customer", _("Customer"), _name, width=208, sortable=True),
        Column("what", _("What"), lambda r: Cell(r.what, tone="muted")),
        Column("net", _("Net"), _net, width=122, right=True, sortable=True),
        Column(
            "change",
            _("Since {month}").format(month=presenter.month),
            lambda r: Cell(r.change, tone="muted" if r.change_minor == 0 else ""),
            width=120,
            right=True,
            sortable=True,
        ),
        Column("because", _("Because of"), _because, width=186),
        Column("state", _("State"), _state, width=136, sortable=True),
    )


def _kind(row: MonthRow) -> RowKind:
    return "child" if row.kind == "line" else "row"


def _fold(row: MonthRow) -> Cell:
    if not row.foldable:
        return Cell()
    icon = "chevron-down" if row.open else "chevron-right"
    return Cell(icon=icon, icon_tone="muted", action="toggle")


def _check(row: MonthRow) -> Cell:
    return Cell(check=CHECKS[row.ticked], action="tick") if row.ticked else Cell()


def _name(row: MonthRow) -> Cell:
    return Cell(row.name) if row.kind == "line" else Cell(row.name, bold=True)


def _net(row: MonthRow) -> Cell:
    return Cell(row.net, unit=row.currency, bold=row.kind != "line") if row.net else Cell()


def _because(row: MonthRow) -> Cell:
    quiet = not row.tags or row.kind == "line"
    return Cell(row.because, tags=row.tags, tone="muted" if quiet else "")


def _state(row: MonthRow) -> Cell:
    if row.kind == "line":
        return Cell(row.state, link=True, small=True, action="explain")
    if row.kind == "draft" and not row.issued:
        icon = "warning" if row.tone == "warn" else "edit"
        return Cell(row.state, icon=icon, tone=row.tone, small=True, action="draft")
    icon = "check" if row.tone == "good" else "warning"
    return Cell(row.state, icon=icon, tone=row.tone, small=True)


class _Ready(QWidget):
    """How many customers have everything, as words and as a bar."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(128)
        self._word = Label(_("Ready"), "label")
        self._count = Label("", "strong")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Ready"))
        first = hbox(spacing=8)
        first.addWidget(self._word)
        first.addStretch(1)
        first.addWidget(self._count)
        column = vbox(self, spacing=4)
        column.addStretch(1)
        column.addLayout(first)
        column.addWidget(self._bar)
        column.addStretch(1)

    def show_ready(self, ready: int, total: int) -> None:
        self.setVisible(total > 0)
        self._count.setText(_("{ready} of {total}").format(ready=ready, total=total))
        # Half a new range would be painted at once, and with it all that waits to be painted.
        if (self._bar.maximum(), self._bar.value()) != (max(1, total), ready):
            self._bar.setMaximum(max(1, total))
            self._bar.setValue(ready)


class _Totals(QWidget):
    """Net of the table, currency by currency: one column of several has no sum."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(40)
        self._count = Label("", "strong")
        self._row = hbox(self, spacing=20, margins=(78, 0, 16, 0))
        self._row.addWidget(self._count)
        self._sums: list[QWidget] = []
        self._shown: tuple[str, list[tuple[str, str]]] | None = None
        self._row.addStretch(1)

    def show_totals(self, count: str, nets: list[tuple[str, str]]) -> None:
        if (count, nets) == self._shown:
            return
        self._shown = (count, nets)
        self.setVisible(bool(count))
        self._count.setText(count)
        for widget in self._sums:
            self._row.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._sums = [_sum(code, amount, strong=not i) for i, (code, amount) in enumerate(nets)]
        for position, widget in enumerate(self._sums, 1):
            self._row.insertWidget(position, widget)


def _sum(code: str, amount: str, *, strong: bool) -> QWidget:
    widget = QWidget()
    row = hbox(widget, spacing=4)
    row.addWidget(Label(amount, "strong" if strong else "body"))
    row.addWidget(Label(code, "label"))
    return widget
