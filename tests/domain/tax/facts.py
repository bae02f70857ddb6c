"""Facts in few words for the tax tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from msspdesk import taxdata
from msspdesk.domain.tax import (
    CustomerFacts,
    DocumentFacts,
    LineFacts,
    Registration,
    SellerFacts,
    TaxClass,
    TaxDetermination,
    TaxUndecided,
    determine,
)

DAY = date(2026, 5, 4)


def seller(country: str = "DE", *extra: Registration, **more: Any) -> SellerFacts:
    """A seller with a standard registration at home and perhaps more."""
    scheme = more.pop("scheme", "standard")
    return SellerFacts(country, registrations=(Registration(country, scheme), *extra), **more)


def business(country: str, *, vat_id: bool = True, **more: Any) -> CustomerFacts:
    """A business, with a VAT id of right format unless told otherwise."""
    return CustomerFacts(country, vat_id_state="format" if vat_id else "none", **more)


def consumer(country: str, **more: Any) -> CustomerFacts:
    """A consumer."""
    return CustomerFacts(country, status="consumer", **more)


def decide(
    who: SellerFacts,
    customer: CustomerFacts,
    tax_class: TaxClass = TaxClass.MANAGED_IT,
    day: date = DAY,
    *,
    line: dict[str, Any] | None = None,
    **document: Any,
) -> TaxDetermination | TaxUndecided:
    """The tax of one line of 1000.00 on one day."""
    facts = DocumentFacts(who, day, document.pop("currency", "EUR"), **document)
    return determine(
        who, customer, LineFacts(100_000, tax_class, **(line or {})), facts, taxdata.load()
    )


def decided(*args: Any, **more: Any) -> TaxDetermination:
    """Like `decide`, for a sale that must have an answer."""
    answer = decide(*args, **more)
    assert isinstance(answer, TaxDetermination), answer
    return answer


def asked(*args: Any, **more: Any) -> str:
    """The code of the question, for a sale that must be asked about."""
    answer = decide(*args, **more)
    assert isinstance(answer, TaxUndecided), answer
    return answer.question_code


def charged(answer: TaxDetermination) -> list[tuple[str, str, str]]:
    """Jurisdiction, category and percent of each component."""
    return [(each.jurisdiction, each.category, f"{each.rate:f}") for each in answer.components]
