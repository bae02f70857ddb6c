"""Tax data as values: dated rates, ordered rules, schemes, notices, with indexed look-ups.

`msspdesk.taxdata` reads these from `resources/tax`; nothing here reads a file.
Every row carries its source and a confidence: `read` (the text or a copy of it
was read) or `known` (general knowledge, not checked in a document).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from msspdesk.domain.tax.model import OwnerRate, RoundingRule, TaxClass, in_force
from msspdesk.domain.tax.paper import PaperRow


@dataclass(frozen=True, slots=True)
class RateRow:
    """A rate in percent of one jurisdiction, both dates inclusive."""

    jurisdiction: str
    kind: str
    tax: str
    percent: Decimal
    valid_from: date
    valid_to: date | None
    source: str
    confidence: str
    note: str = ""
    compound: bool = False


class RateTable:
    """Rates by jurisdiction and kind, found by date with a bisection."""

    def __init__(self, rows: Iterable[RateRow]) -> None:
        self.rows: tuple[RateRow, ...] = tuple(rows)
        self._index: dict[tuple[str, str], tuple[list[date], list[RateRow]]] = {}
        for row in sorted(self.rows, key=lambda each: each.valid_from):
            starts, found = self._index.setdefault((row.jurisdiction, row.kind), ([], []))
            starts.append(row.valid_from)
            found.append(row)

    def at(self, jurisdiction: str, kind: str, day: date) -> RateRow | None:
        """The rate in force on that day, or None: never a guess, never 0."""
        entry = self._index.get((jurisdiction, kind))
        if entry is None:
            return None
        starts, rows = entry
        place = bisect_right(starts, day) - 1
        if place < 0:
            return None
        row = rows[place]
        return row if row.valid_to is None or day <= row.valid_to else None

    def first(self, jurisdiction: str, kind: str) -> RateRow | None:
        """The earliest row there, to name a tax before it begins."""
        entry = self._index.get((jurisdiction, kind))
        return entry[1][0] if entry else None

    def with_percent(self, jurisdiction: str, percent: Decimal, day: date) -> RateRow | None:
        """The row of that percent in force there, whatever its kind."""
        for place, kind in self._index:
            row = self.at(place, kind, day) if place == jurisdiction else None
            if row and row.percent == percent:
                return row
        return None


@dataclass(frozen=True, slots=True)
class Zero:
    """Why nothing is charged and what must be written about it."""

    category: str
    reason: str
    reason_code: str = ""
    notice: str = ""
    jurisdiction: str = "home"
    tax: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of an ordered list. The first whose conditions all hold answers.

    Exactly one of `charge` (home or customer), `zero` and `ask` is set.
    """

    code: str
    when: Mapping[str, frozenset[str]]
    sentence: str
    law: str
    source: str
    confidence: str
    charge: str = ""
    zero: Zero | None = None
    ask: str = ""
    required: tuple[str, ...] = ()
    warn: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def holds(self, facts: Mapping[str, frozenset[str]], day: date) -> bool:
        """Whether every condition shares a word with the facts on that day."""
        return in_force(day, self.valid_from, self.valid_to) and all(
            not words.isdisjoint(facts[key]) for key, words in self.when.items()
        )


