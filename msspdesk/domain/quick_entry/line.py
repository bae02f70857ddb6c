"""Reads the entry line: "acme 1h30 triage phishing #sev2", "yesterday 9-10:30 globex ...".

Day, customer and time worked may stand in any order; what is not recognised is
the note. A day and a customer count where the line begins, or the day right
after the time and the customer by a whole word of its name anywhere, so that
words inside a note stay in the note. Runs on every keystroke.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta

from msspdesk.domain.errors import DomainError, Problem
from msspdesk.domain.quick_entry.names import WHOLE_WORDS, Fit, Index, Name, Names, fold
from msspdesk.domain.reading import (
    ClockRange,
    duration_kind,
    read_clock_range,
    read_date,
    read_duration,
)
from msspdesk.domain.reading.dates import NEAR_DAYS, WEEKDAYS

_TOKEN = re.compile(r'[@/]?"[^"]*"?|\S+')
_TAG = re.compile(r"#(\w(?:[\w-]*\w)?)[,.;]?")
_UNTIL_NOW = re.compile(r"(.+[-\u2013])(?:now|jetzt)", re.IGNORECASE)
_FREE = frozenset({"!free", "!nc"})
_SURE_DATE = re.compile(
    r"\d{4}-\d{2}-\d{2}|[-+\u2212]\d{1,3}|\d{1,2}\.\d{1,2}\.(?:\d{2}|\d{4})?|\d{1,2}/\d{1,2}/\d{2,4}",
    re.ASCII,
)
_MAYBE_DATE = re.compile(r"\d{1,2}\.\d{1,2}", re.ASCII)
_DATE_WORDS = (NEAR_DAYS.keys() - {"t", "y"}) | {word for word in WEEKDAYS if len(word) > 2}
_MOST_TOKENS = 80
"""Beyond these everything is note, so that a pasted page stays fast."""
_MOST_CANDIDATES = 8

Chosen = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Span:
    """Where a recognised part stands in the text, and what it is.

    Kinds: customer, candidates, line, service, day, time, tag, free.
    """

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What the line means. It can be noted when there are no problems.

    Chosen things are (id, name). `minutes` is None while no time is recognised;
    `start` and `end` are None unless a range was typed, and an end that is not
    after its start lies on the next day.
    """

    day: date
    customer: Chosen | None = None
    candidates: tuple[Chosen, ...] = ()
    contract_line: Chosen | None = None
    service: Chosen | None = None
    start: time | None = None
    end: time | None = None
    minutes: int | None = None
    note: str = ""
    tags: tuple[str, ...] = ()
    billable: bool = True
    problems: tuple[Problem, ...] = ()
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the line, or several words within double quotes."""

    text: str
    start: int
    end: int

    @property
    def words(self) -> tuple[str, ...]:
        """Its words, folded for comparing with names."""
        return fold(self.text)


def tokens_of(text: str) -> list[Token]:
    """Words and quoted phrases with their places."""
    return [Token(found[0], found.start(), found.end()) for found in _TOKEN.finditer(text)]


def parse(text: str, today: date, now: time, names: Names) -> Reading:
    """Read the line as of `today` and `now` in the book's zone. Never raises."""
    return _Line(text, today, now, names).read()


