"""Form fields: label above, field, and under it what is wrong or how it was read.

A field stores when it is left: `committed` carries its value then, and only if
it differs from what was shown. Parsers are given in: they return the value or
raise a DomainError, whose sentence stands under the field.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from msspdesk.domain.errors import DomainError
from msspdesk.ui.widgets import IconLabel, Label, hbox, restyle, vbox


class Field(QWidget):
    """Base of all fields. `key` is the field's name in a `Problem` and in `Form`.

    Each kind says `value` and `set_value`; Qt's metaclass leaves no room for an ABC.
    """

    committed = Signal(object)

    def __init__(self, key: str, label: str, editor: QWidget, *, hint: str = "") -> None:
        super().__init__()
        self.key = key
        self.editor = editor
        self._hint = hint
        self._label = Label(label, "label")
        self._label.setBuddy(editor)
        self._icon = IconLabel("warning", "bad", 14)
        self._below = Label(hint, "label", wrap=True)
        editor.setAccessibleName(label)
        column = vbox(self, spacing=4)
        if label:
            column.addWidget(self._label)
        self.line = hbox(spacing=8)
        self.line.addWidget(editor, 1)
        column.addLayout(self.line)
        self._foot = QWidget()
        row = hbox(self._foot, spacing=6)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._below, 1)
        column.addWidget(self._foot)
        self.setFocusProxy(editor)
        self.clear_problem()

    def value(self) -> Any:
        """What stands in the field, parsed. Raises DomainError if it cannot be read."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show a stored value. Nothing is committed by it."""
        raise NotImplementedError

    def is_editing(self) -> bool:
        """Whether the owner is typing here; a reload must not overwrite that."""
        return False

    def show_problem(self, sentence: str) -> None:
        restyle(self.editor, state="error")
        self._say(sentence, "bad", icon=True)
        self.editor.setAccessibleDescription(sentence)

    def clear_problem(self) -> None:
        restyle(self.editor, state="")
        self._say(self._hint, "muted", icon=False)
        self.editor.setAccessibleDescription(self._hint)

    def show_reading(self, text: str, tone: str = "muted") -> None:
        """How what was typed is understood ("Friday 31 July 2026")."""
        self._say(text or self._hint, tone, icon=False)

    def set_hint(self, hint: str) -> None:
        self._hint = hint
        self.clear_problem()

    def _say(self, text: str, tone: str, *, icon: bool) -> None:
        self._icon.setVisible(icon)
        self._below.show_text(text, tone)
        self._foot.setVisible(bool(text))


class _LineField(Field):
    """A field of one line over a QLineEdit."""

    def __init__(self, key: str, label: str, *, hint: str = "", placeholder: str = "") -> None:
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(placeholder)
        super().__init__(key, label, self.edit, hint=hint)
        self._shown = ""
        self.edit.editingFinished.connect(self._leave)

    def is_editing(self) -> bool:
        return self.edit.hasFocus() and self.edit.text() != self._shown

    def _put(self, text: str) -> None:
        self._shown = text
        if self.edit.text() == text:
            return
        self.edit.setText(text)
        if self.edit.hasFocus():
            self.edit.selectAll()  # as if entered by Tab: typing replaces what arrived meanwhile

    def _leave(self) -> None:
        if self.edit.text() == self._shown:
            return
        self._shown = self.edit.text()
        self.clear_problem()
        self._commit()

    def _commit(self) -> None:
        self.committed.emit(self.value())


class TextField(_LineField):
    """Text as typed, without blanks at the ends; too long a text is the service's to refuse."""

    def value(self) -> str:
        return self.edit.text().strip()

    def set_value(self, value: Any) -> None:
        self._put(str(value or ""))
        if not self.edit.hasFocus():
            self.edit.setCursorPosition(0)  # a long text shows its beginning
        self.clear_problem()


class ParsedField(_LineField):
    """A value read by a parser: date, amount, duration, number.

    `parse(text)` returns the value, None for an empty field, or raises DomainError.
    `write(value)` is what the field shows, `reading(value)` what stands under it
    while typing; `explain(error)` finds the sentence of an error.
    """

    def __init__(  # noqa: PLR0913 - all by name
        self,
        key: str,
        label: str,
        parse: Callable[[str], Any],
        write: Callable[[Any], str],
        *,
        reading: Callable[[Any], str] | None = None,
        explain: Callable[[DomainError], str] | None = None,
        unit: str = "",
        hint: str = "",
        placeholder: str = "",
        right: bool = False,
    ) -> None:
        super().__init__(key, label, hint=hint, placeholder=placeholder)
        self._parse, self._write, self._reading = parse, write, reading
        self._explain = explain or _sentence
        self._unit = Label(unit, "label")
        self.line.addWidget(self._unit)
        self._unit.setVisible(bool(unit))
        if right:
            self.edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.edit.textEdited.connect(self._read_along)

    def value(self) -> Any:
        text = self.edit.text().strip()
        return self._parse(text) if text else None

    def set_value(self, value: Any) -> None:
        self._put("" if value is None else self._write(value))
        self.clear_problem()

    def set_unit(self, unit: str) -> None:
        self._unit.setText(unit)
        self._unit.setVisible(bool(unit))

    def _read_along(self, _text: str) -> None:
        restyle(self.editor, state="")
        try:
            value = self.value()
        except DomainError:
            self.show_reading("")  # half typed: the problem is told on leaving
            return
        if self._reading is not None and value is not None:
            self.show_reading(self._reading(value))
        else:
            self.show_reading("")

    def _commit(self) -> None:
        try:
            value = self.value()
        except DomainError as error:
            self.show_problem(self._explain(error))
            return
        if value is not None:
            self._put(self._write(value))
        self.committed.emit(value)


class DateField(ParsedField):
    """A date by a parser that takes `t`, `y`, `4.3`, ISO; the reading names the weekday."""


class AmountField(ParsedField):
    """An amount or a price; numbers stand right, the currency beside the field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, right=True, **kwargs)


class DurationField(AmountField):
    """Hours and minutes: 1:30, 1.5, 90m, 9-10:30."""


class MultilineField(Field):
    """Several lines of text; Tab leaves it."""

    def __init__(self, key: str, label: str, *, lines: int = 4, hint: str = "") -> None:
        self.edit = QPlainTextEdit()
        self.edit.setTabChangesFocus(True)
        self.edit.setFixedHeight(lines * 16 + 20)
        super().__init__(key, label, self.edit, hint=hint)
        self._shown = ""
        self.edit.installEventFilter(self)

    def value(self) -> str:
        return self.edit.toPlainText().strip()

    def set_value(self, value: Any) -> None:
        self._shown = str(value or "")
        if self.edit.toPlainText() != self._shown:
            self.edit.setPlainText(self._shown)
        self.clear_problem()

    def is_editing(self) -> bool:
        return self.edit.hasFocus() and self.value() != self._shown

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and self.value() != self._shown:
            self._shown = self.value()
            self.clear_problem()
            self.committed.emit(self._shown)
        return False


def _sentence(error: DomainError) -> str:
    from msspdesk.texts.errors import sentence

    return sentence(error)
