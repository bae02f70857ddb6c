"""A part of the tax window that keeps records: the list left, the open one right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from msspdesk.texts import _, formats
from msspdesk.ui.debounce import debounced
from msspdesk.ui.presenters.customer_record import Values
from msspdesk.ui.presenters.tax_lists import Numbered
from msspdesk.ui.presenters.tax_own import OwnRecords
from msspdesk.ui.tables import Cell, Column, ListModel, Table, TableView
from msspdesk.ui.tables.cells import RowKind
from msspdesk.ui.views.customers_form import RecordForm, settle
from msspdesk.ui.views.customers_records import Shown
from msspdesk.ui.widgets import (
    Button,
    ElidedLabel,
    EmptyState,
    Label,
    Line,
    Panel,
    SearchField,
    hbox,
    scrolling,
    vbox,
)

HEAD = 56
FILTER = 224
WIDTH = 400
SOON = timedelta(days=30)


@dataclass(frozen=True)
class RecordWords:
    """What a kind of record is called."""

    many: str
    filter: str
    """The filter's own words, with {count}."""
    new: str
    empty: str
    empty_note: str


class RecordsPane(QWidget):
    """Records under their headings, and the form of the one that is chosen."""

    def __init__(
        self,
        presenter: OwnRecords,
        words: RecordWords,
        columns: Sequence[Column[Numbered]],
        panel: RecordPanel,
    ) -> None:
        super().__init__()
        self.presenter, self.words, self.panel = presenter, words, panel
        self.filter_field = SearchField(_("Filter"))
        self.filter_field.setFixedWidth(FILTER)
        self.model = ListModel[Numbered](tuple(columns), kind=_kind)
        self.list = TableView(self.model, words.many, row_height=40)
        self._place()
        debounced(self.filter_field, presenter.search)
        self.list.picked.connect(self._open)
        self.list.opened.connect(self._enter)
        self.list.removed.connect(self._remove)
        panel.closed = self._shut
        presenter.on_update(self.refresh)

    def _place(self) -> None:
        left = QWidget()
        column = vbox(left, spacing=0)
        self._head = filter_head(self.filter_field, Button(self.words.new, self.new))
        column.addWidget(self._head)
        first = Button(self.words.new, self.new, look="primary")
        empty = EmptyState(self.words.empty, self.words.empty_note, first)
        self._table = UntilLoaded(Table(self.list, empty=empty))
        column.addWidget(self._table, 1)
        line = hbox(self, spacing=0)
        line.addWidget(left, 1)
        line.addWidget(self.panel)

    def activate(self) -> None:
        self.presenter.activate()

    def deactivate(self) -> None:
        self.presenter.deactivate()

    def show_record(self, record_id: int) -> None:
        """Open one; called from where something is said about it."""
        self.filter_field.clear()
        self.presenter.search("")
        self.presenter.open(record_id)

    def new(self) -> None:
        settle()
        self.presenter.begin()
        self.panel.begin()

    def _open(self, record_id: int) -> None:
        if record_id > 0 and record_id != self.presenter.record_id:
            settle()
            self.presenter.open(record_id)

    def _enter(self, record_id: int) -> None:
        self._open(record_id)
        self.panel.begin()

    def _remove(self, record_id: int) -> None:
        if record_id > 0:
            self.presenter.remove(record_id)

    def _shut(self) -> None:
        settle()
        self.presenter.open(None)
        self.list.clearSelection()
        self.list.setFocus()

    def refresh(self) -> None:
        presenter = self.presenter
        self._table.show_loaded(loaded=presenter.loaded)
        self._head.setVisible(presenter.total > 0)
        self.filter_field.show_count(self.words.filter, presenter.total)
        self.model.set_rows(presenter.rows)
        if presenter.record_id is not None and self.list.selected_id() != presenter.record_id:
            self.list.select_id(presenter.record_id)
        if presenter.adding:
            self.list.clearSelection()


