"""Figures in large letters, with their unit and the reason below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from msspdesk.ui.widgets import Label, Line, hbox, vbox


class KeyFigure(QWidget):
    """Label, number with unit, reason. Several stand in a row parted by lines."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self._label = Label(label, "label")
        self._figure = Label("", "figure")
        self._unit = Label("", "label")
        self._reason = Label("", "label")
        column = vbox(self, spacing=2)
        column.addWidget(self._label)
        row = hbox(spacing=6)
        row.addWidget(self._figure, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self._unit, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self._reason)
        self._unit.setContentsMargins(0, 0, 0, 3)

    def show_label(self, text: str) -> None:
        self._label.setText(text)

    def show_figure(
        self, figure: str, unit: str = "", reason: str = "", tone: str = "text"
    ) -> None:
        self._figure.show_text(figure, tone)
        self._unit.setText(unit)
        self._reason.setText(reason)


class KeyFigures(QWidget):
    """A row of key figures with vertical lines between, never boxes."""

    def __init__(self, figures: Sequence[KeyFigure]) -> None:
        super().__init__()
        row = hbox(self, spacing=16)
        for index, figure in enumerate(figures):
            if index:
                row.addWidget(Line(vertical=True))
            row.addWidget(figure, 1)
