"""Compares the program's answer to a tax case with what the case expects."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

# A tax under its national name is the same tax.
_SAME_TAX = {"IVA": "VAT", "TVA": "VAT", "USt": "VAT", "BTW": "VAT"}
_TOTALS = ("net_total", "tax_total", "gross_total", "payable")
_WORDS = ("zero_tax_reason", "en16931_category")
_OUTSIDE = ("not_subject_to_tax", "not_sourced_here")


def compare(expected: dict[str, Any], got: dict[str, Any]) -> list[str]:
    """Every difference, one sentence each. Empty = they agree.

    Keys the program does not answer (such as what is payable after a prepayment
    that the case does not tell) are named by `unanswered`, not here.
    """
    found = _compare_totals(expected, got)
    if not found or not _alternative(expected, got):
        found += _components(expected.get("components", []), got["components"])
    else:
        found = []
    for key in _WORDS:
        if key in expected and expected[key] != got.get(key):
            found.append(f"{key}: expected {expected[key]}, got {got.get(key)}")
    found += _withholding(expected, got)
    found += _others(expected, got)
    return found + [
        f"must_state: {demand!r} is missing"
        for demand in expected.get("must_state", [])
        if _states(demand, got) is False
    ]


def unanswered(expected: dict[str, Any], got: dict[str, Any]) -> list[str]:
    """Keys of the case that the answer does not hold, and demands nobody can judge here."""
    keys = [key for key in (*_TOTALS, *_WORDS) if key in expected and key not in got]
    demands = expected.get("must_state", [])
    return keys + [f"must_state: {each}" for each in demands if _states(each, got) is None]


def _compare_totals(expected: dict[str, Any], got: dict[str, Any]) -> list[str]:
    return [
        f"{key}: expected {expected[key]}, got {got[key]}"
        for key in _TOTALS
        if key in expected and key in got and Decimal(expected[key]) != Decimal(got[key])
    ]


def _alternative(expected: dict[str, Any], got: dict[str, Any]) -> bool:
    """Whether the tax total is another one that the case calls lawful."""
    allowed = {
        Decimal(value)
        for key, value in expected.get("alternative_allowed", {}).items()
        if key not in ("method", "gross_total")
    }
    tax, net = Decimal(got["tax_total"]), Decimal(got["net_total"])
    return tax in allowed and Decimal(got["gross_total"]) == net + tax


def _components(expected: list[dict[str, Any]], got: list[dict[str, Any]]) -> list[str]:
    left = list(got)
    found = []
    for want in expected:
        have = next((each for each in left if _same_component(want, each)), None)
        name = f"{want['tax']} {want['jurisdiction']} {want['rate_percent']} %"
        if have is None:
            found.append(f"component {name} is missing")
            continue
        left.remove(have)
        found += [
            f"component {name}: {key} expected {want[key]}, got {have[key]}"
            for key in ("base", "amount")
            if key in want and Decimal(want[key]) != Decimal(have[key])
        ]
        if "category" in want and want["category"] != have["category"]:
            found.append(f"component {name}: category {want['category']}, got {have['category']}")
    # A tax that looked at the lines and charges none of them may be told or not; so may
    # that the sale is outside the seller's own tax, beside another tax.
    return found + [
        f"component {each['tax']} {each['jurisdiction']} {each['rate_percent']} % is not expected"
        for each in left
        if (Decimal(each["base"]) or Decimal(each["amount"]))
        and not (expected and each["reason"] in _OUTSIDE)
    ]


def _same_component(want: dict[str, Any], have: dict[str, Any]) -> bool:
    names = [_SAME_TAX.get(each["tax"], each["tax"]) for each in (want, have)]
    if names[0] != names[1] or want["jurisdiction"] != have["jurisdiction"]:
        return False
    if have["reason"] in ("not_registered", "before_effective_date"):
        # Where nothing may be collected (yet) no rate applies; which one is told is free.
        return True
    return Decimal(want["rate_percent"]) == Decimal(have["rate_percent"])


def _withholding(expected: dict[str, Any], got: dict[str, Any]) -> list[str]:
    wanted = _withheld_rows(expected)
    have = _withheld_rows(got)
    return [] if wanted == have else [f"withholding: expected {wanted}, got {have}"]


def _withheld_rows(part: dict[str, Any]) -> list[tuple[str, Decimal, Decimal, Decimal]]:
    return sorted(
        (
            each["tax"],
            Decimal(each["base"]),
            Decimal(each["rate_percent"]),
            Decimal(each["amount"]),
        )
        for each in part.get("withholding", [])
    )


def _others(expected: dict[str, Any], got: dict[str, Any]) -> list[str]:
    wanted = {key: Decimal(value) for key, value in expected.get("other_amounts", {}).items()}
    have = {key: Decimal(value) for key, value in got.get("other_amounts", {}).items()}
    return [] if wanted == have else [f"other_amounts: expected {wanted}, got {have}"]


def _says(*parts: str) -> Callable[[list[str]], bool]:
    """Each part stands in some statement; `a|b` means one of the two."""
    return lambda said: all(
        any(word.casefold() in line.casefold() for line in said for word in part.split("|"))
        for part in parts
    )


# What a demand in plain words means in the program's own words, first match.
_DEMANDS: list[tuple[str, Callable[[list[str]], bool]]] = [
    (r"both vat ids", _says("seller_vat_id", "customer_vat_id")),
    (r"vat number or other business evidence", _says("customer_vat_id|evidence")),
    (r"reverse.charge", _says("reverse charge")),
    (r"section 19", _says("19 UStG")),
    (r"small.business exemption", _says("small-business|small business|small enterprise")),
    (r"tax number", _says("seller_tax_number|seller_vat_id")),
    (r"\bLUT\b", _says("LUT")),
    (r"\bSEZ\b", _says("SEZ")),
    (r"SAC code", _says("sac_code")),
    (r"GSTIN of both", _says("seller_gstin", "customer_gstin")),
    (r"293 ?B", _says("293 B")),
    (r"forfettario|190/2014", _says("190/2014")),
    (r"stamp duty|bollo", _says("stamp_duty")),
    (r"certificate", _says("certificate")),
    (r"not registered", _says("not registered")),
]


def _states(demand: str, got: dict[str, Any]) -> bool | None:
    """Whether a demand is met; None where no rule says what it means."""
    said: list[str] = got.get("must_state", [])
    code = re.search(r"VATEX-[A-Z0-9-]+", demand)
    if code:
        return code.group() in said
    if re.search(r"shown separately", demand, re.IGNORECASE):
        return all(each["tax"] for each in got["components"])
    for pattern, rule in _DEMANDS:
        if re.search(pattern, demand, re.IGNORECASE):
            return rule(said)
    return None
