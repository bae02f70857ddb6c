"""The shared tax cases and our own (tests/data/tax_*cases.json name the source of each)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cases import __main__ as runner
from tests.cases import tax
from tests.cases.tax import answer, compare, unanswered

_DATA = Path(__file__).parent.parent / "data"


def _read(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((_DATA / name).read_text(encoding="utf-8"))["cases"]
    return found


CASES = _read("tax_cases.json")
OWN = _read("tax_own_cases.json")
_ASIDE = ("expected", "title", "note", "basis", "source")


@pytest.mark.parametrize("case", CASES + OWN, ids=lambda case: f"{case['id']}-{case['family']}")
def test_case(case: dict[str, Any]) -> None:
    got = answer({key: value for key, value in case.items() if key not in _ASIDE})
    assert compare(case["expected"], got) == []


def test_a_wrong_answer_is_noticed() -> None:
    case = next(each for each in CASES if each["family"] == "domestic")
    wrong = json.loads(json.dumps(case["expected"]).replace("190.00", "190.01"))
    assert compare(wrong, answer({k: v for k, v in case.items() if k not in _ASIDE}))


def test_what_is_payable_after_a_prepayment_is_not_invented() -> None:
    """The Peppol allowance example is prepaid 1000, which its case does not tell."""
    case = next(each for each in CASES if each["family"] == "document_discount")
    got = answer({key: value for key, value in case.items() if key not in _ASIDE})
    assert unanswered(case["expected"], got) == ["payable"]


def test_a_file_may_be_a_bare_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "cases.json"
    file.write_text(json.dumps(CASES[:2]), encoding="utf-8")
    assert runner.main(["tax", str(file)]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("2 ok, 0 FAIL")


def test_a_case_that_breaks_is_told_and_hides_no_other() -> None:
    broken = {**CASES[0], "lines": [{**CASES[0]["lines"][0], "amount": "1.005"}]}
    state, words = runner.judge(tax, broken)
    assert (state, words.split(":")[0]) == ("FAIL", "DomainError")
