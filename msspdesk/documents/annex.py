"""An annex: a table on pages of its own, grouped, with sums an engineer can check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from msspdesk.documents.flow import Block
from msspdesk.documents.fonts import clean
from msspdesk.documents.model import Annex, AnnexGroup
from msspdesk.documents.rows import Cell, Look, below, paragraph, row
from msspdesk.documents.sheet import EDGE, TEXT, Style
from msspdesk.documents.styles import BODY, FINE_STRONG, FINE_TEXT, SMALL, STRONG, SUBTITLE
from msspdesk.documents.tags import COLUMN_HEAD, Element
from msspdesk.documents.wrap import wrap

_GUTTER: Final = 14.0
_WIDEST: Final = 0.2


@dataclass(frozen=True, slots=True)
class _Place:
    """Of a column: its width and the edge its text stands at."""

    x: float
    width: float
    right: bool


def annex(content: Annex, parent: Element, left: float, right: float) -> list[Block]:
    """The blocks of an annex; the first one starts a new page."""
    blocks = grouped_table(content, parent, left, right)
    blocks[0].new_page = True
    return blocks


def grouped_table(content: Annex, parent: Element, left: float, right: float) -> list[Block]:
    """Title, head and groups of rows. Where a page breaks inside a group, the next
    one begins with the heads of the columns and that of the group.
    """
    blocks = paragraph(parent.add("H2"), content.title, SUBTITLE, left, right - left)
    for text in content.intro:
        blocks += paragraph(parent.add("P"), text, BODY, left, right - left)
    for block in blocks:
        block.keep = True
    table = parent.add("Table")
    places = _places(content, left, right)
    headings = [column.heading for column in content.columns]
    line = Look(left, right, above=3.5, below=3.5)
    head_look = Look(left, right, above=12.0, below=4.0, colour=EDGE)
    blocks += _row(places, headings, SMALL, head_look, table.add("TR"), "TH", keep=True)
    [head] = _row(places, headings, SMALL, Look(left, right, 0.0, 4.0, EDGE), None, "")
    last = Look(left, right, 3.5, 3.5, TEXT, 0.9) if content.sums else line
    body: list[Block] = []
    for group in content.groups:
        look = last if group is content.groups[-1] else line
        body += _group(group, table, places, head, (line, look))
    if content.sums:
        for block in body[-1:]:
            block.keep = True
        total = Look(left, right, above=6.0, thickness=0.0)
        body += _row(places, content.sums, STRONG, total, table.add("TR"), "TD")
        body[-1].head = head
    return blocks + body


def _group(
    group: AnnexGroup,
    table: Element,
    places: Sequence[_Place],
    head: Block,
    looks: tuple[Look, Look],
) -> list[Block]:
    """Heading, rows and sums of a group; `looks` are those of its rows and of its sums."""
    line, last = looks
    heading = _group_heading(group.heading, table, len(places), line.left, line.right)
    rows: list[Block] = []
    for cells in group.rows:
        rows += _row(places, cells, FINE_TEXT, line, table.add("TR"), "TD")
    if group.sums:
        rows[-1].keep = True
        rows += _row(places, group.sums, FINE_STRONG, last, table.add("TR"), "TD")
    again = _group_heading(group.heading, None, len(places), line.left, line.right)
    for block in rows:
        block.head = below(head, again[0]) if again else head
    for block in heading:
        block.head = head
    return heading + rows


def _row(
    places: Sequence[_Place],
    texts: Sequence[str],
    style: Style,
    look: Look,
    tr: Element | None,
    role: str,
    *,
    keep: bool = False,
) -> list[Block]:
    attributes = COLUMN_HEAD if role == "TH" else ""
    cells = [
        Cell(
            tr.add(role, attributes) if tr else None,
            place.x,
            [(line, style) for line in wrap(text, style, place.width)],
            place.right,
        )
        for place, text in zip(places, texts, strict=True)
    ]
    blocks = row(cells, look)
    blocks[-1].keep = keep
    return blocks


def _group_heading(
    heading: str, table: Element | None, columns: int, left: float, right: float
) -> list[Block]:
    """Tagged the first time, an artifact without `table` when it is repeated."""
    if not heading:
        return []
    cell = None
    if table:
        cell = table.add("TR").add("TH", f"/O /Table /Scope /Row /ColSpan {columns}")
    lines = [(line, STRONG) for line in wrap(heading, STRONG, right - left)]
    [block] = row([Cell(cell, left, lines)], Look(left, right, above=10.0, below=3.0))
    block.keep = True
    return [block]


def _places(content: Annex, left: float, right: float) -> list[_Place]:
    """Columns as wide as their widest cell; those that grow share what is left."""
    rows = [cells for group in content.groups for cells in (*group.rows, group.sums)]
    rows = [cells for cells in (*rows, content.sums) if cells]
    widths: list[float | None] = []
    for number, column in enumerate(content.columns):
        if column.grow:
            widths.append(None)
            continue
        texts = {clean(cells[number]).replace("\n", " ") for cells in rows}
        natural = max((STRONG.width(text) for text in texts), default=0.0)
        natural = max(natural, SMALL.width(clean(column.heading))) + 0.1
        widths.append(min(natural, (right - left) * _WIDEST))
    fixed = sum(width for width in widths if width is not None)
    rest = right - left - fixed - _GUTTER * (len(widths) - 1)
    share = rest / max(1, sum(width is None for width in widths))
    places = []
    x = left
    for column, width in zip(content.columns, widths, strict=True):
        used = share if width is None else width
        places.append(_Place(x + used if column.number else x, used, column.number))
        x += used + _GUTTER
    return places
