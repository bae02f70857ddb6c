"""Finding an action by some of its letters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def score(wanted: str, name: str) -> int | None:
    """How well `wanted` fits as a subsequence of `name`; None if it does not.

    Higher is better: beginnings of words count most, then letters in a row.
    """
    text = name.casefold()
    total, position, in_row = 0, 0, 0
    for letter in wanted.casefold():
        if letter.isspace():
            in_row = 0
            continue
        found = _next_start(text, letter, position) if not in_row else text.find(letter, position)
        if found < 0:
            return None
        starts_word = found == 0 or not text[found - 1].isalnum()
        in_row = in_row + 1 if found == position and position else 1
        total += (8 if starts_word else 0) + 2 * in_row - min(found - position, 6)
        position = found + 1
    return total


def _next_start(text: str, letter: str, position: int) -> int:
    """The letter at the beginning of a word if there is one, else anywhere."""
    found = text.find(letter, position)
    at = found
    while at >= 0:
        if at == 0 or not text[at - 1].isalnum():
            return at
        at = text.find(letter, at + 1)
    return found


def ranked(wanted: str, items: Iterable[T], name: Callable[[T], str]) -> list[T]:
    """The items that fit, best first; all of them in their order if nothing is wanted."""
    if not wanted.strip():
        return list(items)
    scored = [(score(wanted, name(item)), item) for item in items]
    fitting = [(-points, item) for points, item in scored if points is not None]
    fitting.sort(key=lambda pair: pair[0])
    return [item for _points, item in fitting]
