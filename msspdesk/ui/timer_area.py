"""The timer at the right of the entry line: always in sight, one button each way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from msspdesk.texts import _
from msspdesk.ui.presenters.shell import TimerState
from msspdesk.ui.theme import theme
from msspdesk.ui.widgets import Button, ElidedLabel, Label, hbox, vbox

WIDTH = 468


class Dot(QWidget):
    """Eight pixels of accent: something runs."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(8, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("accent"))
        painter.setBrush(theme.colour("accent"))
        painter.drawEllipse(self.rect().adjusted(0, 0, -1, -1))


class TimerArea(QWidget):
    """Customer, text, running time, Stop and Switch; or Start."""

    start_asked = Signal()
    stop_asked = Signal()
    switch_asked = Signal()
    search_asked = Signal()

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self.setFixedHeight(36)
        self._now = now
        self._state: TimerState | None = None
        self._dot = Dot()
        self._customer = ElidedLabel("", "strong")
        self._text = ElidedLabel("", "label")
        self._time = Label("", "figure")
        self.start = Button(_("Start"), self.start_asked.emit, icon="play", tip=_("Ctrl+T"))
        self.stop = Button(_("Stop"), self.stop_asked.emit, icon="stop", tip=_("Ctrl+T"))
        self.switch = Button(
            _("Switch"), self.switch_asked.emit, icon="switch", tip=_("Ctrl+Shift+T")
        )
        name = _("Find an action")
        self._search = Button("", self.search_asked.emit, look="barei", icon="search", name=name)
        self._search.setToolTip(_("Find an action (Ctrl+K)"))
        self._place()
        self._ticker = QTimer(self)
        self._ticker.setInterval(1000)
        self._ticker.timeout.connect(self._tick)
        self.show_timer(None)
        for button in (self.start, self._search):
            button.setEnabled(False)
        self._text.setText("")  # until there is a book, nothing is known of a timer

    def _place(self) -> None:
        words = vbox(spacing=0)
        words.addStretch(1)
        words.addWidget(self._customer)
        words.addWidget(self._text)
        words.addStretch(1)
        row = hbox(self, spacing=8)
        row.addWidget(self._dot)
        row.addSpacing(4)
        row.addLayout(words, 1)
        row.addWidget(self._time)
        row.addWidget(self.start)
        row.addWidget(self.stop)
        row.addWidget(self.switch)
        row.addWidget(self._search)

    def show_timer(self, state: TimerState | None) -> None:
        """The timer of the book; from the first call on there is one to start."""
        self._state = state
        running = state is not None
        for button in (self.start, self._search):
            button.setEnabled(True)
        for widget in (self._dot, self._customer, self._time, self.stop, self.switch):
            widget.setVisible(running)
        self.start.setVisible(not running)
        if state is None:
            self._text.setText(_("No timer runs"))
            self._ticker.stop()
            return
        self._customer.setText(state.customer or _("No customer yet"))
        self._text.setText(state.text)
        self._ticker.start()
        self._tick()

    def _tick(self) -> None:
        if self._state is None:
            return
        seconds = max(0, int((self._now() - self._state.since).total_seconds()))
        hours, rest = divmod(seconds, 3600)
        self._time.setText(f"{hours}:{rest // 60:02}:{rest % 60:02}")
