"""The facts a tax decision needs and the values it gives back.

Facts are frozen and hashable: equal facts always get the same determination.
Rates are percent (`Decimal("19")`), amounts are minor units of the document's
currency, periods are written with their last day (`supply_to` is inclusive, as
on paper).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from msspdesk.domain.money import Rounding


class TaxClass(StrEnum):
    """What kind of supply a service is, as far as any tax law we know asks."""

    SECURITY_MONITORING = "security_monitoring"
    MANAGED_IT = "managed_it"
    HELP_DESK = "help_desk"
    PENETRATION_TEST = "penetration_test"
    CONSULTING = "consulting"
    IT_CONSULTING = "it_consulting"
    LICENSED_PROFESSIONAL = "licensed_professional"
    DATA_PROCESSING = "data_processing"
    ELECTRONICALLY_SUPPLIED = "electronically_supplied"
    SOFTWARE_SAAS = "software_saas"
    SOFTWARE_SUPPORT = "software_support"
    HARDWARE = "hardware"
    HARDWARE_MAINTENANCE = "hardware_maintenance"
    TRAINING_LIVE = "training_live"
    EXPENSE_OWN_NAME = "expense_own_name"
    OUTLAY_CUSTOMER_NAME = "outlay_customer_name"


class PriceMode(StrEnum):
    """Whether line amounts stand without or with the tax in them."""

    EXCLUSIVE = "exclusive"
    INCLUSIVE = "inclusive"


class RoundingLevel(StrEnum):
    """Where tax is rounded: each line, each rate group, or the whole document once."""

    LINE = "line"
    GROUP = "group"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class RoundingRule:
    """Level and method of rounding tax. The default is that of EN 16931."""

    level: RoundingLevel = RoundingLevel.GROUP
    method: Rounding = Rounding.HALF_UP


def in_force(day: date, valid_from: date | None, valid_to: date | None) -> bool:
    """Whether a dated row holds on that day. Both ends belong to it."""
    return (valid_from is None or valid_from <= day) and (valid_to is None or day <= valid_to)


@dataclass(frozen=True, slots=True)
class Registration:
    """One dated registration of the seller.

    `jurisdiction` is a country ("DE"), a part of one ("US-TX", "CA-QC") or "EU"
    for the one stop shop. `scheme` is standard, small_business, forfettario, oss,
    lut or unregistered (below the threshold: no tax is charged at home). `rounding`
    names a lawful alternative of the country's rounding, empty = as its law says.
    """

    jurisdiction: str
    scheme: str = "standard"
    number: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    accounting: str = "accrual"
    rounding: str = ""

    def holds(self, day: date) -> bool:
        """Whether the registration is in force on that day."""
        return in_force(day, self.valid_from, self.valid_to)


@dataclass(frozen=True, slots=True)
class SellerFacts:
    """The seller. `cross_border_b2c_eur` is the net total that counts towards the
    10 000 EUR threshold (electronic services and distance sales to consumers in
    other EU countries), the larger of last and this calendar year, this sale
    included; None = not known. `person`: individual_professional,
    individual_professional_new (first three years), company, None = not known.
    """

    country: str
    region: str = ""
    city: str = ""
    registrations: tuple[Registration, ...] = ()
    cross_border_b2c_eur: Decimal | None = None
    person: str | None = None

    def registration(self, jurisdiction: str, day: date, scheme: str = "") -> Registration | None:
        """The registration in force there on that day, of one scheme if given.

        A letter of undertaking (lut) only stands beside the registration.
        """
        for each in self.registrations:
            fits = each.scheme == scheme if scheme else each.scheme != "lut"
            if fits and each.jurisdiction == jurisdiction and each.holds(day):
                return each
        return None


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate the customer handed in: exempt_entity, resale or mpu
    (multiple points of use).

    No classes = it covers all services.
    """

    kind: str
    jurisdiction: str
    number: str = ""
    classes: tuple[TaxClass, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class CustomerFacts:
    """The customer at the place that receives the service.

    `status` is business or consumer; `vat_id_state` is none, format (looks right)
    or checked (confirmed by the office); `evidence` names other stored proof of
    business. `asset_region` is the region of the protected systems where it is
    not the customer's own ("outside" = outside it). `sez`: Indian special
    economic zone. `postcode` tells places apart that a law treats differently.
    """

    country: str
    region: str = ""
    county: str = ""
    city: str = ""
    status: str = "business"
    vat_id: str = ""
    vat_id_state: str = "none"
    evidence: str = ""
    certificates: tuple[Certificate, ...] = ()
    asset_region: str = ""
    sez: bool = False
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class GivenRate:
    """A rate the owner states on the line, with its EN 16931 category."""

    rate: Decimal
    category: str = "S"


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One line: `net` in minor units (with tax in it where prices include tax).

    `main_class` is the class of the supply that an expense in the owner's own
    name belongs to. `kind` "professional_fund_contribution" is taxed like the
    line it belongs to but not withheld on.
    """

    net: int
    tax_class: TaxClass
    supply_from: date | None = None
    supply_to: date | None = None
    given: GivenRate | None = None
    kind: str = ""
    paid_on: date | None = None
    main_class: TaxClass | None = None


@dataclass(frozen=True, slots=True)
class OwnerRate:
    """A local rate the owner entered, with its place, source and dates.

    An empty county or city means every place of the region.
    """

    jurisdiction: str
    tax: str
    rate: Decimal
    country: str
    region: str
    county: str = ""
    city: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class TaxComponent:
    """One tax on one line. `share` is the part of the price it is charged on;
    a compound tax is charged on the price plus the taxes before it. `category`
    is empty for taxes EN 16931 does not know. A zero carries its `reason`,
    `reason_code` (VATEX) and `notice_id`.
    """

    tax: str
    jurisdiction: str
    category: str
    rate: Decimal
    share: Fraction = Fraction(1)
    reason_code: str = ""
    reason: str = ""
    notice_id: str = ""
    compound: bool = False

    def __hash__(self) -> int:
        # A part of the fields is enough to tell components apart; hashing the
        # fraction of each line would cost more than its tax.
        return hash((self.jurisdiction, self.tax, self.rate, self.reason))


@dataclass(frozen=True, slots=True)
class OwnerTaxRule:
    """The owner's own dated answer, kept. Empty conditions match everything."""

    code: str
    components: tuple[TaxComponent, ...]
    seller_country: str = ""
    customer_country: str = ""
    customer_region: str = ""
    status: str = ""
    tax_class: TaxClass | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    note: str = ""

    def matches(self, seller: SellerFacts, customer: CustomerFacts, tax_class: TaxClass) -> bool:
        """Whether the conditions (dates apart) fit the sale."""
        wanted = (
            (self.seller_country, seller.country),
            (self.customer_country, customer.country),
            (self.customer_region, customer.region),
            (self.status, customer.status),
            (self.tax_class or "", tax_class),
        )
        return all(not want or want == have for want, have in wanted)

    @property
    def named(self) -> str:
        """The rule as its owner knows it: who said so, and what it charges."""
        rates = " + ".join(f"{each.rate.normalize():f} %" for each in self.components)
        return f"{self.note or self.code} ({rates})"

    @property
    def precision(self) -> int:
        """How many conditions it names; the more precise rule wins."""
        conditions = (
            self.seller_country,
            self.customer_country,
            self.customer_region,
            self.status,
            self.tax_class,
        )
        return sum(1 for each in conditions if each)


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What all lines of one document share. `rounding` None = as the seller's law
    says; `paid_on` is the day of a payment made before or without the invoice;
    `fund_percent` of the fees is added for the fund of the seller's profession.
    """

    seller: SellerFacts
    invoice_date: date
    currency: str
    price_mode: PriceMode = PriceMode.EXCLUSIVE
    rounding: RoundingRule | None = None
    owner_rates: tuple[OwnerRate, ...] = ()
    owner_rules: tuple[OwnerTaxRule, ...] = ()
    paid_on: date | None = None
    fund_percent: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a decision: the code of its sentence and what fills it."""

    code: str
    details: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TaxDetermination:
    """The answer for one line, with the way to it.

    `required` names what the document must state (seller_vat_id, customer_vat_id,
    sac_code, tax_currency:AED ...), `warnings` what the owner should look at,
    `rate_date` the day whose rate was taken. `confidence` is the lowest of the
    rows used: read, known or owner.
    """

    components: tuple[TaxComponent, ...]
    steps: tuple[Step, ...]
    rule_code: str
    source: str
    confidence: str
    data_version: str
    notices: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    warnings: tuple[Step, ...] = ()
    rate_date: date | None = None

    @property
    def zero_reason(self) -> str:
        """The reason word when no component charges anything, else empty."""
        if any(each.rate and each.share and not each.reason for each in self.components):
            return ""
        return next((each.reason for each in self.components if each.reason), "")


@dataclass(frozen=True, slots=True)
class TaxUndecided:
    """No rule answers; the owner is asked. Never a zero in disguise."""

    question_code: str
    details: dict[str, str] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
