"""Recording a payment on one invoice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from msspdesk.domain.errors import InvalidInput, Problem
from msspdesk.domain.money import to_major, to_minor
from msspdesk.services import payments
from msspdesk.services.invoices import InvoiceRow
from msspdesk.services.payments import NewPayment
from msspdesk.texts import _
from msspdesk.ui.presenters.base import OnError, Presenter, Runner


class RecordPayment(Presenter):
    """The form's values: the open amount is offered, today, the first account."""

    def __init__(self, runner: Runner, row: InvoiceRow, today: date) -> None:
        super().__init__(runner)
        self.row = row
        self.today = today
        self.accounts: tuple[tuple[int, str], ...] = ()

    def reload(self) -> None:
        def loaded(found: list[tuple[int, str]]) -> None:
            self.accounts = tuple(found)
            self.updated()

        self.read(payments.accounts, loaded)

    @property
    def amount(self) -> Decimal:
        """What is still open."""
        return to_major(self.row.open_minor, self.row.currency)

    def record(
        self,
        values: dict[str, object],
        done: Callable[[], None],
        on_error: OnError,
    ) -> None:
        """Store it. Values: amount, day, account, reference, keep_rest."""
        amount, day, account = values["amount"], values["day"], values["account"]
        problems = []
        if not isinstance(amount, Decimal):
            problems.append(Problem("amount_not_above_zero", "amount"))
        if not isinstance(day, date):
            problems.append(Problem("date_empty", "day", {"example": self.today.isoformat()}))
        if not isinstance(amount, Decimal) or not isinstance(day, date):
            on_error(InvalidInput(problems))
            return
        new = NewPayment(
            invoice_id=self.row.id,
            day=day,
            amount_minor=to_minor(amount, self.row.currency),
            account_id=account if isinstance(account, int) else None,
            reference=str(values["reference"] or ""),
            keep_rest=bool(values["keep_rest"]),
        )
        self.write(
            lambda book: payments.record_payment(book, new),
            lambda _changes: done(),
            on_error=on_error,
            notice=_("Payment recorded"),
        )
