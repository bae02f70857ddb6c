"""Logos: what is taken and what is refused."""

import io

import pytest
from PIL import Image

from msspdesk.documents.pictures import MAX_BYTES, read_picture
from msspdesk.domain.errors import DomainError


def encoded(mode: str, size: tuple[int, int], kind: str) -> bytes:
    stream = io.BytesIO()
    Image.new(mode, size).save(stream, kind)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("mode", "kind", "alpha"),
    [
        ("RGB", "PNG", False),
        ("RGBA", "PNG", True),
        ("P", "PNG", False),
        ("L", "JPEG", False),
        ("CMYK", "JPEG", False),
    ],
)
def test_usual_logos_are_taken(mode: str, kind: str, alpha: bool) -> None:
    picture = read_picture(encoded(mode, (40, 20), kind))
    assert (picture.width, picture.height) == (40, 20)
    assert (picture.alpha is not None) == alpha


def test_a_huge_logo_is_made_smaller() -> None:
    picture = read_picture(encoded("RGB", (3000, 1000), "PNG"))
    assert (picture.width, picture.height) == (600, 200)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "logo_unreadable"),
        (b"GIF89a nothing", "logo_unreadable"),
        (encoded("RGB", (9, 9), "GIF"), "logo_unreadable"),
        (encoded("RGB", (9, 9), "PNG")[:40], "logo_unreadable"),
        (b"\x89PNG" + b"0" * MAX_BYTES, "logo_too_large"),
        (encoded("1", (9000, 9000), "PNG"), "logo_too_large"),
    ],
)
def test_what_is_no_logo_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(DomainError) as caught:
        read_picture(data)
    assert caught.value.code == code
