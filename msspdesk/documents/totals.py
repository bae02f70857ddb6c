"""The totals and, beside them, the tax by rate: one block that is never torn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from msspdesk.documents.flow import Block
from msspdesk.documents.fonts import clean
from msspdesk.documents.model import PaperInvoice, PaperTotal
from msspdesk.documents.rows import HAIRLINE, Cell, baseline, put
from msspdesk.documents.sheet import EDGE, LINE, TEXT, Sheet, Style
from msspdesk.documents.styles import BODY, FINE_TEXT, SMALL, TOTAL
from msspdesk.documents.tags import COLUMN_HEAD, ROW_HEAD, Element
from msspdesk.documents.wrap import wrap

_NARROWEST: Final = 190.0
_GAP: Final = 14.0
_PAD: Final = 4.0


@dataclass(slots=True)
class _Row:
    """Cells that start at `top`, and the rule above them if there is one."""

    top: float
    cells: list[Cell]
    rule: tuple[str, float] | None = None


@dataclass(slots=True)
class _Area:
    """Rows between two edges; `height` grows as they come."""

    left: float
    right: float
    rows: list[_Row]
    height: float = 0.0

    def draw(self, sheet: Sheet, top: float) -> None:
        """Draw all rows with the area's top at `top`."""
        for each in self.rows:
            if each.rule:
                sheet.rule(self.left, self.right, top + each.top - _PAD, *each.rule)
            for cell in each.cells:
                put(sheet, cell, top + each.top)


def totals(paper: PaperInvoice, parent: Element, left: float, right: float) -> Block:
    """Totals at the right; tax rows at the left of them if they fit, else below."""
    values = max((_style(row).width(clean(row.value)) for row in paper.totals), default=0.0)
    labels = max((_style(row).width(clean(row.label)) for row in paper.totals), default=0.0)
    width = min(max(_NARROWEST, labels + values + 24), (right - left) * 0.6)
    sums = _sums(paper.totals, parent, right - width, right)
    if not paper.tax_rows:
        return Block(sums.height, sums.draw, gap=10)
    beside = _natural(paper) <= right - width - left - 24
    tax = _taxes(paper, parent, left, right - width - 24 if beside else right)
    shift = 0.0 if beside else sums.height + 12

    def draw(sheet: Sheet, top: float) -> None:
        sums.draw(sheet, top)
        tax.draw(sheet, top + shift)

    return Block(max(sums.height, tax.height + shift), draw, gap=10)


def _style(total: PaperTotal) -> Style:
    return TOTAL if total.strong else BODY


def _sums(rows: Sequence[PaperTotal], parent: Element, left: float, right: float) -> _Area:
    area = _Area(left, right, [])
    table = parent.add("Table")
    for each in rows:
        style = _style(each)
        value = clean(each.value)
        label = wrap(each.label, style, right - left - style.width(value) - 12)
        tr = table.add("TR")
        area.height += 2 * _PAD if each.strong and area.rows else 0
        cells = [
            Cell(tr.add("TH", ROW_HEAD), left, [(line, style) for line in label]),
            Cell(tr.add("TD"), right, [(value, style)], right=True),
        ]
        rule = (TEXT, 0.9) if each.strong else None
        area.rows.append(_Row(area.height, cells, rule))
        area.height += max(cell.height for cell in cells) + 2
    return area


def _tax_lines(paper: PaperInvoice) -> list[tuple[str, str, str, str]]:
    return [(row.label, row.base, row.rate, row.tax) for row in paper.tax_rows]


def _number_widths(paper: PaperInvoice) -> list[float]:
    columns = zip(*_tax_lines(paper), strict=True)
    return [
        max(SMALL.width(clean(heading)), *(FINE_TEXT.width(clean(text)) for text in column))
        for heading, column in zip(paper.tax_headings, columns, strict=True)
    ]


def _natural(paper: PaperInvoice) -> float:
    label, *numbers = _number_widths(paper)
    return min(label, 110.0) + sum(numbers) + 3 * _GAP


def _taxes(paper: PaperInvoice, parent: Element, left: float, right: float) -> _Area:
    label, *numbers = _number_widths(paper)
    label = min(label, max(right - left - sum(numbers) - 3 * _GAP, 60.0))
    edges = [left]
    edge = left + label
    for width in numbers:
        edge += _GAP + width
        edges.append(edge)
    area = _Area(left, edge, [])
    table = parent.add("Table")
    # The first baseline is that of the first total beside it.
    area.height = baseline(BODY) - baseline(SMALL)
    _tax_row(area, table, paper.tax_headings, edges, label, role="TH", style=SMALL)
    for number, texts in enumerate(_tax_lines(paper)):
        area.height += 2 * _PAD - 2
        _tax_row(area, table, texts, edges, label, role="TD", style=FINE_TEXT)
        area.rows[-1].rule = (LINE if number else EDGE, HAIRLINE)
    return area


def _tax_row(
    area: _Area,
    table: Element,
    texts: Sequence[str],
    edges: Sequence[float],
    label_width: float,
    *,
    role: str,
    style: Style,
) -> None:
    tr = table.add("TR")
    attributes = COLUMN_HEAD if role == "TH" else ""
    cells = []
    for number, (text, edge) in enumerate(zip(texts, edges, strict=True)):
        lines = wrap(text, style, label_width if number == 0 else 999.0)
        element = tr.add(role, attributes)
        cells.append(Cell(element, edge, [(line, style) for line in lines], right=number > 0))
    area.rows.append(_Row(area.height, cells))
    area.height += max(cell.height for cell in cells)
