"""Shown for a bug: what happened, what was not lost, and a report to copy."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from msspdesk.texts import _
from msspdesk.ui.widgets import Button, Label, hbox, vbox


class CrashDialog(QDialog):
    """Says what happened, that nothing half-done was stored, and offers the report."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Something went wrong"))
        self.setMinimumSize(560, 360)
        self._text = text
        view = QPlainTextEdit(text)
        view.setReadOnly(True)
        view.setAccessibleName(_("Report"))
        column = vbox(self, spacing=12, margins=(24, 20, 24, 20))
        column.addWidget(Label(_("Something went wrong"), "title"))
        column.addWidget(
            Label(
                _(
                    "This is a mistake in the program. What was stored before is safe; "
                    "the last action was not carried out. "
                    "The report holds no names, amounts or texts of yours."
                ),
                wrap=True,
            )
        )
        column.addWidget(view, 1)
        row = hbox(spacing=8)
        row.addStretch(1)
        row.addWidget(Button(_("Copy report"), self._copy, icon="copy"))
        go_on = Button(_("Go on"), self.accept, look="primary")
        go_on.setDefault(True)
        row.addWidget(go_on)
        column.addLayout(row)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
