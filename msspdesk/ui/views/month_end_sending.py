"""The run under way, and then what left, in place of the month end's panel."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from msspdesk.texts import _, ngettext
from msspdesk.ui.presenters.month_end import MonthEnd
from msspdesk.ui.presenters.month_end_sending import Sending
from msspdesk.ui.widgets import (
    Button,
    ElidedLabel,
    IconLabel,
    Label,
    Line,
    Panel,
    hbox,
    scrolling,
    vbox,
)

WIDTH = 320


def emptied(column: QVBoxLayout) -> None:
    """Take everything out of a column that is filled anew."""
    while column.count():
        item = column.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()


class SendingView(Panel):
    """The run: its bar and Stop, then the list of what left."""

    def __init__(self, presenter: MonthEnd, open_document: Callable[[int], None]) -> None:
        super().__init__(WIDTH)
        self._presenter = presenter
        self._open = open_document
        self._title = Label("", "heading")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Issuing"))
        self._stop = Button(_("Stop"), presenter.stop)
        self._note = Label("", "label", wrap=True)
        self._list = QWidget()
        self._rows = vbox(self._list, spacing=0)
        self._done = Button(_("Done"), presenter.done_sending, look="primary")
        self.body.addWidget(self._title)
        self.body.addSpacing(8)
        self.body.addWidget(self._bar)
        self.body.addSpacing(8)
        self.body.addWidget(self._stop, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._note)
        self.body.addSpacing(8)
        self.body.addWidget(scrolling(self._list, "window"), 1)
        self.body.addWidget(self._done)

    def show_sending(self, sending: Sending) -> None:
        told = _("{done} of {total} issued").format(done=sending.done, total=sending.total)
        self._title.setText(told)
        self._bar.setMaximum(max(1, sending.total))
        self._bar.setValue(sending.done)
        self._stop.setVisible(sending.running)
        self._done.setVisible(not sending.running)
        self._note.show_text(_after(sending), "bad" if sending.failure else "muted")
        self._note.setVisible(not sending.running)
        emptied(self._rows)
        for each in sending.rows:
            self._rows.addWidget(self._row(each.id, each.number or "", each.customer))
            self._rows.addWidget(Line())
        self._rows.addStretch(1)

    def _row(self, invoice_id: int, number: str, customer: str) -> QWidget:
        row = QWidget()
        row.setFixedHeight(36)
        line = hbox(row, spacing=8)
        line.addWidget(IconLabel("check", "good", 14))
        link = Button(number, lambda: self._open(invoice_id), look="link")
        line.addWidget(link)
        line.addWidget(ElidedLabel(customer, tone="muted"), 1)
        return row


def _after(sending: Sending) -> str:
    """What a run that ended leaves behind."""
    if not sending.waiting:
        return _("All of them have their number and are sealed.")
    left = ngettext(
        "{n} is still a draft and can be issued later.",
        "{n} are still drafts and can be issued later.",
        sending.waiting,
    ).format(n=sending.waiting)
    return f"{sending.failure} {left}".strip()