@dataclass(frozen=True)
class RuleSet:
    """Ordered rules, the groups of service classes they speak of, and what the law behind
    them wants on the paper.
    """

    rules: tuple[Rule, ...]
    groups: Mapping[str, frozenset[TaxClass]]
    invoice_words: tuple[PaperRow, ...] = ()

    @cached_property
    def regions(self) -> frozenset[str]:
        """The regions that a rule decides about."""
        return frozenset().union(*(rule.when.get("region", ()) for rule in self.rules))


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme of the seller under which no tax is charged at home."""

    code: str
    zero: Zero
    law: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Withholding:
    """What a business customer keeps back from the price without tax, in percent."""

    tax: str
    percent: Decimal
    classes: frozenset[TaxClass]
    persons: frozenset[str]
    schemes: frozenset[str]
    valid_from: date
    valid_to: date | None
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class ExtraAmount:
    """An amount beside price and tax that a scheme asks for above a limit."""

    name: str
    scheme: str
    above: Decimal
    amount: Decimal
    currency: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Taxability:
    """How a region's own tax treats some classes: taxable, not_taxable or ask.

    `share` is the taxable part of the price, `kind` names the rate, `reason` the
    word for the zero; `statuses` empty = any customer.
    """

    classes: frozenset[TaxClass]
    answer: str
    kind: str
    share: Fraction
    statuses: frozenset[str]
    reason: str
    sourcing: str
    valid_from: date | None
    valid_to: date | None
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Nexus:
    """Sales into a region that make registering there a duty, per year."""

    amount: Decimal
    transactions: int | None
    both: bool
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Region:
    """A state or province with its own tax or taxes.

    `system` is the family's own word: hst, parallel, sales_tax, pass_on, none,
    state, union_territory. `also`: other codes in use for it.
    `tax_point`: the rule of the day of its own tax, where it differs from the country's.
    """

    code: str
    name: str
    system: str
    taxability: tuple[Taxability, ...] = ()
    local_rates: bool = False
    certificates: frozenset[str] = frozenset()
    nexus: Nexus | None = None
    tax_id_prefix: str = ""
    also: tuple[str, ...] = ()
    tax_point: str = ""


@dataclass(frozen=True, slots=True)
class Country:
    """Everything one country's file says. `splits_periods`: a period over a change of
    rate is divided, each part at its own rate. `business_notices`: what its sellers
    must tell every business they bill, whatever the tax. `postcodes`: beginnings of
    postcodes in places with another law, "RE" or "PT-30". `usual_accounting`: cash
    where the tax of services is due when they are paid unless the seller chose otherwise.
    `parts_for_sellers_there`: rates of its parts hold only for sellers established there.
    """

    code: str
    name: str
    family: str
    tax: str
    currency: str
    union: str
    rates: RateTable
    ruleset: RuleSet
    tax_point: str
    rounding: RoundingRule
    rounding_allowed: tuple[RoundingRule, ...]
    schemes: Mapping[str, Scheme]
    withholding: tuple[Withholding, ...]
    extra_amounts: tuple[ExtraAmount, ...]
    regions: Mapping[str, Region]
    special_places: frozenset[str]
    region_jurisdictions: Mapping[str, str]
    whole_total: str
    invoice_words: tuple[PaperRow, ...]
    sources: Mapping[str, str]
    splits_periods: bool = False
    tax_point_business: str = ""
    business_notices: tuple[str, ...] = ()
    postcodes: Mapping[str, str] = field(default_factory=dict)
    usual_accounting: str = "accrual"
    parts_for_sellers_there: bool = False

    def tax_point_for(self, status: str) -> str:
        """The rule of the day for that kind of customer."""
        return (status == "business" and self.tax_point_business) or self.tax_point

    def region(self, code: str) -> Region | None:
        """The region of that code, or of another code for the same one (IN: TG is TS)."""
        found = self.regions.get(code)
        return found or next((each for each in self.regions.values() if code in each.also), None)

    def rounding_choices(self) -> dict[str, RoundingRule]:
        """The lawful alternatives by what is other in them: their level, else their method."""
        usual = self.rounding
        return {
            (each.level if each.level is not usual.level else each.method).value: each
            for each in self.rounding_allowed
            if each != usual
        }

    def part_named(self, jurisdiction: str) -> str:
        """The name of a part with rates of its own ("PT-30" is Madeira), else the code."""
        names = self.region_jurisdictions.items()
        of_it = (name.title() for name, code in names if code == jurisdiction)
        return next((name for name in of_it if name.isalpha()), jurisdiction)


@dataclass(frozen=True, slots=True)
class Territory:
    """A place that a law treats as a part of another country for services.

    `region`: as which part of it. `sellers`: of which countries the sellers are for whom
    that holds; empty = all.
    """

    country: str
    law: str
    source: str
    confidence: str
    region: str = ""
    sellers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence for the invoice in several languages.

    `prescribed`: countries of sellers whose law gives the words, each with the language
    they are given in; they stand there in every document. `unless`: words by which the
    owner tells the same in his own sentence, which then stands alone.
    """

    code: str
    texts: Mapping[str, str]
    law: str = ""
    prescribed: Mapping[str, str] = field(default_factory=dict)
    unless: tuple[str, ...] = ()

    def told_by(self, text: str) -> bool:
        """Whether the owner's own words say it already."""
        return any(each.casefold() in text.casefold() for each in self.unless)


