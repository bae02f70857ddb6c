"""The owner's own page: address, look, registrations with tax offices, bank accounts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from msspdesk.db.book import Book
from msspdesk.domain import checks, numbering
from msspdesk.domain.codes import COUNTRIES
from msspdesk.domain.errors import DomainError, InvalidInput, Problem
from msspdesk.domain.money import from_micro, to_major, to_minor
from msspdesk.domain.sellers import BankAccount, Seller, TaxRegistration
from msspdesk.domain.tax import Registration, check_vat_id, normalise_vat_id
from msspdesk.domain.tax.checks import check_place, check_registrations, region_code
from msspdesk.services.changes import Changes
from msspdesk.services.keeping import Kept, owned, put
from msspdesk.taxdata.loader import load

_SELLER: Final = Kept(Seller, frozenset({"seller"}))
PERSONS: Final = ("", "individual_professional", "individual_professional_new", "company")
SCHEMES: Final = ("standard", "small_business", "forfettario", "oss", "lut", "unregistered")


@dataclass(frozen=True, slots=True)
class RegistrationRow:
    """A dated registration; `valid_to` is its last day."""

    id: int
    jurisdiction: str
    scheme: str
    number: str
    accounting: str
    rounding: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A dated bank account; `valid_to` is its last day."""

    id: int
    name: str
    holder: str
    iban: str
    bic: str
    number: str
    currency: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class SellerPage:
    """Everything on the seller's page. `rate_target` is the rate an hour should bring,
    `sold_before` by year the EUR sold to EU consumers abroad before the book began.
    """

    version: int
    name: str
    owner: str
    street: str
    street2: str
    postcode: str
    city: str
    region: str
    country: str
    email: str
    phone: str
    website: str
    legal_note: str
    currency: str
    language: str
    zone: str
    paper: str
    accent: str
    logo: bytes | None
    terms_days: int
    number_pattern: str
    credit_pattern: str
    rate_target: Decimal | None
    person: str
    fund_name: str
    fund_percent: Decimal
    sold_before: Mapping[int, Decimal]
    registrations: tuple[RegistrationRow, ...]
    accounts: tuple[AccountRow, ...]
    region_problem: Problem | None


def _pattern(value: str) -> str:
    problems = numbering.pattern_problems(value)
    if problems:
        raise DomainError(problems[0].code, **problems[0].details)
    return value


def _jurisdiction(value: str) -> str:
    """ "EU", a country ("DE") or a part of one ("US-TX")."""
    code = checks.words(value).upper()
    if code != "EU" and code.split("-", 1)[0] not in COUNTRIES:
        raise DomainError("country_unknown", value=value)
    return code


def _legal_note(value: str) -> str:
    """The words at the foot of each page; a treatise would leave no page for the lines."""
    note = checks.note(value)
    if len(note) > LONGEST_LEGAL_NOTE:
        details = {"longest": LONGEST_LEGAL_NOTE, "length": len(note)}
        raise DomainError("text_too_long", **details)
    return note


def _sold_before(value: Mapping[int, Decimal | None]) -> dict[str, int]:
    """By year as text, cents; a year given None is forgotten."""
    found = {}
    for year, euro in value.items():
        cents = to_minor(euro or Decimal(0), "EUR")
        if cents < 0:
            raise DomainError("sold_before_negative")
        found[str(year)] = checks.amount_minor(cents)
    return found


LONGEST_LEGAL_NOTE: Final = 600
_FIELD_OF: Final = {"registration_dates": "valid_to", "registrations_overlap": "valid_from"}
_FIELDS: Final[Mapping[str, checks.Check]] = {
    "name": checks.name,
    **dict.fromkeys(
        ("owner", "street", "street2", "postcode", "city", "region", "phone", "website"),
        checks.words,
    ),
    "country": checks.country,
    "email": checks.email,
    "legal_note": _legal_note,
    "currency": checks.currency,
    "language": checks.language,
    "zone": checks.zone,
    "paper": checks.one_of("A4", "Letter"),
    "accent": checks.colour,
    "logo": checks.picture,
    "terms_days": checks.terms_days,
    "number_pattern": _pattern,
    "credit_pattern": _pattern,
    "rate_target": checks.price_micro,
    "person": checks.one_of(*PERSONS),
    "fund_name": checks.words,
    "fund_percent": checks.percent_micro,
    "sold_before": _sold_before,
}
_REGISTRATION_FIELDS: Final[Mapping[str, checks.Check]] = {
    "jurisdiction": _jurisdiction,
    "scheme": checks.one_of(*SCHEMES),
    "number": checks.words,
    "accounting": checks.one_of("accrual", "cash"),
    "rounding": checks.words,
    "valid_from": checks.day,
    "valid_to": checks.day,
}
_ACCOUNT_FIELDS: Final[Mapping[str, checks.Check]] = {
    "name": checks.words,
    "holder": checks.words,
    "iban": checks.iban,
    "bic": checks.bic,
    "number": checks.words,
    "currency": checks.currency,
    "valid_from": checks.day,
    "valid_to": checks.day,
}


