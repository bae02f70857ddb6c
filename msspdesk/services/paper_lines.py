"""The lines of a document as they are printed: quantity, price, and small words below."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from msspdesk.documents.model import PaperLine
from msspdesk.services.paper_statements import item_code
from msspdesk.texts import formats
from msspdesk.texts.documents import Catalogue

Facts = Mapping[str, Any]


def paper_lines(facts: Facts, words: Catalogue) -> tuple[PaperLine, ...]:
    """Every line, with the running sum for the foot of a page."""
    running = 0
    made = []
    for line in facts["lines"]:
        running += line["net_minor"]
        made.append(_line(line, running, facts, words))
    return tuple(made)


def _line(line: Facts, running: int, facts: Facts, words: Catalogue) -> PaperLine:
    currency, language = facts["currency"], facts["language"]
    discount = line["discount_minor"]
    shown = formats.amount(abs(discount), currency, language)
    return PaperLine(
        title=line["name"],
        amount=formats.amount(line["net_minor"], currency, language),
        quantity=quantity_text(line, language),
        unit=unit_text(line, words),
        price=formats.price(_price(line), currency, language),
        details=(*item_code(line, facts), *_details(line, language)),
        discount=words.get("Discount {amount}", amount=shown) if discount > 0 else "",
        running=formats.amount(running, currency, language),
    )


def quantity_text(line: Facts, language: str) -> str:
    """Minutes priced by the hour as "1:40 h", anything else as a number."""
    quantity = Decimal(line["quantity"])
    if _by_clock(line):
        return formats.clock(int(quantity))
    return formats.quantity(quantity, language)


def unit_text(line: Facts, words: Catalogue) -> str:
    """The word for the unit; pieces, one service and clock time speak for themselves."""
    if _by_clock(line) or line["unit"] in {"C62", "E48"}:
        return ""
    return words.unit(line["unit"], Decimal(line["quantity"]))


def _by_clock(line: Facts) -> bool:
    return bool(line["unit"] == "MIN" and line["price_base"] == 60)


def _price(line: Facts) -> Decimal:
    """The price of one printed unit: of an hour where time is printed as a clock shows it."""
    price = Decimal(line["unit_price"])
    return price if _by_clock(line) else price / line["price_base"]


def _details(line: Facts, language: str) -> tuple[str, ...]:
    """The note, else the period of the line; then the site it was done for."""
    note = [each for each in line["note"].split("\n") if each.strip()]
    if not note and line["period_start"] and line["period_end"]:
        note = [period_text(line["period_start"], line["period_end"], language)]
    return tuple([*note, line["site"]] if line.get("site") else note)


def period_text(start: str, end: str, language: str) -> str:
    """ "July 2026" or "1 to 30 July 2026" of two ISO dates, half open."""
    return formats.period(date.fromisoformat(start), date.fromisoformat(end), language)


def reason_text(details: Facts, language: str, words: Catalogue) -> str:
    """ "6 added on 14 July, 18 of 31 days", "18 of 31 days", or nothing."""
    if not details.get("days") or not details.get("whole_days"):
        return ""
    share = {"used": details["days"], "days": details["whole_days"]}
    why = details.get("why")
    if why not in {"added", "removed"} or not details.get("day") or not details.get("count"):
        return words.get("{used} of {days} days", **share)
    return words.get(
        f"{{count}} {why} on {{day}}, {{used}} of {{days}} days",
        count=formats.quantity(Decimal(str(details["count"])), language),
        day=formats.day_long(date.fromisoformat(details["day"]), language),
        **share,
    )
