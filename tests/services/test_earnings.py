"""Revenue of a month is what was served in it; the effective rate is by all hours."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from msspdesk.domain.customers import Customer, Site
from msspdesk.domain.invoices import Invoice, InvoiceLine
from msspdesk.domain.sellers import TaxRegistration
from msspdesk.services import earnings, issuing
from msspdesk.services.earnings import MonthFigures
from tests import builders
from tests.services import drafts_for_tests as drafts
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


def test_money_for_the_fund_of_a_profession_is_no_revenue(tmp_path: Path) -> None:
    """docs/rules.md, The fund of a profession: fees of 1,000.00 and 40.00 passed on."""
    registration = TaxRegistration(jurisdiction="IT", number="IT00743110157")
    book = builders.make_book(tmp_path, country="IT", registrations=[registration])
    place = Site(street="Via Roma 1", postcode="20121", city="Milano", country="IT")
    customer = drafts.add_customer(book, sites=[place], vat_id="IT12345670785")
    fees = drafts.line(
        quantity_micro=1_000_000, unit_price_micro=1_000_000_000, amount_minor=1000_00
    )
    draft = drafts.add_draft(book, customer, fees, fund_percent_micro=4_000_000)
    (open_,) = earnings.month(book, JULY, customer)
    issuing.issue(book, [draft])
    with book.read() as work:
        assert work.get(Invoice, draft).net_minor == 1040_00
    (sealed,) = earnings.month(book, JULY, customer)
    assert (open_.revenue_minor, sealed.revenue_minor) == (1000_00, 1000_00)


def test_tax_inside_the_prices_is_no_revenue_on_a_draft_either(tmp_path: Path) -> None:
    """119.00 with 19 % in it are 100.00, before it is issued and after."""
    book = builders.make_book(tmp_path)
    customer = drafts.add_customer(book)
    line_ = drafts.line(quantity_micro=1_000_000, unit_price_micro=119_000_000, amount_minor=119_00)
    draft = drafts.add_draft(book, customer, line_, price_mode="inclusive")
    (open_,) = earnings.month(book, JULY, customer)
    issuing.issue(book, [draft])
    (sealed,) = earnings.month(book, JULY, customer)
    assert (open_.revenue_minor, sealed.revenue_minor) == (100_00, 100_00)


def test_agreed_prices_with_tax_in_them_are_to_be_billed_net(firm: Firm) -> None:
    """500.00 a month with 19 % in them: 420.17."""
    with firm.book.write() as work:
        work.get(Customer, firm.globex).price_mode = "inclusive"
    (found,) = earnings.month(firm.book, JULY, firm.globex)
    assert found.to_bill_minor == 420_17
