"""Where things lie: shipped resources and the owner's data.

The same code runs from a checkout, from an installed wheel and from a frozen
build, on Linux, macOS and Windows. Nothing here creates a folder; whoever
writes there does.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

APP: Final = "msspdesk"
BOOK_NAME: Final = "book.sqlite"


def resources_dir() -> Path:
    """The folder with fonts, icons, catalogues and tax data.

    Raises FileNotFoundError when it is nowhere, which means a broken installation.
    """
    package = Path(__file__).resolve().parent
    # A frozen build unpacks data under sys._MEIPASS; a wheel carries the folder
    # inside the package; in a checkout it stands beside the package.
    frozen = getattr(sys, "_MEIPASS", None)
    candidates = [Path(frozen) / APP / "resources"] if frozen else []
    candidates += [package / "resources", package.parent / "resources"]
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"no resources folder in any of {[str(path) for path in candidates]}")


def resource(*parts: str) -> Path:
    """One shipped file or folder, such as `resource("icons", "check.svg")`."""
    return resources_dir().joinpath(*parts)


def data_dir(
    platform: str = sys.platform, environ: Mapping[str, str] = os.environ, home: Path | None = None
) -> Path:
    """The owner's data folder by the habit of the system; it may not exist yet.

    Linux: the XDG base directory specification, which says to ignore a relative
    path. Windows: the local, not the roaming profile, for a database that is
    copied between machines while open is a broken database.
    """
    home = home or Path.home()
    if platform == "darwin":
        return home / "Library" / "Application Support" / APP
    if platform == "win32":
        local = environ.get("LOCALAPPDATA")
        return (Path(local) if local else home / "AppData" / "Local") / APP
    share = Path(environ.get("XDG_DATA_HOME", ""))
    return (share if share.is_absolute() else home / ".local" / "share") / APP


def default_book() -> Path:
    """The book that opens when none is named."""
    return data_dir() / BOOK_NAME
