"""The side panel of Today: hours of the month, money of the month, the effective rate."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from msspdesk.texts import _
from msspdesk.ui.presenters.today_month import Hours, Money, Rate
from msspdesk.ui.tables import Cell, Column, ListModel, Table, TableView
from msspdesk.ui.views.today_charts import DayBars, Legend, SplitBar
from msspdesk.ui.widgets import Label, Line, Pair, Panel, Section, scrolling, vbox

WIDTH = 441


class MonthPanel(Panel):
    """Nothing here can be clicked: it tells how the month stands."""

    def __init__(self) -> None:
        super().__init__(WIDTH, margin=0)
        inner = QWidget()
        self._column = vbox(inner, spacing=0, margins=(24, 4, 24, 20))
        self._add_hours()
        self._add_money()
        self._add_rate()
        self._add_others()
        self._column.addStretch(1)
        self.body.addWidget(scrolling(inner, "window"))
        self.body.setContentsMargins(0, 12, 0, 0)

    def _add_hours(self) -> None:
        self._hours = Section("")
        self._total = Label("", "key")
        self._bars = DayBars()
        self._split = SplitBar()
        self._legend = Legend()
        column = self._column
        column.addWidget(self._hours)
        column.addWidget(self._total)
        column.addSpacing(8)
        column.addWidget(self._bars)
        column.addSpacing(6)
        column.addWidget(self._split)
        column.addSpacing(6)
        column.addWidget(self._legend)

    def _add_money(self) -> None:
        self._money = Section(_("Money this month"))
        self._to_bill = Label("", "key")
        self._received = Pair(_("Received"))
        self._open = Pair(_("Open"))
        self._overdue = Pair(_("of it overdue"), tone="bad")
        self._overdue.label.setProperty("tone", "muted")
        self._overdue.label.setContentsMargins(16, 0, 0, 0)
        self.others = ListModel(_columns())
        self._others = Table(
            TableView(
                self.others,
                _("Money in other currencies"),
                row_height=26,
                inset_left=0,
                inset_right=0,
                ground="window",
                shows_selection=False,
            ),
            fit=True,
        )
        column = self._column
        self._part()
        column.addWidget(self._money)
        column.addWidget(self._to_bill)
        column.addWidget(Label(_("to bill before tax"), "label"))
        column.addSpacing(8)
        for pair in (self._received, self._open, self._overdue):
            column.addWidget(pair)

    def _add_others(self) -> None:
        self._column.addSpacing(12)
        self._column.addWidget(self._others)

    def _add_rate(self) -> None:
        self._rate_block = QWidget()
        block = vbox(self._rate_block, spacing=0)
        block.addSpacing(16)
        block.addWidget(Line())
        block.addSpacing(12)
        self._rate = Section(_("Effective rate"))
        self._target = Pair("", tone="muted")
        self._target.label.setProperty("tone", "muted")
        block.addWidget(self._rate)
        block.addWidget(self._target)
        self._column.addWidget(self._rate_block)

    def _part(self) -> None:
        self._column.addSpacing(16)
        self._column.addWidget(Line())
        self._column.addSpacing(12)

    def show_month(self, hours: Hours, money: Sequence[Money], rate: Rate | None) -> None:
        self._hours.title.setText(hours.title)
        self._hours.figure.setText("")
        self._hours.note.setText(hours.note)
        self._total.setText(hours.total)
        self._bars.show_bars(hours.bars, hours.marks)
        self._split.show_shares(hours.shares)
        self._legend.show_shares(hours.shares)
        own, others = money[0], money[1:]
        self._money.note.setText(own.currency)
        self._to_bill.setText(own.to_bill)
        self._received.value.setText(own.received)
        self._open.value.setText(own.open)
        self._overdue.value.setText(own.overdue)
        self._overdue.setVisible(bool(own.overdue))
        self.others.set_rows(others)
        self._others.setVisible(bool(others))
        self._show_rate(rate)

    def _show_rate(self, rate: Rate | None) -> None:
        self._rate_block.setVisible(rate is not None)
        if rate is None:
            return
        self._rate.figure.show_text(rate.rate, "warn" if rate.below else "text")
        self._target.label.setText(rate.target or _("Billed and to bill, by hours worked"))
        self._target.value.setText(rate.division)


def _columns() -> tuple[Column[Money], ...]:
    def cell(text: str, tone: str = "") -> Cell:
        return Cell(text, tone=tone)

    return (
        Column(
            "currency", _("Also in"), lambda each: Cell(each.currency, tone="muted"), min_width=48
        ),
        Column("to_bill", _("To bill"), lambda each: cell(each.to_bill), width=83, right=True),
        Column("received", _("Received"), lambda each: cell(each.received), width=83, right=True),
        Column("open", _("Open"), lambda each: cell(each.open), width=83, right=True),
        Column(
            "overdue", _("Overdue"), lambda each: cell(each.overdue, "bad"), width=80, right=True
        ),
    )
