"""Checks of single fields: each takes what was typed and gives what is stored.

A check raises DomainError with the code of its sentence. `cleaned` runs the
checks of a form and raises them all at once as InvalidInput, field by field.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeVar
from zoneinfo import available_timezones

from msspdesk.domain.codes import COUNTRIES, CURRENCIES
from msspdesk.domain.errors import DomainError, InvalidInput, Problem
from msspdesk.domain.money import to_micro

T = TypeVar("T")
Check = Callable[[Any], Any]

LONGEST_NAME: Final = 300
LONGEST_WORD: Final = 40
LONGEST_NOTE: Final = 10_000
LARGEST_PRICE: Final = Decimal(1_000_000_000)
LARGEST_COUNT: Final = Decimal(1_000_000_000)
LARGEST_MINOR: Final = 10**12
"""Beyond it an amount is mistyped. As a price in millionths it fits an integer of the book."""
LARGEST_PICTURE: Final = 2_000_000
FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2200, 1, 1)

# Nothing is seen of them, so two names would differ that look the same.
_UNSEEN: Final = dict.fromkeys([0x00AD, 0x200B, 0x2060, 0xFEFF])
# Characters that turn the writing direction of what follows, and so can make a name
# read as another one. Marks that scripts need (ZWJ, ZWNJ, LRM, RLM) stay.
_OVERRIDES: Final = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_EMAIL: Final = re.compile(
    r"[^\s@<>,;:\"()\[\]\\]{1,64}@(?:[^\s@.<>,;:\"()\[\]\\]+\.)+[^\s@.<>,;:\"()\[\]\\]{2,63}"
)
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_UNIT: Final = re.compile(r"[A-Z0-9]{2,3}")
_ITEM_CODE: Final = re.compile(r"[0-9]{4}(?:[0-9]{2}){0,2}", re.ASCII)
_COLOUR: Final = re.compile(r"#[0-9A-Fa-f]{6}")


def cleaned(checks: Mapping[str, Check], values: Mapping[str, Any]) -> dict[str, Any]:
    """Every value by its check. InvalidInput with all problems; a field unknown is a bug."""
    result: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, value in values.items():
        try:
            result[name] = checks[name](value)
        except DomainError as error:
            problems.append(Problem(error.code, name, dict(error.details)))
    if problems:
        raise InvalidInput(problems)
    return result


def words(value: str) -> str:
    """Text on one line: lines and runs of space become one space, nothing unseen stays."""
    shown = value.translate(_OVERRIDES | _UNSEEN)
    kept = "".join(" " if _breaks(letter) else letter for letter in shown)
    line = " ".join(unicodedata.normalize("NFC", kept).split())
    if len(line) > LONGEST_NAME:
        raise DomainError("text_too_long", longest=LONGEST_NAME, length=len(line))
    return line


def name(value: str) -> str:
    """Like `words`, and not empty."""
    line = words(value)
    if all(unicodedata.category(letter) in {"Cf", "Zs"} for letter in line):
        raise DomainError("name_missing")
    return line


def word(value: str) -> str:
    """One word of at most 40 letters, for codes and short names."""
    line = name(value)
    if " " in line:
        raise DomainError("word_has_spaces", value=line)
    if len(line) > LONGEST_WORD:
        raise DomainError("text_too_long", longest=LONGEST_WORD, length=len(line))
    return line


def note(value: str) -> str:
    """Text of several lines, without unseen characters and space at the ends."""
    lines = (
        value.translate(_OVERRIDES | _UNSEEN).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    )
    kept = ("".join(c for c in line if c == "\t" or not _breaks(c)).rstrip() for line in lines)
    text = unicodedata.normalize("NFC", "\n".join(kept)).strip()
    if len(text) > LONGEST_NOTE:
        raise DomainError("text_too_long", longest=LONGEST_NOTE, length=len(text))
    return text


def _breaks(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cc", "Zl", "Zp", "Cs"}


def email(value: str) -> str:
    """An address of the common form, or nothing. Letters of any script may stand in it."""
    address = words(value)
    if address and not _EMAIL.fullmatch(address):
        raise DomainError("email_unreadable", value=address)
    return address


def currency(value: str) -> str:
    """A currency of ISO 4217 that is in use."""
    code = words(value).upper()
    if code not in CURRENCIES:
        raise DomainError("currency_unknown", value=value)
    return code


def country(value: str) -> str:
    """A country of ISO 3166-1, or nothing yet."""
    code = words(value).upper()
    if code and code not in COUNTRIES:
        raise DomainError("country_unknown", value=value)
    return code


def language(value: str) -> str:
    """A language tag: "en", "de", "pt-BR"."""
    tag = words(value)
    if not _LANGUAGE.fullmatch(tag):
        raise DomainError("language_unreadable", value=value)
    return tag


def terms_days(value: int) -> int:
    """Days a customer may take to pay: 0 to 365."""
    if not 0 <= value <= 365:
        raise DomainError("terms_out_of_range", value=value)
    return value


def price_micro(value: Decimal | None) -> int | None:
    """A price as integer of 10**-6, or None: not agreed. Not negative."""
    if value is None:
        return None
    if not value.is_finite() or value < 0:
        raise DomainError("price_negative", value=str(value))
    if value > LARGEST_PRICE:
        raise DomainError("amount_too_large", value=str(value))
    return to_micro(value)


def percent_micro(value: Decimal | None) -> int:
    """Percent points from 0 to 100 as integer of 10**-6; None is 0."""
    if value is None:
        return 0
    if not value.is_finite() or not 0 <= value <= 100:
        raise DomainError("percent_out_of_range", value=str(value))
    return to_micro(value)


def quantity_micro(value: Decimal) -> int:
    """How many, as integer of 10**-6. Below zero takes back what was billed."""
    if not value.is_finite():
        raise DomainError("amount_unreadable", value=str(value), example="1")
    if abs(value) > LARGEST_COUNT:
        raise DomainError("amount_too_large", value=str(value))
    return to_micro(value)


def amount_minor(value: int) -> int:
    """An amount in minor units that is no slip of the keyboard."""
    if abs(value) > LARGEST_MINOR:
        raise DomainError("amount_too_large", value=str(value))
    return value


def day(value: date | None) -> date | None:
    """A day of 1900 to 2199, or none: others are mistyped, and months cannot be added to them."""
    if value is not None and not FIRST_DAY <= value <= LAST_DAY:
        raise DomainError("day_out_of_range", value=value.isoformat())
    return value


def one_of(*codes: str) -> Callable[[str], str]:
    """A check that takes one of these codes only."""

    def check(value: str) -> str:
        if value not in codes:
            raise DomainError("choice_unknown", value=value, known=codes)
        return value

    return check


def unit_code(value: str) -> str:
    """A unit of UN/ECE Recommendation 20: two or three capitals or digits."""
    code = words(value).upper()
    if not _UNIT.fullmatch(code):
        raise DomainError("unit_unknown", value=value)
    return code


def item_code(value: str) -> str:
    """A code of services such as India's SAC: 4, 6 or 8 digits, or empty."""
    code = words(value).replace(" ", "")
    if code and not _ITEM_CODE.fullmatch(code):
        raise DomainError("item_code_wrong", value=value)
    return code


