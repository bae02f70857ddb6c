"""Where things stand on a sheet, so that the address shows in the envelope's window.

All lengths in points from the upper left corner.

DIN5008B: DIN 5008 form B. The address field starts at 45 mm, its zone for the
recipient at 45 + 17.7 mm and is 27.3 mm high and 80 mm wide; the information
block starts at 125 mm, the subject at 98.4 mm; folds at 105 and 210 mm.
US10: double window envelopes #9 and #10. The sender shows in 0.5 to 1.29 in, the
recipient in 2.125 to 2.92 in from the top, however the sheet has slipped.
C5DL: British DL and C5 windows, 35 x 90 mm, 20 mm from the left edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from msspdesk.documents.model import AddressWindow, PageSize
from msspdesk.documents.sheet import MM

INCH: Final = 72.0

PAGE_SIZES: Final = {
    PageSize.A4: (210 * MM, 297 * MM),
    PageSize.LETTER: (8.5 * INCH, 11 * INCH),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Margins:
    """Where a sheet may be printed. `right` is the margin, not a place."""

    left: float
    right: float
    head_top: float
    sender_in_window: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Form(Margins):
    """A layout of a first page that goes into an envelope."""

    address_top: float
    address_width: float
    address_height: float
    facts_top: float
    facts_highest: float
    body_top: float
    folds: tuple[float, ...] = ()


FORMS: Final = {
    AddressWindow.DIN5008B: Form(
        left=25 * MM,
        right=20 * MM,
        head_top=17 * MM,
        address_top=62.7 * MM,
        address_width=80 * MM,
        address_height=27.3 * MM,
        facts_top=62.7 * MM,
        facts_highest=45 * MM,
        body_top=98.4 * MM,
        folds=(105 * MM, 148.5 * MM, 210 * MM),
    ),
    AddressWindow.US10: Form(
        left=1.0 * INCH,
        right=0.75 * INCH,
        head_top=0.5 * INCH,
        address_top=2.125 * INCH,
        address_width=2.9 * INCH,
        address_height=0.79 * INCH,
        facts_top=2.125 * INCH,
        facts_highest=1.6 * INCH,
        body_top=3.375 * INCH,
        sender_in_window=True,
    ),
    AddressWindow.C5DL: Form(
        left=25 * MM,
        right=20 * MM,
        head_top=17 * MM,
        address_top=55 * MM,
        address_width=75 * MM,
        address_height=26 * MM,
        facts_top=55 * MM,
        facts_highest=40 * MM,
        body_top=92 * MM,
    ),
}

REPORT: Final = Margins(left=20 * MM, right=20 * MM, head_top=17 * MM)
"""Reports go into no envelope; their tables need the width."""

FACTS_WIDTH: Final = 65 * MM
LATER_TOP: Final = 26 * MM
