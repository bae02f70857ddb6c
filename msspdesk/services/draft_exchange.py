"""The exchange rate of a draft: asked where a tax office wants its own currency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from msspdesk.db.book import Book
from msspdesk.domain import checks
from msspdesk.domain.customers import Customer
from msspdesk.domain.errors import DomainError, Problem
from msspdesk.domain.invoices import Invoice
from msspdesk.domain.tax.exchange import Exchange, check_rate
from msspdesk.services import exchange
from msspdesk.services.changes import Changes
from msspdesk.services.invoice_facts import today_desk, worked_out
from msspdesk.services.undoing import changed, remember, undo_of

KINDS: Final = frozenset({"invoices", "billing"})
_CHECKS: Final[Mapping[str, checks.Check]] = {
    "exchange_rate": check_rate,
    "exchange_day": checks.day,
    "exchange_source": checks.words,
}


@dataclass(frozen=True, slots=True)
class AskedExchange:
    """What a draft is asked on `today`: one unit of `currency` in `tax_currency`.

    `problems` keep it from being issued; there are none where it has no tax to
    convert. `tax_minor` is the tax in `tax_currency`, None while an
    answer or the tax is missing.
    """

    invoice_id: int
    version: int
    currency: str
    tax_currency: str
    given: Exchange
    today: date
    problems: tuple[Problem, ...]
    tax_minor: int | None


def asked(book: Book, invoice_id: int) -> AskedExchange | None:
    """The question and what was answered; None where no rate is wanted."""
    with book.read() as work:
        draft = work.get(Invoice, invoice_id)
        desk = today_desk(book, work)
        wanted = exchange.tax_currency(desk.data, desk.seller.country, draft.currency)
        if draft.issued or not wanted:
            return None
        result = worked_out(desk, draft, work.get(Customer, draft.customer_id))
        sums = result.totals
        rows = [(each.base_minor, each.amount_minor) for each in result.rows]
        facts = exchange.exchange_facts(desk, draft, rows, sums.tax_basis) if sums else None
        return AskedExchange(
            invoice_id=invoice_id,
            version=draft.version,
            currency=draft.currency,
            tax_currency=wanted,
            given=exchange.given(draft, wanted),
            today=desk.day,
            problems=tuple(exchange.problems(desk, draft, sums.groups if sums else ())),
            tax_minor=facts["tax_minor"] if facts else None,
        )


def answer(book: Book, invoice_id: int, version: int, **fields: Any) -> Changes:
    """Keep exchange_rate, exchange_day or exchange_source with the draft.

    InvalidInput by field; DomainError: "not_a_draft", "changed_since".
    """
    values = checks.cleaned(_CHECKS, fields)
    with book.write() as work:
        draft = work.get(Invoice, invoice_id)
        if draft.issued:
            raise DomainError("not_a_draft")
        if draft.version != version:
            raise DomainError("changed_since")
        desk = today_desk(book, work)
        wanted = exchange.tax_currency(desk.data, desk.seller.country, draft.currency)
        before = remember(draft)
        found = {name.removeprefix("exchange_"): value for name, value in values.items()}
        kept = replace(exchange.given(draft, wanted), **found).stored()
        draft.exchange = kept | {"pair": exchange.pair(draft, wanted)} if kept else {}
        work.touch(draft)
        step = changed(work, before, draft)
    return Changes.of(*KINDS, ids=(invoice_id,), undo=undo_of("Change draft", KINDS, step))
