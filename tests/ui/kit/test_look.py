"""Colours, fonts and icons are what the design says, light and dark."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontInfo, QGuiApplication
from PySide6.QtWidgets import QApplication

from msspdesk.paths import resources_dir
from msspdesk.ui.icons import icon, pixmap
from msspdesk.ui.palette import DARK, LIGHT, Tokens
from msspdesk.ui.stylesheet import stylesheet
from msspdesk.ui.theme import font, theme
from msspdesk.ui.writing import text_width

ICONS = sorted((resources_dir() / "icons").glob("*.svg"))
GROUNDS = ("window", "surface", "hover", "accent_soft")
TEXTS = ("text", "muted", "accent", "warn", "bad", "good")


def luminance(value: str) -> float:
    """Relative luminance, WCAG 2.1 (https://www.w3.org/TR/WCAG21/#dfn-relative-luminance)."""
    parts = [int(value[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_can_be_read_on_every_ground(tokens: Tokens) -> None:
    pairs = [
        *product(TEXTS, GROUNDS),
        *((name, f"{name}_soft") for name in ("warn", "bad", "good")),
    ]
    pairs += [("on_accent", "accent"), ("on_accent", "accent_hover")]
    colours = tokens.colours()
    poor = {
        f"{text} on {ground}": round(contrast(colours[text], colours[ground]), 2)
        for text, ground in pairs
        if contrast(colours[text], colours[ground]) < 4.5
    }
    assert poor == {}


def test_black_on_white_is_21() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_the_sheet_leaves_no_token_open_and_names_no_colour_itself(tokens: Tokens) -> None:
    sheet = stylesheet(tokens)
    assert "$" not in sheet
    used = {word.strip(" ;,}\n") for word in sheet.split() if word.startswith("#")}
    assert used <= set(tokens.colours().values())


def test_roboto_is_there_in_both_weights_with_tabular_digits() -> None:
    for strong in (False, True):
        shown = font(strong=strong)
        assert QFontInfo(shown).family().startswith("Roboto")
    assert len({text_width(digit) for digit in "0123456789"}) == 1
    sentence = "Issue and send nine invoices"
    assert text_width(sentence, strong=True) > text_width(sentence)


def test_switching_at_run_time_tells_everyone(qapp: QApplication) -> None:
    heard: list[bool] = []
    theme.changed.connect(lambda: heard.append(theme.tokens.dark))
    theme.choose("dark")
    assert QGuiApplication.palette().window().color() == QColor(DARK.surface)
    theme.choose("light")
    assert heard == [True, False]


@pytest.mark.parametrize("path", ICONS, ids=lambda path: path.stem)
def test_each_icon_is_drawn_in_the_colour_asked_for(path: Path) -> None:
    image = pixmap(path.stem, "#FF0000", 16, 2.0).toImage()
    assert (image.width(), image.height()) == (32, 32)
    drawn = {
        image.pixelColor(x, y).name()
        for x, y in product(range(32), range(32))
        if image.pixelColor(x, y).alpha() == 255
    }
    assert drawn <= {"#ff0000"}
    inked = sum(image.pixelColor(x, y).alpha() > 0 for x, y in product(range(32), range(32)))
    assert inked > 20


def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon")