@dataclass(slots=True)
class TaxData:
    """All tax data of one version. `cache` keeps decisions already made with it."""

    version: str
    countries: Mapping[str, Country]
    notices: Mapping[str, Notice]
    sentences: Mapping[str, str]
    special_territories: frozenset[str]
    country_codes: frozenset[str]
    treated_as: Mapping[str, Territory] = field(default_factory=dict)
    cache: dict[Any, dict[Any, Any]] = field(default_factory=dict)

    def country(self, code: str) -> Country | None:
        """The country's data, or None where none was written yet."""
        return self.countries.get(code)

    def counts_as(self, country: str, seller: str) -> str:
        """The country that a place counts as for a seller's law: Monaco is France."""
        territory = self.territory(country, seller)
        return territory.country if territory else country

    def territory(self, place: str, seller: str) -> Territory | None:
        """As what a place that is a part of another country counts for a seller's law."""
        found = self.treated_as.get(place)
        return found if found and (not found.sellers or seller in found.sellers) else None

    def placed(self, country: str, postcode: str) -> tuple[str, str]:
        """Country and region that a postcode puts an address in, where its law is not that
        of the rest of the country: Réunion is RE, Madeira a region of PT. Empty where the
        postcode tells nothing.
        """
        known, digits = self.countries.get(country), "".join(filter(str.isdigit, postcode))
        if known is None or not known.postcodes or not digits:
            return "", ""
        parts = known.postcodes
        found = (parts[digits[:size]] for size in (5, 4, 3, 2) if digits[:size] in parts)
        place, _dash, region = next(found, "").partition("-")
        return place, region

    def knows(self, code: str) -> bool:
        """Whether this is a country at all (ISO 3166-1 alpha-2)."""
        return code in self.country_codes

    def rate(self, jurisdiction: str, day: date, kind: str = "standard") -> RateRow | None:
        """The dated rate of a jurisdiction ("DE", "US-TX", "CA-QC")."""
        country = self.countries.get(jurisdiction[:2])
        return country.rates.at(jurisdiction, kind, day) if country else None

    def notice(self, code: str, language: str, seller: str = "") -> str:
        """The notice in that language ("de-AT" reads German), else in English.

        The words that the law of the `seller`'s country prescribes follow in brackets
        where they are in another language: "Reverse charge (Autoliquidation)".
        """
        notice = self.notices[code]
        texts = notice.texts
        said = texts.get(language) or texts.get(language.partition("-")[0]) or texts["en"]
        law = texts.get(notice.prescribed.get(seller, ""), said)
        return said if law == said else f"{said.rstrip('.')} ({law.rstrip('.')})"

    def place(self, code: str) -> str:
        """A place as people name it: "US-TX" is Texas, "US-TX-Austin" is Austin, Texas.

        A country stays its code: its name belongs to the language it is said in.
        """
        country_code, _dash, rest = code.partition("-")
        region_code, _dash, local = rest.partition("-")
        country = self.country(country_code)
        region = country.regions.get(region_code) if country else None
        if region is None:
            return country.part_named(code) if country else code
        return f"{local}, {region.name}" if local else region.name

    def local_place(self, rate: OwnerRate) -> str:
        """Where a local rate holds: "Austin, Travis, Texas"."""
        region = self.place(f"{rate.country}-{rate.region}") if rate.region else rate.country
        return ", ".join(each for each in (rate.city, rate.county, region) if each)
