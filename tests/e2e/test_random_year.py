"""A year in which anything may happen in any order; what must hold holds after every step.

The lines run by whole months and prices and counts change on the first of a month,
so what is owed is told here by a product and nothing of the program's own pricing.
"""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from msspdesk.domain.errors import DomainError
from msspdesk.domain.periods import Horizon
from msspdesk.domain.pricing import model
from msspdesk.services import (
    billing_run,
    contracts,
    counts,
    credit_notes,
    draft_refresh,
    drafts,
    invoices,
    issuing,
    payments,
    timesheets,
    verify,
)
from msspdesk.services.changes import Changes
from msspdesk.services.invoices import InvoiceFilter, InvoiceRow, State
from tests.builders import (
    FixedClock,
    contract,
    contract_line,
    count,
    customer,
    make_book,
    service,
)

YEAR = 2026
FIRST = date(YEAR, 1, 1)
DRAFTS = InvoiceFilter(states=frozenset({State.DRAFT}))
ISSUED = InvoiceFilter(states=frozenset(State) - {State.DRAFT})

months = st.integers(1, 12).map(lambda month: date(YEAR, month, 1))
prices = st.integers(0, 40_000).map(lambda cents: Decimal(cents) / 100)
places = st.integers(0, 1000)


def months_before(day: date) -> list[date]:
    """The first days of the months that are over on `day`."""
    last = day.month - 1 if day.year == YEAR else 12
    return [date(YEAR, month, 1) for month in range(1, last + 1)]


def in_force(dated: dict[date, Decimal], day: date) -> Decimal:
    """The latest value on or before the day."""
    return dated[max(each for each in dated if each <= day)]


