"""What the frame of the window asks of its presenters. No Qt.

The entry line, the timer and the head are drawn by the shell; who answers them
is given in by `ui.app`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Pair:
    """Label muted, value 500; tone warn or bad where the value needs a look."""

    label: str
    value: str
    tone: str = "text"


@dataclass(frozen=True, slots=True)
class Reading:
    """How the entry line understands what stands in it.

    `ok`: Enter will store it; `enter` says what Enter does ("Notes it"). `problem` is
    a sentence when it cannot be stored yet. `other` says what Alt+Down changes
    ("other line"), empty if there is nothing to choose. `note` is muted text at the
    end, used by the reading of an empty line ("Last noted 16:41: ...").
    """

    pairs: tuple[Pair, ...] = ()
    ok: bool = False
    problem: str = ""
    enter: str = ""
    other: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Completion:
    """One proposal: `text` is shown, `insert` replaces the characters from start to end."""

    text: str
    insert: str
    start: int
    end: int
    note: str = ""


class EntryPresenter(Protocol):
    """Answers on every keystroke, so `reading` and `complete` must be pure and quick (1 ms)."""

    def reading(self, text: str) -> Reading:
        """The reading; for an empty text what today and the week hold."""

    def complete(self, text: str, cursor: int) -> list[Completion]:
        """At most eight proposals for the word at the cursor, best first."""

    def other(self, text: str) -> None:
        """Take the next possible contract line for this text (Alt+Down)."""

    def commit(self, text: str, done: Callable[[bool], None]) -> None:
        """Store it; `done(True)` empties the line, `done(False)` leaves it as it is."""

    def on_update(self, callback: Callable[[], None]) -> None:
        """Called when the same text would read differently now."""


@dataclass(frozen=True, slots=True)
class TimerState:
    """A running timer; `since` is aware, the shell counts from it."""

    since: datetime
    customer: str
    text: str


class TimerPresenter(Protocol):
    """The timer at the right of the entry line."""

    @property
    def timer(self) -> TimerState | None: ...

    def start(self, text: str, done: Callable[[bool], None]) -> None:
        """Start with what stands in the entry line; an empty text is allowed.

        `done(True)` empties the line, `done(False)` leaves it as it is.
        """

    def stop(self) -> None: ...

    def switch(self, text: str, done: Callable[[bool], None]) -> None:
        """Stop and note the running one, start the next."""

    def on_update(self, callback: Callable[[], None]) -> None: ...


class HeadPresenter(Protocol):
    """Seller's name at the right of the tabs and the number beside Today."""

    @property
    def seller(self) -> str: ...

    @property
    def badge(self) -> int: ...

    def on_update(self, callback: Callable[[], None]) -> None: ...
