"""Fields put together: one column of at most 480, all problems at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from msspdesk.domain.errors import DomainError, ExternalError, InvalidInput, Problem
from msspdesk.ui.forms.fields import Field
from msspdesk.ui.widgets import IconLabel, Label, hbox, vbox

WIDTH = 480
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN = Qt.KeyboardModifier.NoModifier


class Form(QWidget):
    """Rows of fields; a row is one field or several side by side.

    `committed(key, value)` comes when a field was left with a new value.
    """

    committed = Signal(str, object)
    finished = Signal()  # Enter in the last field, where Enter walks

    def __init__(self, rows: Sequence[Field | Sequence[Field] | QWidget]) -> None:
        super().__init__()
        self.setMaximumWidth(WIDTH)
        self.on_enter: Callable[[Field], None] | None = None
        """What Enter in a field does; None leaves it to the dialog around the form."""
        self.fields: dict[str, Field] = {}
        self._column = vbox(self, spacing=16)
        self._general = QWidget()
        line = hbox(self._general, spacing=6)
        line.addWidget(IconLabel("warning", "bad", 14))
        self._general_text = Label("", "label", "bad", wrap=True)
        line.addWidget(self._general_text, 1)
        for row in rows:
            self._add(row)
        self._column.addWidget(self._general)
        self._column.addStretch(1)
        self._general.hide()

    def _add(self, row: Field | Sequence[Field] | QWidget) -> None:
        if isinstance(row, QWidget):
            self._column.addWidget(row)
            if isinstance(row, Field):
                self._watch(row)
            return
        line = hbox(spacing=16)
        for field in row:
            line.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
            self._watch(field)
        self._column.addLayout(line)

    def _watch(self, field: Field) -> None:
        self.fields[field.key] = field
        field.committed.connect(lambda value, key=field.key: self.committed.emit(key, value))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        field = self.field_in_focus()
        plain = event.modifiers() in (_PLAIN, Qt.KeyboardModifier.KeypadModifier)
        if event.key() in _ENTER and plain and field is not None and self.on_enter is not None:
            self.on_enter(field)
        else:
            super().keyPressEvent(event)

    def field_in_focus(self) -> Field | None:
        """The field with the cursor, if it is one of this form."""
        focused = self.window().focusWidget()
        if focused is None:
            return None
        return next((each for each in self.fields.values() if each.isAncestorOf(focused)), None)

    def walk(self, field: Field) -> None:
        """On to the next field that can be filled in; after the last one `finished` comes."""
        fields = list(self.fields.values())
        for each in fields[fields.index(field) + 1 :]:
            if each.isVisible() and each.isEnabled() and each.editor.isEnabled():
                self.begin_at(each.key)
                return
        self.finished.emit()

    def begin_at_problem(self) -> None:
        """The cursor into the first field that says what is wrong with it."""
        wrong = (key for key, field in self.fields.items() if field.editor.property("state"))
        first = next(wrong, None)
        if first is not None:
            self.fields[first].show()
            self.begin_at(first)

    def begin_at(self, key: str) -> None:
        """The cursor into a field, brought into sight, its words selected as by Tab."""
        field = self.fields[key]
        field.editor.setFocus(Qt.FocusReason.TabFocusReason)
        around = field.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is not None:
            around.ensureWidgetVisible(field)

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Show stored values; a field being typed in keeps what is typed."""
        for key, value in values.items():
            field = self.fields.get(key)
            if field is not None and not field.is_editing():
                field.set_value(value)

    def values(self) -> dict[str, Any]:
        """All values by key. Unreadable fields show their problem and raise InvalidInput."""
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for key, field in self.fields.items():
            try:
                values[key] = field.value()
            except DomainError as error:
                problems.append(Problem(error.code, key, error.details))
        if problems:
            self.show_problems(problems)
            raise InvalidInput(problems)
        return values

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Mark each field with its sentence; what has no field here stands at the end."""
        from msspdesk.texts.errors import sentence

        self.clear_problems()
        general: list[str] = []
        for problem in problems:
            field = self.fields.get(problem.field)
            if field is None:
                general.append(sentence(problem))
            else:
                field.show_problem(sentence(problem))
        self._general_text.setText("\n".join(general))
        self._general.setVisible(bool(general))

    def show_error(self, error: Exception) -> None:
        """For `on_error` of a write: problems at their fields, other errors at the end."""
        if isinstance(error, InvalidInput):
            self.show_problems(error.problems)
        elif isinstance(error, DomainError) and str(error.details.get("field")) in self.fields:
            self.show_problems([Problem(error.code, str(error.details["field"]), error.details)])
        elif isinstance(error, DomainError | ExternalError):
            self.show_problems([Problem(error.code, "", error.details)])
        else:
            raise error

    def clear_problems(self) -> None:
        for field in self.fields.values():
            field.clear_problem()
        self._general.hide()
