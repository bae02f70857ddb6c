"""`msspdesk screenshots DIR`: a picture of every tab and dialog, light and dark."""

from __future__ import annotations

from argparse import Namespace

from msspdesk.cli.answer import Answer, Clock
from msspdesk.cli.opening import folder
from msspdesk.texts import ENGLISH
from msspdesk.ui import screenshots


def run(options: Namespace, clock: Clock | None) -> Answer:
    """The pictures are made of the demo business; the owner's book is not opened."""
    del clock
    where = folder(options.folder)
    screenshots.make(where, options.language or ENGLISH)
    names = sorted(path.name for path in where.glob("*.png"))
    return Answer(
        {"folder": str(where), "pictures": names}, [f"{len(names)} pictures lie in {where}."]
    )
