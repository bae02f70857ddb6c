"""One window a book: a second start raises the first.

QtNetwork is imported only when another window may be there, or when the window
has been standing for a while: it costs a quarter of the start.
"""

from __future__ import annotations

import os
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

WAIT = 500  # milliseconds for the other window to answer


def address(book: Path) -> str:
    """The socket's path (a pipe's name on Windows) for this book and this user."""
    digest = f"{zlib.crc32(str(book.resolve()).encode()):08x}"
    if sys.platform == "win32":
        return f"msspdesk-{digest}"
    folder = os.environ.get("XDG_RUNTIME_DIR") or os.environ.get("TMPDIR", "/tmp")  # noqa: S108 - the server removes no file not its own
    return str(Path(folder) / f"msspdesk-{os.getuid()}-{digest}")


def raise_other(where: str) -> bool:
    """Ask a window that is already there to show itself; False if there is none."""
    if sys.platform != "win32" and not Path(where).exists():
        return False
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(where)
    if not socket.waitForConnected(WAIT):
        return False
    socket.write(b"raise\n")
    socket.waitForBytesWritten(WAIT)
    socket.disconnectFromServer()
    return True


class SingleInstance(QObject):
    """Listens for later starts."""

    def __init__(self, where: str, on_raise: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        from PySide6.QtNetwork import QLocalServer

        self._on_raise = on_raise
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._accept)
        if not self._server.listen(where):
            QLocalServer.removeServer(where)  # left by a run that was killed
            self._server.listen(where)

    def _accept(self) -> None:
        connection = self._server.nextPendingConnection()
        if connection is not None:
            connection.disconnected.connect(connection.deleteLater)
        self._on_raise()

    def close(self) -> None:
        self._server.close()
