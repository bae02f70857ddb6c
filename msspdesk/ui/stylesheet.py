"""One style sheet for the whole window, made from the tokens.

Looks are chosen by the properties `look` and `tone`, set by `ui.widgets`.
A border of two pixels takes its second pixel from the padding, so that focus
never changes a size.
"""

from __future__ import annotations

from string import Template

from msspdesk.ui.palette import TONES, Tokens

_BASE = """
QMainWindow, QDialog, QWidget[ground="surface"] { background: $surface; }
QWidget[ground="window"] { background: $window; }
QWidget[ground="canvas"] { background: $canvas; }
QToolTip { background: $surface; color: $text; border: 1px solid $edge; padding: 4px 6px; }

QLabel[look="label"] { font-size: 12px; color: $muted; }
QLabel[look="heading"] { font-weight: 500; }
QLabel[look="title"] { font-size: 20px; font-weight: 500; }
QLabel[look="key"] { font-size: 28px; font-weight: 500; }
QLabel[look="figure"] { font-size: 20px; font-weight: 500; }
QLabel[look="strong"] { font-weight: 500; }
QLabel[look="chip"] { font-size: 12px; color: $muted; background: $window;
  border: 1px solid $line; border-radius: 4px; padding: 0 5px; }
QLabel[look="badge"] { font-size: 12px; color: $accent; background: $accent_soft;
  border-radius: 4px; padding: 0 6px; }
QLabel[look="tag"] { font-size: 12px; color: $muted; background: $hover;
  border-radius: 4px; padding: 0 6px; }
QFrame[look="line"] { background: $line; border: none; }
QDialog[look="palette"] { border: 1px solid $edge; }
QFrame[look="popup"] { background: $surface; border: 1px solid $edge; border-radius: 6px; }
"""

_BUTTONS = """
QPushButton { background: $surface; color: $text; border: 1px solid $edge;
  border-radius: 6px; padding: 0 12px; min-height: 30px; max-height: 30px; font-weight: 400; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $line; }
QPushButton:focus { border: 2px solid $accent; padding: 0 11px;
  min-height: 28px; max-height: 28px; outline: none; }
QPushButton:disabled { color: $disabled; border-color: $line; background: $surface; }
QPushButton[look="row"] { min-height: 24px; max-height: 24px; }
QPushButton[look="row"]:focus { min-height: 22px; max-height: 22px; }
QPushButton[look="primary"], QPushButton[look="big"] { background: $accent; color: $on_accent;
  border: 1px solid $accent; font-weight: 500; }
QPushButton[look="primary"]:hover, QPushButton[look="big"]:hover,
QPushButton[look="primary"]:pressed, QPushButton[look="big"]:pressed {
  background: $accent_hover; border-color: $accent_hover; }
QPushButton[look="primary"]:focus, QPushButton[look="big"]:focus {
  border: 2px solid $accent_ring; }
QPushButton[look="primary"]:disabled, QPushButton[look="big"]:disabled {
  background: $line; border-color: $line; color: $disabled; }
QPushButton[look="big"] { min-height: 38px; max-height: 38px; }
QPushButton[look="big"]:focus { min-height: 36px; max-height: 36px; }
QPushButton[look="icon"] { padding: 0; min-width: 30px; max-width: 30px; }
QPushButton[look="icon"]:focus { padding: 0; min-width: 28px; max-width: 28px; }
QPushButton[look="bare"] { background: transparent; border: 1px solid transparent;
  padding: 0 7px; }
QPushButton[look="bare"]:hover { background: $hover; }
QPushButton[look="bare"]:pressed { background: $line; }
QPushButton[look="bare"]:focus { border: 2px solid $accent; padding: 0 6px; }
QPushButton[look="barei"] { background: transparent; border: 1px solid transparent; padding: 0;
  min-width: 30px; max-width: 30px; }
QPushButton[look="barei"]:hover { background: $hover; }
QPushButton[look="barei"]:pressed { background: $line; }
QPushButton[look="barei"]:focus { border: 2px solid $accent; min-width: 28px; max-width: 28px; }
QPushButton[look="link"] { background: transparent; border: 1px solid transparent;
  color: $accent; font-weight: 500; padding: 0 1px; min-height: 18px; max-height: 18px; }
QPushButton[look="link"]:hover { color: $accent_hover; background: transparent; }
QPushButton[look="link"]:focus { border: 2px solid $accent; border-radius: 4px; padding: 0;
  min-height: 16px; max-height: 16px; }
QPushButton[look="link"]:disabled { color: $disabled; }
QPushButton[look="segment"] { border-radius: 0; border-right-width: 0; }
QPushButton[look="segment"]:focus { border: 2px solid $accent; }
QPushButton[look="segment"]:checked { background: $accent_soft; color: $accent;
  font-weight: 500; }
QPushButton[look="segment"][end="first"] { border-top-left-radius: 6px;
  border-bottom-left-radius: 6px; }
QPushButton[look="segment"][end="last"] { border-top-right-radius: 6px;
  border-bottom-right-radius: 6px; border-right-width: 1px; }
"""

