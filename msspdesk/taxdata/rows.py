"""One row of a tax file becomes one value. A wrong field raises with its name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from msspdesk.domain.money import Rounding
from msspdesk.domain.tax.data import (
    ExtraAmount,
    Nexus,
    RateRow,
    Region,
    Rule,
    Scheme,
    Taxability,
    Territory,
    Withholding,
    Zero,
)
from msspdesk.domain.tax.model import RoundingLevel, RoundingRule, TaxClass
from msspdesk.domain.tax.paper import CONDITIONS, WORDS, PaperRow

_CONFIDENCES = ("read", "known")
_NO_SOURCES: Mapping[str, str] = {}


def rate(raw: dict[str, Any], sources: dict[str, str]) -> RateRow:
    """A dated rate; `source` may name an entry of the file's `sources`."""
    return RateRow(
        jurisdiction=raw["jurisdiction"],
        kind=raw["kind"],
        tax=raw["tax"],
        percent=percent(raw["percent"]),
        valid_from=date.fromisoformat(raw["from"]),
        valid_to=_day(raw.get("to")),
        source=_source(raw, sources),
        confidence=_confidence(raw),
        note=raw.get("note", ""),
        compound=raw.get("compound", False),
    )


def percent(text: object) -> Decimal:
    """A percentage between 0 and 100, written as text so that no digit is lost."""
    if not isinstance(text, str):
        raise TypeError(f"percent must be written as text, not {text!r}")
    value = Decimal(text)
    if not 0 <= value <= 100:
        raise ValueError(f"percent {text} is not between 0 and 100")
    return value


def check_dates(rates: Iterable[RateRow]) -> None:
    """Rows of one jurisdiction and kind follow each other without gap or overlap."""
    last: dict[tuple[str, str], RateRow] = {}
    for row in rates:
        if row.valid_to and row.valid_to < row.valid_from:
            raise ValueError(f"{row.jurisdiction} {row.kind} ends before {row.valid_from}")
        before = last.get((row.jurisdiction, row.kind))
        if before is not None:
            gap = None if before.valid_to is None else (row.valid_from - before.valid_to).days
            if gap != 1:
                word = "gap" if gap is not None and gap > 1 else "overlap"
                raise ValueError(f"{row.jurisdiction} {row.kind}: {word} at {row.valid_from}")
        last[row.jurisdiction, row.kind] = row


def rule(raw: dict[str, Any]) -> Rule:
    """One rule of an ordered list: exactly one of charge, zero and ask."""
    if sum(key in raw for key in ("charge", "zero", "ask")) != 1:
        raise ValueError(f"rule {raw['code']} needs one of charge, zero, ask")
    return Rule(
        code=raw["code"],
        when={key: frozenset(words) for key, words in raw["when"].items()},
        sentence=raw["sentence"],
        law=raw["law"],
        source=_source(raw),
        confidence=_confidence(raw),
        charge=raw.get("charge", ""),
        zero=zero(raw["zero"]) if "zero" in raw else None,
        ask=raw.get("ask", ""),
        required=tuple(raw.get("required", [])),
        warn=raw.get("warn", ""),
        valid_from=_day(raw.get("from")),
        valid_to=_day(raw.get("to")),
    )


def zero(raw: dict[str, Any]) -> Zero:
    """A zero with its category, reason and notice."""
    return Zero(
        category=raw["category"],
        reason=raw["reason"],
        reason_code=raw.get("reason_code", ""),
        notice=raw["notice"],
        jurisdiction=raw.get("jurisdiction", "home"),
        tax=raw.get("tax", ""),
    )


def scheme(code: str, raw: dict[str, Any]) -> Scheme:
    """A scheme of the seller."""
    return Scheme(code, zero(raw["zero"]), raw["law"], _source(raw), _confidence(raw))


def rounding(raw: dict[str, Any]) -> RoundingRule:
    """Level and method of rounding tax."""
    return RoundingRule(RoundingLevel(raw["level"]), Rounding(raw["method"]))


def withholding(raw: dict[str, Any]) -> Withholding:
    """A withholding tax with its classes, kinds of person and dates."""
    return Withholding(
        tax=raw["tax"],
        percent=percent(raw["percent"]),
        classes=classes(raw["classes"]),
        persons=frozenset(raw.get("persons", [])),
        schemes=frozenset(raw.get("schemes", ["standard"])),
        valid_from=date.fromisoformat(raw["from"]),
        valid_to=_day(raw.get("to")),
        source=_source(raw),
        confidence=_confidence(raw),
    )


