"""What-if: the sale at the left, its tax and why at the right."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from msspdesk.domain.errors import DomainError
from msspdesk.services.invoice_facts import TaxQuestion
from msspdesk.texts import _
from msspdesk.texts.errors import sentence
from msspdesk.ui.forms import ChoiceField, Form, TextField
from msspdesk.ui.page import Context
from msspdesk.ui.presenters import choices as words
from msspdesk.ui.presenters import mending
from msspdesk.ui.presenters.tax_what_if import TaxWhatIf
from msspdesk.ui.views.month_end_dialogs import date_field, number_field
from msspdesk.ui.views.tax_open import open_question
from msspdesk.ui.views.tax_why import WhyThisTax
from msspdesk.ui.widgets import (
    Button,
    ElidedLabel,
    EmptyState,
    Label,
    Line,
    Pair,
    Panel,
    hbox,
    scrolling,
    vbox,
)

WIDTH = 348


class WhatIfPane(QWidget):
    """Every change of a field asks anew."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.presenter = TaxWhatIf(context.tasks)
        self.customer = ChoiceField("customer_id", _("Customer"), [(None, _("someone else"))])
        self.form = Form(self._rows())
        self._area = scrolling(QWidget())
        self._begun = False
        row = hbox(self, spacing=0)
        left = Panel(WIDTH, line_at="right", margin=24)
        left.body.addWidget(scrolling(self.form, "window"))
        row.addWidget(left)
        row.addWidget(self._area, 1)
        self.form.committed.connect(lambda _key, _value: self.ask())
        self.presenter.on_update(self.refresh)

    def _rows(self) -> list[Any]:
        self._place = [
            ChoiceField("country", _("Country"), words.countries()),
            TextField("region", _("State or province")),
        ]
        self._person = [
            ChoiceField("status", _("Who buys"), words.statuses()),
            TextField("vat_id", _("VAT ID")),
        ]
        return [
            self.customer,
            self._place,
            self._person,
            ChoiceField("tax_class", _("Service"), words.tax_classes()),
            [
                number_field("amount", _("Amount")),
                ChoiceField("currency", _("Currency"), words.currencies()),
            ],
            [
                ChoiceField(
                    "inclusive",
                    _("The amount is"),
                    [(False, _("without tax")), (True, _("with tax in it"))],
                ),
                date_field("day", _("Day"), self.context.today()),
            ],
        ]

    def activate(self) -> None:
        self.presenter.activate()

    def deactivate(self) -> None:
        self.presenter.deactivate()

    def ask(self) -> None:
        """Ask about what the fields say; what cannot be read is marked there."""
        try:
            self.presenter.ask(self.form.values())
        except DomainError:
            return

    def refresh(self) -> None:
        found = self.presenter.choices
        if found is not None:
            self.customer.set_options([(None, _("someone else")), *found.customers])
            if not self._begun:
                self._begin(found.currency, found.customers)
        picked = self.customer.value() is not None
        for field in (*self._place, *self._person):
            field.setVisible(not picked)
        self._area.setWidget(self._answer())

    def _begin(self, currency: str, customers: tuple[tuple[int, str], ...]) -> None:
        """A first sale to look at: the first customer, a hundred, today."""
        self._begun = True
        self.form.show_values(
            {
                "customer_id": customers[0][0] if customers else None,
                "status": "business",
                "tax_class": "security_monitoring",
                "amount": 100,
                "currency": currency,
                "inclusive": False,
                "day": self.context.today(),
            }
        )
        self.ask()

    def _answer(self) -> QWidget:
        body = QWidget()
        body.setProperty("ground", "surface")
        body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = vbox(body, spacing=0, margins=(24, 20, 24, 24))
        presenter, outcome = self.presenter, self.presenter.outcome
        if outcome is None:
            note = presenter.problem or _("Choose a customer, or a country, and an amount.")
            column.addWidget(EmptyState(_("What would the tax be?"), note), 1)
            return body
        column.addWidget(ElidedLabel(presenter.customer, "title"))
        column.addSpacing(12)
        if outcome.question is not None:
            self._add_question(body)
        for label, value in presenter.sums():
            pair = Pair(label, f"{value} {outcome.currency}")
            pair.setMaximumWidth(560)
            column.addWidget(pair)
        column.addSpacing(12)
        why = presenter.why()
        if why is not None:
            column.addWidget(Line())
            column.addSpacing(10)
            column.addWidget(WhyThisTax(why))
        for text in dict.fromkeys(each.text for each in outcome.warnings):
            column.addWidget(Label(text, "label", "warn", wrap=True))
            column.addSpacing(6)
        for notice in outcome.notices:
            column.addSpacing(6)
            column.addWidget(Label(_("The invoice says"), "label"))
            column.addWidget(Label(notice, wrap=True))
        column.addStretch(1)
        return body

    def _add_question(self, body: QWidget) -> None:
        outcome, column = self.presenter.outcome, body.layout()
        if outcome is None or outcome.question is None or column is None:
            return
        question = outcome.question
        asked = sentence(DomainError(question.code, **question.details))
        column.addWidget(Label(asked, tone="warn", wrap=True))
        row = QWidget()
        line = hbox(row, margins=(0, 12, 0, 0))
        told = mending.button(mending.of_question(question.code))
        line.addWidget(Button(told, lambda: self._mend(question), look="primary"))
        line.addStretch(1)
        column.addWidget(row)

    def _mend(self, question: TaxQuestion) -> None:
        asked = self.presenter
        open_question(self.context, self, question, asked.customer, asked.customer_id)
