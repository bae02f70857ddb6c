"""The EU threshold for sales to consumers in other member states, Art. 59c
Directive 2006/112/EC: up to 10 000 EUR in this and the last calendar year they
are taxed at home; the sale that exceeds it, and all after it, where the consumer is.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from msspdesk.domain.tax.data import TaxData
from msspdesk.domain.tax.model import TaxClass

COUNTED = frozenset((TaxClass.ELECTRONICALLY_SUPPLIED, TaxClass.SOFTWARE_SAAS, TaxClass.HARDWARE))
"""Electronic services, and goods as distance sales."""

_NOTHING = Decimal(0)


@dataclass(slots=True)
class CrossBorder:
    """EUR without tax that count, by calendar year.

    `complete` is False when sales in another currency are not among them.
    """

    last_year: Decimal = _NOTHING
    this_year: Decimal = _NOTHING
    complete: bool = True

    def with_sale(self, net: Decimal = _NOTHING) -> Decimal:
        """The larger of the two years, a further sale of this year included."""
        return max(self.last_year, self.this_year + net)


def counts(data: TaxData, home: str, country: str, status: str, tax_class: str) -> bool:
    """Whether a sale from `home` to a customer of that country and status counts."""
    country = data.counts_as(country, home)
    if status != "consumer" or country == home or tax_class not in COUNTED:
        return False
    one, other = data.country(home), data.country(country)
    return bool(one and other and one.union == other.union == "EU")
