"""Blocks fall onto pages, top to bottom, before anything is drawn.

So the number of pages is known when the first one is drawn, and what belongs
together (a heading and its first row, the last row and the totals) stays so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from msspdesk.documents.sheet import Sheet

_TIGHTER: Final = (0.8, 0.6)

Draw = Callable[[Sheet, float], None]


@dataclass(slots=True)
class Block:
    """Something of fixed height that is never cut. Lengths are in points.

    gap: space above it, not at the top of a page. keep: stays on the page of the
    next block. head: drawn above it when it starts a page that is not the first.
    foot: drawn below it when it is the last on a page but not of its table.
    """

    height: float
    draw: Draw
    gap: float = 0.0
    keep: bool = False
    head: Block | None = None
    foot: Block | None = None
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """Where blocks may stand: from `first` or `later` down to `bottom`, in points."""

    first: float
    later: float
    bottom: float


Placed = tuple[Block, float]


def paginate(blocks: Sequence[Block], frame: Frame) -> list[list[Placed]]:
    """Pages of (block, top). Nothing is lost; what is taller than a page sticks out.

    If smaller gaps save a page, the gaps are smaller.
    """
    pages = _fill(blocks, _Flow(frame, 1.0))
    if len(pages) > 1:
        for looseness in _TIGHTER:
            tight = _fill(blocks, _Flow(frame, looseness))
            if len(tight) < len(pages):
                return tight
    return pages


def _fill(blocks: Sequence[Block], flow: _Flow) -> list[list[Placed]]:
    for unit in _units(blocks):
        needed = sum(flow.space(block) for block in unit) + _foot(unit[-1])
        if unit[0].new_page or not flow.fits(needed):
            flow.turn(unit[0])
        for block in unit:
            if not flow.fits(flow.space(block) + _foot(block)):
                flow.turn(block)
            flow.place(block)
    return flow.pages


class _Flow:
    def __init__(self, frame: Frame, looseness: float) -> None:
        self.frame = frame
        self.looseness = looseness
        self.pages: list[list[Placed]] = [[]]
        self.y = frame.first
        self.fresh = True

    def space(self, block: Block) -> float:
        return block.gap * self.looseness + block.height

    def fits(self, height: float) -> bool:
        return self.y + height <= self.frame.bottom + 0.01

    def turn(self, block: Block) -> None:
        """A new page for `block`, unless nothing stands on this one yet."""
        if self.fresh:
            return
        last = self.pages[-1][-1][0]
        if last.foot and block.head:
            self.pages[-1].append((last.foot, self.y))
        self.pages.append([])
        self.y = self.frame.later
        self.fresh = True
        if block.head:
            self.pages[-1].append((block.head, self.y))
            self.y += block.head.height

    def place(self, block: Block) -> None:
        self.y += 0 if self.fresh else block.gap * self.looseness
        self.pages[-1].append((block, self.y))
        self.y += block.height
        self.fresh = False


def _foot(block: Block) -> float:
    return block.foot.height if block.foot else 0.0


def _units(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Runs of blocks that are to stay on one page."""
    unit: list[Block] = []
    for block in blocks:
        unit.append(block)
        if not block.keep:
            yield unit
            unit = []
    if unit:
        yield unit
