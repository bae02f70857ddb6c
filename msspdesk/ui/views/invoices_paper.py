"""The paper in the middle of the Invoices tab: look, save, open, print."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from msspdesk.texts import _, pgettext
from msspdesk.ui.pdf_view import PdfView
from msspdesk.ui.presenters.invoices_document import Document
from msspdesk.ui.widgets import Button, EmptyState, vbox


class PaperView(QWidget):
    """The kept file of an issued document, the marked preview of a draft."""

    edit_asked = Signal()

    def __init__(self, presenter: Document) -> None:
        super().__init__()
        self.presenter = presenter
        self.pdf = PdfView()
        self._shown: bytes | None = None
        self._problem = EmptyState("", "")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.pdf)
        self._stack.addWidget(self._problem)
        vbox(self, spacing=0).addWidget(self._stack)
        self._save = Button(_("Save PDF"), self.save, look="bare", icon="download")
        self._open = Button(
            pgettext("button", "Open"), self.open_outside, look="bare", icon="external"
        )
        self._print = Button(_("Print"), self.print_, look="bare", icon="print")
        for button in (self._save, self._open, self._print):
            self.pdf.toolbar.addWidget(button)
        presenter.on_update(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        pdf = self.presenter.pdf
        for button in (self._save, self._open, self._print):
            button.setEnabled(pdf is not None)
        if self.presenter.pdf_problem:
            self._show_problem(self.presenter.pdf_problem)
            return
        self._stack.setCurrentIndex(0)
        if pdf is None:
            self._shown = None
            self.pdf.clear()
        elif pdf != self._shown:
            self._shown = pdf
            self.pdf.show_pdf(pdf)

    def _show_problem(self, problem: str) -> None:
        self._shown = None
        new = EmptyState(
            _("There is no page to show yet"),
            problem,
            Button(_("Edit draft"), self.edit_asked.emit),
        )
        self._stack.removeWidget(self._problem)
        self._problem.deleteLater()
        self._problem = new
        self._stack.addWidget(new)
        self._stack.setCurrentWidget(new)

    def save(self) -> None:
        """Ask where to, then write the file."""
        if self.presenter.pdf is None:
            return
        chosen, _kind = QFileDialog.getSaveFileName(
            self,
            _("Save PDF"),
            str(Path.home() / self.presenter.file_name()),
            _("PDF files (*.pdf)"),
        )
        if chosen:
            self.presenter.save(Path(chosen))

    def open_outside(self) -> None:
        """Show the file in the system's own viewer."""
        self.presenter.file(_open)

    def print_(self) -> None:
        """Send it to the printer; where there is none known, open it to print from there."""

        def otherwise(path: Path) -> None:
            self.presenter.runner.notify(_("Opened in your PDF viewer. Print it from there."))
            _open(path)

        self.presenter.print_(otherwise)

    def mail(self) -> None:
        """A message with the PDF in it, opened in the mail program."""
        self.presenter.mail(_open)


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
