"""The top of the first page: sender, address in the window, facts of the document."""

from __future__ import annotations

import math
import re
from typing import Final

from msspdesk.documents.fonts import clean
from msspdesk.documents.forms import FACTS_WIDTH, Form, Margins
from msspdesk.documents.model import Fact, Paper, PaperInvoice
from msspdesk.documents.pictures import Picture
from msspdesk.documents.rows import Cell, put
from msspdesk.documents.sheet import EDGE, MM, Link, Sheet, Style
from msspdesk.documents.styles import ADDRESS, BODY, FINE_TEXT, LABEL, SELLER, SENDER, SMALL, STRONG
from msspdesk.documents.tags import ROW_HEAD, Element
from msspdesk.documents.wrap import wrap, wrap_all

_LOGO_WIDTH: Final = 55 * MM
_LOGO_HEIGHT: Final = 15 * MM
_ICON: Final = 9 * MM
_URL: Final = re.compile(r"(?:https?://|www\.)\S+|[^\s@]+@[^\s@]+\.[^\s@]+")


def letterhead(
    sheet: Sheet, paper: PaperInvoice, form: Form, root: Element, logo: Picture | None
) -> None:
    """Draw it; `body_top` says where the body may start below it."""
    sender(sheet, paper, form, root, logo)
    _address(sheet, paper, form, root)
    _facts(sheet, paper, form, root)
    for fold in form.folds:
        sheet.rule(4 * MM, 8 * MM, fold, EDGE, 0.4)


def body_top(paper: PaperInvoice, form: Form, page_width: float) -> float:
    """Where the title starts: the form's place, or lower if the head needs more room."""
    lines, style = _address_lines(paper, form)
    address = form.address_top + len(lines) * style.leading
    rows = _fact_rows(paper.facts, Element("Table"), page_width - form.right)
    facts = _facts_top(paper, form, rows) + _height(rows)
    return max(form.body_top, address + 18, facts + 18)


def sender_bottom(paper: Paper) -> float:
    """Where what stands below the sender may start, counted from the head's top."""
    lines = wrap_all(paper.seller_lines, SMALL, FACTS_WIDTH)
    return max(_LOGO_HEIGHT, 3 + len(lines) * SMALL.leading, 2 * SELLER[0].leading)


def sender(sheet: Sheet, paper: Paper, form: Margins, root: Element, logo: Picture | None) -> None:
    """Logo and name at the left, address and ways to write at the right."""
    edge = sheet.width - form.right
    x = form.left
    named = True
    if logo:
        box, named = _logo_box(logo, form, edge)
        sheet.mark(root.add("Figure", alt=paper.logo_alt or paper.seller_name))
        sheet.image("Logo", box)
        x = form.left if form.sender_in_window or not named else form.left + box[2] + 9
    top = form.head_top
    if named:
        lines = _name(paper.seller_name, edge - x - FACTS_WIDTH - 12)
        cell = Cell(root.add("P"), x, lines)
        beside = logo is not None and not form.sender_in_window
        put(sheet, cell, top + (max(0.0, (_ICON - cell.height) / 2) if beside else 0.0))
        top += cell.height
    if form.sender_in_window:
        _seller_lines(sheet, paper, root, form.left, top, FACTS_WIDTH, right=False)
    else:
        _seller_lines(sheet, paper, root, edge, form.head_top + 3, FACTS_WIDTH, right=True)


def _name(name: str, width: float) -> list[tuple[str, Style]]:
    """The seller's name, in the largest type that takes no more than two lines."""
    for style in SELLER:
        lines = wrap(name, style, width)
        if len(lines) <= 2:
            break
    return [(line, style) for line in lines]


def _logo_box(
    logo: Picture, form: Margins, edge: float
) -> tuple[tuple[float, float, float, float], bool]:
    """Its place, and whether the name is still to be written: a wide logo is the name."""
    shape = logo.width / logo.height
    named = shape < 1.8 or form.sender_in_window
    height = _ICON if shape < 1.8 else min(_LOGO_HEIGHT, _LOGO_WIDTH / shape)
    width = height * shape
    x = edge - width if form.sender_in_window else form.left
    return (x, form.head_top, width, height), named


