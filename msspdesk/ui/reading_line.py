"""The line under the entry line: the reading, else a running job, a notice, or the day."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from msspdesk.services.changes import Undo
from msspdesk.texts import _
from msspdesk.ui.presenters.shell import Pair, Reading
from msspdesk.ui.tasks import JobState, Notice
from msspdesk.ui.theme import SMALL, theme
from msspdesk.ui.widgets import Button, IconLabel, Label, hbox
from msspdesk.ui.writing import text_width, write

NOTICE_SECONDS = 8
GAP = 16


class ReadingStrip(QWidget):
    """Pairs of muted label and 500 value; parted by lines while typing."""

    def __init__(self) -> None:
        super().__init__()
        self._pairs: tuple[Pair, ...] = ()
        self._note = ""
        self._lines = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(24)
        theme.changed.connect(self.update)

    def show_pairs(self, pairs: tuple[Pair, ...], note: str, *, lines: bool) -> None:
        self._pairs, self._note, self._lines = pairs, note, lines
        words = [f"{pair.label} {pair.value}".strip() for pair in pairs]
        self.setAccessibleName(", ".join([*words, note] if note else words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        gap = 2 * GAP - 3 if self._lines else GAP + 4
        width = sum(_width(pair) + gap for pair in self._pairs)
        return QSize(width + (text_width(self._note, SMALL) if self._note else 0), 24)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rest = QRect(0, 0, self.width(), 24)
        for position, pair in enumerate(self._pairs):
            if position and self._lines:
                x = rest.left() - GAP + 2
                painter.fillRect(x, 5, 1, 14, theme.colour("edge"))
            if rest.width() < 40:
                return
            used = write(painter, rest, pair.label, "muted", size=SMALL)
            rest.setLeft(rest.left() + used + (6 if used else 0))
            used = write(painter, rest, pair.value, pair.tone, strong=True)
            rest.setLeft(rest.left() + used + (2 * GAP - 3 if self._lines else GAP + 4))
        write(painter, rest, self._note, "muted", size=SMALL)


def _width(pair: Pair) -> int:
    label = text_width(pair.label, SMALL)
    return label + (6 if label else 0) + text_width(pair.value, strong=True)


class ReadingLine(QWidget):
    """What is most worth saying now: what is typed, a job, a notice, the day."""

    undo_asked = Signal(object)  # Undo, or None for the newest

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(24)
        self._reading, self._typing = Reading(), False
        self._job: JobState | None = None
        self._notice: Notice | None = None
        self._fresh = False  # nothing was typed since the notice came
        self._top: Undo | None = None
        self._icon = IconLabel("check", "good", 14)
        self._text = Label("", "body")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(160)
        self._strip = ReadingStrip()
        self._undo = Button(_("Undo"), self._ask_undo, look="link")
        self._stop = Button(_("Stop"), self._ask_stop, look="link")
        self._chip = Label(_("Alt+Down"), "chip")
        self._chip.setFixedHeight(18)
        self._other = Label("", "label")
        self._place()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._drop_notice)
        self._show()

    def _place(self) -> None:
        row = hbox(self, spacing=8)
        for widget in (self._icon, self._text, self._bar, self._strip):
            row.addWidget(widget)
        row.addSpacing(0)
        row.addWidget(self._undo)
        row.addWidget(self._stop)
        row.addStretch(1)
        row.addWidget(self._chip)
        row.addWidget(self._other)

    def show_reading(self, reading: Reading, *, typing: bool) -> None:
        if typing and reading != self._reading:
            self._fresh = False  # a key was pressed: the reading is wanted again
        self._reading, self._typing = reading, typing
        self._show()

    def show_notice(self, notice: Notice) -> None:
        """Stays for eight seconds or until typing starts; a problem stays until the next one."""
        self._notice, self._fresh = notice, True
        self._timer.stop()
        if notice.tone != "bad":
            self._timer.start(NOTICE_SECONDS * 1000)
        self._show()

    def show_job(self, job: JobState | None) -> None:
        self._job = job
        self._show()

    def show_undo(self, top: Undo | None) -> None:
        """The newest step that can be taken back, None if there is none."""
        self._top = top
        self._show()

    def _drop_notice(self) -> None:
        self._notice = None
        self._show()

    def _show(self) -> None:
        shown: set[QWidget] = set()
        fresh = self._notice is not None and self._fresh
        if self._typing and self._reading.other and not fresh:
            shown = {self._chip, self._other}
        if self._typing and not fresh:
            self._notice = None if self._notice and self._notice.tone != "bad" else self._notice
            shown |= self._show_reading(lines=True)
        elif self._job is not None:
            shown |= self._show_job(self._job)
        elif self._notice is not None:
            shown |= self._show_notice(self._notice)
        else:
            shown |= self._show_reading(lines=False)
            if self._top is not None:
                self._name_undo(_("Undo: {what}").format(what=_(self._top.label)))
                shown.add(self._undo)
        for widget in self._parts():
            widget.setVisible(widget in shown)

    def _parts(self) -> tuple[QWidget, ...]:
        return (
            self._icon,
            self._text,
            self._bar,
            self._strip,
            self._undo,
            self._stop,
            self._chip,
            self._other,
        )

    def _show_reading(self, *, lines: bool) -> set[QWidget]:
        reading = self._reading
        self._other.setText(reading.other)
        self._strip.show_pairs(reading.pairs, reading.note, lines=lines)
        if reading.problem:
            self._icon.show_icon("warning", "warn")
            self._text.show_text(reading.problem, "warn")
            return {self._icon, self._text, self._strip}
        return {self._strip}

    def _show_job(self, job: JobState) -> set[QWidget]:
        known = job.total > 0
        counted = _("{done} of {total}").format(done=job.done, total=job.total) if known else ""
        words = [part for part in (job.label, counted, job.note) if part]
        self._text.show_text(", ".join(words), "text")
        self._bar.setMaximum(job.total)
        self._bar.setValue(job.done)
        stopping = job.progress.cancelled()
        self._stop.setEnabled(not stopping)
        return {self._text, self._bar, self._stop}

    def _show_notice(self, notice: Notice) -> set[QWidget]:
        self._text.show_text(notice.text, notice.tone)
        shown: set[QWidget] = {self._text}
        icon = {"bad": "warning", "warn": "warning", "good": "check"}.get(notice.tone)
        if icon is not None:
            self._icon.show_icon(icon, notice.tone)
            shown.add(self._icon)
        if notice.undo is not None:
            self._name_undo(_("Undo"))
            shown.add(self._undo)
        return shown

    def _name_undo(self, words: str) -> None:
        """Beside the notice it is clear what Undo takes back; on its own it says so."""
        self._undo.setText(words.replace("&", "&&"))

    def _ask_undo(self) -> None:
        undo = self._notice.undo if self._notice is not None else self._top
        self._drop_notice()
        self.undo_asked.emit(undo)

    def _ask_stop(self) -> None:
        if self._job is not None:
            self._job.progress.cancel()
            self._show()
