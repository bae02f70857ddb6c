"""The Timesheet: the week as a grid, beside it its entries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent

from msspdesk.texts import _
from msspdesk.ui.page import Context, Page
from msspdesk.ui.presenters.timesheet import Timesheet
from msspdesk.ui.presenters.timesheet_entries import CellFilter, Entries
from msspdesk.ui.presenters.timesheet_entry import EntryEditor
from msspdesk.ui.views.timesheet_entries import EntriesPane
from msspdesk.ui.views.timesheet_week import WeekPane
from msspdesk.ui.widgets import Line, hbox

if TYPE_CHECKING:
    from msspdesk.ui.presenters.quick_entry import QuickEntry

WIDEST, NARROWEST = 503, 384  # of the list of entries


def build(context: Context) -> Page:
    week = Timesheet(context.tasks, context.today())
    return TimesheetPage(context, week)


class TimesheetPage(Page):
    help_topic = "timesheet"

    def __init__(self, context: Context, week: Timesheet) -> None:
        super().__init__(week)
        self.week = week
        self.entries = Entries(context.tasks, week.monday)
        self.editor = EntryEditor(context.tasks)
        self.week_pane = WeekPane(week, self._show_cell, lambda: context.go("customers"), self)
        self.entries_pane = EntriesPane(
            self.entries, self.editor, lambda invoice_id: context.go("invoices", invoice_id), self
        )
        self.filter_field = self.entries_pane.filter_field
        row = hbox(self, spacing=0)
        row.addWidget(self.week_pane, 1)
        row.addWidget(Line(vertical=True))
        row.addWidget(self.entries_pane)
        week.on_week(lambda: self.entries.show_week(week.monday))
        self._wanted = 0  # an entry asked for from elsewhere, until its week is here
        self.editor.on_update(self._show_week_of_entry)
        self.entries.on_update(self._select_wanted)
        context.with_entry(lambda entry: self._follow_entry_line(entry, context.today))
        self._add_actions(context)

    def _follow_entry_line(self, entry: QuickEntry, today: Callable[[], date]) -> None:
        entry.on_coming(lambda: self.week.show_coming(entry.coming))
        entry.on_update(lambda: self.week.day_is(today()))
        self.week.show_coming(entry.coming)

    def _add_actions(self, context: Context) -> None:
        add, place = context.actions.add, _("Timesheet")
        add(_("Show this week"), self.week.this_week, place=place)
        add(_("Show the week before"), lambda: self.week.step(-1), shortcut="Alt+Left", place=place)
        add(_("Show the week after"), lambda: self.week.step(1), shortcut="Alt+Right", place=place)
        add(_("Copy last week"), self.week.copy_last_week, place=place)

    def _show_cell(self, row_id: int, day: int) -> None:
        self.entries_pane.filter_field.clear()
        self.entries.show_cell(CellFilter(row_id or None, self.week.day(day)))

    def came_into_sight(self) -> None:
        super().came_into_sight()
        self.entries.activate()
        self.editor.activate()

    def went_out_of_sight(self) -> None:
        super().went_out_of_sight()
        self.entries.deactivate()
        self.editor.deactivate()

    def show_item(self, item_id: int) -> None:
        """Open one entry in its week."""
        self._wanted = item_id
        self.entries_pane.filter_field.clear()
        self.entries_pane.open_entry(item_id)

    def _show_week_of_entry(self) -> None:
        row = self.editor.row
        if self._wanted and row is not None and row.id == self._wanted:
            self.week.show_week(row.day)
            self._select_wanted()

    def _select_wanted(self) -> None:
        if self._wanted and self.entries_pane.week_view.select_id(self._wanted):
            self._wanted = 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = max(NARROWEST, min(WIDEST, self.width() * 37 // 100))
        self.entries_pane.setFixedWidth(width)
