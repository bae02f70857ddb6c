"""Customers: listing, adding, changing field by field, archiving, deleting.

A version is always that of the customer; changing a site or a contact moves it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from msspdesk.db.book import Book, Work
from msspdesk.db.queries import parties
from msspdesk.db.queries.parties import CustomerRow
from msspdesk.domain import checks, words
from msspdesk.domain.customers import Contact, Customer, Site
from msspdesk.domain.errors import DomainError, InvalidInput, Problem
from msspdesk.domain.invoices import Invoice
from msspdesk.domain.sellers import Seller
from msspdesk.domain.tax import PriceMode, check_vat_id, normalise_vat_id
from msspdesk.domain.tax.checks import region_code
from msspdesk.domain.tax.identifiers import vat_id_country
from msspdesk.services import customary, staleness
from msspdesk.services.changes import Changes
from msspdesk.services.keeping import Kept, owned, put
from msspdesk.services.undoing import Step, added
from msspdesk.taxdata.loader import load

__all__ = [
    "CustomerRow",
    "add",
    "add_contact",
    "add_site",
    "archive",
    "delete",
    "list_rows",
    "record_check",
    "remove_contact",
    "remove_site",
    "update",
    "update_contact",
    "update_site",
]

_CUSTOMERS: Final = Kept(Customer, frozenset({"customers"}))

_FIELDS: Final[Mapping[str, checks.Check]] = {
    "name": checks.name,
    "short": checks.word,
    "status": checks.one_of("business", "consumer"),
    "evidence": checks.words,
    "vat_id": checks.words,
    "vat_id_checked_on": checks.day,
    "vat_id_checked_by": checks.words,
    "tax_number": checks.words,
    "currency": checks.currency,
    "language": checks.language,
    "terms_days": checks.terms_days,
    "buyer_reference": checks.words,
    "po_number": checks.words,
    "hourly_rate": checks.price_micro,
    "decimal_hours": checks.unchanged,
    "price_mode": checks.one_of(*PriceMode),
    "notes": checks.note,
}
_CHECKED: Final = frozenset({"vat_id_checked_on", "vat_id_checked_by"})
_PRICED: Final = frozenset({"currency", "hourly_rate", "decimal_hours"})
"""Fields that a draft was calculated with."""
_SITE_FIELDS: Final[Mapping[str, checks.Check]] = {
    **dict.fromkeys(
        ("name", "street", "street2", "postcode", "city", "county", "region", "asset_region"),
        checks.words,
    ),
    "country": checks.country,
    "sez": checks.unchanged,
}
_CONTACT_FIELDS: Final[Mapping[str, checks.Check]] = {
    "name": checks.words,
    "email": checks.email,
    "phone": checks.words,
    "gets_invoices": checks.unchanged,
}


def list_rows(book: Book, filter: str = "", *, archived: bool = False) -> list[CustomerRow]:  # noqa: A002
    """Customers by name whose name, short word, city or country begin with every typed word."""
    with book.read() as work:
        rows = parties.customer_rows(work.connection, archived=archived)
    return [
        row for row in rows if words.matches(filter, row.name, row.short, row.city, row.country)
    ]


def version(book: Book, customer_id: int) -> int:
    """The version as it is now, for fields stored one after the other. DomainError("not_found")."""
    with book.read() as work:
        return work.get(Customer, customer_id).version


def add(book: Book, name: str, **fields: Any) -> Changes:
    """A new customer from its name; what is not given comes from the seller."""
    values = checks.cleaned(_FIELDS, {"name": name} | fields)
    with book.write() as work:
        seller = work.get(Seller, 1)
        row = Customer(
            uuid=str(uuid.uuid4()),
            currency=seller.currency,
            language=seller.language,
            terms_days=seller.terms_days,
        )
        _put(work, row, values)
        row.short = row.short or _short(work, row.name)
        work.add(row)
        step = added(row)
    return _CUSTOMERS.told("Add customer", row, step)


def update(book: Book, customer_id: int, version: int, **fields: Any) -> Changes:
    """Change fields, all or none.

    Fields: name, short, status, evidence, vat_id, vat_id_checked_on (a day, None for
    not checked), vat_id_checked_by (nobody named: the owner), tax_number,
    currency, language, terms_days, buyer_reference, po_number, hourly_rate
    (Decimal an hour or None), decimal_hours, price_mode (PriceMode, for new drafts),
    notes. InvalidInput names each field.
    """
    values = checks.cleaned(_FIELDS, fields)
    if (day := values.get("vat_id_checked_on")) and day > book.today():
        raise InvalidInput([Problem("check_in_future", "vat_id_checked_on", {"day": day})])
    return _change(
        book,
        customer_id,
        version,
        lambda work, row: _put(work, row, values),
        moves_drafts=not _PRICED.isdisjoint(values),
    )


def _put(work: Work, row: Customer, values: Mapping[str, Any]) -> None:
    if "hourly_rate" in values:
        row.hourly_rate_micro = values["hourly_rate"]
    if "vat_id" in values:
        row.vat_id, old = _vat_id(row, values["vat_id"]), row.vat_id
        if row.vat_id != old:
            _set_check(row, "", None, "", "")
    if not _CHECKED.isdisjoint(values):
        _put_check(work, row, values)
    if "short" in values and values["short"].casefold() in parties.shorts(work.connection, row.id):
        raise InvalidInput([Problem("short_taken", "short", {"value": values["short"]})])
    if values.get("currency", row.currency) != row.currency and row.id is not None:
        _refuse_if_billed(work, row)
    for name, value in values.items():
        if name not in {"hourly_rate", "vat_id"} | _CHECKED:
            setattr(row, name, value)


def _put_check(work: Work, row: Customer, values: Mapping[str, Any]) -> None:
    """A check that the owner made elsewhere; without a day there was none."""
    day = values.get("vat_id_checked_on", row.vat_id_checked_on)
    if day is None:
        if values.get("vat_id_checked_by"):
            raise InvalidInput([Problem("check_day_missing", "vat_id_checked_on")])
        _set_check(row, "", None, "", "")
        return
    if not row.vat_id:
        raise InvalidInput([Problem("vat_id_missing", "vat_id")])
    by = values.get("vat_id_checked_by", row.vat_id_checked_by)
    _set_check(row, "valid", day, by or work.get(Seller, 1).owner, "")


def _set_check(row: Customer, check: str, day: date | None, by: str, note: str) -> None:
    row.vat_id_check, row.vat_id_checked_on = check, day
    row.vat_id_checked_by, row.vat_id_check_note = by, note


def record_check(
    book: Book, customer_id: int, vat_id: str, *, valid: bool, by: str, note: str = ""
) -> Changes:
    """What a register answered today about that id, valid or not.

    DomainError("changed_since") when the customer has another id by now.
    """

    def keep(_work: Work, row: Customer) -> None:
        if row.vat_id != vat_id:
            raise DomainError("changed_since")
        _set_check(row, "valid" if valid else "invalid", book.today(), by, note)

    return _change(book, customer_id, version(book, customer_id), keep, "Check VAT ID")


def _refuse_if_billed(work: Work, row: Customer) -> None:
    """What is owed is compared with what was billed, so both must be in one currency."""
    if any(each.issued for each in work.all(Invoice, customer_id=row.id)):
        details: dict[str, object] = {"name": row.name, "currency": row.currency}
        raise InvalidInput([Problem("currency_is_billed", "currency", details)])


def _vat_id(row: Customer, typed: str) -> str:
    if not typed:
        return ""
    site = row.billing_site
    country = (site.country if site else "") or vat_id_country(typed)
    problem = check_vat_id(country, typed)
    if problem is not None:
        raise InvalidInput([problem])
    return normalise_vat_id(country, typed)


def _short(work: Work, name: str) -> str:
    """A word of the name that stands for no other customer yet."""
    found = words.fold(name) or ["customer"]
    taken = set(parties.shorts(work.connection))
    choices = [found[0], "".join(found[:2]), *(f"{found[0]}{number}" for number in range(2, 1000))]
    return next((each[:40] for each in choices if each[:40] not in taken), str(uuid.uuid4()))


def add_site(
    book: Book, customer_id: int, version: int, *, following: Collection[str] = (), **fields: Any
) -> Changes:
    """A further place: name, street, street2, postcode, city, county, region, country,
    asset_region, sez. A region by its name ("Texas") is kept as its code ("TX").

    `following`: of language and currency those that the owner did not choose; they
    follow the country of the billing address (`services.customary`).
    """
    values = checks.cleaned(_SITE_FIELDS, fields)

    def append(_work: Work, row: Customer) -> None:
        row.sites.append(Site(position=_next_position(row.sites)))
        _put_site(row.sites[-1], values)

    return _change(book, customer_id, version, _followed(append, following))


def update_site(
    book: Book,
    customer_id: int,
    version: int,
    site_id: int,
    *,
    following: Collection[str] = (),
    **fields: Any,
) -> Changes:
    """Change a place; `following` as in `add_site`."""
    values = checks.cleaned(_SITE_FIELDS, fields)

    def change(_work: Work, row: Customer) -> None:
        _put_site(owned(row.sites, site_id), values)

    return _change(book, customer_id, version, _followed(change, following))


def _followed(
    change: Callable[[Work, Customer], object], fields: Collection[str]
) -> Callable[[Work, Customer], None]:
    """The change, and what follows when it moves the billing address to another country."""

    def both(work: Work, row: Customer) -> None:
        before = customary.country_of(row)
        change(work, row)
        customary.follow(work, row, before, fields)

    return both


def _put_site(site: Site, values: Mapping[str, Any]) -> None:
    put(site, values)
    if not values.keys().isdisjoint({"country", "region", "asset_region"}):
        site.region = region_code(load(), site.country, site.region)
        site.asset_region = region_code(load(), site.country, site.asset_region)


def remove_site(book: Book, customer_id: int, version: int, site_id: int) -> Changes:
    """Take a place away. DomainError("still_in_use") while a contract or count names it."""
    return _change(
        book, customer_id, version, lambda _, row: row.sites.remove(owned(row.sites, site_id))
    )


def add_contact(book: Book, customer_id: int, version: int, **fields: Any) -> Changes:
    """A person: name, email, phone, gets_invoices. The first one gets the invoices."""
    values = checks.cleaned(_CONTACT_FIELDS, fields)

    def append(_work: Work, row: Customer) -> None:
        values.setdefault("gets_invoices", not row.contacts)
        row.contacts.append(Contact(position=_next_position(row.contacts)))
        _set_contact(row, row.contacts[-1], values)

    return _change(book, customer_id, version, append)


def update_contact(
    book: Book, customer_id: int, version: int, contact_id: int, **fields: Any
) -> Changes:
    """Change a person. Who gets the invoices takes that from everyone else."""
    values = checks.cleaned(_CONTACT_FIELDS, fields)
    return _change(
        book,
        customer_id,
        version,
        lambda _, row: _set_contact(row, owned(row.contacts, contact_id), values),
    )


def _set_contact(row: Customer, contact: Contact, values: Mapping[str, Any]) -> None:
    put(contact, values)
    if contact.gets_invoices:
        for other in row.contacts:
            other.gets_invoices = other is contact


def remove_contact(book: Book, customer_id: int, version: int, contact_id: int) -> Changes:
    """Take a person away."""
    return _change(
        book,
        customer_id,
        version,
        lambda _, row: row.contacts.remove(owned(row.contacts, contact_id)),
    )


def archive(book: Book, customer_id: int, version: int, *, archived: bool = True) -> Changes:
    """Out of lists, completion and billing, with all history kept; or back again."""
    label = "Archive customer" if archived else "Bring customer back"
    return _change(
        book, customer_id, version, lambda _, row: setattr(row, "archived", archived), label
    )


def delete(book: Book, customer_id: int, version: int) -> Changes:
    """Delete a customer without history. DomainError("still_in_use"): archive instead."""
    return _CUSTOMERS.delete(book, customer_id, version, "Delete customer")


def _change(
    book: Book,
    customer_id: int,
    version: int,
    change: Callable[[Work, Customer], object],
    label: str = "Change customer",
    *,
    moves_drafts: bool = False,
) -> Changes:
    def mark(work: Work) -> Sequence[Step]:
        return staleness.mark_drafts_of(work, customer_id) if moves_drafts else ()

    return _CUSTOMERS.change(book, customer_id, version, change, label, then=mark)


def _next_position(rows: Iterable[Any]) -> int:
    return max((row.position for row in rows), default=-1) + 1
