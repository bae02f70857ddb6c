"""Numbers, money, dates and periods as a language writes them.

`language` is a code such as "en", "en-US", "de" or "de-CH", and left out it is the
window's; plain "en" writes British dates. A minus is U+2212, numbers are tied to their
unit by a hard space.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final, Literal

from msspdesk.domain.money import exponent
from msspdesk.texts import per_language
from msspdesk.texts.styles import MINUS, NO_BREAK, Style, style, write

_LETTER_PAPER: Final = frozenset("BZ CA CL CO CR GT MX NI PA PH PR SV US VE".split())
"""Territories of paper size US-Letter in CLDR's supplemental measurement data."""
_FINEST: Final = Decimal("0.000001")


def money(minor: int, currency: str, language: str = "") -> str:
    """2026_29, "EUR" becomes "2,026.29 EUR"."""
    return f"{amount(minor, currency, language)}{NO_BREAK}{currency}"


def amount(minor: int, currency: str, language: str = "") -> str:
    """Minor units with the places of the currency, without its code."""
    how = style(language)
    places = exponent(currency)
    digits = str(abs(minor)).rjust(places + 1, "0")
    whole = _grouped(digits[: len(digits) - places], how.money_group)
    text = f"{whole}{how.decimal}{digits[-places:]}" if places else whole
    return MINUS + text if minor < 0 else text


def number(value: Decimal | int, language: str = "", places: int | None = None) -> str:
    """Grouped digits; `places` fixes the decimals (half up), None keeps those given."""
    how = style(language)
    exact = Decimal(value)
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    whole, _, fraction = f"{abs(exact):f}".partition(".")
    text = _grouped(whole, how.group)
    if fraction:
        text += how.decimal + fraction
    return MINUS + text if exact < 0 else text


def quantity(value: Decimal | int, language: str = "") -> str:
    """Up to six decimals and no trailing zeros: 3.483871, 90."""
    return number(_trimmed(Decimal(value)), language)


def plain(value: Decimal) -> str:
    """The digits of a number as they are typed over in a field of the window."""
    return f"{value:f}".replace(".", style().decimal)


def price(value: Decimal, currency: str, language: str = "") -> str:
    """A unit price: at least the places of its currency, up to six where it has them."""
    exact = _trimmed(value)
    given = exact.as_tuple().exponent
    places = max(exponent(currency), -given if isinstance(given, int) else 0)
    return number(exact, language, places)


def percent(value: Decimal | int, language: str = "") -> str:
    """Percent points: 19 becomes "19%" in English, "19 %" in German."""
    return style(language).percent.format(quantity(value, language))


def _trimmed(value: Decimal) -> Decimal:
    rounded = value.quantize(_FINEST, ROUND_HALF_UP)
    whole = rounded.to_integral_value()
    return whole if rounded == whole else rounded.normalize()


def _grouped(digits: str, separator: str) -> str:
    if len(digits) < 4:
        return digits
    text = f"{int(digits):,}"
    return text if separator == "," else text.replace(",", separator)


def hours(minutes: int) -> str:
    """100 becomes "1:40", for tables whose heading says that these are hours."""
    whole, rest = divmod(abs(minutes), 60)
    return f"{MINUS if minutes < 0 else ''}{whole}:{rest:02}"


def clock(minutes: int) -> str:
    """100 becomes "1:40 h", as hours stand on paper."""
    return f"{hours(minutes)}{NO_BREAK}h"


@per_language
@lru_cache(maxsize=4096)
def day(value: date, language: str = "") -> str:
    """ "31 Jul 2026", "Jul 31, 2026", "31.07.2026"."""
    return _tied(_written(value, language, "day"))


@per_language
@lru_cache(maxsize=4096)
def day_numeric(value: date, language: str = "") -> str:
    """All digits, for narrow columns: "31/07/2026", "07/31/2026", "31.7.2026"."""
    return _written(value, language, "day_numeric")


@per_language
@lru_cache(maxsize=4096)
def day_short(value: date, language: str = "") -> str:
    """Without the year, where it is plain: "31 Jul"."""
    return _tied(_written(value, language, "day_short"))


@per_language
@lru_cache(maxsize=4096)
def weekday_day(value: date, language: str = "") -> str:
    """With the weekday and without the year: "Fri 31 Jul"."""
    return _tied(_written(value, language, "weekday_day"))


@per_language
@lru_cache(maxsize=4096)
def weekday_day_long(value: date, language: str = "") -> str:
    """The heading of a day: "Friday 31 July"."""
    how = style(language)
    pattern = how.weekday_day.replace("EEE", "E").replace("E", "EEEE").replace("MMM", "MMMM")
    return write(how, pattern, value)


@per_language
@lru_cache(maxsize=4096)
def day_long(value: date, language: str = "") -> str:
    """ "31 July 2026", "July 31, 2026", "31. Juli 2026"."""
    return _tied(_written(value, language, "day_long"))


@per_language
@lru_cache(maxsize=1024)
def month(value: date, language: str = "") -> str:
    """The month of a date: "July 2026"."""
    return _written(value, language, "month")


def separator() -> Literal[",", "."]:
    """What stands before the decimals in the window, as `read_amount` wants to know it."""
    return "," if style().decimal == "," else "."


def weekday_names(language: str = "") -> tuple[str, ...]:
    """Short names from Monday to Sunday."""
    return style(language).weekdays[1]


def _written(value: date, language: str, pattern: str) -> str:
    how = style(language)
    return write(how, getattr(how, pattern), value)


def _tied(text: str) -> str:
    """A day number never stands alone at the end of a line."""
    head, space, rest = text.partition(" ")
    return head + NO_BREAK + rest if space and head[0].isdigit() else text


@per_language
@lru_cache(maxsize=2048)
def period(start: date, end_exclusive: date, language: str = "") -> str:
    """A half open period as people say it.

    "July 2026" for a whole calendar month, else "1 to 30 July 2026", "15 June to
    14 July 2026", "15 December 2026 to 14 January 2027"; one day is that day.
    """
    last = end_exclusive - timedelta(days=1)
    if last <= start:
        return day_long(start, language)
    if start.day == 1 and end_exclusive.day == 1 and _months_apart(start, end_exclusive) == 1:
        return month(start, language)
    how = style(language)
    first, end = _range_patterns(how, start, last)
    return how.joined.format(first=write(how, first, start), last=write(how, end, last))


def _months_apart(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month


def _range_patterns(how: Style, start: date, last: date) -> tuple[str, str]:
    """Leave out of the first date (or, where months lead, the last) what both share."""
    full = how.day_long
    if start.year != last.year or full[0] not in "dM":
        return full, full
    if (same_month := start.month == last.month) and full.startswith("d"):
        return ("d." if full.startswith("d.") else "d"), full
    without_year = full.split("y")[0].removesuffix("'de' ").rstrip(" ,")
    return without_year, (full.removeprefix("MMMM ") if same_month else full)


def paper(territory: str) -> str:
    """ "letter" where that is the usual sheet, else "a4". `territory` is ISO 3166."""
    return "letter" if territory in _LETTER_PAPER else "a4"
