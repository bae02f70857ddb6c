"""The button for a new invoice: two choices where something is owed, else straight to the draft."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from msspdesk.services.billing_customer import Owed
from msspdesk.texts import _
from msspdesk.ui.presenters.month_end_facts import Facts
from msspdesk.ui.presenters.new_invoice import NewInvoice, Opened, bill_words, owed_words
from msspdesk.ui.views.month_end_dialogs import place_time, set_rate


def offer(
    at: QWidget, presenter: NewInvoice, customer_id: int, customer: str, opened: Opened
) -> None:
    """Ask below the button `at` what the invoice is to hold; `opened` gets the draft's id."""

    def choose(owed: Owed | None) -> None:
        if owed is None:
            presenter.blank(customer_id, opened)
            return
        menu = QMenu(at)
        made_of = owed_words(owed)
        words = f"{bill_words(owed)} ({made_of})" if made_of else bill_words(owed)
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
    """Drafts of what is owed; a rate that is missing is asked first, then a service."""

    def again() -> None:
        presenter.ask(customer_id, with_rate)

    def with_rate(now: Owed | None) -> None:
        if now is not None and not now.unpriced:
            bill(parent, presenter, customer_id, customer, now, opened)

    facts = Facts(presenter.runner)
    go = partial(presenter.bill, customer_id, opened)
    if owed.unpriced:
        set_rate(parent, facts, customer_id, customer, again)
    elif owed.unnamed:
        place_time(parent, facts, customer_id, customer, go)
    else:
        facts.close()
        go()
