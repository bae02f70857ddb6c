"""Annexes: the timesheet behind the hours, and the parts of a corrected amount."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from msspdesk.documents.model import Annex, AnnexColumn, AnnexGroup
from msspdesk.services.paper_lines import period_text, quantity_text, reason_text
from msspdesk.texts import formats
from msspdesk.texts.documents import Catalogue

Facts = Mapping[str, Any]


def annexes(facts: Facts, words: Catalogue, *, number: str, credit: bool) -> tuple[Annex, ...]:
    """The annexes a document needs, none when there is nothing to explain."""
    found = []
    if any(line["time"] for line in facts["lines"]):
        found.append(_timesheet(facts, words, number=number, credit=credit))
    if any(line["details"].get("periods") for line in facts["lines"]):
        found.append(_parts(facts, words))
    return tuple(found)


def _timesheet(facts: Facts, words: Catalogue, *, number: str, credit: bool) -> Annex:
    title = words.get("Timesheet")
    if number:
        kind = "credit note" if credit else "invoice"
        title = words.get(f"Timesheet for {kind} {{number}}", number=number)
    timed = [line for line in facts["lines"] if line["time"]]
    with_clock = any("started_at" in entry for line in timed for entry in line["time"])
    minutes = sum(entry["minutes"] for line in timed for entry in line["time"])
    clocks = [AnnexColumn(words.get("From")), AnnexColumn(words.get("To"))] if with_clock else []
    return Annex(
        title=title,
        columns=(
            AnnexColumn(words.get("Day")),
            *clocks,
            AnnexColumn(words.get("Work done"), grow=True),
            AnnexColumn(words.get("Time"), number=True),
        ),
        groups=tuple(_group(line, facts["language"], words, with_clock) for line in timed),
        sums=_sums(words.get("Sum"), minutes, with_clock) if len(timed) > 1 else (),
    )


def _group(line: Facts, language: str, words: Catalogue, with_clock: bool) -> AnnexGroup:
    entries = sorted(line["time"], key=_order)
    minutes = sum(each["minutes"] for each in entries)
    rows = tuple(_row(each, language, with_clock) for each in entries)
    return AnnexGroup(line["name"], rows, _sums(words.get("Sum"), minutes, with_clock))


def _order(entry: Facts) -> tuple[str, str, int]:
    return entry["day"], entry.get("started_at", ""), entry["id"]


def _row(entry: Facts, language: str, with_clock: bool) -> tuple[str, ...]:
    day = formats.day(date.fromisoformat(entry["day"]), language)
    clocks = [_clock(entry, each) for each in ("started_at", "ended_at")] if with_clock else []
    return (day, *clocks, entry["note"], formats.clock(entry["minutes"]))


def _clock(entry: Facts, name: str) -> str:
    if name not in entry:
        return ""
    zone = ZoneInfo(entry["zone"] or "UTC")
    return datetime.fromisoformat(entry[name]).astimezone(zone).strftime("%H:%M")


def _sums(label: str, minutes: int, with_clock: bool) -> tuple[str, ...]:
    return (label, *(("", "") if with_clock else ()), "", formats.clock(minutes))


def _parts(facts: Facts, words: Catalogue) -> Annex:
    return Annex(
        title=words.get("How the amounts came about"),
        columns=(
            AnnexColumn(words.get("Description"), grow=True),
            AnnexColumn(words.get("Quantity"), number=True),
            AnnexColumn(words.get("Price"), number=True),
            AnnexColumn(facts["currency"], number=True),
        ),
        groups=tuple(
            _correction(line, facts, words)
            for line in facts["lines"]
            if line["details"].get("periods")
        ),
    )


def _correction(line: Facts, facts: Facts, words: Catalogue) -> AnnexGroup:
    """What each period costs now, what was billed for it before, and the difference."""
    rows = [row for period in line["details"]["periods"] for row in _period(period, facts, words)]
    change = sum(each["amount_minor"] for each in line["details"]["periods"])
    total = formats.amount(change, facts["currency"], facts["language"])
    return AnnexGroup(line["name"], tuple(rows), (words.get("Sum"), "", "", total))


def _period(period: Facts, facts: Facts, words: Catalogue) -> Iterator[tuple[str, ...]]:
    currency, language = facts["currency"], facts["language"]
    for part in period["parts"]:
        own = period_text(part["start"], part["end"], language)
        reason = reason_text(part, language, words)
        yield (
            ", ".join(each for each in (own, reason) if each),
            quantity_text(part, language),
            formats.price(Decimal(part["unit_price"]), currency, language),
            formats.amount(part["amount_minor"], currency, language),
        )
    if period["billed_minor"]:
        whole = period_text(period["start"], period["end"], language)
        before = formats.amount(-period["billed_minor"], currency, language)
        yield (f"{words.get('Already billed')}, {whole}", "", "", before)
