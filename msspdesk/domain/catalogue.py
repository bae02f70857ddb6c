"""The catalogue: what is sold. How it is billed stands on the contract line."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from msspdesk.domain.money import from_micro

UNITS: Final = ("C62", "HUR", "DAY", "MON", "ANN", "E48", "E49", "MIN", "E34")
"""UN/ECE Recommendation 20 codes offered: piece, hour, day, month, year, service
unit, working day, minute, gigabyte. More may be stored; EN 16931 wants such a code."""


@dataclass(eq=False, kw_only=True)
class Service:
    """A service of the catalogue. `price_micro` is in the seller's currency, 10**-6.

    `tax_class` is a code of `msspdesk.domain.tax.TaxClass`. `item_code` is the item
    classification of a tax office (BT-158), such as India's SAC.
    """

    id: int | None = None
    uuid: str = ""
    version: int = 1
    code: str = ""
    name: str = ""
    name_de: str = ""
    description: str = ""
    unit: str = "C62"
    price_micro: int | None = None
    tax_class: str = "managed_it"
    item_code: str = ""
    archived: bool = False

    @property
    def price(self) -> Decimal | None:
        """List price of one unit, or None."""
        return None if self.price_micro is None else from_micro(self.price_micro)
