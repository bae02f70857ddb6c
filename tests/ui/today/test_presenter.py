"""Today's words and figures, without a window."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from msspdesk.domain.periods import Horizon, Period
from msspdesk.domain.rates import Treatment
from msspdesk.services import customers, sellers
from msspdesk.services.today import Action, HoursOfMonth, Kind, MoneyOf, TodayItem, TodayPage
from msspdesk.ui.presenters import today_items, today_month
from msspdesk.ui.presenters.today import Today
from tests.ui.timesheet.business import Business

JULY = Period(date(2026, 7, 1), date(2026, 8, 1))
FRIDAY = date(2026, 7, 31)


def page(*items: TodayItem, days: tuple[int, ...] = (0,) * 31) -> TodayPage:
    split = dict.fromkeys(Treatment, 0) | {Treatment.COVERED: sum(days)}
    return TodayPage(
        today=FRIDAY,
        currency="EUR",
        horizon=Horizon.through(FRIDAY),
        items=items,
        hours=HoursOfMonth(JULY, days, split),
        money=(MoneyOf("EUR", 1442233, 1150117, 191831, 147464), MoneyOf("JPY", 5000)),
        customers=(),
    )


def month_end(currency: str, minor: int, due: int, ready: int, missing: int = 0) -> TodayItem:
    details = {"month": FRIDAY, "due": due, "ready": ready, "missing": missing, "minutes": 0}
    return TodayItem(
        Kind.MONTH_END,
        Action.OPEN_MONTH_END,
        amount_minor=minor,
        currency=currency,
        details=details,
    )


def test_the_month_end_is_one_row_for_all_currencies_in_the_owners_money() -> None:
    rows = today_items.rows(page(month_end("AUD", 78000, 1, 1), month_end("EUR", 847790, 7, 5, 2)))
    heading, row = rows
    assert (heading.title, heading.item) == ("Bill July", None)
    assert (row.title, row.amount, row.unit) == ("Month end July", "8,477.90", "EUR")
    assert row.reason == "8 customers due, 6 ready, 2 facts missing; more in 1 other currency"
    assert row.primary


def test_an_old_count_is_told_with_its_day_and_waits_for_no_one() -> None:
    details = {
        "code": "count_old",
        "kind": "endpoints",
        "day": date(2026, 6, 12),
        "days": 49,
        "title": "MDR",
        "contract_id": 7,
        "line_id": 16,
    }
    item = TodayItem(Kind.OLD_COUNT, Action.ENTER_COUNT, 6, "Maison Verdier", 48050, "EUR", details)
    row = today_items.rows(page(item))[1]
    assert row.reason == "endpoints last counted on 12\u00a0Jun, 49 days ago"
    assert (row.button, row.holds_up) == ("Enter count", False)
    assert today_items.place(item) is None
    assert today_items.missing_row(row).kind == "endpoints"


def test_an_overdue_invoice_opens_that_invoice() -> None:
    details = {"invoice_id": 148, "number": "RE-2026-0070", "days": 17}
    item = TodayItem(Kind.OVERDUE, Action.OPEN_INVOICE, 9, "Wattle Bay", 91000, "AUD", details)
    heading, row = today_items.rows(page(item))
    assert heading.title == "Money in"
    assert row.reason == "RE-2026-0070, 17 days overdue"
    assert today_items.place(item) == ("invoices", 148)


def test_two_rows_of_the_same_words_keep_ids_of_their_own() -> None:
    details = {"code": "rate_missing", "minutes": 45, "title": "", "contract_id": None}
    item = TodayItem(Kind.MISSING, Action.SET_RATE, 1, "Globex", None, "EUR", details)
    rows = today_items.rows(page(item, item))
    assert len({row.id for row in rows}) == 3
    assert all(row.holds_up for row in rows[1:])


def test_a_working_day_of_less_than_half_the_usual_hours_stands_out() -> None:
    """July 2026: the 9th is a Thursday, the 25th a Saturday, the 31st is today."""
    days = [0] * 31
    for day in (1, 2, 3, 6, 7, 8, 10):
        days[day - 1] = 420
    days[8], days[24], days[30] = 90, 30, 60
    hours = today_month.hours(page(days=tuple(days)))
    assert hours.note == "1 short day: 9\u00a0Jul"
    assert [bar.day.day for bar in hours.bars if bar.tone == "warn"] == [9]
    assert hours.bars[30].tone == "accent"
    assert hours.marks == (1, 6, 13, 20, 27)
    assert hours.total == "52:00"


def test_a_month_with_few_days_calls_none_of_them_short() -> None:
    days = (420, 60, *(0,) * 29)
    assert today_month.hours(page(days=days)).note == ""


def test_money_is_written_with_the_places_of_its_currency() -> None:
    own, yen = today_month.money(page())
    assert (own.to_bill, own.received, own.open, own.overdue) == (
        "14,422.33",
        "11,501.17",
        "1,918.31",
        "1,474.64",
    )
    assert (yen.to_bill, yen.overdue) == ("5,000", "")


def test_a_rate_is_below_its_target_only_when_it_is() -> None:
    target = Decimal(110)
    assert today_month.below(10999, "EUR", target)
    assert not today_month.below(11000, "EUR", target)
    assert not today_month.below(None, "EUR", target)
    assert not today_month.below(12000, "JPY", target)


def test_an_empty_book_is_fresh_and_needs_nothing(tmp_path: Path) -> None:
    business = Business(tmp_path, empty=True)
    today = Today(business.runner)
    today.activate()
    assert today.fresh
    assert (today.title, today.note, today.rows) == ("Friday 31 July", "Nothing needs you", ())


def test_noted_time_appears_among_the_customers_and_in_the_bars(tmp_path: Path) -> None:
    business = Business(tmp_path)
    today = Today(business.runner)
    today.activate()
    assert not today.fresh
    assert today.hours is not None
    before = today.hours.bars[30].minutes
    business.runner.run_write(
        lambda book: sellers.update(book, sellers.page(book).version, rate_target=Decimal(900))
    )
    business.note(60, contract_line_id=business.hourly)
    today.reload()
    assert today.hours.bars[30].minutes == before + 60
    (globex,) = (each for each in today.customers if each.minutes)
    assert globex.rate_minor is not None
    assert today.is_low(globex) == (globex.rate_minor < 90000)
    assert today.rate is not None
    assert today.rate.target == "Target 900.00"


def test_work_in_the_archive_is_brought_back_by_its_button(tmp_path: Path) -> None:
    business = Business(tmp_path)
    business.note(60, contract_line_id=business.hourly)
    customers.archive(
        business.book, business.globex, customers.version(business.book, business.globex)
    )
    today = Today(business.runner)
    today.activate()
    (row,) = (each for each in today.rows if each.item and each.item.kind is Kind.ARCHIVED_TIME)
    assert row.reason == "in the archive, so this work is not billed"
    assert row.button == "Bring back"
    today.bring_back(business.globex)
    kinds = [each.item.kind for each in today.rows if each.item]
    assert Kind.ARCHIVED_TIME not in kinds


def test_customers_sort_by_hours_or_name(tmp_path: Path) -> None:
    business = Business(tmp_path)
    business.note(30)
    business.note(90, customer_id=business.initech)
    today = Today(business.runner)
    today.activate()
    assert [each.minutes for each in today.customers] == [90, 30]
    today.sort("customer", False)
    assert [each.customer[0] for each in today.customers] == ["G", "I"]
    today.sort("customer", True)
    assert [each.customer[0] for each in today.customers] == ["I", "G"]
