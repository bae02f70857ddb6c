"""Finds time entries by words, with SQLite's FTS5. PostgreSQL will get a twin.

The index holds the words of note and tags; names of customers and contract lines
are few and matched here, so that renaming one costs nothing in the index.
"""

from __future__ import annotations

import threading
from array import array
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Engine, Select, column, select, table, text

from msspdesk.db.queries.rates import line_label
from msspdesk.db.tables import contract_line, customer, service, time_entry
from msspdesk.domain.words import fold

_TABLE: Final = "entry_words"
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

    Ids in the order of the list and the entries of each customer and line are
    kept in memory until anything is committed to the book; its own connection
    never writes, so `PRAGMA data_version` tells. Safe to use from several threads.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._connection: Connection | None = None
        self._version: int | None = None
        self._newest_first: list[int] = []
        self._of_customer: defaultdict[int, list[int]] = defaultdict(list)
        self._of_line: defaultdict[int, list[int]] = defaultdict(list)
        self._known: dict[str, set[int]] = {}

    def ids(self, typed: str, query: Select[Any] | None = None) -> array[int]:
        """Ids of entries that hold every typed word, in the order of `query`, else newest first.

        A word is found at the beginning of words of the note, the tags, the
        customer or the contract line, whatever its case and accents.
        """
        with self._lock, self._fresh() as connection:
            ordered = self._newest_first if query is None else _column(connection, query)
            words = fold(typed)
            if not words:
                return array("q", ordered)
            found = set.intersection(*(self._holding(connection, word) for word in words))
        return array("q", [key for key in ordered if key in found])

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
                self._load(connection)
                self._version = version
            yield connection
        finally:
            connection.rollback()

    def _load(self, connection: Connection) -> None:
        c = time_entry.c
        query = select(c.id, c.customer_id, c.contract_line_id).order_by(c.day.desc(), c.id.desc())
        rows = connection.execute(query).cursor.fetchall()
        self._newest_first = [key for key, _, _ in rows]
        self._known.clear()
        self._of_customer.clear()
        self._of_line.clear()
        for key, customer_id, line_id in rows:
            self._of_customer[customer_id].append(key)
            if line_id is not None:
                self._of_line[line_id].append(key)

    def _holding(self, connection: Connection, word: str) -> set[int]:
        """Entries that hold a word; the last few words are remembered."""
        if word not in self._known:
            while len(self._known) >= _REMEMBERED:
                del self._known[next(iter(self._known))]
            self._known[word] = self._find(connection, word)
        return self._known[word]

    def _find(self, connection: Connection, word: str) -> set[int]:
        words = table(_TABLE, column("rowid"))
        query = select(words.c.rowid).where(column(_TABLE).op("MATCH")(f'"{word}"*'))
        found = set(_column(connection, query))
        names = select(customer.c.id, customer.c.name, customer.c.short)
        for key in _named(connection, names, word):
            found.update(self._of_customer[key])
        labels = select(contract_line.c.id, line_label()).join(
            service, service.c.id == contract_line.c.service_id
        )
        for key in _named(connection, labels, word):
            found.update(self._of_line[key])
        return found


def _column(connection: Connection, query: Select[Any]) -> list[int]:
    """The first column, straight from the driver: as Row objects it would take twice as long."""
    return [key for (key,) in connection.execute(query).cursor.fetchall()]


def _named(connection: Connection, query: Select[Any], word: str) -> list[int]:
    return [
        key
        for key, *names in connection.execute(query)
        if any(each.startswith(word) for name in names for each in fold(name))
    ]
