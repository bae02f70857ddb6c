"""The window, and the demo business in it. Only Qt and the shell are imported at first."""

from __future__ import annotations

import shutil
from argparse import Namespace
from pathlib import Path

from msspdesk import paths
from msspdesk.cli.answer import Clock


def open_window(options: Namespace, clock: Clock | None) -> int:
    """Open the window and stay until it is closed."""
    from msspdesk.ui.app import Options, run

    book: Path = options.book or paths.default_book()
    if options.demo:
        # A folder of its own: it can be thrown away and nothing of the owner's goes with it.
        book = paths.data_dir() / "demo" / paths.BOOK_NAME
        if options.fresh:
            shutil.rmtree(book.parent, ignore_errors=True)
    return run(Options(book=book.expanduser(), clock=clock, demo=options.demo))
