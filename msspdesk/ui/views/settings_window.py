"""How the window looks on this computer, and where the book lies."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from msspdesk.texts import _
from msspdesk.ui.palette import Choice
from msspdesk.ui.preferences import keep_theme
from msspdesk.ui.presenters.settings import Settings
from msspdesk.ui.theme import theme
from msspdesk.ui.widgets import Button, Label, Segments, hbox, vbox

_CHOICES: dict[str, Choice] = {"system": "system", "light": "light", "dark": "dark"}


class WindowPart(QWidget):
    """Light, dark or as the desktop is; and the file that holds everything."""

    def __init__(self, presenter: Settings) -> None:
        super().__init__()
        self.presenter = presenter
        options = [("system", _("As the desktop")), ("light", _("Light")), ("dark", _("Dark"))]
        self.colours = Segments(options, _("Colours"))
        self.colours.choose(theme.choice)
        self.colours.chosen.connect(self._choose)
        self.path = Label("", wrap=True)
        self.volume = Label("", "label")
        column = vbox(self, spacing=4)
        column.addWidget(Label(_("Colours"), "label"))
        row = hbox(spacing=0)
        row.addWidget(self.colours)
        row.addStretch(1)
        column.addLayout(row)
        column.addSpacing(20)
        column.addWidget(Label(_("Your book"), "label"))
        column.addWidget(self.path)
        column.addWidget(self.volume)
        column.addSpacing(4)
        last = hbox(spacing=0)
        last.addWidget(Button(_("Open folder"), self._open_folder))
        last.addStretch(1)
        column.addLayout(last)
        presenter.on_update(self.refresh)

    def refresh(self) -> None:
        info = self.presenter.info
        if info is not None:
            self.path.setText(str(info.path))
            megabytes = f"{info.size_bytes / 1_000_000:.1f}"
            words = _("{size} MB, with every issued PDF").format(size=megabytes)
            self.volume.setText(words)

    def _choose(self, key: str) -> None:
        theme.choose(_CHOICES[key])
        keep_theme(_CHOICES[key])

    def _open_folder(self) -> None:
        info = self.presenter.info
        if info is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(info.path.parent)))
