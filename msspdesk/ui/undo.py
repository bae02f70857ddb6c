"""What Ctrl+Z takes back: the last steps of this session, in memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from itertools import takewhile
from typing import TYPE_CHECKING

from msspdesk.services.changes import Undo

if TYPE_CHECKING:
    from msspdesk.db.book import Book

DEPTH = 50


class UndoStack:
    """The newest step comes back first; older than `DEPTH` steps are forgotten."""

    def __init__(self) -> None:
        self._steps: deque[Undo] = deque(maxlen=DEPTH)
        self._told: dict[int, str] = {}

    def push(self, undo: Undo, told: str = "") -> None:
        """Remember a step, and with which sentence it was told."""
        self._steps.append(undo)
        standing = {id(step) for step in self._steps}
        self._told = {key: words for key, words in self._told.items() if key in standing}
        self._told[id(undo)] = told

    def told(self, undo: Undo) -> str:
        """The sentence that told of a step when it was done, empty if there was none."""
        return self._told.get(id(undo), "")

    def pop(self) -> Undo | None:
        return self._steps.pop() if self._steps else None

    def take(self, undo: Undo) -> bool:
        """Remove this very step if it still stands (Undo pressed in a notice)."""
        for step in self._steps:
            if step is undo:
                self._steps.remove(step)
                return True
        return False

    def steps(self) -> tuple[Undo, ...]:
        """All of them, the newest last."""
        return tuple(self._steps)

    def fallen(self) -> Callable[[Book], list[Undo]]:
        """Finds the newest steps that cannot be taken back any more.

        Only the newest can tell: what lies below it waits until that is taken back.
        """
        steps = reversed(self.steps())
        return lambda book: list(takewhile(lambda each: not each.stands(book), steps))

    def top(self) -> Undo | None:
        return self._steps[-1] if self._steps else None
