"""Breaking text into lines."""

from hypothesis import given
from hypothesis import strategies as st

from msspdesk.documents.sheet import Style
from msspdesk.documents.wrap import wrap

STYLE = Style(10, 13)


def test_words_fill_the_line() -> None:
    text = "Security monitoring of 90 endpoints in July 2026"
    lines = wrap(text, STYLE, 110)
    assert lines == ["Security monitoring of", "90 endpoints in July", "2026"]


def test_line_breaks_stay_and_blank_lines_fall_out() -> None:
    assert wrap("Nordwall\r\n\n Security ", STYLE, 500) == ["Nordwall", "Security"]


def test_an_address_of_the_web_breaks_after_a_slash_without_hyphen() -> None:
    lines = wrap("https://tickets.nordwall.example/incidents/2026-07-14", STYLE, 160)
    assert lines == ["https://tickets.nordwall.example/", "incidents/2026-07-14"]


def test_a_plain_word_too_long_for_the_line_gets_a_hyphen() -> None:
    first, *_ = wrap("Donaudampfschifffahrtsgesellschaft", STYLE, 100)
    assert first.endswith("-")


@given(st.text("ab äß-/.\n ", max_size=80), st.floats(20, 300))
def test_nothing_is_lost_and_nothing_is_too_wide(text: str, width: float) -> None:
    lines = wrap(text, STYLE, width)
    assert all(STYLE.width(line) <= width + 1 for line in lines)
    joined = "".join(lines).replace("-", "")
    assert joined.replace(" ", "") == "".join(text.split()).replace("-", "")
