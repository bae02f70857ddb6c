"""Every language of the window says everything, with the same placeholders."""

import string
from functools import cache
from typing import Any

import pytest
from babel.messages.catalog import Catalog

from msspdesk import texts
from msspdesk.texts import catalogue
from tests.texts import words

LANGUAGES = catalogue.available()


@cache
def kept(code: str) -> Catalog:
    return words.current(code)


def placeholders(text: str) -> list[str]:
    """Names, with how a number is to be written: `{n:04}`."""
    parts = string.Formatter().parse(text)
    return sorted(f"{name}:{form}" for _, name, form, _ in parts if name is not None)


def forms(text: Any) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def ends(text: str) -> tuple[str, str]:
    """The blanks before and behind."""
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def test_german_is_there() -> None:
    assert "de" in LANGUAGES


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_message_of_the_window_is_there_and_no_other(code: str) -> None:
    wanted = {(each.context, each.id) for each in words.template() if each.id}
    found = {(each.context, each.id) for each in kept(code) if each.id}
    assert wanted - found == set(), "new; run: python3 dev.py words"
    assert found - wanted == set(), "gone; run: python3 dev.py words"


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_message_is_translated_and_none_is_a_guess(code: str) -> None:
    assert [each.id for each in words.missing(kept(code))] == []
    assert [each.id for each in kept(code) if each.id and each.fuzzy] == []
    assert not kept(code).obsolete


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_translation_keeps_placeholders_blanks_and_mnemonics(code: str) -> None:
    wrong = []
    for each in kept(code):
        if not each.id:
            continue
        source = forms(each.id)[-1]
        for text in forms(each.string):
            same = placeholders(text) == placeholders(source) or (
                # "1 draft" may be written without its number, as in the source
                isinstance(each.id, tuple) and placeholders(text) == placeholders(each.id[0])
            )
            if not same or ends(text) != ends(source) or ("&" in text) != ("&" in source):
                wrong.append(text)
    assert wrong == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_our_own_reader_reads_what_babel_reads(code: str) -> None:
    read = catalogue.read(code)
    assert read.messages == {
        (each.context or "", forms(each.id)[0]): forms(each.string)
        for each in kept(code)
        if each.id
    }
    assert [read.plural(n) for n in (0, 1, 2)] == [1, 0, 1]


def test_two_actions_of_one_menu_do_not_get_the_same_words() -> None:
    """Different deeds, different words: what is undone is named by them."""
    german = catalogue.read("de")
    deeds = sorted({each for place, each in words._tables() if place.endswith("deeds.py")})
    said = [german.text(each) for each in deeds]
    assert len(set(said)) == len(said)


def test_a_message_looks_itself_up_in_its_context() -> None:
    texts.set_language("de")
    try:
        assert texts.pgettext("button", "Open") == "Öffnen"
        assert texts._("Open") == "Offen"
        assert texts.ngettext("{n} invoice", "{n} invoices", 1).format(n=1) == "1 Rechnung"
        assert texts.ngettext("{n} invoice", "{n} invoices", 0).format(n=0) == "0 Rechnungen"
        assert texts._("Not a message of the window") == "Not a message of the window"
    finally:
        texts.set_language("en")


def test_what_a_po_file_may_hold() -> None:
    lines = r"""
msgid ""
msgstr ""
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);\n"

#: somewhere
msgctxt "verb"
msgid "Open"
msgstr ""
"Öff"
"nen"

#, fuzzy
msgid "Close"
msgstr "Schluss"

msgid "Empty"
msgstr ""

msgid "a \"b\"\nc\\d"
msgstr "x \"y\"\nz\\w"

msgid "{n} day"
msgid_plural "{n} days"
msgstr[0] "one"
msgstr[1] "two"
msgstr[2] "many"
"""
    found = catalogue.parsed(lines)
    assert found.text("Open", "verb") == "Öffnen"
    assert found.text("Open") == "Open"
    assert found.text("Close") == "Close"
    assert found.text("Empty") == "Empty"
    assert found.text('a "b"\nc\\d') == 'x "y"\nz\\w'
    assert [found.count("{n} day", "{n} days", n) for n in (1, 2, 5)] == ["one", "two", "many"]
    assert found.count("{n} cat", "{n} cats", 2) == "{n} cats"
