"""Every deed can be taken back, and taken back again, and never writes over later work."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msspdesk.db.book import Book
from msspdesk.domain.contracts import Contract, LineTerms
from msspdesk.domain.customers import Contact, Customer, Site
from msspdesk.domain.errors import DomainError
from msspdesk.services.changes import Changes, Undo
from msspdesk.services.undoing import added, changed, deleted, remember, undo_of
from tests import builders


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return builders.make_book(tmp_path)


def _add(book: Book) -> tuple[int, Undo]:
    with book.write() as work:
        row = work.add(builders.customer())
        step = added(row)
    assert row.id is not None
    return row.id, undo_of("Add customer", {"customers"}, step)


def _rename(book: Book, key: int, name: str) -> Undo:
    with book.write() as work:
        row = work.get(Customer, key)
        before = remember(row)
        row.name = name
        step = changed(work, before, row)
    return undo_of("Rename", {"customers"}, step)


def _name(book: Book, key: int) -> str | None:
    with book.read() as work:
        row = work.find(Customer, key)
        return row.name if row else None


def _redo(changes: Changes) -> Undo:
    assert changes.undo is not None
    return changes.undo


def test_two_changes_of_one_row_are_taken_back_one_after_the_other(book: Book) -> None:
    key, _ = _add(book)
    first, second = _rename(book, key, "B"), _rename(book, key, "C")
    second.job(book)
    assert _name(book, key) == "B"
    first.job(book)
    assert _name(book, key) == "Globex Handels GmbH"


def test_an_undo_stands_while_the_row_is_as_the_deed_left_it(book: Book) -> None:
    key, _ = _add(book)
    first, second = _rename(book, key, "B"), _rename(book, key, "C")
    assert (first.stands(book), second.stands(book)) == (False, True)
    again = _redo(second.job(book))
    assert (first.stands(book), second.stands(book), again.stands(book)) == (True, False, True)


def test_undo_of_an_undo_does_it_again(book: Book) -> None:
    key, undo = _add(book)
    gone = undo.job(book)
    assert _name(book, key) is None
    assert gone.kinds == {"customers"}
    assert gone.ids == (key,)
    _redo(gone).job(book)
    assert _name(book, key) == "Globex Handels GmbH"


def test_a_deleted_row_comes_back_with_what_it_owned_under_the_same_ids(book: Book) -> None:
    key, _ = _add(book)
    with book.write() as work:
        row = work.get(Customer, key)
        step, old = deleted(row), (row.sites[0].id, row.contacts[0].id)
        work.delete(row)
    undo_of("Delete customer", {"customers"}, step).job(book)
    with book.read() as work:
        row = work.get(Customer, key)
        assert (row.sites[0].id, row.contacts[0].id) == old
        assert row.sites[0].city == "Hamburg"


def test_later_work_on_the_same_field_is_not_written_over(book: Book) -> None:
    key, add = _add(book)
    undo = _rename(book, key, "B")
    _rename(book, key, "C")
    for stale in (undo, add):
        with pytest.raises(DomainError, match="changed_since"):
            stale.job(book)
    assert _name(book, key) == "C"


def test_later_work_on_another_field_stays(book: Book) -> None:
    key, _ = _add(book)
    undo = _rename(book, key, "B")
    with book.write() as work:
        work.get(Customer, key).notes = "call first"
    undo.job(book)
    with book.read() as work:
        row = work.get(Customer, key)
    assert (row.name, row.notes) == ("Globex Handels GmbH", "call first")


def test_owned_rows_added_changed_and_removed_are_put_back(book: Book) -> None:
    key, _ = _add(book)
    with book.write() as work:
        row = work.get(Customer, key)
        version, before = row.version, remember(row)
        row.sites[0].city = "Bremen"
        row.sites.append(Site(position=1, city="Kiel", country="DE"))
        row.contacts.clear()
        work.touch(row)
        step = changed(work, before, row)
        assert row.version == version + 1
    undo_of("Change", {"customers"}, step).job(book)
    with book.read() as work:
        row = work.get(Customer, key)
        assert remember(row) == before


def test_terms_of_a_contract_line_swap_days_and_come_back(book: Book) -> None:
    key, _ = _add(book)
    with book.write() as work:
        service = work.add(builders.service())
        line = builders.contract_line(service.id or 0, "fixed_fee", {"price": "100"})
        row = work.add(builders.contract(key, line))
        before = remember(row)
        del row.lines[0].terms[0]
        work.flush()
        terms = LineTerms(valid_from=date(2026, 1, 1), model="fixed_fee", terms={"price": "120"})
        row.lines[0].terms.append(terms)
        step = changed(work, before, row)
    undo_of("Change terms", {"contracts"}, step).job(book)
    with book.read() as work:
        assert remember(work.get(Contract, row.id)) == before


def test_several_rows_go_back_together_or_not_at_all(book: Book) -> None:
    one, _ = _add(book)
    two, _ = _add(book)
    with book.write() as work:
        steps = []
        for key in (one, two):
            row = work.get(Customer, key)
            before = remember(row)
            row.archived = True
            steps.append(changed(work, before, row))
    with book.write() as work:
        work.get(Customer, one).archived = False
    with pytest.raises(DomainError, match="changed_since"):
        undo_of("Archive", {"customers"}, *steps).job(book)
    with book.read() as work:
        assert work.get(Customer, two).archived


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["name", "site", "contact", "drop", "delete"]), max_size=6))
def test_any_row_of_deeds_goes_back_to_the_start_and_forth_again(
    book: Book, deeds: list[str]
) -> None:
    key, _ = _add(book)
    start = _state(book, key)
    undos = [_deed(book, key, deed, number) for number, deed in enumerate(deeds)]
    end = _state(book, key)
    redos = [_redo(undo.job(book)) for undo in reversed(undos) if undo]
    assert _state(book, key) == start
    for redo in reversed(redos):
        redo.job(book)
    assert _state(book, key) == end


def _state(book: Book, key: int) -> object:
    with book.read() as work:
        row = work.find(Customer, key)
        return row and remember(row)


def _deed(book: Book, key: int, deed: str, number: int) -> Undo | None:
    with book.write() as work:
        row = work.find(Customer, key)
        if row is None:
            return None
        if deed == "delete":
            step = deleted(row)
            work.delete(row)
            return undo_of("Delete", {"customers"}, step)
        before = remember(row)
        if deed == "name":
            row.name = f"Name {number}"
        elif deed == "site":
            row.sites.append(Site(position=number + 1, city=f"City {number}"))
        elif deed == "contact":
            row.contacts.append(Contact(position=number + 1, name=f"Contact {number}"))
        elif row.sites:
            del row.sites[-1]
        return undo_of("Change", {"customers"}, changed(work, before, row))
