"""A small business with a week of July 2026 in it. Today is Friday the 31st, 12:00 in Berlin."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from msspdesk.domain.invoices import Invoice, InvoiceLine
from msspdesk.domain.timesheets import TimeEntry
from msspdesk.services import timesheets
from msspdesk.services.timesheets import EntryRow, NewEntry
from tests import builders
from tests.ui.kit.direct import DirectRunner

MONDAY, FRIDAY = date(2026, 7, 27), date(2026, 7, 31)


class Business:
    """Globex: a fee and hourly work at 140.00 EUR; Initech: no contract, no rate."""

    def __init__(self, folder: Path, *, empty: bool = False) -> None:
        self.clock = builders.FixedClock()
        self.book = builders.make_book(folder, self.clock)
        self.runner = DirectRunner(self.book)
        if empty:
            return
        with self.book.write() as work:
            self.globex = work.add(builders.customer()).id or 0
            initech = builders.customer(name="Initech Müller", short="initech")
            self.initech = work.add(initech).id or 0
            service = work.add(builders.service()).id or 0
            lines = (
                builders.contract_line(service, "fixed_fee", {"price": "500"}, label="Retainer"),
                builders.contract_line(service, "hourly", {"rate": "140"}, label="Incidents"),
            )
            contract = work.add(builders.contract(self.globex, *lines))
            self.fee, self.hourly = (line.id or 0 for line in contract.lines)

    def note(self, minutes: int, day: date = FRIDAY, **fields: Any) -> int:
        """Note time for Globex unless another customer is given; returns its id."""
        given: dict[str, Any] = {"customer_id": self.globex} | fields
        new = NewEntry(day=day, minutes=minutes, **given)
        return timesheets.add_entry(self.book, new).ids[0]

    def row(self, key: int) -> EntryRow:
        return timesheets.entry_rows(self.book, [key])[0]

    def entries(self) -> list[EntryRow]:
        return timesheets.entry_rows(self.book, timesheets.entry_ids(self.book))

    def put_on_invoice(self, key: int, number: str | None = None) -> int:
        """On a draft, or on an issued invoice when a number is given."""
        with self.book.write() as work:
            invoice = Invoice(
                uuid=builders.new_uuid(),
                customer_id=self.globex,
                currency="EUR",
                created_at=builders.NOON,
                lines=[InvoiceLine(name="Incidents")],
            )
            work.add(invoice)
            work.get(TimeEntry, key).invoice_line_id = invoice.lines[0].id
        if number is not None:
            with self.book.write() as work:
                work.get(TimeEntry, key).locked = True
            with self.book.write() as work:
                work.get(Invoice, invoice.id).number = number
        return invoice.id or 0
