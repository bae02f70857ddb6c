"""The metadata packet: PDF/A-3a, PDF/UA-1 and, if there is one, the Factur-X file.

PDF/A asks that every property outside its own list be described in the packet
itself; that is what the extension schemas are (ISO 19005-3, 6.6.2.3).
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from xml.sax import saxutils

from msspdesk.documents.model import FacturX, Paper

PRODUCER: Final = "msspdesk"
_UA: Final = "http://www.aiim.org/pdfua/ns/id/"
_FX: Final = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
_FX_PROPERTIES: Final = {
    "DocumentFileName": "Name of the embedded invoice file",
    "DocumentType": "INVOICE",
    "Version": "Version of the Factur-X data",
    "ConformanceLevel": "Profile of the Factur-X data",
}


def packet(paper: Paper) -> bytes:
    """The XMP packet of a document in UTF-8."""
    head = [
        "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        f"<dc:title>{_alternatives(paper.document_title)}</dc:title>",
        f"<dc:creator><rdf:Seq><rdf:li>{_escape(paper.author)}</rdf:li></rdf:Seq></dc:creator>",
        f"<dc:language><rdf:Bag><rdf:li>{_escape(paper.language)}</rdf:li></rdf:Bag></dc:language>",
        f"<xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool>",
        f"<pdf:Producer>{PRODUCER}</pdf:Producer>",
    ]
    if paper.subject:
        head.append(f"<dc:description>{_alternatives(paper.subject)}</dc:description>")
    if paper.created:
        moment = iso_moment(paper.created)
        head.append(f"<xmp:CreateDate>{moment}</xmp:CreateDate>")
        head.append(f"<xmp:ModifyDate>{moment}</xmp:ModifyDate>")
    schemas = [_schema("PDF/UA identification", _UA, "pdfuaid", {"part": "Part of ISO 14289"})]
    if paper.factur_x:
        head.append(_factur_x(paper.factur_x))
        schemas.append(_schema("Factur-X", _FX, "fx", _FX_PROPERTIES))
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"'
        f' xmlns:pdfuaid="{_UA}" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
        f' xmlns:fx="{_FX}" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
        ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
        ' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
        f"{''.join(head)}<pdfaExtension:schemas><rdf:Bag>{''.join(schemas)}</rdf:Bag>"
        "</pdfaExtension:schemas></rdf:Description></rdf:RDF></x:xmpmeta>\n"
        '<?xpacket end="w"?>'
    ).encode()


def iso_moment(moment: datetime) -> str:
    """A moment as XMP and the information dictionary both can say it: whole seconds."""
    return moment.replace(microsecond=0).isoformat()


def _escape(text: str) -> str:
    """The text inside XML, without the characters XML cannot hold."""
    return saxutils.escape("".join(sign for sign in text if sign.isprintable()))


def _alternatives(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{_escape(text)}</rdf:li></rdf:Alt>'


def _factur_x(data: FacturX) -> str:
    return (
        f"<fx:DocumentType>INVOICE</fx:DocumentType>"
        f"<fx:DocumentFileName>{_escape(data.file_name)}</fx:DocumentFileName>"
        f"<fx:Version>{_escape(data.version)}</fx:Version>"
        f"<fx:ConformanceLevel>{_escape(data.level)}</fx:ConformanceLevel>"
    )


def _schema(title: str, namespace: str, prefix: str, properties: dict[str, str]) -> str:
    kind = "Integer" if prefix == "pdfuaid" else "Text"
    category = "internal" if prefix == "pdfuaid" else "external"
    described = "".join(
        f'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{name}</pdfaProperty:name>'
        f"<pdfaProperty:valueType>{kind}</pdfaProperty:valueType>"
        f"<pdfaProperty:category>{category}</pdfaProperty:category>"
        f"<pdfaProperty:description>{text}</pdfaProperty:description></rdf:li>"
        for name, text in properties.items()
    )
    return (
        f'<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>{title}</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{namespace}</pdfaSchema:namespaceURI>"
        f"<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{described}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )
