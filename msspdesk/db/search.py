"""Finds time entries by words, with SQLite's FTS5. PostgreSQL will get a twin.

The index holds the words of note and tags; names of customers and contract lines
are few and matched here, so that renaming one costs nothing in the index.
"""

from __future__ import annotations

import json
import threading
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import reduce
from itertools import compress
from operator import and_
from typing import Any, Final

from sqlalchemy import Connection, Engine, Select, select, text

from msspdesk.db.queries.rates import line_label
from msspdesk.db.tables import contract_line, customer, service, time_entry
from msspdesk.domain.words import fold

_TABLE: Final = "entry_words"
_MATCH: Final = "SELECT json_group_array(rowid) FROM entry_words WHERE entry_words MATCH ?"
"""All at once: row by row the driver takes the interpreter back 58 000 times for a letter."""

_REMEMBERED: Final = 8
"""Words whose entries are kept: going on to type costs only the new word."""
_INDEX: Final = (
    "CREATE VIRTUAL TABLE entry_words USING fts5(note, tags, content='time_entry',"
    " content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
)
_REBUILD: Final = "INSERT INTO entry_words(entry_words) VALUES ('rebuild')"
_PUT: Final = "INSERT INTO entry_words(rowid, note, tags) VALUES (NEW.id, NEW.note, NEW.tags);"
_TAKE: Final = (
    "INSERT INTO entry_words(entry_words, rowid, note, tags)"
    " VALUES ('delete', OLD.id, OLD.note, OLD.tags);"
)
_TRIGGERS: Final = {
    "words_insert": f"AFTER INSERT ON time_entry BEGIN {_PUT} END",
    "words_delete": f"AFTER DELETE ON time_entry BEGIN {_TAKE} END",
    "words_update": f"AFTER UPDATE OF note, tags ON time_entry BEGIN {_TAKE} {_PUT} END",
}


def install(connection: Connection) -> None:
    """Make the index if it is not there, and put its triggers in place anew."""
    known = connection.execute(
        text("SELECT 1 FROM sqlite_master WHERE name = :name"), {"name": _TABLE}
    ).scalar()
    if not known:
        connection.execute(text(_INDEX))
        connection.execute(text(_REBUILD))
    for name, body in _TRIGGERS.items():
        connection.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
        connection.execute(text(f"CREATE TRIGGER {name} {body}"))


class EntrySearch:
    """Answers each keystroke over all entries of one book.

    The order of the list, names, and who each entry is for are kept in memory
    until anything is committed to the book; its own connection never writes, so
    `PRAGMA data_version` tells. Which entries hold a word is a mask: a number
    with one byte an entry in the order of the list. Safe to use from several threads.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._connection: Connection | None = None
        self._version: int | None = None
        self._kept = _Kept()

    def ids(self, typed: str, query: Select[Any] | None = None) -> array[int]:
        """Ids of entries that hold every typed word, in the order of `query`, else newest first.

        A word is found at the beginning of words of the note, the tags, the
        customer or the contract line, whatever its case and accents.
        """
        with self._lock, self._fresh() as connection:
            ordered = None if query is None else _column(connection, query)
            words = fold(typed)
            if not words:
                return array("q", self._kept.ids if ordered is None else ordered)
            masks = (self._kept.mask(connection, word) for word in words)
            found = self._kept.chosen(reduce(and_, masks))
        if ordered is None:
            return array("q", found)
        return array("q", filter(set(found).__contains__, ordered))

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            # The version is counted by connection: the next one begins anew.
            self._connection = self._version = None

    @contextmanager
    def _fresh(self) -> Iterator[Connection]:
        """The connection, with what is kept in memory as new as the book."""
        connection = self._connection = self._connection or self._engine.connect()
        try:
            version = connection.execute(text("PRAGMA data_version")).scalar_one()
            if version != self._version:
                self._kept = _load(connection)
                self._version = version
            yield connection
        finally:
            connection.rollback()


_Names = Sequence[tuple[int, frozenset[str]]]


@dataclass(slots=True)
class _Kept:
    """One state of the book: entries newest first, and the words of names by id."""

    ids: Sequence[int] = ()
    customers: Sequence[int | None] = ()
    lines: Sequence[int | None] = ()
    customer_names: _Names = ()
    line_names: _Names = ()
    masks: dict[str, int] = field(default_factory=dict)

    def chosen(self, mask: int) -> Iterator[int]:
        """The ids that a mask marks, newest first."""
        return compress(self.ids, mask.to_bytes(len(self.ids), "big"))

    def mask(self, connection: Connection, word: str) -> int:
        """Entries that hold a word; the last few words are remembered."""
        if word not in self.masks:
            while len(self.masks) >= _REMEMBERED:
                del self.masks[next(iter(self.masks))]
            self.masks[word] = self._find(connection, word)
        return self.masks[word]

    def _find(self, connection: Connection, word: str) -> int:
        found = 0
        (noted,) = connection.exec_driver_sql(_MATCH, (f'"{word}"*',)).one()
        sources: tuple[tuple[Sequence[int | None], set[int]], ...] = (
            (self.ids, set(json.loads(noted))),
            (self.customers, _beginning(self.customer_names, word)),
            (self.lines, _beginning(self.line_names, word)),
        )
        for column, keys in sources:
            if keys:
                found |= int.from_bytes(bytes(map(keys.__contains__, column)), "big")
        return found


def _beginning(names: _Names, word: str) -> set[int]:
    return {key for key, words in names if any(each.startswith(word) for each in words)}


def _load(connection: Connection) -> _Kept:
    c = time_entry.c
    query = select(c.id, c.customer_id, c.contract_line_id).order_by(c.day.desc(), c.id.desc())
    rows = connection.execute(query).cursor.fetchall()
    ids, customers, lines = zip(*rows, strict=True) if rows else ((), (), ())
    labels = select(contract_line.c.id, line_label()).join(
        service, service.c.id == contract_line.c.service_id
    )
    names = select(customer.c.id, customer.c.name, customer.c.short)
    return _Kept(ids, customers, lines, _words(connection, names), _words(connection, labels))


def _words(connection: Connection, query: Select[Any]) -> _Names:
    return [
        (key, frozenset(word for name in names for word in fold(name)))
        for key, *names in connection.execute(query)
    ]


def _column(connection: Connection, query: Select[Any]) -> list[int]:
    """The first column, straight from the driver: as Row objects it would take twice as long."""
    return [key for (key,) in connection.execute(query).cursor.fetchall()]
