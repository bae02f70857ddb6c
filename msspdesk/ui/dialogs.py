"""The few dialogs there are: for what cannot be undone, and for a short form."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QDialog, QWidget

from msspdesk.texts import _
from msspdesk.ui.widgets import Button, Label, hbox, vbox

WIDTH = 480
LONGEST = 96  # letters of a title: three lines


class Dialog(QDialog):
    """Title, body, Cancel and one primary verb. Escape cancels, Enter does the verb.

    `on_primary` does the deed and calls `accept()` once it is stored; without it the
    dialog is simply accepted.
    """

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        body: QWidget,
        *,
        primary: str,
        on_primary: Callable[[], None] | None = None,
        width: int = WIDTH,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setMinimumWidth(width)
        self.primary = Button(primary, on_primary or self.accept, look="primary")
        self.primary.setDefault(True)
        column = vbox(self, spacing=16, margins=(24, 20, 24, 20))
        column.addWidget(_title(title))
        column.addWidget(body, 1)
        row = hbox(spacing=8)
        row.addStretch(1)
        row.addWidget(Button(_("Cancel"), self.reject))
        row.addWidget(self.primary)
        column.addLayout(row)

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._grow()
        return handled

    def _grow(self) -> None:
        """Make room for what is said under a field; Qt leaves a window as high as it was."""
        layout = self.layout()
        needed = layout.totalHeightForWidth(self.width()) if layout is not None else 0
        if needed > self.height():
            self.resize(self.width(), needed)


def _title(words: str) -> Label:
    """A name of three hundred letters must not fill the dialog: its end is in the tool tip."""
    whole = len(words) <= LONGEST
    label = Label(words if whole else f"{words[: LONGEST - 1].rstrip()}…", "title", wrap=True)
    label.setToolTip("" if whole else words)
    return label


def confirm(parent: QWidget | None, title: str, lines: Sequence[str], primary: str) -> bool:
    """Ask once, showing exactly what will happen: one line for each fact."""
    return question(parent, title, lines, primary).exec() == QDialog.DialogCode.Accepted


def question(parent: QWidget | None, title: str, lines: Sequence[str], primary: str) -> Dialog:
    """What `confirm` shows."""
    body = QWidget()
    column = vbox(body, spacing=8)
    for line in lines:
        column.addWidget(Label(line, wrap=True))
    return Dialog(parent, title, body, primary=primary)
