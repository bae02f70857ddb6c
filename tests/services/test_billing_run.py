"""The month end, from contracts and time to drafts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from msspdesk.db.book import Book
from msspdesk.domain.errors import DomainError
from msspdesk.domain.invoices import Invoice
from msspdesk.domain.periods import Horizon
from msspdesk.domain.pricing import model
from msspdesk.domain.proposals import ProposedCustomer, ProposedLine, Selection
from msspdesk.domain.timesheets import TimeEntry
from msspdesk.services import (
    billing_customer,
    billing_run,
    contracts,
    counts,
    drafts,
    issuing,
    placing,
)
from msspdesk.services.contracts import NewLine
from tests import builders

START = date(2026, 1, 1)
JUNE = Horizon.through(date(2026, 6, 30))
JULY = Horizon.through(date(2026, 7, 31))


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """Services: 1 MDR by the endpoint, 2 a scan, 3 hours at 140.00."""
    book = builders.make_book(tmp_path)
    with book.write() as work:
        work.add(builders.service(name_de="Überwachung"))
        work.add(builders.service(name="Scan", unit="E48", price_micro=None))
        work.add(builders.service(name="Incidents", unit="HUR", price_micro=140_000_000))
    yield book
    book.close()


def add_customer(book: Book, **changed: Any) -> int:
    with book.write() as work:
        return work.add(builders.customer(**changed)).id or 0


def add_line(
    book: Book, customer_id: int, code: str, terms: dict[str, str], **fields: Any
) -> tuple[int, int]:
    """A contract of one line; ids of both."""
    start = fields.pop("start", START)
    contract = {"po_number": fields.pop("po_number", "")}
    (contract_id,) = contracts.add_contract(book, customer_id, start=start, **contract).ids
    values: dict[str, Any] = {"service_id": 1, "billed_until": max(start, date(2026, 6, 1))}
    priced = model(code)
    new = NewLine(model=code, terms=priced.read(1, terms), **(values | fields))
    return contract_id, contracts.add_line(book, contract_id, new).ids[0]


def add_fee(book: Book, customer_id: int, price: str = "100", **fields: Any) -> tuple[int, int]:
    return add_line(book, customer_id, "fixed_fee", {"price": price}, **fields)


def add_time(book: Book, customer_id: int, day: int | date, minutes: int, **fields: Any) -> int:
    """Time on a day, or on a day of July."""
    on = day if isinstance(day, date) else date(2026, 7, day)
    values: dict[str, Any] = {"day": on, "minutes": minutes}
    entry = TimeEntry(
        uuid=builders.new_uuid(),
        customer_id=customer_id,
        **({"billed_minutes": minutes} | values | fields),
    )
    with book.write() as work:
        return work.add(entry).id or 0


def only(book: Book, horizon: Horizon = JULY) -> ProposedCustomer:
    (customer,) = billing_run.preview(book, horizon).customers
    return customer


def made(book: Book, horizon: Horizon = JULY) -> list[Invoice]:
    """The drafts of a run."""
    ids = billing_run.commit(book, horizon).ids
    with book.read() as work:
        return [work.get(Invoice, each) for each in ids]


def keys(lines: tuple[ProposedLine, ...]) -> list[str]:
    return [line.key for line in lines]


def missing(customer: ProposedCustomer) -> list[tuple[str, bool]]:
    return [(each.problem.code, each.blocks) for each in customer.missing]


# --- contracts ------------------------------------------------------------------------------


def test_the_month_of_the_picture(book: Book) -> None:
    """Tulpenburg in July: 1170.00 + 45.29 + 361.00 + 450.00 are 2026.29; 520.94 more than June.

    As in look/month-end.png, with 353 GB in June instead of a quarter.
    """
    tulpenburg = add_customer(book, name="Tulpenburg Logistiek B.V.")
    add_line(book, tulpenburg, "per_unit", {"unit_price": "13.00"}, count_kind="endpoints")
    add_line(book, tulpenburg, "per_unit", {"unit_price": "0.95"}, count_kind="GB")
    quarter = {"cadence_months": 3, "start": date(2026, 5, 1), "billed_until": None}
    add_fee(book, tulpenburg, "450", service_id=2, **quarter)
    for kind, month, day, quantity in (
        ("endpoints", 6, 1, 90),
        ("endpoints", 7, 14, 96),
        ("GB", 6, 1, 353),
        ("GB", 7, 1, 380),
    ):
        counts.record_count(book, tulpenburg, kind, date(2026, month, day), Decimal(quantity))
    billing_run.commit(book, JUNE)
    customer = only(book)
    assert (customer.net_minor, customer.previous_minor) == (202629, 150535)
    assert [(each.because.value, each.amount_minor) for each in customer.reasons] == [
        ("cadence", 45000),
        ("days", 4529),
        ("count", 2565),
    ]
    assert customer.ready
    (draft,) = made(book)
    assert [(str(line.quantity), line.amount_minor) for line in draft.lines] == [
        ("90", 117000),
        ("3.483871", 4529),
        ("380", 36100),
        ("1", 45000),
    ]
    assert [line.note.replace("\u00a0", " ") for line in draft.lines] == [
        "July 2026",
        "6 added on 14 July 2026, 18 of 31 days",
        "July 2026",
        "Quarter, 1 May to 31 July 2026",
    ]


def test_a_run_is_made_once(book: Book) -> None:
    add_fee(book, add_customer(book))
    (draft,) = made(book)
    assert [line.period_start for line in draft.lines] == [date(2026, 6, 1), date(2026, 7, 1)]
    assert made(book) == []
    assert made(book, Horizon.through(date(2026, 8, 30))) == []


def test_a_draft_takes_the_customers_terms_and_language(book: Book) -> None:
    add_fee(
        book,
        add_customer(
            book, language="de", terms_days=30, buyer_reference="04011000-1", po_number="PO 44"
        ),
    )
    (draft,) = made(book, JUNE)
    assert (draft.language, draft.terms_days, draft.buyer_reference, draft.po_number) == (
        "de",
        30,
        "04011000-1",
        "PO 44",
    )
    (line,) = draft.lines
    assert (line.name, line.note, line.tax_class) == (
        "Überwachung",
        "Juni 2026",
        "security_monitoring",
    )


def test_one_draft_for_each_order_number(book: Book) -> None:
    customer = add_customer(book, po_number="PO 1")
    add_fee(book, customer, "100")
    add_fee(book, customer, "200", po_number="PO 2")
    add_fee(book, customer, "300")
    found = [
        (each.po_number, [line.amount_minor for line in each.lines]) for each in made(book, JUNE)
    ]
    assert found == [("PO 1", [10000, 30000]), ("PO 2", [20000])]


def test_customers_are_billed_in_their_own_currency(book: Book) -> None:
    add_fee(book, add_customer(book, name="A", currency="JPY"), "1000.4")
    add_fee(book, add_customer(book, name="B", currency="KWD"), "1.0004")
    proposal = billing_run.preview(book, JUNE)
    assert proposal.nets == {"JPY": 1000, "KWD": 1000}


def test_a_fact_found_out_late_is_one_line_with_its_periods(book: Book) -> None:
    """A user left in March and it is found out in May: 10.00 a month and 4.84 back."""
    customer = add_customer(book)
    line = {"count_kind": "users", "billed_until": None}
    add_line(book, customer, "per_unit", {"unit_price": "10"}, **line)
    counts.record_count(book, customer, "users", START, Decimal(5))
    billing_run.commit(book, Horizon.through(date(2026, 4, 30)))
    counts.record_count(book, customer, "users", date(2026, 3, 17), Decimal(4))
    (draft,) = made(book, Horizon.through(date(2026, 5, 31)))
    late, may = draft.lines
    assert (late.amount_minor, may.amount_minor) == (-484 - 1000, 4000)
    assert late.note == "Credit for March 2026, April 2026"
    told = [
        (each["start"], each["billed_minor"], each["owed_minor"], each["amount_minor"])
        for each in late.details["periods"]  # type: ignore[attr-defined]
    ]
    assert told == [("2026-03-01", 5000, 4516, -484), ("2026-04-01", 5000, 4000, -1000)]
    assert made(book, Horizon.through(date(2026, 5, 31))) == []


def test_below_zero_it_is_a_credit_note_that_names_what_it_reduces(book: Book) -> None:
    """12.00 a month in advance, cancelled on 29 April: 2.40 back (Kill Bill, KB-X04)."""
    customer = add_customer(book)
    line = {"timing": "advance", "anchor_day": 5, "billed_until": None}
    contract_id, line_id = add_fee(book, customer, "12", start=date(2011, 4, 5), **line)
    (draft,) = made(book, Horizon.on(date(2011, 4, 5)))
    with book.write() as work:
        issued = work.get(Invoice, draft.id)
        issued.number, issued.issue_date = "RE-2011-0001", date(2011, 4, 5)
    version = contracts.page(book, contract_id).lines[0].version
    contracts.update_line(book, line_id, version, end=date(2011, 4, 29))
    (note,) = made(book, Horizon.on(date(2011, 4, 29)))
    (credit,) = note.lines
    assert note.kind == "credit_note"
    assert (credit.quantity, credit.unit_price, credit.amount_minor) == (
        Decimal(1),
        Decimal("2.4"),
        240,
    )
    assert credit.details["reduces"] == ["RE-2011-0001"]
    assert credit.note.splitlines()[1] == "Reduces invoice RE-2011-0001"
    assert [row.calculated_minor for row in credit.ledger] == [-240]
    assert made(book, Horizon.on(date(2011, 5, 29))) == []


def test_corrections_are_not_netted_across_a_change_of_the_tax_rate(book: Book) -> None:
    """German VAT was 16 % from July to December 2020."""
    customer = add_customer(book)
    line = {"billed_until": None, "end": date(2020, 9, 1)}
    _, line_id = add_fee(book, customer, "100", start=date(2020, 5, 1), **line)
    billing_run.commit(book, Horizon.through(date(2020, 8, 31)))
    contracts.add_terms(
        book, line_id, date(2020, 6, 1), "fixed_fee", model("fixed_fee").Terms(price=Decimal(110))
    )
    lines = only(book, Horizon.through(date(2020, 8, 31))).lines
    assert [(line.period.start.month, line.amount_minor) for line in lines] == [
        (6, 1000),
        (7, 2000),
    ]


# --- time -----------------------------------------------------------------------------------


def test_time_is_billed_by_line_then_customer_then_service(book: Book) -> None:
    customer = add_customer(book, hourly_rate_micro=150_000_000)
    _, line_id = add_line(book, customer, "hourly", {"rate": "120"}, service_id=3)
    other = add_customer(book, name="Other")
    add_time(book, customer, 3, 60, contract_line_id=line_id)
    add_time(book, customer, 4, 60, service_id=3)
    add_time(book, other, 5, 60, service_id=3)
    found = {
        line.key: (line.title, line.amount_minor)
        for each in billing_run.preview(book, JULY).customers
        for line in each.lines
    }
    assert found == {
        f"time/{line_id}": ("Incidents", 12000),
        f"loose/{customer}/3": ("Incidents", 15000),
        f"loose/{other}/3": ("Incidents", 14000),
    }


def test_a_price_in_another_currency_or_of_another_unit_is_no_rate(book: Book) -> None:
    abroad = add_customer(book, name="Abroad", currency="USD")
    home = add_customer(book, name="Home")
    add_time(book, abroad, 3, 60, service_id=3)
    add_time(book, home, 3, 45, service_id=1)
    found = [(each.lines, missing(each)) for each in billing_run.preview(book, JULY).customers]
    assert found == [((), [("rate_missing", True)])] * 2
    assert made(book) == []


def test_time_that_names_no_service_is_the_only_one_sold_by_the_hour(book: Book) -> None:
    customer = add_customer(book, hourly_rate_micro=120_000_000)
    add_time(book, customer, 3, 45)
    add_time(book, customer, 4, 15, service_id=3)
    found = only(book)
    assert [(each.key, each.title, each.amount_minor) for each in found.lines] == [
        (f"loose/{customer}/3", "Incidents", 12000)
    ]
    assert found.ready
    (draft,) = made(book)
    (line,) = draft.lines
    assert (line.service_id, line.tax_class) == (3, "security_monitoring")


def test_with_several_services_by_the_hour_it_waits_until_it_is_placed(book: Book) -> None:
    with book.write() as work:
        work.add(builders.service(name="Tests", unit="HUR", tax_class="penetration_test"))
    key = add_customer(book, hourly_rate_micro=120_000_000)
    add_time(book, key, 3, 45)
    customer = only(book)
    assert (customer.net_minor, missing(customer)) == (9000, [("time_without_service", True)])
    assert not customer.ready
    assert [name for _, name in placing.unplaced(book, key).services] == [
        "Incidents",
        "Tests",
        "MDR",
        "Scan",
    ]
    changes = placing.place(book, key, 4)
    placed = only(book)
    assert placed.ready
    assert [(each.title, each.amount_minor) for each in placed.lines] == [("Tests", 9000)]
    assert changes.undo is not None
    changes.undo.job(book)
    assert missing(only(book)) == [("time_without_service", True)]


def test_placing_leaves_time_alone_that_is_on_a_line_or_a_document(book: Book) -> None:
    key = add_customer(book, hourly_rate_micro=120_000_000)
    _, line_id = add_fee(book, key)
    add_time(book, key, 3, 45)
    made(book)
    covered = add_time(book, key, 4, 30, contract_line_id=line_id)
    assert placing.unplaced(book, key).entries == 0
    assert placing.place(book, key, 3).ids == ()
    with book.read() as work:
        assert work.get(TimeEntry, covered).service_id is None


def test_covered_and_unbillable_time_is_not_billed(book: Book) -> None:
    customer = add_customer(book, hourly_rate_micro=120_000_000)
    _, line_id = add_fee(book, customer)
    add_time(book, customer, 3, 60, contract_line_id=line_id)
    add_time(book, customer, 3, 60, billable=False)
    assert [line.kind for line in only(book, JULY).lines] == ["charge", "charge"]


def test_a_draft_reserves_its_time_up_to_the_last_day(book: Book) -> None:
    customer = add_customer(book, hourly_rate_micro=120_000_000)
    add_time(book, customer, 31, 50, service_id=3)
    august = add_time(book, customer, date(2026, 8, 1), 60, service_id=3)
    assert only(book).minutes == 50
    (draft,) = made(book)
    assert (draft.lines[0].amount_minor, draft.lines[0].price_base) == (10000, 60)
    with book.read() as work:
        held = {each.id: each.invoice_line_id for each in work.all(TimeEntry)}
    assert held[august] is None
    assert set(held.values()) == {draft.lines[0].id, None}
    assert made(book) == []


def test_hours_are_compared_with_the_month_before(book: Book) -> None:
    customer = add_customer(book, hourly_rate_micro=120_000_000)
    add_time(book, customer, date(2026, 6, 10), 60, service_id=3)
    billing_run.commit(book, JUNE)
    add_time(book, customer, 3, 90, service_id=3)
    found = only(book)
    assert (found.net_minor, found.previous_minor) == (18000, 12000)
    assert [(each.because.value, dict(each.details)) for each in found.reasons] == [
        ("hours", {"change": 30})
    ]


# --- counts ---------------------------------------------------------------------------------


def test_counts_of_sites_are_summed_unless_the_line_has_one(book: Book) -> None:
    customer = add_customer(book)
    with book.read() as work:
        site = work.all(type(builders.customer().sites[0]))[0].id
    fields: dict[str, Any] = {"count_kind": "users", "start": date(2026, 6, 1)}
    add_line(book, customer, "per_unit", {"unit_price": "1"}, **fields)
    add_line(book, customer, "per_unit", {"unit_price": "1"}, site_id=site, **fields)
    june = date(2026, 6, 1)
    counts.record_count(book, customer, "users", june, Decimal(10))
    counts.record_count(book, customer, "users", june, Decimal(7), site_id=site)
    assert [line.amount_minor for line in only(book, JUNE).lines] == [1700, 700]


def test_a_missing_count_is_named_and_the_rest_is_billed(book: Book) -> None:
    customer = add_customer(book)
    add_line(book, customer, "per_unit", {"unit_price": "1"}, count_kind="users")
    add_fee(book, customer)
    found = only(book, JUNE)
    assert (found.net_minor, missing(found)) == (10000, [("count_missing", True)])
    assert not found.ready


def test_an_old_count_is_billed_and_named(book: Book) -> None:
    customer = add_customer(book)
    add_line(book, customer, "per_unit", {"unit_price": "1"}, count_kind="users")
    counts.record_count(book, customer, "users", date(2026, 5, 30), Decimal(10))
    assert missing(only(book, JUNE)) == []
    counts.delete_count(book, 1)
    counts.record_count(book, customer, "users", date(2026, 5, 29), Decimal(10))
    found = only(book, JUNE)
    assert (missing(found), found.ready) == ([("count_old", False)], True)
    assert found.missing[0].problem.details["days"] == 32


def test_terms_that_nobody_can_read_stop_their_line_only(book: Book) -> None:
    customer = add_customer(book)
    add_fee(book, customer)
    strange = builders.contract_line(1, "by_moonlight", {"price": "1"})
    with book.write() as work:
        work.add(builders.contract(customer, strange))
    found = only(book, JUNE)
    assert (found.net_minor, missing(found)) == (10000, [("model_unknown", True)])


# --- what the owner decides -----------------------------------------------------------------


def test_unticked_customers_and_lines_wait(book: Book) -> None:
    first, second = add_customer(book, name="First"), add_customer(book, name="Second")
    add_fee(book, first, "100")
    add_fee(book, first, "200")
    add_fee(book, second, "300")
    proposal = billing_run.preview(book, JUNE)
    selection = Selection(frozenset({second}), frozenset({proposal.customers[0].lines[0].key}))
    (draft_id,) = billing_run.commit(book, JUNE, selection, proposal.fingerprint).ids
    assert drafts.page(book, draft_id).lines_minor == 20000
    left = billing_run.preview(book, JUNE)
    assert [each.net_minor for each in left.customers] == [10000, 30000]
    assert keys(left.customers[0].lines) == keys(proposal.customers[0].lines)[:1]


def test_what_the_owner_did_not_see_is_not_booked(book: Book) -> None:
    customer = add_customer(book, hourly_rate_micro=120_000_000)
    add_fee(book, customer)
    seen = billing_run.preview(book, JULY)
    add_time(book, customer, 3, 60, service_id=3)
    with pytest.raises(DomainError, match="proposal_stale"):
        billing_run.commit(book, JULY, fingerprint=seen.fingerprint)
    assert billing_run.preview(book, JULY).fingerprint != seen.fingerprint
    assert len(billing_run.commit(book, JULY).ids) == 1


def test_undo_takes_the_drafts_away_unless_one_was_touched(book: Book) -> None:
    customer = add_customer(book, hourly_rate_micro=120_000_000)
    add_fee(book, customer)
    add_time(book, customer, 3, 60, service_id=3)
    before = billing_run.preview(book, JULY)
    changes = billing_run.commit(book, JULY)
    assert changes.undo is not None
    changes.undo.job(book)
    assert billing_run.preview(book, JULY) == before
    again = billing_run.commit(book, JULY)
    (draft_id,) = again.ids
    drafts.edit_head(book, draft_id, 1, intro="Thank you")
    assert again.undo is not None
    assert not again.undo.stands(book)
    with pytest.raises(DomainError, match="changed_since"):
        again.undo.job(book)


def test_undo_of_drafts_and_their_lines_ends_with_the_issue(book: Book) -> None:
    customer = add_customer(book, hourly_rate_micro=120_000_000)
    add_time(book, customer, 3, 60, service_id=3)
    made = billing_run.commit(book, JULY)
    (draft_id,) = made.ids
    assert made.undo is not None
    assert made.undo.stands(book)
    page = drafts.page(book, draft_id)
    named = drafts.edit_line(book, page.lines[0].id, page.version, name="Advice")
    blank = billing_customer.blank(book, customer)
    assert named.undo is not None
    assert blank.undo is not None
    assert named.undo.stands(book)
    issuing.issue(book, [draft_id])
    assert not named.undo.stands(book)
    assert blank.undo.stands(book)
    blank.undo.job(book)
    assert not blank.undo.stands(book)


def test_one_customer_can_be_billed_alone(book: Book) -> None:
    first, second = add_customer(book, name="First"), add_customer(book, name="Second")
    add_fee(book, first, "100")
    add_fee(book, second, "300")
    assert billing_run.preview(book, JUNE, customer_id=second).nets == {"EUR": 30000}
    assert len(billing_run.commit(book, JUNE, customer_id=second).ids) == 1
    assert billing_run.preview(book, JUNE).nets == {"EUR": 10000}


def test_customers_in_the_archive_are_left_alone(book: Book) -> None:
    add_fee(book, add_customer(book, archived=True))
    assert billing_run.preview(book, JULY).customers == ()
