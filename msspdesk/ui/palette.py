"""The colours of the window as data, light and dark. Nothing else names a colour."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

Choice = Literal["system", "light", "dark"]
TONES = ("text", "muted", "disabled", "accent", "warn", "bad", "good")


@dataclass(frozen=True, slots=True)
class Tokens:
    """Every colour by its use, as `#RRGGBB`.

    Each text colour (text, muted, accent, warn, bad, good) reads with a contrast of
    4.5 or more on window, surface, hover, accent_soft and its own soft colour.
    """

    dark: bool
    window: str  # frame, side panels, day headings
    surface: str  # pages, tables, fields, popups
    hover: str  # row and button under the pointer, tags
    line: str  # row lines, dividers
    edge: str  # border of buttons, fields, check boxes, popups, scroll handle
    text: str
    muted: str  # labels, units, reasons
    disabled: str
    accent: str  # primary button, tab underline, focus, links, bars
    accent_hover: str
    on_accent: str
    accent_soft: str  # selected row, today's column, chosen segment
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    good: str
    good_soft: str
    bar: str  # chart bars that are not the point
    bar_neutral: str
    canvas: str  # behind the PDF page

    def tone(self, name: str) -> str:
        """The colour of a text tone; one of `TONES`."""
        if name not in TONES:
            raise KeyError(name)
        return str(getattr(self, name))

    def colours(self) -> dict[str, str]:
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "dark"}


LIGHT = Tokens(
    dark=False,
    window="#F6F7F8",
    surface="#FFFFFF",
    hover="#EFF2F4",
    line="#E3E6EA",
    edge="#BCC4CC",
    text="#1A1F26",
    muted="#5B6673",
    disabled="#98A1AB",
    accent="#0B6E6E",
    accent_hover="#095C5C",
    on_accent="#FFFFFF",
    accent_soft="#E3F1F0",
    warn="#8A5200",
    warn_soft="#FFF4DF",
    bad="#B3261E",
    bad_soft="#FDECEA",
    good="#1B6E3C",
    good_soft="#E6F4EA",
    bar="#B9D8D6",
    bar_neutral="#D5DADF",
    canvas="#E9ECEF",
)

DARK = Tokens(
    dark=True,
    window="#14171A",
    surface="#1C2024",
    hover="#23282D",
    line="#2D3338",
    edge="#4A535C",
    text="#E8EAED",
    muted="#9AA5B1",
    disabled="#66707A",
    accent="#4FB8B0",
    accent_hover="#66C7BF",
    on_accent="#0B1F1E",
    accent_soft="#17312F",
    warn="#F2B84B",
    warn_soft="#33270F",
    bad="#F28B82",
    bad_soft="#3A1B19",
    good="#7BD39A",
    good_soft="#14301F",
    bar="#2C5F5C",
    bar_neutral="#3A4148",
    canvas="#0F1214",
)
