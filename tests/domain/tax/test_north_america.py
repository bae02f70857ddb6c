"""Canada and the United States. Sources: cases/tax.json (each names its document) and
the rows of resources/tax/countries/CA.json and US.json."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from msspdesk.domain.tax import (
    Certificate,
    CustomerFacts,
    OwnerRate,
    Registration,
    SellerFacts,
    TaxClass,
    TaxDetermination,
)
from msspdesk.domain.tax.families.united_states import visible_rate
from tests.domain.tax.facts import asked, business, charged, consumer, decided, seller

CANADA = seller("CA", Registration("CA-QC"), Registration("CA-SK"), Registration("CA-MB"))


def american(*states: str, city: str = "") -> SellerFacts:
    return SellerFacts(
        "US", city=city, registrations=tuple(Registration(f"US-{each}") for each in states)
    )


def taxes(answer: TaxDetermination) -> list[tuple[str, str, str]]:
    """Tax, percent and taxable percent of each component."""
    return [
        (each.tax, f"{each.rate:f}", f"{float(each.share * 100):g}") for each in answer.components
    ]


@pytest.mark.parametrize(
    ("province", "day", "expected"),
    [
        ("ON", date(2026, 4, 10), [("HST", "13")]),
        ("NS", date(2025, 3, 31), [("HST", "15")]),
        ("NS", date(2025, 4, 1), [("HST", "14")]),
        ("NB", date(2016, 6, 30), [("HST", "13")]),
        ("PE", date(2016, 10, 1), [("HST", "15")]),
        ("AB", date(2026, 1, 1), [("GST", "5")]),
        ("QC", date(2014, 3, 1), [("GST", "5"), ("QST", "9.975")]),
        ("BC", date(2013, 3, 31), [("HST", "12")]),
        ("SK", date(2017, 3, 22), [("GST", "5"), ("PST", "5")]),
        ("SK", date(2017, 3, 23), [("GST", "5"), ("PST", "6")]),
    ],
)
def test_a_province_by_the_day(province: str, day: date, expected: list[tuple[str, str]]) -> None:
    answer = decided(CANADA, business("CA", region=province), TaxClass.IT_CONSULTING, day)
    assert [(tax, rate) for tax, rate, _ in taxes(answer)] == expected


def test_until_2012_quebec_taxed_the_gst_too() -> None:
    answer = decided(CANADA, business("CA", region="QC"), day=date(2012, 12, 31))
    assert [each.compound for each in answer.components] == [False, True]


def test_an_earlier_payment_fixes_the_rate_in_canada() -> None:
    customer = business("CA", region="NS")
    paid = {"paid_on": date(2025, 3, 20)}
    early = decided(CANADA, customer, day=date(2025, 4, 5), line=paid)
    assert charged(early) == [("CA-NS", "", "15")]
    late = decided(CANADA, customer, day=date(2025, 3, 28), line={"paid_on": date(2025, 4, 20)})
    assert charged(late) == [("CA-NS", "", "15")]


def test_manitoba_taxes_the_cloud_since_2026_and_no_help_desk() -> None:
    customer = business("CA", region="MB")
    after = decided(CANADA, customer, TaxClass.SOFTWARE_SAAS, date(2026, 1, 1))
    assert taxes(after) == [("GST", "5", "100"), ("RST", "7", "100")]
    before = decided(CANADA, customer, TaxClass.SOFTWARE_SAAS, date(2025, 12, 31))
    assert before.components[1].reason == "before_effective_date"
    desk = decided(CANADA, customer, TaxClass.HELP_DESK, date(2026, 2, 1))
    assert desk.components[1].reason == "service_not_taxable"


def test_a_law_that_was_only_announced_is_asked_not_applied() -> None:
    """BC Notice 2026-001: whether it became law was not verified."""
    who = seller("CA", Registration("CA-BC"))
    customer = business("CA", region="BC")
    monitoring = TaxClass.SECURITY_MONITORING
    before = decided(who, customer, monitoring, date(2026, 9, 30))
    assert before.components[1].share == 0
    assert asked(who, customer, monitoring, date(2026, 10, 1)) == "service_taxability_unknown"


def test_without_provincial_registration_only_gst_is_charged_and_said_so() -> None:
    answer = decided(seller("CA"), business("CA", region="QC"))
    assert [(each.tax, each.share, each.reason) for each in answer.components] == [
        ("GST", Fraction(1), ""),
        ("QST", Fraction(0), "not_registered"),
    ]
    assert "not_registered" in [each.code for each in answer.warnings]


def test_canadian_exports_are_zero_rated_and_goods_are_asked() -> None:
    answer = decided(CANADA, business("US", vat_id=False, region="TX"))
    assert charged(answer) == [("CA", "", "0")]
    assert answer.zero_reason == "zero_rated_export"
    assert asked(CANADA, business("US"), TaxClass.HARDWARE) == "goods_across_borders"


def test_a_region_is_needed_and_must_exist() -> None:
    assert asked(CANADA, business("CA")) == "customer_region_missing"
    assert asked(american("TX"), business("US", region="Texas")) == "region_unknown"


AUSTIN = OwnerRate("US-TX-Austin", "Local sales tax", Decimal(2), "US", "TX", city="Austin")


def test_texas_taxes_data_processing_on_80_percent_with_the_local_rate() -> None:
    customer = business("US", region="TX", city="Austin")
    answer = decided(
        american("TX"), customer, TaxClass.DATA_PROCESSING, owner_rates=(AUSTIN,), currency="USD"
    )
    assert taxes(answer) == [("Sales tax", "6.25", "80"), ("Local sales tax", "2", "80")]
    assert not [each for each in answer.warnings if each.code == "local_rate_missing"]


def test_a_local_rate_of_another_city_or_time_is_not_taken_and_missed() -> None:
    houston = business("US", region="TX", city="Houston")
    answer = decided(american("TX"), houston, TaxClass.DATA_PROCESSING, owner_rates=(AUSTIN,))
    assert len(answer.components) == 1
    assert "local_rate_missing" in [each.code for each in answer.warnings]
    ended = OwnerRate(
        "US-TX-Austin", "Local sales tax", Decimal(2), "US", "TX", valid_to=date(2026, 5, 3)
    )
    austin = business("US", region="TX", city="Austin")
    late = decided(american("TX"), austin, TaxClass.DATA_PROCESSING, owner_rates=(ended,))
    assert len(late.components) == 1


@pytest.mark.parametrize(
    ("state", "tax_class", "day", "reason"),
    [
        ("TX", TaxClass.PENETRATION_TEST, date(2026, 3, 1), "service_not_taxable"),
        ("WA", TaxClass.MANAGED_IT, date(2025, 9, 30), "before_effective_date"),
        ("WA", TaxClass.MANAGED_IT, date(2025, 10, 1), ""),
        ("MD", TaxClass.MANAGED_IT, date(2025, 6, 30), "before_effective_date"),
        ("MD", TaxClass.MANAGED_IT, date(2025, 7, 1), ""),
        ("PA", TaxClass.HELP_DESK, date(2026, 3, 1), "service_not_taxable"),
        ("PA", TaxClass.SOFTWARE_SUPPORT, date(2026, 3, 1), ""),
        ("CA", TaxClass.MANAGED_IT, date(2026, 3, 1), "service_not_taxable"),
    ],
)
def test_states_tax_some_services_from_some_day(
    state: str, tax_class: TaxClass, day: date, reason: str
) -> None:
    answer = decided(american(state), business("US", region=state), tax_class, day)
    assert answer.zero_reason == reason
    assert bool(answer.notices) == bool(reason)


def test_special_state_rates() -> None:
    connecticut = decided(american("CT"), business("US", region="CT"), TaxClass.DATA_PROCESSING)
    assert taxes(connecticut) == [("Sales tax", "1", "100")]
    maryland = decided(american("MD"), business("US", region="MD"), TaxClass.MANAGED_IT)
    assert taxes(maryland) == [("Sales tax IT", "3", "100")]


@pytest.mark.parametrize(("day", "percent"), [(date(2026, 9, 30), "6"), (date(2026, 10, 1), "7")])
def test_the_district_of_columbia_in_autumn_2026(day: date, percent: str) -> None:
    customer = business("US", region="DC")
    answer = decided(american("DC"), customer, TaxClass.DATA_PROCESSING, day)
    assert taxes(answer) == [("Sales tax", percent, "100")]


def test_new_york_looks_where_the_protected_systems_are() -> None:
    who, monitoring = american("NY"), TaxClass.SECURITY_MONITORING
    here = decided(who, business("US", region="NY"), monitoring)
    assert taxes(here) == [("Sales tax", "4", "100")]
    away = decided(who, business("US", region="NY", asset_region="outside"), monitoring)
    assert away.zero_reason == "not_sourced_here"


def test_ohio_taxes_business_use_only() -> None:
    who = american("OH")
    assert decided(who, consumer("US", region="OH"), TaxClass.DATA_PROCESSING).zero_reason == (
        "not_business_use"
    )


@pytest.mark.parametrize(
    ("county", "day", "percent"),
    [
        ("Honolulu", date(2026, 3, 1), "4.712"),
        ("Maui", date(2023, 12, 31), "4.166"),
        ("Maui", date(2024, 1, 1), "4.712"),
        ("Hawaii", date(2019, 6, 1), "4.438"),
    ],
)
def test_hawaii_passes_on_at_most_its_visible_rate(county: str, day: date, percent: str) -> None:
    answer = decided(american("HI"), business("US", region="HI", county=county), day=day)
    assert taxes(answer) == [("GET pass-on", percent, "100")]


def test_hawaii_needs_a_county_it_knows() -> None:
    assert asked(american("HI"), business("US", region="HI")) == "customer_county_missing"
    assert asked(american("HI"), business("US", region="HI", county="Cook")) == "county_unknown"
    assert visible_rate(Decimal("4.5")) == Decimal("4.712")


ALBUQUERQUE = OwnerRate(
    "US-NM-Albuquerque", "GRT local", Decimal("2.75"), "US", "NM", city="Albuquerque"
)


def test_new_mexico_sources_licensed_professions_at_the_seller() -> None:
    who = american("NM", city="Albuquerque")
    customer = business("US", region="NM", city="Santa Fe")
    licensed = decided(who, customer, TaxClass.LICENSED_PROFESSIONAL, owner_rates=(ALBUQUERQUE,))
    assert taxes(licensed) == [("GRT state", "4.875", "100"), ("GRT local", "2.75", "100")]
    managed = decided(who, customer, TaxClass.MANAGED_IT, owner_rates=(ALBUQUERQUE,))
    assert taxes(managed) == [("GRT state", "4.875", "100")]


def _with(kind: str, state: str, **dates: date) -> CustomerFacts:
    held = Certificate(kind, f"US-{state}", "C-1", **dates)  # type: ignore[arg-type]
    return business("US", region=state, certificates=(held,))


def test_certificates_count_in_their_state_for_their_time_and_kind() -> None:
    texas, data = american("TX"), TaxClass.DATA_PROCESSING
    assert decided(texas, _with("exempt_entity", "TX"), data).zero_reason == "customer_exempt"
    maryland = decided(american("MD"), _with("mpu", "MD"), TaxClass.MANAGED_IT)
    assert maryland.zero_reason == "customer_certificate"
    for customer, warning in (
        (_with("exempt_entity", "TX", valid_to=date(2026, 5, 3)), "certificate_expired"),
        (_with("mpu", "TX"), "certificate_not_accepted"),
    ):
        answer = decided(texas, customer, data)
        assert answer.zero_reason == ""
        assert warning in [each.code for each in answer.warnings]


def test_a_certificate_for_other_services_does_not_count() -> None:
    held = Certificate("resale", "US-TX", classes=(TaxClass.HARDWARE,))
    customer = business("US", region="TX", certificates=(held,))
    answer = decided(american("TX"), customer, TaxClass.DATA_PROCESSING)
    assert not answer.zero_reason
    assert "certificate_other_service" in [each.code for each in answer.steps]


def test_a_certificate_of_another_state_is_named_and_does_not_count() -> None:
    held = Certificate("exempt_entity", "US-NY", "C-9")
    customer = business("US", region="TX", certificates=(held,))
    answer = decided(american("TX"), customer, TaxClass.DATA_PROCESSING)
    assert not answer.zero_reason
    named = next(each for each in answer.steps if each.code == "certificate_elsewhere")
    assert (named.details["number"], named.details["place"]) == ("C-9", "US-NY")


def test_an_ended_certificate_is_no_doubt_once_its_renewal_covers_the_sale() -> None:
    ended = Certificate("exempt_entity", "US-TX", "old", valid_to=date(2025, 12, 31))
    renewed = Certificate("exempt_entity", "US-TX", "new", valid_from=date(2026, 1, 1))
    for held in ((ended, renewed), (renewed, ended)):
        customer = business("US", region="TX", certificates=held)
        answer = decided(american("TX"), customer, TaxClass.DATA_PROCESSING)
        assert answer.zero_reason == "customer_exempt"
        assert not [each for each in answer.warnings if each.code.startswith("certificate")]


def test_without_registration_nothing_is_collected_and_the_threshold_is_named() -> None:
    customer = business("US", region="NY")
    answer = decided(american("TX"), customer, TaxClass.SECURITY_MONITORING)
    assert answer.zero_reason == "not_registered"
    assert {each.code for each in answer.warnings} >= {"not_registered", "nexus"}


def test_states_without_sales_tax_and_services_nobody_knows() -> None:
    assert decided(american(), business("US", region="OR")).zero_reason == "not_subject_to_tax"
    unclear = asked(american("NJ"), business("US", region="NJ"), TaxClass.SECURITY_MONITORING)
    assert unclear == "service_taxability_unknown"


def test_a_german_seller_with_nexus_answers_to_both_laws() -> None:
    who = seller("DE", Registration("US-TX"))
    answer = decided(who, business("US", vat_id=False, region="TX"), TaxClass.DATA_PROCESSING)
    assert [(each.tax, each.jurisdiction, each.category) for each in answer.components] == [
        ("VAT", "-", "O"),
        ("Sales tax", "US-TX", ""),
    ]
    assert answer.zero_reason == ""
