"""What a service hands back: what changed, and how to take it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from msspdesk.db.book import Book

KINDS: Final = frozenset(
    {
        *("customers", "services", "seller", "contracts", "counts", "billing"),
        *("time", "timer", "invoices", "payments", "renderings", "tax"),
    }
)
"""Every kind of thing that can change."""


@dataclass(frozen=True, slots=True)
class Undo:
    """One step back. `job` runs in the writer and returns the Changes it makes.

    `label` names the action as a message id for the window ("Note time").
    The job raises DomainError("changed_since") when the row has moved on. `stands` only
    reads: whether it still can be done, so that it is not offered in vain.
    """

    label: str
    job: Callable[[Book], Changes]
    stands: Callable[[Book], bool] = lambda _book: True


@dataclass(frozen=True, slots=True)
class Changes:
    """The kinds of thing that changed (`"time"`, `"invoices"` ...) and their ids.

    A presenter reloads when it watches one of the kinds.
    """

    kinds: frozenset[str]
    ids: tuple[int, ...] = ()
    undo: Undo | None = field(default=None, compare=False)

    @classmethod
    def of(cls, *kinds: str, ids: tuple[int, ...] = (), undo: Undo | None = None) -> Changes:
        return cls(frozenset(kinds), ids, undo)

    @classmethod
    def anything(cls) -> Changes:
        """Somebody else wrote, and nobody knows what."""
        return cls(KINDS)