def page(book: Book) -> SellerPage:
    """The seller as it stands."""
    with book.read() as work:
        row = work.get(Seller, 1)
    special = {"rate_target", "fund_percent", "sold_before", "registrations", "accounts"}
    special.add("region_problem")
    plain = {
        name: getattr(row, name) for name in SellerPage.__dataclass_fields__ if name not in special
    }
    target = row.rate_target_micro
    return SellerPage(
        **plain,
        rate_target=None if target is None else from_micro(target),
        fund_percent=from_micro(row.fund_percent_micro),
        sold_before={int(year): to_major(minor, "EUR") for year, minor in row.sold_before.items()},
        registrations=tuple(_rows(RegistrationRow, row.registrations)),
        accounts=tuple(_rows(AccountRow, row.accounts)),
        region_problem=_region_problem(row),
    )


def _region_problem(row: Seller) -> Problem | None:
    """India's tax depends on the owner's own state."""
    found = check_place(load(), row.country, row.region, "") if row.country == "IN" else []
    for each in found:
        if each.code == "customer_region_missing":
            return Problem("seller_region_missing", "region", {"seller_country": row.country})
        return each
    return None


def _rows(kind: type[Any], rows: Iterable[Any]) -> Iterable[Any]:
    names = kind.__dataclass_fields__
    return (kind(**{name: getattr(row, name) for name in names}) for row in rows)


def update(book: Book, version: int, **fields: Any) -> Changes:
    """Change fields, all or none: those of `SellerPage` but registrations and accounts.

    `sold_before` is EUR by year; years that are not named stay.
    """
    values = checks.cleaned(_FIELDS, fields)
    if "rate_target" in values:
        values["rate_target_micro"] = values.pop("rate_target")
    if "fund_percent" in values:
        values["fund_percent_micro"] = values.pop("fund_percent")
    done = _change(book, version, lambda row: _put(row, values))
    book.forget_zone()
    return done


def _put(row: Seller, values: Mapping[str, Any]) -> None:
    if "sold_before" in values:
        merged = row.sold_before | values["sold_before"]
        values = {**values, "sold_before": {year: each for year, each in merged.items() if each}}
    put(row, values)
    if not values.keys().isdisjoint({"country", "region"}):
        row.region = region_code(load(), row.country, row.region)


def add_registration(book: Book, version: int, **fields: Any) -> Changes:
    """A registration: jurisdiction, scheme, number, accounting, rounding, valid_from, valid_to."""
    values = checks.cleaned(_REGISTRATION_FIELDS, fields)
    return _change(book, version, lambda row: _put_registration(row, TaxRegistration(), values))


def update_registration(book: Book, version: int, registration_id: int, **fields: Any) -> Changes:
    """Change a registration. InvalidInput: registrations_overlap, registration_dates,
    scheme_not_there, rounding_not_there, vat_id_*. Each stands at its field.
    """
    values = checks.cleaned(_REGISTRATION_FIELDS, fields)
    return _change(
        book,
        version,
        lambda row: _put_registration(row, owned(row.registrations, registration_id), values),
    )


def remove_registration(book: Book, version: int, registration_id: int) -> Changes:
    """Take a registration away; an end date is better once something was billed under it."""
    return _change(
        book,
        version,
        lambda row: row.registrations.remove(owned(row.registrations, registration_id)),
    )


def _put_registration(
    row: Seller, registration: TaxRegistration, values: Mapping[str, Any]
) -> None:
    put(registration, values)
    if not registration.jurisdiction:
        raise InvalidInput([Problem("country_missing", "jurisdiction")])
    if registration.jurisdiction == "EU":
        registration.scheme = "oss"
    known = schemes(registration.jurisdiction)
    if values.keys() & {"jurisdiction", "scheme"} and registration.scheme not in known:
        details: dict[str, object] = {
            "scheme": registration.scheme,
            "jurisdiction": load().place(registration.jurisdiction),
        }
        raise InvalidInput([Problem("scheme_not_there", "scheme", details)])
    _check_rounding(row, registration, values)
    if not values.keys().isdisjoint({"jurisdiction", "scheme", "number"}):
        registration.number = _number(registration)
    if registration not in row.registrations:
        row.registrations.append(registration)
    if problems := check_registrations([_fact(each) for each in row.registrations], load()):
        raise InvalidInput([replace(each, field=_FIELD_OF[each.code]) for each in problems])


