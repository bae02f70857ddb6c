"""Making and opening a book, and what is known of the file."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from msspdesk.db import store
from msspdesk.db.book import Book, Clock, system_clock
from msspdesk.db.lock import BookLock
from msspdesk.db.queries import parties
from msspdesk.db.queries.issuing import unrendered
from msspdesk.domain import checks
from msspdesk.domain.errors import DomainError, InvalidInput, Problem
from msspdesk.domain.sellers import BankAccount, Seller, TaxRegistration
from msspdesk.texts import formats

_USUAL_CURRENCY: Final = "EUR"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """The facts without which no invoice can be made: the first run asks for them.

    `tax_id` is the VAT id, or the number of the tax office where there is none;
    only a small business (no tax charged at home) may leave it empty. `iban` is
    empty where there are none. `zone` is the IANA zone of the place.
    """

    name: str
    street: str
    postcode: str
    city: str
    country: str
    tax_id: str = ""
    small_business: bool = False
    iban: str = ""
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class BookInfo:
    """The file behind an open book."""

    path: Path
    owner: str
    read_only: bool
    size_bytes: int


def begin(path: Path, facts: Beginning, clock: Clock = system_clock) -> Book:
    """A new book out of the first run's form.

    InvalidInput names every wrong field at once; DomainError("file_exists") when
    something is there, ExternalError("folder_unwritable") when nothing can be.
    """
    first_seller(facts)  # so that nothing is left of wrong facts
    return create_book(path, partial(first_seller, facts), clock)


def create_book(path: Path, seller: Callable[[], Seller], clock: Clock = system_clock) -> Book:
    """A new book for this seller. DomainError("file_exists") when something is there."""
    book = store.create(path, clock)
    with book.write() as work:
        row = seller()
        row.id = 1
        work.add(row)
    return book


def open_book(path: Path, clock: Clock = system_clock, *, read_only: bool = False) -> Book:
    """The book at `path`, checked and brought to this program's schema.

    `Book.read_only` says whether it can only be looked at: asked for, or because
    file or folder cannot be written.
    """
    return store.open_book(path, clock, read_only=read_only)


def open_for_window(path: Path, clock: Clock = system_clock) -> Book:
    """Like `open_book`, and held until closed, so that a second window is kept out.

    DomainError("book_is_held") names who has it. A book that can only be read is
    not held: nobody can write it.
    """
    if not store.is_file(path) or not _writable(path):
        return open_book(path, clock)
    lock = BookLock(path)
    lock.take(clock())
    try:
        book = open_book(path, clock)
    except BaseException:
        lock.release()
        raise
    book.lock = lock
    return book


def hold(book: Book) -> Book:
    """Hold a book that was made just now, as `open_for_window` does."""
    lock = BookLock(book.path)
    lock.take(book.now())
    book.lock = lock
    return book


def waits_for_paper(book: Book) -> bool:
    """Whether a crash left an issued document without its PDF (`rendering.render_pending`)."""
    with book.read() as work:
        return bool(unrendered(work.connection)) and not book.read_only


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def info(book: Book) -> BookInfo:
    """What to show of the file: its owner, its size, whether it can be written."""
    with book.read() as work:
        owner = parties.seller_name(work.connection)
    size = book.path.stat().st_size if book.path.exists() else 0
    return BookInfo(book.path, owner, book.read_only, size)


def first_seller(facts: Beginning) -> Seller:
    """The seller these facts make; currency, language and paper are those of the country."""
    # The window opens through this module and does not wait for these.
    from msspdesk import taxdata
    from msspdesk.services import customary

    known = _checked(facts)
    country = known["country"]
    tax = taxdata.load().countries.get(country)
    currency = tax.currency if tax else _USUAL_CURRENCY
    scheme = "small_business" if facts.small_business else "standard"
    account = BankAccount(
        name=currency, holder=known["name"], iban=known["iban"], currency=currency
    )
    return Seller(
        name=known["name"],
        street=known["street"],
        postcode=known["postcode"],
        city=known["city"],
        country=country,
        currency=currency,
        language=customary.language(country),
        zone=known["zone"],
        paper=formats.paper(country),
        registrations=[
            TaxRegistration(jurisdiction=country, scheme=scheme, number=known["tax_id"])
        ],
        accounts=[account] if known["iban"] else [],
    )


def _checked(facts: Beginning) -> Mapping[str, Any]:
    rules: dict[str, checks.Check] = {
        "name": checks.name,
        "postcode": checks.words,
        "tax_id": checks.words,
        "small_business": checks.unchanged,
        "iban": checks.iban,
        "zone": checks.zone,
    }
    rules |= {
        "street": lambda value: _filled(checks.words(value)),
        "city": lambda value: _filled(checks.words(value)),
        "country": lambda value: checks.country(_filled(value)),
    }
    values, problems = asdict(facts), []
    try:
        values = checks.cleaned(rules, values)
    except InvalidInput as error:
        problems = list(error.problems)
    try:
        values["tax_id"] = _tax_id(facts)
    except DomainError as error:
        problems.append(Problem(error.code, "tax_id", dict(error.details)))
    if problems:
        raise InvalidInput(problems)
    return values


def _filled(value: str) -> str:
    if not value.strip():
        raise DomainError("fill_this_in")
    return value


def _tax_id(facts: Beginning) -> str:
    """A VAT id with right check digits, or the tax office's number as it was typed."""
    from msspdesk.domain.tax.identifiers import check_vat_id, normalise_vat_id, vat_id_country

    typed, country = checks.words(facts.tax_id), facts.country.strip().upper()
    if not typed:
        if not facts.small_business:
            raise DomainError("tax_id_missing")
        return ""
    if not vat_id_country(typed.replace(" ", "")):
        return typed
    problem = check_vat_id(country, typed)
    if problem is not None:
        raise DomainError(problem.code, **problem.details)
    return normalise_vat_id(country, typed)
