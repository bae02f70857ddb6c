"""The window, and the demo business in it. Only Qt and the shell are imported at first."""

from __future__ import annotations

import os
import shutil
from argparse import Namespace
from pathlib import Path

from msspdesk import paths
from msspdesk.cli import screen
from msspdesk.cli.answer import Clock
from msspdesk.domain.errors import ExternalError


def open_window(options: Namespace, clock: Clock | None) -> int:
    """Open the window and stay until it is closed."""
    _need_screen()
    from msspdesk.ui.start import Options, run

    book: Path = options.book or paths.default_book()
    if options.demo:
        # A folder of its own: it can be thrown away and nothing of the owner's goes with it.
        book = paths.data_dir() / "demo" / paths.BOOK_NAME
        if options.fresh:
            shutil.rmtree(book.parent, ignore_errors=True)
    return run(Options(book=book, clock=clock, demo=options.demo, language=options.language))


def _need_screen() -> None:
    """Qt ends the process with an abort where there is no screen; a sentence is better."""
    if screen.is_there():
        return
    named = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")
    if named:
        raise ExternalError("screen_gone", screen=named)
    raise ExternalError("no_screen")
