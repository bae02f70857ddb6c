"""Fonts and pictures as objects of a file."""

from __future__ import annotations

from typing import Final

from msspdesk.documents.fonts import FontInUse
from msspdesk.documents.objects import File, Raw, Stream
from msspdesk.documents.pictures import Picture

_SYMBOLIC: Final = 4  # flag of a font whose codes are its own


def embed_font(file: File, font: FontInUse) -> list[str]:
    program = font.face.program
    box = " ".join(f"{value:g}" for value in program.bbox)
    found = []
    for number, subset in enumerate(font.subsets()):
        # The tag before the plus only has to differ between subsets of one face.
        name = f"AAAAA{chr(ord('A') + number)}+{font.face.name}"
        stream = Stream(f"/Filter /FlateDecode /Length1 {subset.program_length}", subset.program)
        descriptor = file.add(
            Raw(
                f"<< /Type /FontDescriptor /FontName /{name} /Flags {_SYMBOLIC}"
                f" /FontBBox [{box}] /ItalicAngle 0 /Ascent {program.ascent:g}"
                f" /Descent {program.descent:g} /CapHeight {program.capHeight:g}"
                f" /StemV {program.stemV:g} /FontFile2 {file.add(stream)} >>"
            )
        )
        to_unicode = file.add(Stream("/Filter /FlateDecode", subset.to_unicode))
        widths = " ".join(f"{width:.4g}" for width in subset.widths)
        found.append(
            file.add(
                Raw(
                    f"<< /Type /Font /Subtype /TrueType /BaseFont /{name} /FirstChar 0"
                    f" /LastChar {len(subset.widths) - 1} /Widths [{widths}]"
                    f" /FontDescriptor {descriptor} /ToUnicode {to_unicode} >>"
                )
            )
        )
    return found


def embed_picture(file: File, picture: Picture) -> str:
    mask = ""
    size = f"/Width {picture.width} /Height {picture.height} /BitsPerComponent 8"
    if picture.alpha is not None:
        alpha = Stream(
            f"/Type /XObject /Subtype /Image {size} /ColorSpace /DeviceGray /Filter /FlateDecode",
            picture.alpha,
        )
        mask = f" /SMask {file.add(alpha)}"
    return file.add(
        Stream(
            f"/Type /XObject /Subtype /Image {size} /ColorSpace /{picture.colours}"
            f" /Filter /{picture.encoding}{mask}",
            picture.data,
        )
    )
