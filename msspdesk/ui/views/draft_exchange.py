"""Right below the lines of a draft: the exchange rate, where the tax office wants its currency."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from msspdesk.domain.reading import read_amount, read_date
from msspdesk.texts import _, formats
from msspdesk.ui.forms import AmountField, DateField, Form, TextField
from msspdesk.ui.presenters.draft_exchange import DraftExchange
from msspdesk.ui.widgets import Label, Line, vbox

PLACES = 12
"""Decimals of a rate: a rupiah in dinars needs them."""


class ExchangePane(QWidget):
    """Hidden unless a rate is wanted; what is missing stands at its field."""

    def __init__(self, presenter: DraftExchange) -> None:
        super().__init__()
        self.presenter = presenter
        self._heading = Label("", "heading")
        self._reading = Label("", "label", "muted", wrap=True)
        self._rate = AmountField(
            "exchange_rate",
            _("Exchange rate"),
            lambda text: read_amount(text, formats.separator(), PLACES),
            formats.number,
        )
        day = DateField(
            "exchange_day",
            _("Day of the rate"),
            lambda text: read_date(text, self._today()),
            formats.day,
            reading=formats.weekday_day_long,
        )
        source = TextField("exchange_source", _("Published by"))
        self.form = Form([self._rate, [day, source]])
        column = vbox(self, spacing=16)
        for widget in (Line(), self._heading, self._reading, self.form, Line()):
            column.addWidget(widget)
        self.form.committed.connect(self._store)
        presenter.on_update(self.refresh)
        self.refresh()

    def show_draft(self, invoice_id: int, version: int) -> None:
        """Ask about this draft, if something is to be asked."""
        self.presenter.show(invoice_id, version)

    def refresh(self) -> None:
        presenter = self.presenter
        self.setVisible(presenter.asked is not None)
        self._heading.setText(presenter.heading())
        self._reading.setText(presenter.reading())
        self._rate.set_unit(presenter.unit())
        self.form.show_values(presenter.values())
        self.form.show_problems(presenter.problems)

    def _store(self, key: str, value: object) -> None:
        self.presenter.answer(key, value, self.form.show_error)

    def _today(self) -> date:
        asked = self.presenter.asked
        return asked.today if asked else date.max
