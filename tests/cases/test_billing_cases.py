"""Billing cases of public projects (tests/data/billing_cases.json names the source of each)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cases import __main__ as runner
from tests.cases import billing
from tests.cases.billing import answer, compare
from tests.cases.common import Unsupported

_FILE = Path(__file__).parent.parent / "data" / "billing_cases.json"
CASES: list[dict[str, Any]] = json.loads(_FILE.read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['id']}-{case['family']}")
def test_case(case: dict[str, Any]) -> None:
    state, words = runner.judge(billing, case)
    assert (state, words) == ("ok", "") or (case["id"], state) == ("KB-M18", "policy")


def test_our_answer_where_the_source_is_debatable() -> None:
    """A billing day of 31 in February: 14/28, see docs/rules.md, Proration."""
    case = next(each for each in CASES if each["id"] == "KB-M18")
    first, second = answer({"family": case["family"], "input": case["input"]})["lines"]
    assert (first["days"], first["fraction"], first["amount"]) == (14, "1/2", "500.00")
    assert (second["start"], second["end_exclusive"]) == ("2011-02-28", "2011-03-31")


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        ({"total": "4.52"}, {"total": "4.53"}),
        ({"lines": ["4.52", "10.00"]}, {"lines": [{"amount": "4.52"}]}),
        ({"lines": [{"days": 12}]}, {"lines": [{"days": 13}]}),
        ({"invoices": 1}, {"invoices": ["1.00", "2.00"]}),
        ({"not_": ["360.00"]}, {"total": "360.00"}),
        ({"actual": "23/31"}, {"actual": "23/30"}),
        ({"periods_inclusive": [["a", "b"]]}, {"periods_inclusive": [["a", "b"], ["c", "d"]]}),
    ],
)
def test_a_wrong_answer_is_noticed(expected: dict[str, Any], got: dict[str, Any]) -> None:
    assert compare(expected, got)


def test_what_has_no_answer_is_named() -> None:
    case = next(each for each in CASES if each["id"] == "AL-03")
    both = {**case, "expected": {"total": "270.00", "unheard_of": 1}}
    assert runner.judge(billing, both) == ("ok", "without unheard_of")
    alone = {**case, "expected": {"unheard_of": 1}}
    assert runner.judge(billing, alone) == ("unsupported", "unheard_of")


def test_an_unknown_key_is_named() -> None:
    with pytest.raises(Unsupported, match="moon_phase"):
        answer({"family": "proration", "input": {"moon_phase": "full"}})
    with pytest.raises(Unsupported, match="prorated"):
        answer({"family": "proration", "input": {"prorated": False, "start": "2026-01-01"}})


CATCH_UP: dict[str, Any] = {
    "timing": "advance",
    "service_start": "2011-09-01",
    "billing_day": 1,
    "unit_price": "5.00",
    "already_billed": [["2011-09-01", "2011-10-01"], ["2011-11-01", "2011-12-01"]],
    "bill_up_to": "2011-12-03",
}


def test_a_run_fills_the_gap_and_catches_up() -> None:
    """Case KB-X03 with one month left out: each period once, with its own dates."""
    lines = answer({"family": "catch_up", "input": CATCH_UP})["new_lines"]
    assert [(line["a"], line["amount"]) for line in lines] == [
        ("2011-10-01", "5.00"),
        ("2011-12-01", "5.00"),
    ]


def test_what_was_billed_too_far_comes_back() -> None:
    """Numbers of KB-X04: 12.00 for 5 Apr to 5 May, cancelled on 29 Apr, gives 2.40 back."""
    given = {
        "timing": "advance",
        "service_start": "2011-04-05",
        "service_end_exclusive": "2011-04-29",
        "unit_price": "12.00",
        "already_billed": [["2011-04-05", "2011-05-05"]],
        "bill_up_to": "2011-04-29",
    }
    assert answer({"family": "catch_up", "input": given})["total"] == "-2.40"


def test_the_command_counts_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = next(each for each in CASES if each["id"] == "AL-03")
    wrong = {**case, "id": "WRONG", "expected": {"total": "270.01"}}
    file = tmp_path / "cases.json"
    file.write_text(json.dumps({"cases": [case, wrong]}), encoding="utf-8")
    assert runner.main(["billing", str(file)]) == 1
    out = capsys.readouterr().out.splitlines()
    assert out == [
        "ok AL-03",
        "FAIL WRONG total: expected 270.01, got 270.00",
        "1 ok, 1 FAIL, 0 policy, 0 unsupported",
    ]
    assert runner.main(["bank", str(file)]) == 2
