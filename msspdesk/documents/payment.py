"""How to pay: the code to scan and beside it the same facts in words."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import segno

from msspdesk.documents.flow import Block
from msspdesk.documents.model import PaymentBox
from msspdesk.documents.rows import Cell, put
from msspdesk.documents.sheet import MM, Sheet
from msspdesk.documents.styles import BODY, FINE, LABEL, STRONG
from msspdesk.documents.tags import ROW_HEAD, Element
from msspdesk.documents.wrap import wrap

QR_SIDE: Final = 26 * MM
_MASK: Final = 4


@lru_cache(maxsize=16)
def qr_rows(payload: bytes) -> tuple[bytes, ...]:
    """The code's cells, 0 or 1, without quiet zone; error correction M as EPC069-12 asks.

    The mask is fixed: any mask can be read, and the search for the best one takes
    longer than drawing the rest of the invoice.
    """
    code = segno.make_qr(payload, error="m", mask=_MASK, boost_error=False)
    return tuple(bytes(cells) for cells in code.matrix)


def payment_box(box: PaymentBox, parent: Element, left: float, right: float) -> Block:
    """One block from `left` to `right`, as high as the higher of code and words."""
    heading = parent.add("H2")
    figure = parent.add("Figure", alt=box.qr_alt or box.heading) if box.qr_payload else None
    x = left + (QR_SIDE + 16 if figure else 0)
    cells = _words(box, heading, parent.add("Table"), x, right)
    if figure and box.qr_caption:
        lines = [(line, FINE) for line in wrap(box.qr_caption, FINE, right - x)]
        cells.append([Cell(parent.add("P"), x, lines)])
    words = sum(max(cell.height for cell in level) for level in cells)
    code = QR_SIDE if figure else 0.0

    def draw(sheet: Sheet, top: float) -> None:
        y = top
        for level in cells:
            for cell in level:
                put(sheet, cell, y)
            y += max(cell.height for cell in level)
        if figure and box.qr_payload:
            rows = qr_rows(box.qr_payload)
            sheet.mark(figure)
            sheet.cells(left, top + 2, QR_SIDE / len(rows), rows)

    return Block(max(words, code) + 2, draw, gap=12)


def _words(
    box: PaymentBox, heading: Element, table: Element, x: float, right: float
) -> list[list[Cell]]:
    levels = [[Cell(heading, x, [(line, STRONG) for line in wrap(box.heading, STRONG, right - x)])]]
    width = max((LABEL.width(label) for label, _ in box.lines), default=0.0)
    width = min(width, (right - x) * 0.4)
    for label, value in box.lines:
        tr = table.add("TR")
        values = wrap(value, BODY, right - x - width - 12)
        levels.append(
            [
                Cell(
                    tr.add("TH", ROW_HEAD),
                    x,
                    [(line, LABEL) for line in wrap(label, LABEL, width + 0.1)],
                ),
                Cell(tr.add("TD"), x + width + 12, [(line, BODY) for line in values]),
            ]
        )
    return levels
