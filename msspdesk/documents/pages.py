"""Blocks become the pages of a file: broken first, then drawn once, with their furniture."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Final

from msspdesk.documents.flow import Block, Frame, paginate
from msspdesk.documents.fonts import missing_glyphs
from msspdesk.documents.forms import LATER_TOP, PAGE_SIZES, Margins
from msspdesk.documents.furniture import footer_height, furniture
from msspdesk.documents.model import Paper
from msspdesk.documents.pdfa import write_file
from msspdesk.documents.pictures import Picture, read_picture
from msspdesk.documents.sheet import Fonts, Sheet
from msspdesk.documents.tags import Element
from msspdesk.domain.errors import DomainError

_COLOUR: Final = re.compile(r"#[0-9A-Fa-f]{6}")
_UNPRINTED: Final = frozenset({"language", "attachments", "factur_x", "document_title"})

Head = Callable[[Sheet, Element, Picture | None], None]
Body = Callable[[Element, float, float], Iterable[Block]]


def print_pages(paper: Paper, form: Margins, top: float, head: Head, body: Body) -> bytes:
    """The file of a document. `head` draws the top of the first page; `body` makes the
    blocks between two edges, which start at `top` (points from the upper edge).

    Errors: missing_glyphs (characters), accent_invalid, logo_unreadable, logo_too_large.
    """
    if not _COLOUR.fullmatch(paper.accent):
        raise DomainError("accent_invalid", accent=paper.accent)
    size = PAGE_SIZES[paper.page_size]
    edge = size[0] - form.right
    logo = read_picture(paper.logo) if paper.logo else None
    root = Element("Document")
    first = root.add("Sect")
    frame = Frame(top, LATER_TOP, size[1] - footer_height(paper, edge - form.left))
    pages = paginate(list(body(root, form.left, edge)), frame)
    fonts = Fonts()
    sheets = []
    for number, placed in enumerate(pages):
        sheet = Sheet(number, size, fonts)
        if number == 0:
            head(sheet, first, logo)
        for block, y in placed:
            block.draw(sheet, y)
        furniture(sheet, paper, form, len(pages))
        sheets.append(sheet)
    return write_file(paper, sheets, fonts, root, logo)


def missing_in(paper: Paper) -> str:
    """Characters anywhere on the document that cannot be printed; empty if none."""
    return missing_glyphs("".join(_texts(paper)))


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
