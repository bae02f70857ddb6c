"""Which schema this program writes, known without loading Alembic or SQLAlchemy."""

from __future__ import annotations

import pkgutil
from functools import cache
from typing import Final

from msspdesk.db.migrations import versions

HEAD: Final = "0003"
"""The newest revision; a test holds it against Alembic's own head."""


@cache
def known() -> frozenset[str]:
    """Every revision this program can open: files are named `r<revision>_what.py`."""
    names = (module.name for module in pkgutil.iter_modules(versions.__path__))
    return frozenset(name[1:].split("_", 1)[0] for name in names)