def _seller_lines(
    sheet: Sheet,
    paper: Paper,
    root: Element,
    x: float,
    y: float,
    width: float,
    *,
    right: bool,
) -> None:
    parent = root.add("P")
    for line in wrap_all(paper.seller_lines, SMALL, width):
        found = _URL.search(line)
        element = parent.add("Link") if found else parent
        put(sheet, Cell(element, x, [(line, SMALL)], right), y)
        if found:
            size = SMALL.width(line)
            start = x - size if right else x
            box = (start, y, size, SMALL.leading)
            sheet.links.append(Link(box, _url(found.group()), element))
        y += SMALL.leading


def _url(address: str) -> str:
    if "@" in address and "//" not in address:
        return f"mailto:{address}"
    return address if "//" in address else f"https://{address}"


def _address_lines(paper: PaperInvoice, form: Form) -> tuple[list[str], Style]:
    """The address in the largest type that fits the window."""
    for style in ADDRESS:
        lines = wrap_all(paper.address_lines, style, form.address_width)
        if len(lines) * style.leading <= form.address_height + 0.5:
            break
    return lines, style


def _address(sheet: Sheet, paper: PaperInvoice, form: Form, root: Element) -> None:
    if paper.sender_line and not form.sender_in_window:
        sender = clean(paper.sender_line).replace("\n", ", ")
        line = wrap(sender, SENDER, form.address_width + 10 * MM)[:2]
        top = form.address_top - 4 - len(line) * SENDER.leading
        put(sheet, Cell(root.add("P"), form.left, [(text, SENDER) for text in line]), top)
    lines, style = _address_lines(paper, form)
    element = root.add("P")
    put(sheet, Cell(element, form.left, [(line, style) for line in lines]), form.address_top)


def _fact_rows(facts: tuple[Fact, ...], table: Element, edge: float) -> list[list[Cell]]:
    labels = max((LABEL.width(clean(fact.label)) for fact in facts), default=0.0)
    labels = min(labels, FACTS_WIDTH * 0.5) + 0.1
    rows = []
    for fact in facts:
        style = STRONG if fact.strong else BODY
        values = wrap(fact.value, style, FACTS_WIDTH - labels - 10)
        if len(values) > 1:
            style = FINE_TEXT if not fact.strong else style
            values = wrap(fact.value, style, FACTS_WIDTH - labels - 10)
        tr = table.add("TR")
        words = wrap(fact.label, LABEL, labels)
        rows.append(
            [
                Cell(tr.add("TH", ROW_HEAD), edge - FACTS_WIDTH, [(word, LABEL) for word in words]),
                Cell(tr.add("TD"), edge, [(value, style) for value in values], right=True),
            ]
        )
    return rows


def _height(rows: list[list[Cell]]) -> float:
    return sum(max(cell.height for cell in cells) for cells in rows)


def _facts_top(paper: PaperInvoice, form: Form, rows: list[list[Cell]]) -> float:
    """Beside the address; many facts start higher, so that the title keeps its place.

    A sender of many lines stands above them in the same column and moves them down.
    """
    highest = form.facts_highest
    if not form.sender_in_window:
        sender = len(wrap_all(paper.seller_lines, SMALL, FACTS_WIDTH)) * SMALL.leading
        highest = max(highest, form.head_top + 3 + sender + SMALL.leading)
    over = form.facts_top + _height(rows) + 18 - form.body_top
    # Whole lines, so that the baselines stay those of the address.
    lift = max(0, math.ceil(over / BODY.leading)) * BODY.leading
    return max(highest, form.facts_top - lift)


def _facts(sheet: Sheet, paper: PaperInvoice, form: Form, root: Element) -> None:
    rows = _fact_rows(paper.facts, root.add("Table"), sheet.width - form.right)
    y = _facts_top(paper, form, rows)
    for cells in rows:
        for cell in cells:
            put(sheet, cell, y)
        y += max(cell.height for cell in cells)
