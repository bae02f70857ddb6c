"""Form fields: label above, field, and under it what is wrong or how it was read.

A field stores when it is left: `committed` carries its value then, and only if
it differs from what was shown. Parsers are given in: they return the value or
raise a DomainError, whose sentence stands under the field.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QWidget,
)

from msspdesk.domain.errors import DomainError
from msspdesk.ui.icons import paint_icon
from msspdesk.ui.tables.cells import Check
from msspdesk.ui.tables.paint import BOX, paint_check
from msspdesk.ui.theme import theme
from msspdesk.ui.widgets import IconLabel, Label, hbox, restyle, vbox

SEARCHABLE_FROM = 12  # a choice with more options than this is searched by typing


class Field(QWidget):
    """Base of all fields. `key` is the field's name in a `Problem` and in `Form`."""

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
        if self.edit.text() != text:
            self.edit.setText(text)

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


class ComboBox(QComboBox):
    """A combo box with our chevron, deaf to the wheel while it is scrolled past."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(14)
        self.setView(QListView())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        tone = theme.colour("muted" if self.isEnabled() else "disabled")
        y = (self.height() - 14) / 2
        paint_icon(painter, "chevron-down", self.width() - 24, y, 14, tone)


class ChoiceField(Field):
    """One of several values. Long lists (countries) are searched by typing any part."""

    def __init__(
        self,
        key: str,
        label: str,
        options: Sequence[tuple[Any, str]],
        *,
        hint: str = "",
    ) -> None:
        self.combo = ComboBox()
        super().__init__(key, label, self.combo, hint=hint)
        self._values: list[Any] = []
        self._shown: Any = None
        self.set_options(options)
        self.combo.activated.connect(lambda _index: self._leave())

    def set_options(self, options: Sequence[tuple[Any, str]]) -> None:
        """Replace the options as (value, words); the value shown stays if it is among them."""
        self._values = [value for value, _title in options]
        self.combo.clear()
        for _value, title in options:
            self.combo.addItem(title)
        if len(options) > SEARCHABLE_FROM and not self.combo.isEditable():
            self._make_searchable()
        self.set_value(self._shown)

    def value(self) -> Any:
        index = self.combo.currentIndex()
        return self._values[index] if 0 <= index < len(self._values) else None

    def set_value(self, value: Any) -> None:
        self._shown = value
        self.combo.setCurrentIndex(self._values.index(value) if value in self._values else -1)
        self.clear_problem()

    def is_editing(self) -> bool:
        return self.combo.hasFocus() and self.value() != self._shown

    def _make_searchable(self) -> None:
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        edit = self._combo_edit()
        edit.setAccessibleName(self.combo.accessibleName())
        completer = QCompleter(self.combo.model(), self.combo)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        popup = QListView()
        popup.setProperty("look", "completer")
        completer.setPopup(popup)
        self.combo.setCompleter(completer)
        edit.editingFinished.connect(self._settle)

    def _combo_edit(self) -> QLineEdit:
        edit = self.combo.lineEdit()
        if edit is None:
            raise RuntimeError("this choice cannot be searched")
        return edit

    def _settle(self) -> None:
        """What was typed becomes the option it names; else the last one comes back."""
        edit = self._combo_edit()
        typed = edit.text().strip().casefold()
        titles = [self.combo.itemText(i).casefold() for i in range(self.combo.count())]
        matches = [i for i, title in enumerate(titles) if typed and typed in title]
        exact = [i for i in matches if titles[i] == typed]
        found = exact or (matches if len(matches) == 1 else [])
        if found:
            self.combo.setCurrentIndex(found[0])
        else:
            index = self._values.index(self._shown) if self._shown in self._values else -1
            self.combo.setCurrentIndex(index)
            edit.setText(self.combo.itemText(index) if index >= 0 else "")
        self._leave()

    def _leave(self) -> None:
        if self.value() == self._shown:
            return
        self._shown = self.value()
        self.clear_problem()
        self.committed.emit(self._shown)


class CheckBox(QCheckBox):
    """A check box of 16 px in the look of the tables."""

    def __init__(self, text: str) -> None:
        super().__init__(text.replace("&", "&&"))
        self.setMinimumHeight(24)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = self.rect().adjusted(2, 0, 0, 0)
        box.setTop((self.height() - BOX) // 2)
        box.setSize(QSize(BOX, BOX))
        states = {
            Qt.CheckState.Checked: Check.ON,
            Qt.CheckState.PartiallyChecked: Check.PART,
            Qt.CheckState.Unchecked: Check.OFF,
        }
        paint_check(painter, box, states[self.checkState()], enabled=self.isEnabled())
        painter.setFont(self.font())
        painter.setPen(theme.colour("text" if self.isEnabled() else "disabled"))
        words = self.rect().adjusted(BOX + 10, 0, 0, 0)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words, int(flags), self.text().replace("&&", "&"))
        if self.hasFocus():
            painter.setPen(theme.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(-2, -2, 1, 1), 5, 5)
            painter.drawRoundedRect(box.adjusted(-1, -1, 0, 0), 4, 4)


class CheckField(Field):
    """Yes or no; the words stand beside the box."""

    def __init__(self, key: str, label: str, *, hint: str = "") -> None:
        self.box = CheckBox(label)
        super().__init__(key, "", self.box, hint=hint)
        self.box.setAccessibleName(label)
        self.box.clicked.connect(lambda _checked=False: self.committed.emit(self.value()))

    def value(self) -> bool:
        return self.box.isChecked()

    def set_value(self, value: Any) -> None:
        self.box.setChecked(bool(value))
        self.clear_problem()


def _sentence(error: DomainError) -> str:
    from msspdesk.texts.errors import sentence

    return sentence(error)


def debounced(edit: QLineEdit, call: Callable[[str], None], wait: int = 60) -> None:
    """Call with the text once typing has paused for `wait` milliseconds (filters)."""
    timer = QTimer(edit)
    timer.setSingleShot(True)
    timer.setInterval(wait)
    timer.timeout.connect(lambda: call(edit.text()))
    edit.textChanged.connect(lambda _text: timer.start())