class RecordPanel(Panel):
    """The form of the open record; each field is stored when it is left."""

    def __init__(
        self,
        presenter: OwnRecords,
        new: str,
        title: Callable[[Any], str],
        rows: Sequence[Any],
        arrange: Callable[[Shown, Values], None],
    ) -> None:
        super().__init__(WIDTH, margin=0)
        self.presenter = presenter
        self.closed: Callable[[], None] = lambda: None
        self._new, self._title, self._arrange = new, title, arrange
        self._shown: object = None
        self.heading = ElidedLabel("", "heading")
        self.note = Label("", "label")
        self.form = RecordForm(rows)
        self.bin = Button(_("Remove"), self._remove)
        self._place()
        self.form.committed.connect(self._store)
        presenter.on_update(self.refresh)
        self.refresh()

    def _place(self) -> None:
        head = hbox(spacing=8, margins=(20, 0, 12, 8))
        head.addWidget(self.heading, 1)
        head.addWidget(self.note)
        shut = Button(
            "",
            self._shut,
            look="barei",
            icon="close",
            name=_("Close"),
            tip=_("Close (Esc)"),
        )
        head.addWidget(shut)
        body = QWidget()
        column = vbox(body, spacing=16, margins=(20, 0, 20, 20))
        column.addWidget(self.form)
        column.addWidget(self.bin, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.body.addLayout(head)
        self.body.addWidget(scrolling(body, "window"), 1)

    def refresh(self) -> None:
        presenter, row = self.presenter, self.presenter.row
        if row is None and not presenter.adding:
            if presenter.record_id is None:
                self._shown = None
                self.hide()
            return
        record: object = "new" if presenter.adding else presenter.record_id
        if self._shown == "new" and record == presenter.just_added:
            self.form.adopt(record)
        self._shown = record
        values = presenter.values()
        self.heading.setText(self._title(row) if row is not None else self._new)
        self.bin.setVisible(row is not None)
        self.form.show_record(record, values)
        self._arrange(self, values)
        self.show()

    def begin(self) -> None:
        """The cursor in the first field that waits for something."""
        fields = list(self.form.fields.values())
        empty = (each for each in fields if each.isVisibleTo(self) and each.value() in (None, ""))
        next(empty, fields[0]).setFocus(Qt.FocusReason.OtherFocusReason)

    def _shut(self) -> None:
        self.closed()

    def _store(self, key: str, value: object) -> None:
        self.presenter.change(key, value, lambda error: self.form.fail(key, error))

    def _remove(self) -> None:
        settle()
        if self.presenter.record_id is not None:
            self.presenter.remove(self.presenter.record_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._shut()
        else:
            super().keyPressEvent(event)


class UntilLoaded(QStackedWidget):
    """Says that the book is being read, until it is known whether there is anything."""

    def __init__(self, table: Table) -> None:
        super().__init__()
        self.addWidget(EmptyState(_("Looking through your book …")))
        self.addWidget(table)

    def show_loaded(self, *, loaded: bool) -> None:
        self.setCurrentIndex(1 if loaded else 0)


def filter_head(filter_field: SearchField, *buttons: Button) -> QWidget:
    """The row above a list: the filter left, what can be done right; gone while it is empty."""
    head = QWidget()
    head.setFixedHeight(HEAD)
    column = vbox(head, spacing=0)
    tools = QWidget()
    row = hbox(tools, spacing=12, margins=(24, 0, 16, 0))
    row.addWidget(filter_field)
    row.addStretch(1)
    for each in buttons:
        row.addWidget(each)
    column.addWidget(tools, 1)
    column.addWidget(Line())
    return head


def last_day(first: date | None, last: date | None, today: date) -> Cell:
    """Until when a dated record holds: over, soon over, not begun, or open."""
    if last is not None and last < today:
        return Cell(_("ended {day}").format(day=formats.day(last)), tone="muted", small=True)
    if first is not None and first > today:
        return Cell(_("from {day}").format(day=formats.day(first)), tone="muted", small=True)
    if last is None:
        return Cell(_("no end"), tone="muted", small=True)
    tone = "warn" if last <= today + SOON else ""
    return Cell(_("until {day}").format(day=formats.day(last)), tone=tone, small=True)


def _kind(each: Numbered) -> RowKind:
    return "heading" if each.heading else "row"
