"""A small business in a temporary book, worked through the services the window uses."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from msspdesk.db.book import Book
from msspdesk.domain.money import to_major
from msspdesk.domain.periods import Horizon, Period
from msspdesk.domain.pricing import model
from msspdesk.domain.proposals import Proposal, ProposedLine, Selection
from msspdesk.services import billing_run, contracts, counts, drafts
from msspdesk.services.contracts import NewLine
from tests import builders


@dataclass(frozen=True)
class Billed:
    """A line that a run put on a draft: its days, its share of a whole period, its amount."""

    period: Period
    share: Fraction
    days: int
    whole_days: int
    amount: Decimal


@dataclass(frozen=True)
class Run:
    """What one run on a day made: drafts, and what stands on them. Credits are below zero."""

    day: date
    drafts: int
    lines: tuple[Billed, ...]

    @property
    def total(self) -> Decimal:
        return sum((line.amount for line in self.lines), Decimal(0))


class Scene:
    """One customer with one contract; runs are made on a day, as an owner would."""

    def __init__(self, book: Book, currency: str) -> None:
        self.book = book
        self.currency = currency
        with book.write() as work:
            self.service_id = work.add(builders.service()).id
            self.customer_id = work.add(builders.customer(currency=currency)).id or 0

    def add_line(self, code: str, terms: dict[str, Any], start: date, **fields: Any) -> int:
        """A contract line; `terms` are the fields of the model's terms."""
        (contract_id,) = contracts.add_contract(self.book, self.customer_id, start=start).ids
        new = NewLine(service_id=self.service_id, model=code, terms=model(code).Terms(**terms))
        return contracts.add_line(self.book, contract_id, replace(new, **fields)).ids[0]

    def count(self, day: date, quantity: Decimal) -> None:
        counts.record_count(self.book, self.customer_id, "units", day, quantity)

    def end_line(self, line_id: int, end: date) -> None:
        """The day after the last one."""
        for row in contracts.rows(self.book):
            for line in contracts.page(self.book, row.id).lines:
                if line.id == line_id:
                    contracts.update_line(self.book, line_id, line.version, end=end)

    def preview(self, day: date) -> Proposal:
        return billing_run.preview(self.book, Horizon.on(day))

    def proposed(self, day: date) -> dict[int, list[Billed]]:
        """What a run on that day would bill, by contract line."""
        found: dict[int, list[Billed]] = defaultdict(list)
        for customer in self.preview(day).customers:
            for line in customer.lines:
                found[line.contract_line_id or 0].append(self._billed(line))
        return found

    def run(self, day: date, only: list[Period] | None = None) -> Run:
        """A billing run on that day; `only` ticks the lines of these periods alone."""
        proposal = self.preview(day)
        proposed = [line for each in proposal.customers for line in each.lines]
        ticked = [line for line in proposed if only is None or line.period in only]
        selection = Selection(
            without_lines=frozenset(line.key for line in proposed if line not in ticked)
        )
        made = billing_run.commit(self.book, Horizon.on(day), selection, proposal.fingerprint)
        told = tuple(self._billed(line) for line in ticked)
        run = Run(day, len(made.ids), told)
        self._check(run, made.ids)
        return run

    def _billed(self, line: ProposedLine) -> Billed:
        amount = to_major(line.amount_minor, self.currency)
        parts = line.parts
        details = parts[0].details if parts else {}
        days, whole = details.get("days", line.period.days), details.get("whole_days")
        share = Fraction(days, whole) if whole else Fraction(1)
        return Billed(line.period, share, days, whole or days, amount)

    def _check(self, run: Run, draft_ids: tuple[int, ...]) -> None:
        """What is told must be what stands on the drafts."""
        pages = [drafts.page(self.book, each) for each in draft_ids]
        signed = sum(
            page.lines_minor if page.kind == "invoice" else -page.lines_minor for page in pages
        )
        if to_major(signed, self.currency) != run.total:
            raise AssertionError(f"drafts of {signed}, proposal of {run.total}")

    def run_daily(self, first: date, last: date) -> list[Run]:
        """A run on each day; those that made a draft."""
        days = (first + timedelta(days=each) for each in range((last - first).days + 1))
        return [self.run(day) for day in days if self.preview(day).customers]


@contextmanager
def scene(currency: str = "EUR") -> Iterator[Scene]:
    """A fresh business that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        book = builders.make_book(Path(folder))
        try:
            yield Scene(book, currency)
        finally:
            book.close()
