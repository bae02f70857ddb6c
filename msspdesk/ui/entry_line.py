"""The line above all tabs: type, see how it is read, Enter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from msspdesk.texts import _
from msspdesk.ui.completions import Completions
from msspdesk.ui.presenters.shell import Completion, EntryPresenter, Reading
from msspdesk.ui.widgets import IconLabel, Label, hbox, restyle

Key = Qt.Key
MOST = 8


class EntryLine(QFrame):
    """A field with a clock before it and what Enter does behind it."""

    read = Signal(object)  # Reading of what stands here

    def __init__(self, overlay: QWidget) -> None:
        super().__init__()
        self.setProperty("look", "entry")
        self.setFixedHeight(32)
        self._presenter: EntryPresenter | None = None
        self._reading = Reading()
        self._before: QWidget | None = None
        self.edit = QLineEdit()
        self.edit.setProperty("look", "bare")
        self.edit.setAccessibleName(_("Note time"))
        self.edit.setPlaceholderText(_("Note time: customer 1h30 what you did #tag"))
        self._icon = IconLabel("clock", size=16)
        self._hint = Label("", "label")
        self._key = Label("Ctrl+Space", "chip")
        self._key.setFixedHeight(18)
        row = hbox(self, spacing=6, margins=(9, 0, 8, 0))
        row.addWidget(self._icon)
        row.addWidget(self.edit, 1)
        row.addWidget(self._hint)
        row.addWidget(self._key)
        self._overlay = overlay
        self.completions = Completions(overlay)
        self.completions.chosen.connect(lambda _at: self._complete())
        self.edit.textEdited.connect(lambda _text: self._typed())
        self.edit.installEventFilter(self)
        self.edit.setEnabled(False)
        self._show_state()

    def open(self) -> None:
        """The book is open: typing may begin, who answers it is a moment away."""
        self.edit.setEnabled(True)
        self._show_state()

    def attach(self, presenter: EntryPresenter) -> None:
        """From now on this presenter answers, to what was typed before as well."""
        self._presenter = presenter
        presenter.on_update(self.refresh)
        self.refresh()

    def text(self) -> str:
        return self.edit.text()

    def clear(self) -> None:
        self.edit.clear()
        self.completions.hide()
        self.refresh()

    def take_focus(self) -> None:
        """Ctrl+Space; Escape in an empty line goes back to where the focus was."""
        focused = self.window().focusWidget()
        if focused is not self.edit:
            self._before = focused
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def refresh(self) -> None:
        """Read the text anew; the facts behind it may have changed."""
        if self._presenter is None:
            return
        self._reading = self._presenter.reading(self.edit.text())
        self._show_state()
        self.read.emit(self._reading)

    # -- inside

    def _typed(self) -> None:
        self.refresh()
        self._offer()

    def _offer(self) -> None:
        text = self.edit.text()
        if self._presenter is None or not text.strip():
            self.completions.hide()
            return
        items = self._presenter.complete(text, self.edit.cursorPosition())[:MOST]
        corner = self.mapTo(self._overlay, QPoint(self.width() - 1, self.height() + 30))
        self.completions.offer(items, corner)

    def _show_state(self) -> None:
        typed = bool(self.edit.text().strip())
        focused = self.edit.hasFocus()
        at_rest = "muted" if self.edit.isEnabled() else "disabled"
        self._icon.show_icon("clock", "accent" if focused else at_rest)
        self._hint.setText(self._reading.enter if typed and self._reading.ok else "")
        self._key.setText(_("Enter") if typed else _("Ctrl+Space"))
        self._key.setVisible(self.edit.isEnabled() and (not typed or self._reading.ok))
        restyle(self, state="focus" if focused else "")

    def _complete(self) -> None:
        item: Completion | None = self.completions.current()
        if item is None:
            return
        text = self.edit.text()
        self.edit.setText(text[: item.start] + item.insert + text[item.end :])
        self.edit.setCursorPosition(item.start + len(item.insert))
        self.completions.hide()
        self.refresh()

    def _commit(self) -> None:
        text = self.edit.text()
        if self._presenter is None or not text.strip():
            return
        self.completions.hide()
        if not self._reading.ok:
            restyle(self, state="error")
            return

        def done(stored: bool) -> None:
            if stored and self.edit.text() == text:
                self.clear()
            else:
                self.refresh()

        self._presenter.commit(text, done)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key_pressed(event)
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            return self._leaves_undo(event)
        if kind in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            if kind == QEvent.Type.FocusOut:
                self.completions.hide()
            self._show_state()
        return False

    def _leaves_undo(self, event: QKeyEvent) -> bool:
        """In an empty line Ctrl+Z takes back what was noted, not what was typed."""
        wanted = event.matches(QKeySequence.StandardKey.Undo) and not self.edit.text()
        if wanted:
            event.ignore()
        return wanted

    def _key_pressed(self, event: QKeyEvent) -> bool:
        key = event.key()
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        open_list = self.completions.isVisible()
        if key in (Key.Key_Return, Key.Key_Enter):
            self._commit()
        elif key == Key.Key_Tab and open_list:
            self._complete()
        elif key == Key.Key_Down and alt:
            if self._presenter is not None:
                self._presenter.other(self.edit.text())
                self.refresh()
        elif key in (Key.Key_Down, Key.Key_Up) and open_list:
            self.completions.move_choice(1 if key == Key.Key_Down else -1)
        elif key == Key.Key_Escape:
            self._escape()
        else:
            return False
        return True

    def _escape(self) -> None:
        if self.completions.isVisible():
            self.completions.hide()
        elif self.edit.text():
            self.clear()
        elif self._before is not None:
            self._before.setFocus()
