"""The structure tree of a tagged PDF: what a screen reader reads, in its order.

Drawn text carries the number of its element; lines, page numbers and repeated
heads are marked as artifacts and are not read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

COLUMN_HEAD: Final = "/O /Table /Scope /Column"
ROW_HEAD: Final = "/O /Table /Scope /Row"


@dataclass(frozen=True, slots=True)
class Content:
    """A run of marked content: which page (from 0) and its number there."""

    page: int
    number: int


@dataclass(frozen=True, slots=True)
class LinkArea:
    """A link annotation of a page; `reference` is its object, e.g. "12 0 R"."""

    page: int
    reference: str


@dataclass(slots=True, eq=False)
class Element:
    """One node, e.g. P or TD. `attributes` is the inside of its attribute dictionary."""

    role: str
    attributes: str = ""
    alt: str = ""
    kids: list[Element | Content | LinkArea] = field(default_factory=list)

    def add(self, role: str, attributes: str = "", alt: str = "") -> Element:
        """Append a child element and give it back."""
        child = Element(role, attributes, alt)
        self.kids.append(child)
        return child


def without_empty(element: Element) -> Element:
    """Drop elements that hold nothing, except cells: a row keeps all its cells."""
    kept: list[Element | Content | LinkArea] = []
    for kid in element.kids:
        if not isinstance(kid, Element) or without_empty(kid).kids or kid.role in ("TD", "TH"):
            kept.append(kid)
    element.kids = kept
    return element


def entries(
    root: Element,
    number_of: Callable[[Element], str],
    page_of: Callable[[int], str],
    text: Callable[[str], str],
) -> list[tuple[Element, str]]:
    """Each element below `root` (with it) and the body of its PDF dictionary.

    `number_of` and `page_of` give object references, `text` writes a PDF string.
    """
    found: list[tuple[Element, str]] = []
    stack = [(root, "")]
    while stack:
        element, parent = stack.pop()
        own = number_of(element)
        body = f"/Type /StructElem /S /{element.role}"
        if parent:
            body += f" /P {parent}"
        if element.attributes:
            body += f" /A << {element.attributes} >>"
        if element.alt:
            body += f" /Alt {text(element.alt)}"
        found.append((element, f"{body} {_kids(element, number_of, page_of)}"))
        stack.extend((kid, own) for kid in reversed(element.kids) if isinstance(kid, Element))
    return found


def _kids(
    element: Element, number_of: Callable[[Element], str], page_of: Callable[[int], str]
) -> str:
    pages = [kid.page for kid in element.kids if isinstance(kid, Content)]
    home = pages[0] if pages else -1
    parts = []
    for kid in element.kids:
        if isinstance(kid, Element):
            parts.append(number_of(kid))
        elif isinstance(kid, LinkArea):
            parts.append(f"<< /Type /OBJR /Obj {kid.reference} /Pg {page_of(kid.page)} >>")
        elif kid.page == home:
            parts.append(str(kid.number))
        else:
            parts.append(f"<< /Type /MCR /Pg {page_of(kid.page)} /MCID {kid.number} >>")
    page = f"/Pg {page_of(home)} " if pages else ""
    return f"{page}/K [{' '.join(parts)}]"
