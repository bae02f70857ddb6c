"""The VAT of the EU and the United Kingdom: who taxes what where, and why not.

Rules: Directive 2006/112/EC as cited in resources/tax/rules/eu.json; rates and
boundary days from the European Commission's TEDB (resources/tax/countries).
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from msspdesk import taxdata
from msspdesk.domain.tax import (
    CustomerFacts,
    GivenRate,
    OwnerTaxRule,
    Registration,
    SellerFacts,
    TaxClass,
    TaxComponent,
)
from msspdesk.domain.tax.cross_border import counts
from msspdesk.domain.tax.telling import told
from tests.domain.tax.facts import asked, business, charged, consumer, decide, decided, seller

OSS = Registration("EU", "oss")
EU = [code for code, each in taxdata.load().countries.items() if each.union == "EU"]


def test_all_members_are_covered() -> None:
    assert len(EU) == 27


@pytest.mark.parametrize("country", EU)
def test_a_member_taxes_its_own_and_reverses_to_a_business_elsewhere(country: str) -> None:
    other = "FR" if country != "FR" else "DE"
    home = decided(seller(country), business(country))
    assert home.rule_code == "eu_domestic"
    assert home.components[0].rate > 15
    away = decided(seller(country), business(other))
    assert charged(away) == [(other, "AE", "0")]
    assert away.components[0].reason_code == "VATEX-EU-AE"
    assert "reverse_charge" in away.notices
    assert {"seller_vat_id", "customer_vat_id"} <= set(away.required)


@pytest.mark.parametrize(
    ("country", "last_day", "before", "after"),
    [
        ("DE", date(2020, 6, 30), "19", "16"),
        ("DE", date(2020, 12, 31), "16", "19"),
        ("EE", date(2025, 6, 30), "22", "24"),
        ("FI", date(2024, 8, 31), "24", "25.5"),
        ("IE", date(2020, 8, 31), "23", "21"),
        ("LU", date(2022, 12, 31), "17", "16"),
        ("RO", date(2025, 7, 31), "19", "21"),
        ("SK", date(2024, 12, 31), "20", "23"),
    ],
)
def test_the_rate_turns_at_midnight(country: str, last_day: date, before: str, after: str) -> None:
    for day, percent in ((last_day, before), (last_day + timedelta(days=1), after)):
        assert charged(decided(seller(country), business(country), day=day)) == [
            (country, "S", percent)
        ]


def test_a_german_rate_follows_the_end_of_the_service_not_the_invoice() -> None:
    august = {"supply_from": date(2020, 12, 1), "supply_to": date(2020, 12, 31)}
    answer = decided(seller(), business("DE"), day=date(2021, 1, 4), line=august)
    assert charged(answer) == [("DE", "S", "16")]
    assert answer.rate_date == date(2020, 12, 31)


def test_a_business_without_vat_id_is_asked_about_unless_evidence_is_stored() -> None:
    assert asked(seller(), business("FR", vat_id=False)) == "business_evidence_missing"
    shown = decided(seller(), business("FR", vat_id=False, evidence="trade register"))
    assert charged(shown) == [("FR", "AE", "0")]
    assert "customer_vat_id" not in shown.required
    assert "vat_id_to_come" in [each.code for each in shown.warnings]


def test_a_vat_id_of_another_country_is_named() -> None:
    customer = CustomerFacts("FR", vat_id="BE0468561072", vat_id_state="format")
    assert asked(seller(), customer) == "vat_id_of_other_country"


def test_greece_is_gr_in_addresses_and_el_in_vat_ids() -> None:
    customer = CustomerFacts("GR", vat_id="EL094259216", vat_id_state="format")
    assert charged(decided(seller(), customer)) == [("GR", "AE", "0")]


def test_consumers_elsewhere_in_the_union_pay_the_sellers_vat() -> None:
    answer = decided(seller(), consumer("AT"), TaxClass.CONSULTING)
    assert charged(answer) == [("DE", "S", "19")]


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (seller("DE", OSS, cross_border_b2c_eur=Decimal(25_000)), ("FR", "S", "20")),
        (seller("DE", OSS, cross_border_b2c_eur=Decimal(3_000)), ("FR", "S", "20")),
        (seller("DE", cross_border_b2c_eur=Decimal(3_000)), ("DE", "S", "19")),
        (seller("DE", cross_border_b2c_eur=Decimal(10_000)), ("DE", "S", "19")),
    ],
)
def test_electronic_services_follow_the_consumer_above_10_000_euro(
    who: SellerFacts, expected: tuple[str, str, str]
) -> None:
    answer = decided(who, consumer("FR"), TaxClass.ELECTRONICALLY_SUPPLIED)
    assert charged(answer) == [expected]


def test_above_the_threshold_without_one_stop_shop_and_unknown_totals_are_asked() -> None:
    electronic = TaxClass.ELECTRONICALLY_SUPPLIED
    above = seller("DE", cross_border_b2c_eur=Decimal("10000.01"))
    assert asked(above, consumer("FR"), electronic) == "oss_registration_missing"
    assert asked(seller(), consumer("FR"), electronic) == "cross_border_total_unknown"


def test_outside_the_union() -> None:
    for customer in (business("NO", vat_id=False), business("US", vat_id=False)):
        answer = decided(seller("SE"), customer)
        assert charged(answer) == [("-", "O", "0")]
        assert answer.zero_reason == "not_subject_to_tax"
    advice = decided(seller(), consumer("US"), TaxClass.CONSULTING)
    assert charged(advice) == [("-", "O", "0")]
    monitoring = decided(seller(), consumer("US"), TaxClass.SECURITY_MONITORING)
    assert charged(monitoring) == [("DE", "S", "19")]


def test_a_united_kingdom_seller_names_the_customers_reverse_charge() -> None:
    answer = decided(seller("GB"), business("FR"), currency="GBP")
    assert charged(answer) == [("-", "O", "0")]
    assert answer.zero_reason == "reverse_charge_customer_country"


@pytest.mark.parametrize(
    ("country", "scheme", "reason", "notice"),
    [
        ("DE", "small_business", "small_business", "19 UStG"),
        ("FR", "small_business", "small_business", "293 B"),
        ("IT", "forfettario", "small_business", "190/2014"),
        ("GB", "unregistered", "not_registered", "not registered"),
    ],
)
def test_small_sellers_charge_nothing_at_home_and_say_why(
    country: str, scheme: str, reason: str, notice: str
) -> None:
    answer = decided(seller(country, scheme=scheme), business(country))
    assert answer.zero_reason == reason
    assert not any(each.rate for each in answer.components)
    assert notice in taxdata.load().notice(answer.notices[0], "en")


def test_a_small_business_still_reverses_the_charge_abroad() -> None:
    answer = decided(seller("DE", scheme="small_business"), business("FR"))
    assert charged(answer) == [("FR", "AE", "0")]


@pytest.mark.parametrize(
    ("seller_country", "customer", "expected"),
    [
        # Art. 7 Directive 2006/112/EC; Customs and Excise Agreement 1979; Windsor Framework
        ("FR", business("MC"), ("FR", "S", "20")),
        ("DE", business("MC"), ("FR", "AE", "0")),
        ("GB", business("IM"), ("GB", "S", "20")),
        ("GB", business("XI"), ("GB", "S", "20")),
        ("DE", business("XI"), ("-", "O", "0")),
    ],
)
def test_places_that_count_as_another_country(
    seller_country: str, customer: CustomerFacts, expected: tuple[str, str, str]
) -> None:
    answer = decided(seller(seller_country), customer)
    assert charged(answer) == [expected]
    assert "counts as" in told(taxdata.load(), answer.steps[0])


@pytest.mark.parametrize(
    ("customer", "question"),
    [
        (business("ES", region="CN"), "special_territory"),
        (business("DE", city="Helgoland", vat_id=False), "special_territory"),
        (business("AX"), "special_territory"),
        (business("ZZ"), "customer_country_unknown"),
    ],
)
def test_special_and_unknown_places_are_asked(customer: CustomerFacts, question: str) -> None:
    assert asked(seller(), customer) == question


def test_madeira_has_its_own_rate() -> None:
    answer = decided(seller("PT"), business("PT", region="Madeira"))
    assert charged(answer) == [("PT-30", "S", "22")]


def test_without_a_registration_in_force_the_seller_is_asked() -> None:
    later = SellerFacts("DE", registrations=(Registration("DE", valid_from=date(2026, 6, 1)),))
    assert asked(later, business("DE")) == "seller_not_registered_at_home"


def test_expenses_follow_the_main_supply_and_outlays_stand_outside() -> None:
    travel = TaxClass.EXPENSE_OWN_NAME
    assert asked(seller(), business("DE"), travel) == "expense_main_supply_missing"
    answer = decided(seller(), business("FR"), travel, line={"main_class": TaxClass.CONSULTING})
    assert charged(answer) == [("FR", "AE", "0")]
    outlay = decided(seller(), business("DE"), TaxClass.OUTLAY_CUSTOMER_NAME)
    assert charged(outlay) == [("-", "O", "0")]


def test_a_rate_stated_on_the_line_is_taken_at_its_word() -> None:
    answer = decided(seller("NL"), business("NL"), line={"given": GivenRate(Decimal(9))})
    assert charged(answer) == [("NL", "S", "9")]
    assert answer.confidence == "owner"


def test_the_owners_dated_rule_answers_what_no_rule_does() -> None:
    export = TaxComponent("VAT", "-", "O", Decimal(0), reason="not_subject_to_tax")
    rule = OwnerTaxRule(
        "canaries", (export,), customer_region="CN", valid_from=date(2026, 1, 1), note="advisor"
    )
    islands = business("ES", region="CN")
    assert decided(seller(), islands, owner_rules=(rule,)).rule_code == "canaries"
    early = decide(seller(), islands, day=date(2025, 12, 31), owner_rules=(rule,))
    assert not hasattr(early, "rule_code")


@pytest.mark.parametrize(("home", "counted"), [("DE", True), ("FR", False)])
def test_consumers_in_monaco_count_as_french_towards_the_threshold(
    home: str, counted: bool
) -> None:
    found = counts(taxdata.load(), home, "MC", "consumer", TaxClass.SOFTWARE_SAAS)
    assert found is counted


def test_an_owner_s_rule_for_monaco_stands_before_its_treatment_as_france() -> None:
    nothing = TaxComponent("VAT", "MC", "O", Decimal(0), reason="not_subject_to_tax")
    rule = OwnerTaxRule("monaco", (nothing,), customer_country="MC")
    assert decided(seller(), business("MC"), owner_rules=(rule,)).rule_code == "monaco"
    assert decided(seller(), business("FR"), owner_rules=(rule,)).rule_code != "monaco"


def test_owner_rules_that_contradict_each_other_are_named() -> None:
    rules = tuple(
        OwnerTaxRule(code, (TaxComponent("VAT", "DE", "S", Decimal(rate)),), customer_country="DE")
        for code, rate in (("one", 7), ("two", 19))
    )
    assert asked(seller(), business("DE"), owner_rules=rules) == "owner_rules_contradict"


def test_every_step_reads_as_a_sentence() -> None:
    data = taxdata.load()
    answer = decided(seller(), business("FR"))
    text = " / ".join(told(data, each) for each in answer.steps)
    assert "VAT id of right format" in text
    assert "Art. 44 and 196 Directive 2006/112/EC" in text
