"""Customers: listing, adding, changing field by field, archiving, deleting.

A version is always that of the customer; changing a site or a contact moves it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from msspdesk.db.book import Book, Work
from msspdesk.db.queries import parties
from msspdesk.db.queries.parties import CustomerRow
from msspdesk.domain import checks, words
from msspdesk.domain.customers import Contact, Customer, Site
from msspdesk.domain.errors import DomainError, InvalidInput, Problem
from msspdesk.domain.invoices import Invoice
from msspdesk.domain.sellers import Seller
from msspdesk.domain.tax import check_vat_id, normalise_vat_id
from msspdesk.domain.tax.identifiers import vat_id_country
from msspdesk.services import staleness
from msspdesk.services.changes import Changes
from msspdesk.services.undoing import Step, added, changed, deleted, remember, undo_of

__all__ = [
    "CustomerRow",
    "add",
    "add_contact",
    "add_site",
    "archive",
    "delete",
    "list_rows",
    "remove_contact",
    "remove_site",
    "update",
    "update_contact",
    "update_site",
]

KINDS: Final = frozenset({"customers"})

_FIELDS: Final[Mapping[str, checks.Check]] = {
    "name": checks.name,
    "short": checks.word,
    "status": checks.one_of("business", "consumer"),
    "evidence": checks.words,
    "vat_id": checks.words,
    "vat_id_checked_on": checks.words,
    "tax_number": checks.words,
    "currency": checks.currency,
    "language": checks.language,
    "terms_days": checks.terms_days,
    "buyer_reference": checks.words,
    "po_number": checks.words,
    "hourly_rate": checks.price_micro,
    "decimal_hours": checks.unchanged,
    "notes": checks.note,
}
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
    return _changes("Add customer", row, step)


def update(book: Book, customer_id: int, version: int, **fields: Any) -> Changes:
    """Change fields, all or none.

    Fields: name, short, status, evidence, vat_id, vat_id_checked_on, tax_number,
    currency, language, terms_days, buyer_reference, po_number, hourly_rate
    (Decimal an hour or None), decimal_hours, notes. InvalidInput names each field.
    """
    values = checks.cleaned(_FIELDS, fields)
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
        row.vat_id_checked_on = row.vat_id_checked_on if row.vat_id == old else ""
    if "short" in values and values["short"].casefold() in parties.shorts(work.connection, row.id):
        raise InvalidInput([Problem("short_taken", "short", {"value": values["short"]})])
    if values.get("currency", row.currency) != row.currency and row.id is not None:
        _refuse_if_billed(work, row)
    for name, value in values.items():
        if name not in {"hourly_rate", "vat_id"}:
            setattr(row, name, value)


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


def add_site(book: Book, customer_id: int, version: int, **fields: Any) -> Changes:
    """A further place: name, street, street2, postcode, city, county, region, country."""
    values = checks.cleaned(_SITE_FIELDS, fields)

    def put(_work: Work, row: Customer) -> None:
        row.sites.append(Site(position=_next_position(row.sites), **values))

    return _change(book, customer_id, version, put)


def update_site(book: Book, customer_id: int, version: int, site_id: int, **fields: Any) -> Changes:
    """Change a place."""
    values = checks.cleaned(_SITE_FIELDS, fields)
    return _change(
        book, customer_id, version, lambda _, row: _set(_owned(row.sites, site_id), values)
    )


def remove_site(book: Book, customer_id: int, version: int, site_id: int) -> Changes:
    """Take a place away. DomainError("still_in_use") while a contract or count names it."""
    return _change(
        book, customer_id, version, lambda _, row: row.sites.remove(_owned(row.sites, site_id))
    )


def add_contact(book: Book, customer_id: int, version: int, **fields: Any) -> Changes:
    """A person: name, email, phone, gets_invoices. The first one gets the invoices."""
    values = checks.cleaned(_CONTACT_FIELDS, fields)

    def put(_work: Work, row: Customer) -> None:
        values.setdefault("gets_invoices", not row.contacts)
        row.contacts.append(Contact(position=_next_position(row.contacts)))
        _set_contact(row, row.contacts[-1], values)

    return _change(book, customer_id, version, put)


def update_contact(
    book: Book, customer_id: int, version: int, contact_id: int, **fields: Any
) -> Changes:
    """Change a person. Who gets the invoices takes that from everyone else."""
    values = checks.cleaned(_CONTACT_FIELDS, fields)
    return _change(
        book,
        customer_id,
        version,
        lambda _, row: _set_contact(row, _owned(row.contacts, contact_id), values),
    )


def _set_contact(row: Customer, contact: Contact, values: Mapping[str, Any]) -> None:
    _set(contact, values)
    if contact.gets_invoices:
        for other in row.contacts:
            other.gets_invoices = other is contact


def remove_contact(book: Book, customer_id: int, version: int, contact_id: int) -> Changes:
    """Take a person away."""
    return _change(
        book,
        customer_id,
        version,
        lambda _, row: row.contacts.remove(_owned(row.contacts, contact_id)),
    )


def archive(book: Book, customer_id: int, version: int, *, archived: bool = True) -> Changes:
    """Out of lists and completion, with all history kept; or back again."""
    label = "Archive customer" if archived else "Bring customer back"
    return _change(
        book, customer_id, version, lambda _, row: setattr(row, "archived", archived), label
    )


def delete(book: Book, customer_id: int, version: int) -> Changes:
    """Delete a customer without history. DomainError("still_in_use"): archive instead."""
    with book.write() as work:
        row = work.get_at(Customer, customer_id, version)
        step = deleted(row)
        work.delete(row)
    return _changes("Delete customer", row, step)


def _change(
    book: Book,
    customer_id: int,
    version: int,
    change: Callable[[Work, Customer], object],
    label: str = "Change customer",
    *,
    moves_drafts: bool = False,
) -> Changes:
    with book.write() as work:
        row = work.get_at(Customer, customer_id, version)
        before = remember(row)
        change(work, row)
        step = changed(work, before, row)
        if step.before == step.after:
            return Changes.of()
        if row.version == version:
            work.touch(row)
        stale = staleness.mark_drafts_of(work, customer_id) if moves_drafts else []
    return _changes(label, row, step, *stale)


def _changes(label: str, row: Customer, *steps: Step) -> Changes:
    ids = () if row.id is None else (row.id,)
    kinds = KINDS | {"invoices"} if len(steps) > 1 else KINDS
    return Changes.of(*kinds, ids=ids, undo=undo_of(label, kinds, *steps))


def _owned(rows: Iterable[Any], key: int) -> Any:
    for row in rows:
        if row.id == key:
            return row
    raise DomainError("changed_since")


def _set(row: object, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _next_position(rows: Iterable[Any]) -> int:
    return max((row.position for row in rows), default=-1) + 1
