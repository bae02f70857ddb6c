"""The words of the month end: why an amount differs, what state a customer is in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from msspdesk.domain.billing_reasons import Because, Reason
from msspdesk.domain.errors import Problem
from msspdesk.domain.money import exponent
from msspdesk.services.invoice_facts import TaxRow
from msspdesk.texts import _, code_words, formats, mark, ngettext
from msspdesk.ui.presenters import place_words

TIMES = "\u00a0× "
LONGEST = 28  # letters of the column What
ZERO_TAX = {
    "AE": mark("Reverse charge"),
    "E": mark("Exempt"),
    "G": mark("Export"),
    "K": mark("Within the EU"),
    "O": mark("Not taxed here"),
    "Z": mark("Zero rate"),
}


def month_before(day: date, language: str = "") -> str:
    """The name of the month before that of `day`: "June"."""
    last = day.replace(day=1) - timedelta(days=1)
    return month_name(last, language)


def month_name(day: date, language: str = "") -> str:
    """The month without its year."""
    return formats.month(day, language).replace(str(day.year), "").strip()


def signed(minor: int, currency: str, language: str = "") -> str:
    """A difference with its sign: "+45.29", "−59.39", "0.00"."""
    text = formats.amount(minor, currency, language)
    return f"+{text}" if minor > 0 else text


def tag(reason: Reason) -> str:
    """One word for a cause."""
    if reason.because is Because.CADENCE:
        months = reason.details.get("months")
        return {3: _("quarter"), 6: _("half-year"), 12: _("year")}.get(months or 0, _("period"))
    return {
        Because.COUNT: _("count"),
        Because.PRICE: _("price"),
        Because.DAYS: _("days"),
        Because.HOURS: _("hours"),
        Because.NEW: _("new"),
        Because.ENDED: _("ended"),
        Because.EARLIER: _("earlier"),
        Because.LATE: _("late"),
    }[reason.because]


def change(reason: Reason, currency: str) -> str:
    """What changed, beside the tag: "+4", "+2:30", "from 15 Jul"; empty when not known."""
    details = reason.details
    if reason.because is Because.HOURS and "change" in details:
        return _plus(formats.hours(int(details["change"])), int(details["change"]))
    if reason.because is Because.COUNT and "change" in details:
        value = Decimal(details["change"])
        return _plus(formats.quantity(value), value)
    if reason.because is Because.PRICE and "change" in details:
        value = Decimal(details["change"])
        return _plus(formats.price(value, currency), value)
    if reason.because is Because.CADENCE:
        return _("due this month") if reason.amount_minor > 0 else _("was due last month")
    if reason.because in (Because.NEW, Because.ENDED) and "day" in details:
        day = date.fromisoformat(details["day"])
        if reason.because is Because.ENDED:
            last = formats.day_short(day - timedelta(days=1))
            return _("until {day}").format(day=last)
        return _("from {day}").format(day=formats.day_short(day))
    if "periods" in details:
        count = int(details["periods"])
        return ngettext("{n} period", "{n} periods", count).format(n=count)
    return ""


def _plus(text: str, value: Decimal | int) -> str:
    return f"+{text}" if value > 0 else text


def because(reasons: Sequence[Reason], currency: str, month: str) -> tuple[tuple[str, ...], str]:
    """Tags and the text beside them, as much as one column takes."""
    if not reasons:
        return (), _("same as {month}").format(month=month)
    if len(reasons) == 1:
        return (tag(reasons[0]),), change(reasons[0], currency)
    if len(reasons) == 2:
        told = (f"{tag(each)} {change(each, currency)}".strip() for each in reasons)
        short = tuple(told)
        if sum(len(each) for each in short) <= 24:
            return short, ""
    return tuple(dict.fromkeys(tag(each) for each in reasons)), ""


def why(reason: Because) -> str:
    """The cause as a line of the panel."""
    return {
        Because.COUNT: _("Counts up and down"),
        Because.PRICE: _("New prices"),
        Because.DAYS: _("Changes within the month"),
        Because.HOURS: _("More and fewer hours"),
        Because.CADENCE: _("Quarters and years due"),
        Because.NEW: _("Started"),
        Because.ENDED: _("Ended"),
        Because.EARLIER: _("From earlier months"),
        Because.LATE: _("Corrections of billed months"),
    }[reason]


def state_of(code: str) -> str:
    """The short state of a customer whose fact is missing."""
    words = {
        "count_missing": _("Count missing"),
        "count_old": _("Count is old"),
        "rate_missing": _("Rate missing"),
        "time_without_service": _("Time to place"),
        "tax_undecided": _("Tax undecided"),
        "draft_stale": _("Out of date"),
        "total_zero": _("Nothing to pay"),
        "no_lines": _("No lines"),
        "customer_address_missing": _("No address"),
        "customer_country_missing": _("No country"),
        "customer_vat_id_missing": _("VAT ID missing"),
        "customer_number_missing": _("Number missing"),
        "item_code_missing": _("Code missing"),
        "seller_address_missing": _("Your address"),
        "seller_tax_number_missing": _("Your tax number"),
        "seller_number_missing": _("Your tax number"),
        "seller_vat_id_missing": _("Your VAT ID"),
    }
    return words.get(code, _("Needs a look"))


def missing_line(problem: Problem, title: str) -> str:
    """What is missing, short enough for the panel; empty when only the sentence will do."""
    details = problem.details
    if problem.code in ("count_old", "count_missing"):
        kind = str(details.get("kind", "")) or title
        kind = kind[:1].upper() + kind[1:]
        if problem.code == "count_missing":
            return _("{kind} were never counted").format(kind=kind)
        day = details.get("day")
        when = formats.day_short(day) if isinstance(day, date) else ""
        return _("{kind} counted on {day}").format(kind=kind, day=when)
    if problem.code in ("rate_missing", "time_without_service"):
        minutes = details.get("minutes", 0)
        hours = formats.hours(minutes if isinstance(minutes, int) else 0)
        if problem.code == "rate_missing":
            return _("{hours} hours have no rate").format(hours=hours)
        return _("{hours} hours name no service").format(hours=hours)
    if problem.code == "draft_stale":
        return _("Facts changed after this draft")
    return ""


def part_words(part: Any, currency: str) -> str:
    """How a part of a line is counted: "90 × 13.00", "1:51 h × 140.00"."""
    price = formats.price(part.unit_price, currency)
    if part.unit == "MIN":
        return f"{formats.clock(int(part.quantity))}{TIMES}{price}"
    return f"{formats.quantity(part.quantity)}{TIMES}{price}"


def nets(sums: Mapping[str, int], home: str, language: str = "") -> list[tuple[str, str]]:
    """Amounts by currency, the owner's own first: (code, amount)."""
    order = sorted(sums, key=lambda code: (code != home, -abs(sums[code]) / 10 ** exponent(code)))
    return [(code, formats.amount(sums[code], code, language)) for code in order]


def tax_name(row: TaxRow) -> str:
    """One row of tax: "VAT 19%, Germany", "Reverse charge"."""
    if row.rate:
        tax = f"{code_words.tax(row.tax)} {formats.percent(row.rate)}"
        return place_words.with_place(tax, row.jurisdiction)
    return _(ZERO_TAX.get(row.category, "No tax"))


def joined(words: Iterable[str], most: int = 2) -> str:
    """The first words and how many more: "MDR, 3 more"."""
    found = list(dict.fromkeys(words))
    told = ", ".join(found)
    if len(found) == 1 or (len(found) <= most and len(told) <= LONGEST):
        return told
    rest = _("{n} more").format(n=len(found) - 1) if found else ""
    first = found[0] if found else ""
    room = LONGEST - len(rest) - 3
    return f"{first if len(first) <= room else first[:room].rstrip() + '…'}, {rest}"
