"""Ctrl+K: every action of the program by name, found by some of its letters."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from msspdesk.texts import _
from msspdesk.ui.actions import Action
from msspdesk.ui.fuzzy import ranked
from msspdesk.ui.tables import Cell, Column, ListModel, TableView
from msspdesk.ui.widgets import Label, vbox

WIDTH, HEIGHT, FROM_TOP = 560, 400, 80
Key = Qt.Key
_MOVES = (Key.Key_Up, Key.Key_Down, Key.Key_PageUp, Key.Key_PageDown)


@dataclass(frozen=True)
class _Row:
    id: int
    action: Action


class PaletteDialog(QDialog):
    """Type, arrows, Enter. The field keeps the focus while the arrows move the choice."""

    def __init__(self, parent: QWidget, actions: list[Action]) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Find an action"))
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setProperty("look", "palette")
        # Left behind, each would be polished again at every change of colours.
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._rows = [_Row(number, action) for number, action in enumerate(actions)]
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(_("What do you want to do?"))
        self.edit.setAccessibleName(_("Find an action"))
        self.model: ListModel[_Row] = ListModel(
            (
                Column(
                    "name", _("Action"), lambda row: Cell(row.action.name, note=row.action.place)
                ),
                Column(
                    "key",
                    _("Shortcut"),
                    lambda row: Cell(row.action.shortcut, tone="muted", small=True),
                    width=140,
                    right=True,
                ),
            ),
            self._rows,
        )
        self.list = TableView(self.model, _("Actions"), header=False, inset_left=16, inset_right=16)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.none = Label(_("No action has these letters"), tone="muted")
        self.none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._place(parent)
        self.edit.textChanged.connect(self._filter)
        self.edit.installEventFilter(self)
        self.list.clicked.connect(lambda _index: self._run())
        self._filter("")

    def _place(self, parent: QWidget) -> None:
        column = vbox(self, spacing=8, margins=(1, 9, 1, 9))
        field = vbox(margins=(8, 0, 8, 0))
        field.addWidget(self.edit)
        column.addLayout(field)
        column.addWidget(self.list, 1)
        column.addWidget(self.none, 1)
        self.resize(WIDTH, HEIGHT)
        corner = parent.mapToGlobal(parent.rect().topLeft())
        self.move(corner.x() + (parent.width() - WIDTH) // 2, corner.y() + FROM_TOP)

    def _filter(self, text: str) -> None:
        rows = ranked(text, self._rows, lambda row: row.action.name)
        self.model.set_rows(rows)
        self.list.setVisible(bool(rows))
        self.none.setVisible(not rows)
        if rows:
            self.list.select_id(rows[0].id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() in _MOVES:
            self.list.keyPressEvent(event)
            return True
        if event.key() in (Key.Key_Return, Key.Key_Enter):
            self._run()
            return True
        return False

    def _run(self) -> None:
        """The palette goes first: what takes a while must not leave it standing there."""
        chosen = self.list.current_id()
        if chosen is not None and self.model.rows:
            action = self._rows[chosen].action.action
            self.accept()
            QTimer.singleShot(0, action.trigger)
