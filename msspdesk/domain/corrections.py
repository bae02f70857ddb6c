"""A correction of a period over a change of a tax rate: one for each side of the change.

What is owed there is cut as a charge is (rate_cuts); what was billed is known by the
lines that stand on documents. Where one of them runs over the change itself nobody knows
which side it was for, and the correction stays whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from msspdesk.domain.billing import Due
from msspdesk.domain.periods import Period, Proration
from msspdesk.domain.rate_cuts import cut

Billed = tuple[Period, int]
"""The period of a line on a document, and what it billed of a service period."""


def cut_correction(
    due: Due, billed: Sequence[Billed], changes: Sequence[date], proration: Proration, currency: str
) -> list[Due]:
    """The correction by the stretches between changes of a rate, or as it is.

    The pieces add up to it and have the same whole period; sides on which nothing is
    different are left out.
    """
    ends = [due.used, *(period for period, _amount in billed)]
    first, end = min(each.start for each in ends), max(each.end for each in ends)
    inside = [day for day in changes if first < day < end]
    if not due.is_true_up or not inside:
        return [due]
    sides = [Period(*days) for days in pairwise([first, *inside, end])]
    before = [_within(side, billed) for side in sides]
    if sum(before) != due.before_minor:
        return [due]
    parts = cut(due.parts, changes, proration, currency)
    found = []
    for side, was in zip(sides, before, strict=True):
        own = tuple(part for part in parts if side.start <= part.period.start < side.end)
        owed = sum(part.amount_minor for part in own)
        if owed != was:
            piece = replace(due, used=side, amount_minor=owed - was, before_minor=was, pieces=own)
            found.append(piece)
    return found


def _within(side: Period, billed: Iterable[Billed]) -> int:
    return sum(
        amount for period, amount in billed if side.start <= period.start and period.end <= side.end
    )
