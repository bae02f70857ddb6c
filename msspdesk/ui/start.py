"""The start of the window: its frame stands before the program behind it is loaded.

Nothing of the program is imported before that, and not the name `Qt`: with it come its
enums, whose making takes a fifth of an empty window's time.
"""

from __future__ import annotations

import builtins
import gc
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

_plain_import = builtins.__import__
from PySide6.QtGui import QColor, QPalette  # noqa: E402 - between the two lines
from PySide6.QtWidgets import QApplication  # noqa: E402

# PySide reads the source of every module imported after it, to look for a feature that
# nobody here uses (`from __feature__ import`): a fifth of the way to the first page.
builtins.__import__ = _plain_import

from msspdesk.texts import ENGLISH, set_language  # noqa: E402
from msspdesk.ui.main_window import MainWindow, later  # noqa: E402
from msspdesk.ui.palette import DARK, LIGHT, Choice  # noqa: E402
from msspdesk.ui.preferences import language_choice, spoken, theme_choice  # noqa: E402
from msspdesk.ui.single_instance import address, raise_other  # noqa: E402

if TYPE_CHECKING:
    from msspdesk.ui.app import Desk

IDLE = 2000  # milliseconds after the frame before later starts are listened for
LOADED = 5000  # milliseconds after the frame when all that is warmed should be there


@dataclass(frozen=True)
class Options:
    """What the command line decided. `book` may not exist yet: then the first run begins.

    With `demo` the book is that of the demo business, made if it is not there. `language`
    is the code of the window's, empty for the one chosen in the settings.
    """

    book: Path
    theme: Choice = "system"
    clock: Callable[[], datetime] | None = None  # aware; None = the system's
    demo: bool = False
    language: str = ""


def run(options: Options) -> int:
    """Open the window on this book and stay until it is closed. Returns the exit code."""
    gc.disable()  # what is loaded stays: looking through it again and again finds nothing
    app = application()
    speak(options.language or spoken(language_choice()))
    where = address(options.book)
    if raise_other(where):
        return 0
    choice = theme_choice() if options.theme == "system" else options.theme
    if choice != "system":
        app.setPalette(QPalette(QColor((DARK if choice == "dark" else LIGHT).surface)))
    window = MainWindow()
    desks: list[Desk] = []
    failed: list[Exception] = []

    def furnish() -> None:
        try:
            desk = _furnish(window, options, choice)
        except Exception as error:  # noqa: BLE001 - an empty window would stay: raised below
            failed.append(error)
            app.exit(1)
            return
        desks.append(desk)
        later(IDLE, lambda: desk.listen(where))
        later(LOADED, _collect_again)

    window.stood.connect(furnish)
    window.show_at_once()
    code = app.exec()
    for desk in desks:
        desk.close()
    for error in failed:
        raise error
    return code


def application() -> QApplication:
    """The QApplication, made once, without its looks."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
        app.setApplicationName("msspdesk")
        app.setDesktopFileName("msspdesk")
    return app


def speak(language: str) -> None:
    """Let the window speak this language, and Qt's own dialogs and menus with it.

    An unknown one raises `unknown_language`. English needs no file.
    """
    set_language(language)
    if language == ENGLISH:
        return
    from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator

    QLocale.setDefault(QLocale(language))
    app = application()
    words = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if words.load(f"qtbase_{language}", folder):
        app.installTranslator(words)


def _collect_again() -> None:
    """What is there by now is left out of every later look."""
    gc.freeze()
    gc.enable()


def _furnish(window: MainWindow, options: Options, choice: Choice) -> Desk:
    """Load what fills the frame, and begin."""
    from msspdesk.ui import app

    app.application(choice)
    desk = app.Desk(options, window)
    desk.show()
    return desk
