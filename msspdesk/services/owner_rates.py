"""Local tax rates that the owner entered: a US city, say. Dated, with their source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from msspdesk.db.book import Book, Work
from msspdesk.db.records import OwnRate
from msspdesk.domain import checks
from msspdesk.domain.errors import DomainError, InvalidInput, Problem
from msspdesk.domain.money import from_micro, to_micro
from msspdesk.domain.tax import OwnerRate
from msspdesk.domain.tax.checks import overlap, region_code
from msspdesk.domain.tax.watch import check_owner_rates
from msspdesk.services.changes import Changes
from msspdesk.services.undoing import Step, added, changed, deleted, remember, undo_of
from msspdesk.taxdata.loader import load

KINDS: Final = frozenset({"tax", "invoices"})


@dataclass(frozen=True, slots=True)
class LocalRate:
    """A local rate in percent, both days inclusive; no county and no city: all of the region."""

    id: int
    version: int
    country: str
    region: str
    county: str
    city: str
    tax: str
    rate: Decimal
    valid_from: date | None
    valid_to: date | None
    source: str
    entered_on: date


def _percent_micro(value: Decimal | None) -> int:
    if value is None or not 0 <= value <= 100:
        raise DomainError("tax_rate_out_of_range")
    return to_micro(value)


_FIELDS: Final[Mapping[str, checks.Check]] = {
    "country": checks.country,
    **dict.fromkeys(("region", "county", "city", "source"), checks.words),
    "tax": checks.name,
    "rate": _percent_micro,
    "valid_from": checks.day,
    "valid_to": checks.day,
}


def rows(book: Book) -> list[LocalRate]:
    """All of them, by place and first day."""
    with book.read() as work:
        found = [_row(each) for each in work.all(OwnRate)]
    return sorted(found, key=_by_place)


def _by_place(row: LocalRate) -> tuple[object, ...]:
    return row.country, row.region, row.county, row.city, row.tax, row.valid_from or date.min


def add(book: Book, **fields: Any) -> Changes:
    """A new rate: country, region, county, city, tax, rate (percent), valid_from, valid_to, source.

    InvalidInput names each wrong field: tax_rate_out_of_range, tax_note_missing (no
    source), region_unknown, tax_rate_dates, owner_rates_overlap.
    """
    values = checks.cleaned(_FIELDS, {"tax": "", "rate": None} | fields)
    with book.write() as work:
        row = OwnRate(entered_on=book.today())
        _put(row, values)
        _check(work, row)
        step = added(work.add(row))
    return _changes("Add local rate", row, step)


def update(book: Book, rate_id: int, version: int, **fields: Any) -> Changes:
    """Change fields; an end date is better than a new percentage once it was billed."""
    values = checks.cleaned(_FIELDS, fields)
    with book.write() as work:
        row = work.get_at(OwnRate, rate_id, version)
        before = remember(row)
        _put(row, values)
        _check(work, row)
        step = changed(work, before, row)
    return _changes("Change local rate", row, step)


def remove(book: Book, rate_id: int, version: int) -> Changes:
    """Take a rate away; documents already issued keep what they say."""
    with book.write() as work:
        row = work.get_at(OwnRate, rate_id, version)
        step = deleted(row)
        work.delete(row)
    return _changes("Remove local rate", row, step)


def owner_rates(work: Work) -> tuple[OwnerRate, ...]:
    """Every local rate as a fact of the tax decision."""
    return tuple(rates_by_id(work).values())


def rates_by_id(work: Work) -> dict[int, OwnerRate]:
    """The same by the ids of their rows."""
    return {each.id or 0: _fact(each) for each in work.all(OwnRate)}


def _put(row: OwnRate, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, "rate_micro" if name == "rate" else name, value)
    row.region = region_code(load(), row.country, row.region)


def _check(work: Work, row: OwnRate) -> None:
    others = [each for each in work.all(OwnRate) if each is not row]
    problems = check_owner_rates([_fact(row)], load()) + _doubled(row, others)
    if problems:
        raise InvalidInput(problems)


def _doubled(row: OwnRate, others: Sequence[OwnRate]) -> list[Problem]:
    """Two rates of one tax and place on one day would be charged on top of each other."""
    one = _fact(row)
    for other in map(_fact, others):
        if (one.jurisdiction, one.tax) == (other.jurisdiction, other.tax) and overlap(one, other):
            place: dict[str, object] = {"jurisdiction": load().local_place(one), "tax": one.tax}
            return [Problem("owner_rates_overlap", "valid_from", place)]
    return []


def _fact(row: OwnRate) -> OwnerRate:
    place = (row.country, row.region, row.county, row.city)
    return OwnerRate(
        jurisdiction="-".join(each for each in place if each),
        tax=row.tax,
        rate=from_micro(row.rate_micro),
        country=row.country,
        region=row.region,
        county=row.county,
        city=row.city,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        source=row.source,
    )


def _row(row: OwnRate) -> LocalRate:
    names = [each for each in LocalRate.__dataclass_fields__ if each != "rate"]
    return LocalRate(
        **{each: getattr(row, each) for each in names}, rate=from_micro(row.rate_micro)
    )


def _changes(label: str, row: OwnRate, step: Step) -> Changes:
    """A rate that comes back must not be charged beside one that was entered since."""
    key = row.id or 0

    def check(work: Work) -> None:
        back = work.find(OwnRate, key)
        if back is not None:
            _check(work, back)

    return Changes.of(*KINDS, ids=(key,), undo=undo_of(label, KINDS, step, check=check))
