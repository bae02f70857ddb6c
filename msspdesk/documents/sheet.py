"""One page being drawn: text, rules and pictures at places, each with its tag.

Places are in points from the upper left corner, text stands on its baseline.
Operators go straight into the page's content; colour, font and line width are
written only where they change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from msspdesk.documents.fonts import Face, FontInUse, medium, regular
from msspdesk.documents.tags import Content, Element

MM: Final = 72 / 25.4

TEXT: Final = "#1A1F26"
MUTED: Final = "#5B6673"
LINE: Final = "#E3E6EA"
EDGE: Final = "#BCC4CC"


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of text looks. `leading` is the distance of baselines in points."""

    size: float
    leading: float
    strong: bool = False
    colour: str = TEXT

    @property
    def face(self) -> Face:
        """The face it is set in."""
        return medium() if self.strong else regular()

    def width(self, text: str) -> float:
        """Width of one line of text in points."""
        return self.face.width(text, self.size)


@dataclass(frozen=True, slots=True)
class Link:
    """An area of a page that opens an address; it belongs to `element`."""

    box: tuple[float, float, float, float]
    url: str
    element: Element


class Fonts:
    """The two weights of one document, and the names its pages know them by."""

    def __init__(self) -> None:
        self.regular = FontInUse(regular())
        self.medium = FontInUse(medium())

    def pieces(self, text: str, strong: bool) -> list[tuple[str, str]]:
        """Pieces of (font resource, PDF string)."""
        prefix, font = ("M", self.medium) if strong else ("R", self.regular)
        return [(f"{prefix}{number}", string) for number, string in font.encode(text)]


class Sheet:
    """The content of one page."""

    def __init__(self, number: int, size: tuple[float, float], fonts: Fonts) -> None:
        self.number = number
        self.width, self.height = size
        self.marked: list[Element] = []
        self.links: list[Link] = []
        self.images: set[str] = set()
        self._fonts = fonts
        self._ops: list[str] = []
        self._mark: Element | None = None
        self._marking = False
        self._state: dict[str, str] = {}

    def mark(self, element: Element | None) -> None:
        """What is drawn from here belongs to `element`; None is an artifact."""
        if self._marking and element is self._mark:
            return
        self._end_mark()
        self._mark, self._marking = element, True
        if element is None:
            self._ops.append("/Artifact BMC")
        else:
            number = len(self.marked)
            element.kids.append(Content(self.number, number))
            self.marked.append(element)
            self._ops.append(f"/{element.role} << /MCID {number} >> BDC")

    def _end_mark(self) -> None:
        if self._marking:
            self._ops.append("EMC")
        self._marking = False

    def text(self, x: float, y: float, text: str, style: Style, after: str = "") -> None:
        """One line of text from `x` to the right; `after` stands behind it, unmeasured."""
        self._set("rg", style.colour)
        place = f"1 0 0 1 {x:.2f} {self.height - y:.2f} Tm"
        shown = []
        for name, string in self._fonts.pieces(text + after, style.strong):
            font = f"/{name} {style.size:g} Tf"
            if self._state.get("Tf") != font:
                self._state["Tf"] = font
                shown.append(font)
            shown.append(f"{string} Tj")
        self._ops.append(f"BT {place} {' '.join(shown)} ET")

    def right(self, x: float, y: float, text: str, style: Style, after: str = "") -> None:
        """One line of text that ends at `x`."""
        self.text(x - style.width(text), y, text, style, after)

    def rule(self, x: float, x2: float, y: float, colour: str, thickness: float) -> None:
        """A horizontal line, always an artifact."""
        self.mark(None)
        self._set("RG", colour)
        if self._state.get("w") != f"{thickness:g}":
            self._state["w"] = f"{thickness:g}"
            self._ops.append(f"{thickness:g} w")
        place = self.height - y
        self._ops.append(f"{x:.2f} {place:.2f} m {x2:.2f} {place:.2f} l S")

    def fill(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A filled rectangle with its upper left corner at (x, y)."""
        self._set("rg", colour)
        self._ops.append(f"{x:.2f} {self.height - y - height:.2f} {width:.2f} {height:.2f} re f")

    def image(self, name: str, box: tuple[float, float, float, float]) -> None:
        """A picture resource in the box (x, y, width, height)."""
        x, y, width, height = box
        self.images.add(name)
        self._ops.append(
            f"q {width:.2f} 0 0 {height:.2f} {x:.2f} {self.height - y - height:.2f} cm /{name} Do Q"
        )

    def cells(self, x: float, y: float, cell: float, rows: Sequence[Sequence[int]]) -> None:
        """A pattern of square cells of `cell` points; 1 is filled, 0 is not."""
        self._set("rg", "#000000")
        self._ops.append(f"q {cell:.4f} 0 0 {-cell:.4f} {x:.2f} {self.height - y:.2f} cm")
        for number, row in enumerate(rows):
            self._ops.append(_runs(number, row))
        self._ops.append("f Q")

    def _set(self, operator: str, colour: str) -> None:
        if self._state.get(operator) != colour:
            self._state[operator] = colour
            self._ops.append(f"{_rgb(colour)} {operator}")

    def content(self) -> bytes:
        """The finished content stream."""
        self._end_mark()
        return "\n".join(self._ops).encode("ascii")


@cache
def _rgb(colour: str) -> str:
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return " ".join(f"{part:.3g}" for part in parts)


def _runs(number: int, row: Sequence[int]) -> str:
    """Rectangles of a row of cells: neighbours are drawn as one."""
    cells = bytes(row)
    found = []
    start = cells.find(1)
    while start >= 0:
        end = cells.find(0, start)
        end = len(cells) if end < 0 else end
        found.append(f"{start} {number} {end - start} 1 re")
        start = cells.find(1, end)
    return " ".join(found)