class RandomYear(RuleBasedStateMachine):
    """Two customers, each with a fee, a fee by the endpoint, and hours."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.clock = FixedClock()
        self.clock.set_day(date(YEAR, 2, 3))
        self.book = make_book(Path(self.folder.name), self.clock)
        self.undos: list[Callable[[Any], Changes]] = []
        self.fees: dict[int, dict[date, Decimal]] = {}
        self.by_count: dict[int, tuple[int, dict[date, Decimal]]] = {}
        self.counted: dict[int, dict[date, Decimal]] = {}
        self.hours: list[tuple[int, int]] = []
        for name in ("Globex", "Initech"):
            self._customer(name)

    def _customer(self, name: str) -> None:
        with self.book.write() as work:
            mdr = work.add(service(code=f"M{name}")).id or 0
            who = work.add(customer(name=name, short=name.lower())).id or 0
            fee = contract_line(mdr, "fixed_fee", {"price": "100"}, start=FIRST)
            each = contract_line(mdr, "per_unit", {"unit_price": "7.50"}, start=FIRST)
            each.count_kind = "endpoints"
            time = contract_line(mdr, "hourly", {"rate": "120"}, start=FIRST)
            work.add(contract(who, fee, each, time))
            work.add(count(who, "endpoints", FIRST, 10))
            keys = [line.id or 0 for line in (fee, each, time)]
        self.fees[keys[0]] = {FIRST: Decimal(100)}
        self.by_count[keys[1]] = (who, {FIRST: Decimal("7.50")})
        self.counted[who] = {FIRST: Decimal(10)}
        self.hours.append((who, keys[2]))

    def teardown(self) -> None:
        self.book.close()
        self.folder.cleanup()

    # --- what may happen ----------------------------------------------------------------

    @rule(days=st.integers(1, 45))
    def time_goes_by(self, days: int) -> None:
        day = self.clock.now.date() + timedelta(days=days)
        self.clock.set_day(min(day, date(YEAR + 1, 2, 1)))

    @rule(place=places, day=st.integers(0, 364), minutes=st.integers(1, 1440))
    def work_is_noted(self, place: int, day: int, minutes: int) -> None:
        who, line = self.hours[place % 2]
        entry = timesheets.NewEntry(
            day=FIRST + timedelta(days=day),
            minutes=minutes,
            customer_id=who,
            contract_line_id=line,
        )
        self._keep(timesheets.add_entry(self.book, entry))

    @rule(place=places, minutes=st.integers(1, 1440))
    def time_is_changed(self, place: int, minutes: int) -> None:
        ids = timesheets.entry_ids(self.book, timesheets.ALL)
        if ids:
            (row,) = timesheets.entry_rows(self.book, [ids[place % len(ids)]])
            with suppress(DomainError):  # issued time is locked
                timesheets.update(self.book, row.id, row.version, minutes=minutes)

    @rule(place=places)
    def time_is_deleted(self, place: int) -> None:
        ids = timesheets.entry_ids(self.book, timesheets.ALL)
        if ids:
            with suppress(DomainError):  # issued time is locked
                self._keep(timesheets.delete(self.book, [ids[place % len(ids)]]))

    @rule(place=places, day=months, price=prices)
    def a_price_changes(self, place: int, day: date, price: Decimal) -> None:
        dated = {**self.fees, **{key: prices for key, (_, prices) in self.by_count.items()}}
        line = sorted(dated)[place % len(dated)]
        if day not in dated[line]:
            code, name = ("fixed_fee", "price") if line in self.fees else ("per_unit", "unit_price")
            contracts.add_terms(self.book, line, day, code, model(code).Terms(**{name: price}))
            dated[line][day] = price

    @rule(place=places, day=months, quantity=st.integers(0, 300))
    def a_count_is_entered(self, place: int, day: date, quantity: int) -> None:
        who = sorted(self.counted)[place % 2]
        counts.record_count(self.book, who, "endpoints", day, Decimal(quantity))
        self.counted[who][day] = Decimal(quantity)

    @rule()
    def the_month_is_billed(self) -> None:
        horizon = Horizon.on(self.clock.now.date())
        self._keep(billing_run.commit(self.book, horizon))
        proposal = billing_run.preview(self.book, horizon)
        again = [line for each in proposal.customers for line in each.lines]
        assert again == [], "a second run proposes something"
        assert self._ledger() == self._owed(), "what was billed is not what is owed"

    @rule(place=places, quantity=st.integers(-3, 9), price=prices)
    def a_draft_is_edited(self, place: int, quantity: int, price: Decimal) -> None:
        row = self._one(DRAFTS, place)
        if row is None:
            return
        page = drafts.page(self.book, row.id)
        if page.lines:
            line = page.lines[place % len(page.lines)]
            fields = {"quantity": Decimal(quantity), "unit_price": price}
            self._keep(drafts.edit_line(self.book, line.id, page.version, **fields))

    @rule(place=places)
    def a_line_is_taken_off_a_draft(self, place: int) -> None:
        row = self._one(DRAFTS, place)
        if row is not None and (lines := drafts.page(self.book, row.id).lines):
            line = lines[place % len(lines)]
            self._keep(drafts.remove_line(self.book, line.id, row.version))

    @rule(place=places)
    def a_draft_is_deleted(self, place: int) -> None:
        row = self._one(DRAFTS, place)
        if row is not None:
            self._keep(drafts.delete(self.book, [row.id]))

    @rule(place=places)
    def a_draft_is_brought_up_to_date(self, place: int) -> None:
        row = self._one(DRAFTS, place)
        if row is not None:
            with suppress(DomainError):  # nothing generated is left on it
                self._keep(draft_refresh.refresh(self.book, row.id, row.version))

    @rule()
    def all_that_is_ready_is_issued(self) -> None:
        ids = [each.id for each in invoices.rows(self.book, DRAFTS)]
        ready = [each.invoice_id for each in issuing.preflight(self.book, ids) if not each.problems]
        assert issuing.issue(self.book, ready).ids == tuple(ready)

    @rule(place=places, new_draft=st.booleans())
    def an_invoice_is_cancelled(self, place: int, *, new_draft: bool) -> None:
        row = self._one(ISSUED, place)
        if row is not None:
            with suppress(DomainError):  # a credit note, or cancelled already
                credit_notes.cancel_invoice(self.book, row.id, "wrong", new_draft=new_draft)

    @rule(place=places, share=st.integers(1, 130))
    def money_comes_in(self, place: int, share: int) -> None:
        row = self._one(ISSUED, place)
        if row is not None:
            payment = payments.NewPayment(
                row.id,
                self.clock.now.date(),
                max(1, row.open_minor * share // 100),
                keep_rest=True,
            )
            with suppress(DomainError):  # nothing is open
                self._keep(payments.record_payment(self.book, payment))

    @rule(place=places)
    def a_payment_is_deleted(self, place: int) -> None:
        rows = payments.payments(self.book)
        if rows:
            row = rows[place % len(rows)]
            self._keep(payments.delete_payment(self.book, row.id, row.version))

    @rule(place=places)
    def something_is_undone_out_of_turn(self, place: int) -> None:
        if self.undos:
            job = self.undos.pop(place % len(self.undos))
            with suppress(DomainError):  # changed since, or issued by now
                self._keep(job(self.book))

    # --- what must hold -----------------------------------------------------------------

    @invariant()
    def the_documents_are_as_they_were_issued(self) -> None:
        assert verify.verify(self.book).findings == ()

    @invariant()
    def numbers_have_no_gap(self) -> None:
        found: dict[str, list[int]] = {}
        for (number,) in self._rows("SELECT number FROM invoice WHERE number NOTNULL ORDER BY id"):
            series, place = re.fullmatch(r"(.+-)(\d+)", number).groups()  # type: ignore[union-attr]
            found.setdefault(series, []).append(int(place))
        for taken in found.values():
            assert sorted(taken) == list(range(1, len(taken) + 1))

    @invariant()
    def no_invoice_is_settled_beyond_its_amount(self) -> None:
        assert not self._rows(
            "SELECT number FROM invoice i JOIN allocation a ON a.invoice_id = i.id"
            " GROUP BY i.id HAVING sum(a.amount_minor) > i.payable_minor"
        )
        assert not self._rows(
            "SELECT p.id FROM payment p JOIN allocation a ON a.payment_id = p.id"
            " GROUP BY p.id HAVING sum(a.amount_minor) > p.amount_minor"
        )
        assert all(each.open_minor >= 0 for each in invoices.rows(self.book))

    @invariant()
    def issued_time_and_only_that_is_locked(self) -> None:
        assert not self._rows(
            "SELECT e.id FROM time_entry e LEFT JOIN invoice_line l ON l.id = e.invoice_line_id"
            " LEFT JOIN invoice i ON i.id = l.invoice_id WHERE e.locked != (i.number NOTNULL)"
        )

    @invariant()
    def no_row_hangs_in_the_air(self) -> None:
        assert not self._rows("PRAGMA foreign_key_check")

    # --- helpers ------------------------------------------------------------------------

    def _keep(self, changes: Changes) -> None:
        if changes.undo is not None:
            self.undos = [*self.undos[-5:], changes.undo.job]

    def _one(self, which: InvoiceFilter, place: int) -> InvoiceRow | None:
        rows = invoices.rows(self.book, which)
        return rows[place % len(rows)] if rows else None

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.book.path)) as connection:
            return connection.execute(query).fetchall()

    def _ledger(self) -> dict[tuple[int, date], int]:
        hours = {line for _, line in self.hours}
        rows = self._rows(
            "SELECT contract_line_id, whole_start, sum(calculated_minor) FROM ledger_row"
            " GROUP BY 1, 2 HAVING sum(calculated_minor) != 0"
        )
        return {
            (line, date.fromisoformat(day)): sum_ for line, day, sum_ in rows if line not in hours
        }

    def _owed(self) -> dict[tuple[int, date], int]:
        return {(line, day): cents for line, day, cents in self._products() if cents}

    def _products(self) -> Iterator[tuple[int, date, int]]:
        for day in months_before(self.clock.now.date()):
            for line, dated in self.fees.items():
                yield line, day, int(in_force(dated, day) * 100)
            for line, (who, dated) in self.by_count.items():
                quantity = in_force(self.counted[who], day)
                yield line, day, int(quantity * in_force(dated, day) * 100)


TestRandomYear = RandomYear.TestCase
TestRandomYear.settings = settings(max_examples=8, stateful_step_count=40)
