"""The few sizes and colours of type all documents share. Leadings in points."""

from __future__ import annotations

from typing import Final

from msspdesk.documents.sheet import MUTED, Style

BODY: Final = Style(9.5, 12.9)
STRONG: Final = Style(9.5, 12.9, strong=True)
SMALL: Final = Style(8.5, 11.5, colour=MUTED)
LABEL: Final = Style(8.5, 12.9, colour=MUTED)
TITLE: Final = Style(16, 21, strong=True)
SUBTITLE: Final = Style(13, 18, strong=True)
SELLER: Final = (
    Style(14, 18, strong=True),
    Style(11, 14, strong=True),
    Style(8.5, 10.6, strong=True),
)
"""A longer name is set smaller."""

ADDRESS: Final = (Style(10, 12.9), Style(9.5, 12), Style(8.5, 10.6), Style(7.8, 9.4))
"""An address of more lines is set smaller, as long as the window can show it."""

SENDER: Final = Style(7, 9, colour=MUTED)
TOTAL: Final = Style(11.5, 18, strong=True)
FINE: Final = Style(7.2, 9.8, colour=MUTED)
FINE_TEXT: Final = Style(8.5, 11.5)
FINE_STRONG: Final = Style(8.5, 11.5, strong=True)
