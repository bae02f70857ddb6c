from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from msspdesk.db.queries.billing import ServiceRow
from msspdesk.domain.billing import Due
from msspdesk.domain.periods import Period
from msspdesk.domain.pricing import Part
from msspdesk.services.billing_texts import line_name, part_note, true_up_note

SERVICE = ServiceRow(1, "Watch", "Überwachung", "C62", None, "managed_it")


def part(start: date, end: date, why: str = "whole", **details: object) -> Part:
    return Part(why, Period(start, end), Decimal(1), "C62", Decimal(1), 100, details=details)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("label", "language", "expected"),
    [
        ("", "en", "Watch"),
        ("", "de", "Überwachung"),
        ("", "de-AT", "Überwachung"),
        ("Night watch", "de", "Night watch"),
    ],
)
def test_the_name_of_a_line(label: str, language: str, expected: str) -> None:
    assert line_name(label, SERVICE, language) == expected


def test_time_without_a_service_still_has_a_name() -> None:
    assert line_name("", None, "de") == "Arbeitszeitnachweis"


@pytest.mark.parametrize(
    ("months", "end", "language", "expected"),
    [
        (1, date(2026, 6, 1), "en", "May 2026"),
        (3, date(2026, 8, 1), "de", "Quartal, 1. Mai bis 31. Juli 2026"),
        (6, date(2026, 11, 1), "en", "Half-year, 1 May to 31 October 2026"),
        (12, date(2027, 5, 1), "en", "Year, 1 May 2026 to 30 April 2027"),
        (2, date(2026, 7, 1), "en", "1 May to 30 June 2026"),
    ],
)
def test_the_period_of_a_whole_charge(months: int, end: date, language: str, expected: str) -> None:
    assert plain(part_note(part(date(2026, 5, 1), end), months, language)) == expected


def test_days_and_changes_of_a_count() -> None:
    broken = part(date(2026, 7, 10), date(2026, 8, 1), "days", days=22, whole_days=31)
    assert plain(part_note(broken, 3, "en")) == "10 to 31 July 2026, 22 of 31 days"
    facts: dict[str, object] = {"count": "6", "day": "2026-07-14", "days": 18, "whole_days": 31}
    removed = part(date(2026, 7, 14), date(2026, 8, 1), "removed", **facts)
    assert plain(part_note(removed, 1, "de")) == ("6 weggefallen am 14. Juli 2026, 18 von 31 Tagen")


def due(month: int, amount: int) -> Due:
    period = Period(date(2026, month, 1), date(2026, month + 1, 1))
    return Due(1, period, period, amount, 0)


def test_a_correction_names_its_periods_and_invoices() -> None:
    note = true_up_note([due(1, 5), due(2, 5)], 10, [], "en")
    assert note == "Difference for January 2026, February 2026"
    many = [due(month, -5) for month in range(1, 6)]
    assert plain(true_up_note(many, -25, ["RE-1", "RE-2"], "en")) == (
        "Credit for 1 January to 31 May 2026\nReduces invoice RE-1, RE-2"
    )
