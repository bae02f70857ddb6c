"""Every action of the program by name and shortcut; Ctrl+K lists them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True)
class Action:
    name: str
    place: str
    action: QAction

    @property
    def shortcut(self) -> str:
        return self.action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


class Actions:
    """Actions of one window. A shortcut may be given away only once."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._actions: list[Action] = []
        self._promised: dict[tuple[str, str], Action] = {}

    def add(
        self,
        name: str,
        run: Callable[[], None],
        *,
        shortcut: str = "",
        place: str = "",
        listed: bool = True,
    ) -> QAction:
        """Register an action under a translated name (a verb first: "New customer").

        `place` is the tab it belongs to; `listed` False keeps it out of the palette.
        """
        self._keep_promise(name, place)
        action = QAction(name, self._window)
        if shortcut:
            self._check_free(shortcut)
            action.setShortcut(QKeySequence(shortcut))
        action.triggered.connect(lambda _checked=False: run())
        self._window.addAction(action)
        if listed:
            self._actions.append(Action(name, place, action))
        return action

    def promise(
        self, name: str, make: Callable[[], None], *, place: str, shortcut: str = ""
    ) -> None:
        """An action of a tab that nobody opened yet.

        Called, it makes the tab by `make`; what the tab then adds under the same name
        and place stands instead of the promise, and is run.
        """

        def run() -> None:
            make()
            if (name, place) not in self._promised:
                self._named(name, place).action.trigger()

        self.add(name, run, shortcut=shortcut, place=place)
        self._promised[name, place] = self._named(name, place)

    def promised(self) -> list[Action]:
        """What waits for its tab to be made."""
        return list(self._promised.values())

    def _named(self, name: str, place: str) -> Action:
        return next(each for each in self._actions if (each.name, each.place) == (name, place))

    def _keep_promise(self, name: str, place: str) -> None:
        promise = self._promised.pop((name, place), None)
        if promise is not None:
            self._actions.remove(promise)
            self._window.removeAction(promise.action)
            promise.action.deleteLater()

    def all(self) -> list[Action]:
        return [each for each in self._actions if each.action.isEnabled()]

    def _check_free(self, shortcut: str) -> None:
        wanted = QKeySequence(shortcut)
        for action in self._window.actions():
            if action.shortcut() == wanted:
                raise ValueError(f"{shortcut} already belongs to {action.text()}")
