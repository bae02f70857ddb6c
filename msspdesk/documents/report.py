"""A report becomes the bytes of a PDF: sender, facts, then its tables one below another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msspdesk.documents.annex import grouped_table
from msspdesk.documents.flow import Block
from msspdesk.documents.fonts import clean
from msspdesk.documents.forms import REPORT
from msspdesk.documents.letterhead import sender, sender_bottom
from msspdesk.documents.model import Fact, PaperReport
from msspdesk.documents.pages import print_pages
from msspdesk.documents.pictures import Picture
from msspdesk.documents.rows import Cell, Look, paragraph, row
from msspdesk.documents.sheet import Sheet
from msspdesk.documents.styles import BODY, LABEL, STRONG, TITLE
from msspdesk.documents.tags import ROW_HEAD, Element
from msspdesk.documents.wrap import wrap

_GAP: Final = 18.0
_ABOVE_TITLE: Final = 34.0


def render_report(paper: PaperReport) -> bytes:
    """The report as PDF/A-3a, tagged. The same `paper` gives the same bytes.

    Errors: missing_glyphs (characters), accent_invalid, logo_unreadable, logo_too_large.
    """

    def head(sheet: Sheet, parent: Element, logo: Picture | None) -> None:
        sender(sheet, paper, REPORT, parent, logo)

    def body(root: Element, left: float, right: float) -> Iterator[Block]:
        return _body(paper, root, left, right)

    top = REPORT.head_top + sender_bottom(paper) + _ABOVE_TITLE
    return print_pages(paper, REPORT, top, head, body)


def _body(paper: PaperReport, root: Element, left: float, right: float) -> Iterator[Block]:
    for block in paragraph(root.add("H1"), paper.title, TITLE, left, right - left):
        block.keep = True
        yield block
    facts = _facts(paper.facts, root.add("Table"), left, right)
    for block in facts[:1]:
        block.gap = 10
    yield from facts
    for text in paper.intro:
        blocks = paragraph(root.add("P"), text, BODY, left, right - left)
        blocks[0].gap = 12
        yield from blocks
    for content in paper.tables:
        table = grouped_table(content, root, left, right)
        table[0].gap = 30
        yield from table


def _facts(facts: tuple[Fact, ...], table: Element, left: float, right: float) -> list[Block]:
    """Labels beside their values, the values all at one place."""
    labels = max((LABEL.width(clean(fact.label)) for fact in facts), default=0.0)
    start = left + labels + _GAP
    blocks: list[Block] = []
    for fact in facts:
        style = STRONG if fact.strong else BODY
        tr = table.add("TR")
        values = [(line, style) for line in wrap(fact.value, style, right - start)]
        cells = [
            Cell(tr.add("TH", ROW_HEAD), left, [(clean(fact.label), LABEL)]),
            Cell(tr.add("TD"), start, values),
        ]
        blocks += row(cells, Look(left, right, above=0.0, below=0.0, thickness=0.0))
    return blocks
