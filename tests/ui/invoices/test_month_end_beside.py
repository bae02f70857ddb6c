"""Beside the month end: who owes more since then, and what to look at about tax."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from msspdesk.domain.customers import CustomerCertificate
from msspdesk.domain.periods import Horizon
from msspdesk.services import billing_run, counts, drafts, issuing, month_end
from msspdesk.services.billing_customer import Owed
from msspdesk.ui.presenters.month_end import MonthEnd
from msspdesk.ui.presenters.month_end_later import Beside
from msspdesk.ui.presenters.new_invoice import NewInvoice, bill_words
from msspdesk.ui.presenters.tax_notes import TaxNotes
from tests.services import drafts_for_tests as make
from tests.services.test_tax_watch import consumer, sell
from tests.ui.invoices.conftest import TODAY, Provider


@pytest.fixture
def month(provider: Provider) -> MonthEnd:
    found = MonthEnd(provider.runner, lambda: TODAY)
    found.activate()
    return found


def test_who_owes_more_since_the_last_month_is_pointed_to(provider: Provider) -> None:
    june = billing_run.preview(provider.book, Horizon.through(date(2026, 6, 30)))
    beside = Beside(provider.runner)
    beside.activate()
    beside.follow(june)
    assert beside.later is not None
    now = billing_run.preview(provider.book, Horizon.through(TODAY)).customers
    assert beside.later.customers == sum(1 for each in now if each.net_minor > 0) > 0
    assert beside.pointer().replace("\xa0", " ").endswith("owe more up to 31 Jul")


def test_nobody_owes_more_than_the_run_up_to_today(provider: Provider) -> None:
    today = billing_run.preview(provider.book, Horizon.through(TODAY))
    assert month_end.later(provider.book, today) is None


def test_an_old_count_with_nothing_to_bill_makes_no_row(provider: Provider) -> None:
    august = Horizon.through(date(2026, 8, 31))
    counts.record_count(provider.book, provider.initech, "endpoints", date(2026, 6, 1), Decimal(4))
    billing_run.commit(provider.book, august)
    left = billing_run.preview(provider.book, august).customers
    assert [each.name for each in left if not each.lines] == []


def test_ready_and_issue_count_the_same_documents(provider: Provider, month: MonthEnd) -> None:
    make.add_draft(provider.book, provider.globex)
    month.reload()
    ready, whole = month.ready()
    assert ready == month.leaving().count == 3
    assert whole == 3 + sum(1 for each in month.groups if each.problems)


def test_what_to_look_at_about_tax_has_one_button_each(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = CustomerCertificate(
        kind="resale", jurisdiction="US-TX", number="1", valid_to=date(2026, 8, 15)
    )
    mesa = make.add_customer(provider.book, name="Mesa", certificates=[ends])
    make.unchecked_draft(provider.book, monkeypatch)
    tax = TaxNotes(provider.runner)
    tax.activate()
    first, *others = tax.notes
    assert (first.about, first.button, first.where, first.item) == (
        "Mesa", "Open customer", "customers", mesa,
    )  # fmt: skip
    assert "ends on" in first.text
    assert [(each.where, each.part, each.calm) for each in others] == [("tax", "warnings", True)]


@pytest.mark.parametrize(("minor", "told"), [(7_999_99, 0), (8_000_00, 1)])
def test_a_threshold_that_is_near_leads_to_the_registrations(
    provider: Provider, minor: int, told: int
) -> None:
    book = provider.book
    issuing.issue(book, [sell(book, consumer(book), minor, "software_saas")])
    tax = TaxNotes(provider.runner)
    tax.activate()
    found = [each for each in tax.notes if each.kind == "threshold"]
    assert len(found) == told
    assert all(each.where == "settings" for each in found)


def test_a_new_invoice_bills_what_is_owed_or_begins_blank(provider: Provider) -> None:
    asked: list[Owed | None] = []
    opened: list[int] = []
    new = NewInvoice(provider.runner)
    new.ask(provider.globex, asked.append)
    assert asked[0] is not None
    assert bill_words(asked[0]).replace("\xa0", " ") == (
        "Bill what is owed up to today: 355.00 EUR"
    )
    new.bill(provider.globex, opened.append)
    new.ask(provider.globex, asked.append)
    assert asked[1] is None
    new.blank(provider.globex, opened.append)
    new.bill(provider.globex, opened.append)  # meanwhile nothing is owed any more
    assert len(opened) == 2
    assert provider.runner.notices[-1] == "Nothing is owed any more"
    first, second = (drafts.page(provider.book, each) for each in opened)
    assert (first.lines_minor, [line.name for line in second.lines]) == (355_00, [""])
