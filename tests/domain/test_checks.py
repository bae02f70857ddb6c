"""What may stand in a field, and what is told when it may not."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msspdesk.domain import checks
from msspdesk.domain.codes import CURRENCIES
from msspdesk.domain.errors import DomainError, InvalidInput
from msspdesk.domain.money import exponent

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


@pytest.mark.parametrize(
    ("check", "typed", "stored"),
    [
        (checks.name, '  O\'Brien & Söhne "West" ', 'O\'Brien & Söhne "West"'),
        (checks.name, "Two\nlines\ttab", "Two lines tab"),
        (checks.name, "شركة الأمن", "شركة الأمن"),
        (checks.name, "invoice\u202efdp.exe", "invoicefdp.exe"),
        (checks.name, "../../etc/passwd", "../../etc/passwd"),
        (checks.name, "x" * 300, "x" * 300),
        (checks.name, "Cafe\u0301", "Café"),
        (checks.note, " one \r\ntwo\x00\r\n\r\n", "one\ntwo"),
        (checks.email, "ap@globex.example", "ap@globex.example"),
        (checks.email, "rené@müller.example", "rené@müller.example"),
        (checks.email, "", ""),
        (checks.currency, "eur", "EUR"),
        (checks.country, "", ""),
        (checks.country, "de", "DE"),
        (checks.language, "pt-BR", "pt-BR"),
        (checks.terms_days, 0, 0),
        (checks.price_micro, Decimal("0.000001"), 1),
        (checks.price_micro, Decimal(140), 140_000_000),
        (checks.price_micro, None, None),
        # Example IBANs of the SWIFT IBAN registry.
        (checks.iban, "DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        (checks.iban, "gb29nwbk60161331926819", "GB29NWBK60161331926819"),
        (checks.bic, "cobadeffxxx", "COBADEFFXXX"),
        (checks.zone, "Europe/Berlin", "Europe/Berlin"),
        (checks.colour, "#0b6e6e", "#0B6E6E"),
        (checks.picture, PNG, PNG),
    ],
)
def test_good_values_are_stored_clean(
    check: Callable[[Any], Any], typed: object, stored: object
) -> None:
    assert check(typed) == stored


@pytest.mark.parametrize(
    ("check", "typed", "code"),
    [
        (checks.name, " \n\u202e", "name_missing"),
        (checks.name, "x" * 301, "text_too_long"),
        (checks.note, "x" * 10_001, "text_too_long"),
        (checks.email, "Frau Petersen <ap@globex.example>", "email_unreadable"),
        (checks.email, "ap@globex", "email_unreadable"),
        (checks.email, "ap@@globex.example", "email_unreadable"),
        (checks.currency, "EURO", "currency_unknown"),
        (checks.currency, "DEM", "currency_unknown"),
        (checks.country, "UK", "country_unknown"),
        (checks.language, "English", "language_unreadable"),
        (checks.terms_days, -1, "terms_out_of_range"),
        (checks.terms_days, 366, "terms_out_of_range"),
        (checks.price_micro, Decimal(-1), "price_negative"),
        (checks.price_micro, Decimal("NaN"), "price_negative"),
        (checks.price_micro, Decimal("0.0000001"), "too_many_decimals"),
        (checks.price_micro, Decimal("1e12"), "amount_too_large"),
        (checks.iban, "DE89 3704 0044 0532 0130 01", "iban_wrong"),
        (checks.iban, "DE89", "iban_wrong"),
        (checks.bic, "COBA", "bic_wrong"),
        (checks.zone, "Berlin", "zone_unknown"),
        (checks.colour, "teal", "colour_unreadable"),
        (checks.picture, b"GIF89a", "picture_unreadable"),
        (checks.picture, PNG + b"\0" * 2_000_000, "picture_too_large"),
        (checks.one_of("A4", "Letter"), "A5", "choice_unknown"),
    ],
)
def test_wrong_values_are_told_by_code(
    check: Callable[[Any], Any], typed: object, code: str
) -> None:
    with pytest.raises(DomainError, match=code):
        check(typed)


def test_a_form_shows_all_its_problems_at_once() -> None:
    rules: dict[str, checks.Check] = {
        "name": checks.name,
        "email": checks.email,
        "terms_days": checks.terms_days,
    }
    with pytest.raises(InvalidInput) as caught:
        checks.cleaned(rules, {"name": "", "email": "nobody", "terms_days": 14})
    assert [(each.code, each.field) for each in caught.value.problems] == [
        ("name_missing", "name"),
        ("email_unreadable", "email"),
    ]


def test_every_currency_with_other_than_two_decimals_that_is_in_use_is_known() -> None:
    assert {"JPY", "KWD", "CLP"} <= CURRENCIES
    assert [exponent(each) for each in ("JPY", "KWD", "EUR")] == [0, 3, 2]


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing_more(typed: str) -> None:
    once = checks.words(typed)
    assert checks.words(once) == once
    assert checks.note(checks.note(typed)) == checks.note(typed)
