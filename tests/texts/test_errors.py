"""Every failure a person can meet has a sentence, and the sentence survives any detail."""

import ast
import string
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import msspdesk
from msspdesk.domain.errors import DomainError, ExternalError, InvalidInput, Problem
from msspdesk.texts.error_sentences import SENTENCES
from msspdesk.texts.errors import sentence

PACKAGE = Path(msspdesk.__file__).parent
RAISED = {"DomainError", "ExternalError", "Problem"}


def codes_in(source: str) -> Iterator[str]:
    """First arguments that are written out, of every call that names a failure."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            first = node.args[0]
            if name in RAISED and isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def test_the_search_finds_codes() -> None:
    source = 'raise DomainError("a", x=1)\nerrors.Problem("b", "name")\nother("c")\n'
    assert list(codes_in(source)) == ["a", "b"]


def test_every_code_in_the_program_has_a_sentence() -> None:
    missing = {
        f"{path.relative_to(PACKAGE)}: {code}"
        for path in PACKAGE.rglob("*.py")
        for code in codes_in(path.read_text(encoding="utf-8"))
        if code not in SENTENCES
    }
    assert not missing, f"add a line to texts/error_sentences.py: {sorted(missing)}"


def test_the_table_stays_sorted() -> None:
    assert list(SENTENCES) == sorted(SENTENCES)


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_is_a_sentence(code: str) -> None:
    text = SENTENCES[code]
    assert text[0].isupper() or text[0] in "“{"
    assert text.endswith((".", "?"))
    for _, name, spec, conversion in string.Formatter().parse(text):
        assert name is None or name.isidentifier()
        assert not spec
        assert conversion is None


def test_details_are_spoken() -> None:
    failure = DomainError("day_in_future", day=date(2026, 8, 14))
    assert sentence(failure).startswith("14\u00a0Aug 2026 is still to come.")
    failure = DomainError("too_many_decimals", value=Decimal("-1234.567"), places=2)
    assert sentence(failure).startswith("“\u22121,234.567” has more than 2 decimal places.")


def test_a_missing_detail_is_no_crash() -> None:
    assert sentence(Problem("date_impossible", "due")) == "There is no such day as “…”."


def test_a_hostile_name_stays_a_name() -> None:
    name = "{code.__class__}\n\u202eevil" + "x" * 400
    text = sentence(Problem("customer_unknown", "customer", {"value": name}))
    assert "{code.__class__}  evil" in text or "{code.__class__} evil" in text
    assert "\n" not in text
    assert "\u202e" not in text
    assert len(text) < 200


def test_all_problems_of_a_form_are_told_once() -> None:
    empty = Problem("customer_missing", "customer")
    text = sentence(InvalidInput([empty, empty, Problem("date_impossible", "day", {"value": "x"})]))
    assert text == "Name the customer. There is no such day as “x”."


def test_an_unknown_code_is_named() -> None:
    assert "never_heard_of" in sentence(ExternalError("never_heard_of", temporary=True))
