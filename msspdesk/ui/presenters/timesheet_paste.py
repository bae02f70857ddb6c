"""A block of durations copied from a spreadsheet: read strictly, stored as one deed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from msspdesk.domain.reading import read_duration
from msspdesk.services import weeks
from msspdesk.services.changes import Changes, Undo

if TYPE_CHECKING:
    from msspdesk.db.book import Book

LABEL = "Paste hours"


def read_block(text: str) -> list[list[int | None]]:
    """Lines and tabs become rows and cells of minutes, None where a cell is empty.

    A spreadsheet writes "1:30:00" for a time: its seconds must be 00. Raises what
    `read_duration` raises, so that a wrong cell changes nothing.
    """
    lines = text.replace("\r\n", "\n").rstrip("\n").split("\n")
    return [[_minutes(cell.strip()) for cell in line.split("\t")] for line in lines]


def _minutes(cell: str) -> int | None:
    if cell in ("", "0", "0:00", "00:00", "0:00:00", "00:00:00"):
        return None
    if cell.count(":") == 2 and cell.endswith(":00"):
        cell = cell[:-3]
    return read_duration(cell)


def store_cells(book: Book, cells: Sequence[tuple[int | None, date, int]]) -> Changes:
    """Put minutes into cells of the week, with one step back for all of them.

    What was stored before a cell that fails is taken back again.
    """
    done: list[Changes] = []
    try:
        for customer_id, day, minutes in cells:
            done.append(weeks.set_cell(book, customer_id, None, day, minutes))
    except Exception:
        _take_back(book, done)
        raise
    return _together(done)


def _together(done: Sequence[Changes]) -> Changes:
    kinds = frozenset[str]().union(*(each.kinds for each in done))
    ids = tuple(key for each in done for key in each.ids)
    undos = [each.undo for each in done if each.undo is not None]
    undo = Undo(
        LABEL,
        lambda book: _take_back(book, done),
        lambda book: all(each.stands(book) for each in undos),
    )
    return Changes(kinds, ids, undo if undos else None)


def _take_back(book: Book, done: Sequence[Changes]) -> Changes:
    steps = [each.undo for each in reversed(done) if each.undo is not None]
    back = [step.job(book) for step in steps]
    return _together(back)
