"""Text broken into lines that fit a width."""

from __future__ import annotations

from typing import Final

from msspdesk.documents.fonts import clean
from msspdesk.documents.sheet import Style

# After these a long word may be cut: addresses of the web, file names, compounds.
_CUT_AFTER: Final = frozenset("/-_.?&=,;:@+|")


def wrap(text: str, style: Style, width: float) -> list[str]:
    """Lines no wider than `width` points. Line breaks of the text stay.

    A word wider than a line is cut after a sign such as a slash where there is
    one in its later half, else anywhere. Blank lines fall out.
    """
    lines: list[str] = []
    for paragraph in clean(text).split("\n"):
        paragraph = paragraph.strip(" ")
        if not paragraph:
            continue
        if style.width(paragraph) <= width:
            lines.append(paragraph)
        else:
            lines.extend(_fill(paragraph, style, width))
    return lines


def wrap_all(texts: tuple[str, ...], style: Style, width: float) -> list[str]:
    """The lines of several texts, one below the other."""
    return [line for text in texts for line in wrap(text, style, width)]


def _fill(paragraph: str, style: Style, width: float) -> list[str]:
    space = style.width(" ")
    lines: list[str] = []
    line = ""
    used = 0.0
    for word in paragraph.split(" "):
        size = style.width(word)
        if line and used + space + size <= width:
            line, used = f"{line} {word}", used + space + size
            continue
        if line:
            lines.append(line)
        *full, line = _cut(word, style, width) if size > width else [word]
        lines.extend(full)
        used = style.width(line)
    return [*lines, line]


def _cut(word: str, style: Style, width: float) -> list[str]:
    widths = style.face.widths
    parts: list[str] = []
    start, used, cut = 0, 0.0, 0
    for index, character in enumerate(word):
        size = widths[character] * style.size / 1000
        if used + size > width and index > start:
            end = cut if cut - start > (index - start) // 2 else index
            hyphen = end == index and end - start > 3 and word.isalpha()
            end -= hyphen  # a plain word is parted as one would by hand
            parts.append(word[start:end] + "-" * hyphen)
            start, cut = end, end
            used = style.width(word[end:index])
        used += size
        if character in _CUT_AFTER:
            cut = index + 1
    return [*parts, word[start:]]
