"""A filter field that waits for a pause in the typing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit


def debounced(edit: QLineEdit, call: Callable[[str], None], wait: int = 60) -> None:
    """Call with the text once typing has paused for `wait` milliseconds (filters)."""
    timer = QTimer(edit)
    timer.setSingleShot(True)
    timer.setInterval(wait)
    timer.timeout.connect(lambda: call(edit.text()))
    edit.textChanged.connect(lambda _text: timer.start())
