"""Reads what a person typed: lengths of time, times of day, dates, amounts.

Each reader is strict: what could mean two things is refused with a code whose
sentence names how to write it, never guessed. Only ASCII digits count.
"""

from msspdesk.domain.reading.amounts import read_amount
from msspdesk.domain.reading.dates import read_date
from msspdesk.domain.reading.durations import (
    ClockRange,
    duration_kind,
    read_clock,
    read_clock_range,
    read_duration,
)

__all__ = [
    "ClockRange",
    "duration_kind",
    "read_amount",
    "read_clock",
    "read_clock_range",
    "read_date",
    "read_duration",
]
