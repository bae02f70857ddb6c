"""Whether a window can be shown. Qt ends the process with an abort where it cannot.

Only the standard library, and a socket that answers at once: the start does not wait.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

X_SOCKETS: Final = Path("/tmp/.X11-unix")  # noqa: S108 - where every X server puts them
X_PORT: Final = 6000
PATIENCE: Final = 2.0  # seconds, for a screen of another computer
_DRAWN_ON: Final = {"xcb", "wayland", "wayland-egl"}
"""Qt's platforms that need a screen; the others (offscreen, vnc ...) bring their own."""


def is_there(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether the screen that the environment names answers."""
    if not sys.platform.startswith("linux"):
        return True
    platforms = [name.partition(":")[0] for name in environ.get("QT_QPA_PLATFORM", "").split(";")]
    wanted = {name for name in platforms if name}
    if wanted and not wanted <= _DRAWN_ON:
        return True
    if wanted != {"xcb"} and _wayland_answers(environ):
        return True
    return (not wanted or "xcb" in wanted) and _x_answers(environ.get("DISPLAY", ""))


def _wayland_answers(environ: Mapping[str, str]) -> bool:
    name = environ.get("WAYLAND_DISPLAY", "")
    if not name:
        return False
    return _answers(str(Path(environ.get("XDG_RUNTIME_DIR", "/")) / name))


def _x_answers(display: str) -> bool:
    """ ":0", ":0.0", "unix:0", or "localhost:10.0" as ssh -X sets it."""
    host, colon, rest = display.rpartition(":")
    number = rest.partition(".")[0]
    if not colon or not number.isdecimal():
        return False
    if host in ("", "unix"):
        path = str(X_SOCKETS / f"X{number}")
        return _answers(path) or _answers(f"\0{path}")  # a socket without a file, on Linux
    try:
        socket.create_connection((host, X_PORT + int(number)), PATIENCE).close()
    except OSError:
        return False
    return True


def _answers(path: str) -> bool:
    with socket.socket(socket.AF_UNIX) as door:
        try:
            door.connect(path)
        except (OSError, ValueError):
            return False
    return True
