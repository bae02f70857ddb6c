"""The words of the reading line: what was typed in pairs, and what an empty line says."""

from __future__ import annotations

from datetime import date

from msspdesk.domain.errors import Problem
from msspdesk.domain.quick_entry import Completion as Proposal
from msspdesk.domain.quick_entry import Reading as Meaning
from msspdesk.domain.rates import Treatment
from msspdesk.services.entry_line import Told
from msspdesk.services.timesheets import EntryRow, Totals
from msspdesk.texts import _, formats, ngettext
from msspdesk.texts.errors import sentence
from msspdesk.ui.presenters.shell import Completion, Pair, Reading


def idle_words(totals: Totals, today: date) -> Reading:
    """Today, the week, and what was noted last."""
    shown = (
        Pair(_("Today"), formats.hours(totals.today)),
        Pair(_("Week"), formats.hours(totals.week)),
    )
    return Reading(shown, note=_last(totals.last, today) if totals.last is not None else "")


def _last(row: EntryRow, today: date) -> str:
    day = "" if row.day == today else formats.weekday_day(row.day) + " "
    who = row.customer or _("Own office")
    words = ", ".join(part for part in (f"{who} {formats.hours(row.minutes)}", row.note) if part)
    return _("Last noted: {what}").format(what=day + words)


def pairs(meaning: Meaning, told: Told, today: date) -> tuple[Pair, ...]:
    """What was understood, in the order one thinks of it."""
    found = [Pair(_("Customer"), told.customer)] if told.customer else []
    if told.customer:
        found += _line(told)
        found += _charge(told)
    elif told.minutes is not None:
        found.append(Pair(_("Time"), formats.hours(told.minutes)))
    if meaning.service is not None:
        found.append(Pair(_("Service"), meaning.service[1]))
    if told.customer or told.minutes is not None or told.day != today:
        found.append(Pair(_("Day"), _day(told.day, today)))
    return tuple(found)


def problem_words(problem: Problem) -> str:
    """What is wrong with the line, and where it is put right if not in the line itself."""
    words = sentence(problem)
    if problem.code == "customer_unknown":
        words += " " + _("Add it under Customers first (Ctrl+2); the line waits here.")
    return words


def _line(told: Told) -> list[Pair]:
    if told.line is not None:
        return [Pair(_("Contract line"), told.line.label)]
    return (
        [Pair(_("Contract line"), _("none chosen, Alt+Down takes one"), "warn")]
        if told.lines
        else []
    )


def _charge(told: Told) -> list[Pair]:
    hours = formats.hours(told.minutes) if told.minutes is not None else ""
    if told.treatment is Treatment.COVERED:
        return [Pair(_("Covered"), hours)] if hours else []
    if told.treatment is Treatment.FREE:
        return [Pair(_("Not billed"), hours)] if hours else []
    if told.treatment is Treatment.OWN:
        return [Pair(_("Worked"), hours)] if hours else []
    if told.rate is None:
        missing = Pair(_("Rate"), _("none yet, set one under Customers"), "warn")
        return [Pair(_("Billed"), hours), missing] if hours else [missing]
    rate = formats.price(told.rate, told.currency)
    if not hours or told.amount_minor is None:
        return [Pair(_("Rate"), rate)]
    amount = formats.money(told.amount_minor, told.currency)
    return [Pair(_("Billed"), f"{hours} × {rate}"), Pair(_("Amount"), amount)]


def _day(day: date, today: date) -> str:
    words = formats.weekday_day(day)
    near = {0: _("today, {day}"), 1: _("yesterday, {day}")}.get((today - day).days)
    return near.format(day=words) if near else words


def completion(found: Proposal, text: str) -> Completion:
    """A proposal as the list shows it; a blank follows it, for the next word."""
    blank = "" if text[found.end : found.end + 1] == " " else " "
    note = found.hint
    if found.kind == "tag":
        count = int(found.hint)
        words = ngettext("{count} entry in 12 months", "{count} entries in 12 months", count)
        note = words.format(count=count)
    return Completion(found.label, found.insert + blank, found.start, found.end, note)
