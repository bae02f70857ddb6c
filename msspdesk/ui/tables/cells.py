"""What a table shows, as data: a `Cell` says what, the delegate paints it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Generic, Literal, Protocol, TypeVar

from PySide6.QtCore import Qt


class Check(Enum):
    """A check box in a cell; a click or Space acts as `check`."""

    ON = "on"
    OFF = "off"
    PART = "part"


RowKind = Literal["row", "child", "heading", "muted"]
"""`heading`: a day or group on window ground; `child`: indented and muted."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. Colour is a tone: text, muted, disabled, accent, warn, bad, good.

    `action` is the word that `Table.acted` carries when the icon, check box,
    button or link of the cell is clicked; without one nothing can be clicked.
    """

    text: str = ""
    unit: str = ""  # 12 px muted after the number
    note: str = ""  # 13 px muted after the text
    below: str = ""  # second line, 12 px muted; rows 48 high
    before: str = ""  # 500 accent before the number (+1:30)
    tone: str = ""  # empty: text, or muted in child rows
    below_tone: str = "muted"
    bold: bool = False
    small: bool = False  # 12 px
    icon: str = ""
    icon_tone: str = ""  # empty: the tone of the text
    tags: tuple[str, ...] = ()  # reasons, before the text
    tags_below: tuple[str, ...] = ()
    check: Check | None = None
    button: str = ""  # a verb; as wide as the column
    primary: bool = False
    link: bool = False  # accent, clickable text
    bar: float | None = None  # filled part of the column's width, 0 to 1
    target: float | None = None  # where the 1-px tick of the bar stands
    action: str = ""
    ground: str = ""  # a token for the whole cell (today's column: accent_soft)

    def words(self) -> str:
        """All that is written, for screen readers and copying."""
        parts = (self.before, *self.tags, self.text, self.unit, self.note, self.button, self.below)
        return " ".join(part for part in parts if part)


class HasId(Protocol):
    @property
    def id(self) -> int: ...


R = TypeVar("R")


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column over rows of type R. `width` 0 takes what is left."""

    key: str
    title: str
    cell: Callable[[R], Cell | str]
    width: int = 0
    right: bool = False  # numbers
    sortable: bool = False
    edit: Callable[[R], str | None] | None = None  # text to edit; None = locked
    name: str = ""  # for screen readers when the title is empty
    emphasis: bool = False  # heading in text colour and 500 (today)
    min_width: int = 80


CELL = int(Qt.ItemDataRole.UserRole) + 1
KIND = CELL + 1
ROW_ID = CELL + 2


def as_cell(value: Cell | str) -> Cell:
    return Cell(value) if isinstance(value, str) else value
