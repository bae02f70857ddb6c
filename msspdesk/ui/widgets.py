"""Small parts every screen is made of: buttons, labels, lines, panels, empty states.

Looks and tones are words of `ui.stylesheet`; nothing here names a colour.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from msspdesk.ui.icons import icon, paint_icon
from msspdesk.ui.theme import theme

STATUS_ICONS = {"good": "check", "warn": "warning", "bad": "warning"}


def restyle(widget: QWidget, **properties: object) -> None:
    """Set style properties and let the style sheet see them."""
    changed = False
    for name, value in properties.items():
        if widget.property(name) != value:
            widget.setProperty(name, value)
            changed = True
    if changed:
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class Label(QLabel):
    """Plain text, never rich: what a customer typed cannot become markup."""

    def __init__(
        self, text: str = "", look: str = "body", tone: str = "", *, wrap: bool = False
    ) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("look", look)
        if tone:
            self.setProperty("tone", tone)
        self.setWordWrap(wrap)

    def show_text(self, text: str, tone: str | None = None) -> None:
        self.setText(text)
        if tone is not None:
            restyle(self, tone=tone)


class ElidedLabel(Label):
    """One line that ends in … when there is no room; the whole text is the tool tip."""

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        full = self.text()
        shown = self.fontMetrics().elidedText(
            full, Qt.TextElideMode.ElideRight, self.contentsRect().width()
        )
        self.setToolTip(full if shown != full else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        flags = self.alignment() | Qt.TextFlag.TextSingleLine
        painter.drawText(self.contentsRect(), int(flags), shown)


class IconLabel(QWidget):
    """An icon that takes no focus; the word beside it tells what it means."""

    def __init__(self, name: str, tone: str = "muted", size: int = 16) -> None:
        super().__init__()
        self._name, self._tone, self._size = name, tone, size
        self.setFixedSize(size, size)

    def show_icon(self, name: str, tone: str) -> None:
        self._name, self._tone = name, tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_icon(painter, self._name, 0, 0, self._size, theme.colour(self._tone))


class Button(QPushButton):
    """A verb. Looks: plain, primary, big, row, bare, link, segment,
    and icon or barei (no border) for an icon alone.

    An icon alone has no words, so its `name` is read to those who cannot see it.
    """

    def __init__(
        self,
        text: str = "",
        on_click: Callable[[], object] | None = None,
        *,
        look: str = "plain",
        icon: str = "",
        name: str = "",
        tip: str = "",
    ) -> None:
        super().__init__(text.replace("&", "&&"))
        self.setProperty("look", look)
        self.setAutoDefault(False)
        self._icon = icon
        if look in ("icon", "barei") and not name:
            raise ValueError("an icon button needs a name")
        if name:
            self.setAccessibleName(name)
        self.setToolTip(tip or (name if not text else ""))
        if look == "link":
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        if on_click is not None:
            self.clicked.connect(lambda _checked=False: on_click())
        if icon:
            self.setIconSize(QSize(16, 16))
            theme.changed.connect(self._show_icon)
            self._show_icon()

    def show_icon(self, name: str) -> None:
        self._icon = name
        self._show_icon()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, never another one of its dialog."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def _show_icon(self) -> None:
        look = self.property("look")
        tone = {"primary": "on_accent", "big": "on_accent", "link": "accent"}.get(look, "text")
        self.setIcon(icon(self._icon, tone))


class _Figure(ElidedLabel):
    """A value that keeps its room where the word before it is long: an amount is never cut."""

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 128), super().minimumSizeHint().height())


class Line(QFrame):
    """A divider of one pixel."""

    def __init__(self, *, vertical: bool = False) -> None:
        super().__init__()
        self.setProperty("look", "line")
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)


class Segments(QWidget):
    """Two to four choices in one row, one of them on (Invoices | Month end)."""

    chosen = Signal(str)

    def __init__(self, options: Sequence[tuple[str, str]], name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, Button] = {}
        row = hbox(self, spacing=0)
        for index, (key, title) in enumerate(options):
            button = Button(title, look="segment")
            button.setCheckable(True)
            ends = {0: "first", len(options) - 1: "last"}
            button.setProperty("end", ends.get(index, ""))
            button.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            self._group.addButton(button)
            self._buttons[key] = button
            row.addWidget(button)
        self.choose(options[0][0])

    def choose(self, key: str) -> None:
        """Show `key` as chosen without telling anyone."""
        self._buttons[key].setChecked(True)

    def current(self) -> str:
        return next(key for key, button in self._buttons.items() if button.isChecked())


class SearchField(QLineEdit):
    """Filter as you type. Escape empties it."""

    def __init__(self, hint: str) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setProperty("look", "search")
        clear = QAction(self)
        clear.setShortcut("Esc")
        clear.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        clear.triggered.connect(self.clear)
        self.addAction(clear)

    def show_count(self, words: str, count: int) -> None:
        """The hint says how many there are to filter ("{count}"), once it is more than one."""
        hint = words.format(count=count) if count > 1 else self.accessibleName()
        self.setPlaceholderText(hint)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        paint_icon(painter, "search", 11, (self.height() - 14) / 2, 14, theme.colour("muted"))


class Pair(QWidget):
    """A fact of one line: word at the left, value at the right or after a fixed column."""

    def __init__(self, label: str, value: str = "", tone: str = "text", *, at: int = 0) -> None:
        super().__init__()
        self.label = Label(label, tone="muted") if at else ElidedLabel(label, tone="text")
        self.value = ElidedLabel(value, tone=tone) if at else _Figure(value, tone=tone)
        row = hbox(self, spacing=8)
        if at:
            self.label.setFixedWidth(at)
            row.addWidget(self.label)
            row.addWidget(self.value, 1)
        else:
            row.addWidget(self.label, 1)
            row.addWidget(self.value)
            self.value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFixedHeight(24)


class Section(QWidget):
    """A heading of 13 px 500 with its muted note and its key number at the right."""

    def __init__(self, title: str, note: str = "", figure: str = "") -> None:
        super().__init__()
        self.title = Label(title, "heading")
        self.note = Label(note, "label")
        self.figure = Label(figure, "strong")
        row = hbox(self, spacing=8)
        row.addWidget(self.title)
        row.addWidget(self.note)
        row.addStretch(1)
        row.addWidget(self.figure)
        self.setFixedHeight(24)


class Status(QWidget):
    """A status: icon and word in colour, never colour alone."""

    def __init__(self, text: str = "", tone: str = "text", icon: str = "") -> None:
        super().__init__()
        self._icon = IconLabel("check", size=14)
        self._word = Label(text, "label")
        row = hbox(self, spacing=6)
        row.addWidget(self._icon)
        row.addWidget(self._word)
        row.addStretch(1)
        self.show_status(text, tone, icon)

    def show_status(self, text: str, tone: str, icon: str = "") -> None:
        name = icon or STATUS_ICONS.get(tone, "")
        self._icon.setVisible(bool(name))
        if name:
            self._icon.show_icon(name, tone)
        self._word.show_text(text, tone)


class Panel(QWidget):
    """A side panel: `window` ground, one vertical line at its left, margins of 20.

    Nothing parts the rows of `body` but what is added: `Pair` and `Section` are 24 high.
    """

    def __init__(self, width: int, *, line_at: str = "left", margin: int = 20) -> None:
        super().__init__()
        self.setFixedWidth(width)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(margin, 16, margin, margin)
        self.body.setSpacing(0)
        inner = QWidget()
        inner.setProperty("ground", "window")
        inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inner.setLayout(self.body)
        row = hbox(self, spacing=0)
        if line_at == "left":
            row.addWidget(Line(vertical=True))
        row.addWidget(inner, 1)
        if line_at == "right":
            row.addWidget(Line(vertical=True))


class EmptyState(QWidget):
    """What a place is for, one muted line, the first step, and an import as a link."""

    def __init__(
        self,
        title: str,
        note: str = "",
        action: QWidget | None = None,
        link: Button | None = None,
    ) -> None:
        super().__init__()
        column = vbox(self, spacing=8)
        column.addStretch(1)
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(Label(title, "strong"), 0, centre)
        if note:
            words = Label(note, tone="muted", wrap=True)  # a long one must not widen the pane
            words.setAlignment(centre)
            words.setContentsMargins(24, 0, 24, 0)
            column.addWidget(words)
        if action is not None:
            column.addSpacing(8)
            column.addWidget(action, 0, centre)
        if link is not None:
            column.addSpacing(4)
            column.addWidget(link, 0, centre)
        column.addStretch(1)


def vbox(
    parent: QWidget | None = None,
    *,
    spacing: int = 8,
    margins: tuple[int, int, int, int] = (0, 0, 0, 0),
) -> QVBoxLayout:
    layout = QVBoxLayout(parent) if parent is not None else QVBoxLayout()
    layout.setContentsMargins(*margins)
    layout.setSpacing(spacing)
    return layout


def hbox(
    parent: QWidget | None = None,
    *,
    spacing: int = 8,
    margins: tuple[int, int, int, int] = (0, 0, 0, 0),
) -> QHBoxLayout:
    layout = QHBoxLayout(parent) if parent is not None else QHBoxLayout()
    layout.setContentsMargins(*margins)
    layout.setSpacing(spacing)
    return layout


def ground(widget: QWidget, name: str) -> QWidget:
    """Give a widget the ground `surface`, `window` or `canvas`."""
    widget.setProperty("ground", name)
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return widget


def scrolling(body: QWidget, name: str = "surface") -> QScrollArea:
    """A page that scrolls up and down, on the ground of its pane."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(ground(body, name))
    return area
