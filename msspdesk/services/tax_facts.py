"""What the tax decision asks about the seller and the customer, read from the book."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from msspdesk.db.book import Work
from msspdesk.domain.customers import Customer, Site
from msspdesk.domain.errors import DomainError
from msspdesk.domain.sellers import Seller
from msspdesk.domain.tax import (
    CustomerFacts,
    DocumentFacts,
    OwnerRate,
    OwnerTaxRule,
    Registration,
    RoundingRule,
    SellerFacts,
    Step,
    TaxData,
    check_vat_id,
    normalise_vat_id,
)
from msspdesk.domain.tax.cross_border import CrossBorder
from msspdesk.services import cross_border, tax_words
from msspdesk.services.certificates import certificate_facts
from msspdesk.services.cross_border import Added
from msspdesk.services.owner_rates import owner_rates
from msspdesk.taxdata.loader import load


@dataclass(frozen=True)
class Desk:
    """Everything that all documents of one seller and one day share. `sold` reads what
    counts towards the EU threshold, so a desk is used inside its transaction.
    """

    owner: Seller
    seller: SellerFacts
    day: date
    rules: tuple[OwnerTaxRule, ...]
    data: TaxData
    rates: tuple[OwnerRate, ...] = ()
    sold: Callable[[], CrossBorder] = field(default=CrossBorder, compare=False)
    worded: dict[int, tuple[object, Any]] = field(default_factory=dict, compare=False)
    """Steps of determinations already put into words, kept for the life of the desk."""

    @property
    def currency(self) -> str:
        """The seller's own currency."""
        return self.owner.currency

    @cached_property
    def home_customer(self) -> CustomerFacts:
        """A business in the seller's own country."""
        return CustomerFacts(country=self.seller.country)

    @cached_property
    def cross_border(self) -> CrossBorder:
        """What counts towards the EU threshold so far, read when it is first asked for."""
        return self.sold()

    def explain(self, step: Step) -> str:
        """A step of a decision as a sentence, with places by their names."""
        return tax_words.spoken(self.data, step)

    def document(self, currency: str, added: Added | None = None) -> DocumentFacts:
        """The facts of a document in that currency, and what it adds to the EU threshold."""
        seller = cross_border.seller_with(self.seller, added, lambda: self.cross_border)
        return DocumentFacts(
            seller,
            self.day,
            currency,
            rounding=chosen_rounding(seller, self.day, self.data),
            owner_rules=self.rules,
            owner_rates=self.rates,
        )


def chosen_rounding(seller: SellerFacts, day: date, data: TaxData) -> RoundingRule | None:
    """The lawful alternative chosen for the registration at home on that day, if any."""
    country, held = data.country(seller.country), seller.registration(seller.country, day)
    if country is None or held is None or not held.rounding:
        return None
    return country.rounding_choices().get(held.rounding)


def load_desk(work: Work, day: date, rules: tuple[OwnerTaxRule, ...] = ()) -> Desk:
    """The desk of the book's seller for documents of `day`."""
    owner = work.find(Seller, 1)
    if owner is None:
        raise DomainError("seller_missing")
    data = load()
    return Desk(
        owner,
        seller_facts(owner),
        day,
        rules,
        data,
        owner_rates(work),
        sold=lambda: cross_border.read(work, data, owner, day),
    )


def seller_facts(seller: Seller) -> SellerFacts:
    """The seller with every dated registration."""
    return SellerFacts(
        country=seller.country,
        region=_own_region(seller),
        city=seller.city,
        registrations=tuple(
            Registration(
                each.jurisdiction,
                each.scheme,
                each.number,
                each.valid_from,
                each.valid_to,
                each.accounting,
                each.rounding,
            )
            for each in seller.registrations
        ),
        person=seller.person or None,
    )


def _own_region(seller: Seller) -> str:
    """The seller's region, or the part of the country that the postcode tells."""
    data = load()
    country, region = data.placed(seller.country, seller.postcode)
    territory = data.treated_as.get(country)
    if territory is not None and territory.country == seller.country:
        return territory.region or seller.region
    return region or (country if country != seller.country else "") or seller.region


def customer_facts(customer: Customer, site: Site) -> CustomerFacts:
    """The customer at the site that receives the service."""
    vat_id = normalise_vat_id(site.country, customer.vat_id) if customer.vat_id else ""
    return CustomerFacts(
        country=site.country,
        region=site.region,
        county=site.county,
        city=site.city,
        status=customer.status,
        vat_id=vat_id,
        vat_id_state=_vat_id_state(customer, site),
        evidence=customer.evidence,
        certificates=certificate_facts(customer),
        asset_region=site.asset_region,
        sez=site.sez,
        postcode=site.postcode,
    )


def _vat_id_state(customer: Customer, site: Site) -> str:
    if not customer.vat_id or check_vat_id(site.country, customer.vat_id) is not None:
        return "none"
    known = {"valid": "checked", "invalid": "none"}
    return known.get(customer.vat_id_check, "format")
