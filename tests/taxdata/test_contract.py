"""Every shipped tax file keeps the contract; a broken one is named."""

from __future__ import annotations

import ast
import itertools
import json
import re
import shutil
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest

import msspdesk
from msspdesk import taxdata
from msspdesk.domain.tax.data import Country, RateRow
from msspdesk.domain.tax.decide import families
from msspdesk.domain.tax.tax_point import TAX_POINTS
from msspdesk.paths import resource
from msspdesk.texts.errors import sentence

DATA = taxdata.load()
COUNTRIES = sorted(DATA.countries)
CHECKED_UP_TO = date(2026, 11, 22)
"""The day the shipped rows were made: each rate must still be known then."""


@pytest.fixture(params=COUNTRIES)
def country(request: pytest.FixtureRequest) -> Country:
    return DATA.countries[request.param]


def _series(country: Country) -> dict[tuple[str, str], list[RateRow]]:
    found: dict[tuple[str, str], list[RateRow]] = defaultdict(list)
    for row in country.rates.rows:
        found[row.jurisdiction, row.kind].append(row)
    return found


def test_rates_ascend_without_gap_or_overlap(country: Country) -> None:
    for rows in _series(country).values():
        for before, after in itertools.pairwise(rows):
            assert before.valid_to is not None
            assert before.valid_to + timedelta(days=1) == after.valid_from


def test_a_standard_rate_is_known_today(country: Country) -> None:
    if country.family == "vat":
        assert country.rates.at(country.code, "standard", CHECKED_UP_TO)


def test_eu_history_reaches_back_to_2015(country: Country) -> None:
    if country.union == "EU":
        assert country.rates.at(country.code, "standard", date(2015, 1, 1))


def test_every_row_names_its_source_and_confidence(country: Country) -> None:
    told = [(each.source, each.confidence) for each in country.rates.rows]
    told += [(each.source, each.confidence) for each in country.ruleset.rules]
    told += [(each.source, each.confidence) for each in country.schemes.values()]
    told += [(each.source, each.confidence) for each in country.withholding]
    assert all(source and confidence in ("read", "known") for source, confidence in told)


def test_a_rule_whose_text_was_read_says_when_and_where() -> None:
    rules = {each.code: each for each in DATA.countries["DE"].ruleset.rules}
    rule = rules["eu_b2c_electronic_below"]
    assert rule.confidence == "read"
    assert rule.source == (
        "Directive 2006/112/EC; text read on 2026-11-22 in"
        " NWB Datenbank, Directive 2006/112/EC, Article 59c"
    )


def test_nothing_was_read_after_the_data_were_made() -> None:
    texts = [each.read_text("utf-8") for each in resource("tax").rglob("*.json")]
    days = [day for text in texts for day in re.findall(r'"checked_on": "([^"]+)"', text)]
    assert days
    assert all(date.fromisoformat(each) <= CHECKED_UP_TO for each in days)


def test_every_zero_has_a_reason_and_a_notice_in_english_and_german(country: Country) -> None:
    zeros = [each.zero for each in country.ruleset.rules if each.zero]
    zeros += [each.zero for each in country.schemes.values()]
    for zero in zeros:
        assert zero.reason
        assert {"en", "de"} <= set(DATA.notices[zero.notice].texts)


def test_words_of_the_file_are_known_to_the_program(country: Country) -> None:
    assert country.family in families()
    own = {each.tax_point for each in country.regions.values()}
    assert {country.tax_point, country.tax_point_business, *own} <= {*TAX_POINTS, ""}
    for rule in country.ruleset.rules:
        assert not rule.warn or rule.warn in DATA.sentences
        groups = rule.when.get("group", frozenset())
        assert groups <= set(country.ruleset.groups)


def test_reverse_charge_speaks_every_language_of_the_union() -> None:
    languages = "bg cs da de el en es et fi fr hr hu it lt lv mt nl pl pt ro sk sl sv".split()
    assert set(languages) <= set(DATA.notices["reverse_charge"].texts)


def _broken(tmp_path: Path, change: str) -> Path:
    folder = tmp_path / "tax"
    shutil.copytree(resource("tax"), folder)
    path = folder / "countries" / "EE.json"
    raw = json.loads(path.read_text(encoding="utf-8"))
    if change == "gap":
        raw["rates"][1]["from"] = "2024-01-03"
    elif change == "overlap":
        raw["rates"][1]["from"] = "2023-12-31"
    elif change == "type":
        raw["rates"][1]["percent"] = 22
    elif change == "class":
        raw["withholding"] = [{"tax": "x", "percent": "1", "classes": ["monitoring"]}]
    elif change == "word for words":
        raw["special_places"] = "hiiumaa"
    elif change == "flag":
        raw["tax_point"]["splits_periods"] = "yes"
    elif change == "unknown field":
        raw["rates"][1]["untill"] = "2025-06-30"
    elif change == "checked, not read":
        raw["rates"][1] |= {"confidence": "known", "checked_on": "2026-11-22", "read_in": "a law"}
    elif change == "read nowhere":
        raw["rates"][1] |= {"confidence": "read", "checked_on": "2026-11-22"}
    elif change == "no object":
        raw["schemes"]["small_business"] = "E"
    else:
        del raw["rates"][1]["source"]
    path.write_text(json.dumps(raw), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("gap", "EE standard: gap at 2024-01-03"),
        ("overlap", "EE standard: overlap at 2023-12-31"),
        ("type", "rates[1].percent must be written as text, not 22"),
        ("word for words", "special_places must be a list of words, not 'hiiumaa'"),
        ("flag", "tax_point.splits_periods must be true or false, not 'yes'"),
        ("unknown field", "rates[1].untill is not a field of a tax file"),
        ("checked, not read", "checked_on 2026-11-22 stands only where confidence is 'read'"),
        ("read nowhere", "the field 'read_in' is missing"),
        ("no object", "schemes.small_business must be an object, not 'E'"),
        ("class", "monitoring"),
        ("field", "the field 'source' is missing"),
    ],
)
def test_a_broken_file_is_named_exactly(tmp_path: Path, change: str, words: str) -> None:
    with pytest.raises(taxdata.TaxDataError) as error:
        taxdata.load_from(_broken(tmp_path, change))
    assert "EE.json" in str(error.value)
    assert words in str(error.value)
    assert sentence(error.value).startswith("The tax file EE.json is wrong: ")


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("about.json", '{"version": "1"}', "the field 'special_territories' is missing"),
        ("about.json", '{"version": 1}', "version must be written as text, not 1"),
        ("notices.json", '{"lut": {"texts": {"en": 7}}}', "lut.texts.en must be written as text"),
        ("sentences.json", "{", "sentences.json: Expecting property name"),
    ],
)
def test_what_all_countries_share_is_checked_too(
    tmp_path: Path, name: str, text: str, words: str
) -> None:
    folder = Path(shutil.copytree(resource("tax"), tmp_path / "tax"))
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(taxdata.TaxDataError) as error:
        taxdata.load_from(folder)
    assert name in str(error.value)
    assert words in str(error.value)


def test_every_step_of_the_program_has_a_sentence() -> None:
    package = Path(msspdesk.__file__).parent / "domain" / "tax"
    codes = {
        node.args[0].value
        for path in package.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "Step"
        and isinstance(node.args[0], ast.Constant)
    }
    assert "rate" in codes
    assert codes <= set(DATA.sentences)
