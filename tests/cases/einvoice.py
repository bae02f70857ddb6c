"""E-invoice cases: content of official examples, entered anew and issued, compared to the cent.

A case is entered as a draft with the owner's own rates and categories on its
lines, issued in a new book, and read back from what was sealed.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from msspdesk.db.book import Book
from msspdesk.domain.invoices import (
    AllowanceCharge,
    Invoice,
    InvoiceKind,
    InvoiceLine,
    line_net,
)
from msspdesk.domain.money import Money, to_major, to_micro, to_minor
from msspdesk.services import invoices, issuing, rendering, verify
from tests import builders
from tests.cases.common import Unsupported

HIDDEN: Final = frozenset(
    "vat_breakdown expected_net line_total allowance_total charge_total tax_basis tax_total"
    " grand_total due why source independent_recheck".split()
)
"""Keys that are taken out at every depth before a case is entered. What was prepaid
and the rounding of the sum are facts of a case, not results, and stay."""

_KNOWN: Final = {
    "": "id kind type_code currency lines document_allowances_charges totals"
    " vat_accounting_currency",
    "lines": "id quantity unit unit_price price_base_qty price_discount gross_price"
    " vat_category vat_rate allowances_charges",
    "document_allowances_charges": "kind amount base percent vat_category vat_rate",
    "totals": "prepaid rounding",
}
_LINE_ALLOWANCE: Final = frozenset("kind amount base percent".split())
_TOTALS: Final = {
    "line_total": "line_total_minor",
    "allowance_total": "allowance_total_minor",
    "charge_total": "charge_total_minor",
    "tax_basis": "tax_basis_minor",
    "tax_total": "tax_total_minor",
    "grand_total": "grand_total_minor",
    "prepaid": "prepaid_minor",
    "rounding": "rounding_minor",
    "due": "due_minor",
}


def hide(value: Any) -> Any:
    """The case without what has to be found."""
    if isinstance(value, dict):
        return {key: hide(each) for key, each in value.items() if key not in HIDDEN}
    return [hide(each) for each in value] if isinstance(value, list) else value


def answer(case: Mapping[str, Any]) -> dict[str, Any]:
    """What the issued document says, in the shape of the case.

    `case` may still hold its results, they are not read. Raises Unsupported with
    the name of a key that is not known.
    """
    shown = hide(dict(case))
    _check_keys(shown)
    with tempfile.TemporaryDirectory() as folder:
        book = builders.make_book(Path(folder), currency=shown["currency"])
        try:
            return _issued(book, shown)
        finally:
            book.close()


def compare(expected: Mapping[str, Any], got: Mapping[str, Any]) -> list[str]:
    """What differs from the totals, tax rows and line nets of a case; empty if nothing."""
    found = [
        f"totals.{name}: {value}, got {got['totals'][name]}"
        for name, value in expected["totals"].items()
        if not _same(value, got["totals"][name])
    ]
    want = sorted(_tax_key(each) for each in expected["vat_breakdown"])
    have = sorted(_tax_key(each) for each in got["vat_breakdown"])
    if want != have:
        found.append(f"vat_breakdown: {want}, got {have}")
    nets = [each["expected_net"] for each in expected["lines"]]
    mine = [each["expected_net"] for each in got["lines"]]
    if len(nets) != len(mine) or not all(map(_same, nets, mine)):
        found.append(f"lines: {nets}, got {mine}")
    return found


def _same(one: str, other: str) -> bool:
    return Decimal(one) == Decimal(other)


def _tax_key(row: Mapping[str, str]) -> tuple[str, Decimal, Decimal, Decimal]:
    rate = Decimal(row.get("rate") or "0")
    return row["category"], rate, Decimal(row["basis"]), Decimal(row["tax"])


def _check_keys(case: Mapping[str, Any]) -> None:
    _refuse_unknown(case, "")
    for name in ("lines", "document_allowances_charges"):
        for each in case.get(name, ()):
            _refuse_unknown(each, name)
    _refuse_unknown(case.get("totals") or {}, "totals")
    for line in case["lines"]:
        for each in line.get("allowances_charges", ()):
            for key in each.keys() - _LINE_ALLOWANCE:
                raise Unsupported(f"lines[].allowances_charges[].{key}")
    if case.get("vat_accounting_currency"):
        raise Unsupported("vat_accounting_currency")


def _refuse_unknown(row: Mapping[str, Any], place: str) -> None:
    for key in row.keys() - set(_KNOWN[place].split()):
        raise Unsupported(f"{place}[].{key}" if place else key)


def _issued(book: Book, case: Mapping[str, Any]) -> dict[str, Any]:
    with book.write() as work:
        customer = work.add(builders.customer(currency=case["currency"]))
        draft = work.add(_draft(case, customer.id or 0))
    key = draft.id or 0
    issuing.issue(book, [key])
    rendering.render_pending(book)
    report = verify.verify(book)
    if not report.sound:
        raise AssertionError(report.findings)
    facts = invoices.sealed_facts(book, key)
    return _told(facts)


def _draft(case: Mapping[str, Any], customer_id: int) -> Invoice:
    currency = case["currency"]
    totals = case.get("totals") or {}
    kind = InvoiceKind.CREDIT_NOTE if case["kind"] == "credit_note" else InvoiceKind.INVOICE
    return Invoice(
        uuid=builders.new_uuid(),
        kind=kind.value,
        customer_id=customer_id,
        currency=currency,
        created_at=builders.NOON,
        prepaid_minor=Money.of(totals.get("prepaid", "0"), currency).minor,
        rounding_minor=Money.of(totals.get("rounding", "0"), currency).minor,
        lines=[_line(each, place, currency) for place, each in enumerate(case["lines"])],
        allowances=[
            _allowance(each, place, currency)
            for place, each in enumerate(case.get("document_allowances_charges", ()))
        ],
    )


def _line(raw: Mapping[str, Any], place: int, currency: str) -> InvoiceLine:
    quantity, price = Decimal(raw["quantity"]), Decimal(raw["unit_price"])
    base = Decimal(raw.get("price_base_qty", "1"))
    if base != int(base):
        raise Unsupported("lines[].price_base_qty")
    discount = sum(_line_discount(each, currency) for each in raw.get("allowances_charges", ()))
    return InvoiceLine(
        position=place,
        name=raw["id"],
        quantity_micro=to_micro(quantity),
        unit=raw["unit"],
        unit_price_micro=to_micro(price),
        price_base=int(base),
        discount_minor=discount,
        amount_minor=line_net(quantity, price, int(base), discount, currency),
        given_rate_micro=to_micro(Decimal(raw.get("vat_rate") or "0")),
        given_category=raw["vat_category"],
    )


def _line_discount(raw: Mapping[str, Any], currency: str) -> int:
    minor = _amount(raw, currency)
    return -minor if raw["kind"] == "charge" else minor


def _amount(raw: Mapping[str, Any], currency: str) -> int:
    """The amount as given, else its percent of its base."""
    if "amount" in raw:
        return Money.of(raw["amount"], currency).minor
    return to_minor(Decimal(raw["base"]) * Decimal(raw["percent"]) / 100, currency)


def _allowance(raw: Mapping[str, Any], place: int, currency: str) -> AllowanceCharge:
    return AllowanceCharge(
        position=place,
        kind=raw["kind"],
        amount_minor=_amount(raw, currency),
        percent_micro=to_micro(Decimal(raw["percent"])) if raw.get("percent") else None,
        base_minor=Money.of(raw["base"], currency).minor if raw.get("base") else None,
        given_rate_micro=to_micro(Decimal(raw.get("vat_rate") or "0")),
        given_category=raw["vat_category"],
    )


def _told(facts: Mapping[str, Any]) -> dict[str, Any]:
    currency = facts["currency"]

    def major(minor: int) -> str:
        return str(to_major(minor, currency))

    return {
        "totals": {name: major(facts["totals"][key]) for name, key in _TOTALS.items()},
        "vat_breakdown": [
            {
                "category": each["category"],
                "rate": each["rate"],
                "basis": major(each["base_minor"]),
                "tax": major(each["amount_minor"]),
            }
            for each in facts["taxes"]
        ],
        "lines": [{"expected_net": major(each["net_minor"])} for each in facts["lines"]],
    }
