"""The seller: the owner's one legal entity, its registrations and bank accounts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(eq=False, kw_only=True)
class TaxRegistration:
    """A dated registration with a tax office.

    `jurisdiction` is a country ("DE"), a region ("CA-QC") or "EU" for the One
    Stop Shop; `scheme` is a code of the tax data ("standard", "small_business").
    `accounting` is "accrual" or "cash". `valid_to` is the last day. `rounding` names a
    lawful alternative of the tax data ("line", "down"), empty for the country's own.
    """

    id: int | None = None
    seller_id: int | None = None
    jurisdiction: str = ""
    scheme: str = "standard"
    number: str = ""
    accounting: str = "accrual"
    rounding: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(eq=False, kw_only=True)
class BankAccount:
    """Where customers pay to, dated. `valid_to` is the last day."""

    id: int | None = None
    seller_id: int | None = None
    name: str = ""
    holder: str = ""
    iban: str = ""
    bic: str = ""
    number: str = ""
    currency: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(eq=False, kw_only=True)
class Seller:
    """The seller (EN 16931 BG-4). There is one in a book, with id 1.

    `zone` is the IANA zone of the book: "today" is its date. `number_pattern`
    is that of invoices, `credit_pattern` of credit notes (docs/rules.md, Numbering).
    `rate_target_micro` is what an hour should bring, in `currency`, 10**-6.
    `person` decides what customers withhold: individual_professional,
    individual_professional_new (first three years), company, empty = not said.
    `fund_name` and `fund_percent_micro` (10**-6 percent) are the contribution to a
    profession's fund that new drafts add to the fees (Italy: cassa), 0 = none.
    `sold_before` holds by year ("2026") the sales to consumers abroad in the EU that
    were made before the book began, in cents of EUR without tax.
    """

    id: int | None = None
    version: int = 1
    name: str = ""
    owner: str = ""
    street: str = ""
    street2: str = ""
    postcode: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    legal_note: str = ""
    currency: str = "EUR"
    language: str = "en"
    zone: str = "UTC"
    paper: str = "A4"
    accent: str = "#0B6E6E"
    logo: bytes | None = None
    terms_days: int = 14
    number_pattern: str = "RE-{year}-{n:04}"
    credit_pattern: str = "GS-{year}-{n:04}"
    rate_target_micro: int | None = None
    person: str = ""
    fund_name: str = ""
    fund_percent_micro: int = 0
    sold_before: dict[str, int] = field(default_factory=dict)
    registrations: list[TaxRegistration] = field(default_factory=list)
    accounts: list[BankAccount] = field(default_factory=list)
