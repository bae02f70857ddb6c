"""The right half of the Timesheet: entries of the week by day, or of all time by words."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from msspdesk.texts import _, formats
from msspdesk.ui.debounce import debounced
from msspdesk.ui.presenters.timesheet_entries import Entries
from msspdesk.ui.presenters.timesheet_entry import EntryEditor
from msspdesk.ui.presenters.timesheet_rows import EntryItem
from msspdesk.ui.tables import Cell, Column, ListModel, PagedModel, Table, TableView
from msspdesk.ui.tables.cells import RowKind
from msspdesk.ui.widgets import (
    Button,
    ElidedLabel,
    EmptyState,
    Label,
    Line,
    SearchField,
    hbox,
    vbox,
)

if TYPE_CHECKING:
    from msspdesk.ui.views.timesheet_entry import EntryPanel

HEAD = 56
ROW = 48
TIME_WIDTH = 132
DAY_WIDTH = 96
FILTER_WAIT = 10  # milliseconds; an overtaken search is dropped, so waiting gains little


def _work_cell(row: EntryItem) -> Cell:
    if row.heading:
        return Cell(formats.weekday_day_long(row.day))
    tone = "muted" if row.own else ""
    return Cell(
        row.customer,
        note=row.line,
        below=row.note or ("" if row.tags else _("no note")),
        tags_below=row.tags,
        bold=not row.own,
        tone=tone,
    )


def _time_cell(row: EntryItem) -> Cell:
    if row.heading:
        return Cell(row.time, bold=True)
    icon = "lock" if row.locked else ""
    return Cell(
        row.time,
        bold=True,
        below=row.charge or "\u00a0",
        below_tone=row.charge_tone,
        icon=icon,
        icon_tone="muted",
    )


def _day_cell(row: EntryItem) -> Cell:
    return Cell(formats.weekday_day(row.day), below=str(row.day.year), tone="muted", small=True)


def _kind(row: EntryItem) -> RowKind:
    return "heading" if row.heading else "row"


def _columns() -> tuple[Column[EntryItem], ...]:
    work = Column("work", _("Entry"), _work_cell)
    return (work, Column("time", _("Time"), _time_cell, width=TIME_WIDTH, right=True))


class EntriesPane(QWidget):
    """Two lists of which one is in sight, and under them the entry that is open."""

    def __init__(
        self,
        presenter: Entries,
        editor: EntryEditor,
        open_invoice: Callable[[int], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.presenter, self.editor = presenter, editor
        self._open_invoice = open_invoice
        self.week = ListModel(_columns(), kind=_kind)
        day = Column("day", _("Day"), _day_cell, width=DAY_WIDTH)
        self.found = PagedModel((day, *_columns()), presenter.load)
        self.week_view = self._view(self.week, _("Entries of the week"))
        self.found_view = self._view(self.found, _("Entries found"))
        self.filter_field = SearchField(_("Filter"))
        self.filter_field.setFixedWidth(200)
        self.filter_field.setToolTip(_("Finds entries of all time (Ctrl+F)"))
        self._summary = ElidedLabel("", "label")
        self._all = Button(_("Whole week"), lambda: presenter.show_cell(None), look="link")
        self._lists = QStackedWidget(self)
        for view, empty in (
            (self.week_view, _nothing_noted()),
            (self.found_view, _nothing_found()),
        ):
            self._lists.addWidget(Table(view, empty=empty, parent=self._lists))
        column = vbox(self, spacing=0)
        column.addWidget(self._head())
        column.addWidget(Line())
        column.addWidget(self._lists, 1)
        self.filter_field.installEventFilter(self)
        debounced(self.filter_field, presenter.search, wait=FILTER_WAIT)
        presenter.on_update(self.refresh)
        self.refresh()

    @cached_property
    def panel(self) -> EntryPanel:
        """Made when the first entry is opened: the list does not wait for its form."""
        from msspdesk.ui.views.timesheet_entry import EntryPanel

        panel = EntryPanel(self.editor, self.close_panel, self._open_invoice)
        panel.resized.connect(self._keep_in_sight)
        cast("QVBoxLayout", self.layout()).addWidget(panel)
        return panel

    def _view(self, model: ListModel[EntryItem] | PagedModel[EntryItem], name: str) -> TableView:
        view = TableView(model, name, row_height=ROW, header=False, inset_left=16, inset_right=6)
        view.opened.connect(self._open)
        view.removed.connect(self._remove)
        view.picked.connect(self._follow)
        view.left.connect(self._back)
        return view

    def _head(self) -> QWidget:
        head = QWidget(self)
        head.setFixedHeight(HEAD)
        row = hbox(head, spacing=8, margins=(16, 0, 16, 0))
        row.addWidget(Label(_("Entries"), "heading"))
        row.addWidget(self._summary, 1)
        row.addWidget(self._all)
        row.addWidget(self.filter_field)
        return head

    # -- deeds

    def current_view(self) -> TableView:
        return self.found_view if self.presenter.searching else self.week_view

    def open_entry(self, entry_id: int) -> None:
        """Show an entry in the panel and in the list if it stands there."""
        self.current_view().select_id(entry_id)
        self._open(entry_id)

    def _open(self, entry_id: int) -> None:
        if entry_id <= 0:
            return
        self.panel.open_entry(entry_id)

    def _follow(self, entry_id: int) -> None:
        """While the panel is open it shows the row the cursor is on."""
        if self.editor.entry_id is not None and entry_id > 0:
            self.editor.open(entry_id)

    def _remove(self, entry_id: int) -> None:
        if entry_id > 0:
            self.presenter.remove(entry_id)

    def close_panel(self) -> None:
        self.editor.shut()
        self.current_view().setFocus(Qt.FocusReason.OtherFocusReason)

    def _back(self) -> None:
        if self.editor.entry_id is not None:
            self.close_panel()
        elif self.presenter.searching:
            self.filter_field.clear()
        elif self.presenter.cell is not None:
            self.presenter.show_cell(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.presenter.prepare()
        return super().eventFilter(watched, event)

    # -- showing

    def _keep_in_sight(self) -> None:
        """The panel takes room from the list: the open entry stays visible."""
        view = self.current_view()
        view.scrollTo(view.currentIndex())

    def refresh(self) -> None:
        presenter = self.presenter
        self._summary.setText(presenter.summary)
        self._all.setVisible(presenter.cell is not None and not presenter.searching)
        if presenter.searching:
            self.found.set_ids(presenter.ids)
        else:
            self.week.set_rows(presenter.items)
        self._lists.setVisible(presenter.loaded)
        self._lists.setCurrentIndex(1 if presenter.searching else 0)


def _nothing_noted() -> EmptyState:
    return EmptyState(
        _("Nothing noted in this week"),
        _("Type it in the line above: globex 1h30 triage"),
    )


def _nothing_found() -> EmptyState:
    return EmptyState(
        _("No entry has these words"),
        _("Customers, contract lines, notes and tags of all time were searched"),
    )
