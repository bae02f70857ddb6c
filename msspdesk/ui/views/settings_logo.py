"""The logo of the paper: shown as it is, chosen from a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QFileDialog, QFrame, QLabel, QWidget

from msspdesk.texts import _
from msspdesk.ui.presenters.settings import Settings
from msspdesk.ui.widgets import Button, Label, hbox, restyle, vbox

BOX = (200, 72)


class LogoField(QWidget):
    """On white, since paper is white in the dark too."""

    def __init__(self, presenter: Settings) -> None:
        super().__init__()
        self.presenter = presenter
        self._shown: bytes | None = None
        self.picture = QLabel()
        self.frame = QFrame()
        self.frame.setProperty("look", "popup")
        self.frame.setFixedSize(*BOX)
        vbox(self.frame, margins=(1, 1, 1, 1)).addWidget(self.picture)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setAccessibleName(_("Your logo"))
        self.note = Label(_("PNG or JPEG of up to 2 MB"), "label")
        self.choose = Button(_("Choose picture"), self._choose)
        self.remove = Button(_("Remove"), presenter.remove_logo)
        column = vbox(self, spacing=4)
        column.addWidget(Label(_("Logo"), "label"))
        row = hbox(spacing=12)
        row.addWidget(self.frame)
        row.addWidget(self.choose)
        row.addWidget(self.remove)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.note)
        presenter.on_update(self.refresh)
        self._show(None)

    def refresh(self) -> None:
        page = self.presenter.page
        logo = page.logo if page is not None else None
        if logo != self._shown:
            self._shown = logo
            self._show(logo)

    def _show(self, logo: bytes | None) -> None:
        self.remove.setVisible(logo is not None)
        self.note.show_text(_("PNG or JPEG of up to 2 MB"), "muted")
        picture = QPixmap()
        if logo is None or not picture.loadFromData(logo):
            self.picture.setPixmap(QPixmap())
            self.picture.setText(_("none yet"))
            return
        ratio = self.devicePixelRatioF()
        room = QSize(BOX[0] - 16, BOX[1] - 16) * ratio
        fitted = picture.scaled(
            room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        self.picture.setPixmap(_on_paper(fitted, ratio))

    def _choose(self) -> None:
        kinds = _("Pictures") + " (*.png *.jpg *.jpeg)"
        name, _kind = QFileDialog.getOpenFileName(self, _("Choose your logo"), "", kinds)
        if name:
            self.take(Path(name))

    def take(self, path: Path) -> None:
        """Store the picture; what is wrong with it is said below."""
        self.presenter.read_logo(path, self._refused)

    def _refused(self, error: Exception) -> None:
        self.note.setText(self.presenter.runner.explain(error))
        restyle(self.note, tone="bad")


def _on_paper(logo: QPixmap, ratio: float) -> QPixmap:
    """The logo in the middle of a white sheet as large as the box."""
    sheet = QPixmap(QSize(BOX[0] - 4, BOX[1] - 4) * ratio)
    sheet.fill(Qt.GlobalColor.white)
    painter = QPainter(sheet)
    apart = sheet.size() - logo.size()
    painter.drawPixmap(apart.width() // 2, apart.height() // 2, logo)
    painter.end()
    sheet.setDevicePixelRatio(ratio)
    return sheet
