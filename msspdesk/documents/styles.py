"""The few sizes and colours of type all documents share. Leadings in points."""

from __future__ import annotations

from typing import Final

from msspdesk.documents.sheet import MUTED, Style

BODY: Final = Style(9.5, 13)
STRONG: Final = Style(9.5, 13, strong=True)
SMALL: Final = Style(8.5, 11.5, colour=MUTED)
LABEL: Final = Style(8.5, 13, colour=MUTED)
TITLE: Final = Style(16, 21, strong=True)
SUBTITLE: Final = Style(13, 18, strong=True)
SELLER: Final = Style(14, 18, strong=True)
SENDER: Final = Style(7, 9, colour=MUTED)
TOTAL: Final = Style(11.5, 18, strong=True)
FINE: Final = Style(7.2, 9.8, colour=MUTED)
FINE_TEXT: Final = Style(8.5, 11.5)
FINE_STRONG: Final = Style(8.5, 11.5, strong=True)
