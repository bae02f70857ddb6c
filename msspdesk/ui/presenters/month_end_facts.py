"""The short forms of the month end: a count, a rate, an answer about tax."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from msspdesk.services import counts, customers, draft_refresh, placing, tax_answers
from msspdesk.services.counts import CountView
from msspdesk.services.invoice_facts import TaxQuestion
from msspdesk.services.placing import Unplaced
from msspdesk.services.tax_answers import TaxAnswer
from msspdesk.texts import _
from msspdesk.ui.presenters.base import OnError, Presenter, Runner


@dataclass(frozen=True, slots=True)
class NewCount:
    """From `day` on the customer has so many of a kind."""

    customer_id: int
    kind: str
    day: date
    quantity: Decimal


class Facts(Presenter):
    """Writes the fact that was missing; the month end reads itself anew."""

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self.counts: tuple[CountView, ...] = ()
        self.version = 0
        self.currency = ""

    def reload(self) -> None:
        """Each form reads what it needs."""

    def load_counts(self, customer_id: int, kind: str) -> None:
        """The counts of one kind that hold now, one for each site."""

        def done(found: list[CountView]) -> None:
            self.counts = tuple(each for each in found if not kind or each.kind == kind)
            self.updated()

        self.read(lambda book: counts.latest(book, customer_id), done)

    def enter_count(self, new: NewCount, done: Callable[[], None], on_error: OnError) -> None:
        site = self.counts[0].site_id if len(self.counts) == 1 else None
        self.write(
            lambda book: counts.record_count(
                book, new.customer_id, new.kind, new.day, new.quantity, site_id=site
            ),
            lambda _changes: done(),
            on_error=on_error,
        )

    def load_customer(self, customer_id: int) -> None:
        """The customer's version and currency, for a change of the rate."""

        def done(found: list[customers.CustomerRow]) -> None:
            row = next((each for each in found if each.id == customer_id), None)
            if row is not None:
                self.version, self.currency = row.version, row.currency
            self.updated()

        self.read(customers.list_rows, done)

    def set_rate(
        self, customer_id: int, rate: Decimal, done: Callable[[], None], on_error: OnError
    ) -> None:
        version = self.version
        self.write(
            lambda book: customers.update(book, customer_id, version, hourly_rate=rate),
            lambda _changes: done(),
            on_error=on_error,
            notice=_("Rate stored"),
        )

    def load_unplaced(self, customer_id: int, done: Callable[[Unplaced], None]) -> None:
        """The time that names no service, and the services it may have been."""
        self.read(lambda book: placing.unplaced(book, customer_id), done, key="unplaced")

    def place_time(
        self, customer_id: int, service_id: int, done: Callable[[], None], on_error: OnError
    ) -> None:
        self.write(
            lambda book: placing.place(book, customer_id, service_id),
            lambda _changes: done(),
            on_error=on_error,
            notice=_("Time placed"),
        )

    def answer_tax(self, answer: TaxAnswer, done: Callable[[], None], on_error: OnError) -> None:
        self.write(
            lambda book: tax_answers.keep_tax_answer(book, answer),
            lambda _changes: done(),
            on_error=on_error,
            notice=_("Answer kept as your rule"),
        )

    def refresh_draft(self, invoice_id: int, version: int) -> None:
        self.write(lambda book: draft_refresh.refresh(book, invoice_id, version))


def tax_answer(
    question: TaxQuestion,
    *,
    charged: bool,
    rate: Decimal | None,
    category: str,
    note: str,
    all_services: bool,
    since: date | None,
) -> TaxAnswer:
    """The owner's words as an answer for sales like the one in question."""
    return TaxAnswer(
        rate=(rate or Decimal(0)) if charged else Decimal(0),
        category="S" if charged else category,
        note=note,
        customer_country=question.customer_country,
        customer_region=question.customer_region,
        status=question.status,
        tax_class="" if all_services else question.tax_class,
        valid_from=since,
    )
