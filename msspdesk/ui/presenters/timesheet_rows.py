"""A time entry as it stands in a list: two lines of words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from msspdesk.domain.rates import RateBook, Treatment, amount
from msspdesk.services.timesheets import EntryRow
from msspdesk.texts import _, formats


@dataclass(frozen=True, slots=True)
class EntryItem:
    """One row. `charge` is what becomes of the time: an amount, covered, its invoice.

    A heading has a day and its sum only; its id is negative.
    """

    id: int
    day: date
    time: str
    heading: bool = False
    customer: str = ""
    line: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    charge: str = ""
    charge_tone: str = "muted"
    locked: bool = False
    own: bool = False


def item(row: EntryRow, rates: RateBook) -> EntryItem:
    """One entry in words."""
    charge, tone = charge_words(row, rates)
    return EntryItem(
        id=row.id,
        day=row.day,
        time=formats.hours(row.minutes),
        customer=row.customer or _("Own office"),
        line=row.line or row.service,
        note=row.note,
        tags=tuple(f"#{tag}" for tag in row.tags),
        charge=charge,
        charge_tone=tone,
        locked=row.state == "issued",
        own=row.customer_id is None,
    )


def charge_words(row: EntryRow, rates: RateBook) -> tuple[str, str]:
    """What becomes of the time, and its tone."""
    if row.state == "issued":
        return row.number or _("issued"), "muted"
    billed, tone = _billed(row, rates)
    if row.state == "draft":
        return _("on a draft"), "muted"
    if tone == "text" and row.billed_minutes != row.minutes:
        hours = formats.hours(row.billed_minutes)
        return _("{hours} for {amount}").format(hours=hours, amount=billed), tone
    return billed, tone


def _billed(row: EntryRow, rates: RateBook) -> tuple[str, str]:
    treatment = rates.treatment(row.customer_id, row.line_id, row.day, billable=row.billable)
    if treatment is Treatment.OWN:
        return "", "muted"
    if treatment is Treatment.FREE:
        return _("not billable"), "muted"
    if treatment is Treatment.COVERED:
        return _("covered"), "muted"
    rate = rates.rate(row.customer_id, row.line_id, row.service_id, row.day)
    customer = rates.customers.get(row.customer_id) if row.customer_id is not None else None
    if rate is None or customer is None:
        return _("no rate yet"), "warn"
    minor = amount(row.billed_minutes, rate, customer.currency)
    return formats.money(minor, customer.currency), "text"


def by_day(rows: Iterable[EntryRow], rates: RateBook) -> list[EntryItem]:
    """Entries under headings of their days; the rows come newest day first."""
    items: list[EntryItem] = []
    for day, found in groupby(rows, key=lambda row: row.day):
        entries = list(found)
        items.append(_heading(day, entries))
        items.extend(item(row, rates) for row in entries)
    return items


def _heading(day: date, entries: Sequence[EntryRow]) -> EntryItem:
    minutes = sum(row.minutes for row in entries)
    return EntryItem(-day.toordinal(), day, formats.hours(minutes), heading=True)
