"""Undo for every service, made from what the rows were before and after.

A service remembers a row before it changes it and once more after, and hands
back an `Undo` made of such steps; steps of one deed are taken back in one
transaction. Undoing returns Changes with an undo of its own, which is redo.

    with book.write() as work:
        row = work.get_at(TimeEntry, entry_id, version)
        before = remember(row)
        row.note = note
        step = changed(work, before, row)
    return Changes.of("time", ids=(entry_id,), undo=undo_of("Change time", {"time"}, step))

What is compared is content, not the version: after two changes of one row the
second undo must still work although the first one moved the version on. An undo
is refused with DomainError("changed_since") when a field that it would write no
longer holds what the deed left there.
"""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from msspdesk.db.book import Book, Work
from msspdesk.domain.errors import DomainError
from msspdesk.services.changes import Changes, Undo


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A row as it stood: its values by field, those of owned rows in lists of snapshots."""

    entity: type[Any]
    key: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One row's change. `before` None: it was added; `after` None: it was deleted."""

    before: Snapshot | None
    after: Snapshot | None

    @property
    def turned(self) -> Step:
        """The step that takes this one back."""
        return Step(self.after, self.before)


def remember(row: Any) -> Snapshot:
    """The row and everything it owns, as it stands now. It must have its id."""
    values = {
        each.name: _copied(getattr(row, each.name))
        for each in dataclasses.fields(row)
        if each.name not in {"id", "version"}
    }
    return Snapshot(type(row), row.id, values)


def added(row: Any) -> Step:
    """The row was stored just now."""
    return Step(None, remember(row))


def changed(work: Work, before: Snapshot, row: Any) -> Step:
    """The row stood as `before`; new owned rows get their ids here."""
    work.flush()
    return Step(before, remember(row))


def deleted(row: Any) -> Step:
    """The row is about to be deleted; call this before."""
    return Step(remember(row), None)


def undo_of(
    label: str,
    kinds: Collection[str],
    *steps: Step,
    check: Callable[[Work], None] | None = None,
) -> Undo:
    """One undo for all steps of a deed, given in the order they were done.

    `label` is the message id of the deed ("Note time"), `kinds` what to reload.
    `check` raises when the rows put back make no sense with what came since.
    """

    def job(book: Book) -> Changes:
        with book.write() as work:
            turned = [_take_back(work, step) for step in reversed(steps)]
            if check is not None:
                work.flush()
                check(work)
        ids = tuple(dict.fromkeys(_key(each) for each in turned))
        return Changes.of(*kinds, ids=ids, undo=undo_of(label, kinds, *turned, check=check))

    def stands(book: Book) -> bool:
        with book.read() as work:
            return all(_stands(work, step) for step in steps)

    return Undo(label, job, stands)


_SEALS = ("number", "locked")
"""Fields that an issued document and its time have, and no deed takes away."""


def _stands(work: Work, step: Step) -> bool:
    """Whether `_take_back` would find the row as the deed left it, and not sealed since."""
    before, after = step.before, step.after
    if after is None:
        return before is not None and work.find(before.entity, before.key) is None
    row = work.find(after.entity, after.key)
    if row is None:
        return False
    now = remember(row)
    sealed = any(now.values.get(name) and not after.values.get(name) for name in _SEALS)
    return not sealed and not _moved(now, after, before)


def _key(step: Step) -> int:
    snapshot = step.before or step.after
    if snapshot is None:
        raise ValueError("a step needs a row")
    return snapshot.key


def _take_back(work: Work, step: Step) -> Step:
    """Undo one step; what is handed back is the step that was just done."""
    before, after = step.before, step.after
    if after is None:
        if before is None or work.find(before.entity, before.key) is not None:
            raise DomainError("changed_since")
        return added(work.add(_made(before)))
    row = work.find(after.entity, after.key)
    if row is None:
        raise DomainError("changed_since")
    now = remember(row)
    _refuse_if_moved(now, after, before)
    if before is None:
        work.delete(row)
        return Step(now, None)
    _put(work, row, before, _differing(before, after))
    return changed(work, now, row)


def _refuse_if_moved(now: Snapshot, after: Snapshot, before: Snapshot | None) -> None:
    if _moved(now, after, before):
        raise DomainError("changed_since")


def _moved(now: Snapshot, after: Snapshot, before: Snapshot | None) -> bool:
    names = after.values.keys() if before is None else _differing(before, after)
    return any(now.values[name] != after.values[name] for name in names)


def _differing(one: Snapshot, other: Snapshot) -> list[str]:
    return [name for name, value in one.values.items() if other.values[name] != value]


def _put(work: Work, row: Any, wanted: Snapshot, names: Iterable[str]) -> None:
    for name in names:
        value = wanted.values[name]
        if _is_owned(value) or _is_owned(getattr(row, name)):
            _put_owned(work, getattr(row, name), value)
            work.touch(row)
        else:
            setattr(row, name, copy.deepcopy(value))


def _put_owned(work: Work, rows: list[Any], wanted: Sequence[Snapshot]) -> None:
    """Make the owned rows what they were, under their old ids."""
    keys = {each.key for each in wanted}
    rows[:] = [row for row in rows if row.id in keys]
    work.flush()  # so that what goes does not stand in the way of what comes back
    present = {row.id: row for row in rows}
    for each in wanted:
        if each.key in present:
            _put(work, present[each.key], each, each.values)
        else:
            rows.append(_made(each))


def _made(snapshot: Snapshot) -> Any:
    values = {
        name: [_made(each) for each in value] if _is_owned(value) else copy.deepcopy(value)
        for name, value in snapshot.values.items()
    }
    return snapshot.entity(id=snapshot.key, **values)


def _is_owned(value: object) -> bool:
    return isinstance(value, (list, tuple))


def _copied(value: Any) -> Any:
    if _is_owned(value):
        return tuple(remember(each) for each in value)
    return copy.deepcopy(value)
