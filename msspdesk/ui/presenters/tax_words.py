"""Words of the tax window: reasons, how sure a row is, boxes of a return."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from msspdesk.texts import _, code_words, formats
from msspdesk.ui.presenters.month_end_words import ZERO_TAX


def confidence(code: str) -> tuple[str, str]:
    """How sure a row is, with its tone."""
    known = {
        "read": (_("read in a document"), "good"),
        "known": (_("known: not checked in a document"), "warn"),
        "owner": (_("your own word"), "accent"),
    }
    return known.get(code, (code, "muted"))


def tax_name(tax: str, category: str, rate: Decimal, reason: str) -> str:
    """ "VAT 19 %", or why there is none."""
    if reason or not rate:
        name = _(ZERO_TAX[category]) if category in ZERO_TAX else code_words.word(reason)
        return name or _("No tax")
    return f"{code_words.tax(tax)} {formats.percent(rate)}"


def other_amount(code: str) -> str:
    """An amount beside price and tax: what is rounded off, stamp duty passed on."""
    known = {"stamp_duty_recharged": _("Stamp duty"), "round_off": _("Rounded to whole units")}
    return known.get(code, code)


def from_to(first: date | None, last: date | None) -> tuple[str, str]:
    """The two days of a dated row; an open end says so."""
    return (
        formats.day(first) if first else _("always"),
        formats.day(last) if last else _("until changed"),
    )


def box(code: str) -> str:
    """The group of boxes of a return."""
    words = {
        "taxed": _("Taxed"),
        "reverse_charge": _("Reverse charge"),
        "union_goods": _("Goods within the EU"),
        "export": _("Exports"),
        "exempt": _("Exempt"),
        "zero": _("Zero rate"),
        "outside": _("Not taxed here"),
        "one_stop_shop": _("One stop shop"),
    }
    return words.get(code, code)
