"""The fields of a tax certificate, on the customer's page and in the Tax window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QMenu

from msspdesk.domain.reading import read_date
from msspdesk.texts import _, formats, ngettext
from msspdesk.ui.forms import ChoiceField, ComboBox, DateField, Field, TextField
from msspdesk.ui.presenters import choices
from msspdesk.ui.presenters.customer_record import Values
from msspdesk.ui.views.customers_records import Shown

Today = Callable[[], date]


class _OpenMenu(QMenu):
    """A menu of check marks that stays open while they are set."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        under = [each for each in self.actions() if self.actionGeometry(each).contains(place)]
        if under:
            under[0].trigger()
        else:
            super().mouseReleaseEvent(event)


class _MenuBox(ComboBox):
    """Looks like a choice, and opens the menu."""

    def __init__(self, menu: QMenu) -> None:
        super().__init__()
        self._menu = menu

    def showPopup(self) -> None:
        self._menu.setMinimumWidth(self.width())
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))


class ClassesField(Field):
    """Which kinds of service a certificate covers; none named = all of them."""

    def __init__(self, key: str, label: str) -> None:
        self.menu = _OpenMenu()
        self.box = _MenuBox(self.menu)
        super().__init__(key, label, self.box)
        self._label_text = label
        self._chosen: tuple[str, ...] = ()
        for code, words in choices.tax_classes():
            action = self.menu.addAction(words)
            action.setCheckable(True)
            action.setData(code)
        self.menu.aboutToHide.connect(self._leave)
        self.set_value(())

    def value(self) -> tuple[str, ...]:
        """The codes that are marked, in the order of the list."""
        return tuple(each.data() for each in self.menu.actions() if each.isChecked())

    def set_value(self, value: Any) -> None:
        self._chosen = tuple(value or ())
        for each in self.menu.actions():
            each.setChecked(each.data() in self._chosen)
        self._say_what()
        self.clear_problem()

    def is_editing(self) -> bool:
        return self.menu.isVisible()

    def _leave(self) -> None:
        if self.value() != self._chosen:
            self._chosen = self.value()
            self._say_what()
            self.committed.emit(self._chosen)

    def _say_what(self) -> None:
        names = [choices.tax_class_words(each) for each in self._chosen]
        if not names:
            words = _("All services")
        elif len(names) == 1:
            (words,) = names
        else:
            words = ngettext("{n} kind of service", "{n} kinds of service", len(names)).format(
                n=len(names)
            )
        self.box.clear()
        self.box.addItem(words)
        self.box.setToolTip("\n".join(names))
        self.box.setAccessibleName(f"{self._label_text}: {', '.join(names) or words}")


def certificate_rows(today: Today) -> list[Any]:
    """Fresh fields of one certificate."""

    def read(text: str) -> date:
        return read_date(text, today())

    return [
        [
            ChoiceField("kind", _("Kind"), choices.certificate_kinds()),
            TextField("number", _("Number")),
        ],
        [
            ChoiceField("jurisdiction", _("Of which state"), choices.certificate_places()),
            ClassesField("classes", _("Covers")),
        ],
        [
            DateField("valid_from", _("From"), read, formats.day, hint=_("Empty: since ever")),
            DateField("valid_to", _("Last day"), read, formats.day, hint=_("Empty: no end")),
        ],
        TextField("note", _("Note")),
    ]


def mark_ended(today: Today, block: Shown, values: Values, tone: str = "muted") -> None:
    """Beside the heading, that a dated record has ended or does not hold yet."""
    first, last = values.get("valid_from"), values.get("valid_to")
    words = ""
    if last is not None and last < today():
        words = _("ended on {day}").format(day=formats.day(last))
    elif first is not None and first > today():
        words, tone = _("from {day} on").format(day=formats.day(first)), "muted"
    block.note.show_text(words, tone)


def is_complete(values: Values) -> bool:
    """Whether there is enough to store: where it holds, and its number."""
    return bool(values.get("jurisdiction") and values.get("number"))
