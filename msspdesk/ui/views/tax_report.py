"""The tax report: registration and period above, figures that unfold below."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from msspdesk.texts import _
from msspdesk.ui.forms import ChoiceField
from msspdesk.ui.page import Context
from msspdesk.ui.presenters import choices as words
from msspdesk.ui.presenters import place_words
from msspdesk.ui.presenters.tax_report import ReportLine, TaxReports
from msspdesk.ui.tables import Cell, Column, ListModel, Table, TableView
from msspdesk.ui.tables.cells import RowKind
from msspdesk.ui.views.month_end_dialogs import date_field
from msspdesk.ui.widgets import Button, EmptyState, Label, Line, hbox, vbox

HEAD = 84


class ReportPane(QWidget):
    """Each figure is a sum of documents; a click shows them."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.presenter = TaxReports(context.tasks, context.today)
        self.registration = ChoiceField("jurisdiction", _("Registration"), [])
        self.first = date_field("first", _("From"), context.today())
        self.last = date_field("last", _("Until"), context.today())
        self.accounting = ChoiceField(
            "accounting", _("Tax is due"), [("", _("as registered")), *words.accountings()]
        )
        self.model = ListModel[ReportLine](_columns(), kind=_kind)
        self.list = TableView(self.model, _("Tax report"))
        self._note = Label("", "label", "warn", wrap=True)
        self._saved = Label("", "label", "good", wrap=True)
        for label in (self._note, self._saved):
            label.setContentsMargins(24, 8, 24, 8)
        self._csv = Button(_("Save CSV"), self.save, icon="download")
        self._pdf = Button(_("Save PDF"), self.choose_language, icon="download")
        self._place()
        self._connect()

    def _place(self) -> None:
        head = QWidget()
        head.setFixedHeight(HEAD)
        row = hbox(head, spacing=16, margins=(24, 8, 24, 8))
        for field, width in (
            (self.registration, 176),
            (self.first, 128),
            (self.last, 128),
            (self.accounting, 136),
        ):
            field.setFixedWidth(width)
            row.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        for button in (self._csv, self._pdf):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        empty = EmptyState(
            _("Nothing was sold in this period"),
            _("Choose another one. Drafts do not count until they are issued."),
        )
        column = vbox(self, spacing=0)
        column.addWidget(head)
        column.addWidget(Line())
        column.addWidget(self._note)
        column.addWidget(self._saved)
        column.addWidget(Table(self.list, empty=empty), 1)

    def _connect(self) -> None:
        presenter = self.presenter
        self.registration.committed.connect(lambda code: presenter.choose(jurisdiction=code))
        self.first.committed.connect(lambda day: presenter.choose(first=day))
        self.last.committed.connect(lambda day: presenter.choose(last=day))
        self.accounting.committed.connect(lambda way: presenter.choose(accounting=way))
        self.list.acted.connect(self._acted)
        self.list.opened.connect(lambda row_id: self._acted(row_id, "open"))
        presenter.on_update(self.refresh)

    def activate(self) -> None:
        self.presenter.activate()

    def deactivate(self) -> None:
        self.presenter.deactivate()

    def refresh(self) -> None:
        presenter = self.presenter
        self.registration.set_options(
            [
                (each.jurisdiction, place_words.place(each.jurisdiction))
                for each in presenter.registrations
            ]
        )
        self.registration.set_value(presenter.jurisdiction)
        self.accounting.set_value(presenter.accounting)
        for field, day in ((self.first, presenter.first), (self.last, presenter.last)):
            if not field.is_editing():
                field.set_value(day)
        self.model.set_rows(presenter.lines)
        for button in (self._csv, self._pdf):
            button.setEnabled(presenter.report is not None and not presenter.saving)
        unlisted = presenter.unlisted()
        told = _("Not on the recapitulative list, since the customer has no VAT ID: {numbers}")
        note = told.format(numbers=", ".join(unlisted)) if unlisted else presenter.problem
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._saved.setText(presenter.saved)
        self._saved.setVisible(bool(presenter.saved))

    def _acted(self, row_id: int, _action: str) -> None:
        invoice = self.presenter.invoice_of(row_id)
        if invoice is not None:
            self.context.go("invoices", invoice)
        else:
            self.presenter.toggle(row_id)

    def save(self) -> None:
        """Ask for a folder and write the table there."""
        if self.presenter.report is None:
            return
        folder = QFileDialog.getExistingDirectory(self, _("Save CSV"))
        if folder:
            self.presenter.save(Path(folder), self._failed)

    def choose_language(self) -> None:
        """A report is written in one language: ask which, the seller's first."""
        menu = QMenu(self._pdf)
        for code, name in self.presenter.languages:
            menu.addAction(name, partial(self.save_pdf, code))
        menu.popup(self._pdf.mapToGlobal(self._pdf.rect().bottomLeft()))

    def save_pdf(self, language: str) -> None:
        """Ask for a folder and write the pages there."""
        folder = QFileDialog.getExistingDirectory(self, _("Save PDF"))
        if folder:
            self.presenter.save_pdf(Path(folder), language, self._failed)

    def _failed(self, error: Exception) -> None:
        self._note.setText(self.presenter.runner.explain(error))
        self._note.show()


def _columns() -> tuple[Column[ReportLine], ...]:
    return (
        Column("fold", "", _fold, width=48, name=_("Documents")),
        Column("title", _("Tax"), _title, min_width=176),
        Column("place", _("Where"), lambda row: Cell(row.place), min_width=128),
        Column("base", _("Net"), lambda row: Cell(row.base), width=128, right=True),
        Column("tax", _("Tax"), lambda row: Cell(row.tax), width=112, right=True),
    )


def _fold(row: ReportLine) -> Cell:
    if row.kind == "heading":
        return Cell(row.title, bold=True)
    if not row.key:
        return Cell()
    return Cell(icon="chevron-down" if row.open else "chevron-right", action="toggle")


def _title(row: ReportLine) -> Cell:
    if row.kind == "heading":
        return Cell()
    if row.invoice_id is not None:
        return Cell(row.title, note=row.note, link=True, action="open")
    return Cell(row.title, note=row.note, bold=True)


def _kind(row: ReportLine) -> RowKind:
    if row.kind == "heading":
        return "heading"
    return "child" if row.kind == "child" else "row"
