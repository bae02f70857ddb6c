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

    book = demo_book(options, clock) if options.demo else options.book or paths.default_book()
    return run(Options(book=book.expanduser(), clock=clock))


def demo_book(options: Namespace, clock: Clock | None) -> Path:
    """The demo's own book beside the owner's, made when it is not there."""
    folder = paths.data_dir() / "demo"
    path = folder / paths.BOOK_NAME
    if options.fresh:
        shutil.rmtree(folder, ignore_errors=True)
    if not path.exists():
        from msspdesk.cli.commands.demo import make_book

        make_book(path, options, clock)
    return path
