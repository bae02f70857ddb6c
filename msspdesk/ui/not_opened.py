"""What stands in the window when the book could not be opened."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from msspdesk.texts import _
from msspdesk.ui.page import Page
from msspdesk.ui.widgets import Button, IconLabel, Label, hbox, vbox


class NotOpened(Page):
    """The sentence that says why, and the way out. Nothing of the book was changed."""

    def __init__(
        self,
        sentence: str,
        on_close: Callable[[], object],
        on_read: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        column = vbox(self, spacing=12, margins=(24, 24, 24, 24))
        column.addStretch(1)
        row = hbox(spacing=8)
        row.addStretch(1)
        row.addWidget(IconLabel("warning", "bad", 20), 0, Qt.AlignmentFlag.AlignTop)
        words = Label(sentence, "strong", wrap=True)
        words.setFixedWidth(480)
        row.addWidget(words)
        row.addStretch(1)
        column.addLayout(row)
        ways = hbox(spacing=8)
        ways.addStretch(1)
        if on_read is not None:
            ways.addWidget(Button(_("Open to read only"), on_read))
        ways.addWidget(Button(_("Close"), on_close))
        ways.addStretch(1)
        column.addLayout(ways)
        column.addStretch(2)
