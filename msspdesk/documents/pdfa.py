"""Pages become a file: PDF/A-3a, tagged, with its fonts, metadata and attachments."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache

from PIL import ImageCms

from msspdesk.documents.embed import embed_font, embed_picture
from msspdesk.documents.model import Attachment, Paper
from msspdesk.documents.objects import File, Info, Page, Raw, Stream
from msspdesk.documents.pictures import Picture
from msspdesk.documents.sheet import Fonts, Link, Sheet
from msspdesk.documents.tags import Element, LinkArea, entries, without_empty
from msspdesk.documents.xmp import PRODUCER, packet


def write_file(
    paper: Paper, sheets: Sequence[Sheet], fonts: Fonts, root: Element, logo: Picture | None
) -> bytes:
    """The finished file. The same document gives the same bytes."""
    file = File(paper.language)
    resources = _resources(file, fonts, logo)
    pages = [_page(file, sheet, resources) for sheet in sheets]
    _structure(file, sheets, pages, root)
    _metadata(file, paper)
    _attach(file, paper.attachments, paper.created)
    return bytes(file.document.format())


def _resources(file: File, fonts: Fonts, logo: Picture | None) -> Raw:
    parts = [
        f"/{prefix}{number} {reference}"
        for prefix, font in (("R", fonts.regular), ("M", fonts.medium))
        for number, reference in enumerate(embed_font(file, font))
    ]
    pictures = f" /XObject << /Logo {embed_picture(file, logo)} >>" if logo else ""
    return Raw(f"<< /ProcSet [/PDF /Text /ImageC] /Font << {' '.join(parts)} >>{pictures} >>")


def _page(file: File, sheet: Sheet, resources: Raw) -> Page:
    content = sheet.content()
    file.document.updateSignature(content)
    page = Page()
    page.pagewidth, page.pageheight = round(sheet.width, 2), round(sheet.height, 2)
    page.Resources = file.document.Reference(resources)
    page.Contents = Stream("/Filter /FlateDecode", zlib.compress(content))
    page.StructParents = sheet.number
    page.Tabs = "/S"
    file.document.addPage(page)
    return page


def _structure(file: File, sheets: Sequence[Sheet], pages: Sequence[Page], root: Element) -> None:
    raws: dict[Element, Raw] = {}
    references: dict[Element, str] = {}

    def number_of(element: Element) -> str:
        if element not in references:
            raws[element] = Raw()
            references[element] = file.add(raws[element])
        return references[element]

    def page_of(number: int) -> str:
        return file.add(pages[number])

    parents = [f"{sheet.number} [{' '.join(map(number_of, sheet.marked))}]" for sheet in sheets]
    parents += _links(file, sheets, pages, number_of)
    tree = Raw()
    home = file.add(tree)
    for element, body in entries(without_empty(root), number_of, page_of, file.text):
        parent = f" /P {home}" if element is root else ""
        raws[element].body = f"<< {body}{parent} >>"
    tree.body = (
        f"<< /Type /StructTreeRoot /K {number_of(root)} /ParentTreeNextKey {len(parents)}"
        f" /ParentTree << /Nums [{' '.join(parents)}] >> >>"
    )
    file.catalog.StructTreeRoot = tree
    file.catalog.MarkInfo = Raw("<< /Marked true >>")


def _links(
    file: File,
    sheets: Sequence[Sheet],
    pages: Sequence[Page],
    number_of: Callable[[Element], str],
) -> list[str]:
    parents = []
    key = len(sheets)
    for sheet in sheets:
        annotations = []
        for link in sheet.links:
            reference = file.add(Raw(_link(file, sheet, link, key)))
            link.element.kids.append(LinkArea(sheet.number, reference))
            annotations.append(reference)
            parents.append(f"{key} {number_of(link.element)}")
            key += 1
        if annotations:
            pages[sheet.number].Annots = Raw(f"[{' '.join(annotations)}]")
    return parents


def _link(file: File, sheet: Sheet, link: Link, key: int) -> str:
    x, y, width, height = link.box
    low, high = sheet.height - y - height, sheet.height - y
    return (
        f"<< /Type /Annot /Subtype /Link /F 4 /Border [0 0 0] /StructParent {key}"
        f" /Rect [{x:.2f} {low:.2f} {x + width:.2f} {high:.2f}] /Contents {file.text(link.url)}"
        f" /A << /S /URI /URI {file.text(link.url)} >> >>"
    )


def _metadata(file: File, paper: Paper) -> None:
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
    file.document.info = Info(" ".join(written))
    file.document.updateSignature("".join(written))
    file.catalog.Metadata = Stream("/Type /Metadata /Subtype /XML", packet(paper))
    file.catalog.ViewerPreferences = Raw("<< /DisplayDocTitle true >>")
    profile = Stream("/N 3 /Filter /FlateDecode", _srgb())
    file.catalog.OutputIntents = Raw(
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


def _attach(file: File, attachments: Sequence[Attachment], created: datetime | None) -> None:
    if not attachments:
        return
    specs = {each.name: _attachment(file, each, created) for each in attachments}
    names = " ".join(f"{file.text(name)} {specs[name]}" for name in sorted(specs))
    file.catalog.Names = Raw(f"<< /EmbeddedFiles << /Names [{names}] >> >>")
    file.catalog.AF = Raw(f"[{' '.join(specs.values())}]")


def _attachment(file: File, attachment: Attachment, created: datetime | None) -> str:
    made = f" /ModDate ({_moment(created)})" if created else ""
    file.document.updateSignature(attachment.data)
    stream = Stream(
        f"/Type /EmbeddedFile /Subtype /{attachment.mime.replace('/', '#2F')}"
        f" /Filter /FlateDecode /Params << /Size {len(attachment.data)}{made} >>",
        zlib.compress(attachment.data),
    )
    name = file.text(attachment.name)
    reference = file.add(stream)
    return file.add(
        Raw(
            f"<< /Type /Filespec /F {name} /UF {name} /Desc {file.text(attachment.description)}"
            f" /AFRelationship /{attachment.relationship}"
            f" /EF << /F {reference} /UF {reference} >> >>"
        )
    )
