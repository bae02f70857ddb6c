"""What is asked before something that cannot be undone, and whom a new invoice is for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from msspdesk.domain.errors import DomainError
from msspdesk.services.billing_customer import Owed
from msspdesk.services.issuing import Readiness
from msspdesk.texts import _, formats
from msspdesk.ui.dialogs import Dialog, confirm
from msspdesk.ui.forms import CheckField, ChoiceField, Form, TextField
from msspdesk.ui.presenters.invoices import InvoiceList
from msspdesk.ui.presenters.invoices_document import Document
from msspdesk.ui.presenters.new_invoice import NewInvoice, bill_words
from msspdesk.ui.views.new_invoice import bill
from msspdesk.ui.widgets import Label


def confirm_issue(parent: QWidget, ready: Readiness) -> bool:
    """Show what leaves: to whom, how much, where to."""
    amount = formats.money(ready.due_minor, ready.currency)
    title = (
        _("Issue this credit note?") if ready.kind == "credit_note" else _("Issue this invoice?")
    )
    where = (
        _("The address for its mail is {email}.").format(email=ready.recipient)
        if ready.recipient
        else _("The customer has no e-mail address for invoices.")
    )
    lines = [
        _("{customer}: {amount}").format(customer=ready.customer, amount=amount),
        where,
        *ready.warnings,
        _("It gets the next number and cannot be changed. A credit note is the way back."),
    ]
    return confirm(parent, title, lines, _("Issue"))


def ask_cancel(parent: QWidget, document: Document, show: Callable[[int], None]) -> None:
    """A credit note needs a reason; it can leave a new draft behind."""
    detail = document.detail
    if detail is None:
        return
    told = _("A credit note over {amount} cancels {number}. Its time and periods are free again.")
    amount = f"{detail.amount} {detail.row.currency}"
    form = Form(
        [
            Label(told.format(amount=amount, number=detail.title), wrap=True),
            TextField("reason", _("Reason, as it stands on the credit note")),
            CheckField("new_draft", _("Make a new draft with the same lines")),
        ]
    )
    form.show_values({"new_draft": True})

    def store() -> None:
        values = form.values()

        def done(invoice_id: int) -> None:
            dialog.accept()
            show(invoice_id)

        document.cancel(
            values["reason"], new_draft=values["new_draft"], done=done, on_error=form.show_error
        )

    title = _("Cancel {number}?").format(number=detail.title)
    dialog = Dialog(parent, title, form, primary=_("Issue credit note"), on_primary=store)
    dialog.open()
    form.fields["reason"].setFocus()


def ask_customer(
    parent: QWidget, presenter: InvoiceList, offered: NewInvoice, made: Callable[[int], None]
) -> None:
    """Whom the new invoice is for, and whether what they owe goes on it."""
    customer = ChoiceField("customer", _("Customer"), [])
    owed_box = CheckField("owed", _("Bill what is owed up to today"))
    owed_box.hide()
    form = Form([customer, owed_box])
    found: list[Owed | None] = [None]

    def ask(key: object) -> None:
        found[0] = None
        owed_box.hide()
        if isinstance(key, int):
            offered.ask(key, tell)

    def tell(owed: Owed | None) -> None:
        found[0] = owed
        owed_box.setVisible(owed is not None)
        if owed is not None:
            owed_box.box.setText(bill_words(owed))
            owed_box.set_value(True)
            if not customer.combo.hasFocus():  # Tab went past the box while it was not there
                owed_box.box.setFocus()

    def fill() -> None:
        customer.set_options([(row.id, row.name) for row in presenter.customers])

    def store() -> None:
        try:
            chosen = form.values()["customer"]
        except DomainError:
            return
        if chosen is None:
            customer.show_problem(_("Choose whom the invoice is for."))
            return
        dialog.accept()
        owed = found[0]
        if owed is not None and owed_box.value():
            name = next(row.name for row in presenter.customers if row.id == chosen)
            bill(parent, offered, chosen, name, owed, made)
        else:
            offered.blank(chosen, made)

    dialog = Dialog(parent, _("New invoice"), form, primary=_("Make draft"), on_primary=store)
    customer.committed.connect(ask)
    presenter.load_customers(fill)
    dialog.open()
    customer.setFocus()
