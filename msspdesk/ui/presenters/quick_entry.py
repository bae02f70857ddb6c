"""Answers the entry line: what was typed means this, Enter notes it.

Everything a keystroke needs is held here, so nothing is read from the book while
typing; the facts are loaded again when one of them changes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from msspdesk.domain.quick_entry import Reading as Meaning
from msspdesk.domain.quick_entry import complete, parse
from msspdesk.services import entry_line, timesheets
from msspdesk.services.entry_line import OWN_OFFICE, EntryFacts, Told
from msspdesk.services.timesheets import Totals
from msspdesk.texts import _, formats
from msspdesk.ui.presenters.base import Presenter, Runner
from msspdesk.ui.presenters.quick_entry_words import completion, idle_words, pairs, problem_words
from msspdesk.ui.presenters.shell import Completion, Reading
from msspdesk.ui.presenters.timesheet import Coming

if TYPE_CHECKING:
    from msspdesk.db.book import Book

_HALF_TYPED: Final = frozenset({"customer_missing", "duration_missing"})
"""What is only not typed yet is no mistake, so it is told without a warning."""


@dataclass(frozen=True, slots=True)
class _Loaded:
    facts: EntryFacts
    totals: Totals
    day: date
    now: Callable[[], datetime]


class QuickEntry(Presenter):
    """The presenter of the line above the tabs; `coming` is what the week shows beside."""

    watches = entry_line.WATCHES

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self.coming: Coming | None = None
        self._known: _Loaded | None = None
        self._coming_listeners: list[Callable[[], None]] = []
        self._chosen: int | None = None  # contract line taken by Alt+Down

    def reload(self) -> None:
        self.read(_load, self._loaded)

    def _loaded(self, known: _Loaded) -> None:
        self._known = known
        self.updated()

    def tick(self, now: datetime) -> None:
        """Called every half minute: after midnight today begins anew."""
        known = self._known
        if known is not None and now.astimezone(known.facts.zone).date() != known.day:
            self.reload()

    def on_coming(self, callback: Callable[[], None]) -> None:
        """Called when the time in the line, or where it will land, has changed."""
        self._coming_listeners.append(callback)

    # -- on every keystroke

    def reading(self, text: str) -> Reading:
        known = self._known
        if known is None:
            return Reading()
        if not text.strip():
            self._chosen = None
            self._show_coming(None)
            return idle_words(known.totals, self._today(known))
        meaning, told = self._meaning(known, text)
        self._show_coming(_coming(meaning, told))
        problem = problem_words(meaning.problems[0]) if meaning.problems else ""
        half_typed = bool(meaning.problems) and meaning.problems[0].code in _HALF_TYPED
        choosable = len(told.lines) > 1 and meaning.contract_line is None
        return Reading(
            pairs=pairs(meaning, told, self._today(known)),
            ok=not meaning.problems,
            problem="" if half_typed else problem,
            enter=_("Notes it"),
            other=_("other line") if choosable else "",
            note=problem if half_typed else "",
        )

    def complete(self, text: str, cursor: int) -> list[Completion]:
        if self._known is None:
            return []
        found = complete(text, cursor, self._known.facts.names)
        if len(found) == 1 and text[found[0].start : found[0].end] == found[0].insert:
            return []
        return [completion(each, text) for each in found]

    def _meaning(self, known: _Loaded, text: str) -> tuple[Meaning, Told]:
        local = known.now().astimezone(known.facts.zone)
        clock = local.time().replace(second=0, microsecond=0)
        meaning = parse(text, local.date(), clock, known.facts.names)
        return meaning, entry_line.describe(known.facts, meaning, self._chosen)

    def _today(self, known: _Loaded) -> date:
        return known.now().astimezone(known.facts.zone).date()

    def _show_coming(self, coming: Coming | None) -> None:
        if coming != self.coming:
            self.coming = coming
            for callback in tuple(self._coming_listeners):
                callback()

    # -- deeds

    def other(self, text: str) -> None:
        """The next contract line of this customer; after the last one the first."""
        if self._known is None:
            return
        _meaning, told = self._meaning(self._known, text)
        ids = [line.id for line in told.lines]
        if ids:
            at = ids.index(told.line.id) + 1 if told.line and told.line.id in ids else 0
            self._chosen = ids[at % len(ids)]

    def commit(self, text: str, done: Callable[[bool], None]) -> None:
        if self._known is None:
            done(False)
            return
        _meaning, told = self._meaning(self._known, text)
        line_id = told.line.id if told.line is not None else None
        hours = formats.hours(told.minutes or 0)
        notice = _("Noted {hours} for {customer}").format(hours=hours, customer=told.customer)

        def refused(error: Exception) -> None:
            self.runner.notify(self.runner.explain(error), tone="bad")
            done(False)

        self.write(
            lambda book: entry_line.commit(book, text, line_id),
            lambda _changes: done(True),
            on_error=refused,
            notice=notice,
        )


def _coming(meaning: Meaning, told: Told) -> Coming | None:
    if meaning.customer is None or told.minutes is None or meaning.problems:
        return None
    chosen = meaning.customer[0]
    return Coming(None if chosen == OWN_OFFICE else chosen, told.day, told.minutes)


def _load(book: Book) -> _Loaded:
    today = book.today()
    return _Loaded(entry_line.facts(book), timesheets.totals(book, today), today, book.now)
