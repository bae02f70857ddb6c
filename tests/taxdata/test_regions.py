"""Regions of the countries that tax by state or province; a country added by one file."""

from __future__ import annotations

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
from msspdesk.domain.tax.data import Region, TaxData
from msspdesk.domain.tax.telling import told
from msspdesk.paths import resource
from msspdesk.taxdata.loader import TaxDataError
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


def mexico() -> str:
    """The file that docs/tax.md shows to whoever adds a country."""
    manual = (Path(__file__).parents[2] / "docs" / "tax.md").read_text(encoding="utf-8")
    return manual.partition("## Adding a country")[2].partition("```json\n")[2].partition("```")[0]


def with_mexico(folder: Path, text: str) -> TaxData:
    shutil.copytree(resource("tax"), folder)
    (folder / "countries" / "MX.json").write_text(text, encoding="utf-8")
    return taxdata.load_from(folder)


@pytest.mark.parametrize(
    ("customer", "percent", "reason"), [("MX", "16", ""), ("US", "0", "zero_rated_export")]
)
def test_a_country_is_added_by_one_file(
    tmp_path: Path, customer: str, percent: str, reason: str
) -> None:
    data = with_mexico(tmp_path / "tax", mexico())
    seller = SellerFacts("MX", registrations=(Registration("MX"),))
    document = DocumentFacts(seller, TODAY, "MXN")
    line = LineFacts(100_00, TaxClass.MANAGED_IT)
    answer = determine(seller, CustomerFacts(customer), line, document, data)
    assert isinstance(answer, TaxDetermination)
    assert (f"{answer.components[0].rate}", answer.zero_reason) == (percent, reason)
    assert all(told(data, each) for each in answer.steps)


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("first_of_invoice_payment", "invoice_or_payment", "tax_point.rule 'invoice_or_payment'"),
        ('"vat"', '"iva"', "family 'iva'"),
    ],
)
def test_a_word_the_program_does_not_know_is_named(
    tmp_path: Path, right: str, wrong: str, words: str
) -> None:
    assert right in mexico()
    with pytest.raises(TaxDataError) as raised:
        with_mexico(tmp_path / "tax", mexico().replace(right, wrong))
    assert str(raised.value).startswith("MX.json: ")
    assert words in str(raised.value)


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
