"""The left half of the Timesheet: which week, its grid, the sums of its days."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from msspdesk.texts import _, formats
from msspdesk.ui.presenters.timesheet import Timesheet
from msspdesk.ui.tables import Table
from msspdesk.ui.views.timesheet_grid import (
    NAME,
    SUM,
    GridModel,
    GridView,
    columns,
    day_of,
    day_width,
)
from msspdesk.ui.widgets import Button, EmptyState, Label, Line, hbox, vbox

HEAD = 56


class WeekPane(QWidget):
    """Shows the presenter's week; `refused(row id, day)` asks for the entries of a cell."""

    def __init__(
        self,
        presenter: Timesheet,
        on_refused: Callable[[int, int], None],
        add_customer: Callable[[], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.presenter = presenter
        self._on_refused = on_refused
        self._title = Label("", "title")
        self._period = Label("", "label")
        self.model = GridModel(presenter.monday, presenter.today)
        self.view = GridView(self.model, lambda: sorted(presenter.customer_names.values()))
        self._stack = QStackedWidget(self)
        grid = QWidget(self._stack)
        self.table = Table(self.view, totals=True, parent=grid)
        within = vbox(grid, spacing=0)
        within.addWidget(self.table, 100)
        within.addStretch(1)
        self._stack.addWidget(grid)
        self._stack.addWidget(_first_step(add_customer))
        column = vbox(self, spacing=0)
        column.addWidget(self._head())
        column.addWidget(Line())
        column.addWidget(self._stack, 1)
        self._shown: tuple[object, ...] = ()
        self._connect()
        self.refresh()

    def _head(self) -> QWidget:
        head = QWidget(self)
        head.setFixedHeight(HEAD)
        row = hbox(head, spacing=12, margins=(24, 0, 16, 0))
        row.addWidget(self._title)
        row.addWidget(self._period)
        row.addSpacing(2)
        self._period.setContentsMargins(0, 3, 0, 0)
        before = Button(
            "", self._step(-1), look="barei", icon="chevron-left", name=_("Week before")
        )
        after = Button("", self._step(1), look="barei", icon="chevron-right", name=_("Week after"))
        steps = hbox(spacing=2)
        steps.addWidget(before)
        steps.addWidget(Button(_("This week"), self.presenter.this_week))
        steps.addWidget(after)
        row.addLayout(steps)
        row.addWidget(Button(_("Copy last week"), self.presenter.copy_last_week, icon="copy"))
        row.addStretch(1)
        return head

    def _step(self, count: int) -> Callable[[], None]:
        return lambda: self.presenter.step(count)

    def _connect(self) -> None:
        self.model.edited.connect(self._typed)
        self.view.emptied.connect(lambda row, day: self._type(row, day, ""))
        self.view.refused.connect(self._refused)
        self.view.pasted.connect(self.presenter.paste)
        self.presenter.on_update(self.refresh)

    # -- deeds

    def _typed(self, row_id: int, key: str, text: str) -> None:
        day = day_of(key)
        if day is not None:
            self.presenter.type_cell(row_id, day, text)
        elif text.strip():
            added = self.presenter.add_row(text)
            if added is not None:
                # After the editor has closed, which moves the cursor as well.
                QTimer.singleShot(0, partial(self.view.go_to, added, self.view.today_at or 0))

    def _type(self, row_id: int, day: int, text: str) -> None:
        row = self.presenter.row(row_id)
        if row is None or not row.cells[day].entry_ids:
            return
        if self.presenter.refuse(row_id, day):
            self._refused(row_id, day)
        else:
            self.presenter.type_cell(row_id, day, text)

    def _refused(self, row_id: int, day: int) -> None:
        sentence = self.presenter.refuse(row_id, day)
        if sentence:
            self.presenter.runner.notify(sentence)
            self._on_refused(row_id, day)

    # -- showing

    def refresh(self) -> None:
        presenter = self.presenter
        self._title.setText(presenter.title)
        self._period.setText(presenter.period)
        empty = presenter.loaded and not presenter.has_customers and not presenter.minutes
        self._stack.setCurrentIndex(1 if empty else 0)
        self._show_columns()
        self.model.set_rows(presenter.rows)
        self._show_sums()
        self._fit_height()

    def _show_columns(self) -> None:
        """Only when the week, the day or the room has changed."""
        presenter = self.presenter
        wanted = (presenter.monday, presenter.today, day_width(self.width()))
        if wanted == self._shown:
            return
        self._shown = wanted
        self.view.show_columns(columns(*wanted))
        at = (presenter.today - presenter.monday).days
        self.view.today_at = at if 0 <= at < 7 else None

    def _show_sums(self) -> None:
        sums = {f"day{at}": minutes for at, minutes in enumerate(self.presenter.day_minutes)}
        sums[SUM] = self.presenter.minutes
        texts = {key: formats.hours(minutes) for key, minutes in sums.items() if minutes}
        if self.table.totals is not None:
            self.table.totals.show_totals({NAME: _("Day"), **texts})

    def _fit_height(self) -> None:
        """The sums stand right under the rows until the page is full."""
        totals = self.table.totals.height() if self.table.totals is not None else 0
        self.table.setMaximumHeight(self.view.content_height() + totals)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_columns()


def _first_step(add_customer: Callable[[], None]) -> EmptyState:
    return EmptyState(
        _("Here the hours of your week stand, by customer and day"),
        _("Add a customer, then type above what you did: globex 1h30 triage"),
        Button(_("Add a customer"), add_customer, look="primary"),
    )
