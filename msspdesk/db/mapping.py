"""Joins the plain dataclasses of `domain` to the tables, once a process: at import.

Owned children come with their parent (`selectin`); everything else is asked for
by key. `version` counts changes of a row by itself.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, inspect
from sqlalchemy.orm import Session, registry, relationship
from sqlalchemy.orm.attributes import flag_modified

from msspdesk.db import tables
from msspdesk.db.records import (
    Asset,
    ChainHead,
    InvoiceTax,
    IssuedDocument,
    OwnerAnswer,
    OwnRate,
    Rendering,
    Series,
)
from msspdesk.domain.catalogue import Service
from msspdesk.domain.contracts import Contract, ContractLine, Count, LineTerms
from msspdesk.domain.customers import Contact, Customer, CustomerCertificate, Site
from msspdesk.domain.invoices import AllowanceCharge, Invoice, InvoiceLine, LedgerRow
from msspdesk.domain.payments import Allocation, Payment
from msspdesk.domain.sellers import BankAccount, Seller, TaxRegistration
from msspdesk.domain.timesheets import TimeEntry, Timer

_registry = registry(metadata=tables.metadata)


def _owned(child: type, order: Any) -> Any:
    return relationship(
        child, cascade="all, delete-orphan", lazy="selectin", order_by=order, passive_deletes=True
    )


def _map(entity: type, table: Table, **owned: Any) -> None:
    version = {"version_id_col": table.c.version} if "version" in table.c else {}
    _registry.map_imperatively(entity, table, properties=owned, **version)


def _configure() -> None:
    t = tables
    _map(TaxRegistration, t.tax_registration)
    _map(BankAccount, t.bank_account)
    _map(
        Seller,
        t.seller,
        registrations=_owned(TaxRegistration, t.tax_registration.c.id),
        accounts=_owned(BankAccount, t.bank_account.c.id),
    )
    _map(Site, t.site)
    _map(Contact, t.contact)
    _map(CustomerCertificate, t.customer_certificate)
    _map(
        Customer,
        t.customer,
        sites=_owned(Site, t.site.c.position),
        contacts=_owned(Contact, t.contact.c.position),
        certificates=_owned(CustomerCertificate, t.customer_certificate.c.id),
    )
    _map(Service, t.service)
    _map(LineTerms, t.line_terms)
    _map(ContractLine, t.contract_line, terms=_owned(LineTerms, t.line_terms.c.valid_from))
    _map(Contract, t.contract, lines=_owned(ContractLine, t.contract_line.c.position))
    _map(Count, t.count)
    _map(TimeEntry, t.time_entry)
    _map(Timer, t.timer)
    _map(LedgerRow, t.ledger_row)
    _map(InvoiceLine, t.invoice_line, ledger=_owned(LedgerRow, t.ledger_row.c.id))
    _map(AllowanceCharge, t.document_allowance)
    _map(
        Invoice,
        t.invoice,
        allowances=_owned(AllowanceCharge, t.document_allowance.c.position),
        lines=_owned(InvoiceLine, t.invoice_line.c.position),
    )
    _map(Allocation, t.allocation)
    _map(Payment, t.payment, allocations=_owned(Allocation, t.allocation.c.id))
    for entity, table in (
        (InvoiceTax, t.invoice_tax),
        (IssuedDocument, t.issued_document),
        (Rendering, t.rendering),
        (Asset, t.asset),
        (ChainHead, t.chain_head),
        (Series, t.series),
        (OwnerAnswer, t.owner_tax_rule),
        (OwnRate, t.owner_rate),
    ):
        _map(entity, table)
    _registry.configure()


def key_of(entity: type) -> Any:
    """The primary key attribute of a mapped entity, for ordering."""
    return inspect(entity).primary_key[0]


def touch(entity: Any) -> None:
    """Mark a column that is neither key nor version as changed: the row's version moves."""
    mapper: Any = inspect(type(entity))
    names = (each.key for each in mapper.column_attrs)
    flag_modified(entity, next(name for name in names if name not in {"id", "uuid", "version"}))


def session(connection: Connection, *, autoflush: bool) -> Session:
    """Entities of a transaction that the book begins and ends."""
    return Session(connection, expire_on_commit=False, autoflush=autoflush)


_configure()  # under the lock of this import: several threads may ask for entities at once
