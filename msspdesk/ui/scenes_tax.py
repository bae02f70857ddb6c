"""What an owner keeps about tax, put into the book of the scenes: the demo has none of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final

from msspdesk.services.changes import Changes

_RATES: Final[tuple[dict[str, Any], ...]] = (
    {
        "region": "TX",
        "city": "Austin",
        "rate": Decimal(2),
        "source": "Texas Comptroller, city 1 % and transit 1 %",
    },
    {
        "region": "NY",
        "city": "New York",
        "rate": Decimal("4.875"),
        "source": "NY Publication 718, city 4.5 % and MCTD 0.375 %",
    },
)
_CERTIFICATES: Final[dict[str, dict[str, Any]]] = {
    "Lone Mesa": {
        "kind": "resale",
        "jurisdiction": "US-TX",
        "number": "32-045871120",
        "valid_from": date(2025, 6, 1),
        "classes": ("data_processing", "software_saas"),
    },
    "Hudson Row": {
        "kind": "exempt_entity",
        "jurisdiction": "US-NY",
        "number": "EX-204417",
        "valid_from": date(2024, 9, 1),
        "valid_to": date(2026, 8, 20),
    },
}


def keep(book: Any) -> Changes:
    """Two local rates, two certificates, of which one ends soon, and one answer."""
    from msspdesk.services import certificates, customers, owner_rates, tax_answers

    if owner_rates.rows(book):
        return Changes.of("tax")
    for fields in _RATES:
        name = "Local sales tax"
        owner_rates.add(book, country="US", tax=name, valid_from=date(2026, 1, 1), **fields)
    for customer in customers.list_rows(book):
        for start, fields in _CERTIFICATES.items():
            if customer.name.startswith(start):
                certificates.add(book, customer.id, customers.version(book, customer.id), **fields)
    tax_answers.keep_tax_answer(
        book,
        tax_answers.TaxAnswer(
            rate=Decimal(0),
            category="O",
            note="J. Petersen, tax adviser, 3 March 2026",
            customer_country="CH",
            status="consumer",
            tax_class="training_live",
            valid_from=date(2026, 3, 3),
        ),
    )
    return Changes.of("tax", "customers", "invoices")
