"""Invoice numbers: a pattern, a series without gaps, days that never go back.

A pattern is text with {n} (or {n:04}, padded with zeros), and {year}, {yy} and
{month} of the day of issue. A pattern with a year begins again at 1 each year;
one without runs on for ever. Documents of equal pattern share one series, so
two kinds can never give the same number (docs/rules.md, Numbering).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from msspdesk.domain.errors import DomainError, InvalidInput, Problem

LONGEST_PATTERN: Final = 40
"""Letters of a pattern; it is the key of its series."""

_FIELD: Final = re.compile(r"\{([^{}]*)\}")
_COUNTER: Final = re.compile(r"n(:0[1-9])?")
_YEARS: Final = frozenset({"year", "yy"})


def pattern_problems(pattern: str, field: str = "number_pattern") -> list[Problem]:
    """What is wrong with a pattern, for the form of the seller."""
    names = _FIELD.findall(pattern)
    rest = _FIELD.sub("", pattern)
    problems = []
    if sum(1 for name in names if _COUNTER.fullmatch(name)) != 1:
        problems.append(Problem("number_pattern_without_counter", field))
    unknown = [each for each in names if each not in _YEARS | {"month"} and each[:1] != "n"]
    unknown += [each for each in names if each[:1] == "n" and not _COUNTER.fullmatch(each)]
    if unknown:
        problems.append(Problem("number_pattern_unknown", field, {"name": f"{{{unknown[0]}}}"}))
    if "{" in rest or "}" in rest:
        problems.append(Problem("number_pattern_braces", field))
    if "month" in names and _YEARS.isdisjoint(names):
        problems.append(Problem("number_pattern_month_alone", field))
    if not all(each.isprintable() and each not in '<>:"|?*\\' for each in rest):
        problems.append(Problem("number_pattern_letters", field))
    if len(pattern) > LONGEST_PATTERN:
        problems.append(Problem("number_pattern_too_long", field, {"limit": LONGEST_PATTERN}))
    return problems


@lru_cache(maxsize=64)
def check_pattern(pattern: str) -> str:
    """The pattern, or InvalidInput with all that is wrong with it."""
    problems = pattern_problems(pattern)
    if problems:
        raise InvalidInput(problems)
    return pattern


def counts_by_year(pattern: str) -> bool:
    """Whether the pattern begins again each year."""
    return not _YEARS.isdisjoint(_FIELD.findall(pattern))


def written(pattern: str, day: date, value: int) -> str:
    """The number: "RE-{year}-{n:04}" on a day of 2026 with 7 is "RE-2026-0007"."""

    def put(found: re.Match[str]) -> str:
        name = found[1]
        if name == "year":
            return f"{day.year:04}"
        if name == "yy":
            return f"{day.year % 100:02}"
        if name == "month":
            return f"{day.month:02}"
        return str(value).rjust(int(name[3:] or 1), "0")

    return _FIELD.sub(put, pattern)


@dataclass(frozen=True, slots=True)
class SeriesState:
    """Where a series stands: the next value in `year` (0: no year), the last day used."""

    next_value: int = 1
    year: int = 0
    last_day: date | None = None

    @property
    def begun(self) -> bool:
        """Whether it gave a number already, in `year` where it counts by year."""
        return self.last_day is not None and self.year in {0, self.last_day.year}


def take(pattern: str, state: SeriesState, day: date, count: int) -> tuple[list[str], SeriesState]:
    """The next `count` numbers for documents of `day`, and the series after them.

    DomainError("date_before_last_number") when the series already gave a number
    on a later day: numbers and days go up together.
    """
    check_pattern(pattern)
    state = on(pattern, state, day)
    first = state.next_value
    numbers = [written(pattern, day, first + each) for each in range(count)]
    return numbers, SeriesState(first + count, state.year, day if count else state.last_day)


def on(pattern: str, state: SeriesState, day: date) -> SeriesState:
    """The series as it stands on `day`, after the turn of a year."""
    if state.last_day is not None and day < state.last_day:
        raise DomainError("date_before_last_number", day=day, last=state.last_day)
    year = day.year if counts_by_year(pattern) else 0
    return state if year == state.year else SeriesState(1, year, state.last_day)


_READ: Final = {"year": r"\d{4}", "yy": r"\d{2}", "month": r"\d{2}"}


def parsed(pattern: str, number: str) -> tuple[str, int] | None:
    """The year as written (or nothing) and the value of a number of this pattern, else None."""
    expression = ""
    seen: set[str] = set()
    for place, part in enumerate(_FIELD.split(pattern)):
        name = part if part in _READ else "n"
        if place % 2 == 0:
            expression += re.escape(part)
        elif name in seen:
            expression += f"(?P={name})"
        else:
            expression += f"(?P<{name}>{_READ.get(part, r'[0-9]+')})"
            seen.add(name)
    found = re.fullmatch(expression, number)
    if found is None or "n" not in seen:
        return None
    groups = found.groupdict()
    return groups.get("year") or groups.get("yy") or "", int(groups["n"])
