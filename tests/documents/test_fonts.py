"""What the font can print, and that the file says which letter is which."""

import pytest

from msspdesk.documents.fonts import FontInUse, clean, medium, missing_glyphs, regular
from msspdesk.domain.errors import DomainError


@pytest.mark.parametrize(
    "text",
    [
        "Überschär & Søn, Łódź, Škoda, Ţară, Đà Nẵng",
        "Ελληνικά, Кириллица, Türkçe İı",
        "1 234,50 € £ ¥ ₹ ₺ −5 × 3 … „Zitat“ ‚einfach‘",
        "Zeile eins\nZeile zwei\tund drei\u00adteilig",
        "1\u202f234\u00a0€",
    ],
)
def test_western_and_eastern_europe_can_be_printed(text: str) -> None:
    assert missing_glyphs(text) == ""


def test_what_the_font_lacks_is_named_once_each() -> None:
    assert missing_glyphs("日本 → שלום 日 ₿\x00") == "日本→שלום₿\x00"


def test_drawing_what_the_font_lacks_is_refused() -> None:
    with pytest.raises(DomainError) as caught:
        regular().width("日", 10)
    assert caught.value.code == "missing_glyphs"
    with pytest.raises(DomainError):
        FontInUse(regular()).encode("日")


def test_letters_are_composed_and_line_ends_are_one_sign() -> None:
    assert clean("Mu\u0308ller\r\nA\rB\u2028C") == "Müller\nA\nB\nC"


@pytest.mark.parametrize("face", [regular(), medium()], ids=lambda face: face.name)
def test_digits_are_tabular(face) -> None:  # type: ignore[no-untyped-def]
    assert len({face.widths[digit] for digit in "0123456789"}) == 1


def test_more_than_one_subset_when_a_document_uses_many_letters() -> None:
    font = FontInUse(regular())
    letters = "".join(chr(code) for code in [*range(0x0410, 0x0450), *range(0x0391, 0x03A2 - 1)])
    letters += "".join(chr(code) for code in range(0x0100, 0x0180) if chr(code) in regular().widths)
    pieces = font.encode(letters)
    assert [number for number, _ in pieces] == [0, 1]
    assert len(font.subsets()) == 2


def test_ascii_is_escaped() -> None:
    assert FontInUse(regular()).encode(r"a (b) \ c") == [(0, r"(a \(b\) \\ c)")]
