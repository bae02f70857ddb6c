"""A record that is being filled in: stored once it can be, field by field from then on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msspdesk.ui.presenters.base import OnError

Values = dict[str, Any]
Change = Callable[[str, Any, OnError], None]


class FirstStore:
    """Fields typed before the record is complete wait; those typed while it is being stored follow.

    `add(values, on_done, on_error)` stores the new record; `change` one more field of it.
    """

    def __init__(
        self,
        add: Callable[[Values, Callable[[], None], OnError], None],
        change: Change,
        complete: Callable[[Values], bool],
    ) -> None:
        self._add, self._change, self._complete = add, change, complete
        self.values: Values = {}
        self._later: list[tuple[str, Any, OnError]] = []
        self._sent = False
        self._is_stored = False

    def put(self, key: str, value: Any, on_error: OnError) -> None:
        """A field was left with a new value."""
        if self._is_stored:
            self._change(key, value, on_error)
            return
        if self._sent:
            self._later.append((key, value, on_error))
            return
        self.values[key] = value
        if not self._complete(self.values):
            return
        self._sent = True
        given = {name: each for name, each in self.values.items() if each not in (None, "")}
        self._add(given, self._stored, lambda error: self._failed(error, on_error))

    def _stored(self) -> None:
        self._is_stored = True
        for key, value, on_error in self._later:
            self._change(key, value, on_error)
        self._later.clear()

    def _failed(self, error: Exception, on_error: OnError) -> None:
        """Nothing was stored: what came meanwhile is kept for the next try."""
        self._sent = False
        self.values |= {key: value for key, value, _tell in self._later}
        self._later.clear()
        on_error(error)
