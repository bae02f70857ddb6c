"""Why this tax: the steps of a decision beside a bar, and where it is written."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from msspdesk.texts import _
from msspdesk.ui.presenters.invoices_detail import TaxTold
from msspdesk.ui.theme import theme
from msspdesk.ui.widgets import Label, Section, hbox, vbox

LABEL = 64


class Bar(QWidget):
    """Two pixels of accent that follow the theme."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(2)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.colour("accent"))


class WhyThisTax(QWidget):
    """One tax with its steps and its source."""

    def __init__(self, tax: TaxTold) -> None:
        super().__init__()
        column = vbox(self, spacing=0)
        figure = ", ".join(each for each in (tax.name, tax.amount) if each and tax.amount)
        if tax.title:
            column.addWidget(Label(tax.title, "strong", wrap=True))
            column.addWidget(Label(tax.name))
        else:
            column.addWidget(Section(_("Why this tax"), "", figure))
        column.addSpacing(4)
        steps = QWidget()
        row = hbox(steps, spacing=10)
        row.addWidget(Bar())
        lines = vbox(spacing=4)
        for label, text in tax.steps:
            step = hbox(spacing=8)
            word = Label(label, "label")
            word.setFixedWidth(LABEL)
            step.addWidget(word, 0, Qt.AlignmentFlag.AlignTop)
            step.addWidget(Label(text, "label", "text", wrap=True), 1)
            lines.addLayout(step)
        row.addLayout(lines, 1)
        column.addWidget(steps)
        column.addSpacing(6)
        if tax.source:
            column.addWidget(Label(tax.source, "label", wrap=True))
        column.addSpacing(12)
