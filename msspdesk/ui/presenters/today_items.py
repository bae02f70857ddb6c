"""The items of Today as rows: group, icon, words, amount and the one button."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from msspdesk.domain.errors import DomainError, Problem
from msspdesk.services.today import Action, Kind, TodayItem, TodayPage
from msspdesk.texts import _, formats, ngettext
from msspdesk.texts.errors import SENTENCES, sentence
from msspdesk.ui.presenters import mending
from msspdesk.ui.presenters.month_end_panel import MissingRow
from msspdesk.ui.presenters.tax_notes import TaxNote

Place = Literal["invoices", "contracts", "timesheet"]

MONTH_END = 0  # the item of the Invoices tab that is the month end itself

_ICONS: Final = {
    Kind.MONTH_END: ("file", "accent"),
    Kind.MISSING: ("warning", "warn"),
    Kind.OLD_COUNT: ("monitor", "warn"),
    Kind.TAX: ("percent", "warn"),
    Kind.LOOSE_TIME: ("hourglass", "warn"),
    Kind.ARCHIVED_TIME: ("hourglass", "warn"),
    Kind.DRAFTS: ("edit", "muted"),
    Kind.OVERDUE: ("bell", "bad"),
    Kind.TIMER: ("clock", "warn"),
}


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A heading, or an item with its words. `holds_up`: the month cannot leave without it."""

    id: int
    title: str
    reason: str = ""
    amount: str = ""
    unit: str = ""
    icon: str = ""
    tone: str = ""
    button: str = ""
    primary: bool = False
    holds_up: bool = False
    item: TodayItem | None = None
    tax: TaxNote | None = None

    @property
    def heading(self) -> bool:
        """A group's title, not one of its items."""
        return self.item is None and self.tax is None

    @property
    def needs_owner(self) -> bool:
        """Something to be done; a note that is only to be known does not count."""
        return not self.heading and (self.tax is None or not self.tax.calm)


def rows(page: TodayPage, tax: Iterable[TaxNote] = ()) -> tuple[ItemRow, ...]:
    """Groups in the order of pressure, each under its heading; empty ones are left out."""
    by_kind: dict[Kind, list[TodayItem]] = {kind: [] for kind in Kind}
    for item in page.items:
        by_kind[item.kind].append(item)
    found: list[ItemRow] = []
    for title, group in _groups(page, by_kind):
        made = [_row(each, page) for each in group]
        if made:
            found += [ItemRow(0, title), *made]
    noted = [_tax_row(each) for each in tax]
    if noted:
        found += [ItemRow(0, _("Tax")), *noted]
    return tuple(_numbered(found))


def place(item: TodayItem) -> tuple[Place, int | None] | None:
    """The tab and the item its button opens; None where a form answers on the spot."""
    details = item.details
    if item.action in (Action.OPEN_MONTH_END, Action.OPEN_DRAFTS):
        return "invoices", MONTH_END
    if item.action is Action.OPEN_INVOICE:
        return "invoices", details["invoice_id"]
    if item.action is Action.OPEN_CONTRACT:
        return "contracts", details.get("contract_id")
    if item.action is Action.PLACE_TIME:
        return "timesheet", details.get("entry_id")
    return None


def month_name(day: date, language: str = "") -> str:
    """The month without its year: "July"."""
    return formats.month(day, language).replace(str(day.year), "").strip()


def _groups(
    page: TodayPage, by_kind: dict[Kind, list[TodayItem]]
) -> Iterable[tuple[str, Iterable[TodayItem]]]:
    yield _("Timer"), by_kind[Kind.TIMER]
    to_bill = [
        *_merged(by_kind[Kind.MONTH_END], page),
        *by_kind[Kind.MISSING],
        *by_kind[Kind.OLD_COUNT],
        *by_kind[Kind.TAX],
        *by_kind[Kind.LOOSE_TIME],
        *by_kind[Kind.ARCHIVED_TIME],
        *_merged(by_kind[Kind.DRAFTS], page),
    ]
    yield _("Bill {month}").format(month=month_name(page.horizon.last_day)), to_bill
    yield _("Money in"), by_kind[Kind.OVERDUE]


def _merged(items: Sequence[TodayItem], page: TodayPage) -> Sequence[TodayItem]:
    """One item for all currencies: counts added up, the other amounts among its details."""
    if not items:
        return ()
    first, *others = sorted(items, key=lambda each: (each.currency != page.currency, each.currency))
    details = dict(first.details)
    for other in others:
        for key, value in other.details.items():
            if isinstance(value, int):
                details[key] += value
    details["also"] = len(others)
    merged = TodayItem(
        first.kind,
        first.action,
        amount_minor=first.amount_minor,
        currency=first.currency,
        details=details,
    )
    return (merged,)


def _row(item: TodayItem, page: TodayPage) -> ItemRow:
    icon, tone = _ICONS[item.kind]
    amount = unit = ""
    if item.amount_minor is not None:
        amount, unit = formats.amount(item.amount_minor, item.currency), item.currency
    elif item.kind in (Kind.LOOSE_TIME, Kind.ARCHIVED_TIME, Kind.TIMER):
        amount, unit = formats.hours(item.details["minutes"]), "h"
    return ItemRow(
        id=0,
        title=_title(item, page),
        reason=_reason(item, page),
        amount=amount,
        unit=unit,
        icon=icon,
        tone=tone,
        button=_button_of(item),
        primary=item.action is Action.OPEN_MONTH_END,
        holds_up=item.kind in (Kind.MISSING, Kind.TAX),
        item=item,
    )


def _button_of(item: TodayItem) -> str:
    questions = item.details.get("questions") if item.action is Action.ANSWER_TAX else None
    if questions:
        return mending.button(mending.of_question(questions[0].code))
    return _button(item.action)


