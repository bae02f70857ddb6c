"""Deeds that all kept records share: change one at its version, or delete it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from msspdesk.db.book import Book, Work
from msspdesk.domain.errors import DomainError
from msspdesk.services.changes import Changes
from msspdesk.services.undoing import Step, changed, deleted, remember, undo_of

Alter = Callable[[Work, Any], object]


@dataclass(frozen=True, slots=True)
class Kept:
    """A kind of record: its entity, and what reloads when one of them changes."""

    entity: type[Any]
    kinds: frozenset[str]

    def change(
        self,
        book: Book,
        key: int,
        version: int,
        alter: Alter,
        label: str,
        then: Callable[[Work], Sequence[Step]] | None = None,
    ) -> Changes:
        """Change a row and what it owns; its version moves, unless nothing became different.

        `then` marks the drafts that the change makes stale. DomainError("changed_since").
        """
        with book.write() as work:
            row = work.get_at(self.entity, key, version)
            before = remember(row)
            alter(work, row)
            step = changed(work, before, row)
            if step.before == step.after:
                return Changes.of()
            if row.version == version:
                work.touch(row)
            further = then(work) if then is not None else ()
        return self.told(label, row, step, *further)

    def delete(self, book: Book, key: int, version: int, label: str) -> Changes:
        """Delete a row that nothing names; else DomainError("still_in_use")."""
        with book.write() as work:
            row = work.get_at(self.entity, key, version)
            step = deleted(row)
            work.delete(row)
        return self.told(label, row, step)

    def told(self, label: str, row: Any, *steps: Step) -> Changes:
        """The deed on a row as Changes; further steps are drafts that it made stale."""
        seen = self.kinds | {"invoices"} if len(steps) > 1 else self.kinds
        ids = () if row.id is None else (row.id,)
        return Changes.of(*seen, ids=ids, undo=undo_of(label, self.kinds, *steps))


def owned(rows: Iterable[Any], key: int) -> Any:
    """One of the rows that a record owns; gone by now: DomainError("changed_since")."""
    for row in rows:
        if row.id == key:
            return row
    raise DomainError("changed_since")


def put(row: object, values: Mapping[str, Any]) -> None:
    """Set the fields named."""
    for name, value in values.items():
        setattr(row, name, value)
