from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from msspdesk.db.book import Book
from msspdesk.domain.errors import DomainError, InvalidInput
from msspdesk.domain.periods import Horizon
from msspdesk.domain.pricing import model
from msspdesk.services import billing_run, contracts, counts
from msspdesk.services.changes import Changes
from msspdesk.services.contracts import NewLine
from tests import builders

START = date(2026, 1, 1)


def fee(price: str) -> object:
    return model("fixed_fee").Terms(price=Decimal(price))


def per_unit(price: str) -> object:
    return model("per_unit").Terms(unit_price=Decimal(price))


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    book = builders.make_book(tmp_path)
    with book.write() as work:
        work.add(builders.customer())
        work.add(builders.service())
    yield book
    book.close()


def undo(book: Book, changes: Changes) -> Changes:
    assert changes.undo is not None
    return changes.undo.job(book)


def contract_with(book: Book, *lines: NewLine) -> int:
    (contract_id,) = contracts.add_contract(book, 1, start=START, title="MSA").ids
    for line in lines:
        contracts.add_line(book, contract_id, line)
    return contract_id


def codes(error: InvalidInput) -> set[tuple[str, str]]:
    return {(each.field, each.code) for each in error.problems}


FEE = NewLine(service_id=1, model="fixed_fee", terms=fee("100"))


def test_a_contract_with_a_line_is_listed_and_shown(book: Book) -> None:
    contract_id = contract_with(book, FEE, replace(FEE, label="Second"))
    (row,) = contracts.rows(book)
    assert (row.customer, row.title, row.titles) == (
        "Globex Handels GmbH",
        "MSA",
        ("MDR", "Second"),
    )
    page = contracts.page(book, contract_id)
    first, second = page.lines
    assert (first.title, second.title, second.service) == ("MDR", "Second", "MDR")
    assert (first.start, first.terms[0].valid_from) == (START, START)
    assert (first.terms[0].model, first.terms[0].terms) == ("fixed_fee", {"price": "100"})
    assert not first.billed


def test_every_step_can_be_undone_and_done_again(book: Book) -> None:
    contract_id = contract_with(book)
    added = contracts.add_line(book, contract_id, FEE)
    (line_id,) = added.ids
    priced = contracts.add_terms(book, line_id, date(2026, 6, 1), "fixed_fee", fee("120"))
    line = contracts.page(book, contract_id).lines[0]
    assert [each.terms["price"] for each in line.terms] == ["100", "120"]
    again = undo(book, priced)
    assert len(contracts.page(book, contract_id).lines[0].terms) == 1
    undo(book, again)
    assert len(contracts.page(book, contract_id).lines[0].terms) == 2
    removed = contracts.remove_line(book, line_id)
    assert contracts.page(book, contract_id).lines == ()
    undo(book, removed)
    assert contracts.page(book, contract_id).lines[0].id == line_id


def test_all_problems_come_at_once(book: Book) -> None:
    contract_id = contract_with(book)
    wrong = NewLine(
        service_id=1,
        model="per_unit",
        terms=per_unit("-1"),
        anchor_day=32,
        cadence_months=0,
        start=date(2025, 12, 1),
        end=date(2025, 12, 1),
        billed_until=date(2025, 11, 1),
    )
    with pytest.raises(InvalidInput) as error:
        contracts.add_line(book, contract_id, wrong)
    assert codes(error.value) == {
        ("end", "ends_before_start"),
        ("start", "line_starts_before_contract"),
        ("anchor_day", "anchor_out_of_range"),
        ("cadence_months", "cadence_out_of_range"),
        ("billed_until", "billed_until_outside"),
        ("unit_price", "price_negative"),
        ("count_kind", "line_needs_count"),
    }
    assert contracts.page(book, contract_id).lines == ()


def test_a_line_needs_a_service_and_a_contract_a_start(book: Book) -> None:
    with pytest.raises(InvalidInput) as error:
        contracts.add_contract(book, 1)
    assert codes(error.value) == {("start", "start_missing")}
    contract_id = contract_with(book)
    with pytest.raises(InvalidInput) as error:
        contracts.add_line(book, contract_id, replace(FEE, service_id=None))
    assert codes(error.value) == {("service_id", "service_missing")}


def test_the_first_terms_follow_the_start(book: Book) -> None:
    contract_id = contract_with(book, FEE)
    line = contracts.page(book, contract_id).lines[0]
    contracts.update_line(book, line.id, line.version, start=date(2026, 3, 1))
    assert contracts.page(book, contract_id).lines[0].terms[0].valid_from == date(2026, 3, 1)


