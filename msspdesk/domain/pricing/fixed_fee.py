"""A fixed fee for each period."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from msspdesk.domain.money import to_major
from msspdesk.domain.pricing import (
    ONE,
    Answer,
    Facts,
    Model,
    Part,
    Span,
    price_details,
    share_details,
    share_of,
    whole_price,
)


@dataclass(frozen=True, slots=True)
class FixedFeeTerms:
    """The fee of one whole period."""

    price: Decimal = field(metadata={"label": "Fee", "hint": "For each whole period"})


class FixedFee(Model):
    """The same amount every period; a broken one is owed by its days."""

    code = "fixed_fee"
    label = "Fixed fee"
    rank = 10
    Terms = FixedFeeTerms

    def amount(self, terms: FixedFeeTerms, span: Span, facts: Facts) -> int:
        if span.whole:
            return whole_price(terms.price, facts.currency)
        return share_of(terms.price, span.period.share(span.part, facts.proration), facts.currency)

    def price(self, terms: FixedFeeTerms, span: Span, facts: Facts) -> Answer:
        amount = self.amount(terms, span, facts)
        details = share_details(span, span.part, facts.proration)
        part = Part(
            why="whole" if span.whole else "days",
            period=span.part,
            quantity=ONE,
            unit=facts.unit,
            unit_price=terms.price if span.whole else to_major(amount, facts.currency),
            amount_minor=amount,
            details=details | price_details(terms.price, span),
        )
        return Answer((part,))


MODEL = FixedFee()
