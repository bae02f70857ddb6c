"""What a country's law wants written on the paper: its title, numbers and statements.

Rows of a country's file (`invoice_words`), each with the sales it is for, the law and
how far it was checked. Nothing here reads a file or a book.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from msspdesk.domain.tax.breakdown import TaxGroup
from msspdesk.domain.tax.model import CustomerFacts, Registration, TaxClass

WORDS: Final = frozenset(
    "title credit_title number_name number_suffix tax_currency item_code place_of_supply"
    " reverse_charge_stated seller_tax_number customer_tax_number statement".split()
)
"""What a row can be about. `text` is a title, a name, a suffix, a currency or the code of
a notice; place_of_supply and those that end in stated or number need none."""

CONDITIONS: Final[Mapping[str, frozenset[str]]] = {
    "seller": frozenset({"registered", "unregistered"}),
    "tax": frozenset({"charged", "zero", "exempt"}),
    "customer": frozenset({"home", "abroad"}),
    "status": frozenset({"business", "consumer"}),
    "accounting": frozenset({"accrual", "cash", "none"}),
    "supply": frozenset({"goods", "services", "both", "none"}),
}
"""The words of `when`. `exempt`: every part of the document is exempt (category E).
`accounting`: when the seller's tax is due at home. `supply`: what the document bills,
besides what was paid in the customer's name."""


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One thing on the paper. `above`: only where the document with its tax comes to
    more, in major units of the country's currency. `jurisdiction` and `scheme` tell the
    registration whose number is meant; empty means the country's ordinary one.
    """

    word: str
    text: str
    when: Mapping[str, frozenset[str]]
    law: str
    source: str
    confidence: str
    jurisdiction: str = ""
    scheme: str = ""
    above: Decimal | None = None


def conditions(
    country: str,
    registration: Registration | None,
    customer: CustomerFacts,
    groups: Sequence[TaxGroup],
    classes: Iterable[str],
) -> dict[str, str]:
    """The words for one document. `registration` is the seller's ordinary one, or None;
    `classes` are the tax classes of its lines.
    """
    if any(each.rate for each in groups):
        tax = "charged"
    else:
        tax = "exempt" if {each.category for each in groups} == {"E"} else "zero"
    return {
        "seller": "registered" if registration else "unregistered",
        "tax": tax,
        "customer": "home" if customer.country == country else "abroad",
        "status": customer.status,
        "accounting": registration.accounting if registration else "none",
        "supply": _supply(classes),
    }


def _supply(classes: Iterable[str]) -> str:
    billed = {each for each in classes if each != TaxClass.OUTLAY_CUSTOMER_NAME}
    goods = {each for each in billed if each == TaxClass.HARDWARE}
    if goods and billed - goods:
        return "both"
    return "goods" if goods else "services" if billed else "none"


def rows_for(
    rows: Iterable[PaperRow], facts: Mapping[str, str], gross: Decimal | None
) -> tuple[PaperRow, ...]:
    """Rows whose conditions all hold. `gross` is the document in the country's currency;
    None where nobody knows it, which is taken as above every limit.
    """
    return tuple(
        row
        for row in rows
        if all(facts[name] in words for name, words in row.when.items())
        and (row.above is None or gross is None or gross > row.above)
    )


def statements(rows: Iterable[PaperRow]) -> tuple[str, ...]:
    """The codes of the notices that the rows want."""
    return tuple(row.text for row in rows if row.word == "statement")


def text_of(rows: Iterable[PaperRow], word: str) -> str:
    """The text of the first row about that word, or empty."""
    return next((row.text for row in rows if row.word == word), "")
