"""Series of numbers: an owner who comes from another program counts on, without a gap."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from msspdesk.db.book import Book
from msspdesk.domain.errors import DomainError
from msspdesk.services import issuing, sellers, series, verify
from tests.builders import FixedClock, make_book
from tests.services import drafts_for_tests as make


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def book(tmp_path: Path, clock: FixedClock) -> Book:
    return make_book(tmp_path, clock)


def issue_one(book: Book) -> str | None:
    draft = make.add_draft(book, make.add_customer(book))
    issuing.issue(book, [draft])
    return make.number_of(book, draft)


def refused(book: Book, value: int) -> DomainError:
    with pytest.raises(DomainError) as caught:
        series.set_next_number(book, "invoice", value)
    return caught.value


def following(book: Book, kind: str = "invoice") -> str:
    return series.next_number(book, kind).written()


def test_the_series_goes_on_where_another_program_stopped(book: Book) -> None:
    credit = following(book, "credit_note")
    series.set_next_number(book, "invoice", 418)
    assert following(book) == "RE-2026-0418"
    assert following(book, "credit_note") == credit
    assert [issue_one(book), issue_one(book)] == ["RE-2026-0418", "RE-2026-0419"]
    assert verify.verify(book).sound


def test_before_the_first_document_it_goes_up_and_never_back(book: Book) -> None:
    series.set_next_number(book, "invoice", 41)
    series.set_next_number(book, "invoice", 418)
    assert refused(book, 417).code == "number_goes_back"
    assert following(book) == "RE-2026-0418"
    assert not series.next_number(book, "invoice").begun
    issue_one(book)
    assert series.next_number(book, "invoice").begun


@pytest.mark.parametrize("value", [417, 418, 420, 5000])
def test_a_series_that_has_begun_stays(book: Book, value: int) -> None:
    series.set_next_number(book, "invoice", 418)
    issue_one(book)
    error = refused(book, value)
    assert (error.code, error.details["next"]) == ("series_has_begun", "RE-2026-0419")
    assert following(book) == "RE-2026-0419"


@pytest.mark.parametrize("value", [0, -1, series.LARGEST + 1])
def test_a_counter_begins_at_one(book: Book, value: int) -> None:
    assert refused(book, value).code == "next_number_wrong"


def test_a_new_year_can_begin_elsewhere_too(book: Book, clock: FixedClock) -> None:
    issue_one(book)
    clock.set_day(date(2027, 1, 2))
    series.set_next_number(book, "invoice", 31)
    assert issue_one(book) == "RE-2027-0031"
    assert refused(book, 40).code == "series_has_begun"
    assert verify.verify(book).sound


def test_another_spelling_of_the_pattern_counts_on_or_not_at_all(book: Book) -> None:
    series.set_next_number(book, "invoice", 418)
    issue_one(book)
    sellers.update(book, sellers.page(book).version, number_pattern="RE-{year}-{n:05}")
    assert refused(book, 400).code == "number_goes_back"
    assert refused(book, 500).code == "series_has_begun"
    series.set_next_number(book, "invoice", 419)
    assert issue_one(book) == "RE-2026-00419"
    assert verify.verify(book).sound
