"""A new invoice for one customer: what is owed, or one written by hand."""

from __future__ import annotations

from collections.abc import Callable

from msspdesk.services import billing_customer
from msspdesk.services.billing_customer import Owed
from msspdesk.services.changes import Changes
from msspdesk.texts import _, formats, ngettext
from msspdesk.ui.presenters.base import Presenter

Opened = Callable[[int], None]


class NewInvoice(Presenter):
    """Asks what is owed, then makes the draft and hands its id on."""

    def reload(self) -> None:
        """Nothing by itself: each deed reads what it needs."""

    def ask(self, customer_id: int, done: Callable[[Owed | None], None]) -> None:
        self.read(lambda book: billing_customer.owed(book, customer_id), done)

    def bill(self, customer_id: int, opened: Opened) -> None:
        """Drafts of what is owed; the first of them is opened."""

        def made(changes: Changes) -> None:
            if not changes.ids:
                self.runner.notify(_("Nothing is owed any more"))
                return
            if len(changes.ids) > 1:
                told = ngettext("{n} draft made", "{n} drafts made", len(changes.ids))
                self.runner.notify(told.format(n=len(changes.ids)), undo=changes.undo)
            opened(changes.ids[0])

        self.write(lambda book: billing_customer.bill(book, customer_id), made)

    def blank(self, customer_id: int, opened: Opened) -> None:
        """A draft with a line to write."""
        self.write(
            lambda book: billing_customer.blank(book, customer_id),
            lambda changes: opened(changes.ids[0]),
        )


def bill_words(owed: Owed) -> str:
    """ "Bill what is owed up to today: 240.00 EUR"."""
    if owed.unpriced:
        hours = formats.hours(owed.unpriced)
        return _("Bill up to today, {hours} h of it without a rate yet").format(hours=hours)
    amount = formats.money(owed.net_minor, owed.currency)
    return _("Bill what is owed up to today: {amount}").format(amount=amount)


def owed_words(owed: Owed) -> str:
    """What it is made of: "2:00 h, 1 contract line"."""
    parts = []
    if owed.unpriced and owed.net_minor:
        parts.append(formats.money(owed.net_minor, owed.currency))
    if owed.minutes:
        parts.append(_("{hours} h").format(hours=formats.hours(owed.minutes)))
    if owed.charges:
        told = ngettext("{n} contract line", "{n} contract lines", owed.charges)
        parts.append(told.format(n=owed.charges))
    return ", ".join(parts)
