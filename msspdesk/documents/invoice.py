"""An invoice becomes the bytes of a PDF."""

from __future__ import annotations

from collections.abc import Iterator

from msspdesk.documents.annex import annex
from msspdesk.documents.flow import Block
from msspdesk.documents.forms import FORMS, PAGE_SIZES
from msspdesk.documents.letterhead import body_top, letterhead
from msspdesk.documents.model import PaperInvoice
from msspdesk.documents.pages import print_pages
from msspdesk.documents.payment import payment_box
from msspdesk.documents.pictures import Picture
from msspdesk.documents.rows import paragraph
from msspdesk.documents.sheet import Sheet
from msspdesk.documents.styles import BODY, TITLE
from msspdesk.documents.table import line_table
from msspdesk.documents.tags import Element
from msspdesk.documents.totals import totals


def render_invoice(paper: PaperInvoice) -> bytes:
    """The document as PDF/A-3a, tagged, with its attachments inside.

    The same `paper` gives the same bytes. Errors: missing_glyphs (characters),
    accent_invalid, logo_unreadable, logo_too_large.
    """
    form = FORMS[paper.address_window]
    width, _height = PAGE_SIZES[paper.page_size]

    def head(sheet: Sheet, parent: Element, logo: Picture | None) -> None:
        letterhead(sheet, paper, form, parent, logo)

    def body(root: Element, left: float, right: float) -> Iterator[Block]:
        return _body(paper, root, left, right)

    return print_pages(paper, form, body_top(paper, form, width), head, body)


def _body(paper: PaperInvoice, root: Element, left: float, right: float) -> Iterator[Block]:
    width = right - left
    yield from _kept(paragraph(root.add("H1"), paper.title, TITLE, left, width))
    for text in paper.intro:
        yield from _spaced(paragraph(root.add("P"), text, BODY, left, width), 6)
    table = line_table(paper, root, left, right)
    table[0].gap = 14
    yield from table
    yield totals(paper, root, left, right)
    yield from _settlement(paper, root, left, right)
    for text in paper.closing:
        yield from _spaced(paragraph(root.add("P"), text, BODY, left, width), 10)
    for each in paper.annexes:
        yield from annex(each, root, left, right)


def _settlement(paper: PaperInvoice, root: Element, left: float, right: float) -> Iterator[Block]:
    """Below a rule in the accent colour: the legal sentences and how to pay."""
    if not paper.notices and not paper.payment:
        return
    yield Block(
        2, lambda sheet, top: sheet.rule(left, right, top + 1, paper.accent, 1.6), 18, keep=True
    )
    for text in paper.notices:
        yield from _spaced(paragraph(root.add("P"), text, BODY, left, right - left), 8)
    if paper.payment:
        yield payment_box(paper.payment, root, left, right)


def _kept(blocks: list[Block]) -> list[Block]:
    for block in blocks:
        block.keep = True
    return blocks


def _spaced(blocks: list[Block], gap: float) -> list[Block]:
    for block in blocks[:1]:
        block.gap = gap
    return blocks
