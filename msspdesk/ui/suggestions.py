"""What a field offers below itself while one types."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QListView

from msspdesk.ui.theme import theme


def suggest(
    field: QLineEdit | QComboBox, words: QAbstractItemModel | Sequence[str], *, inside: bool = True
) -> None:
    """Offer what holds the words typed, or begins with them; capitals do not matter."""
    offered = words if isinstance(words, QAbstractItemModel) else list(words)
    completer = QCompleter(offered, field)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    if inside:
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
    popup = QListView()
    popup.setProperty("look", "completer")
    popup.setUniformItemSizes(True)  # or each of 600 is measured whenever the looks are set
    popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    completer.setPopup(popup)
    theme.dress(popup)  # it belongs to no window: the completer alone may delete it
    field.setCompleter(completer)
