"""The real window in German: nothing stays English, and every word has room for its letters."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from msspdesk.domain.errors import DomainError
from msspdesk.paths import resource
from msspdesk.texts import catalogue, set_language
from msspdesk.ui import manual, scenes, screenshots
from msspdesk.ui.preferences import keep_language, keep_theme, language_choice, spoken, theme_choice
from msspdesk.ui.presenters.contract_words import read_price, write_price
from msspdesk.ui.scenes import EMPTY, FIRST, FULL, Scene, Stage
from msspdesk.ui.scenes_dialogs import DIALOGS
from tests.texts import words
from tests.ui.language.crawl import said_in

OF_THE_DEMO = {"endpoints", "Penetration test", "Reverse charge"}
"""What its book or its invoices say in English; by chance the window says it too."""


@pytest.fixture(autouse=True)
def german(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(scenes, "QUIET", 0.15)  # words are read sooner than pictures are taken
    set_language("de")
    yield
    set_language("en")


@pytest.fixture(scope="module")
def english() -> set[str]:
    """Messages that read otherwise in German; keys are written by Qt, in its own language."""
    return {
        each.id
        for each in words.current("de")
        if each.id
        and isinstance(each.id, str)
        and each.id != each.string
        and "Ctrl+" not in each.id
    }


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("german") / "book.sqlite"
    screenshots._make_demo(path)
    return path


def walked(book: Path, ways: tuple[Scene, ...], english: set[str]) -> list[str]:
    """What is wrong in these scenes of the window."""
    stage = Stage(book)
    wrong: list[str] = []
    try:
        for scene in ways:
            scene.set_up(stage)
            stage.settled()
            for each in said_in(stage.dialog() or stage.desk.window):
                if each.cut:
                    wrong.append(f"cut: {scene.name}, {each.where}: {each.text}")
                if each.fixed and each.text in english - OF_THE_DEMO:
                    wrong.append(f"English: {scene.name}, {each.where}: {each.text}")
            stage.desk.window.entry.clear()
            stage.close_dialogs()
    finally:
        stage.leave()
    return sorted(set(wrong))


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_tabs_and_dialogs_of_a_year(demo: Path, english: set[str]) -> None:
    assert walked(demo, FULL + DIALOGS, english) == []


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_window_of_a_beginner(tmp_path: Path, english: set[str]) -> None:
    assert walked(tmp_path / "none" / "book.sqlite", FIRST, english) == []
    book = tmp_path / "book.sqlite"
    screenshots._begin_empty(book)
    assert walked(book, EMPTY, english) == []


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_crawl_sees_what_is_cut_and_what_stays_english(tmp_path: Path) -> None:
    set_language("en")
    found = walked(tmp_path / "book.sqlite", FIRST, {"Begin"})
    assert found == ["English: first-run, Button: Begin"]


def test_a_price_is_read_as_it_was_written() -> None:
    for value in (Decimal("1234.5"), Decimal("0.95"), Decimal(620), Decimal("0.0004")):
        assert read_price(write_price(value)) == value
    assert write_price(Decimal("1234.5")) == "1234,50"
    assert read_price("1.234,50") == Decimal("1234.5")
    with pytest.raises(DomainError, match="amount_ambiguous"):
        read_price("1.234")


def test_every_page_of_the_manual_is_there_with_the_same_links() -> None:
    for topic in manual.topics():
        english, german = (
            file.read_text(encoding="utf-8")
            for file in (resource("help", f"{topic}.md"), manual.page(topic))
        )
        assert german != english, topic
        for sign in ("\n\n", "\n## ", "\n- ", "\n| ", "\n    "):
            assert german.count(sign) == english.count(sign), (topic, sign)
        assert links(german) == links(english), topic
    assert {file.stem for file in resource("help", "de").glob("*.md")} == set(manual.topics())


def links(text: str) -> list[str]:
    return sorted(part.partition(")")[0] for part in text.split("](")[1:])


def test_the_language_is_kept_beside_the_colours(tmp_path: Path) -> None:
    assert language_choice(tmp_path) == "system"
    keep_language("de", tmp_path)
    keep_theme("dark", tmp_path)
    assert (language_choice(tmp_path), theme_choice(tmp_path)) == ("de", "dark")
    keep_language("system", tmp_path)
    assert (language_choice(tmp_path), theme_choice(tmp_path)) == ("system", "dark")


def test_a_choice_that_is_not_spoken_gives_way_to_english() -> None:
    assert spoken("de") == "de"
    assert spoken("de-AT") == "de"
    assert spoken("fr") == "en"


def test_the_file_of_a_version_before_holds_colours_alone(tmp_path: Path) -> None:
    (tmp_path / "window.txt").write_text("dark\n", encoding="utf-8")
    assert (theme_choice(tmp_path), language_choice(tmp_path)) == ("dark", "system")


def test_german_reads_without_delay() -> None:
    """A few milliseconds at start: the file is read, not compiled."""
    assert len(catalogue.read("de").messages) > 1400
