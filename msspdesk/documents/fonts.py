"""Roboto: read once a process, measured fast, embedded as small subsets.

ASCII and the signs of the western languages have fixed codes. Documents that
need no more share one finished subset, which is then made only once.
"""

from __future__ import annotations

import unicodedata
import zlib
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Lock
from typing import Final

import font_roboto
from reportlab.pdfbase.ttfonts import TTFontFace

from msspdesk.domain.errors import DomainError

_PARSER: Final = Lock()
_WESTERN: Final = "ÄÖÜäöüßéèêàâçñóíá€£–—−·•’‘“”„«»§°…×©®½"

# Marks that steer a line but are not drawn, line ends, and spaces the font may lack.
_UNDRAWN: Final = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_LINE_ENDS: Final = "\r\v\f\u0085\u2028\u2029"
_CLEAN: Final[dict[int, str]] = (
    {ord(sign): "" for sign in _UNDRAWN}
    | {ord(sign): "\n" for sign in _LINE_ENDS}
    | {ord(sign): " " for sign in "\t\u2002\u2003\u2009"}
    | {ord(sign): "\u00a0" for sign in "\u2007\u202f"}
    | {ord("\u2011"): "-"}
)


def clean(text: str) -> str:
    """The text as it is drawn: composed letters, plain line breaks, known spaces."""
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").translate(_CLEAN)


class _Widths(dict[str, float]):
    def __missing__(self, character: str) -> float:
        raise DomainError("missing_glyphs", characters=character)


class Face:
    """One weight of the font. Widths are in thousandths of the font size."""

    def __init__(self, name: str, path: str) -> None:
        self.name = name
        self.program = TTFontFace(path)
        glyphs = self.program.charToGlyph
        widths = self.program.charWidths
        # The font maps a few control characters too; they have no business on paper.
        self.widths = _Widths(
            {
                chr(code): float(widths[code])
                for code in glyphs
                if chr(code).isprintable() or code == 0xA0
            }
        )

    def width(self, text: str, size: float) -> float:
        """Width in points. A character the font lacks raises `missing_glyphs`."""
        return sum(map(self.widths.__getitem__, text)) * size / 1000


@cache
def regular() -> Face:
    """The weight of running text."""
    return Face("Roboto-Regular", font_roboto.Roboto)


@cache
def medium() -> Face:
    """The weight of headings and of what must be found."""
    return Face("Roboto-Medium", font_roboto.RobotoMedium)


def missing_glyphs(text: str) -> str:
    """The characters of `text` that cannot be printed, each once, in their order."""
    known = regular().widths, medium().widths
    lacking = (
        character
        for character in clean(text)
        if character != "\n" and not (character in known[0] and character in known[1])
    )
    return "".join(dict.fromkeys(lacking))


@dataclass(frozen=True, slots=True)
class Subset:
    """What the file needs to embed up to 255 characters of a face (streams deflated)."""

    program: bytes
    program_length: int
    to_unicode: bytes
    widths: tuple[float, ...]


class FontInUse:
    """The characters of one face that one document uses, and their byte codes."""

    def __init__(self, face: Face) -> None:
        self.face = face
        first = [0] * 32 + list(range(32, 127)) + [ord(sign) for sign in _WESTERN]
        self._subsets: list[list[int]] = [first]
        self._codes = {chr(code): (0, index) for index, code in enumerate(first) if code}
        self._codes["\u00a0"] = (0, 32)

    def encode(self, text: str) -> list[tuple[int, str]]:
        """Pieces of (number of subset, PDF string) that draw the text."""
        if text.isascii():
            escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
            return [(0, f"({escaped})")]
        pieces: list[tuple[int, bytearray]] = []
        for character in text:
            number, code = self._codes.get(character) or self._assign(character)
            if not pieces or pieces[-1][0] != number:
                pieces.append((number, bytearray()))
            pieces[-1][1].append(code)
        return [(number, f"<{codes.hex()}>") for number, codes in pieces]

    def _assign(self, character: str) -> tuple[int, int]:
        if character not in self.face.widths:
            raise DomainError("missing_glyphs", characters=character)
        if len(self._subsets[-1]) == 256:
            self._subsets.append([0])
        self._subsets[-1].append(ord(character))
        place = len(self._subsets) - 1, len(self._subsets[-1]) - 1
        self._codes[character] = place
        return place

    def subsets(self) -> list[Subset]:
        """What to embed, in the order of the numbers `encode` gave."""
        return [_subset(self.face, tuple(codes)) for codes in self._subsets]


@lru_cache(maxsize=32)
def _subset(face: Face, codes: tuple[int, ...]) -> Subset:
    # The parser reads the font file at a place it remembers: one thread at a time.
    with _PARSER:
        program = face.program.makeSubset(list(codes))
    return Subset(
        program=zlib.compress(program),
        program_length=len(program),
        to_unicode=zlib.compress(_to_unicode(codes)),
        widths=tuple(face.widths[chr(code)] if code else 0.0 for code in codes),
    )


def _to_unicode(codes: tuple[int, ...]) -> bytes:
    pairs = [
        f"<{index:02x}> <{chr(code).encode('utf-16-be').hex()}>"
        for index, code in enumerate(codes)
        if code
    ]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    body = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<00> <ff>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")