_FIELDS = """
QLineEdit, QComboBox, QPlainTextEdit { background: $surface; color: $text;
  border: 1px solid $edge; border-radius: 6px; padding: 0 9px;
  selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit, QComboBox { min-height: 30px; max-height: 30px; }
QPlainTextEdit { padding: 5px; }
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus { border: 2px solid $accent; }
QLineEdit:focus, QComboBox:focus { padding: 0 8px; min-height: 28px; max-height: 28px; }
QPlainTextEdit:focus { padding: 4px; }
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled { color: $disabled;
  border-color: $line; }
QLineEdit[state="error"], QComboBox[state="error"], QPlainTextEdit[state="error"] {
  border-color: $bad; }
QLineEdit[look="fixed"] { color: $muted; background: $window; border-color: $line; }
QLineEdit[look="search"] { padding-left: 32px; }
QLineEdit[look="search"]:focus { padding-left: 31px; }
QLineEdit[look="bare"] { border: none; background: transparent; padding: 0;
  min-height: 24px; max-height: 24px; }
QLineEdit[look="cell"] { border: 2px solid $accent; border-radius: 0; padding: 0 5px;
  min-height: 0; max-height: 100px; }
QFrame[look="entry"] { background: $surface; border: 1px solid $edge; border-radius: 6px; }
QFrame[look="entry"][state="focus"] { border: 2px solid $accent; }
QFrame[look="entry"][state="error"] { border: 2px solid $bad; }
QComboBox::drop-down { border: none; width: 28px; }
QComboBox::down-arrow { image: none; }
QComboBox QLineEdit, QComboBox QLineEdit:focus { border: none; padding: 0;
  min-height: 0; background: transparent; }
QAbstractItemView { background: $surface; border: none; outline: none;
  selection-background-color: $accent_soft; selection-color: $text; }
QComboBox QAbstractItemView, QListView[look="completer"] { border: 1px solid $edge; padding: 4px; }
QComboBox QAbstractItemView::item, QListView[look="completer"]::item { min-height: 26px;
  padding: 0 4px; }
QMenu { background: $surface; border: 1px solid $edge; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $accent_soft; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $line; margin: 4px 0; }
"""

_AREAS = """
QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 2px; }
QScrollBar::handle { background: $edge; border-radius: 3px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QProgressBar { background: $line; border: none; border-radius: 2px; max-height: 4px;
  min-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QProgressBar[tone="warn"]::chunk { background: $warn; }
"""


def stylesheet(tokens: Tokens) -> str:
    """The whole sheet. Tone rules come last, so that a tone wins over a look."""
    colours = tokens.colours()
    colours["accent_ring"] = tokens.text
    tones = "".join(f'QLabel[tone="{tone}"] {{ color: {colours[tone]}; }}\n' for tone in TONES)
    return Template(_BASE + _BUTTONS + _FIELDS + _AREAS).substitute(colours) + tones
