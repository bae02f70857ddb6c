"""Regions of the countries that tax by state or province; a country added by one file."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from msspdesk import taxdata
from msspdesk.domain.tax import (
    CustomerFacts,
    DocumentFacts,
    LineFacts,
    Registration,
    SellerFacts,
    TaxClass,
    TaxDetermination,
    determine,
)
from msspdesk.domain.tax.data import Region
from msspdesk.paths import resource
from msspdesk.texts.errors import SENTENCES

DATA = taxdata.load()
TODAY = date(2026, 11, 22)
REGIONS = [
    (country.code, region) for country in DATA.countries.values() for region in
    country.regions.values()
]  # fmt: skip


@pytest.fixture(params=REGIONS, ids=lambda each: f"{each[0]}-{each[1].code}")
def place(request: pytest.FixtureRequest) -> tuple[str, Region]:
    found: tuple[str, Region] = request.param
    return found


def test_the_united_states_are_complete() -> None:
    assert len(DATA.countries["US"].regions) == 52  # 50 states, the District, Puerto Rico
    assert len(DATA.countries["CA"].regions) == 13


def test_a_taxing_region_knows_its_rate_today(place: tuple[str, Region]) -> None:
    country, region = place
    kind = {"sales_tax": "general", "pass_on": "general", "parallel": "general", "hst": "hst"}.get(
        region.system
    )
    if kind:
        assert DATA.rate(f"{country}-{region.code}", TODAY, kind)


def test_each_row_has_a_rate_a_notice_and_a_source(place: tuple[str, Region]) -> None:
    country, region = place
    rates = DATA.countries[country].rates
    for row in region.taxability:
        assert row.source
        assert row.confidence in ("read", "known")
        if row.answer == "taxable":
            day = min(TODAY, row.valid_to or TODAY)
            assert rates.at(f"{country}-{region.code}", row.kind, day), row
        if row.answer == "not_taxable":
            assert {"en", "de"} <= set(DATA.notices[row.reason].texts)


def test_a_class_is_answered_once_per_day_and_customer(place: tuple[str, Region]) -> None:
    """The first row wins, so a later one for the same class, day and customer is dead."""
    _, region = place
    for day in (date(2015, 6, 1), date(2025, 9, 30), date(2025, 12, 31), TODAY):
        for status in ("business", "consumer"):
            for tax_class in TaxClass:
                fits = [
                    row
                    for row in region.taxability
                    if tax_class in row.classes
                    and (not row.statuses or status in row.statuses)
                    and (row.valid_from is None or row.valid_from <= day)
                    and (row.valid_to is None or day <= row.valid_to)
                ]
                limited = [row for row in fits if row.valid_from or row.valid_to or row.statuses]
                assert len(fits) - len(limited) <= 1, (region.code, tax_class, day)


def test_every_question_of_the_data_has_a_sentence() -> None:
    questions = {
        rule.ask for each in DATA.countries.values() for rule in each.ruleset.rules if rule.ask
    }
    assert questions
    assert questions <= set(SENTENCES)


def test_every_notice_can_be_read_in_english_and_german() -> None:
    for notice in DATA.notices.values():
        assert {"en", "de"} <= set(notice.texts), notice.code


MEXICO = {
    "country": "MX",
    "name": "Mexico",
    "family": "vat",
    "currency": "MXN",
    "tax": "IVA",
    "rules": [
        {
            "code": "mx_domestic",
            "when": {"place": ["home"]},
            "charge": "home",
            "sentence": "Seller and customer are in Mexico",
            "law": "LIVA art. 1",
            "source": "LIVA",
            "confidence": "known",
        }
    ],
    "tax_point": {"rule": "performance", "source": "LIVA", "confidence": "known"},
    "rounding": {"level": "group", "method": "half_up"},
    "rates": [
        {
            "jurisdiction": "MX",
            "kind": "standard",
            "tax": "IVA",
            "percent": "16",
            "from": "2010-01-01",
            "source": "LIVA art. 1",
            "confidence": "known",
        }
    ],
}


def test_a_country_is_added_by_one_file(tmp_path: Path) -> None:
    folder = tmp_path / "tax"
    shutil.copytree(resource("tax"), folder)
    (folder / "countries" / "MX.json").write_text(json.dumps(MEXICO), encoding="utf-8")
    data = taxdata.load_from(folder)
    seller = SellerFacts("MX", registrations=(Registration("MX"),))
    document = DocumentFacts(seller, TODAY, "MXN")
    line = LineFacts(100_00, TaxClass.MANAGED_IT)
    answer = determine(seller, CustomerFacts("MX"), line, document, data)
    assert isinstance(answer, TaxDetermination)
    assert f"{answer.components[0].rate}" == "16"


def test_places_have_names() -> None:
    """Parts of a country by the names of their file; a country's name is CLDR's affair."""
    data = taxdata.load()
    named = {code: data.place(code) for code in ("US-TX", "US-TX-Austin", "PT-30", "DE", "EU")}
    assert named == {
        "US-TX": "Texas",
        "US-TX-Austin": "Austin, Texas",
        "PT-30": "Madeira",
        "DE": "DE",
        "EU": "EU",
    }
