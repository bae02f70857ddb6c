"""The report of a period ties to its documents."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msspdesk.domain.errors import DomainError
from msspdesk.domain.tax import TaxGroup
from msspdesk.domain.tax.report import IssuedTax, tax_report

MAY = (date(2026, 5, 1), date(2026, 5, 31))
UNION = ("DE", "FR", "AT")


def group(jurisdiction: str, category: str, rate: int, base: int) -> TaxGroup:
    return TaxGroup("VAT", jurisdiction, category, Decimal(rate), base, base * rate // 100)


def issued(number: str, *groups: TaxGroup, **more: object) -> IssuedTax:
    gross = sum(each.base + each.amount for each in groups)
    facts: dict[str, object] = {"declared_on": date(2026, 5, 4), "currency": "EUR", **more}
    return IssuedTax(number=number, groups=groups, gross=gross, **facts)  # type: ignore[arg-type]


DOCUMENTS = [
    issued("1", group("DE", "S", 19, 100_000)),
    issued("2", group("DE", "S", 19, -20_000)),
    issued(
        "3", group("FR", "AE", 0, 250_000), customer_country="FR", customer_vat_id="FR96000110899"
    ),
    issued("4", group("FR", "S", 20, 5_000), customer_country="FR"),
    issued("5", group("DE", "S", 19, 70_000), declared_on=date(2026, 6, 1)),
    issued("6", group("AT", "AE", 0, 1_000), customer_country="AT"),
]


def test_a_month_by_rate_with_its_documents() -> None:
    report = tax_report(DOCUMENTS, *MAY, home="DE", union=UNION)
    home = next(row for row in report.rows if row.jurisdiction == "DE")
    assert (home.base, home.amount, home.documents) == (80_000, 15_200, ["1", "2"])
    assert [(row.country, row.amount) for row in report.recapitulative] == [("FR", 250_000)]
    assert [(row.jurisdiction, row.amount) for row in report.one_stop_shop] == [("FR", 1_000)]
    assert report.unlisted == ("6",)


def test_cash_accounting_takes_tax_with_the_money() -> None:
    """UK cash accounting: half of 1200.00 paid, 100.00 of VAT to declare."""
    half = (date(2026, 5, 5), 60_000)
    paid = issued(
        "1", group("GB", "S", 20, 100_000), declared_on=date(2026, 2, 20), payments=(half,)
    )
    report = tax_report([paid], *MAY, home="GB", accounting="cash")
    assert [(row.base, row.amount) for row in report.rows] == [(50_000, 10_000)]
    assert tax_report([paid], *MAY, home="GB").rows == ()


def test_two_currencies_are_an_error() -> None:
    other = issued("9", group("DE", "S", 19, 100), currency="USD")
    with pytest.raises(DomainError) as error:
        tax_report([*DOCUMENTS, other], *MAY, home="DE")
    assert error.value.code == "report_currencies_mixed"


@given(st.lists(st.integers(1, 60_000), max_size=6), st.integers(1, 100_000))
def test_cash_parts_of_all_months_add_up_to_the_tax(parts: list[int], base: int) -> None:
    document = issued("1", group("GB", "S", 20, base))
    rest = max(document.gross - sum(parts), 0)
    payments = tuple((date(2026, 1 + i, 5), part) for i, part in enumerate([*parts, rest]))
    paid = issued("1", *document.groups, payments=payments)
    months = [
        tax_report([paid], date(2026, m, 1), date(2026, m, 28), home="GB", accounting="cash")
        for m in range(1, 9)
    ]
    assert sum(month.tax for month in months) == document.groups[0].amount
