"""What of an agreed price with tax in it is the seller's own: for estimates, before a
document is made and its tax decided for good.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from msspdesk.db.book import Work
from msspdesk.domain.catalogue import Service
from msspdesk.domain.customers import Customer
from msspdesk.domain.tax import LineFacts, PriceMode, TaxClass, TaxDetermination
from msspdesk.domain.tax.breakdown import price_without_tax
from msspdesk.domain.tax.decide import determine
from msspdesk.services.tax_facts import Desk, customer_facts


class NetPrices:
    """Answers are kept; the desk is made when the first price has tax in it."""

    def __init__(self, work: Work, desk: Callable[[], Desk]) -> None:
        self._work, self._make = work, desk
        self._desk: Desk | None = None
        self._known: dict[tuple[int, str], Fraction] = {}
        self._classes: dict[int, str] | None = None

    def of_customer(self, customer_id: int, service_id: int | None) -> Fraction:
        """The net part of what is agreed with a customer: 1 where tax comes on top."""
        customer = self._work.get(Customer, customer_id)
        if customer.price_mode != PriceMode.INCLUSIVE:
            return Fraction(1)
        if self._classes is None:
            self._classes = {each.id or 0: each.tax_class for each in self._work.all(Service)}
        return self.of_class(customer_id, self._classes.get(service_id or 0, ""))

    def of_class(self, customer_id: int, tax_class: str) -> Fraction:
        """The net part of a price with tax in it, of a service of that class. 1 where the
        tax is not decided.
        """
        key = (customer_id, tax_class)
        if key not in self._known:
            self._known[key] = self._decided(self._work.get(Customer, customer_id), tax_class)
        return self._known[key]

    def _decided(self, customer: Customer, tax_class: str) -> Fraction:
        site = customer.billing_site
        if site is None:
            return Fraction(1)
        self._desk = self._desk or self._make()
        document = self._desk.document(customer.currency)
        answer = determine(
            document.seller,
            customer_facts(customer, site),
            LineFacts(0, TaxClass(tax_class or TaxClass.MANAGED_IT)),
            document,
            self._desk.data,
        )
        if not isinstance(answer, TaxDetermination):
            return Fraction(1)
        return Fraction(*price_without_tax(answer.components))
