"""Several small records in one column (places, people, accounts), each stored field by field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from msspdesk.texts import _
from msspdesk.ui.presenters.base import OnError
from msspdesk.ui.presenters.customer_record import FirstStore, Values
from msspdesk.ui.views.customers_form import RecordForm, settle
from msspdesk.ui.widgets import Button, Label, Line, hbox, vbox

AT_ONCE = 1  # forms made in one go: each takes as long as a key may wait
SHOWN = 4  # of a long list, until more is asked for
MORE = 8


@dataclass(frozen=True)
class RecordKind:
    """How records of one kind are worded, filled in and stored."""

    title: Callable[[int], str]  # of the record at this place in the column
    add_words: str
    fields: Callable[[], Sequence[Any]]  # fresh rows of a form
    beginning: Callable[[], Values]
    complete: Callable[[Values], bool]
    add: Callable[[Values, Callable[[], None], OnError], None]
    change: Callable[[int, str, Any, OnError], None]
    remove: Callable[[int], None]
    always_one: bool = False  # an empty one stands there to be filled in
    arrange: Callable[[RecordBlock, Values], None] = lambda _block, _values: None
    """Called with each record as it is shown: which fields it needs, and what to say."""


class Shown(Protocol):
    """A record in sight: its form, and a word beside its heading."""

    form: RecordForm
    note: Label


class RecordBlock(QWidget):
    """One record: its heading with a bin, and its form."""

    def __init__(self, kind: RecordKind, remove: Callable[[RecordBlock], None]) -> None:
        super().__init__()
        self.kind = kind
        self.record_id: int | None = None
        self._owner: object = None
        self._waiting: list[tuple[str, Any, OnError]] = []
        self._first = FirstStore(self._add, self._change, kind.complete)
        self.title = Label("", "strong")
        self.note = Label("", "label")
        self.bin = Button(
            "", lambda: remove(self), look="barei", icon="trash", name=_("Remove"), tip=_("Remove")
        )
        policy = self.bin.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # the form stays where it is once it is stored
        self.bin.setSizePolicy(policy)
        self.form = RecordForm(kind.fields())
        column = vbox(self, spacing=4)
        head = hbox(spacing=8)
        head.addWidget(self.title)
        head.addWidget(self.note)
        head.addStretch(1)
        head.addWidget(self.bin)
        column.addLayout(head)
        column.addWidget(self.form)
        self.form.committed.connect(self._store)

    def show_record(self, owner: object, record_id: int, values: Values) -> None:
        if self.record_id is None and self._owner == owner:
            self.form.adopt((owner, record_id))  # just stored: what is typed meanwhile stays
        self._owner, self.record_id = owner, record_id
        waiting, self._waiting = self._waiting, []
        for key, value, on_error in waiting:
            self._change(key, value, on_error)
        changed = {key for key, _value, _tell in waiting}
        shown = {key: value for key, value in values.items() if key not in changed}
        self.form.show_record((owner, record_id), shown)
        self.kind.arrange(self, values)

    def show_new(self, owner: object) -> None:
        """An empty record; it is left alone while it is being filled in."""
        if self.record_id is None and self._owner == owner:
            return
        self._owner, self.record_id, self._waiting = owner, None, []
        self._first = FirstStore(self._add, self._change, self.kind.complete)
        values = self.kind.beginning()
        self._first.values = {key: value for key, value in values.items() if value is not None}
        self.form.show_record((owner, None), values)
        self.kind.arrange(self, values)

    def _store(self, key: str, value: object) -> None:
        if self.record_id is None:
            self._first.put(key, value, lambda error: self.form.fail(key, error))
            if self.record_id is None:
                self.kind.arrange(self, self._first.values)
        else:
            self._change(key, value, lambda error: self.form.fail(key, error))

    def _add(self, values: Values, done: Callable[[], None], on_error: OnError) -> None:
        self.kind.add(values, done, on_error)

    def _change(self, key: str, value: Any, on_error: OnError) -> None:
        if self.record_id is None:
            self._waiting.append((key, value, on_error))  # stored, but its id is not here yet
        else:
            self.kind.change(self.record_id, key, value, on_error)


class RecordList(QWidget):
    """Blocks under each other, and a button for one more.

    A long list shows its beginning and unfolds on demand. What was added here stays
    at the end, where it was typed, however the others are ordered.
    """

    def __init__(self, kind: RecordKind) -> None:
        super().__init__()
        self.kind = kind
        self.blocks: list[RecordBlock] = []
        self._owner: object = None
        self._adding = False
        self._records: Sequence[tuple[int, Values]] = ()
        self._added: list[int] = []
        self._limit = SHOWN
        self.rest = Button("", self._show_more, look="link")
        self.more = Button(kind.add_words, self._begin, look="link", icon="plus")
        self._column = vbox(spacing=16)
        column = vbox(self, spacing=16)
        column.addLayout(self._column)
        column.addWidget(self.rest, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.rest.hide()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._arrange)

    def show_records(self, owner: object, records: Sequence[tuple[int, Values]]) -> None:
        """Show the records of an owner, and the empty one that is being filled in."""
        before = {record_id for record_id, _values in self._records}
        ids = [record_id for record_id, _values in records]
        if owner != self._owner:
            self._adding, self._added, self._limit = False, [], SHOWN
        elif self._adding:
            self._added += [each for each in ids if each not in before]
        if len(records) > len(self._records):
            self._adding = False
        self._added = [each for each in self._added if each in ids]
        self._owner, self._records = owner, records
        self._arrange()

    def _in_sight(self) -> list[tuple[int, Values]]:
        others = [each for each in self._records if each[0] not in self._added]
        known = dict(self._records)
        return others[: self._limit] + [(each, known[each]) for each in self._added]

    def _arrange(self) -> None:
        shown = self._in_sight()
        empty = self._adding or (self.kind.always_one and not self._records)
        self._make_blocks(len(shown) + empty)
        for place, block in enumerate(self.blocks):
            block.title.setText(self.kind.title(place))
            if place < len(shown):
                block.show_record(self._owner, *shown[place])
            else:
                block.show_new(self._owner)
            block.bin.setVisible(block.record_id is not None or self._adding)
        self.more.setVisible(not empty)
        self._say_rest(len(self._records) - len(shown))

    def _make_blocks(self, wanted: int) -> None:
        """As many as are wanted: a few now, the others one by one between two keys."""
        while len(self.blocks) > wanted:
            block = self.blocks.pop()
            block.hide()
            block.deleteLater()
        soon = wanted if self._adding else max(AT_ONCE, len(self.blocks) + 1)
        while len(self.blocks) < min(wanted, soon):
            block = RecordBlock(self.kind, self._remove)
            if self.blocks:
                block.setContentsMargins(0, 8, 0, 0)
            self.blocks.append(block)
            self._column.addWidget(block)
        if len(self.blocks) < wanted:
            self._later.start(0)

    def _say_rest(self, count: int) -> None:
        self.rest.setText(_("Show {n} more").format(n=count))
        self.rest.setVisible(count > 0)

    def _show_more(self) -> None:
        self._limit += MORE
        self._arrange()

    def _begin(self) -> None:
        settle()
        self._adding = True
        self._arrange()
        first = next(iter(self.blocks[-1].form.fields.values()))
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self, block: RecordBlock) -> None:
        settle()
        if block.record_id is not None:
            self.kind.remove(block.record_id)
        else:
            self._adding = False
            self._arrange()


def parted(*widgets: QWidget) -> QWidget:
    """Widgets under each other with a line between."""
    body = QWidget()
    column = vbox(body, spacing=24)
    for place, widget in enumerate(widgets):
        if place:
            column.addWidget(Line())
        column.addWidget(widget)
    column.addStretch(1)
    return body
