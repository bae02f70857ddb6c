"""Finds the customer, contract line or service meant by a few typed letters.

Names are folded once (small letters, no accents, no punctuation), so that a
keystroke costs a look into one bucket of names that share a first letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache

from msspdesk.domain.reading.dates import Order

_MOST_REMEMBERED = 1024
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = str.maketrans("", "", "'\u2019`\u00b4")
# Letters that Unicode does not take apart, and the German way without umlauts.
_SPECIAL = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


@lru_cache(maxsize=4096)
def fold(text: str) -> tuple[str, ...]:
    """The words of a name without case, accents and punctuation."""
    small = text.casefold().translate(_APOSTROPHES).translate(_SPECIAL)
    parts = unicodedata.normalize("NFKD", small)
    return tuple(_WORD.findall("".join(c for c in parts if not unicodedata.combining(c))))


def _forms(name: str) -> tuple[tuple[str, ...], ...]:
    """Ways to type a name: "Müller" is found by "muller" and by "mueller"."""
    composed = unicodedata.normalize("NFC", name.casefold())
    return tuple(dict.fromkeys((fold(name), fold(composed.translate(_UMLAUTS)))))


class Fit(IntEnum):
    """How well typed words fit a name; the smallest is the best."""

    EXACT = 0
    FIRST_WORDS = 1
    FIRST_LETTERS = 2
    LATER_WORDS = 3
    LATER_LETTERS = 4
    CODE_LETTERS = 5
    INITIALS = 6
    LOOSE = 7
    NONE = 9


WHOLE_WORDS = frozenset({Fit.EXACT, Fit.FIRST_WORDS, Fit.LATER_WORDS})
"""Fits in which every typed word is a whole word of the name."""


@dataclass(frozen=True, slots=True)
class Name:
    """Something that can be named: its id, its full name and its short code."""

    id: int
    label: str
    code: str
    forms: tuple[tuple[str, ...], ...]
    initials: str

    @classmethod
    def of(cls, key: int, label: str, code: str = "") -> Name:
        """A name ready to be searched."""
        initials = "".join(word[0] for word in fold(label))
        return cls(key, label, "".join(fold(code)), _forms(label), initials)

    def fit(self, typed: Sequence[str]) -> Fit:
        """How well the typed, folded words fit; never `LOOSE`."""
        together = typed[0] if len(typed) == 1 else "".join(typed)
        if together == self.code:
            return Fit.EXACT
        best = Fit.NONE
        for words in self.forms:
            best = min(best, _fit_words(words, typed))
        if best is not Fit.NONE:
            return best
        if self.code.startswith(together):
            return Fit.CODE_LETTERS
        short = len(typed) == 1 and len(together) >= 2
        return Fit.INITIALS if short and self.initials.startswith(together) else Fit.NONE

    def fits_loosely(self, typed: str) -> bool:
        """Whether one of its words has the typed letters in this order."""
        return any(_in_order(typed, word) for word in self.forms[0])

    def beginnings(self) -> set[str]:
        """The first one and two letters of everything a fitting text can begin with."""
        starts = {word for words in self.forms for word in words} | {self.code, self.initials}
        return {start[:size] for start in starts if start for size in (1, 2)}

    def sure_words(self) -> set[str]:
        """Single words that name it for sure: its first word and its code."""
        return {words[0] for words in self.forms if words} | ({self.code} - {""})


def _fit_words(words: tuple[str, ...], typed: Sequence[str]) -> Fit:
    """Typed words against successive words of the name, from its first or a later one."""
    count = len(typed)
    best = Fit.NONE
    for start in range(len(words) - count + 1):
        part = words[start : start + count]
        if not part[0].startswith(typed[0]):
            continue
        if part == tuple(typed):
            if start == 0:
                return Fit.EXACT if count == len(words) else Fit.FIRST_WORDS
            best = min(best, Fit.LATER_WORDS)
        elif all(word.startswith(text) for word, text in zip(part, typed, strict=True)):
            if start == 0:
                best = Fit.FIRST_LETTERS
            elif len(typed[0]) >= 2:
                best = min(best, Fit.LATER_LETTERS)
    return best


def _in_order(typed: str, word: str) -> bool:
    """Whether the letters of `typed` stand in `word` in this order, the first one first."""
    if word[0] != typed[0]:
        return False
    letters = iter(word)
    return all(letter in letters for letter in typed)


@dataclass(frozen=True, slots=True)
class Index:
    """Names by the one or two letters that one of their words begins with."""

    names: tuple[Name, ...] = ()
    buckets: Mapping[str, tuple[Name, ...]] = field(default_factory=dict)
    sure: Mapping[str, int] = field(default_factory=dict)
    _seen: dict[tuple[str, ...], tuple[tuple[Fit, Name], ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    @classmethod
    def of(cls, names: Iterable[Name]) -> Index:
        """An index over all names that have at least one letter or digit."""
        every = tuple(names)
        buckets: dict[str, list[Name]] = {}
        sure: Counter[str] = Counter()
        for name in every:
            sure.update(name.sure_words())
            for beginning in name.beginnings():
                buckets.setdefault(beginning, []).append(name)
        return cls(every, {start: tuple(found) for start, found in buckets.items()}, sure)

    def ranked(self, typed: tuple[str, ...]) -> tuple[tuple[Fit, Name], ...]:
        """Every fitting name, the best first, equals by name. No words find nothing."""
        if not typed:
            return ()
        if typed not in self._seen:
            # A keystroke changes one word: the others were looked for before.
            if len(self._seen) >= _MOST_REMEMBERED:
                self._seen.clear()
            self._seen[typed] = tuple(self._search(typed))
        return self._seen[typed]

    def _search(self, typed: tuple[str, ...]) -> list[tuple[Fit, Name]]:
        found = [(name.fit(typed), name) for name in self.buckets.get(typed[0][:2], ())]
        found = [each for each in found if each[0] is not Fit.NONE]
        if not found and len(typed) == 1 and len(typed[0]) >= 3:
            near = self.buckets.get(typed[0][0], ())
            found = [(Fit.LOOSE, name) for name in near if name.fits_loosely(typed[0])]
        return sorted(found, key=lambda each: (each[0], each[1].label))

    def best(self, typed: tuple[str, ...]) -> tuple[Fit, list[Name]]:
        """The names that fit best, more than one if they fit equally well."""
        found = self.ranked(typed)
        if not found:
            return Fit.NONE, []
        fit = found[0][0]
        return fit, [name for each, name in found if each is fit]

    def sure_count(self, typed: tuple[str, ...]) -> int:
        """How many names have the first of these words as first word or as code."""
        return self.sure.get(typed[0], 0) if typed else 0


_EMPTY = Index()


@dataclass(frozen=True, slots=True)
class Names:
    """What the entry line knows. Built once and again when one of the names changes.

    `tags` counts how often each was used; `date_order` says how "4/3/2026" is meant.
    """

    customers: Index = _EMPTY
    lines: Mapping[int, Index] = field(default_factory=dict)
    services: Index = _EMPTY
    tags: Mapping[str, int] = field(default_factory=dict)
    date_order: Order | None = None

    @classmethod
    def build(
        cls,
        customers: Iterable[tuple[int, str, str]],
        lines: Mapping[int, Iterable[tuple[int, str]]] | None = None,
        services: Iterable[tuple[int, str]] = (),
        tags: Mapping[str, int] | None = None,
        date_order: Order | None = None,
    ) -> Names:
        """From (id, name, short code) of customers and (id, name) of lines and services."""
        return cls(
            customers=Index.of(Name.of(*each) for each in customers),
            lines={
                customer: Index.of(Name.of(*each) for each in every)
                for customer, every in (lines or {}).items()
            },
            services=Index.of(Name.of(*each) for each in services),
            tags=dict(tags or {}),
            date_order=date_order,
        )

    def lines_of(self, customer: int) -> Index:
        """The contract lines of a customer, none if it has none."""
        return self.lines.get(customer, _EMPTY)
