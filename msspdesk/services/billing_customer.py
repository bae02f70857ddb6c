"""One customer billed at once: what is owed up to today, or a draft with a line to write."""

from __future__ import annotations

from dataclasses import dataclass

from msspdesk.db.book import Book
from msspdesk.domain.periods import Horizon
from msspdesk.domain.proposals import LineKind
from msspdesk.services import billing_run, drafts
from msspdesk.services.changes import Changes, Undo
from msspdesk.services.drafts import NewDraftLine


@dataclass(frozen=True, slots=True)
class Owed:
    """What a run up to today would bill them: minor units of `currency`, before tax.

    `charges` counts lines of contracts, `minutes` billed time. `unnamed` are those of
    them that name no service and wait for it (services/placing.py), `unpriced` further
    ones that nobody agreed a rate for.
    """

    net_minor: int
    currency: str
    charges: int
    minutes: int
    unnamed: int
    unpriced: int = 0


def owed(book: Book, customer_id: int) -> Owed | None:
    """Unbilled time and charges up to the end of today; None where there is nothing."""
    found = billing_run.preview(book, Horizon.through(book.today()), customer_id=customer_id)
    for customer in found.customers:
        unpriced = sum(
            int(str(each.problem.details["minutes"]))
            for each in customer.missing
            if each.problem.code == "rate_missing" and "minutes" in each.problem.details
        )
        if customer.lines or unpriced:
            return Owed(
                customer.net_minor,
                customer.currency,
                charges=sum(each.kind is not LineKind.TIME for each in customer.lines),
                minutes=customer.minutes,
                unnamed=sum(each.minutes for each in customer.lines if each.service_id is None),
                unpriced=unpriced,
            )
    return None


def bill(book: Book, customer_id: int) -> Changes:
    """Drafts of what is owed, one for each order number; `ids` are theirs."""
    return billing_run.commit(book, Horizon.through(book.today()), customer_id=customer_id)


def blank(book: Book, customer_id: int) -> Changes:
    """A draft with one line that waits for its words; undo takes it away as it is then."""
    (draft,) = drafts.new_draft(book, customer_id).ids
    drafts.add_line(book, draft, drafts.page(book, draft).version, NewDraftLine())
    undo = Undo(
        "New draft",
        lambda again: drafts.delete(again, [draft]),
        lambda again: drafts.is_there(again, draft),
    )
    return Changes.of(*drafts.KINDS, ids=(draft,), undo=undo)
