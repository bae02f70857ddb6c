"""Facts that are wrong or will be soon, each named at its field."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from msspdesk import taxdata
from msspdesk.domain.errors import Problem
from msspdesk.domain.tax import (
    Certificate,
    OwnerRate,
    OwnerTaxRule,
    Registration,
    TaxClass,
    TaxComponent,
)
from msspdesk.domain.tax.checks import check_owner_rules, check_registrations
from msspdesk.domain.tax.data import Nexus
from msspdesk.domain.tax.due import due_on_payment
from msspdesk.domain.tax.watch import (
    check_certificate,
    check_owner_rates,
    watch_nexus,
    watch_oss,
)

TODAY = date(2026, 11, 22)
DATA = taxdata.load()


def codes(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(each.code, each.field) for each in problems]


@pytest.mark.parametrize(
    ("total", "state"),
    [("7999.99", "below"), ("8000", "near"), ("10000", "near"), ("10000.01", "above")],
)
def test_the_one_stop_shop_threshold(total: str, state: str) -> None:
    assert watch_oss(Decimal(total)).state == state


def test_nexus_counts_sales_or_transactions_or_both() -> None:
    either = Nexus(Decimal(100_000), 200, False, "law", "known")
    assert watch_nexus("US-GA", either, Decimal(10), 201).state == "above"
    both = Nexus(Decimal(500_000), 100, True, "law", "known")
    assert watch_nexus("US-NY", both, Decimal(600_000), 10).state == "below"
    assert watch_nexus("US-NY", both, Decimal(600_000), 101).state == "above"
    sales = Nexus(Decimal(500_000), None, False, "law", "known")
    assert watch_nexus("US-TX", sales, Decimal(400_000), 9999).state == "near"


def test_certificates_without_number_ended_or_ending() -> None:
    held = [
        Certificate("resale", "US-TX", "", valid_to=None),
        Certificate("resale", "US-NY", "1", valid_to=date(2026, 11, 21)),
        Certificate("resale", "US-WA", "2", valid_to=date(2026, 12, 22)),
        Certificate("resale", "US-OH", "3", valid_to=date(2026, 12, 23)),
    ]
    assert [each for one in held for each in codes(check_certificate(one, held, TODAY, DATA))] == [
        ("certificate_number_missing", "certificates"),
        ("certificate_expired", "certificates"),
        ("certificate_expires", "certificates"),
    ]


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (Certificate("resale", "US-NY", "2", valid_from=date(2026, 12, 1)), []),
        (Certificate("resale", "US-NY", "", valid_from=date(2026, 12, 1)), ["certificate_expires"]),
        (Certificate("resale", "US-TX", "2"), ["certificate_expires"]),
        (Certificate("mpu", "US-NY", "2"), ["certificate_expires"]),
        (Certificate("resale", "US-NY", "2", (TaxClass.HELP_DESK,)), ["certificate_expires"]),
        (
            Certificate("resale", "US-NY", "2", valid_from=date(2026, 12, 2)),
            ["certificate_expires"],
        ),
    ],
    ids=["follows", "no number", "other state", "other kind", "covers less", "a day between"],
)
def test_a_certificate_that_another_one_follows_needs_no_word(
    other: Certificate, told: list[str]
) -> None:
    ends = Certificate("resale", "US-NY", "1", valid_to=date(2026, 11, 30))
    problems = check_certificate(ends, [ends, other], TODAY, DATA)
    assert [each.code for each in problems] == told


def test_owner_rates_need_a_range_a_source_and_a_place() -> None:
    wrong = OwnerRate(
        "US-XX-Nowhere",
        "Local",
        Decimal(101),
        "US",
        "XX",
        valid_from=date(2026, 2, 1),
        valid_to=date(2026, 1, 1),
    )
    assert codes(check_owner_rates([wrong], DATA)) == [
        ("tax_rate_out_of_range", "rate"),
        ("tax_note_missing", "source"),
        ("region_unknown", "region"),
        ("tax_rate_dates", "valid_to"),
    ]


def test_registrations_may_not_overlap_but_a_letter_of_undertaking_may_stand_beside() -> None:
    old = Registration("DE", valid_to=date(2025, 12, 31))
    new = Registration("DE", "small_business", valid_from=date(2025, 12, 31))
    assert codes(check_registrations([old, new], DATA)) == [
        ("registrations_overlap", "registrations")
    ]
    later = Registration("DE", "small_business", valid_from=date(2026, 1, 1))
    assert check_registrations([old, later], DATA) == []
    (texas,) = check_registrations([Registration("US-TX"), Registration("US-TX")], DATA)
    assert texas.details == {"jurisdiction": "Texas"}
    assert check_registrations([Registration("IN"), Registration("IN", "lut")], DATA) == []
    backwards = Registration("FR", valid_from=date(2026, 1, 2), valid_to=date(2026, 1, 1))
    assert codes(check_registrations([backwards], DATA)) == [
        ("registration_dates", "registrations")
    ]


def test_owner_rules_say_why_they_charge_nothing_and_do_not_contradict() -> None:
    nothing = OwnerTaxRule("zero", (TaxComponent("VAT", "XX", "E", Decimal(0)),))
    assert codes(check_owner_rules([nothing])) == [("owner_rule_zero_without_reason", "components")]
    seven = OwnerTaxRule("seven", (TaxComponent("VAT", "DE", "S", Decimal(7)),), status="business")
    full = OwnerTaxRule("full", (TaxComponent("VAT", "DE", "S", Decimal(19)),), status="business")
    assert codes(check_owner_rules([seven, full])) == [("owner_rules_contradict", "owner_rules")]
    ended = OwnerTaxRule("ended", full.components, status="business", valid_to=date(2025, 12, 31))
    begun = OwnerTaxRule("begun", seven.components, status="business", valid_from=date(2026, 1, 1))
    assert check_owner_rules([ended, begun]) == []


def test_cash_accounting_declares_tax_with_the_money_and_ends_exact() -> None:
    """Half of 1200.00 with 200.00 VAT paid: 100.00 to declare."""
    assert due_on_payment(20000, 120000, 0, 60000) == 10000
    thirds = [due_on_payment(1000, 10000, paid, part) for paid, part in
              ((0, 3333), (3333, 3333), (6666, 3334))]  # fmt: skip
    assert sum(thirds) == 1000
    assert due_on_payment(1000, 10000, 10000, 500) == 0
