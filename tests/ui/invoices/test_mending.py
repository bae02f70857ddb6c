"""The button beside a problem leads to where the wrong fact stands."""

from __future__ import annotations

import pytest

from msspdesk.domain.errors import Problem
from msspdesk.texts.errors import SENTENCES
from msspdesk.ui.presenters import mending


@pytest.mark.parametrize(
    ("code", "button"),
    [
        ("no_tax_rule", "Answer"),
        ("place_of_performance", "Answer"),
        ("vat_id_of_other_country", "Open customer"),
        ("customer_county_missing", "Open customer"),
        ("oss_registration_missing", "Open settings"),
        ("business_evidence_missing", "Open customer"),  # a rule would hold for all of them
        ("seller_not_registered_at_home", "Open settings"),
        ("owner_rules_contradict", "Open your rules"),
    ],
)
def test_a_question_is_answered_unless_a_fact_behind_it_is_wrong(code: str, button: str) -> None:
    assert code in SENTENCES
    assert mending.button(mending.of_question(code)) == button


@pytest.mark.parametrize(
    ("problem", "place"),
    [
        (Problem("registrations_overlap", "registrations"), "settings"),
        (Problem("seller_tax_number_missing", "seller"), "settings"),
        (Problem("customer_region_missing", "customer"), "customer"),
        (Problem("glyphs_missing_in_time", "time"), "timesheet"),
        (Problem("no_lines", "lines"), None),
    ],
)
def test_a_problem_leads_to_its_field(problem: Problem, place: str | None) -> None:
    assert mending.of_problem(problem) == place
