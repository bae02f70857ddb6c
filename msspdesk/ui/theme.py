"""Palette, style sheet and fonts of the running window; light, dark or the system's."""

from __future__ import annotations

from functools import lru_cache
from weakref import WeakSet

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from msspdesk.ui.palette import DARK, LIGHT, Choice, Tokens
from msspdesk.ui.stylesheet import stylesheet

BODY, SMALL, TITLE, KEY = 13, 12, 20, 28


class Theme(QObject):
    """The one place that knows which colours are on. `changed` follows every switch."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.tokens: Tokens = LIGHT
        self.choice: Choice = "system"
        self._started = False
        self._shown: Tokens | None = None
        self._dressed: WeakSet[QWidget] = WeakSet()

    def start(self, app: QApplication, choice: Choice = "system") -> None:
        """Style the application. Call once, before the first widget."""
        if not self._started:
            self._started = True
            app.setStyle("Fusion")
            load_fonts()
            app.setFont(font())
            app.styleHints().colorSchemeChanged.connect(self._system_changed)
        self.choose(choice)

    def choose(self, choice: Choice) -> None:
        """Switch at run time; `system` follows the desktop."""
        self.choice = choice
        self._apply(_tokens(choice))

    def dress(self, window: QWidget) -> None:
        """Give a window, and all that is or comes into it, the style sheet of the colours on.

        Dialogs, menus, lists and tool tips take it from the window they belong to. On the
        application the same sheet would cost each widget 1 ms whenever it gets a parent.
        """
        self._dressed.add(window)
        window.setStyleSheet(stylesheet(self.tokens))

    def colour(self, tone: str) -> QColor:
        """The colour of a token by name."""
        return _colour(str(getattr(self.tokens, tone)))

    def _system_changed(self) -> None:
        if self.choice == "system":
            self._apply(_tokens("system"))

    def _apply(self, tokens: Tokens) -> None:
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            raise RuntimeError("the theme needs a QApplication")
        if self._shown is tokens:
            return  # a style sheet set again would polish every widget anew
        self._shown = self.tokens = tokens
        app.setPalette(palette(tokens))
        for window in filter(isValid, tuple(self._dressed)):
            self.dress(window)
        self.changed.emit()


def _tokens(choice: Choice) -> Tokens:
    if choice == "system":
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return DARK if dark else LIGHT
    return DARK if choice == "dark" else LIGHT


@lru_cache(maxsize=64)
def _colour(value: str) -> QColor:
    return QColor(value)


def load_fonts() -> None:
    """Roboto 400 and 500; the window and the paper share it."""
    import font_roboto

    for path in (font_roboto.Roboto, font_roboto.RobotoMedium):
        if QFontDatabase.addApplicationFont(path) < 0:
            raise RuntimeError(f"font does not load: {path}")


@lru_cache(maxsize=16)
def font(size: int = BODY, strong: bool = False) -> QFont:
    """Roboto of `size` logical pixels, weight 400 or 500. Do not change what you get."""
    result = QFont("Roboto")
    result.setPixelSize(size)
    result.setWeight(QFont.Weight.Medium if strong else QFont.Weight.Normal)
    return result


def palette(tokens: Tokens) -> QPalette:
    """For what a style sheet does not reach: file dialogs, text cursors, plain views."""
    result = QPalette()
    roles = QPalette.ColorRole
    pairs = {
        roles.Window: tokens.surface,
        roles.WindowText: tokens.text,
        roles.Base: tokens.surface,
        roles.AlternateBase: tokens.window,
        roles.Text: tokens.text,
        roles.PlaceholderText: tokens.muted,
        roles.Button: tokens.surface,
        roles.ButtonText: tokens.text,
        roles.BrightText: tokens.bad,
        roles.Highlight: tokens.accent,
        roles.HighlightedText: tokens.on_accent,
        roles.Link: tokens.accent,
        roles.ToolTipBase: tokens.surface,
        roles.ToolTipText: tokens.text,
    }
    for role, value in pairs.items():
        result.setColor(role, QColor(value))
    for role in (roles.Text, roles.WindowText, roles.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.disabled))
    return result


theme = Theme()
