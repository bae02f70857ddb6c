"""A question of tax is asked, answered once by the owner, and the answer kept with its dates."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from msspdesk.db.book import Book
from msspdesk.db.records import OwnerAnswer
from msspdesk.domain.customers import Site
from msspdesk.domain.errors import InvalidInput
from msspdesk.domain.sellers import Seller, TaxRegistration
from msspdesk.services import issuing, tax_watch
from msspdesk.services.invoice_facts import draft_totals
from msspdesk.services.tax_answers import TaxAnswer, answers, forget_tax_answer, keep_tax_answer
from msspdesk.texts.errors import sentence
from tests import builders
from tests.builders import make_book
from tests.services import drafts_for_tests as make


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return make_book(tmp_path)


@pytest.fixture
def draft(book: Book) -> int:
    """Training for a Dutch consumer: Art. 54 asks where it was held."""
    consumer = make.add_customer(book, **make.dutch() | {"vat_id": "", "status": "consumer"})
    return make.add_draft(book, consumer, make.line(tax_class="training_live"))


ANSWER = TaxAnswer(
    Decimal(19),
    "S",
    "Held in Bremen, said the trainer",
    customer_country="NL",
    status="consumer",
)


def test_an_open_question_keeps_the_draft_from_being_issued(book: Book, draft: int) -> None:
    totals = draft_totals(book, draft)
    assert totals.totals is None
    (question,) = totals.questions
    assert (question.customer_country, question.status) == ("NL", "consumer")
    assert question.tax_class == "training_live"
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


def test_a_customer_without_the_state_that_the_rule_needs(book: Book) -> None:
    with book.write() as work:
        seller = work.get(Seller, 1)
        seller.country = "US"
        seller.registrations[:] = [TaxRegistration(jurisdiction="US-TX", number="12-3456789")]
    place = Site(street="100 Congress Ave", city="Austin", country="US")
    result = draft_totals(book, make.add_draft(book, make.add_customer(book, sites=[place])))
    named = [(each.code, each.field) for each in result.problems]
    assert ("customer_region_missing", "customer") in named
    assert result.questions == ()


def test_overlapping_registrations_are_named_before_issue(book: Book) -> None:
    with book.write() as work:
        seller = work.get(Seller, 1)
        seller.registrations.append(TaxRegistration(jurisdiction="DE", scheme="small_business"))
    key = make.add_draft(book, make.add_customer(book))
    (ready,) = issuing.preflight(book, [key])
    assert ("registrations_overlap", "registrations") in [
        (each.code, each.field) for each in ready.problems
    ]


@pytest.mark.parametrize(
    ("home", "registered", "region", "rate", "taxes"),
    [
        ("US", "US-TX", "TX", "6.25", [("Sales tax", "US-TX", "6.25", 73_13)]),
        ("CA", "CA-BC", "BC", "7", [("GST", "CA", "5", 58_50), ("PST", "CA-BC", "7", 81_90)]),
        ("CA", "CA-BC", "BC", "0", [("GST", "CA", "5", 58_50), ("PST", "CA-BC", "0", 0)]),
    ],
)
def test_an_answer_about_a_state_is_a_tax_of_that_state(
    book: Book,
    home: str,
    registered: str,
    region: str,
    rate: str,
    taxes: list[tuple[str, str, str, int]],
) -> None:
    """So that it is declared there; Canada's GST stands beside it (Excise Tax Act s. 165).
    On 1,170.00.
    """
    with book.write() as work:
        seller = work.get(Seller, 1)
        seller.country, seller.region = home, region
        seller.registrations[:] = [
            TaxRegistration(jurisdiction=each, number="1") for each in (home, registered)
        ]
    place = Site(street="1 Main St", postcode="1", city="Town", region=region, country=home)
    customer = make.add_customer(book, vat_id="", evidence="licence", sites=[place])
    line = make.line(tax_class="electronically_supplied" if home == "CA" else "security_monitoring")
    draft = make.add_draft(book, customer, line)
    assert draft_totals(book, draft).questions
    own = TaxAnswer(Decimal(rate), "S" if rate != "0" else "O", "Adviser", home, region)
    keep_tax_answer(book, own)
    rows = draft_totals(book, draft).rows
    assert [(r.tax, r.jurisdiction, f"{r.rate:f}", r.amount_minor) for r in rows] == taxes


def test_two_answers_that_contradict_are_not_kept(book: Book, draft: int) -> None:
    keep_tax_answer(book, ANSWER)
    with pytest.raises(InvalidInput) as raised:
        keep_tax_answer(book, replace(ANSWER, rate=Decimal(21)))
    (problem,) = raised.value.problems
    assert (problem.code, problem.field) == ("owner_rules_contradict", "rate")
    named = {problem.details["one"], problem.details["other"]}
    assert named == {f"{ANSWER.note} ({ANSWER.rate} %)", f"{ANSWER.note} (21 %)"}
    assert len(answers(book)) == 1
    assert draft_totals(book, draft).totals is not None
    with pytest.raises(InvalidInput) as raised:
        keep_tax_answer(book, replace(ANSWER, rate=Decimal(0), category="O"))
    assert [each.field for each in raised.value.problems] == ["category"]


def test_an_answer_that_another_one_replaced_does_not_come_back(book: Book, draft: int) -> None:
    (key,) = keep_tax_answer(book, ANSWER).ids
    keep_tax_answer(book, replace(ANSWER, customer_country="BE"))
    forgotten = forget_tax_answer(book, key)
    kept = keep_tax_answer(book, replace(ANSWER, rate=Decimal(21)))
    assert forgotten.undo is not None
    with pytest.raises(InvalidInput) as raised:
        forgotten.undo.job(book)
    assert [each.code for each in raised.value.problems] == ["owner_rules_contradict"]
    assert draft_totals(book, draft).rows[0].rate == Decimal(21)
    assert kept.undo is not None
    kept.undo.job(book)
    forgotten.undo.job(book)
    assert draft_totals(book, draft).rows[0].rate == Decimal(19)


def test_rules_that_contradict_in_an_older_book_are_named_before_issue(
    book: Book, draft: int
) -> None:
    """Written past the service, as by an older version."""
    keep_tax_answer(book, ANSWER)
    with book.write() as work:
        (row,) = work.all(OwnerAnswer)
        rule: dict[str, Any] = copy.deepcopy(row.rule)
        rule["components"][0]["rate"] = "7"
        work.add(OwnerAnswer(note="The chamber said so", rule=rule, created_at=row.created_at))
    result = draft_totals(book, draft)
    assert [each.code for each in result.questions] == ["owner_rules_contradict"]
    (told,) = [sentence(each) for each in result.problems if each.code == "tax_undecided"]
    assert "“Held in Bremen, said the trainer (19 %)” and “The chamber said so (7 %)”" in told
    (warned,) = [each for each in tax_watch.warnings(book) if each.kind == "rule"]
    assert warned.problem.code == "owner_rules_contradict"


def test_a_rate_that_moved_since_the_draft_was_made_is_told(tmp_path: Path) -> None:
    """Finland: 24 % until 31 August 2024, 25.5 % from then on (Act 525/2024)."""
    clock = builders.FixedClock()
    book = make_book(tmp_path, clock)
    with book.write() as work:
        seller = work.get(Seller, 1)
        seller.country = "FI"
        seller.registrations[:] = [TaxRegistration(jurisdiction="FI", number="FI20774740")]
    place = Site(street="Esplanadi 1", postcode="00100", city="Helsinki", country="FI")
    customer = make.add_customer(book, vat_id="", evidence="trade register", sites=[place])
    line = make.line(period_start=None, period_end=None)
    made = datetime(2024, 8, 30, 10, tzinfo=UTC)
    clock.set_day(date(2024, 8, 30))
    key = make.add_draft(book, customer, line, created_at=made)
    assert "rate_moved" not in [each.code for each in draft_totals(book, key).warnings]
    clock.set_day(date(2024, 9, 2))
    (warning,) = [each for each in draft_totals(book, key).warnings if each.code == "rate_moved"]
    assert warning.text.endswith("is now 25.5% (was 24% when the draft was made).")