def test_terms_begin_on_or_after_the_start_and_once_a_day(book: Book) -> None:
    contract_id = contract_with(book, FEE)
    line_id = contracts.page(book, contract_id).lines[0].id
    for day, code in ((date(2025, 1, 1), "terms_before_start"), (START, "terms_day_taken")):
        with pytest.raises(InvalidInput) as error:
            contracts.add_terms(book, line_id, day, "fixed_fee", fee("9"))
        assert codes(error.value) == {("valid_from", code)}


def test_a_billed_line_keeps_what_it_was_billed_by(book: Book) -> None:
    contract_id = contract_with(book, FEE)
    billing_run.commit(book, Horizon.through(date(2026, 1, 31)))
    line = contracts.page(book, contract_id).lines[0]
    assert (line.billed, line.billed_to) == (True, date(2026, 2, 1))
    with pytest.raises(InvalidInput) as error:
        contracts.update_line(book, line.id, line.version, anchor_day=15, cadence_months=3)
    assert codes(error.value) == {
        ("anchor_day", "line_is_billed"),
        ("cadence_months", "line_is_billed"),
    }
    with pytest.raises(DomainError, match="line_is_billed"):
        contracts.remove_line(book, line.id)
    with pytest.raises(DomainError, match="contract_has_billed_lines"):
        contracts.remove_contract(book, contract_id)
    contracts.update_line(book, line.id, line.version, end=date(2026, 4, 1), label="Watch")
    assert contracts.page(book, contract_id).lines[0].title == "Watch"


def test_a_change_of_another_version_is_refused(book: Book) -> None:
    contract_id = contract_with(book, FEE)
    page = contracts.page(book, contract_id)
    contracts.update_contract(book, contract_id, page.version, title="New")
    with pytest.raises(DomainError, match="changed_since"):
        contracts.update_contract(book, contract_id, page.version, title="Old")


def test_the_archive_is_neither_billed_nor_credited(book: Book) -> None:
    contract_id = contract_with(book, FEE)
    billing_run.commit(book, Horizon.through(date(2026, 1, 31)))
    archived = contracts.archive_contract(book, contract_id)
    assert billing_run.preview(book, Horizon.through(date(2026, 3, 31))).customers == ()
    undo(book, archived)
    assert billing_run.preview(book, Horizon.through(date(2026, 3, 31))).nets == {"EUR": 20000}


def test_a_site_of_another_customer_is_refused(book: Book) -> None:
    with book.write() as work:
        other = work.add(builders.customer(name="Other"))
    contract_id = contract_with(book)
    with pytest.raises(DomainError, match="not_found"):
        contracts.add_line(book, contract_id, replace(FEE, site_id=other.sites[0].id))


def test_a_count_of_the_same_day_is_replaced(book: Book) -> None:
    day = date(2026, 7, 1)
    counts.record_count(book, 1, "endpoints", day, Decimal(90))
    changed = counts.record_count(book, 1, "endpoints", day, Decimal(96))
    (count,) = counts.history(book, 1)
    assert (count.quantity, counts.kinds(book)) == (Decimal(96), ["endpoints"])
    undo(book, changed)
    assert counts.latest(book, 1)[0].quantity == Decimal(90)


def test_the_newest_count_of_each_kind_and_site(book: Book) -> None:
    for day, quantity in ((1, 10), (2, 11), (3, 12)):
        counts.record_count(book, 1, "users", date(2026, 7, day), Decimal(quantity))
    counts.record_count(book, 1, "users", date(2026, 7, 1), Decimal(4), site_id=1)
    found = [(each.site, each.quantity) for each in counts.latest(book, 1)]
    assert found == [("", Decimal(12)), ("Hamburg", Decimal(4))]
    deleted = counts.delete_count(book, counts.latest(book, 1)[0].id)
    assert counts.latest(book, 1)[0].quantity == Decimal(11)
    undo(book, deleted)
    assert counts.latest(book, 1)[0].quantity == Decimal(12)


def test_a_wrong_count_names_its_fields(book: Book) -> None:
    with pytest.raises(InvalidInput) as error:
        counts.record_count(book, 1, " ", START, Decimal(-1))
    assert codes(error.value) == {("kind", "count_kind_missing"), ("quantity", "quantity_negative")}
    with pytest.raises(InvalidInput) as error:
        counts.record_count(book, 1, "users", START, Decimal("1.0000001"))
    assert codes(error.value) == {("quantity", "too_many_decimals")}
