"""The same facts give the same bytes, and a seal covers everything before it."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal

import pytest

from msspdesk.domain.invoice_totals import document_discount
from msspdesk.domain.snapshot import FIRST_SEAL, canonical, read, seal


def test_the_order_of_keys_does_not_matter() -> None:
    assert canonical({"b": 1, "a": "ü"}) == canonical({"a": "ü", "b": 1})
    assert canonical({"b": 1, "a": "ü"}) == '{"a":"ü","b":1}'.encode()


def test_decimals_and_days_are_words() -> None:
    facts = {"q": Decimal("1E+2"), "d": date(2026, 7, 31)}
    assert canonical(facts) == b'{"d":"2026-07-31","q":"100"}'


@pytest.mark.parametrize("value", [1.5, float("nan"), b"x", {1, 2}])
def test_what_is_not_exact_has_no_place(value: object) -> None:
    with pytest.raises(TypeError):
        canonical({"deep": [{"value": value}]})


def test_a_seal_is_sha256_over_the_seal_before_and_the_bytes() -> None:
    first = seal(FIRST_SEAL, b"{}")
    assert first == hashlib.sha256(b"0" * 64 + b"{}").hexdigest()
    assert seal(first, b"{}") != first


@pytest.mark.parametrize("content", [b"[]", b'{"version":2}', b"{"])
def test_other_bytes_are_not_read_as_a_snapshot(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read(content)


def test_a_percent_of_the_whole_is_rounded_once_half_up() -> None:
    assert document_discount(1005, 10_000_000, 0) == 101  # 10 % of 10.05 is 1.005
    assert document_discount(1005, 0, 250) == 250
