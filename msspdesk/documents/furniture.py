"""What surrounds the body of every page: head of later pages, footer, draft mark."""

from __future__ import annotations

from typing import Final

from msspdesk.documents.fonts import clean
from msspdesk.documents.forms import LATER_TOP, Margins
from msspdesk.documents.model import Paper
from msspdesk.documents.rows import Cell, baseline, put
from msspdesk.documents.sheet import EDGE, MM, Sheet, Style
from msspdesk.documents.styles import FINE, SMALL
from msspdesk.documents.wrap import wrap, wrap_all

_BOTTOM: Final = 9 * MM
_DRAFT: Final = Style(9, 12, strong=True, colour="#8A5200")
_DRAFT_FILL: Final = "#FFF4DF"
_DRAFT_HEIGHT: Final = 20.0
_COLUMNS: Final = 3
_GUTTER: Final = 14.0


def footer_height(paper: Paper, width: float) -> float:
    """From the lower edge of the page to the footer's upper edge, `width` being usable."""
    return _BOTTOM + max(map(len, _footer(paper, width)), default=0) * FINE.leading + 22


def furniture(sheet: Sheet, paper: Paper, form: Margins, pages: int) -> None:
    """Draw it all as artifacts: a screen reader need not hear it on every page."""
    edge = sheet.width - form.right
    sheet.mark(None)
    if paper.draft_mark:
        _draft(sheet, clean(paper.draft_mark).replace("\n", " "))
    if sheet.number:
        _later_head(sheet, paper, form.left, edge)
    columns = _footer(paper, edge - form.left)
    top = sheet.height - footer_height(paper, edge - form.left) + 22
    label = paper.page_label.format(page=sheet.number + 1, pages=pages)
    sheet.right(edge, top - 22 + baseline(FINE), clean(label), FINE)
    if columns:
        sheet.rule(form.left, edge, top - 8, EDGE, 0.5)
        step = (edge - form.left + _GUTTER) / len(columns)
        for number, lines in enumerate(columns):
            x = form.left + number * step
            put(sheet, Cell(None, x, [(line, FINE) for line in lines]), top - 2)


def _footer(paper: Paper, width: float) -> list[list[str]]:
    columns = paper.footer[:_COLUMNS]
    each = (width + _GUTTER) / max(1, len(columns)) - _GUTTER
    return [wrap_all(lines, FINE, each) for lines in columns]


def _draft(sheet: Sheet, text: str) -> None:
    sheet.fill(0, 0, sheet.width, _DRAFT_HEIGHT, _DRAFT_FILL)
    place = (sheet.width - _DRAFT.width(text)) / 2
    sheet.text(place, 4 + baseline(_DRAFT), text, _DRAFT)


def _first_line(text: str, width: float) -> str:
    return next(iter(wrap(text, SMALL, width)), "")


def _later_head(sheet: Sheet, paper: Paper, left: float, edge: float) -> None:
    y = LATER_TOP - 22 + baseline(SMALL) - SMALL.leading
    middle = (left + edge) / 2
    sheet.text(left, y, _first_line(paper.title, middle - left - 8), SMALL)
    sheet.right(edge, y, _first_line(paper.seller_name, edge - middle - 8), SMALL)
    sheet.rule(left, edge, LATER_TOP - 18, EDGE, 0.5)
