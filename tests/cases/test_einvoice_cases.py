"""Official e-invoice examples (tests/data/einvoice_cases.json names the source of each)."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cases.common import Unsupported
from tests.cases.einvoice import answer, compare, hide

_FILE = Path(__file__).parent.parent / "data" / "einvoice_cases.json"
CASES: list[dict[str, Any]] = json.loads(_FILE.read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case: dict[str, Any]) -> None:
    assert compare(case, answer(hide(case))) == []


def test_a_cent_too_much_is_noticed() -> None:
    wrong = copy.deepcopy(CASES[0])
    wrong["totals"]["due"] = "336.91"
    assert compare(wrong, answer(CASES[0])) == ["totals.due: 336.91, got 336.90"]


def test_results_of_a_case_are_not_read() -> None:
    wrong = copy.deepcopy(CASES[0])
    wrong["lines"][0]["expected_net"] = "1.00"
    wrong["vat_breakdown"] = []
    assert answer(wrong) == answer(CASES[0])


def test_line_charges_what_was_prepaid_and_rounding_lead_to_what_is_due() -> None:
    """Worked by hand: 3 x 10 - 5 + 10 % of 20 = 27; tax 5.13; 32.13 - 2 - 0.13 = 30.00."""
    line = {
        "id": "1",
        "quantity": "3",
        "unit": "C62",
        "unit_price": "10",
        "vat_category": "S",
        "vat_rate": "19",
        "allowances_charges": [
            {"kind": "allowance", "amount": "5"},
            {"kind": "charge", "base": "20", "percent": "10"},
        ],
    }
    totals = {"prepaid": "2.00", "rounding": "-0.13"}
    case = {"kind": "invoice", "currency": "EUR", "lines": [line], "totals": totals}
    got = answer(case)["totals"]
    assert (got["line_total"], got["tax_total"], got["due"]) == ("27.00", "5.13", "30.00")


def test_an_unknown_key_is_named() -> None:
    with pytest.raises(Unsupported, match="surprise"):
        answer({**CASES[0], "surprise": 1})