def iban(value: str) -> str:
    """An IBAN with right check digits and length, without spaces; or nothing."""
    from stdnum import iban as _iban  # every list of the window would wait for it
    from stdnum.exceptions import ValidationError

    compact = _iban.compact(words(value))
    if not compact:
        return ""
    try:
        return _iban.validate(compact)
    except ValidationError as error:
        raise DomainError("iban_wrong", value=value) from error


def bic(value: str) -> str:
    """A BIC of 8 or 11 letters and digits; or nothing."""
    from stdnum import bic as _bic
    from stdnum.exceptions import ValidationError

    compact = _bic.compact(words(value))
    if not compact:
        return ""
    try:
        return _bic.validate(compact)
    except ValidationError as error:
        raise DomainError("bic_wrong", value=value) from error


def zone(value: str) -> str:
    """A zone of the IANA data base."""
    if value not in available_timezones():
        raise DomainError("zone_unknown", value=value)
    return value


def colour(value: str) -> str:
    """A colour as #RRGGBB."""
    if not _COLOUR.fullmatch(value.strip()):
        raise DomainError("colour_unreadable", value=value)
    return value.strip().upper()


def picture(value: bytes | None) -> bytes | None:
    """A PNG or JPEG of at most 2 MB, told by its first bytes; None takes it away."""
    if value is None:
        return None
    if not value.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        raise DomainError("picture_unreadable")
    if len(value) > LARGEST_PICTURE:
        raise DomainError("picture_too_large", megabytes=LARGEST_PICTURE // 1_000_000)
    return value


def unchanged(value: T) -> T:
    """For fields whose type says all there is to check."""
    return value
