"""Swiss periods over a change of rate: drafts cut there, and late corrections."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from msspdesk.db.book import Book
from msspdesk.domain.contracts import Contract, ContractLine, LineTerms
from msspdesk.domain.customers import Site
from msspdesk.domain.invoices import Invoice
from msspdesk.domain.periods import Horizon
from msspdesk.domain.timesheets import TimeEntry
from msspdesk.services import billing_run, draft_refresh, drafts, issuing
from msspdesk.services.invoice_facts import draft_totals
from tests import builders
from tests.services.test_draft_tax import at, billed, contract, sums


@pytest.fixture
def zurich(tmp_path: Path) -> Iterator[Book]:
    book = at(tmp_path, "CH", "CHF", date(2023, 10, 1), zone="Europe/Zurich")
    yield book
    book.close()


def test_a_swiss_year_over_the_change_of_rate_is_two_lines(zurich: Book) -> None:
    """Case S16: 300.00 at 7.7 % and 900.00 at 8.1 % are 96.00 of VAT."""
    contract(zurich, "1200", date(2023, 10, 1), cadence_months=12, timing="advance", anchor_day=1)
    made = billed(zurich, date(2023, 10, 1))
    assert [(each.amount_minor, each.note) for each in made.lines] == [
        (300_00, "1 October to 31 December 2023, 3 of 12 months"),
        (900_00, "1 January to 30 September 2024, 9 of 12 months"),
    ]
    result = draft_totals(zurich, made.id or 0)
    assert [(f"{each.rate:f}", each.base_minor, each.amount_minor) for each in result.rows] == [
        ("7.7", 300_00, 23_10),
        ("8.1", 900_00, 72_90),
    ]
    assert sums(result)[1:3] == (96_00, 1296_00)
    assert not [each for each in result.warnings if each.code == "rate_changes_in_period"]


def test_the_cut_period_is_billed_once_and_can_be_refreshed(zurich: Book) -> None:
    contract(zurich, "310", date(2023, 12, 15), anchor_day=15, timing="advance")
    made = billed(zurich, date(2023, 12, 20))
    assert [each.amount_minor for each in made.lines] == [170_00, 140_00]
    assert not billing_run.commit(zurich, Horizon.through(date(2023, 12, 31))).ids
    draft_refresh.refresh(zurich, made.id or 0, made.version)
    assert [each.amount_minor for each in drafts.page(zurich, made.id or 0).lines] == [
        170_00,
        140_00,
    ]


def changed_year(zurich: Book, change: Callable[[ContractLine], None]) -> Invoice:
    """The year of case S16 issued, its line changed, and what the next run makes of it."""
    contract(zurich, "1200", date(2023, 10, 1), cadence_months=12, timing="advance", anchor_day=1)
    first = billed(zurich, date(2023, 10, 1))
    issuing.issue(zurich, [first.id or 0])
    with zurich.write() as work:
        change(work.get(Contract, 1).lines[0])
    return billed(zurich, date(2024, 1, 20))


def told(book: Book, draft: Invoice) -> list[tuple[str, int]]:
    """Rates and bases of a draft."""
    rows = draft_totals(book, draft.id or 0).rows
    return [(f"{each.rate:f}", each.base_minor) for each in rows]


def test_a_late_price_over_the_change_of_rate_is_two_lines(zurich: Book) -> None:
    """1,320.00 for the year: 330.00 and 990.00 are owed, 300.00 and 900.00 were billed."""

    def dearer(line: ContractLine) -> None:
        line.terms[0].terms = {"price": "1320"}

    made = changed_year(zurich, dearer)
    assert [each.amount_minor for each in made.lines] == [30_00, 90_00]
    assert told(zurich, made) == [("7.7", 30_00), ("8.1", 90_00)]
    issuing.issue(zurich, [made.id or 0])
    assert not billing_run.commit(zurich, Horizon.through(date(2024, 1, 20))).ids


def test_a_credit_over_the_change_of_rate_takes_back_what_was_charged(zurich: Book) -> None:
    """Ended on 30 November: 61 of 366 days of 1,200.00 are 200.00 of the 300.00 before it."""

    def ended(line: ContractLine) -> None:
        line.end = date(2023, 12, 1)

    made = changed_year(zurich, ended)
    assert made.kind == "credit_note"
    assert [each.amount_minor for each in made.lines] == [100_00, 900_00]
    assert told(zurich, made) == [("7.7", 100_00), ("8.1", 900_00)]


def test_each_side_becomes_what_it_would_have_been(zurich: Book) -> None:
    """1,566.00 a year from July on. 274 of 366 days of 1,200.00 are 898.36, three of their
    nine months 299.45; 92 days of 1,566.00 are 393.64.
    """

    def dearer(line: ContractLine) -> None:
        row = LineTerms(valid_from=date(2024, 7, 1), model="fixed_fee", terms={"price": "1566"})
        line.terms.append(row)

    made = changed_year(zurich, dearer)
    assert [each.amount_minor for each in made.lines] == [299_45 - 300_00, 598_91 + 393_64 - 900_00]
    assert told(zurich, made) == [("7.7", -55), ("8.1", 92_55)]


def test_swiss_time_before_and_after_new_year_is_two_lines(zurich: Book) -> None:
    """One hour each at 145.00: 11.17 at 7.7 % and 11.75 (11.745) at 8.1 %."""
    with zurich.write() as work:
        work.add(builders.service(name="Help", unit="HUR", price_micro=145_000_000))
    for day in (date(2023, 12, 29), date(2024, 1, 3)):
        hour(zurich, day)
    made = billed(zurich, date(2024, 1, 31))
    rows = draft_totals(zurich, made.id or 0).rows
    assert [(each.base_minor, each.amount_minor) for each in rows] == [
        (145_00, 11_17),
        (145_00, 11_75),
    ]


def hour(book: Book, day: date) -> None:
    with book.write() as work:
        work.add(
            TimeEntry(
                uuid=builders.new_uuid(),
                customer_id=1,
                service_id=2,
                day=day,
                minutes=60,
                billed_minutes=60,
            )
        )


def test_a_german_period_over_a_change_stays_one_line(tmp_path: Path) -> None:
    """19 to 16 % on 2020-07-01: the end of the period decides (BMF 2020-06-30, Rz. 23)."""
    book = at(tmp_path, "DE", "EUR", date(2020, 6, 15))
    contract(book, "100", date(2020, 6, 15), anchor_day=15, timing="advance")
    made = billed(book, date(2020, 6, 15))
    assert [each.amount_minor for each in made.lines] == [100_00]
    result = draft_totals(book, made.id or 0)
    assert [f"{each.rate:f}" for each in result.rows] == ["16"]
    assert [each.code for each in result.warnings if "period" in each.code] == [
        "rate_changes_in_period"
    ]
    book.close()


def test_a_swiss_seller_of_a_customer_abroad_cuts_nothing(zurich: Book) -> None:
    with zurich.write() as work:
        site = Site(street="Rue 1", postcode="75001", city="Paris", country="FR")
        work.add(builders.customer(name="Loin", short="loin", sites=[site], currency="CHF"))
        line = builders.contract_line(
            1, "fixed_fee", {"price": "310"}, start=date(2023, 12, 15), anchor_day=15
        )
        line.timing = "advance"
        work.add(builders.contract(2, line))
    made = billed(zurich, date(2023, 12, 20))
    assert [each.amount_minor for each in made.lines] == [310_00]
