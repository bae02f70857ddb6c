"""Today: what needs the owner, and how the month stands."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from msspdesk.domain.contracts import ContractLine, Count
from msspdesk.domain.customers import Customer
from msspdesk.domain.invoices import Invoice, InvoiceLine
from msspdesk.domain.periods import Horizon
from msspdesk.domain.rates import Treatment
from msspdesk.services import customer_page, customers, timer, today
from msspdesk.services.timer import Task
from msspdesk.services.today import Action, Kind, TodayItem, TodayPage
from tests import builders
from tests.services.test_timer import Desk
from tests.services.test_timesheets import FRIDAY, Business


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def items(page: TodayPage, kind: Kind) -> list[TodayItem]:
    return [each for each in page.items if each.kind is kind]


@pytest.mark.parametrize(
    ("day", "horizon"),
    [
        (date(2026, 7, 31), Horizon.through(date(2026, 7, 31))),
        (date(2026, 7, 29), Horizon.through(date(2026, 7, 31))),
        (date(2026, 7, 28), Horizon(date(2026, 7, 28), date(2026, 7, 1))),
        (date(2026, 8, 1), Horizon(date(2026, 8, 1), date(2026, 8, 1))),
        (date(2026, 2, 26), Horizon.through(date(2026, 2, 28))),
    ],
)
def test_the_last_three_days_bill_the_month_before_that_what_is_over(
    day: date, horizon: Horizon
) -> None:
    assert today.billing_horizon(day) == horizon


def test_the_month_end_counts_customers_and_money(desk: Desk) -> None:
    # The fee of 500.00 since January is 7 * 500.00; 90 min at 140.00 are 210.00.
    desk.note(90, contract_line_id=desk.hourly)
    desk.note(45, customer_id=desk.initech)
    page = today.today(desk.book)
    (found,) = items(page, Kind.MONTH_END)
    assert (found.amount_minor, found.currency) == (3710_00, "EUR")
    assert (found.details["due"], found.details["ready"], found.details["missing"]) == (2, 1, 1)
    (missing,) = items(page, Kind.MISSING)
    assert (missing.customer, missing.action) == ("Initech Müller", Action.SET_RATE)
    assert page.money[0].to_bill == 3710_00


def test_hours_are_split_by_what_becomes_of_them(desk: Desk) -> None:
    desk.note(60, contract_line_id=desk.fee)
    desk.note(90, contract_line_id=desk.hourly)
    desk.note(45, day=date(2026, 7, 22))
    desk.note(30, customer_id=None, day=date(2026, 7, 1))
    desk.note(15, contract_line_id=desk.fee, billable=False)
    desk.note(600, day=date(2026, 6, 30))
    hours = today.today(desk.book).hours
    assert hours.split == {
        Treatment.COVERED: 60,
        Treatment.HOURLY: 90,
        Treatment.LOOSE: 45,
        Treatment.FREE: 15,
        Treatment.OWN: 30,
    }
    assert (hours.days[0], hours.days[21], hours.days[30]) == (30, 45, 165)
    assert hours.minutes == 240


def test_time_that_fits_no_line_is_to_be_placed(desk: Desk) -> None:
    first = desk.note(45, day=date(2026, 7, 22))
    desk.note(45, customer_id=desk.initech)  # has no contract: nothing to place it on
    (found,) = items(today.today(desk.book), Kind.LOOSE_TIME)
    assert (found.customer_id, found.action) == (desk.globex, Action.PLACE_TIME)
    assert found.details == {"minutes": 45, "day": date(2026, 7, 22), "entry_id": first}


def test_work_of_a_customer_in_the_archive_is_not_forgotten(desk: Desk) -> None:
    desk.note(45, customer_id=desk.initech)
    desk.note(30, customer_id=desk.initech, billable=False)
    desk.note(60, contract_line_id=desk.fee)
    assert items(today.today(desk.book), Kind.ARCHIVED_TIME) == []
    version = customers.version(desk.book, desk.initech)
    customers.archive(desk.book, desk.initech, version)
    (found,) = items(today.today(desk.book), Kind.ARCHIVED_TIME)
    assert (found.customer_id, found.action) == (desk.initech, Action.BRING_BACK)
    assert found.details == {"minutes": 45}
    version = customers.version(desk.book, desk.globex)
    customers.archive(desk.book, desk.globex, version)  # its hour is inside the fee
    assert len(items(today.today(desk.book), Kind.ARCHIVED_TIME)) == 1


def test_drafts_and_overdue_invoices_wait(desk: Desk) -> None:
    with desk.book.write() as work:
        for number, due, amount in (
            (None, None, 100_00),
            ("RE-2026-0001", date(2026, 7, 14), 910_00),
            ("RE-2026-0002", date(2026, 8, 14), 200_00),
        ):
            row = Invoice(
                uuid=builders.new_uuid(),
                customer_id=desk.initech,
                currency="EUR",
                created_at=builders.NOON,
                lines=[
                    InvoiceLine(name="x", amount_minor=amount, unit_price_micro=amount * 10_000)
                ],
                net_minor=amount,
                gross_minor=amount,
                payable_minor=amount,
            )
            work.add(row)
            if number:
                row.due_date, row.issue_date = due, date(2026, 7, 1)
                work.flush()
                row.number = number
    page = today.today(desk.book)
    (draft,) = items(page, Kind.DRAFTS)
    assert (draft.amount_minor, draft.details["count"]) == (100_00, 1)
    (late,) = items(page, Kind.OVERDUE)
    assert (late.amount_minor, late.details["number"]) == (910_00, "RE-2026-0001")
    assert late.details["days"] == 17
    money = page.money[0]
    assert (money.currency, money.open, money.overdue) == ("EUR", 1110_00, 910_00)


def test_an_old_count_is_asked_for(desk: Desk) -> None:
    with desk.book.write() as work:
        line = work.all(ContractLine)[0]
        line.terms[0].model, line.terms[0].terms = "per_unit", {"unit_price": "14.50"}
        line.count_kind = "endpoints"
        work.add(builders.count(desk.globex, "endpoints", date(2025, 12, 31), 60))
        work.add(builders.count(desk.globex, "endpoints", date(2026, 6, 12), 64))
    (found,) = items(today.today(desk.book), Kind.OLD_COUNT)
    assert found.details["day"] == date(2026, 6, 12)
    assert (found.details["days"], found.action) == (49, Action.ENTER_COUNT)
    with desk.book.write() as work:
        work.add(builders.count(desk.globex, "endpoints", FRIDAY, 64))
    assert items(today.today(desk.book), Kind.OLD_COUNT) == []
    with desk.book.read() as work:
        assert len(work.all(Count)) == 3


def test_a_timer_that_ran_through_the_night_is_asked_about(desk: Desk) -> None:
    timer.start(desk.at(2026, 7, 30, 19), Task(customer_id=desk.globex))
    assert items(today.today(desk.book), Kind.TIMER) == []
    desk.clock.now += timedelta(hours=12)
    (found,) = items(today.today(desk.book), Kind.TIMER)
    assert (found.details["minutes"], found.customer) == (720, "Globex Handels GmbH")


def test_an_empty_book_needs_nothing(tmp_path: Path) -> None:
    page = today.today(builders.make_book(tmp_path))
    assert (page.items, page.hours.minutes, page.customers) == ((), 0, ())
    assert [each.currency for each in page.money] == ["EUR"]


def test_the_customers_page_gathers_it_all(tmp_path: Path) -> None:
    business = Business(tmp_path)
    business.note(120, contract_line_id=business.hourly)
    business.put_on_draft(business.note(60, contract_line_id=business.fee))
    page = customer_page.page(business.book, business.globex)
    assert (page.name, page.sites[0].city) == ("Globex Handels GmbH", "Hamburg")
    assert page.contacts[0].gets_invoices
    assert [each.title for each in page.contracts[0].lines] == ["Retainer", "Incidents"]
    assert page.month is not None
    assert (page.month.minutes, page.month.total_minor) == (180, 780_00)
    assert page.month.rate_minor == 260_00
    assert page.previous is not None
    assert (page.previous.minutes, page.previous.total_minor) == (0, 500_00)
    assert [each.state for each in page.waiting] == ["draft"]


def test_an_open_question_about_tax_is_asked_once_a_customer(desk: Desk) -> None:
    assert items(today.today(desk.book), Kind.TAX) == []
    with desk.book.write() as work:
        row = work.get(Customer, desk.globex)
        row.sites[0].country = "FR"  # and nothing proves the business
    (found,) = items(today.today(desk.book), Kind.TAX)
    assert (found.customer_id, found.action) == (desk.globex, Action.ANSWER_TAX)
    assert found.details["questions"]


def test_in_the_middle_of_a_month_nothing_is_due_but_the_money_grows(desk: Desk) -> None:
    # Seven fees of 500.00 are billed on 31 July at the earliest: six of them are over.
    page = today.today(desk.at(2026, 7, 15, 12))
    (found,) = items(page, Kind.MONTH_END)
    assert (found.amount_minor, found.details["month"]) == (3000_00, date(2026, 6, 30))
    assert page.money[0].to_bill == 3500_00
    assert [each.to_bill_minor for each in page.customers] == [500_00]
