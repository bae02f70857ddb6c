"""Rows of cells and paragraphs of lines, as blocks that can be placed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from msspdesk.documents.flow import Block
from msspdesk.documents.sheet import LINE, Sheet, Style
from msspdesk.documents.tags import Element
from msspdesk.documents.wrap import wrap

HAIRLINE: Final = 0.6
_TALLEST: Final = 170.0
_PIECE: Final = 60.0


@dataclass(slots=True)
class Cell:
    """Lines that start at `x`, or end there if `right`. Without element: an artifact."""

    element: Element | None
    x: float
    lines: list[tuple[str, Style]]
    right: bool = False

    @property
    def height(self) -> float:
        """Of all lines, in points."""
        return sum(style.leading for _, style in self.lines)


@dataclass(frozen=True, slots=True)
class Look:
    """Space around a row's text and the rule below it, from `left` to `right`."""

    left: float
    right: float
    above: float = 5.0
    below: float = 5.0
    colour: str = LINE
    thickness: float = HAIRLINE


def baseline(style: Style) -> float:
    """From the top of a line to its baseline: the same for every size of one leading,
    so that a small label and the value beside it stand on one line."""
    return style.leading * 0.765


def put(sheet: Sheet, cell: Cell, top: float) -> None:
    """Draw one cell with its first line starting at `top`."""
    if not cell.lines:
        return
    sheet.mark(cell.element)
    draw = sheet.right if cell.right else sheet.text
    for text, style in cell.lines[:-1]:
        # The space parts the words for whoever reads without looking.
        draw(cell.x, top + baseline(style), text, style, " ")
        top += style.leading
    text, style = cell.lines[-1]
    draw(cell.x, top + baseline(style), text, style)


def row(cells: list[Cell], look: Look) -> list[Block]:
    """One block, or several when the row is so tall that it may cross pages."""
    height = max((cell.height for cell in cells), default=0.0)
    if height > _TALLEST:
        return _tall_row(cells, look, height)

    def draw(sheet: Sheet, top: float) -> None:
        for cell in cells:
            put(sheet, cell, top + look.above)
        _rule(sheet, look, top + look.above + height + look.below)

    return [Block(look.above + height + look.below, draw)]


def _tall_row(cells: list[Cell], look: Look, height: float) -> list[Block]:
    entries = []
    for cell in cells:
        offset = 0.0
        for text, style in cell.lines:
            entries.append((offset, Cell(cell.element, cell.x, [(text, style)], cell.right)))
            offset += style.leading
    tallest = max(cells, key=lambda cell: cell.height)
    cuts = _cuts(tallest)
    blocks = []
    for start, end in zip(cuts, [*cuts[1:], height], strict=True):
        inside = [(offset - start, cell) for offset, cell in entries if start <= offset < end]
        blocks.append(_piece(inside, end - start, look, first=start == 0, last=end == height))
    return blocks


def _cuts(cell: Cell) -> list[float]:
    cuts = [0.0]
    offset = 0.0
    for _, style in cell.lines:
        if offset - cuts[-1] >= _PIECE and cell.height - offset > style.leading:
            cuts.append(offset)
        offset += style.leading
    return cuts


def _piece(
    entries: list[tuple[float, Cell]], height: float, look: Look, *, first: bool, last: bool
) -> Block:
    above = look.above if first else 0.0
    below = look.below if last else 0.0

    def draw(sheet: Sheet, top: float) -> None:
        for offset, cell in entries:
            put(sheet, cell, top + above + offset)
        if last:
            _rule(sheet, look, top + height + below + above)

    return Block(above + height + below, draw)


def _rule(sheet: Sheet, look: Look, y: float) -> None:
    if look.thickness:
        sheet.rule(look.left, look.right, y, look.colour, look.thickness)


def below(upper: Block, lower: Block) -> Block:
    """Two blocks as one, the lower right under the upper."""

    def draw(sheet: Sheet, top: float) -> None:
        upper.draw(sheet, top)
        lower.draw(sheet, top + upper.height)

    return Block(upper.height + lower.height, draw)


def paragraph(element: Element, text: str, style: Style, x: float, width: float) -> list[Block]:
    """The lines of a text; at least two of them stay together at both ends."""
    lines = wrap(text, style, width)
    blocks = [_line(element, line, style, x) for line in lines]
    for block in blocks[:1] + blocks[-2:-1]:
        block.keep = len(blocks) > 1
    return blocks


def _line(element: Element, text: str, style: Style, x: float) -> Block:
    cell = Cell(element, x, [(text, style)])
    return Block(style.leading, lambda sheet, top: put(sheet, cell, top))
