"""Amounts and quantities, in the book's writing or the plain one of machines.

A book writes "1.234,56" or "1,234.56". What its own writing cannot mean is
refused, never re-read in another country's way: 1.5 must not become 15, nor
1.234 a thousand. The plain "1234.56" is read everywhere, as it has one meaning.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Final, Literal

from msspdesk.domain.errors import DomainError

Separator = Literal[",", "."]

_LONGEST: Final = 12
"""Digits before the decimals: with six decimals it still fits the store's integers."""
_MINUSES: Final = "-\u2212\u2013"
_BLANKS: Final = "\u00a0\u202f\u2009'\u2019"
_CODE = re.compile(r"^[A-Z]{3}\s?(?=[\d.,+\-])|(?<=[\d.,])\s?[A-Z]{3}$", re.ASCII)
_BLANK_GROUPS = re.compile(r"\d{1,3}( \d{3})+(?=\D|$)", re.ASCII)
_PLAIN = re.compile(r"\d+(?:\.\d+)?|\.\d+", re.ASCII)
# In a book with a decimal point it could be a thousand of the other writing where
# three decimals make no sense; in one with a comma a copied number where they do.
_LONE_POINT = re.compile(r"[1-9]\d{0,2}\.\d{3}", re.ASCII)
_NUMBERISH = re.compile(r"[\d.,]*\d[\d.,]*", re.ASCII)


def read_amount(text: str, decimal_separator: Separator, places: int = 2) -> Decimal:
    """The exact number in `text`, with at most `places` decimals (6 for unit prices).

    A minus, a currency symbol or an upper-case code may stand around it. Raises
    amount_empty, amount_unreadable, amount_ambiguous, amount_other_writing,
    amount_too_large, too_many_decimals.
    """
    typed = text.strip()
    if not typed:
        raise DomainError("amount_empty", example=_written("1234", "56", decimal_separator))
    negative, body = _bare(typed)
    if not _NUMBERISH.fullmatch(body):
        example = _written("1234", "56", decimal_separator)
        raise DomainError("amount_unreadable", value=typed, example=example)
    whole, fraction = _split(typed, body, decimal_separator, places)
    if len(whole.lstrip("0")) > _LONGEST:
        raise DomainError("amount_too_large", value=typed)
    if len(fraction.rstrip("0")) > places:
        raise DomainError("too_many_decimals", value=typed, places=places)
    value = Decimal(f"{whole or 0}.{fraction}" if fraction else whole)
    return -value if negative else value


def _bare(typed: str) -> tuple[bool, str]:
    """Without sign, currency and blanks between groups of three: (negative, the rest)."""
    body = "".join(" " if c in _BLANKS else "-" if c in _MINUSES else c for c in typed)
    body = "".join(c for c in body if unicodedata.category(c) != "Sc").strip()
    negative = body.startswith("-")
    body = _CODE.sub("", body.removeprefix("-").strip()).strip()
    if body.startswith("-") and not negative:
        negative, body = True, body[1:].strip()
    if found := _BLANK_GROUPS.match(body):
        body = found[0].replace(" ", "") + body[found.end() :]
    return negative, body


def _split(typed: str, body: str, own: Separator, places: int) -> tuple[str, str]:
    """Digits before and after the decimal separator."""
    if re.fullmatch(_number(own), body, re.ASCII):
        whole, _, fraction = body.replace(_group(own), "").partition(own)
    elif own == "," and _PLAIN.fullmatch(body):
        whole, _, fraction = body.partition(".")
    else:
        raise _misspelt(typed, body, own)
    if _LONE_POINT.fullmatch(body) and (own == ".") == (places < 3):
        raise DomainError(
            "amount_ambiguous",
            value=typed,
            small=body[:-1] if own == "." else body.replace(".", ","),
            large=body.replace(".", ""),
        )
    return whole, fraction


def _number(decimal: str) -> str:
    """Pattern of a number with this decimal separator, grouped by threes or not at all."""
    grouped = rf"[1-9]\d{{0,2}}(?:\{_group(decimal)}\d{{3}})+"
    return rf"(?=.)(?:{grouped}|\d+)?(?:\{decimal}\d+)?"


def _group(decimal: str) -> str:
    return "." if decimal == "," else ","


def _misspelt(typed: str, body: str, own: Separator) -> DomainError:
    """The refusal that names how to write it, if it is the other writing."""
    other = _group(own)
    if not re.fullmatch(_number(other), body, re.ASCII):
        example = _written("1234", "56", own)
        return DomainError("amount_unreadable", value=typed, example=example)
    whole, _, fraction = body.replace(own, "").partition(other)
    return DomainError("amount_other_writing", value=typed, write=_written(whole, fraction, own))


def _written(whole: str, fraction: str, own: Separator) -> str:
    return f"{whole or '0'}{own}{fraction}" if fraction else whole
