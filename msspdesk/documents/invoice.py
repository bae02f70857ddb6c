"""An invoice becomes the bytes of a PDF: broken into pages first, then drawn once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Final

from msspdesk.documents.annex import annex
from msspdesk.documents.flow import Block, Frame, paginate
from msspdesk.documents.fonts import missing_glyphs
from msspdesk.documents.forms import FORMS, LATER_TOP, PAGE_SIZES
from msspdesk.documents.furniture import footer_height, furniture
from msspdesk.documents.letterhead import body_top, letterhead
from msspdesk.documents.model import PaperInvoice
from msspdesk.documents.payment import payment_box
from msspdesk.documents.pdfa import write_file
from msspdesk.documents.pictures import read_picture
from msspdesk.documents.rows import paragraph
from msspdesk.documents.sheet import Fonts, Sheet
from msspdesk.documents.styles import BODY, TITLE
from msspdesk.documents.table import line_table
from msspdesk.documents.tags import Element
from msspdesk.documents.totals import totals
from msspdesk.domain.errors import DomainError

_COLOUR: Final = re.compile(r"#[0-9A-Fa-f]{6}")
_UNPRINTED: Final = frozenset({"language", "attachments", "factur_x", "document_title"})


def render_invoice(paper: PaperInvoice) -> bytes:
    """The document as PDF/A-3a, tagged, with its attachments inside.

    The same `paper` gives the same bytes. Errors: missing_glyphs (characters),
    accent_invalid, logo_unreadable, logo_too_large.
    """
    if not _COLOUR.fullmatch(paper.accent):
        raise DomainError("accent_invalid", accent=paper.accent)
    form = FORMS[paper.address_window]
    size = PAGE_SIZES[paper.page_size]
    logo = read_picture(paper.logo) if paper.logo else None
    root = Element("Document")
    head = root.add("Sect")
    frame = Frame(
        first=body_top(paper, form, size[0]),
        later=LATER_TOP,
        bottom=size[1] - footer_height(paper, size[0] - form.left - form.right),
    )
    pages = paginate(list(_body(paper, root, form.left, size[0] - form.right)), frame)
    fonts = Fonts()
    sheets = []
    for number, placed in enumerate(pages):
        sheet = Sheet(number, size, fonts)
        if number == 0:
            letterhead(sheet, paper, form, head, logo)
        for block, top in placed:
            block.draw(sheet, top)
        furniture(sheet, paper, form, len(pages))
        sheets.append(sheet)
    return write_file(paper, sheets, fonts, root, logo)


def missing_in(paper: PaperInvoice) -> str:
    """Characters anywhere on the document that cannot be printed; empty if none."""
    return missing_glyphs("".join(_texts(paper)))


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


def _texts(value: object) -> Iterator[str]:
    """Every printed string of a document value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in _UNPRINTED:
                yield from _texts(getattr(value, field.name))
