"""India, the Pacific, the Gulf, Switzerland: rules and tax points by their own law."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from msspdesk import taxdata
from msspdesk.domain.tax import GivenRate, Registration, RoundingLevel, TaxClass
from msspdesk.domain.tax.telling import told
from tests.domain.tax.facts import asked, business, charged, consumer, decided, seller

LUT = Registration("IN", "lut")
KARNATAKA = seller("IN", region="KA")


def test_india_inside_and_between_states() -> None:
    inside = decided(KARNATAKA, business("IN", region="KA"))
    assert charged(inside) == [("IN", "", "9"), ("IN-KA", "", "9")]
    assert [each.tax for each in inside.components] == ["CGST", "SGST"]
    between = decided(KARNATAKA, business("IN", region="MH"))
    assert charged(between) == [("IN", "", "18")]
    assert {"sac_code", "seller_gstin", "customer_gstin"} <= set(between.required)
    steps = [told(taxdata.load(), each) for each in between.steps]
    assert steps[0].startswith("Customer in Maharashtra; service of the class")
    assert "another state" in steps[1]
    union_territory = decided(seller("IN", region="CH"), business("IN", region="CH"))
    assert union_territory.components[1].tax == "UTGST"


@pytest.mark.parametrize(
    ("customer", "reason"),
    [
        (business("US", vat_id=False), "zero_rated_export"),
        (business("IN", region="MH", sez=True), "zero_rated_sez"),
    ],
)
def test_india_zero_rates_under_a_letter_of_undertaking(customer: object, reason: str) -> None:
    under = decided(seller("IN", LUT, region="KA"), customer)
    assert charged(under) == [("IN", "", "0")]
    assert under.zero_reason == reason
    assert "LUT" in taxdata.load().notice(under.notices[0], "en")
    without = decided(KARNATAKA, customer)
    assert charged(without) == [("IN", "", "18")]
    assert without.warnings[0].code == "no_lut"


def test_india_needs_both_states() -> None:
    assert asked(KARNATAKA, business("IN")) == "customer_region_missing"
    assert asked(seller("IN"), business("IN", region="KA")) == "seller_region_missing"


@pytest.mark.parametrize(
    ("invoiced", "paid", "supplied", "percent"),
    [
        ("2023-12-20", "2023-12-28", "2024-02-29", "8"),
        ("2023-12-20", "2024-01-15", "2024-02-29", "9"),
        ("2023-12-20", "2024-01-15", "2023-12-31", "8"),
        ("2024-01-05", "2023-12-30", "2024-01-31", "8"),
        ("2024-01-05", "2024-01-20", "2024-01-31", "9"),
    ],
)
def test_singapore_around_2024(invoiced: str, paid: str, supplied: str, percent: str) -> None:
    """IRAS transitional rules (via Mothership 2024-01-02)."""
    answer = decided(
        seller("SG"),
        business("SG"),
        day=date.fromisoformat(invoiced),
        line={"supply_to": date.fromisoformat(supplied)},
        paid_on=date.fromisoformat(paid),
    )
    assert charged(answer) == [("SG", "S", percent)]


def test_switzerland_follows_the_period_of_service() -> None:
    """ESTV MWST-Info 19: an unsplit period over the change takes the new rate."""
    for last, percent in ((date(2023, 12, 31), "7.7"), (date(2024, 9, 30), "8.1")):
        line = {"supply_from": date(2023, 10, 1), "supply_to": last}
        answer = decided(seller("CH"), business("CH"), day=date(2023, 10, 1), line=line)
        assert charged(answer) == [("CH", "S", percent)]
    assert charged(decided(seller("CH"), business("LI"))) == [("CH", "S", "8.1")]


@pytest.mark.parametrize(
    ("country", "customer", "reason", "jurisdiction"),
    [
        ("NZ", "AU", "zero_rated_export", "NZ"),
        ("AU", "NZ", "zero_rated_export", "AU"),
        ("SG", "DE", "zero_rated_export", "SG"),
        ("AE", "IN", "zero_rated_export", "AE"),
        ("ZA", "GB", "zero_rated_export", "ZA"),
        ("NO", "SE", "zero_rated_export", "NO"),
        ("JP", "US", "zero_rated_export", "JP"),
        ("CH", "DE", "not_subject_to_tax", "-"),
    ],
)
def test_services_for_customers_abroad(
    country: str, customer: str, reason: str, jurisdiction: str
) -> None:
    answer = decided(seller(country), business(customer, vat_id=False))
    assert answer.zero_reason == reason
    assert answer.components[0].jurisdiction == jurisdiction
    assert asked(seller(country), consumer(customer), TaxClass.TRAINING_LIVE) == (
        "place_of_performance"
    )


def test_south_africas_announced_rate_never_came() -> None:
    answer = decided(seller("ZA"), business("ZA"), day=date(2025, 5, 15))
    assert charged(answer) == [("ZA", "S", "15")]


def test_a_stated_rate_takes_the_name_of_the_row_it_equals() -> None:
    answer = decided(seller("JP"), business("JP"), line={"given": GivenRate(Decimal(8))})
    assert answer.components[0].tax == "Consumption tax reduced"


def test_rounding_by_country() -> None:
    countries = taxdata.load().countries
    assert countries["AE"].rounding.level is RoundingLevel.LINE
    assert countries["JP"].rounding.method.value == "down"
    assert {each.method.value for each in countries["JP"].rounding_allowed} == {"half_up", "up"}
    assert countries["IN"].whole_total == "half_up"


@pytest.mark.parametrize("country", ["GB", "AU", "NZ", "CA", "SG", "IN", "CH"])
def test_below_the_threshold_nothing_is_charged_and_said(country: str) -> None:
    customer = business(country, region={"CA": "ON", "IN": "KA"}.get(country, ""))
    who = seller(country, scheme="unregistered", region={"IN": "KA"}.get(country, ""))
    answer = decided(who, customer)
    assert answer.zero_reason == "not_registered"
    assert answer.notices == ("not_registered",)


def test_a_seller_outside_the_union_charges_its_consumers_by_the_one_stop_shop() -> None:
    shop = Registration("EU", "oss")
    saas = TaxClass.SOFTWARE_SAAS
    for who in (seller("GB", shop), seller("CH", shop), seller("CA", shop)):
        assert charged(decided(who, consumer("FR"), saas)) == [("FR", "S", "20")]
        assert charged(decided(who, business("FR"), saas)) != [("FR", "S", "20")]
    without = decided(seller("GB"), consumer("FR"), saas)
    assert charged(without) == [("-", "O", "0")]
    assert without.warnings[0].code == "foreign_tax_consumer"


def test_a_period_over_a_change_of_rate_is_pointed_out() -> None:
    period = {"supply_from": date(2023, 10, 1), "supply_to": date(2024, 9, 30)}
    answer = decided(seller("CH"), business("CH"), day=date(2023, 10, 1), line=period)
    change = next(each for each in answer.warnings if each.code == "rate_changes_in_period")
    assert change.details["day"] == "2024-01-01"
    data = taxdata.load()
    assert all(told(data, each) for each in (*answer.steps, *answer.warnings))


def test_a_number_whose_format_is_not_known_is_not_called_right() -> None:
    mexican = decided(seller("DE"), business("MX", vat_id=True))
    assert mexican.steps[0].code == "customer_number_stated"
    assert decided(seller("DE"), business("FR")).steps[0].code == "customer_vat_id_format"
