"""A logo, checked and brought into the form a PDF holds it in."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PIL import Image, UnidentifiedImageError

from msspdesk.domain.errors import DomainError

MAX_BYTES: Final = 4 * 1024 * 1024
# 300 dots an inch on the 50 mm a logo may take; more only makes every file larger.
_MAX_PIXELS: Final = 600
_REFUSED: Final = 40_000_000


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels in sRGB or grey. `alpha` is a deflated mask, `encoding` a PDF filter."""

    width: int
    height: int
    data: bytes
    colours: str
    encoding: str
    alpha: bytes | None = None


@lru_cache(maxsize=4)
def read_picture(data: bytes) -> Picture:
    """Read a PNG or JPEG. Errors: logo_too_large, logo_unreadable."""
    if len(data) > MAX_BYTES:
        raise DomainError("logo_too_large", bytes=len(data), limit=MAX_BYTES)
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
            if image.width * image.height > _REFUSED:
                raise DomainError("logo_too_large", width=image.width, height=image.height)
            return _convert(image)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as problem:
        raise DomainError("logo_unreadable") from problem


def _convert(image: Image.Image) -> Picture:
    has_alpha = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    pixels = image.convert("RGBA" if has_alpha else "RGB")
    pixels.thumbnail((_MAX_PIXELS, _MAX_PIXELS))
    alpha = zlib.compress(pixels.getchannel("A").tobytes()) if has_alpha else None
    colours = pixels.convert("RGB").tobytes()
    return Picture(
        pixels.width, pixels.height, zlib.compress(colours), "DeviceRGB", "FlateDecode", alpha
    )
