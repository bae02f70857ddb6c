"""A draft becomes an invoice: whole, numbered without gaps, out of reach of any change."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from msspdesk.db.book import Book
from msspdesk.db.queries import issuing as queries
from msspdesk.db.records import ChainHead, IssuedDocument
from msspdesk.domain.customers import Site
from msspdesk.domain.errors import DomainError
from msspdesk.domain.invoices import Invoice
from msspdesk.domain.periods import Horizon
from msspdesk.domain.timesheets import TimeEntry
from msspdesk.services import drafts, invoices, issuing, month_end, series, verify
from msspdesk.services.invoice_facts import draft_totals
from tests.builders import FixedClock, make_book
from tests.services import drafts_for_tests as make


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def book(tmp_path: Path, clock: FixedClock) -> Book:
    return make_book(tmp_path, clock)


def codes(book: Book, draft: int) -> list[str]:
    (ready,) = issuing.preflight(book, [draft])
    return [each.code for each in ready.problems]


def test_an_invoice_has_number_dates_tax_and_seal(book: Book) -> None:
    draft = make.add_draft(book, make.add_customer(book), terms_days=14)
    assert codes(book, draft) == []
    changes = issuing.issue(book, [draft])
    assert changes.ids == (draft,)
    page = invoices.page(book, draft)
    assert page.row.number == "RE-2026-0001"
    assert (page.row.issue_date, page.row.due_date) == (date(2026, 7, 31), date(2026, 8, 14))
    # § 12 (1) UStG: 19 % of 1,170.00
    assert (page.net_minor, page.tax_minor, page.gross_minor) == (1170_00, 222_30, 1392_30)
    assert [(each.category, each.base_minor) for each in page.taxes] == [("S", 1170_00)]
    assert page.taxes[0].explanation["steps"]
    assert page.sequence == 1


def test_a_discount_on_the_document_is_spread_before_tax(book: Book) -> None:
    draft = make.add_draft(
        book, make.add_customer(book), make.line(), make.hours(), discount_percent_micro=10_000_000
    )
    issuing.issue(book, [draft])
    page = invoices.page(book, draft)
    # 10 % of 1,370.00 is 137.00; 19 % of 1,233.00 is 234.27
    assert (page.net_minor, page.tax_minor) == (1233_00, 234_27)


def test_another_member_state_owes_its_own_tax(book: Book) -> None:
    draft = make.add_draft(book, make.add_customer(book, **make.dutch()))
    issuing.issue(book, [draft])
    (tax,) = invoices.page(book, draft).taxes
    assert (tax.category, tax.amount_minor, tax.reason_code) == ("AE", 0, "VATEX-EU-AE")


def test_numbers_have_no_gap_when_a_draft_in_the_middle_fails(book: Book) -> None:
    customer = make.add_customer(book)
    good, bad, other = (
        make.add_draft(book, customer),
        make.add_draft(book, customer, make.line(amount_minor=1)),
        make.add_draft(book, customer),
    )
    with pytest.raises(DomainError) as caught:
        issuing.issue(book, [good, bad, other])
    assert caught.value.code == "not_ready"
    assert [make.number_of(book, each) for each in (good, bad, other)] == [None] * 3
    issuing.issue(book, [other])
    assert make.number_of(book, other) == "RE-2026-0001"


def test_nothing_is_kept_when_the_last_write_fails(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = make.add_draft(book, make.add_customer(book))
    monkeypatch.setattr(queries, "_move_head", _fail)
    with pytest.raises(RuntimeError):
        issuing.issue(book, [draft])
    monkeypatch.undo()
    assert series.next_number(book, "invoice").written() == "RE-2026-0001"
    issuing.issue(book, [draft])
    assert verify.verify(book).sound


def _fail(*_args: object) -> None:
    raise RuntimeError("power gone")


def test_two_threads_issue_side_by_side(book: Book) -> None:
    customer = make.add_customer(book)
    drafts = [make.add_draft(book, customer) for _ in range(24)]
    halves = (drafts[::2], drafts[1::2])

    def one_by_one(mine: list[int]) -> None:
        for each in mine:
            issuing.issue(book, [each])

    threads = [threading.Thread(target=one_by_one, args=(each,)) for each in halves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = {make.number_of(book, each) for each in drafts}
    assert numbers == {f"RE-2026-{n:04}" for n in range(1, 25)}
    assert verify.verify(book).sound


def test_the_same_draft_is_issued_once(book: Book) -> None:
    draft = make.add_draft(book, make.add_customer(book))
    issuing.issue(book, [draft, draft])
    with pytest.raises(DomainError) as caught:
        issuing.issue(book, [draft])
    assert caught.value.code == "not_a_draft"


def test_a_clock_that_went_back_gives_no_number(book: Book, clock: FixedClock) -> None:
    customer = make.add_customer(book)
    issuing.issue(book, [make.add_draft(book, customer)])
    late = make.add_draft(book, customer)
    clock.set_day(date(2026, 7, 30))
    assert "date_before_last_number" in codes(book, late)
    with pytest.raises(DomainError) as caught:
        issuing.issue(book, [late])
    assert caught.value.code == "date_before_last_number"


def test_a_new_year_begins_at_one(book: Book, clock: FixedClock) -> None:
    customer = make.add_customer(book)
    issuing.issue(book, [make.add_draft(book, customer)])
    clock.set_day(date(2027, 1, 2))
    draft = make.add_draft(book, customer)
    issuing.issue(book, [draft])
    assert make.number_of(book, draft) == "RE-2027-0001"


def test_a_stop_leaves_whole_chunks(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(issuing, "CHUNK", 2)
    customer = make.add_customer(book)
    drafts = [make.add_draft(book, customer) for _ in range(5)]
    seen: list[int] = []
    changes = issuing.issue(
        book,
        drafts,
        progress=lambda done, *_: seen.append(done),
        cancelled=lambda: len(seen) == 2,
    )
    assert seen == [2, 4]
    assert changes.ids == tuple(drafts[:4])
    assert make.number_of(book, drafts[4]) is None


def test_time_is_locked_and_sealed_with_its_words(book: Book) -> None:
    draft = make.add_draft(book, make.add_customer(book), make.line(), make.hours())
    entry = make.add_time(book, draft, 1, date(2026, 7, 3), 100, "Triage phishing")
    issuing.issue(book, [draft])
    with book.read() as work:
        assert work.get(TimeEntry, entry).locked
    (row,) = invoices.sealed_facts(book, draft)["lines"][1]["time"]
    assert (row["minutes"], row["note"]) == (100, "Triage phishing")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"stale": True}, "draft_stale"),
        ({"currency": "USD"}, "currency_mismatch"),
        ({"discount_percent_micro": 100_000_000}, "total_zero"),
        ({"discount_minor": 2000_00}, "total_below_zero"),
        ({"intro": "→ ✓"}, "glyphs_missing"),
    ],
)
def test_preflight_names_what_is_wrong(book: Book, changed: dict[str, object], code: str) -> None:
    assert code in codes(book, make.add_draft(book, make.add_customer(book), **changed))


def test_the_month_end_knows_of_letters_that_cannot_be_printed(book: Book) -> None:
    make.add_draft(book, make.add_customer(book, name="Sécurité Łódź 株式会社"))
    make.add_draft(book, make.add_customer(book, name="Sécurité Łódź"))
    lacking, whole = month_end.outlook(book, Horizon.through(date(2026, 7, 31))).drafts[::-1]
    assert [each.code for each in lacking.problems] == ["glyphs_missing"]
    assert lacking.problems[0].details == {"letters": "株式会社"}
    assert whole.issuable


def test_letters_that_the_font_lacks_in_the_notes_of_time_are_named_before_issue(
    book: Book,
) -> None:
    """On the draft, and in the month's list before there is a draft."""
    customer = make.add_customer(book, hourly_rate_micro=100_000_000)
    draft = make.add_draft(book, customer, make.hours())
    make.add_time(book, draft, 0, date(2026, 7, 3), 60, "Łódź: firewall")
    assert codes(book, draft) == []
    make.add_time(book, draft, 0, date(2026, 7, 4), 60, "東京 firewall")
    assert codes(book, draft) == ["glyphs_missing_in_time"]
    (problem,) = draft_totals(book, draft).problems
    assert problem.details == {"letters": "東京"}
    with pytest.raises(DomainError, match="not_ready"):
        issuing.issue(book, [draft])
    drafts.delete(book, [draft])
    outlook = month_end.outlook(book, Horizon.through(date(2026, 7, 31)))
    assert [each.code for each in outlook.documents[0].problems] == ["glyphs_missing_in_time"]


