"""The exchange rate of a draft that is open for editing, where one is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msspdesk.domain.errors import Problem
from msspdesk.services import draft_exchange, drafts
from msspdesk.services.changes import Changes
from msspdesk.services.draft_exchange import AskedExchange
from msspdesk.texts import _, formats
from msspdesk.ui.presenters.base import OnError, Presenter, Runner

if TYPE_CHECKING:
    from msspdesk.db.book import Book


class DraftExchange(Presenter):
    """What is asked about the draft shown; None where nothing is."""

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self.asked: AskedExchange | None = None
        self._shown: tuple[int, int] | None = None

    def show(self, invoice_id: int, version: int) -> None:
        """Look at a draft, or again at one that was changed."""
        if self._shown is None or self._shown[0] != invoice_id:
            self.asked = None
            self.updated()
        if self._shown != (invoice_id, version):
            self._shown = invoice_id, version
            self.reload()

    def reload(self) -> None:
        if self._shown is not None:
            wanted, _version = self._shown
            self.read(
                lambda book: draft_exchange.asked(book, wanted),
                self._loaded,
                on_error=lambda _error: self._loaded(None),
            )

    def _loaded(self, asked: AskedExchange | None) -> None:
        self.asked = asked
        self.updated()

    def values(self) -> dict[str, Any]:
        """The values of the form."""
        given = self.asked.given if self.asked else None
        if given is None:
            return {}
        return {
            "exchange_rate": given.rate,
            "exchange_day": given.day,
            "exchange_source": given.source,
        }

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What keeps the draft from being issued."""
        return self.asked.problems if self.asked else ()

    def heading(self) -> str:
        """ "Tax in AED"."""
        return _("Tax in {currency}").format(currency=self.asked.tax_currency) if self.asked else ""

    def reading(self) -> str:
        """What the tax comes to, or what is asked."""
        asked = self.asked
        if asked is None:
            return ""
        if asked.tax_minor is not None and not asked.problems:
            shown = formats.money(asked.tax_minor, asked.tax_currency)
            return _("{amount} of tax stands on the invoice as well.").format(amount=shown)
        told = _("Your tax office wants the tax of an invoice in {currency} also in {other}.")
        return told.format(currency=asked.currency, other=asked.tax_currency)

    def unit(self) -> str:
        """ "AED for 1 USD"."""
        if self.asked is None:
            return ""
        told = _("{other} for 1 {currency}")
        return told.format(other=self.asked.tax_currency, currency=self.asked.currency)

    def answer(self, key: str, value: Any, on_error: OnError) -> None:
        """Store one field."""
        asked = self.asked
        if asked is None:
            return
        wanted, fields = asked.invoice_id, {key: value}

        def job(book: Book) -> Changes:
            return draft_exchange.answer(book, wanted, drafts.page(book, wanted).version, **fields)

        self.write(job, on_error=on_error)
