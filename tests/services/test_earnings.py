"""Revenue of a month is what was served in it; the effective rate is by all hours."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from msspdesk.domain.invoices import Invoice, InvoiceLine
from msspdesk.services import earnings
from msspdesk.services.earnings import MonthFigures
from tests import builders
from tests.services.test_timesheets import FRIDAY, Business

JULY = date(2026, 7, 1)


class Firm(Business):
    """A business whose invoices can be written down as they were issued."""

    def invoice(self, *lines: InvoiceLine, net: int | None = None, **fields: Any) -> None:
        values: dict[str, Any] = {
            "uuid": builders.new_uuid(),
            "customer_id": self.initech,
            "currency": "EUR",
            "created_at": builders.NOON,
            "lines": list(lines),
            "net_minor": sum(each.amount_minor for each in lines) if net is None else net,
        }
        with self.book.write() as work:
            row = work.add(Invoice(**values))
            for name, value in fields.items():
                setattr(row, name, value)

    def figures(self, day: date = JULY) -> MonthFigures:
        (found,) = earnings.month(self.book, day, self.initech)
        return found


def line(amount: int, start: date | None = None, end: date | None = None) -> InvoiceLine:
    return InvoiceLine(name="x", amount_minor=amount, period_start=start, period_end=end)


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    return Firm(tmp_path)


def test_a_line_belongs_to_the_months_it_serves(firm: Firm) -> None:
    # 365.00 for a year of 365 days: 31.00 in July, 30.00 in June.
    firm.invoice(line(365_00, date(2026, 1, 1), date(2027, 1, 1)), number="1", issue_date=JULY)
    assert firm.figures().revenue_minor == 31_00
    assert firm.figures(date(2026, 6, 15)).revenue_minor == 30_00
    assert earnings.month(firm.book, date(2025, 12, 1), firm.initech) == ()


def test_a_line_without_a_period_counts_when_it_was_issued(firm: Firm) -> None:
    firm.invoice(line(80_00), number="1", issue_date=FRIDAY)
    firm.invoice(line(20_00))  # a draft, so today
    assert firm.figures().revenue_minor == 100_00
    assert earnings.month(firm.book, date(2026, 6, 1), firm.initech) == ()


def test_a_discount_on_the_document_lowers_its_lines_alike(firm: Firm) -> None:
    lines = (line(100_00, JULY, date(2026, 8, 1)), line(300_00, date(2026, 8, 1), date(2026, 9, 1)))
    firm.invoice(*lines, net=360_00, number="1", issue_date=FRIDAY)
    assert firm.figures().revenue_minor == 90_00


def test_a_credit_note_takes_away(firm: Firm) -> None:
    firm.invoice(line(500_00, JULY, date(2026, 8, 1)), number="1", issue_date=FRIDAY)
    credit = line(200_00, JULY, date(2026, 8, 1))
    firm.invoice(credit, kind="credit_note", number="2", issue_date=date(2026, 8, 3))
    assert firm.figures().revenue_minor == 300_00


def test_the_effective_rate_counts_all_hours(firm: Firm) -> None:
    # 300.00 for 4 hours, one of them given away: 75.00 an hour.
    firm.invoice(line(300_00, JULY, date(2026, 8, 1)), number="1", issue_date=FRIDAY)
    firm.note(180, customer_id=firm.initech)
    firm.note(60, customer_id=firm.initech, billable=False)
    firm.note(60, customer_id=None)
    found = firm.figures()
    assert (found.customer, found.minutes, found.rate_minor) == ("Initech Müller", 240, 75_00)


def test_without_hours_there_is_no_rate(firm: Firm) -> None:
    firm.invoice(line(300_00, JULY, date(2026, 8, 1)), number="1", issue_date=FRIDAY)
    assert firm.figures().rate_minor is None


def test_what_is_still_to_be_billed_stands_beside_it(firm: Firm) -> None:
    # Globex: 500.00 a month, and 90 min at 140.00 on the hourly line.
    firm.note(90, contract_line_id=firm.hourly)
    firm.note(30, contract_line_id=firm.fee)
    (found,) = earnings.month(firm.book, JULY, firm.globex)
    assert (found.revenue_minor, found.to_bill_minor, found.minutes) == (0, 710_00, 120)
    assert found.rate_minor == 355_00
    assert {key: (each.revenue_minor, each.minutes) for key, each in found.lines.items()} == {
        firm.fee: (500_00, 30),
        firm.hourly: (210_00, 90),
    }
