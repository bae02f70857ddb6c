"""The month end without a window: what is owed, unticked, drafted, issued."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from msspdesk.db.book import Book
from msspdesk.domain.customers import Customer
from msspdesk.domain.errors import InvalidInput
from msspdesk.services import counts, invoices
from msspdesk.services.changes import Changes
from msspdesk.services.invoice_facts import TaxQuestion
from msspdesk.services.invoices import State
from msspdesk.ui.presenters.base import Progress
from msspdesk.ui.presenters.month_end import MonthEnd
from msspdesk.ui.presenters.month_end_facts import Facts, NewCount, tax_answer
from msspdesk.ui.presenters.month_end_rows import MonthRow
from tests.services import drafts_for_tests as make
from tests.ui.invoices.conftest import TODAY, Provider, never
from tests.ui.kit.direct import DirectRunner


@pytest.fixture
def month(provider: Provider) -> MonthEnd:
    presenter = MonthEnd(provider.runner, lambda: TODAY)
    presenter.activate()
    return presenter


def row(month: MonthEnd, name: str) -> MonthRow:
    return next(each for each in month.rows() if each.name.startswith(name))


def test_each_customer_has_a_row_with_amount_and_state(month: MonthEnd) -> None:
    shown = [(each.name, each.net, each.state, each.ticked) for each in month.rows()]
    assert shown == [
        ("Globex Handels GmbH", "355.00", "Ready", "on"),
        ("Initech", "", "Count missing", ""),
        ("Tulpenburg Logistiek B.V.", "450.00", "Ready", "on"),
    ]
    assert month.totals() == [("EUR", "805.00")]
    assert month.ready() == (2, 3)


def test_what_will_leave_is_worked_out_with_its_tax(month: MonthEnd) -> None:
    leaving = month.leaving()
    assert leaving.nets == (("EUR", "805.00"),)
    # 19 % of 355.00, and reverse charge for the business in the Netherlands
    assert leaving.taxes == (
        ("VAT 19%, Germany, 1 invoice", "67.45 EUR"),
        ("Reverse charge, 1 invoice", "0.00"),
    )
    assert leaving.totals == (("EUR", "872.45"),)
    assert leaving.numbers == "Numbers RE-2026-0001 to 0002."
    assert leaving.without_email == 0
    assert leaving.first is not None
    assert leaving.first.customer == "Globex Handels GmbH"


def test_an_open_customer_shows_its_lines_and_explains_them(month: MonthEnd) -> None:
    month.toggle_open(row(month, "Globex").id)
    lines = [each for each in month.rows() if each.kind == "line"]
    assert [(each.name, each.what) for each in lines] == [
        ("MDR", "10\u00a0× 14.50"),
        ("Incidents", "1:30\u00a0h\u00a0× 140.00"),
    ]
    month.explain_row(lines[0].id)
    assert month.explanation is not None
    (step,) = month.explanation.steps
    assert ("Count", "10 on the first day") in step.facts
    assert ("Comes to", "10\u00a0× 14.50 = 145.00") in step.facts


def test_an_unticked_line_stays_for_the_next_time(provider: Provider, month: MonthEnd) -> None:
    month.toggle_open(row(month, "Globex").id)
    month.tick(row(month, "Incidents").id)
    assert row(month, "Globex").ticked == "part"
    assert month.leaving().nets == (("EUR", "595.00"),)
    month.make_drafts()
    assert [each.amount_minor for each in invoices.rows(provider.book)] == [450_00, 145_00]
    assert row(month, "Globex").net == "210.00"  # the hours are still owed


def test_an_unticked_customer_gets_no_draft(provider: Provider, month: MonthEnd) -> None:
    month.tick(row(month, "Tulpenburg").id)
    assert month.drafts_to_make() == 1
    month.make_drafts()
    assert provider.runner.notices[-1] == "1 draft made"
    assert [each.customer for each in invoices.rows(provider.book)] == ["Globex Handels GmbH"]
    provider.runner.undo()
    assert invoices.rows(provider.book) == []
    assert row(month, "Globex").state == "Ready"


def test_the_missing_fact_has_one_button_that_mends_it(provider: Provider, month: MonthEnd) -> None:
    (missing,) = month.missing
    assert (missing.customer, missing.text) == ("Initech", "Endpoints were never counted")
    assert (missing.button, missing.action, missing.kind) == ("Enter count", "count", "endpoints")
    assert missing.day == date(2026, 7, 1)  # the first day that is billed by it
    facts = Facts(provider.runner)
    facts.load_counts(missing.customer_id, missing.kind)
    assert facts.counts == ()
    stored: list[bool] = []
    new = NewCount(missing.customer_id, missing.kind, date(2026, 7, 1), Decimal(4))
    facts.enter_count(new, lambda: stored.append(True), never)
    assert stored == [True]
    assert counts.latest(provider.book, provider.initech)[0].quantity == 4
    assert month.missing == []
    assert (row(month, "Initech").net, row(month, "Initech").ticked) == ("58.00", "on")


def test_issuing_makes_drafts_numbers_them_and_lists_what_left(
    provider: Provider, month: MonthEnd
) -> None:
    month.issue()
    sending = month.sending
    assert sending is not None
    assert (sending.running, sending.done, sending.total) == (False, 2, 2)
    assert [each.number for each in sending.rows] == ["RE-2026-0001", "RE-2026-0002"]
    assert [each.name for each in month.rows()] == ["Initech"]
    assert all(each.state is State.OPEN for each in invoices.rows(provider.book))


class Impatient(DirectRunner):
    """Its owner presses Stop after the first invoice."""

    def run_long(self, job: Any, on_done: Any = None, **named: Any) -> Progress:
        def stopped(book: Book, progress: Progress) -> Changes:
            def report(done: int, total: int, note: str) -> None:
                progress(done, total, note)
                if done == 1:
                    own.cancel()

            own = Progress(report)
            changes = job(book, own)
            assert isinstance(changes, Changes)
            return changes

        return super().run_long(stopped, on_done, **named)


def test_a_stop_leaves_whole_invoices_and_drafts(provider: Provider) -> None:
    month = MonthEnd(Impatient(provider.book), lambda: TODAY)
    month.activate()
    month.issue()
    assert month.sending is not None
    assert (month.sending.done, month.sending.waiting) == (1, 1)
    states = sorted(each.state for each in invoices.rows(provider.book))
    assert states == [State.DRAFT, State.OPEN]
    month.done_sending()
    assert (month.leaving().count, month.leaving().numbers) == (1, "Number RE-2026-0002.")


def test_a_customer_without_an_address_counts_once(provider: Provider) -> None:
    """However many documents it is to get."""
    month = MonthEnd(DirectRunner(provider.book), lambda: TODAY)
    mute = make.add_customer(provider.book, name="Mute", short="mute", contacts=[])
    make.add_draft(provider.book, mute)
    make.add_draft(provider.book, mute)
    month.activate()
    assert (month.leaving().count, month.leaving().without_email) == (4, 1)


def test_a_stale_list_makes_nothing_and_is_read_again(provider: Provider, month: MonthEnd) -> None:
    # behind the window's back: the runner tells nobody
    counts.record_count(provider.book, provider.globex, "endpoints", date(2026, 7, 1), Decimal(20))
    month.make_drafts()
    assert invoices.rows(provider.book) == []
    assert provider.runner.notices[-1] == "proposal_stale"
    assert row(month, "Globex").net == "500.00"
    month.make_drafts()
    assert len(invoices.rows(provider.book)) == 2


@pytest.mark.parametrize(
    ("today", "through"),
    [(date(2026, 7, 31), date(2026, 7, 31)), (date(2026, 8, 10), date(2026, 7, 31))],
)
def test_the_day_to_bill_up_to_follows_the_month(
    provider: Provider, today: date, through: date
) -> None:
    assert MonthEnd(provider.runner, lambda: today).through == through


def test_months_are_stepped_through_by_their_last_days(month: MonthEnd) -> None:
    month.step_month(1)
    assert month.through == date(2026, 8, 31)
    assert row(month, "Tulpenburg").net == "900.00"
    month.step_month(-1)
    month.step_month(-1)
    assert month.through == date(2026, 6, 30)
    assert month.rows() == []


def test_rows_are_filtered_and_sorted(month: MonthEnd) -> None:
    month.sort("net", True)
    assert [each.name.split()[0] for each in month.rows()] == ["Tulpenburg", "Globex", "Initech"]
    month.search("glob")
    assert [each.name.split()[0] for each in month.rows()] == ["Globex"]


def test_a_tax_question_is_answered_once_and_the_draft_can_leave(
    provider: Provider, month: MonthEnd
) -> None:
    # training for a consumer abroad: Art. 54 of Directive 2006/112/EC asks where it was held
    private = make.dutch() | {"name": "Pim de Vries", "vat_id": "", "status": "consumer"}
    consumer = make.add_customer(provider.book, **private)
    make.add_draft(provider.book, consumer, make.line(tax_class="training_live"))
    month.reload()
    draft = row(month, "Pim")
    assert (draft.kind, draft.state, draft.ticked) == ("draft", "Tax undecided", "off")
    missing = next(each for each in month.missing if each.action == "tax")
    assert missing.question is not None
    answer = tax_answer(
        missing.question,
        charged=True,
        rate=Decimal(19),
        category="O",
        note="Held in Bremen",
        all_services=False,
        since=None,
    )
    stored: list[bool] = []
    Facts(provider.runner).answer_tax(answer, lambda: stored.append(True), never)
    assert stored == [True]
    assert (row(month, "Pim").state, row(month, "Pim").ticked) == ("Draft", "on")


def test_an_answer_without_a_source_is_refused(provider: Provider) -> None:
    question = TaxQuestion(None, "", "tax_undecided", {}, "NL", "", "consumer", "managed_it")
    answer = tax_answer(
        question, charged=False, rate=None, category="O", note="", all_services=True, since=None
    )
    assert (answer.tax_class, answer.category) == ("", "O")
    refused: list[Exception] = []
    Facts(provider.runner).answer_tax(answer, never, refused.append)
    assert isinstance(refused[0], InvalidInput)
    assert [each.field for each in refused[0].problems] == ["note"]


def test_a_rate_is_stored_on_the_customer(provider: Provider) -> None:
    facts = Facts(provider.runner)
    facts.load_customer(provider.globex)
    assert facts.currency == "EUR"
    facts.set_rate(provider.globex, Decimal(150), lambda: None, never)
    with provider.book.read() as work:
        assert work.get(Customer, provider.globex).hourly_rate == 150
