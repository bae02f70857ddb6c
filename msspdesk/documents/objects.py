"""The objects of a PDF file that ReportLab writes not at all or not as PDF/A wants.

ReportLab's catalog leaves out output intents and associated files, its page the
place in the structure tree, its streams the line end before `endstream`.
"""

from __future__ import annotations

from typing import ClassVar

from reportlab.pdfbase.pdfdoc import (
    PDFCatalog,
    PDFDocument,
    PDFInfo,
    PDFObject,
    PDFPage,
    PDFString,
)


class Raw(PDFObject):
    """An object written as it stands."""

    __RefOnly__ = 1

    def __init__(self, body: str = "") -> None:
        self.body = body

    def format(self, document: PDFDocument) -> bytes:
        return self.body.encode("latin-1")


class Stream(PDFObject):
    """A stream with a line end before `endstream`."""

    __RefOnly__ = 1

    def __init__(self, entries: str, data: bytes) -> None:
        self.entries = entries
        self.data = data

    def format(self, document: PDFDocument) -> bytes:
        head = f"<< {self.entries} /Length {len(self.data)} >>\nstream\n".encode("latin-1")
        return head + self.data + b"\nendstream\n"


class Catalog(PDFCatalog):
    """The catalog with the entries PDF/A-3 needs."""

    __NoDefault__: ClassVar[list[str]] = [*PDFCatalog.__NoDefault__, "OutputIntents", "AF"]


class Page(PDFPage):
    """A page that has its place in the structure tree."""

    __NoDefault__: ClassVar[list[str]] = [*PDFPage.__NoDefault__, "StructParents", "Tabs"]


class Info(PDFInfo):
    """The information dictionary, with the entries that are true and no others."""

    def __init__(self, entries: str) -> None:
        super().__init__()
        self.entries = entries

    def format(self, document: PDFDocument) -> bytes:
        return f"<< {self.entries} >>".encode("latin-1")


class File:
    """The document under construction; objects are known by their references."""

    def __init__(self, language: str) -> None:
        self.document = PDFDocument(dummyoutline=1, invariant=1, lang=language)
        catalog = Catalog()
        catalog.Pages = self.document.Pages
        catalog.Lang = PDFString(language)
        self.catalog = self.document.Catalog = catalog

    def add(self, item: PDFObject) -> str:
        """Register an object and give its reference, e.g. "12 0 R"."""
        reference = self.document.Reference(item)
        number, version = self.document.idToObjectNumberAndVersion[reference.name]
        return f"{number} {version} R"

    def text(self, text: str) -> str:
        """A PDF string of any text."""
        return str(PDFString(text).format(self.document).decode("latin-1"))
