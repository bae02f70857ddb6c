"""Fields whose value is chosen, not typed: one of several, yes or no."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QSize, QStringListModel, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QListView

from msspdesk.texts import _
from msspdesk.ui.forms.fields import Field
from msspdesk.ui.icons import paint_icon
from msspdesk.ui.suggestions import suggest
from msspdesk.ui.tables.cells import Check
from msspdesk.ui.tables.paint import BOX, paint_check
from msspdesk.ui.theme import theme

SEARCHABLE_FROM = 12  # a choice with more options than this is searched by typing
NAMED = 3  # so many of the options that typed words may mean are named


class ComboBox(QComboBox):
    """A combo box with our chevron, deaf to the wheel while it is scrolled past."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(14)
        # The longest option must not make a narrow panel wider.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        options = QListView()
        options.setUniformItemSizes(True)  # or each is measured whenever the looks are set
        self.setView(options)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        tone = theme.colour("muted" if self.isEnabled() else "disabled")
        y = (self.height() - 14) / 2
        paint_icon(painter, "chevron-down", self.width() - 24, y, 14, tone)


@lru_cache(maxsize=32)
def _shared(titles: tuple[str, ...]) -> QStringListModel:
    """One list for every field that offers the same: a page may have a hundred of them."""
    return QStringListModel(list(titles))


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
        """Replace the options as (value, words); the value shown stays if it is among them.

        What is being typed to search stays as well, and is looked for in the new ones.
        """
        typed = self._combo_edit().text() if self._is_searched() else None
        self._values = [value for value, _title in options]
        self.combo.setModel(_shared(tuple(title for _value, title in options)))
        if len(options) > SEARCHABLE_FROM and not self.combo.isEditable():
            self._make_searchable()
        self.set_value(self._shown)
        if typed is not None:
            self._combo_edit().setText(typed)

    def value(self) -> Any:
        index = self.combo.currentIndex()
        return self._values[index] if 0 <= index < len(self._values) else None

    def set_value(self, value: Any) -> None:
        self._shown = value
        self.combo.setCurrentIndex(self._values.index(value) if value in self._values else -1)
        edit = self.combo.lineEdit()
        if edit is not None and not edit.hasFocus():
            edit.setCursorPosition(0)  # a long option shows its beginning
        self.clear_problem()

    def is_editing(self) -> bool:
        return self.combo.hasFocus() and (self.value() != self._shown or self._is_searched())

    def _is_searched(self) -> bool:
        """Whether the words in the field are typed, not those of an option."""
        edit = self.combo.lineEdit()
        return edit is not None and edit.hasFocus() and edit.text() != self._words()

    def _make_searchable(self) -> None:
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        edit = self._combo_edit()
        edit.setAccessibleName(self.combo.accessibleName())
        suggest(self.combo, self.combo.model())
        edit.editingFinished.connect(self._settle)

    def _combo_edit(self) -> QLineEdit:
        edit = self.combo.lineEdit()
        if edit is None:
            raise RuntimeError("this choice cannot be searched")
        return edit

    def _words(self) -> str:
        """The option chosen, as it stands in the list."""
        return self.combo.itemText(self.combo.currentIndex())

    def _settle(self) -> None:
        """What was typed becomes the option it names; else the last one comes back."""
        edit = self._combo_edit()
        typed = edit.text().strip()
        if typed == self._words():
            return
        found = self._named(typed.casefold())
        if len(found) == 1:
            self.combo.setCurrentIndex(found[0])
            edit.setText(self._words())
        else:
            self.set_value(self._shown)
            edit.setText(self._words())
            self._say_why(typed, [self.combo.itemText(at) for at in found])
        self._leave()

    def _named(self, typed: str) -> list[int]:
        """The options that the words may mean: the nearest kind of match that there is."""
        titles = [self.combo.itemText(at).casefold() for at in range(self.combo.count())]
        codes = [each.casefold() if isinstance(each, str) else None for each in self._values]
        kinds = (
            [at for at, title in enumerate(titles) if typed == title],
            [at for at, code in enumerate(codes) if typed == code],
            [at for at, title in enumerate(titles) if title.startswith(typed)],
            [at for at, title in enumerate(titles) if typed in title],
        )
        return next((found for found in kinds if found), []) if typed else []

    def _say_why(self, typed: str, titles: Sequence[str]) -> None:
        if titles:
            names = ", ".join(titles[:NAMED]) + (" …" if len(titles) > NAMED else "")
            self.show_reading(
                _("“{typed}” may be {names}").format(typed=typed, names=names), "warn"
            )
        elif typed:
            self.show_reading(_("Nothing here is called “{typed}”").format(typed=typed), "warn")

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

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text().replace("&&", "&"))
        return QSize(BOX + 14 + words, 24)

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