def _tax_row(note: TaxNote) -> ItemRow:
    return ItemRow(
        id=0,
        title=note.about,
        reason=_short(note.text),
        icon="percent",
        tone="muted" if note.calm else "warn",
        button=note.button,
        tax=note,
    )


def _numbered(found: Iterable[ItemRow]) -> Iterable[ItemRow]:
    """Ids that stay with a matter, so that the selection does when others go away."""
    taken: set[int] = set()
    for row in found:
        item = row.item
        matter: tuple[object, ...] = (row.title, row.reason)
        if item is not None:
            matter = (item.kind, item.customer_id, row.reason)
        number = hash(matter) & 0x7FFFFFFF
        while number in taken:
            number += 1
        taken.add(number)
        yield replace(row, id=number)


def _button(action: Action) -> str:
    return {
        Action.OPEN_MONTH_END: _("Open month end"),
        Action.ENTER_COUNT: _("Enter count"),
        Action.SET_RATE: _("Set rate"),
        Action.OPEN_CONTRACT: _("Open contract"),
        Action.ANSWER_TAX: _("Answer"),
        Action.PLACE_TIME: _("Place time"),
        Action.NAME_SERVICE: _("Place time"),
        Action.BRING_BACK: _("Bring back"),
        Action.OPEN_DRAFTS: _("Open drafts"),
        Action.OPEN_INVOICE: _("Open invoice"),
        Action.ANSWER_TIMER: _("Answer"),
    }[action]


def _title(item: TodayItem, page: TodayPage) -> str:
    if item.kind is Kind.MONTH_END:
        return _("Month end {month}").format(month=month_name(page.horizon.last_day))
    if item.kind is Kind.DRAFTS:
        return _("Drafts")
    return item.customer or _("Running timer")


def _reason(item: TodayItem, page: TodayPage) -> str:
    details = item.details
    match item.kind:
        case Kind.MONTH_END:
            return _also(_due(details["due"], details["ready"], details["missing"]), item)
        case Kind.DRAFTS:
            return _also(_waiting(details["count"], details["stale"]), item)
        case Kind.MISSING | Kind.OLD_COUNT:
            return _missing(item, page.today)
        case Kind.TAX:
            question = details["questions"][0]
            code = question.code if question.code in SENTENCES else "tax_undecided"
            return _short(sentence(DomainError(code, **question.details)))
        case Kind.LOOSE_TIME:
            hours, day = formats.hours(details["minutes"]), formats.day_short(details["day"])
            told = _("{hours} fit no contract line, last on {day}")
            return told.format(hours=hours, day=day)
        case Kind.ARCHIVED_TIME:
            return _("in the archive, so this work is not billed")
        case Kind.OVERDUE:
            days = details["days"]
            told = ngettext("{number}, {n} day overdue", "{number}, {n} days overdue", days)
            return told.format(number=details["number"], n=days)
        case Kind.TIMER:
            since = details["started"]
            told = _("running since {day}, {time}: was all of it worked?")
            return told.format(day=formats.weekday_day(since.date()), time=f"{since:%H:%M}")


def _due(due: int, ready: int, missing: int) -> str:
    parts = [ngettext("{n} customer due", "{n} customers due", due).format(n=due)]
    if missing:
        parts.append(_("{n} ready").format(n=ready))
        parts.append(ngettext("{n} fact missing", "{n} facts missing", missing).format(n=missing))
    elif due > 1:
        parts.append(_("all ready"))
    else:
        parts.append(_("ready"))
    return ", ".join(parts)


def _waiting(count: int, stale: int) -> str:
    told = ngettext("{n} waits to be issued", "{n} wait to be issued", count).format(n=count)
    if stale:
        told += ", " + ngettext("{n} is out of date", "{n} are out of date", stale).format(n=stale)
    return told


def _also(told: str, item: TodayItem) -> str:
    also: int = item.details["also"]
    if not also:
        return told
    more = ngettext("{told}; more in {n} other currency", "{told}; more in {n} currencies", also)
    return more.format(told=told, n=also)


def _missing(item: TodayItem, today: date) -> str:
    details = item.details
    code, kind = details["code"], str(details.get("kind", "") or details.get("title", ""))
    if code == "count_old":
        days = (today - details["day"]).days
        told = ngettext(
            "{kind} last counted on {day}, {n} day ago",
            "{kind} last counted on {day}, {n} days ago",
            days,
        )
        return told.format(kind=kind, day=formats.day_short(details["day"]), n=days)
    if code == "count_missing":
        return _("{kind} never counted").format(kind=kind)
    minutes = details.get("minutes")
    if code == "rate_missing" and isinstance(minutes, int):
        return _("{hours} hours have no rate").format(hours=formats.hours(minutes))
    if code == "time_without_service" and isinstance(minutes, int):
        return _("{hours} hours name no service").format(hours=formats.hours(minutes))
    known = {key: value for key, value in details.items() if key not in ("code", "title")}
    return _short(sentence(Problem(code, "", known)))


def _short(told: str) -> str:
    """A sentence as the muted reason beside a name: its first sentence, without the full stop."""
    return told.split(". ", 1)[0].rstrip(".")


def missing_row(row: ItemRow) -> MissingRow:
    """The same fact as the month end names it, for its forms."""
    item = row.item
    if item is None or item.customer_id is None:
        raise ValueError("a heading misses nothing")
    return MissingRow(
        customer_id=item.customer_id,
        customer=item.customer,
        text=row.reason,
        tip=row.reason,
        button=row.button,
        action="count" if item.action is Action.ENTER_COUNT else "rate",
        kind=str(item.details.get("kind", "")),
    )
