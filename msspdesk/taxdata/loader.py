"""From the JSON files of `resources/tax` to `TaxData`, each row checked on the way.

One file a country in `countries/`; rule sets that several countries share in
`rules/`. Loaded once, when the first draft needs it, never at start-up.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from msspdesk.domain.errors import ExternalError
from msspdesk.domain.tax.data import Country, Notice, RateTable, RuleSet, TaxData, Territory
from msspdesk.domain.tax.decide import families
from msspdesk.domain.tax.tax_point import TAX_POINTS
from msspdesk.paths import resource
from msspdesk.taxdata import rows, shape


class TaxDataError(ExternalError):
    """A tax file is wrong: "tax_file_wrong" with `file`, and `fault` naming row and field."""

    def __init__(self, file: str, fault: object) -> None:
        super().__init__("tax_file_wrong", file=file, fault=str(fault))

    def __str__(self) -> str:
        return f"{self.details['file']}: {self.details['fault']}"


@cache
def load() -> TaxData:
    """The shipped tax data, read once."""
    return load_from(resource("tax"))


def load_from(folder: Path) -> TaxData:
    """Tax data from a folder. Raises TaxDataError naming the file and the field."""
    version, special, codes, treated = _checked(folder / "about.json", _about)
    sentences: dict[str, str] = _read(folder / "sentences.json")
    shared = {path.stem: _checked(path, _shared) for path in sorted((folder / "rules").iterdir())}
    countries = {}
    for path in sorted((folder / "countries").iterdir()):
        country = _checked(path, lambda raw: _country(raw, shared))
        countries[country.code] = country
    for country in countries.values():
        for rule in country.ruleset.rules:
            sentences[f"rule:{rule.code}"] = f"{rule.sentence} ({{law}})"
    return TaxData(
        version=version,
        countries=countries,
        notices=_checked(folder / "notices.json", _notices),
        sentences=sentences,
        special_territories=special,
        country_codes=codes,
        treated_as=treated,
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TaxDataError(path.name, error) from error
    return found


def _checked(path: Path, build: Any) -> Any:
    raw = _read(path)
    try:
        return build(raw)
    except KeyError as error:
        raise TaxDataError(path.name, f"the field {error} is missing") from error
    except (ValueError, TypeError, ArithmeticError) as error:
        raise TaxDataError(path.name, error) from error


def _about(
    raw: dict[str, Any],
) -> tuple[str, frozenset[str], frozenset[str], dict[str, Territory]]:
    """The version, territories that are asked about, all country codes, and places
    that count as another country.
    """
    shape.check(raw)
    special, codes = raw["special_territories"], raw["country_codes"]
    treated = {code: rows.territory(each) for code, each in raw.get("treated_as", {}).items()}
    return raw["version"], frozenset(special), frozenset(codes.split()), treated


def _notices(raw: dict[str, Any]) -> dict[str, Notice]:
    for code, notice in raw.items():
        shape.check(notice, code)
    return {code: _notice(code, each) for code, each in raw.items()}


def _notice(code: str, raw: dict[str, Any]) -> Notice:
    return Notice(
        code=code,
        texts=raw["texts"],
        law=raw.get("law", ""),
        prescribed=raw.get("prescribed", {}),
        unless=tuple(raw.get("unless", [])),
    )


def _shared(raw: dict[str, Any]) -> RuleSet:
    shape.check(raw)
    return _ruleset(raw)


def _ruleset(raw: dict[str, Any]) -> RuleSet:
    return RuleSet(
        rules=tuple(rows.rule(each) for each in raw["rules"]),
        groups={name: rows.classes(words) for name, words in raw["groups"].items()},
        invoice_words=tuple(rows.paper_row(each, {}) for each in raw.get("invoice_words", [])),
    )


def _country(raw: dict[str, Any], shared: dict[str, RuleSet]) -> Country:
    shape.check(raw)
    rules = raw.get("rules", [])
    if isinstance(rules, str):
        ruleset = shared[rules]
    else:
        ruleset = _ruleset({"rules": rules, "groups": raw.get("groups", {})})
    if own := tuple(rows.rule(each) for each in raw.get("own_rules", [])):
        ruleset = replace(ruleset, rules=own + ruleset.rules)
    sources = raw.get("sources", {})
    rounding = raw["rounding"]
    rates = [rows.rate(each, sources) for each in raw["rates"]]
    rows.check_dates(rates)
    return Country(
        code=raw["country"],
        name=raw["name"],
        family=_known("family", raw["family"], families()),
        tax=raw["tax"],
        currency=raw["currency"],
        union=raw.get("union", ""),
        rates=RateTable(rates),
        ruleset=ruleset,
        tax_point=_known("tax_point.rule", raw["tax_point"]["rule"], TAX_POINTS),
        rounding=rows.rounding(rounding),
        rounding_allowed=tuple(rows.rounding(each) for each in rounding.get("allowed", [])),
        schemes={code: rows.scheme(code, each) for code, each in raw.get("schemes", {}).items()},
        withholding=tuple(rows.withholding(each) for each in raw.get("withholding", [])),
        extra_amounts=tuple(rows.extra_amount(each) for each in raw.get("extra_amounts", [])),
        regions={
            code: rows.region(code, each, sources) for code, each in raw.get("regions", {}).items()
        },
        special_places=frozenset(raw.get("special_places", [])),
        region_jurisdictions=raw.get("region_jurisdictions", {}),
        whole_total=raw.get("whole_total", ""),
        invoice_words=(
            *(rows.paper_row(each, sources) for each in raw.get("invoice_words", [])),
            *ruleset.invoice_words,
        ),
        business_notices=tuple(raw.get("business_notices", [])),
        postcodes=raw.get("postcodes", {}),
        usual_accounting=raw["tax_point"].get("due", "accrual"),
        sources=sources,
        tax_point_business=raw["tax_point"].get("business", ""),
        parts_for_sellers_there=raw.get("parts_for_sellers_there", False),
        splits_periods=bool(raw["tax_point"].get("splits_periods", False)),
    )


def _known(field: str, word: str, words: Collection[str]) -> str:
    if word not in words:
        raise ValueError(f"{field} {word!r} is none of {', '.join(sorted(words))}")
    return word
