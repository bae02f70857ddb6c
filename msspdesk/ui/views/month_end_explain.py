"""Where one line's amount comes from, in place of the month end's panel."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from msspdesk.texts import _
from msspdesk.ui.page import Context
from msspdesk.ui.presenters.month_end_explain import Explanation, Step, entries_text
from msspdesk.ui.widgets import (
    Button,
    ElidedLabel,
    Label,
    Line,
    Pair,
    Panel,
    hbox,
    scrolling,
    vbox,
)

WIDTH = 320


class ExplanationView(Panel):
    """The parts with their counts, days and price; then what it was a month ago."""

    def __init__(self, context: Context, close: Callable[[], None]) -> None:
        super().__init__(WIDTH)
        self._context = context
        self.body.addWidget(
            Button(_("Back"), close, look="link", icon="chevron-left"),
            0,
            Qt.AlignmentFlag.AlignLeft,
        )
        self.body.addSpacing(12)
        self._title = Label("", "heading", wrap=True)
        self._customer = ElidedLabel("", tone="muted")
        self.body.addWidget(self._title)
        self.body.addWidget(self._customer)
        self.body.addSpacing(8)
        amount = hbox(spacing=6)
        self._amount, self._currency = Label("", "key"), Label("", "label")
        amount.addWidget(self._amount)
        amount.addWidget(self._currency, 0, Qt.AlignmentFlag.AlignBottom)
        amount.addStretch(1)
        self._currency.setContentsMargins(0, 0, 0, 5)
        self.body.addLayout(amount)
        self.body.addSpacing(12)
        self._content = QWidget()
        self._area = scrolling(self._content, "window")
        self.body.addWidget(self._area, 1)

    def show_explanation(self, told: Explanation) -> None:
        self._title.setText(told.title)
        self._customer.setText(told.customer)
        self._amount.setText(told.amount)
        self._currency.setText(told.currency)
        content = QWidget()
        column = vbox(content, spacing=0)
        for step in told.steps:
            _add_step(content, step)
        column.addWidget(Line())
        column.addSpacing(10)
        column.addWidget(Label(_("Compared with the month before"), "heading"))
        column.addSpacing(4)
        for label, amount in told.reasons:
            column.addWidget(_fact(label, amount))
        column.addSpacing(12)
        self._add_links(content, told)
        column.addStretch(1)
        self._content = content
        content.setProperty("ground", "window")
        content.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._area.setWidget(content)

    def _add_links(self, content: QWidget, told: Explanation) -> None:
        row = hbox(spacing=16)
        if told.contract_id is not None:
            contract = told.contract_id
            row.addWidget(
                Button(
                    _("Open contract"),
                    lambda: self._context.go("contracts", contract),
                    look="link",
                )
            )
        if told.entries:
            text = entries_text(told.entries)
            row.addWidget(Button(text, lambda: self._context.go("timesheet"), look="link"))
        row.addStretch(1)
        column = content.layout()
        if column is not None:
            column.addItem(row)


def _add_step(content: QWidget, step: Step) -> None:
    column = content.layout()
    if column is None:
        return
    column.addWidget(Line())
    head = Pair(step.title, step.amount)
    head.setFixedHeight(36)
    head.label.setProperty("look", "strong")
    head.value.setProperty("look", "strong")
    column.addWidget(head)
    for label, value in step.facts:
        column.addWidget(_fact(label, value))
    space = QWidget()
    space.setFixedHeight(10)
    column.addWidget(space)


def _fact(label: str, value: str) -> Pair:
    pair = Pair(label, value)
    pair.setFixedHeight(22)
    pair.label.show_text(label, "muted")
    return pair
