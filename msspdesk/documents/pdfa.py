"""Pages become a file: PDF/A-3a, tagged, with its fonts, metadata and attachments.

ReportLab's document writes the file. Where it leaves out what PDF/A asks for
(entries of catalog and page, the line end before `endstream`, names with a
slash), the classes here say it instead.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import ClassVar, Final

from PIL import ImageCms
from reportlab.pdfbase.pdfdoc import (
    PDFCatalog,
    PDFDocument,
    PDFInfo,
    PDFObject,
    PDFPage,
    PDFString,
)

from msspdesk.documents.fonts import FontInUse
from msspdesk.documents.model import Attachment, PaperInvoice
from msspdesk.documents.pictures import Picture
from msspdesk.documents.sheet import Fonts, Link, Sheet
from msspdesk.documents.tags import Element, LinkArea, entries, without_empty
from msspdesk.documents.xmp import PRODUCER, packet

_SYMBOLIC: Final = 4  # every font is symbolic: its codes are its own


class _Raw(PDFObject):
    """An object written as it stands."""

    __RefOnly__ = 1

    def __init__(self, body: str = "") -> None:
        self.body = body

    def format(self, document: PDFDocument) -> bytes:
        return self.body.encode("latin-1")


class _Stream(PDFObject):
    """A stream with a line end before `endstream`."""

    __RefOnly__ = 1

    def __init__(self, entries: str, data: bytes) -> None:
        self.entries = entries
        self.data = data

    def format(self, document: PDFDocument) -> bytes:
        head = f"<< {self.entries} /Length {len(self.data)} >>\nstream\n".encode("latin-1")
        return head + self.data + b"\nendstream\n"


class _Catalog(PDFCatalog):
    __NoDefault__: ClassVar[list[str]] = [*PDFCatalog.__NoDefault__, "OutputIntents", "AF"]


class _Page(PDFPage):
    __NoDefault__: ClassVar[list[str]] = [*PDFPage.__NoDefault__, "StructParents", "Tabs"]


class _Info(PDFInfo):
    def __init__(self, entries: str) -> None:
        super().__init__()
        self.entries = entries

    def format(self, document: PDFDocument) -> bytes:
        return f"<< {self.entries} >>".encode("latin-1")


class _File:
    """The document under construction; objects are known by their references."""

    def __init__(self, paper: PaperInvoice) -> None:
        self.document = PDFDocument(dummyoutline=1, invariant=1, lang=paper.language)
        catalog = _Catalog()
        catalog.Pages = self.document.Pages
        catalog.Lang = PDFString(paper.language)
        self.catalog = self.document.Catalog = catalog

    def add(self, item: PDFObject) -> str:
        """Register an object and give its reference, e.g. "12 0 R"."""
        reference = self.document.Reference(item)
        number, version = self.document.idToObjectNumberAndVersion[reference.name]
        return f"{number} {version} R"

    def text(self, text: str) -> str:
        """A PDF string of any text."""
        return str(PDFString(text).format(self.document).decode("latin-1"))


def write_file(
    paper: PaperInvoice, sheets: Sequence[Sheet], fonts: Fonts, root: Element, logo: Picture | None
) -> bytes:
    """The finished file. The same document gives the same bytes."""
    file = _File(paper)
    resources = _resources(file, fonts, logo)
    pages = [_page(file, sheet, resources) for sheet in sheets]
    _structure(file, sheets, pages, root)
    _metadata(file, paper)
    _attach(file, paper.attachments, paper.created)
    return bytes(file.document.format())


def _resources(file: _File, fonts: Fonts, logo: Picture | None) -> _Raw:
    parts = [
        f"/{prefix}{number} {reference}"
        for prefix, font in (("R", fonts.regular), ("M", fonts.medium))
        for number, reference in enumerate(_embed(file, font))
    ]
    pictures = f" /XObject << /Logo {_picture(file, logo)} >>" if logo else ""
    return _Raw(f"<< /ProcSet [/PDF /Text /ImageC] /Font << {' '.join(parts)} >>{pictures} >>")


def _embed(file: _File, font: FontInUse) -> list[str]:
    program = font.face.program
    box = " ".join(f"{value:g}" for value in program.bbox)
    found = []
    for number, subset in enumerate(font.subsets()):
        # The tag before the plus only has to differ between subsets of one face.
        name = f"AAAAA{chr(ord('A') + number)}+{font.face.name}"
        stream = _Stream(f"/Filter /FlateDecode /Length1 {subset.program_length}", subset.program)
        descriptor = file.add(
            _Raw(
                f"<< /Type /FontDescriptor /FontName /{name} /Flags {_SYMBOLIC}"
                f" /FontBBox [{box}] /ItalicAngle 0 /Ascent {program.ascent:g}"
                f" /Descent {program.descent:g} /CapHeight {program.capHeight:g}"
                f" /StemV {program.stemV:g} /FontFile2 {file.add(stream)} >>"
            )
        )
        to_unicode = file.add(_Stream("/Filter /FlateDecode", subset.to_unicode))
        widths = " ".join(f"{width:.4g}" for width in subset.widths)
        found.append(
            file.add(
                _Raw(
                    f"<< /Type /Font /Subtype /TrueType /BaseFont /{name} /FirstChar 0"
                    f" /LastChar {len(subset.widths) - 1} /Widths [{widths}]"
                    f" /FontDescriptor {descriptor} /ToUnicode {to_unicode} >>"
                )
            )
        )
    return found


def _picture(file: _File, picture: Picture) -> str:
    mask = ""
    size = f"/Width {picture.width} /Height {picture.height} /BitsPerComponent 8"
    if picture.alpha is not None:
        alpha = _Stream(
            f"/Type /XObject /Subtype /Image {size} /ColorSpace /DeviceGray /Filter /FlateDecode",
            picture.alpha,
        )
        mask = f" /SMask {file.add(alpha)}"
    return file.add(
        _Stream(
            f"/Type /XObject /Subtype /Image {size} /ColorSpace /{picture.colours}"
            f" /Filter /{picture.encoding}{mask}",
            picture.data,
        )
    )


def _page(file: _File, sheet: Sheet, resources: _Raw) -> _Page:
    content = sheet.content()
    file.document.updateSignature(content)
    page = _Page()
    page.pagewidth, page.pageheight = round(sheet.width, 2), round(sheet.height, 2)
    page.Resources = file.document.Reference(resources)
    page.Contents = _Stream("/Filter /FlateDecode", zlib.compress(content))
    page.StructParents = sheet.number
    page.Tabs = "/S"
    file.document.addPage(page)
    return page


def _structure(file: _File, sheets: Sequence[Sheet], pages: Sequence[_Page], root: Element) -> None:
    raws: dict[Element, _Raw] = {}
    references: dict[Element, str] = {}

    def number_of(element: Element) -> str:
        if element not in references:
            raws[element] = _Raw()
            references[element] = file.add(raws[element])
        return references[element]

    def page_of(number: int) -> str:
        return file.add(pages[number])

    parents = [f"{sheet.number} [{' '.join(map(number_of, sheet.marked))}]" for sheet in sheets]
    parents += _links(file, sheets, pages, number_of)
    tree = _Raw()
    home = file.add(tree)
    for element, body in entries(without_empty(root), number_of, page_of, file.text):
        parent = f" /P {home}" if element is root else ""
        raws[element].body = f"<< {body}{parent} >>"
    tree.body = (
        f"<< /Type /StructTreeRoot /K {number_of(root)} /ParentTreeNextKey {len(parents)}"
        f" /ParentTree << /Nums [{' '.join(parents)}] >> >>"
    )
    file.catalog.StructTreeRoot = tree
    file.catalog.MarkInfo = _Raw("<< /Marked true >>")


def _links(
    file: _File,
    sheets: Sequence[Sheet],
    pages: Sequence[_Page],
    number_of: Callable[[Element], str],
) -> list[str]:
    parents = []
    key = len(sheets)
    for sheet in sheets:
        annotations = []
        for link in sheet.links:
            reference = file.add(_Raw(_link(file, sheet, link, key)))
            link.element.kids.append(LinkArea(sheet.number, reference))
            annotations.append(reference)
            parents.append(f"{key} {number_of(link.element)}")
            key += 1
        if annotations:
            pages[sheet.number].Annots = _Raw(f"[{' '.join(annotations)}]")
    return parents


def _link(file: _File, sheet: Sheet, link: Link, key: int) -> str:
    x, y, width, height = link.box
    low, high = sheet.height - y - height, sheet.height - y
    return (
        f"<< /Type /Annot /Subtype /Link /F 4 /Border [0 0 0] /StructParent {key}"
        f" /Rect [{x:.2f} {low:.2f} {x + width:.2f} {high:.2f}] /Contents {file.text(link.url)}"
        f" /A << /S /URI /URI {file.text(link.url)} >> >>"
    )


def _metadata(file: _File, paper: PaperInvoice) -> None:
    entries = {
        "Title": paper.document_title,
        "Author": paper.author,
        "Subject": paper.subject,
        "Producer": PRODUCER,
        "Creator": PRODUCER,
    }
    written = [f"/{key} {file.text(value)}" for key, value in entries.items() if value]
    if paper.created:
        moment = _moment(paper.created)
        written += [f"/CreationDate ({moment})", f"/ModDate ({moment})"]
    file.document.info = _Info(" ".join(written))
    file.document.updateSignature("".join(written))
    file.catalog.Metadata = _Stream("/Type /Metadata /Subtype /XML", packet(paper))
    file.catalog.ViewerPreferences = _Raw("<< /DisplayDocTitle true >>")
    profile = _Stream("/N 3 /Filter /FlateDecode", _srgb())
    file.catalog.OutputIntents = _Raw(
        "[<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB)"
        f" /Info (sRGB IEC61966-2.1) /DestOutputProfile {file.add(profile)} >>]"
    )


def _moment(moment: datetime) -> str:
    zone = moment.strftime("%z")
    written = moment.strftime("D:%Y%m%d%H%M%S")
    return f"{written}{zone[:3]}'{zone[3:5]}'" if zone else written


@cache
def _srgb() -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # Bytes 24 to 35 are the moment it was made; a fixed one keeps files the same.
    made = bytes.fromhex("07d0 0001 0001 0000 0000 0000")
    return zlib.compress(profile[:24] + made + profile[36:])


def _attach(file: _File, attachments: Sequence[Attachment], created: datetime | None) -> None:
    if not attachments:
        return
    specs = {each.name: _attachment(file, each, created) for each in attachments}
    names = " ".join(f"{file.text(name)} {specs[name]}" for name in sorted(specs))
    file.catalog.Names = _Raw(f"<< /EmbeddedFiles << /Names [{names}] >> >>")
    file.catalog.AF = _Raw(f"[{' '.join(specs.values())}]")


def _attachment(file: _File, attachment: Attachment, created: datetime | None) -> str:
    made = f" /ModDate ({_moment(created)})" if created else ""
    file.document.updateSignature(attachment.data)
    stream = _Stream(
        f"/Type /EmbeddedFile /Subtype /{attachment.mime.replace('/', '#2F')}"
        f" /Filter /FlateDecode /Params << /Size {len(attachment.data)}{made} >>",
        zlib.compress(attachment.data),
    )
    name = file.text(attachment.name)
    reference = file.add(stream)
    return file.add(
        _Raw(
            f"<< /Type /Filespec /F {name} /UF {name} /Desc {file.text(attachment.description)}"
            f" /AFRelationship /{attachment.relationship}"
            f" /EF << /F {reference} /UF {reference} >> >>"
        )
    )
