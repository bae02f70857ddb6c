"""Customers: who is served, where, and how they want to be billed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from msspdesk.domain.money import from_micro


@dataclass(eq=False, kw_only=True)
class Site:
    """A place of the customer; the first one is where the invoice goes.

    The tax of a line is decided by the site it is delivered to. `asset_region`
    is where the protected systems are if not in `region` ("outside" = nowhere in
    it), `sez` an Indian special economic zone.
    """

    id: int | None = None
    customer_id: int | None = None
    position: int = 0
    name: str = ""
    street: str = ""
    street2: str = ""
    postcode: str = ""
    city: str = ""
    county: str = ""
    region: str = ""
    country: str = ""
    asset_region: str = ""
    sez: bool = False


@dataclass(eq=False, kw_only=True)
class CustomerCertificate:
    """A tax certificate that the customer handed in, both days inclusive.

    `kind` is exempt_entity, resale or mpu (multiple points of use); `jurisdiction`
    is the state or country that takes it ("US-TX"); `classes` are the tax classes
    it covers, parted by blanks, empty for all.
    """

    id: int | None = None
    customer_id: int | None = None
    kind: str = ""
    jurisdiction: str = ""
    classes: str = ""
    number: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    note: str = ""


@dataclass(eq=False, kw_only=True)
class Contact:
    """A person at the customer. One of them receives the invoices."""

    id: int | None = None
    customer_id: int | None = None
    position: int = 0
    name: str = ""
    email: str = ""
    phone: str = ""
    gets_invoices: bool = False


@dataclass(eq=False, kw_only=True)
class Customer:
    """A buyer (EN 16931 BG-7) with the terms that hold for all their contracts.

    `short` is the word that stands for them in the entry line. `status` is
    "business" or "consumer"; `evidence` says what proves a business without a
    VAT id. Whether the VAT id is registered is a fact of its own: `vat_id_check`
    is "valid", "invalid" or empty (nobody looked), with the day, by whom ("VIES",
    a name) and what was answered. `hourly_rate_micro` is in `currency` per hour,
    10**-6; None: none agreed. `price_mode` says whether agreed prices have the tax in
    them (PriceMode).
    """

    id: int | None = None
    uuid: str = ""
    version: int = 1
    name: str = ""
    short: str = ""
    status: str = "business"
    evidence: str = ""
    vat_id: str = ""
    vat_id_check: str = ""
    vat_id_checked_on: date | None = None
    vat_id_checked_by: str = ""
    vat_id_check_note: str = ""
    tax_number: str = ""
    currency: str = ""
    language: str = "en"
    terms_days: int = 14
    buyer_reference: str = ""
    po_number: str = ""
    hourly_rate_micro: int | None = None
    decimal_hours: bool = False
    price_mode: str = "exclusive"
    notes: str = ""
    archived: bool = False
    sites: list[Site] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    certificates: list[CustomerCertificate] = field(default_factory=list)

    @property
    def hourly_rate(self) -> Decimal | None:
        """Agreed price of an hour, or None."""
        return None if self.hourly_rate_micro is None else from_micro(self.hourly_rate_micro)

    @property
    def billing_site(self) -> Site | None:
        """The site that stands in the address window."""
        return min(self.sites, key=lambda site: site.position, default=None)

    @property
    def invoice_contact(self) -> Contact | None:
        """Who receives the invoice."""
        return next((each for each in self.contacts if each.gets_invoices), None)
