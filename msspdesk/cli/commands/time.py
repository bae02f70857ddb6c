"""`msspdesk time "LINE"`: time noted in one line, as in the window."""

from __future__ import annotations

from argparse import Namespace

from msspdesk.cli.answer import Answer, Clock
from msspdesk.cli.opening import opened
from msspdesk.services import entry_line, timesheets
from msspdesk.texts import formats
from msspdesk.texts.errors import sentence


def run(options: Namespace, clock: Clock | None) -> Answer:
    """Prints what was understood, and what is odd about it."""
    with opened(options, clock) as book:
        (entry_id,) = entry_line.commit(book, options.line).ids
        (row,) = timesheets.entry_rows(book, [entry_id])
        warnings = [sentence(each) for each in timesheets.warnings(book, entry_id)]
    facts = {
        "id": row.id,
        "day": row.day.isoformat(),
        "minutes": row.minutes,
        "billable": row.billable,
        "customer": row.customer,
        "line": row.line,
        "note": row.note,
        "tags": row.tags,
        "warnings": warnings,
    }
    noted = [formats.day(row.day), formats.hours(row.minutes), row.customer or "own office"]
    noted += [each for each in (row.line, row.note, *(f"#{tag}" for tag in row.tags)) if each]
    return Answer(facts, ["  ".join(noted), *warnings])
