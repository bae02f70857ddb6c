"""VAT ids: format only. Rows from cases/identifiers.json (python-stdnum's own test ids)."""

from __future__ import annotations

import pytest

from msspdesk.domain.tax import check_vat_id, normalise_vat_id
from msspdesk.domain.tax.identifiers import (
    check_gstin_state,
    check_tax_id,
    grouped,
    register_number,
)


@pytest.mark.parametrize(
    ("country", "text", "compact"),
    [
        ("AT", "ATU 142 43 102", "ATU14243102"),
        ("BE", "BE (0)468.561.072", "BE0468561072"),
        ("DE", "136,695 976", "DE136695976"),
        ("GR", "El 800 179 925", "EL800179925"),
        ("GR", "GR094259216", "EL094259216"),
        ("ES", "ES - Q0818001J", "ESQ0818001J"),
        ("GB", "XI110305878", "XI110305878"),
        ("NL", "NL813411786B01", "NL813411786B01"),
        ("MC", "FR 40303265045", "FR40303265045"),
    ],
)
def test_right_formats(country: str, text: str, compact: str) -> None:
    assert normalise_vat_id(country, text) == compact
    assert check_vat_id(country, text) is None


@pytest.mark.parametrize(
    ("country", "text", "code"),
    [
        ("DE", "", "vat_id_missing"),
        ("DE", "DE136695978", "vat_id_format"),
        ("BE", "BE431150351", "vat_id_format"),
        ("AT", "ATU00000000", "vat_id_format"),
        ("FR", "BE0468561072", "vat_id_other_country"),
    ],
)
def test_wrong_ones_are_named(country: str, text: str, code: str) -> None:
    problem = check_vat_id(country, text)
    assert problem is not None
    assert (problem.code, problem.field) == (code, "vat_id")


def test_countries_without_a_rule_are_not_judged() -> None:
    assert check_vat_id("US", "12-3456789") is None


@pytest.mark.parametrize(
    ("country", "text"),
    [
        ("AU", "83 914 571 673"),
        ("IN", "27AAPFU0939F1ZV"),
        ("CH", "CHE-100.155.212"),
        ("NO", "NO 995 525 828 MVA"),
        ("JP", "T5835678256246"),
        ("NZ", "4909185-0"),
        ("FR", "FR96000110899"),
    ],
)
def test_national_numbers(country: str, text: str) -> None:
    """Numbers from the documentation of python-stdnum."""
    assert check_tax_id(country, text) is None
    problem = check_tax_id(country, text[:-1] + ("1" if text[-1] != "1" else "2"))
    assert problem is not None


def test_a_gstin_names_its_state() -> None:
    assert check_gstin_state("27AAPFU0939F1ZV", "27") is None
    problem = check_gstin_state("27AAPFU0939F1ZV", "29")
    assert problem is not None
    assert problem.code == "gstin_of_other_state"


@pytest.mark.parametrize(
    ("country", "typed", "name", "number"),
    [
        ("FR", "FR40 303 265 045", "SIREN", "303265045"),
        ("FR", "404 833 048", "SIREN", "404833048"),
        ("FR", "73282932000074", "SIRET", "73282932000074"),  # example of python-stdnum
        ("RE", "404833048", "SIREN", "404833048"),
        ("FR", "404 833 049", "", ""),
        ("FR", "DE136695976", "", ""),
        ("DE", "404833048", "", ""),
    ],
)
def test_the_number_in_the_business_register(
    country: str, typed: str, name: str, number: str
) -> None:
    assert register_number(country, typed) == (name, number)


def test_a_register_number_is_read_in_groups() -> None:
    assert grouped("303265045") == "303 265 045"
    assert grouped("73282932000074") == "732 829 320 00074"
