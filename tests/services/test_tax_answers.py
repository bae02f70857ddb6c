"""A question of tax is asked, answered once by the owner, and the answer kept with its dates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from msspdesk.db.book import Book
from msspdesk.domain.errors import InvalidInput
from msspdesk.services import issuing
from msspdesk.services.invoice_facts import draft_totals
from msspdesk.services.tax_answers import TaxAnswer, keep_tax_answer
from tests.builders import make_book
from tests.services import drafts_for_tests as make


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return make_book(tmp_path)


@pytest.fixture
def draft(book: Book) -> int:
    """Electronic services to a Dutch consumer, sales to consumers abroad not known."""
    consumer = make.add_customer(book, **make.dutch() | {"vat_id": "", "status": "consumer"})
    return make.add_draft(book, consumer, make.line(tax_class="electronically_supplied"))


ANSWER = TaxAnswer(
    Decimal(19),
    "S",
    "Below the threshold of Art. 59c, asked my adviser",
    customer_country="NL",
    status="consumer",
)


def test_an_open_question_keeps_the_draft_from_being_issued(book: Book, draft: int) -> None:
    totals = draft_totals(book, draft)
    assert totals.totals is None
    (question,) = totals.questions
    assert (question.customer_country, question.status) == ("NL", "consumer")
    assert question.tax_class == "electronically_supplied"
    assert "tax_undecided" in [each.code for each in totals.problems]


def test_the_answer_is_used_and_sealed_with_its_note(book: Book, draft: int) -> None:
    keep_tax_answer(book, ANSWER)
    result = draft_totals(book, draft)
    assert result.totals is not None
    assert result.totals.tax_total == 222_30
    assert result.rows[0].confidence == "owner"
    assert result.rows[0].source == ANSWER.note
    issuing.issue(book, [draft])
    assert make.number_of(book, draft) == "RE-2026-0001"


def test_undo_asks_again(book: Book, draft: int) -> None:
    changes = keep_tax_answer(book, ANSWER)
    assert changes.undo is not None
    changes.undo.job(book)
    assert draft_totals(book, draft).totals is None


def test_a_zero_carries_its_reason(book: Book, draft: int) -> None:
    keep_tax_answer(book, TaxAnswer(Decimal(0), "AE", "They are a business", status="consumer"))
    (row,) = draft_totals(book, draft).rows
    assert (row.category, row.reason_code, row.amount_minor) == ("AE", "VATEX-EU-AE", 0)


def test_an_answer_ends_on_its_last_day(book: Book, draft: int) -> None:
    old = TaxAnswer(Decimal(19), "S", "Last year's word", valid_to=date(2026, 7, 30))
    keep_tax_answer(book, old)
    assert draft_totals(book, draft).totals is None


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (TaxAnswer(Decimal(101), "S", "x"), "tax_rate_out_of_range"),
        (TaxAnswer(Decimal(0), "S", "x"), "tax_category_and_rate_differ"),
        (TaxAnswer(Decimal(19), "S", " "), "tax_note_missing"),
    ],
)
def test_a_wrong_answer_is_not_kept(book: Book, answer: TaxAnswer, code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        keep_tax_answer(book, answer)
    assert [each.code for each in caught.value.problems] == [code]
