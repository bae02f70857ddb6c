"""Finds time entries by words, with SQLite's FTS5. PostgreSQL will get a twin.

The index holds the words of note and tags; names of customers and contract lines
are few and matched here, so that renaming one costs nothing in the index.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, Select, column, or_, select, table, text

from msspdesk.db.queries.rates import line_label
from msspdesk.db.tables import contract_line, customer, service, time_entry
from msspdesk.domain.words import fold

_TABLE: Final = "entry_words"
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


def search_ids(connection: Connection, query: Select[Any], typed: str) -> array[int]:
    """The ids that `query` over `time_entry` gives, of entries that hold every typed word.

    A word is found at the beginning of words of the note, the tags, the customer
    or the contract line, whatever its case and accents. Order is the query's.
    """
    for word in fold(typed):
        query = query.where(_holds(connection, word))
    # Straight from the driver: a hundred thousand ids as Row objects cost 40 ms.
    return array("q", [key for (key,) in connection.execute(query).cursor.fetchall()])


def _holds(connection: Connection, word: str) -> Any:
    words = table(_TABLE, column("rowid"))
    found = select(words.c.rowid).where(column(_TABLE).op("MATCH")(f'"{word}"*'))
    ways = [time_entry.c.id.in_(found)]
    names = select(customer.c.id, customer.c.name, customer.c.short)
    if customers := _named(connection, names, word):
        ways.append(time_entry.c.customer_id.in_(customers))
    labels = select(contract_line.c.id, line_label()).join(
        service, service.c.id == contract_line.c.service_id
    )
    if lines := _named(connection, labels, word):
        ways.append(time_entry.c.contract_line_id.in_(lines))
    return or_(*ways)


def _named(connection: Connection, query: Select[Any], word: str) -> Sequence[int]:
    return [
        key
        for key, *names in connection.execute(query)
        if any(each.startswith(word) for name in names for each in fold(name))
    ]
