"""Settings: the number a series begins with, without a window."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from msspdesk.db.book import Book
from msspdesk.domain.errors import DomainError
from msspdesk.services import issuing
from msspdesk.ui.presenters.settings import Settings, read_counter
from tests.builders import FixedClock, make_book
from tests.services import drafts_for_tests as make
from tests.ui.customers.conftest import refuse
from tests.ui.kit.direct import DirectRunner


def test_an_owner_from_another_program_counts_on(book: Book) -> None:
    runner = DirectRunner(book)
    settings = Settings(runner, date(2026, 7, 31))
    settings.activate()
    assert settings.called("next_invoice", 418) == "The next one is RE-2026-0418"
    settings.change("next_invoice", 418, refuse)
    settings.change("next_credit", 12, refuse)
    assert settings.called("next_invoice") == "The next one is RE-2026-0418"
    assert (settings.values()["next_invoice"], settings.values()["next_credit"]) == (418, 12)
    told: list[Exception] = []
    settings.change("next_invoice", None, told.append)  # the field was emptied
    assert [getattr(each, "code", "") for each in told] == ["next_number_wrong"]
    issuing.issue(book, [make.add_draft(book, make.add_customer(book))])
    settings.reload()
    assert not settings.can_set("next_invoice")
    assert settings.can_set("next_credit")
    assert settings.called("next_invoice") == (
        "The next one is RE-2026-0419. The series has begun, a jump would leave a gap."
    )


@pytest.mark.parametrize("typed", ["", "x", "0", "-4", "4.5", "RE-2026-0418", "1000000000", "٤"])
def test_a_counter_is_a_whole_number_alone(typed: str) -> None:
    assert read_counter("0418") == 418
    with pytest.raises(DomainError) as caught:
        read_counter(typed)
    assert caught.value.code == "next_number_wrong"


def test_a_clock_that_went_back_says_why_there_is_no_next_number(tmp_path: Path) -> None:
    clock = FixedClock()
    book = make_book(tmp_path / "late", clock)
    issuing.issue(book, [make.add_draft(book, make.add_customer(book))])
    clock.set_day(date(2026, 7, 30))
    settings = Settings(DirectRunner(book), date(2026, 7, 30))
    settings.activate()
    assert not settings.can_set("next_invoice")
    assert settings.values()["next_invoice"] is None
    assert "31" in settings.called("next_invoice")
