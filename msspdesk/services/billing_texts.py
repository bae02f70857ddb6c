"""Names and notes of generated lines, in the language of the customer's documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from msspdesk.db.queries.billing import ServiceRow
from msspdesk.domain.billing import Due
from msspdesk.domain.periods import Period
from msspdesk.domain.pricing import Part
from msspdesk.texts import formats
from msspdesk.texts.documents import sentences

_CADENCES: Final = {3: "Quarter, {period}", 6: "Half-year, {period}", 12: "Year, {period}"}
_MOST_PERIODS: Final = 3


def line_name(label: str, service: ServiceRow | None, language: str) -> str:
    """The line's own label, else the service in the customer's language."""
    if label or service is None:
        return label or sentences(language).get("Timesheet")
    german = language.partition("-")[0] == "de"
    return (service.name_de if german else "") or service.name


def part_note(part: Part, cadence_months: int, language: str) -> str:
    """Under the name of a charge: its period, its days, the change of a count."""
    words = sentences(language)
    details = part.details
    if part.why == "time":
        return f"{_period(part.period, language)}. {words.get('See the timesheet')}"
    if part.why in {"added", "removed"}:
        day = date.fromisoformat(details["day"])
        return words.get(
            f"{{count}} {part.why} on {{day}}, {{used}} of {{days}} days",
            count=formats.quantity(Decimal(details["count"]), language),
            day=formats.day_long(day, language),
            used=details.get("days", part.period.days),
            days=details.get("whole_days", part.period.days),
        )
    period = _period(part.period, language)
    if "days" in details:
        used = words.get("{used} of {days} days", used=details["days"], days=details["whole_days"])
        return f"{period}, {used}"
    if "months" in details:
        share = {"used": details["months"], "months": details["whole_months"]}
        return f"{period}, {words.get('{used} of {months} months', **share)}"
    return (
        words.get(_CADENCES[cadence_months], period=period)
        if cadence_months in _CADENCES
        else period
    )


def true_up_note(
    dues: Sequence[Due], amount_minor: int, numbers: Sequence[str], language: str
) -> str:
    """Under the name of a correction: its periods and the invoices it reduces."""
    words = sentences(language)
    told = [_period(due.used, language) for due in dues]
    if len(told) > _MOST_PERIODS:
        span = Period(dues[0].used.start, max(due.used.end for due in dues))
        told = [_period(span, language)]
    message = "Credit for {period}" if amount_minor < 0 else "Difference for {period}"
    note = words.get(message, period=", ".join(told))
    if numbers:
        note += "\n" + words.get("Reduces invoice {numbers}", numbers=", ".join(numbers))
    return note


def _period(period: Period, language: str) -> str:
    return formats.period(period.start, period.end, language)
