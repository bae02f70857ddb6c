"""What keeps a draft from being issued, beside an open tax question; each thing once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from msspdesk.domain.customers import Customer
from msspdesk.domain.errors import Problem
from msspdesk.domain.invoice_totals import InvoiceTotals
from msspdesk.domain.invoices import AllowanceCharge, Invoice, InvoiceLine
from msspdesk.domain.money import from_micro
from msspdesk.domain.tax import GivenRate
from msspdesk.services.tax_facts import Desk

_ZERO_CATEGORIES: Final = frozenset({"Z", "E", "AE", "K", "G", "O"})
_FIRST_RARE: Final = "\u0100"  # the letters before it every font has


def once(problems: Iterable[Problem]) -> list[Problem]:
    """Problems that differ only in the line they are about become one, with its `times`."""
    found: dict[str, list[Problem]] = {}
    for each in problems:
        same = {name: value for name, value in each.details.items() if name != "line"}
        found.setdefault(f"{each.code} {each.field} {same}", []).append(each)
    return [replace(own[0], details=times(own[0].details, len(own))) for own in found.values()]


def times(details: Mapping[str, object], count: int) -> dict[str, object]:
    """The details of a problem that stands for so many lines."""
    return dict(details) | ({"times": count} if count > 1 else {})


def head_problems(desk: Desk, invoice: Invoice, customer: Customer) -> list[Problem]:
    """What seller, customer and the whole document lack."""
    problems = []
    site = customer.billing_site
    seller = desk.owner
    if not invoice.lines:
        problems.append(Problem("no_lines", "lines"))
    if not (seller.name and seller.street and seller.city and seller.country):
        problems.append(Problem("seller_address_missing", "seller"))
    if not customer.name.strip():
        problems.append(Problem("customer_name_missing", "customer"))
    if site is None or not (site.city and (site.street or site.postcode)):
        problems.append(Problem("customer_address_missing", "customer", {"name": customer.name}))
    if site is None or not site.country:
        problems.append(Problem("customer_country_missing", "customer", {"name": customer.name}))
    if invoice.currency != customer.currency:
        one: dict[str, object] = {"one": invoice.currency, "other": customer.currency}
        problems.append(Problem("currency_mismatch", "currency", one))
    if invoice.stale:
        problems.append(Problem("draft_stale", "lines"))
    if invoice.discount_minor < 0 or not 0 <= invoice.discount_percent_micro <= 100_000_000:
        problems.append(Problem("discount_out_of_range", "discount"))
    return problems


def letter_problems(
    invoice: Invoice, customer: Customer, notes: Iterable[str] = ()
) -> list[Problem]:
    """Letters of the document that its fonts lack: it could not be put on paper.

    `notes` are those of its time.
    """
    texts = [customer.name, invoice.intro, invoice.closing]
    texts += [invoice.po_number, invoice.buyer_reference]
    for line in invoice.lines:
        texts += [line.name, line.note]
    for site in customer.sites:
        texts += [site.name, site.street, site.street2, site.city]
    found = (
        ("glyphs_missing", "lines", _missing("".join(texts))),
        ("glyphs_missing_in_time", "time", _missing(" ".join(notes))),
    )
    return [Problem(code, at, {"letters": missing}) for code, at, missing in found if missing]


def _missing(text: str) -> str:
    letters = "".join(set(text))
    if max(letters, default="") < _FIRST_RARE:
        return ""
    from msspdesk.documents.fonts import missing_glyphs  # the fonts are read for few

    # Letters once each are quick to look up; an accent apart from its letter is no miss yet.
    return missing_glyphs(letters) and missing_glyphs(text)


def line_problems(invoice: Invoice) -> list[Problem]:
    """Lines without a name, with another amount, or with a tax that contradicts itself."""
    problems = []
    for line in invoice.lines:
        name: dict[str, object] = {"line": line.name or str(line.position + 1)}
        if not line.name.strip():
            problems.append(Problem("line_name_missing", "lines", name))
        if line.net(invoice.currency) != line.amount_minor:
            problems.append(Problem("line_amount_differs", "lines", name))
        problems += _given_problems(line, name)
    return problems


def _given_problems(line: InvoiceLine, name: dict[str, object]) -> list[Problem]:
    given = given_rate(line)
    if given and bool(given.rate) == (given.category in _ZERO_CATEGORIES):
        return [Problem("tax_category_and_rate_differ", "lines", name)]
    return []


def total_problems(totals: InvoiceTotals | None) -> list[Problem]:
    """A document must ask for something."""
    if totals is None:
        return []
    if totals.grand_total < 0:
        return [Problem("total_below_zero", "lines")]
    if totals.grand_total == 0:
        return [Problem("total_zero", "lines")]
    return []


def given_rate(row: InvoiceLine | AllowanceCharge) -> GivenRate | None:
    """The owner's word on the tax of a line or allowance."""
    if row.given_rate_micro is None:
        return None
    rate = from_micro(row.given_rate_micro)
    return GivenRate(rate, row.given_category or ("S" if rate else "Z"))
