"""What stands above every page: entry line and timer, the reading, the tabs, the state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QWidget

from msspdesk.texts import _
from msspdesk.ui.entry_line import EntryLine
from msspdesk.ui.reading_line import ReadingLine
from msspdesk.ui.tab_bar import TabBar
from msspdesk.ui.timer_area import TimerArea
from msspdesk.ui.widgets import Button, IconLabel, Label, Line, ground, hbox, vbox


class Frame(QWidget):
    """Exactly 112 high: entry line 8 + 32, reading 24 from y 44, tabs 40 from y 72."""

    def __init__(self, overlay: QWidget, now: Callable[[], datetime]) -> None:
        """`overlay` is what the frame stands in and its completions may cover."""
        super().__init__(overlay)
        ground(self, "window")
        self.setFixedHeight(112)
        self.entry = EntryLine(overlay)
        self.timer = TimerArea(now)
        self.reading = ReadingLine()
        self.tabs = TabBar()
        self.settings = Button(
            "", look="barei", icon="settings", name=_("Settings"), tip=_("Settings (Ctrl+,)")
        )
        self.settings.hide()  # until there is a book to have settings
        self._seller = Label("", "label")
        self._saved_icon = IconLabel("check", "good", 14)
        self._saved = Label("", "label")
        self._read_only = False
        self._lay_out()

    def _lay_out(self) -> None:
        first = hbox(spacing=20, margins=(24, 0, 16, 0))
        first.addWidget(self.entry, 1)
        first.addWidget(self.timer)
        second = hbox(margins=(24, 0, 24, 0))
        second.addWidget(self.reading)
        third = hbox(spacing=8, margins=(0, 0, 16, 0))
        third.addWidget(self.tabs)
        third.addStretch(1)
        third.addWidget(self._seller)
        third.addSpacing(10)
        third.addWidget(self._saved_icon)
        third.addWidget(self._saved)
        third.addSpacing(2)
        third.addWidget(self.settings)
        column = vbox(self, spacing=0, margins=(0, 6, 0, 0))
        column.addLayout(first)
        column.addSpacing(2)
        column.addLayout(second)
        column.addSpacing(4)
        column.addLayout(third)
        line = Line()
        line.setParent(self)
        line.setGeometry(0, 111, 16000, 1)
        line.lower()

    def show_seller(self, name: str) -> None:
        """Whose book this is."""
        self._seller.setText(name)

    def show_saving(self, saving: bool | None) -> None:
        """Whether a write is under way; None while there is no book yet."""
        if self._read_only:
            return
        words = {None: _("Opening the book"), True: _("Saving"), False: _("Saved")}
        self._saved.setText(words[saving])
        self._saved_icon.setVisible(saving is False)

    def show_nothing_saved(self) -> None:
        """There is no book, so there is nothing to say of it."""
        self._saved.setText("")

    def show_read_only(self) -> None:
        """This book is only looked at."""
        self._read_only = True
        self._saved_icon.show_icon("lock", "warn")
        self._saved.show_text(_("Read only"), "warn")
