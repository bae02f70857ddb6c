"""How the window looks on this computer, and where the book lies."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QLocale, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from msspdesk.texts import ENGLISH, PSEUDO, _, formats, language, languages
from msspdesk.ui.palette import Choice
from msspdesk.ui.preferences import keep_language, keep_theme, language_choice, spoken
from msspdesk.ui.presenters.settings import Settings
from msspdesk.ui.theme import theme
from msspdesk.ui.widgets import Button, Label, Segments, hbox, vbox

_CHOICES: dict[str, Choice] = {"system": "system", "light": "light", "dark": "dark"}


class WindowPart(QWidget):
    """Light or dark, the language, and the file that holds everything."""

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
        self._place_language(column)
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

    def _place_language(self, column: QVBoxLayout) -> None:
        named = [(code, _own_name(code)) for code in languages() if code != PSEUDO]
        self.language = Segments([("system", _("As the desktop")), *named], _("Language"))
        self.language.choose(language_choice())
        self.language.chosen.connect(self._speak)
        self.later = Label("", "label", wrap=True)
        self.later.hide()
        column.addWidget(Label(_("Language"), "label"))
        row = hbox(spacing=0)
        row.addWidget(self.language)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.later)

    def _speak(self, key: str) -> None:
        keep_language(key)
        code = spoken(key)
        told = _("The window speaks {language} from its next start on.")
        self.later.setText(told.format(language=_own_name(code)))
        self.later.setVisible(code != language())

    def refresh(self) -> None:
        info = self.presenter.info
        if info is not None:
            self.path.setText(str(info.path))
            megabytes = formats.number(Decimal(info.size_bytes) / 1_000_000, places=1)
            words = _("{size} MB, with every issued PDF").format(size=megabytes)
            self.volume.setText(words)

    def _choose(self, key: str) -> None:
        theme.choose(_CHOICES[key])
        keep_theme(_CHOICES[key])

    def _open_folder(self) -> None:
        info = self.presenter.info
        if info is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(info.path.parent)))


def _own_name(code: str) -> str:
    """A language as those who speak it call it."""
    return "English" if code == ENGLISH else QLocale(code).nativeLanguageName()
