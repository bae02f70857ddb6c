"""Every failure a person can meet has a sentence, and the sentence survives any detail."""

import ast
import string
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import msspdesk
from msspdesk.db import failures
from msspdesk.domain.errors import DomainError, ExternalError, InvalidInput, Problem
from msspdesk.texts import (
    error_sentences,
    finding_sentences,
    set_language,
    storage_sentences,
    tax_sentences,
    typing_sentences,
)
from msspdesk.texts.errors import SENTENCES, sentence

PACKAGE = Path(msspdesk.__file__).parent
RAISED = {"DomainError", "ExternalError", "Problem", "TaxUndecided", "ask"}


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


def test_every_failure_of_the_database_has_a_sentence() -> None:
    codes = [*failures._DOMAIN.values(), *(code for code, _ in failures._EXTERNAL.values())]
    assert set(codes) <= SENTENCES.keys()


def test_the_tables_stay_sorted_and_have_each_code_once() -> None:
    modules = (
        error_sentences,
        finding_sentences,
        storage_sentences,
        tax_sentences,
        typing_sentences,
    )
    tables = [each.SENTENCES for each in modules]
    assert all(list(table) == sorted(table) for table in tables)
    assert sum(map(len, tables)) == len(SENTENCES)


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_is_a_sentence(code: str) -> None:
    text = SENTENCES[code]
    assert text[0].isupper() or text[0] in "“{"
    assert text.endswith((".", "?", "{problems}"))
    for _, name, spec, conversion in string.Formatter().parse(text):
        assert name is None or name.isidentifier()
        assert not spec
        assert conversion is None


def test_details_are_spoken() -> None:
    failure = DomainError("day_in_future", day=date(2026, 8, 14))
    assert sentence(failure).startswith("14\u00a0Aug 2026 is still to come.")
    failure = DomainError("too_many_decimals", value=Decimal("-1234.567"), places=2)
    assert sentence(failure).startswith("“\u22121,234.567” has more than 2 decimal places.")


def test_codes_in_details_become_words() -> None:
    asked: dict[str, object] = {"question": "no_tax_rule", "tax_class": "help_desk"}
    asked |= {"seller_country": "DE", "customer_country": "BR"}
    text = sentence(Problem("tax_undecided", "tax", asked))
    assert text.startswith("No rule is known for “Help desk” from Germany to a customer in Brazil.")
    missing: dict[str, object] = {"kind": "devices", "day": "2026-07-31"}
    assert "31\u00a0Jul 2026" in sentence(Problem("count_missing", "count", missing))


def test_amounts_of_a_tax_question_are_written_in_the_language_of_the_window() -> None:
    details: dict[str, object] = {"total": "10,040.00", "limit": "10,000", "customer_country": "FR"}
    asked = Problem("oss_registration_missing", "tax", details)
    assert "10,040.00 EUR" in sentence(asked)
    set_language("de")
    try:
        assert "10.040,00 EUR" in sentence(asked)
    finally:
        set_language("en")


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
    unready = DomainError("not_ready", name="Acme", problems=(empty,))
    assert sentence(unready) == (
        "The draft for Acme is not ready, so no number was used. Name the customer."
    )


def test_an_unknown_code_is_named() -> None:
    assert "never_heard_of" in sentence(ExternalError("never_heard_of", temporary=True))


def test_a_country_is_said_by_its_name_and_codes_of_tax_by_their_words() -> None:
    twice = Problem("registrations_overlap", "valid_from", {"jurisdiction": "DE"})
    assert sentence(twice).startswith("You have two tax registrations in Germany")
    paper = {"certificate": "exempt_entity", "place": "Texas", "day": date(2026, 7, 30)}
    ended = Problem("certificate_expired", "certificates", paper)
    assert sentence(ended).startswith("The certificate “Exempt by law” for Texas ended on")
    scheme = Problem("scheme_not_there", "scheme", {"scheme": "lut", "jurisdiction": "FR"})
    told = sentence(scheme)
    assert "In France" in told
    assert "“Letter of undertaking (India)”" in told
