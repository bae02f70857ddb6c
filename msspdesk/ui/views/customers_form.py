"""A form over one stored record: what is wrong stays in its field until it is mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from msspdesk.domain.errors import DomainError, InvalidInput
from msspdesk.texts.errors import sentence
from msspdesk.ui.forms import Field, Form


class RecordForm(Form):
    """Each field is stored by itself, so the problem of one does not clear another's.

    Enter stores a field and goes to the next.
    """

    def __init__(self, rows: Sequence[Field | Sequence[Field] | QWidget]) -> None:
        super().__init__(rows)
        self._record: object = None
        self.on_enter = self.walk

    def show_record(self, record: object, values: Mapping[str, Any]) -> None:
        """Show the values of a record; another record than before replaces all that stood."""
        if record != self._record:
            self._record = record
            self.clear_problems()
            for key, value in values.items():
                if key in self.fields:
                    self.fields[key].set_value(value)
            return
        kept = {key for key, field in self.fields.items() if field.editor.property("state")}
        self.show_values({key: value for key, value in values.items() if key not in kept})

    def adopt(self, record: object) -> None:
        """The record now has an id; what is typed meanwhile stays."""
        self._record = record

    def fail(self, key: str, error: Exception) -> None:
        """What was typed into `key` was not stored, and why."""
        named = error.problems if isinstance(error, InvalidInput) else ()
        elsewhere = [each for each in named if each.field not in self.fields]
        for problem in named:
            if problem.field in self.fields:
                self.fields[problem.field].show_problem(sentence(problem))
        if named and not elsewhere:
            return
        field = self.fields.get(key)
        if field is not None and isinstance(error, DomainError):
            field.show_problem(sentence(elsewhere[0] if elsewhere else error))
        else:
            self.show_error(error)


def settle() -> None:
    """Leave the field being typed in, so that it is stored before the record changes."""
    focused = QApplication.focusWidget()
    if focused is not None:
        focused.clearFocus()
