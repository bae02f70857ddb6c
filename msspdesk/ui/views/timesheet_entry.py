"""The panel under the list: one entry, each field stored when it is left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from msspdesk.domain.reading import read_clock, read_date, read_duration
from msspdesk.services.timesheets import EntryRow
from msspdesk.texts import _, formats
from msspdesk.ui.forms import CheckField, ChoiceField, DateField, DurationField, Form, TextField
from msspdesk.ui.forms.fields import ParsedField
from msspdesk.ui.presenters.timesheet_entry import EntryEditor
from msspdesk.ui.widgets import (
    Button,
    ElidedLabel,
    IconLabel,
    Label,
    Line,
    Pair,
    ground,
    hbox,
    vbox,
)

CHOICES = ("customer_id", "contract_line_id", "service_id")


class EntryPanel(QWidget):
    """Shown while an entry is open; Escape closes it."""

    resized = Signal()

    def __init__(
        self,
        presenter: EntryEditor,
        close: Callable[[], None],
        open_invoice: Callable[[int], None],
    ) -> None:
        super().__init__()
        ground(self, "window")
        self.presenter = presenter
        self._close = close
        self._open_invoice = open_invoice
        self._title = ElidedLabel("", "heading")
        self._charge = Label("", "label")
        self._warning = Label("", "label", "warn", wrap=True)
        self._delete = Button(_("Delete"), presenter.delete, look="link")
        self.form = self._form()
        self._facts = _Facts(self._go_to_invoice)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.form)
        self._stack.addWidget(self._facts)
        self._place()
        self._shown: int | None = None
        self._takes_focus = False
        self.form.committed.connect(self._committed)
        presenter.on_update(self.refresh)
        self.hide()

    def _place(self) -> None:
        head = hbox(spacing=12)
        head.addWidget(self._title, 1)
        head.addWidget(self._charge)
        head.addWidget(self._delete)
        shut = Button("", self._close, look="barei", icon="close", name=_("Close"), tip="Esc")
        head.addWidget(shut)
        body = vbox(spacing=8, margins=(16, 8, 16, 12))
        body.addLayout(head)
        body.addWidget(self._warning)
        body.addWidget(self._stack)
        column = vbox(self, spacing=0)
        column.addWidget(Line())
        column.addLayout(body)

    def _form(self) -> Form:
        day = DateField("day", _("Day"), self._read_day, formats.day)
        start = _clock_field("start", _("From"))
        end = _clock_field("end", _("To"))
        minutes = DurationField("minutes", _("Worked"), read_duration, formats.hours)
        billed = DurationField("billed_minutes", _("Billed"), _read_billed, formats.hours)
        form = Form(
            [
                [day, start, end, minutes, billed],
                [
                    ChoiceField("customer_id", _("Customer"), []),
                    ChoiceField("contract_line_id", _("Contract line"), []),
                ],
                TextField("note", _("What was done")),
                [
                    ChoiceField("service_id", _("Service"), []),
                    TextField("tags", _("Tags"), placeholder="#sev2"),
                ],
                CheckField("billable", _("Bill it to the customer")),
            ]
        )
        form.on_enter = form.walk
        column = cast("QVBoxLayout", form.layout())
        column.setSpacing(10)
        row = cast("QHBoxLayout", column.itemAt(0))
        row.setSpacing(8)
        for at, share in enumerate((3, 2, 2, 2, 2)):
            row.setStretch(at, share)
        return form

    def _read_day(self, text: str) -> date:
        return read_date(text, self.presenter.today)

    def _committed(self, key: str, value: object) -> None:
        self.presenter.change(key, value, self.form.show_error)

    def _go_to_invoice(self) -> None:
        row = self.presenter.row
        if row is not None and row.invoice_id is not None:
            self._open_invoice(row.invoice_id)

    def refresh(self) -> None:
        presenter = self.presenter
        row = presenter.row
        if row is None:
            self.hide()
            return
        self._title.setText(row.customer or _("Own office"))
        self._charge.show_text(*presenter.charge)
        self._delete.setVisible(not presenter.locked)
        warning = "" if presenter.locked else presenter.warnings
        self._warning.setText(warning)
        self._warning.setVisible(bool(warning))
        if presenter.locked:
            self._facts.show_entry(presenter)
        else:
            self._show_form()
        self._stack.setCurrentIndex(1 if presenter.locked else 0)
        self._fit(self._facts if presenter.locked else self.form)
        self.show()
        if self._takes_focus and not presenter.locked:
            self.form.begin_at("service_id" if _lacks_service(row) else "note")
        self._takes_focus = False

    def _fit(self, shown: QWidget) -> None:
        """The panel is as high as what stands in it."""
        for page in (self.form, self._facts):
            policy = page.sizePolicy()
            kind = policy.Policy.Preferred if page is shown else policy.Policy.Ignored
            page.setSizePolicy(policy.horizontalPolicy(), kind)
        self._stack.adjustSize()

    def _show_form(self) -> None:
        presenter = self.presenter
        if self._shown != presenter.entry_id:
            self._shown = presenter.entry_id
            self.form.clear_problems()
        for key in CHOICES:
            field = self.form.fields[key]
            if isinstance(field, ChoiceField) and not field.is_editing():
                field.set_options(presenter.choices(key))
        self.form.show_values(presenter.values())
        theirs = presenter.row is not None and presenter.row.customer_id is not None
        for key in ("contract_line_id", "billable"):
            self.form.fields[key].setVisible(theirs)

    def open_entry(self, entry_id: int) -> None:
        """Show an entry; the cursor goes to what it lacks, else into its note."""
        self._takes_focus = True
        self.presenter.open(entry_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)


class _Facts(QWidget):
    """A locked entry: why it cannot be changed, and what it says."""

    def __init__(self, open_invoice: Callable[[], None]) -> None:
        super().__init__()
        self._why = Label("", "label", wrap=True)
        self._pairs = [Pair(label, at=96) for label in _fact_labels()]
        column = vbox(self, spacing=4)
        row = hbox(spacing=8)
        row.addWidget(IconLabel("lock", "muted", 14), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._why, 1)
        column.addLayout(row)
        for pair in self._pairs:
            column.addWidget(pair)
        link = Button(_("Open the invoice"), open_invoice, look="link")
        column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def show_entry(self, presenter: EntryEditor) -> None:
        row, values = presenter.row, presenter.values()
        if row is None:
            return
        self._why.setText(presenter.locked)
        worked = formats.hours(row.minutes)
        if values["start"] is not None and values["end"] is not None:
            worked += f"  {values['start']:%H:%M}–{values['end']:%H:%M}"
        billed = formats.hours(row.billed_minutes) if row.billable else _("not billable")
        note = " ".join([row.note, *(f"#{tag}" for tag in row.tags)])
        day = f"{formats.weekday_day_long(row.day)} {row.day.year}"
        texts = (day, worked, billed, row.line or row.service, note)
        for pair, text in zip(self._pairs, texts, strict=True):
            pair.value.setText(text)
            pair.setVisible(bool(text.strip()))


def _lacks_service(row: EntryRow) -> bool:
    """Whether nobody can say at which price the time is billed."""
    return row.customer_id is not None and row.billable and not (row.line_id or row.service_id)


def _fact_labels() -> tuple[str, ...]:
    return (_("Day"), _("Worked"), _("Billed"), _("Contract line"), _("What was done"))


def _clock_field(key: str, label: str) -> ParsedField:
    return ParsedField(key, label, read_clock, _write_clock, right=True)


def _write_clock(value: time) -> str:
    return f"{value:%H:%M}"


def _read_billed(text: str) -> int:
    """Nothing may be billed; worked time is never nothing."""
    return 0 if text.strip() in ("0", "0:00") else read_duration(text)
