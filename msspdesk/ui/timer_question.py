"""Asks what to do with time that ran while nobody worked: keep, cut, discard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QDialog, QWidget

from msspdesk.domain.errors import DomainError
from msspdesk.domain.reading import read_clock
from msspdesk.texts import _, formats
from msspdesk.ui.forms import ParsedField
from msspdesk.ui.presenters.quick_entry import QuickEntry
from msspdesk.ui.presenters.timer import DAY, Question, Timer
from msspdesk.ui.widgets import Button, Label, hbox, vbox

TICK = 30_000  # milliseconds


class TimerWatch(QObject):
    """Ticks for the timer and the entry line, and shows the timer's question over the window."""

    def __init__(
        self, presenter: Timer, entry: QuickEntry, window: QWidget, now: Callable[[], datetime]
    ) -> None:
        super().__init__(window)
        self._presenter, self._entry, self._window = presenter, entry, window
        self._clock = QTimer(self)
        self._clock.setInterval(TICK)
        self._clock.timeout.connect(lambda: self._tick(now()))
        self._clock.start()
        presenter.on_question(self._ask)

    def _tick(self, now: datetime) -> None:
        self._presenter.tick(now)
        self._entry.tick(now)

    def _ask(self) -> None:
        question = self._presenter.question
        if question is not None:
            TimerQuestion(self._window, self._presenter, question).open()


class TimerQuestion(QDialog):
    """Three answers; Escape lets the timer run on."""

    def __init__(self, parent: QWidget, presenter: Timer, question: Question) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setMinimumWidth(520)
        self.setWindowTitle(_("Timer"))
        self._presenter = presenter
        self.until = ParsedField("until", _("Worked until"), read_clock, _write)
        self.until.setFixedWidth(120)
        self.until.set_value(question.until.time())
        self.until.edit.textEdited.connect(lambda _text: self._show_cut())
        hours = formats.hours(question.minutes)
        self.cut = Button("", self._cut, look="primary")
        self.cut.setDefault(True)
        self.keep = Button(_("Keep all {hours}").format(hours=hours), self._keep_all)
        self.keep.setEnabled(question.minutes <= DAY)
        self._place(question, hours)
        self.rejected.connect(presenter.let_run)
        self._show_cut()

    def _place(self, question: Question, hours: str) -> None:
        column = vbox(self, spacing=16, margins=(24, 20, 24, 20))
        column.addWidget(Label(_("Was this time worked?"), "title"))
        since = f"{formats.weekday_day(question.since.date())}, {question.since:%H:%M}"
        told = _("The timer for {who} has been running since {since}, {hours} so far.")
        if not question.who:
            told = _("The timer has been running since {since}, {hours} so far.")
        words = told.format(who=question.who, since=since, hours=hours)
        column.addWidget(Label(words, wrap=True))
        column.addWidget(self.until)
        row = hbox(spacing=8)
        row.addWidget(Button(_("Discard"), self._discard))
        row.addStretch(1)
        row.addWidget(Button(_("Let it run"), self.reject))
        row.addWidget(self.keep)
        row.addWidget(self.cut)
        column.addLayout(row)

    def _typed(self) -> time | None:
        try:
            typed = self.until.value()
        except DomainError:
            return None
        return typed if isinstance(typed, time) else None

    def _show_cut(self) -> None:
        clock = self._typed()
        self.cut.setEnabled(clock is not None)
        hours = "" if clock is None else self._presenter.cut_minutes(clock)
        self.cut.setText(_("Note {hours}").format(hours=hours).strip())

    def _cut(self) -> None:
        clock = self._typed()
        if clock is not None:
            self._presenter.cut(clock)
            self.accept()

    def _keep_all(self) -> None:
        self._presenter.keep_all()
        self.accept()

    def _discard(self) -> None:
        self._presenter.discard()
        self.accept()


def _write(value: time) -> str:
    return f"{value:%H:%M}"