@dataclass(slots=True)
class _Line:
    """One pass over the line: each step takes the tokens it recognises."""

    text: str
    today: date
    now: time
    names: Names
    tokens: list[Token] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    spans: list[Span] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    found: Reading = field(default_factory=lambda: Reading(date.min))
    time_at: tuple[int, int] | None = None
    day_given: bool = False

    def read(self) -> Reading:
        self.tokens = tokens_of(self.text)
        self.found = Reading(self.today)
        self._marks()
        self._time()
        self._head()
        if not self.found.customer and not self.found.candidates:
            self._customer_anywhere()
        self._day_after_time()
        self._line_and_service()
        self._check()
        return replace(
            self.found,
            note=self._note(),
            problems=tuple(self.problems),
            spans=tuple(sorted(self.spans, key=lambda span: span.start)),
        )

    def _free(self) -> list[int]:
        """Places of tokens that nothing has taken yet."""
        return [i for i in range(min(len(self.tokens), _MOST_TOKENS)) if i not in self.taken]

    def _take(self, first: int, last: int, kind: str) -> None:
        self.taken.update(range(first, last + 1))
        self.spans.append(Span(self.tokens[first].start, self.tokens[last].end, kind))

    def _refuse(self, code: str, part: str, **details: object) -> None:
        self.problems.append(Problem(code, part, details))

    def _marks(self) -> None:
        """Tags and the mark for time that is not charged."""
        tags: list[str] = []
        for i in self._free():
            text = self.tokens[i].text
            if found := _TAG.fullmatch(text):
                tags.append(found[1].lower())
                self._take(i, i, "tag")
            elif text.lower() in _FREE:
                self.found = replace(self.found, billable=False)
                self._take(i, i, "free")
        self.found = replace(self.found, tags=tuple(dict.fromkeys(tags)))

    # --- time worked

    def _time(self) -> None:
        """The first sure time counts; a mere decimal only where nothing is surer."""
        written = [(first, *self._time_at(first)) for first in self._free()]
        written = [each for each in written if each[2]]
        if not written:
            return
        first, _, last = next((each for each in written if each[1]), written[0])
        typed = self.text[self.tokens[first].start : self.tokens[last - 1].end]
        self._take(first, last - 1, "time")
        self.time_at = (first, last - 1)
        self._set_time(typed)

    def _time_at(self, first: int) -> tuple[bool, int]:
        """Whether a time that begins here is sure, and the place after it (0 if none)."""
        lead = self.tokens[first].text.lstrip("-\u2212.,")
        if not lead[:1].isdigit():
            return False, 0
        for last in range(min(first + 4, len(self.tokens)), first, -1):
            if self.taken.intersection(range(first, last)):
                continue
            typed = self.text[self.tokens[first].start : self.tokens[last - 1].end]
            kind = duration_kind(self._with_now(typed))
            if kind and not (first == 0 and self._opens_with_date(typed, last)):
                return kind != "decimal", last
        return False, 0

    def _opens_with_date(self, typed: str, after: int) -> bool:
        """ "4.3 acme 1h30": a day and month, as a sure time follows."""
        rest = range(after, min(len(self.tokens), _MOST_TOKENS))
        return bool(_MAYBE_DATE.fullmatch(typed)) and any(self._time_at(i)[0] for i in rest)

    def _with_now(self, typed: str) -> str:
        found = _UNTIL_NOW.fullmatch(typed)
        return f"{found[1]}{self.now:%H:%M}" if found else typed

    def _set_time(self, typed: str) -> None:
        typed = self._with_now(typed)
        try:
            if duration_kind(typed) == "range":
                self._set_range(read_clock_range(typed))
            else:
                self.found = replace(self.found, minutes=read_duration(typed))
        except DomainError as error:
            self._refuse(error.code, "minutes", **error.details)

    def _set_range(self, clock: ClockRange) -> None:
        self.found = replace(self.found, start=clock.start, end=clock.end, minutes=clock.minutes)

    # --- day and customer

    def _head(self) -> None:
        """Day and customer from the beginning of the line, until the note begins."""
        for i in self._free():
            if i in self.taken or self.tokens[i].text[0] in "@/":
                continue
            if self._is_day(i) and not self._names_customer(i):
                self._set_day(i)
            elif self.found.customer or self.found.candidates or not self._customer_at(i):
                return

    def _is_day(self, i: int) -> bool:
        if self.day_given:
            return False
        text = self.tokens[i].text.lower().rstrip(",")
        if i == 0 and (text in {"t", "y"} or _MAYBE_DATE.fullmatch(text)):
            return True
        return text in _DATE_WORDS or bool(_SURE_DATE.fullmatch(text))

    def _names_customer(self, i: int) -> bool:
        """A customer may be called like a day: "Sun Logistics"."""
        if self.found.customer or len(self.tokens[i].text) == 1:
            return False
        return self.names.customers.sure_count(self.tokens[i].words) > 0

    def _set_day(self, i: int) -> None:
        self.day_given = True
        self._take(i, i, "day")
        typed = self.tokens[i].text.rstrip(",")
        try:
            day = read_date(typed, self.today, self.names.date_order)
        except DomainError as error:
            self._refuse(error.code, "day", **error.details)
        else:
            self.found = replace(self.found, day=day)

    def _day_after_time(self) -> None:
        """ "triage acme 1h30 yesterday"."""
        if self.time_at and not self.day_given:
            after = self.time_at[1] + 1
            if after < len(self.tokens) and after not in self.taken and self._is_day(after):
                self._set_day(after)

    def _customer_at(self, first: int) -> bool:
        """Take the customer whose name begins here; more words of it make it surer."""
        customers = self.names.customers
        fit, hits = customers.best(self.tokens[first].words)
        last = first
        typed = self.tokens[first].words
        while hits and last + 1 < len(self.tokens) and last + 1 not in self.taken:
            more = typed + self.tokens[last + 1].words
            next_fit, next_hits = customers.best(more)
            if not next_hits or (len(hits) == 1 and next_fit not in WHOLE_WORDS):
                break
            fit, hits, typed, last = next_fit, next_hits, more, last + 1
        if not hits or (fit is Fit.LOOSE and len(hits) > 1):
            return False
        self._set_customer(hits, first, last)
        return True

    def _set_customer(self, hits: list[Name], first: int, last: int) -> None:
        if len(hits) == 1:
            self.found = replace(self.found, customer=(hits[0].id, hits[0].label))
            self._take(first, last, "customer")
            return
        candidates = tuple((name.id, name.label) for name in hits[:_MOST_CANDIDATES])
        self.found = replace(self.found, candidates=candidates)
        typed = self.text[self.tokens[first].start : self.tokens[last].end]
        self._take(first, last, "candidates")
        self._refuse_many("customer_ambiguous", "customer", typed, hits)

    def _refuse_many(self, code: str, part: str, typed: str, hits: list[Name]) -> None:
        labels = tuple(name.label for name in hits[:_MOST_CANDIDATES])
        self._refuse(code, part, value=typed, count=len(hits), names=labels)

    def _customer_anywhere(self) -> None:
        """Behind the note only a whole first word or a short code is sure enough."""
        for i in self._free():
            sure = self.names.customers.sure_count(self.tokens[i].words) == 1
            if sure and self._customer_at(i):
                return

    # --- contract line and service

    def _line_and_service(self) -> None:
        for i in self._free():
            text = self.tokens[i].text
            if len(text) > 1 and text[0] == "@" and not self.found.contract_line:
                self._set_line(i)
            elif text[0] == "/" and text.count("/") == 1 < len(text) and not self.found.service:
                # Two slashes make a path, which belongs to the note.
                self._set_service(i, self.tokens[i].words)

    def _set_line(self, i: int) -> None:
        words = self.tokens[i].words
        customer = self.found.customer
        lines = self.names.lines_of(customer[0]) if customer else Index()
        _, hits = lines.best(words)
        if len(hits) == 1:
            self.found = replace(self.found, contract_line=(hits[0].id, hits[0].label))
            self._take(i, i, "line")
        elif hits:
            self._refuse_many("line_ambiguous", "contract_line", self.tokens[i].text, hits)
        elif self.names.services.best(words)[1]:
            self._set_service(i, words)
        elif customer is None:
            self._refuse("line_needs_customer", "contract_line", value=self.tokens[i].text)
        else:
            self._refuse(
                "line_unknown", "contract_line", value=self.tokens[i].text, customer=customer[1]
            )

    def _set_service(self, i: int, words: tuple[str, ...]) -> None:
        _, hits = self.names.services.best(words)
        if len(hits) == 1:
            self.found = replace(self.found, service=(hits[0].id, hits[0].label))
            self._take(i, i, "service")
        elif hits:
            self._refuse_many("service_ambiguous", "service", self.tokens[i].text, hits)
        else:
            self._refuse("service_unknown", "service", value=self.tokens[i].text)

    # --- what is left, and what is wrong

    def _note(self) -> str:
        left = (t.text for i, t in enumerate(self.tokens) if i not in self.taken)
        return "".join(c for c in " ".join(left) if c.isprintable())

    def _check(self) -> None:
        self._over_midnight()
        found = self.found
        if not found.customer and not found.candidates:
            self._no_customer()
        if found.minutes is None and not any(p.field == "minutes" for p in self.problems):
            self._refuse("duration_missing", "minutes")
        if found.day > self.today:
            self._refuse("day_in_future", "day", day=found.day)
        elif found.day == self.today and found.start and found.start > self.now:
            self._refuse("starts_in_future", "minutes", start=f"{found.start:%H:%M}")

    def _no_customer(self) -> None:
        left = [i for i in self._free() if self.tokens[i].text[0] not in "@/"]
        if left:
            self._refuse("customer_unknown", "customer", value=self.tokens[left[0]].text)
        else:
            self._refuse("customer_missing", "customer")

    def _over_midnight(self) -> None:
        """Noted after midnight, "23:30-00:15" began yesterday."""
        start, end = self.found.start, self.found.end
        if start and end and end <= start and start > self.now and not self.day_given:
            self.found = replace(self.found, day=self.today - timedelta(days=1))
