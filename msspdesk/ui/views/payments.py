"""The short form of a payment."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from msspdesk.domain.errors import DomainError
from msspdesk.domain.money import exponent, to_major
from msspdesk.domain.reading import read_amount, read_date
from msspdesk.services.invoices import InvoiceRow
from msspdesk.texts import _, formats
from msspdesk.ui.dialogs import Dialog
from msspdesk.ui.forms import (
    AmountField,
    CheckField,
    ChoiceField,
    DateField,
    Field,
    Form,
    TextField,
)
from msspdesk.ui.page import Context
from msspdesk.ui.presenters.invoices_document import Document
from msspdesk.ui.presenters.payments import RecordPayment
from msspdesk.ui.widgets import Label


def record_payment(parent: QWidget, context: Context, row: InvoiceRow) -> Dialog:
    """Ask what came in on an invoice: the open amount is offered."""
    today = context.today()
    presenter = RecordPayment(context.tasks, row, today)
    account = ChoiceField("account", _("Account"), [])
    keep = CheckField("keep_rest", _("Keep what is too much on the customer"))
    keep.hide()
    rest = formats.money(row.open_minor, row.currency)
    told = _("{number}, {customer}: {rest} open")
    form = Form(
        [
            Label(told.format(number=row.number, customer=row.customer, rest=rest), tone="muted"),
            _amount_and_day(row, today, _("Received on")),
            [account, TextField("reference", _("Reference"))],
            keep,
        ]
    )
    form.show_values({"amount": presenter.amount, "day": today})

    def show_accounts() -> None:
        options: list[tuple[int | None, str]] = [*presenter.accounts]
        account.set_options(options or [(None, _("None"))])
        account.set_value(options[0][0] if options else None)

    def refused(error: Exception) -> None:
        keep.setVisible(isinstance(error, DomainError) and error.code == "more_than_open")
        form.show_error(error)

    def store() -> None:
        try:
            values = form.values()
        except DomainError:
            return
        presenter.record(values, dialog.accept, refused)

    presenter.on_update(show_accounts)
    presenter.activate()
    dialog = Dialog(
        parent, _("Record payment"), form, primary=_("Record payment"), on_primary=store
    )
    dialog.finished.connect(lambda _code: presenter.close())
    dialog.open()
    form.fields["amount"].setFocus()
    return dialog


def _amount_and_day(row: InvoiceRow, today: date, label: str) -> list[Field]:
    places = exponent(row.currency)
    return [
        AmountField(
            "amount",
            _("Amount"),
            lambda text: read_amount(text, formats.separator(), places),
            lambda value: formats.number(value, places=places),
            unit=row.currency,
        ),
        DateField(
            "day",
            label,
            lambda text: read_date(text, today),
            formats.day,
            reading=formats.weekday_day_long,
        ),
    ]


def pay_back(parent: QWidget, context: Context, document: Document, row: InvoiceRow) -> Dialog:
    """Ask what went back to the customer on a credit note: all of it is offered."""
    today = context.today()
    rest = formats.money(row.open_minor, row.currency)
    told = _("{number}, {customer}: {rest} to the customer's credit")
    words = told.format(number=row.number, customer=row.customer, rest=rest)
    form = Form([Label(words, tone="muted"), _amount_and_day(row, today, _("Paid back on"))])
    form.show_values({"amount": to_major(row.open_minor, row.currency), "day": today})

    def store() -> None:
        try:
            values = form.values()
        except DomainError:
            return
        amount, day = values["amount"], values["day"]
        document.pay_back(amount or Decimal(0), day or today, dialog.accept, form.show_error)

    dialog = Dialog(parent, _("Pay back"), form, primary=_("Note repayment"), on_primary=store)
    dialog.open()
    form.fields["amount"].setFocus()
    return dialog
