"""One line of a draft: the values of its form, what they lack, and why it is taxed so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from msspdesk.domain.errors import DomainError, InvalidInput, Problem
from msspdesk.domain.money import to_major, to_minor
from msspdesk.domain.reading import read_amount, read_duration
from msspdesk.services.drafts import DraftLine
from msspdesk.services.line_tax import LineTax, RateUsed
from msspdesk.texts import _, code_words, formats
from msspdesk.texts.errors import sentence
from msspdesk.ui.presenters import mending, place_words
from msspdesk.ui.presenters.invoices_detail import DraftProblem, TaxTold, source_told, told_steps
from msspdesk.ui.presenters.month_end_words import ZERO_TAX

TIME: Final = "MIN"
_PERIOD: Final = ("period_start", "period_end")


@dataclass(frozen=True, slots=True)
class LineTold:
    """Why one line is taxed as it is. `asked` is the open question with its button."""

    line_id: int
    tax: TaxTold
    warnings: tuple[str, ...]
    asked: DraftProblem | None = None

    def warnings_beside(self, said: Sequence[str]) -> list[str]:
        """Those that are not said of the whole document already."""
        return [text for text in self.warnings if text not in said]


# --- the form ---------------------------------------------------------------------------


def values(line: DraftLine, currency: str) -> dict[str, Any]:
    """What the form shows. The last day of service belongs to it."""
    end = line.period_end
    return {
        "name": line.name,
        "note": line.note,
        "service_id": line.service_id,
        "tax_class": line.tax_class,
        "item_code": line.item_code,
        "quantity": quantity(line),
        "unit": line.unit,
        "unit_price": line.unit_price,
        "discount": formats.number(to_major(line.discount_minor, currency), places=2)
        if line.discount_minor
        else "",
        "period_start": line.period_start,
        "period_end": end - timedelta(days=1) if end else None,
    }


def quantity(line: DraftLine) -> str:
    """Worked time as hours and minutes, anything else as a number."""
    if line.unit == TIME:
        return formats.hours(int(line.quantity))
    return formats.quantity(line.quantity)


def typed_quantity(line: DraftLine) -> str:
    """The quantity as it is typed over."""
    shown = formats.plain(line.quantity.normalize())
    return quantity(line) if line.unit == TIME else shown


def problems(line: DraftLine, tax: LineTax | None = None, code: str = "") -> tuple[Problem, ...]:
    """What a line still lacks, by the field that takes it. `code` is what the tax office
    calls its codes of services.
    """
    found = []
    if not line.name.strip():
        found.append(Problem("line_name_missing", "name", {"line": line.position + 1}))
    if not line.unit_price and not line.generated:
        found.append(Problem("line_price_zero", "unit_price"))
    if tax and "sac_code" in tax.required and not line.item_code:
        found.append(Problem("item_code_missing", "item_code", {"line": line.name, "code": code}))
    return tuple(found)


def typed(line: DraftLine, key: str, value: Any, currency: str) -> dict[str, Any]:
    """What was typed into a field or a cell, as the fields of `drafts.edit_line`.

    InvalidInput names the field that cannot be read.
    """
    try:
        return _typed(line, key, value, currency)
    except InvalidInput:
        raise
    except DomainError as error:
        raise InvalidInput([Problem(error.code, key, dict(error.details))]) from error


def at_field(error: Exception, key: str) -> Exception:
    """A discount that is refused belongs to its field; other errors are of the draft."""
    if isinstance(error, DomainError) and error.code.startswith("discount_"):
        return InvalidInput([Problem(error.code, key, dict(error.details))])
    return error


def _typed(line: DraftLine, key: str, value: Any, currency: str) -> dict[str, Any]:
    if key == "quantity":
        if line.unit == TIME:
            return {"quantity": Decimal(read_duration(value))}
        return {"quantity": read_amount(value, formats.separator(), 6)}
    if key == "unit_price":
        return {"unit_price": _number(value)}
    if key == "discount":
        return _discount(str(value).strip(), currency)
    if key in _PERIOD:
        return _period(line, key, value)
    return {key: value}


def _number(value: Any) -> Decimal:
    if isinstance(value, Decimal):
        return value
    return read_amount(value, formats.separator(), 6) if value else Decimal(0)


def _discount(text: str, currency: str) -> dict[str, Any]:
    """ "10%" of the line, or an amount; empty takes it away."""
    if text.endswith("%"):
        return {"discount_percent": read_amount(text[:-1], formats.separator(), 6)}
    if not text:
        return {"discount_minor": 0}
    return {"discount_minor": to_minor(read_amount(text, formats.separator(), 6), currency)}


def _period(line: DraftLine, key: str, day: date | None) -> dict[str, Any]:
    """A first day alone is a service of that one day; without it there is no period."""
    if key == "period_end":
        return {"period_end": day + timedelta(days=1) if day else None}
    if day is None:
        return {"period_start": None, "period_end": None}
    if line.period_end is None:
        return {"period_start": day, "period_end": day + timedelta(days=1)}
    return {"period_start": day}


# --- its tax ----------------------------------------------------------------------------


def tax_words(tax: LineTax | None) -> tuple[str, str]:
    """The tax of a line in a few letters, and the tone of them."""
    if tax is None:
        return "", "muted"
    if tax.question is not None:
        return _("Answer"), "warn"
    charged = [part for part in tax.parts if part.rate and part.share]
    if charged:
        return " + ".join(formats.percent(part.rate) for part in charged), ""
    category = tax.parts[0].category if tax.parts else ""
    return _(ZERO_TAX.get(category, "No tax")), ""


def told(line: DraftLine, tax: LineTax | None, before: str = "") -> LineTold | None:
    """What the panel says about the line; `before` is another rate that it had."""
    if tax is None:
        return None
    name = line.name or _("Line {n}").format(n=line.position + 1)
    title = _("Why this tax: {line}").format(line=name)
    if tax.question is not None:
        text = sentence(Problem("tax_undecided", "tax", _asked_details(tax)))
        button = mending.button(mending.of_question(tax.question.code))
        asked = DraftProblem(text, "tax", button, tax.question)
        steps = told_steps((step.code, step.text) for step in tax.steps)
        return LineTold(line.id, TaxTold(_("undecided"), "", steps, "", title), (), asked)
    words, _tone = tax_words(tax)
    steps = (
        *told_steps((step.code, step.text) for step in tax.steps if step.code != "rate"),
        *(_rate(row) for row in tax.rows),
        *_stated(tax),
        *_trust(tax.confidence),
    )
    source = source_told(tax.rule, tax.source, tax.data_version)
    warnings = [step.text for step in tax.warnings]
    if before:
        changed = _("The tax of this line is now {now}; it was {before}.")
        warnings.insert(0, changed.format(now=words, before=before))
    return LineTold(line.id, TaxTold(words, "", steps, source, title), tuple(warnings))


def _asked_details(tax: LineTax) -> dict[str, object]:
    question = tax.question
    return {"question": question.code, **question.details} if question else {}


def _rate(row: RateUsed) -> tuple[str, str]:
    """One dated row of the tax data."""
    days = _("since {first}").format(first=formats.day(row.valid_from))
    if row.valid_to is not None:
        days = _("{first} to {last}").format(
            first=formats.day(row.valid_from), last=formats.day(row.valid_to)
        )
    percent = formats.percent(row.percent)
    taxed = place_words.with_place(f"{code_words.tax(row.tax)} {percent}", row.jurisdiction)
    told_row = f"{taxed}, {days} ({row.source})"
    return _("Rate"), told_row


def _stated(tax: LineTax) -> Iterable[tuple[str, str]]:
    """The day whose rate was taken, where there is a rate."""
    if tax.rate_day is not None and tax.rows:
        yield _("Day"), _("The rate of {day} holds").format(day=formats.day(tax.rate_day))


def _trust(confidence: str) -> Iterable[tuple[str, str]]:
    """What stands on a row that nobody checked has a step of its own that says so."""
    words = {
        "read": _("Each row used was read in its source"),
        "owner": _("Your own word decides"),
    }
    if confidence in words:
        yield _("Trust"), words[confidence]
