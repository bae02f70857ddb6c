"""The table of invoiced lines: measured columns, a head on every page, sums carried."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from msspdesk.documents.flow import Block
from msspdesk.documents.fonts import clean
from msspdesk.documents.model import PaperInvoice, PaperLine
from msspdesk.documents.rows import Cell, Look, below, put, row
from msspdesk.documents.sheet import EDGE, Sheet, Style
from msspdesk.documents.styles import BODY, SMALL, STRONG
from msspdesk.documents.tags import COLUMN_HEAD, Element
from msspdesk.documents.wrap import wrap, wrap_all

GUTTER: Final = 16.0
_WIDEST: Final = 0.22  # of the table, for any column but the description

Lines = list[tuple[str, Style]]


@dataclass(frozen=True, slots=True)
class _Column:
    heading: str
    lines_of: Callable[[PaperLine, float], Lines]
    width: float
    x: float
    right: bool


def line_table(paper: PaperInvoice, parent: Element, left: float, right: float) -> list[Block]:
    """The blocks of the table from `left` to `right`; its head keeps with the first line."""
    columns = _columns(paper, left, right)
    table = parent.add("Table")
    blocks = [_head(columns, table, left, right)]
    repeated = _head(columns, None, left, right)
    look = Look(left, right)
    carried = ""
    for line in paper.lines:
        element = table.add("TR")
        cells = [
            Cell(element.add("TD"), column.x, column.lines_of(line, column.width), column.right)
            for column in columns
        ]
        pieces = row(cells, look)
        head = below(repeated, _carry(paper.carry_label, carried, right)) if carried else repeated
        for piece in pieces:
            piece.head = head
        carried = line.running if paper.carry_label else ""
        if carried and line is not paper.lines[-1]:
            pieces[-1].foot = _carry(paper.carry_label, carried, right)
        blocks += pieces
    blocks[0].keep = True
    blocks[-1].keep = True
    return blocks


def _head(columns: Sequence[_Column], table: Element | None, left: float, right: float) -> Block:
    """The heads of the columns: tagged the first time, an artifact when repeated."""
    tr = table.add("TR") if table else None
    cells = [
        Cell(
            tr.add("TH", COLUMN_HEAD) if tr else None,
            column.x,
            [(text, SMALL) for text in wrap(column.heading, SMALL, column.width)],
            column.right,
        )
        for column in columns
    ]
    [head] = row(cells, Look(left, right, above=0.0, colour=EDGE))
    return head


def _carry(label: str, value: str, right: float) -> Block:
    amount = Cell(None, right, [(clean(value), BODY)], right=True)
    before = right - BODY.width(clean(value)) - GUTTER
    words = Cell(None, before, [(clean(label), SMALL)], right=True)
    # The label stands on the baseline of the amount.
    shift = (BODY.leading - SMALL.leading) / 2

    def draw(sheet: Sheet, top: float) -> None:
        put(sheet, words, top + 4 + shift)
        put(sheet, amount, top + 4)

    return Block(BODY.leading + 8, draw)


def _columns(paper: PaperInvoice, left: float, right: float) -> list[_Column]:
    """Numbers get what they need, from the right; the description gets the rest."""
    heads, lines = paper.headings, paper.lines
    widest = (right - left) * _WIDEST
    columns: list[_Column] = []
    edge = right
    numbers: list[tuple[str, Callable[[PaperLine], Iterable[tuple[str, Style]]]]] = [
        (heads.amount, lambda line: [(line.amount, BODY)]),
        (heads.price, lambda line: [(line.price, BODY)]),
        (heads.quantity, lambda line: [(line.quantity, BODY), (line.unit, SMALL)]),
    ]
    for heading, parts in numbers:
        texts = [(clean(text), style) for line in lines for text, style in parts(line) if text]
        if not texts:
            continue
        texts.append((clean(heading), SMALL))
        width = min(widest, max(style.width(text.replace("\n", " ")) for text, style in texts))
        columns.insert(0, _Column(heading, _number_lines(parts), width, edge, right=True))
        edge -= max(width, 44.0) + GUTTER
    start = left
    if any(line.position for line in lines):
        width = max(BODY.width(clean(line.position).replace("\n", " ")) for line in lines)
        width = min(widest / 2, max(width, SMALL.width(clean(heads.position))))
        columns.insert(0, _Column(heads.position, _position_lines, width, left, right=False))
        start += width + GUTTER
    text = _Column(heads.description, _description_lines, edge - start, start, right=False)
    columns.insert(1 if start > left else 0, text)
    return columns


def _number_lines(
    parts: Callable[[PaperLine], Iterable[tuple[str, Style]]],
) -> Callable[[PaperLine, float], Lines]:
    def lines_of(line: PaperLine, width: float) -> Lines:
        return [(part, style) for text, style in parts(line) for part in wrap(text, style, width)]

    return lines_of


def _position_lines(line: PaperLine, width: float) -> Lines:
    return [(text, BODY) for text in wrap(line.position, BODY, width)]


def _description_lines(line: PaperLine, width: float) -> Lines:
    small = (*line.details, line.discount) if line.discount else line.details
    title = [(text, STRONG) for text in wrap(line.title, STRONG, width)]
    return title + [(text, SMALL) for text in wrap_all(small, SMALL, width)]
