"""Notes about tax: a line with its button, and what the button opens."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from msspdesk.services.invoice_facts import TaxQuestion
from msspdesk.texts import _
from msspdesk.ui.page import Context
from msspdesk.ui.presenters import mending
from msspdesk.ui.presenters.tax_notes import TaxNote
from msspdesk.ui.widgets import Button, ElidedLabel, Label, hbox, vbox


def open_note(context: Context, note: TaxNote) -> None:
    """The customer, the part of the tax window, or the settings."""
    if note.where == "tax":
        context.open_tax(note.part, note.item)
    elif note.where == "settings":
        context.open_settings(_("Tax registrations"))
    else:
        context.go(note.where, note.item, note.part)


def mend(context: Context, place: mending.Place, customer_id: int | None) -> None:
    """Go to where a fact is wrong: the customer, the settings, the own rules, the timesheet."""
    if place == "settings":
        context.open_settings(_("Tax registrations"))
    elif place == "rules":
        context.open_tax("rules")
    elif place == "timesheet":
        context.go("timesheet")
    elif place == "customer" and customer_id is not None:
        context.go("customers", customer_id, "details")


def open_question(
    context: Context,
    parent: QWidget,
    question: TaxQuestion,
    customer: str,
    customer_id: int | None,
) -> None:
    """Ask for the owner's answer, or go to the fact that no answer would mend."""
    place = mending.of_question(question.code)
    if place != "tax":
        mend(context, place, customer_id)
        return
    from msspdesk.ui.presenters.month_end_facts import Facts
    from msspdesk.ui.views.month_end_dialogs import answer_tax  # with its forms

    answer_tax(parent, Facts(context.tasks), customer, question)


class TaxLine(QWidget):
    """What it is about, the sentence, and its button."""

    def __init__(self, context: Context, note: TaxNote) -> None:
        super().__init__()
        column = vbox(self, spacing=2, margins=(0, 6, 0, 6))
        head = hbox(spacing=8)
        head.addWidget(ElidedLabel(note.about, "strong"), 1)  # a name must not widen the panel
        head.addWidget(Button(note.button, lambda: open_note(context, note), look="link"))
        column.addLayout(head)
        column.addWidget(Label(note.text, "label", wrap=True))
