"""The button for a new invoice: two choices where something is owed, else straight to the draft."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from msspdesk.services.billing_customer import Owed
from msspdesk.texts import _
from msspdesk.ui.presenters.month_end_facts import Facts
from msspdesk.ui.presenters.new_invoice import NewInvoice, Opened, bill_words, owed_words
from msspdesk.ui.views.month_end_dialogs import place_time


def offer(
    at: QWidget, presenter: NewInvoice, customer_id: int, customer: str, opened: Opened
) -> None:
    """Ask below the button `at` what the invoice is to hold; `opened` gets the draft's id."""

    def choose(owed: Owed | None) -> None:
        if owed is None:
            presenter.blank(customer_id, opened)
            return
        menu = QMenu(at)
        words = f"{bill_words(owed)} ({owed_words(owed)})"
        menu.addAction(words, partial(bill, at, presenter, customer_id, customer, owed, opened))
        menu.addAction(_("Empty invoice"), partial(presenter.blank, customer_id, opened))
        menu.setActiveAction(menu.actions()[0])
        menu.aboutToHide.connect(menu.deleteLater)
        corner = QPoint(at.width() - menu.sizeHint().width(), at.height() + 4)
        menu.popup(at.mapToGlobal(corner))

    presenter.ask(customer_id, choose)


def bill(
    parent: QWidget,
    presenter: NewInvoice,
    customer_id: int,
    customer: str,
    owed: Owed,
    opened: Opened,
) -> None:
    """Drafts of what is owed; time that names no service is placed first."""
    go = partial(presenter.bill, customer_id, opened)
    if owed.unnamed:
        place_time(parent, Facts(presenter.runner), customer_id, customer, go)
    else:
        go()