def _check_rounding(row: Seller, registration: TaxRegistration, values: Mapping[str, Any]) -> None:
    """Only what the law of the owner's country allows; another place forgets the choice."""
    home = registration.jurisdiction == row.country
    if registration.rounding in ("", *(roundings(row.country) if home else ())):
        return
    if values.get("rounding"):
        place = load().place(registration.jurisdiction)
        details: dict[str, object] = {"value": registration.rounding, "jurisdiction": place}
        raise InvalidInput([Problem("rounding_not_there", "rounding", details)])
    registration.rounding = ""


def in_union(country: str) -> bool:
    """Whether the EU threshold for consumers abroad is of concern to sellers there."""
    found = load().country(country)
    return found is not None and found.union == "EU"


def roundings(jurisdiction: str) -> tuple[str, ...]:
    """Names of the lawful alternatives to the country's own rounding; mostly none."""
    country = load().country(jurisdiction)
    return tuple(country.rounding_choices()) if country is not None else ()


def schemes(jurisdiction: str) -> tuple[str, ...]:
    """How one can stand with that tax office, as far as its rules are known here."""
    if jurisdiction == "EU":
        return ("oss",)
    if "-" in jurisdiction:
        return ("standard",)
    country = load().country(jurisdiction)
    known = country.schemes if country is not None else ("small_business", "unregistered")
    letter = ("lut",) if jurisdiction == "IN" else ()
    return ("standard", *known, *letter)


@dataclass(frozen=True, slots=True)
class Accounting:
    """When tax is due with a tax office: what is `usual` there, and which of accrual and
    cash every invoice has to state.
    """

    usual: str = "accrual"
    stated: frozenset[str] = frozenset()


def accounting(jurisdiction: str) -> Accounting:
    """When the tax of services is due there, as far as its rules are known here."""
    country = load().country(jurisdiction)
    if country is None:
        return Accounting()
    rows = [each for each in country.invoice_words if each.word == "statement"]
    stated = frozenset[str]().union(*(each.when.get("accounting", ()) for each in rows))
    return Accounting(country.usual_accounting, stated)


def _number(registration: TaxRegistration) -> str:
    """The number as it is printed. Small businesses may give a plain tax number instead."""
    country, number = registration.jurisdiction, registration.number
    if not number or "-" in country or country == "EU":
        return number
    if registration.scheme in {"small_business", "unregistered"}:
        return number
    problem = check_vat_id(country, number)
    if problem is not None:
        raise InvalidInput([Problem(problem.code, "number", problem.details)])
    return normalise_vat_id(country, number)


def _fact(row: TaxRegistration) -> Registration:
    return Registration(
        jurisdiction=row.jurisdiction,
        scheme=row.scheme,
        number=row.number,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        rounding=row.rounding,
    )


def add_account(book: Book, version: int, **fields: Any) -> Changes:
    """A bank account: name, holder, iban, bic, number, currency, valid_from, valid_to."""
    values = checks.cleaned(_ACCOUNT_FIELDS, fields)
    return _change(book, version, lambda row: _put_account(row, BankAccount(), values))


def update_account(book: Book, version: int, account_id: int, **fields: Any) -> Changes:
    """Change an account. Problems: account_missing, iban_wrong, bic_wrong, end_before_start."""
    values = checks.cleaned(_ACCOUNT_FIELDS, fields)
    return _change(
        book, version, lambda row: _put_account(row, owned(row.accounts, account_id), values)
    )


def remove_account(book: Book, version: int, account_id: int) -> Changes:
    """Take an account away. DomainError("still_in_use") once a payment came in on it."""
    return _change(book, version, lambda row: row.accounts.remove(owned(row.accounts, account_id)))


def _put_account(row: Seller, account: BankAccount, values: Mapping[str, Any]) -> None:
    put(account, values)
    account.currency = account.currency or row.currency
    if not account.iban and not account.number:
        raise InvalidInput([Problem("account_missing", "iban")])
    first, last = account.valid_from, account.valid_to
    if first and last and last < first:
        raise InvalidInput([Problem("end_before_start", "valid_to")])
    if account not in row.accounts:
        row.accounts.append(account)


def _change(book: Book, version: int, change: Callable[[Seller], object]) -> Changes:
    return _SELLER.change(book, 1, version, lambda _work, row: change(row), "Change your details")
