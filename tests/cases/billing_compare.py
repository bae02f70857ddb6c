"""Compares the program's answer to a billing case with what the case expects."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

_WORDS = {"invariant", "amounts_derived"}
"""Keys that explain and demand nothing."""


def compare(expected: dict[str, Any], got: dict[str, Any]) -> list[str]:
    """Every difference, one sentence each. Empty: they agree in all that is answered."""
    found = []
    for key, wanted in expected.items():
        if key in _WORDS or wanted is None:
            continue
        if key == "not_":
            found += [f"must not be {each}" for each in wanted if _same(each, got.get("total"))]
        elif key == "period_fractions_in_source":
            total = sum((Fraction(each) for each in wanted), Fraction(0))
            found += _differs("periods_total", str(total), got)
        elif key in got:
            found += _differs(key, wanted, got)
    return found


def unanswered(expected: dict[str, Any], got: dict[str, Any]) -> list[str]:
    """Keys of the case that the answer does not hold."""
    judged = {*got, *_WORDS, "not_", "period_fractions_in_source"}
    return [key for key, wanted in expected.items() if key not in judged and wanted is not None]


def _differs(key: str, wanted: Any, got: dict[str, Any]) -> list[str]:
    answer = got[key]
    if key in {"periods_inclusive", "invoice_dates", "last_days"} and got.get("open_ended"):
        answer = answer[: len(wanted)]
    if key == "invoices" and isinstance(wanted, int) and isinstance(answer, list):
        answer = len(answer)
    if _same(wanted, answer):
        return []
    return [f"{key}: expected {wanted}, got {answer}"]


def _same(wanted: Any, answer: Any) -> bool:
    if isinstance(wanted, dict):
        return isinstance(answer, dict) and all(
            _same(value, answer.get(key)) for key, value in wanted.items()
        )
    if isinstance(wanted, list):
        return (
            isinstance(answer, list)
            and len(wanted) == len(answer)
            and all(
                _same(one, _plain(one, other)) for one, other in zip(wanted, answer, strict=True)
            )
        )
    number, other = _number(wanted), _number(answer)
    return wanted == answer if number is None or other is None else number == other


def _plain(wanted: Any, answer: Any) -> Any:
    """A line is told by its amount alone where the case does so."""
    if isinstance(answer, dict) and not isinstance(wanted, dict):
        return answer["amount"]
    return answer


def _number(value: Any) -> Fraction | None:
    """ "12/31", "0.50" and 3 as numbers; dates and words are none."""
    try:
        return Fraction(value) if "/" in str(value) else Fraction(Decimal(str(value)))
    except (ValueError, InvalidOperation, ZeroDivisionError):
        return None