def test_preflight_names_what_is_wrong_with_lines_and_places(book: Book) -> None:
    nowhere = make.add_customer(book, sites=[Site(name="HQ")])
    found = codes(book, make.add_draft(book, nowhere, make.line(name=" ", amount_minor=5)))
    assert {
        "customer_address_missing",
        "customer_country_missing",
        "line_name_missing",
        "line_amount_differs",
        "tax_undecided",
    } <= set(found)


def test_an_empty_draft_is_not_issued(book: Book) -> None:
    customer = make.add_customer(book)
    draft = make.add_draft(book, customer)
    with book.write() as work:
        row = work.get(Invoice, draft)
        row.lines.clear()
    assert codes(book, draft) == ["no_lines"]


ISSUED_TABLES = ["invoice", "invoice_line", "invoice_tax", "issued_document"]


@pytest.mark.parametrize("table", ISSUED_TABLES)
def test_no_statement_changes_what_was_issued(book: Book, table: str) -> None:
    issuing.issue(book, [make.add_draft(book, make.add_customer(book))])
    for statement in (f"UPDATE {table} SET id = id + 1", f"DELETE FROM {table}"):  # noqa: S608
        with pytest.raises(DomainError) as caught, book.write() as work:
            work.connection.execute(text(statement))
        assert caught.value.code == "issued_is_final"


def test_the_chain_is_counted_apart(book: Book) -> None:
    customer = make.add_customer(book)
    issuing.issue(book, [make.add_draft(book, customer) for _ in range(3)])
    with book.read() as work:
        head = work.get(ChainHead, 1)
        last = max(work.all(IssuedDocument), key=lambda each: each.sequence)
    assert (head.count, head.sha256) == (3, last.sha256)
