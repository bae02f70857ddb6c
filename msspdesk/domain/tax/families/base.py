"""What a jurisdiction family is, and the sale it is asked about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from msspdesk.domain.tax.data import Country, RateRow, TaxData, Zero
from msspdesk.domain.tax.model import (
    CustomerFacts,
    DocumentFacts,
    LineFacts,
    OwnerRate,
    Registration,
    SellerFacts,
    Step,
    TaxClass,
    TaxComponent,
    TaxUndecided,
    in_force,
)
from msspdesk.domain.tax.tax_point import TAX_POINTS

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class SaleFacts:
    """The facts before any country's law looks at them."""

    seller: SellerFacts
    customer: CustomerFacts
    line: LineFacts
    document: DocumentFacts
    data: TaxData
    tax_class: TaxClass


@dataclass(frozen=True, slots=True)
class Sale:
    """One line of one document in the eyes of one country's law (`country`)."""

    seller: SellerFacts
    customer: CustomerFacts
    line: LineFacts
    document: DocumentFacts
    data: TaxData
    country: Country
    tax_class: TaxClass
    day: date

    @classmethod
    def under(cls, country: Country, sale: SaleFacts) -> Sale:
        """The sale with the day that this country's tax point rule names."""
        rule = country.tax_point_for(sale.customer.status)
        day = TAX_POINTS[rule](sale.line, sale.document)
        return cls(
            sale.seller,
            sale.customer,
            sale.line,
            sale.document,
            sale.data,
            country,
            sale.tax_class,
            day,
        )

    @property
    def domestic(self) -> bool:
        """Whether seller and customer are in the country whose law is asked."""
        return self.seller.country == self.customer.country == self.country.code

    def registration(self, jurisdiction: str, scheme: str = "") -> Registration | None:
        """The seller's registration there on the day of the sale."""
        return self.seller.registration(jurisdiction, self.day, scheme)

    def local_rates(self, *, at_seller: bool = False) -> tuple[OwnerRate, ...]:
        """The owner's local rates at the customer's place (or the seller's own)."""
        if at_seller:
            place = (self.seller.country, self.seller.region, "", self.seller.city)
        else:
            where = self.customer
            place = (where.country, where.region, where.county, where.city)
        return tuple(each for each in self.document.owner_rates if _covers(each, place, self.day))


def _covers(rate: OwnerRate, place: tuple[str, str, str, str], day: date) -> bool:
    country, region, county, city = place
    return (
        rate.country == country
        and rate.region == region
        and (not rate.county or rate.county.casefold() == county.casefold())
        and (not rate.city or rate.city.casefold() == city.casefold())
        and in_force(day, rate.valid_from, rate.valid_to)
    )


@dataclass(slots=True)
class Answer:
    """A family's answer while it is being put together."""

    rule_code: str
    source: str
    confidence: str = "read"
    components: list[TaxComponent] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    required: list[str] = field(default_factory=list)
    warnings: list[Step] = field(default_factory=list)
    day: date | None = None

    def trust(self, confidence: str) -> None:
        """An answer is no surer than the least sure row it used."""
        if confidence == "known":
            self.confidence = "known"

    def warn_known(self, confidence: str, source: str) -> None:
        """Tell the owner that a rate or a taxability was not checked in a document."""
        self.trust(confidence)
        if confidence == "known":
            self.warnings.append(Step("confidence_known", {"source": source}))

    def rate(
        self,
        row: RateRow,
        category: str,
        share: Fraction = Fraction(1),
        day: date | None = None,
    ) -> None:
        """Charge a dated rate; `day` where this tax has another than the rest."""
        day = day or self.day
        self.components.append(
            TaxComponent(
                row.tax, row.jurisdiction, category, row.percent, share, compound=row.compound
            )
        )
        self.warn_known(row.confidence, row.source)
        self.steps.append(
            Step(
                "rate",
                {
                    "tax": row.tax,
                    "jurisdiction": row.jurisdiction,
                    "percent": f"{row.percent:f}",
                    "from": row.valid_from.isoformat(),
                    "source": row.source,
                    "day": day.isoformat() if day else "",
                },
            )
        )
        if share != 1:
            self.steps.append(Step("share", {"percent": f"{float(share * 100):g}"}))

    def zero(self, tax: str, jurisdiction: str, zero: Zero) -> None:
        """Charge nothing, with the reason and its notice."""
        self.components.append(
            TaxComponent(
                zero.tax or tax,
                jurisdiction,
                zero.category,
                _NOTHING,
                reason_code=zero.reason_code,
                reason=zero.reason,
                notice_id=zero.notice,
            )
        )
        code = f", {zero.reason_code}" if zero.reason_code else ""
        self.steps.append(Step("zero", {"reason": zero.reason, "code": code}))
        if zero.notice:
            self.notices.append(zero.notice)
            self.steps.append(Step("notice", {"notice": zero.notice}))


@dataclass(frozen=True, slots=True)
class Family:
    """One way of taxing. `abroad`, where set, is asked when a seller from another
    country holds a registration there; None = it has nothing to add.
    """

    code: str
    decide: Callable[[Sale], Answer | TaxUndecided]
    abroad: Callable[[Sale], Answer | TaxUndecided | None] | None = None


def ask(question: str, sale: Sale, **details: str) -> TaxUndecided:
    """A question for the owner, with the facts that make it readable."""
    facts: Mapping[str, str] = {
        "seller_country": sale.seller.country,
        "customer_country": sale.customer.country,
        "customer_region": sale.customer.region,
        "tax_class": sale.tax_class.value,
        "day": sale.day.isoformat(),
    }
    return TaxUndecided(question, {**facts, **details})


def place_problem(sale: Sale) -> TaxUndecided | None:
    """A customer's country that does not exist, or one whose tax status is special."""
    code = sale.customer.country
    if not sale.data.knows(code):
        return ask("customer_country_unknown", sale, country=code)
    if code in sale.data.special_territories:
        return ask("special_territory", sale, place=code)
    return None


def home_scheme(sale: Sale, answer: Answer) -> Answer | TaxUndecided | None:
    """A scheme under which the seller charges nothing at home, put into the answer.

    None = an ordinary registration. No registration, or an unknown scheme, is asked.
    """
    home = sale.country.code
    registration = sale.registration(home)
    if registration is None:
        return ask("seller_not_registered_at_home", sale, jurisdiction=home)
    if registration.scheme == "standard":
        return None
    scheme = sale.country.schemes.get(registration.scheme)
    if scheme is None:
        return ask("seller_scheme_unknown", sale, scheme=registration.scheme)
    answer.rule_code, answer.source = scheme.code, scheme.source
    answer.trust(scheme.confidence)
    answer.steps.append(Step("scheme", {"scheme": scheme.code, "law": scheme.law}))
    answer.zero(sale.country.tax, home, scheme.zero)
    return answer


def missing_rate(sale: Sale, jurisdiction: str) -> TaxUndecided:
    """No dated rate row covers the day."""
    return ask("no_rate_on_date", sale, jurisdiction=sale.data.place(jurisdiction))
