"""A book file is looked at before anything is written to it."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from msspdesk.db import schema, store, tables, upgrade
from msspdesk.domain.errors import DomainError
from tests.builders import FixedClock, make_book, sound_revision


@pytest.fixture
def book_file(tmp_path: Path) -> Path:
    book = make_book(tmp_path)
    book.close()
    return book.path


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def code_of_opening(path: Path) -> str:
    before = digest(path)
    with pytest.raises(DomainError) as caught:
        store.open_book(path, FixedClock())
    assert digest(path) == before, "a refused file stays as it is"
    return caught.value.code


def test_a_new_book_opens_again(book_file: Path) -> None:
    book = store.open_book(book_file, FixedClock())
    assert book.today().isoformat() == "2026-07-31"
    book.close()


def test_nothing_is_written_over(book_file: Path) -> None:
    with pytest.raises(DomainError, match="file_exists"):
        store.create(book_file)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(DomainError, match="no_book"):
        store.open_book(tmp_path / "none.msspdesk")


@pytest.mark.parametrize("content", [b"", b"SQLite format 2", b"%PDF-1.7 hello", b"\0" * 5000])
def test_a_foreign_file_is_no_book(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.msspdesk"
    path.write_bytes(content)
    assert code_of_opening(path) == "not_a_book"


def test_another_programs_database_is_no_book(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (x)")
        connection.commit()
    assert code_of_opening(path) == "not_a_book"


@pytest.mark.parametrize("keep", [50, 4096, 30_000])
def test_a_truncated_book_is_damaged(book_file: Path, keep: int) -> None:
    os.truncate(book_file, keep)
    assert code_of_opening(book_file) == "book_damaged"


def test_a_newer_book_is_refused_untouched(book_file: Path) -> None:
    with closing(sqlite3.connect(book_file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    assert code_of_opening(book_file) == "book_is_newer"


def test_every_page_overwritten_with_noise_is_noticed_or_harmless(book_file: Path) -> None:
    content = book_file.read_bytes()
    for page in range(1, len(content) // 4096, 7):
        broken = bytearray(content)
        broken[page * 4096 : (page + 1) * 4096] = bytes(range(256)) * 16
        book_file.write_bytes(broken)
        try:
            store.open_book(book_file, FixedClock()).close()
        except DomainError as error:
            assert error.code == "book_damaged"  # noqa: PT017 - a free page may well be sound


def test_reading_needs_no_write(book_file: Path) -> None:
    book = store.open_book(book_file, FixedClock(), read_only=True)
    assert book.today().year == 2026
    with pytest.raises(DomainError, match="book_is_read_only"), book.write():
        pass
    book.close()


def test_the_migrations_end_where_a_new_book_begins(book_file: Path) -> None:
    assert upgrade.script().get_heads() == [schema.HEAD]
    assert schema.HEAD in schema.known()
    engine = create_engine(f"sqlite:///{book_file}")
    with engine.connect() as connection:
        # The search index is SQLite's own and stands in no table of ours.
        skip = {"include_name": lambda name, *_: not str(name).startswith("entry_words")}
        context = MigrationContext.configure(connection, opts=skip)
        differences = compare_metadata(context, tables.metadata)
    engine.dispose()
    assert differences == []


def test_a_safe_copy_is_whole_and_overwrites_nothing(book_file: Path) -> None:
    first = upgrade.safe_copy(book_file, "before-x")
    second = upgrade.safe_copy(book_file, "before-x")
    assert first != second
    assert sound_revision(first) == schema.HEAD
