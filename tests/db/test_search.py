"""The search over time entries keeps up with every writer and outlives none."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

from sqlalchemy import text

from msspdesk.db import search
from msspdesk.db.book import Book
from msspdesk.domain.timesheets import TimeEntry
from tests import builders


def noted(book: Book, note: str, day: date = date(2026, 7, 31)) -> int:
    with book.write() as work:
        row = TimeEntry(uuid=builders.new_uuid(), day=day, minutes=60, billed_minutes=60, note=note)
        return work.add(row).id or 0


def test_what_another_program_commits_is_found_at_once(tmp_path: Path) -> None:
    book = builders.make_book(tmp_path)
    key = noted(book, "alpha")
    assert list(book.entry_search.ids("alph")) == [key]
    with closing(sqlite3.connect(book.path)) as other:
        other.execute("UPDATE time_entry SET note = 'beta'")
        other.commit()
    assert list(book.entry_search.ids("alph")) == []
    assert list(book.entry_search.ids("bet")) == [key]
    book.close()


def test_newest_first_and_every_word_counts(tmp_path: Path) -> None:
    book = builders.make_book(tmp_path)
    old = noted(book, "patch mail server", date(2026, 1, 1))
    new = noted(book, "patch firewall")
    assert list(book.entry_search.ids("")) == [new, old]
    assert list(book.entry_search.ids("patch")) == [new, old]
    assert list(book.entry_search.ids("serv patch")) == [old]
    assert list(book.entry_search.ids("atch")) == []
    book.close()


def test_many_words_forget_the_first_ones_not_the_answer(tmp_path: Path) -> None:
    book = builders.make_book(tmp_path)
    key = noted(book, " ".join(f"word{number}" for number in range(20)))
    typed = " ".join(f"word{number}" for number in range(20))
    assert list(book.entry_search.ids(typed)) == [key]
    assert list(book.entry_search.ids(typed + " other")) == []
    book.close()


def test_signs_of_the_query_language_are_only_text(tmp_path: Path) -> None:
    book = builders.make_book(tmp_path)
    key = noted(book, 'say "AND" near NOT(x)')
    for typed in ('"', "NOT", "AND near", "x)", "*", "say -near"):
        assert list(book.entry_search.ids(typed)) == [key]
    book.close()


def test_an_index_put_in_later_knows_what_was_there_before(tmp_path: Path) -> None:
    book = builders.make_book(tmp_path)
    key = noted(book, "alpha")
    with book.write() as work:
        work.connection.execute(text("DROP TABLE entry_words"))
        search.install(work.connection)
        search.install(work.connection)
    assert list(book.entry_search.ids("alpha")) == [key]
    second = noted(book, "alpha two")
    assert list(book.entry_search.ids("alpha")) == [second, key]
    book.close()


def test_it_can_be_asked_again_after_closing(tmp_path: Path) -> None:
    book = builders.make_book(tmp_path)
    key = noted(book, "alpha")
    book.close()
    assert list(book.entry_search.ids("alpha")) == [key]
    book.close()