def extra_amount(raw: dict[str, Any]) -> ExtraAmount:
    """An amount beside price and tax, in major units of its currency."""
    return ExtraAmount(
        name=raw["name"],
        scheme=raw["scheme"],
        above=Decimal(raw["above"]),
        amount=Decimal(raw["amount"]),
        currency=raw["currency"],
        source=_source(raw),
        confidence=_confidence(raw),
    )


def territory(raw: dict[str, Any]) -> Territory:
    """A place that counts as another country."""
    return Territory(
        raw["country"],
        raw["law"],
        _source(raw),
        _confidence(raw),
        region=raw.get("region", ""),
        sellers=frozenset(raw.get("sellers", [])),
    )


def paper_row(raw: dict[str, Any], sources: dict[str, str]) -> PaperRow:
    """Something the law wants on the paper, and in which sales."""
    if raw["word"] not in WORDS:
        raise ValueError(f"invoice word {raw['word']!r} is not one of {sorted(WORDS)}")
    when = {key: frozenset(words) for key, words in raw.get("when", {}).items()}
    for key, words in when.items():
        if not words <= CONDITIONS.get(key, frozenset()):
            raise ValueError(f"invoice word {raw['word']}: {key} {sorted(words)} is no condition")
    return PaperRow(
        word=raw["word"],
        text=raw.get("text", ""),
        when=when,
        law=raw["law"],
        source=_source(raw, sources),
        confidence=_confidence(raw),
        jurisdiction=raw.get("jurisdiction", ""),
        scheme=raw.get("scheme", ""),
        above=Decimal(raw["above"]) if "above" in raw else None,
    )


def region(code: str, raw: dict[str, Any], sources: dict[str, str]) -> Region:
    """A state or province with what it taxes."""
    return Region(
        code=code,
        name=raw["name"],
        system=raw["system"],
        taxability=tuple(taxability(each, sources) for each in raw.get("taxability", [])),
        local_rates=raw.get("local_rates", False),
        certificates=frozenset(raw.get("certificates", [])),
        nexus=nexus(raw["nexus"]) if "nexus" in raw else None,
        tax_id_prefix=raw.get("tax_id_prefix", ""),
        also=tuple(raw.get("also", [])),
        tax_point=raw.get("tax_point", {}).get("rule", ""),
    )


def nexus(raw: dict[str, Any]) -> Nexus:
    """The yearly sales that make registering a duty."""
    return Nexus(
        amount=Decimal(raw["amount"]),
        transactions=raw.get("transactions"),
        both=raw.get("both", False),
        source=_source(raw),
        confidence=_confidence(raw),
    )


def taxability(raw: dict[str, Any], sources: dict[str, str]) -> Taxability:
    """How a region treats some classes on some dates."""
    answer = raw["answer"]
    if answer not in ("taxable", "not_taxable", "ask"):
        raise ValueError(f"answer {answer!r} is not taxable, not_taxable or ask")
    return Taxability(
        classes=classes(raw["classes"]),
        answer=answer,
        kind=raw.get("kind", "general"),
        share=Fraction(percent(raw.get("share", "100"))) / 100,
        statuses=frozenset(raw.get("status", [])),
        reason=raw.get("reason", "service_not_taxable"),
        sourcing=raw.get("sourcing", "customer"),
        valid_from=_day(raw.get("from")),
        valid_to=_day(raw.get("to")),
        source=_source(raw, sources),
        confidence=_confidence(raw),
    )


def classes(words: Iterable[str]) -> frozenset[TaxClass]:
    """Tax classes by their words."""
    return frozenset(TaxClass(word) for word in words)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _source(raw: dict[str, Any], sources: Mapping[str, str] = _NO_SOURCES) -> str:
    """The official source; for a row whose text was read, also where and on which day."""
    named: str = raw["source"]
    source = sources.get(named, named)
    if "checked_on" not in raw and "read_in" not in raw:
        return source
    day, place = date.fromisoformat(raw["checked_on"]), raw["read_in"]
    if raw["confidence"] != "read":
        raise ValueError(f"checked_on {day} stands only where confidence is 'read'")
    return f"{source}; text read on {day} in {place}"


def _confidence(raw: dict[str, Any]) -> str:
    found: str = raw["confidence"]
    if found not in _CONFIDENCES:
        raise ValueError(f"confidence {found!r} is not one of {_CONFIDENCES}")
    return found
