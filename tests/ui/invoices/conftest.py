"""A provider with three customers on 31 July 2026, and the styled application.

Globex (Hamburg, 19 %): 10 endpoints at 14.50 and 90 minutes at 140.00 an hour.
Tulpenburg (Rotterdam, reverse charge): a fee of 450.00. Initech (Hamburg): a price
for endpoints that nobody has counted.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from msspdesk.domain.customers import Site
from msspdesk.domain.timesheets import TimeEntry
from msspdesk.ui.theme import theme
from tests import builders
from tests.ui.kit.direct import DirectRunner

TODAY = date(2026, 7, 31)


def never(what: object = None) -> None:
    """A callback that must not be called."""
    pytest.fail(f"called with {what!r}")


class Provider:
    """The book with its runner; ids by name."""

    def __init__(self, folder: Path) -> None:
        self.clock = builders.FixedClock()
        self.book = builders.make_book(folder, self.clock)
        self.runner = DirectRunner(self.book)
        with self.book.write() as work:
            service = work.add(builders.service()).id or 0
            self.globex = work.add(builders.customer()).id or 0
            rotterdam = Site(street="Waalhaven 12", postcode="3088 HH", city="Rotterdam")
            rotterdam.country = "NL"
            tulpenburg = builders.customer(
                name="Tulpenburg Logistiek B.V.",
                short="tulpenburg",
                vat_id="NL861204773B01",
                sites=[rotterdam],
            )
            self.tulpenburg = work.add(tulpenburg).id or 0
            self.initech = work.add(builders.customer(name="Initech", short="initech")).id or 0
            july = {"start": date(2026, 7, 1)}
            endpoints = {"count_kind": "endpoints", **july}
            price: dict[str, object] = {"unit_price": "14.50"}
            counted = builders.contract_line(service, "per_unit", price, **endpoints)
            hourly = builders.contract_line(
                service, "hourly", {"rate": "140"}, label="Incidents", **july
            )
            fee = builders.contract_line(
                service, "fixed_fee", {"price": "450"}, label="Scan", **july
            )
            uncounted = builders.contract_line(service, "per_unit", price, **endpoints)
            work.add(builders.contract(self.globex, counted, hourly))
            work.add(builders.contract(self.tulpenburg, fee))
            work.add(builders.contract(self.initech, uncounted))
            work.add(builders.count(self.globex, "endpoints", date(2026, 7, 1), 10))
            entry = TimeEntry(uuid=builders.new_uuid(), day=date(2026, 7, 14))
            entry.customer_id, entry.contract_line_id = self.globex, hourly.id
            entry.minutes = entry.billed_minutes = 90
            entry.note = "phishing report"
            work.add(entry)


@pytest.fixture
def provider(tmp_path: Path) -> Provider:
    return Provider(tmp_path)


@pytest.fixture
def styled(qapp: QApplication) -> QApplication:
    theme.start(qapp, "light")
    return qapp
