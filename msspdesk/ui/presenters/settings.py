"""The owner's own facts: address, registrations, accounts, paper, numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from msspdesk.domain.checks import LARGEST_PICTURE
from msspdesk.domain.errors import DomainError, ExternalError
from msspdesk.services import books, sellers, series
from msspdesk.services.changes import Changes
from msspdesk.services.series import NextNumber
from msspdesk.texts import _
from msspdesk.texts.errors import sentence
from msspdesk.ui.presenters import choices
from msspdesk.ui.presenters.base import OnError, Runner
from msspdesk.ui.presenters.choices import Choices
from msspdesk.ui.presenters.customer_record import (
    Owned,
    RecordPresenter,
    Values,
    Where,
    records_of,
    values_of,
)

if TYPE_CHECKING:
    from msspdesk.db.book import Book
    from msspdesk.services.books import BookInfo
    from msspdesk.services.sellers import SellerPage

FIELDS = (
    *("name", "owner", "street", "street2", "postcode", "city", "region", "country"),
    *("email", "phone", "website", "legal_note", "currency", "language", "zone"),
    *("paper", "accent", "terms_days", "number_pattern", "credit_pattern", "rate_target"),
    *("person", "fund_name", "fund_percent"),
)
REGISTRATION_FIELDS = (
    *("jurisdiction", "scheme", "number", "accounting", "rounding"),
    *("valid_from", "valid_to"),
)
NUMBERS: Final = {"next_invoice": "invoice", "next_credit": "credit_note"}
"""Fields of the next number, and the kind of document they are for."""
SOLD = "sold_in_"
"""A field of the form, followed by its year."""
ACCOUNT_FIELDS = ("name", "holder", "iban", "bic", "number", "currency", "valid_from", "valid_to")


@dataclass(frozen=True, slots=True)
class _Loaded:
    page: SellerPage
    info: BookInfo
    numbers: Mapping[str, NextNumber | DomainError]
    jurisdictions: Choices
    zones: tuple[tuple[str, str], ...]


class Settings(RecordPresenter):
    """Each field is stored when it is left; `page` is None until it is read."""

    watches = frozenset({"seller", "invoices"})

    def __init__(self, runner: Runner, today: date) -> None:
        super().__init__(runner)
        self.years = (today.year - 1, today.year)
        self.page: SellerPage | None = None
        self.info: BookInfo | None = None
        self.numbers: Mapping[str, NextNumber | DomainError] = {}
        self.jurisdictions: Choices = []
        self.zones: tuple[tuple[str, str], ...] = ()
        self.registration_deeds = Owned(
            self,
            sellers.add_registration,
            sellers.update_registration,
            sellers.remove_registration,
        )
        self.account_deeds = Owned(
            self, sellers.add_account, sellers.update_account, sellers.remove_account
        )

    # -- what is shown

    def reload(self) -> None:
        self.read(_load, self._loaded)

    def _loaded(self, found: _Loaded) -> None:
        self.page, self.info = found.page, found.info
        self.numbers = found.numbers
        self.jurisdictions, self.zones = found.jurisdictions, found.zones
        self.updated()

    def values(self) -> Values:
        """The fields of all forms."""
        page = self.page
        if page is None:
            return {}
        years = {f"{SOLD}{year}": page.sold_before.get(year) for year in self.years}
        return values_of(page, FIELDS) | years | {key: self._counter(key) for key in NUMBERS}

    def _counter(self, key: str) -> int | None:
        found = self.numbers.get(key)
        return found.value if isinstance(found, NextNumber) else None

    def can_set(self, key: str) -> bool:
        """Whether the next number may still be set."""
        found = self.numbers.get(key)
        return isinstance(found, NextNumber) and not found.begun

    def begins_at(self, key: str, value: int | None) -> str:
        """The number the series would begin at from now on; nothing where it does not go up."""
        found = self.numbers.get(key)
        if not isinstance(found, NextNumber) or value is None or value <= found.value:
            return ""
        return found.written(value)

    def called(self, key: str, value: int | None = None) -> str:
        """What the next document is called, with this counter or as it stands, and why that
        is no longer changed.
        """
        found = self.numbers.get(key)
        if not isinstance(found, NextNumber):
            return "" if found is None else sentence(found)
        number = found.written(value)
        if not found.begun:
            return _("The next one is {number}").format(number=number)
        words = _("The next one is {number}. The series has begun, a jump would leave a gap.")
        return words.format(number=number)

    def registrations(self) -> list[tuple[int, Values]]:
        """The registrations with tax offices."""
        rows = self.page.registrations if self.page is not None else ()
        return records_of(rows, REGISTRATION_FIELDS)

    def accounts(self) -> list[tuple[int, Values]]:
        """The bank accounts."""
        rows = self.page.accounts if self.page is not None else ()
        return records_of(rows, ACCOUNT_FIELDS)

    def new_registration(self) -> Values:
        """The owner's own country first; further ones are chosen."""
        country = self.page.country if self.page is not None and not self.registrations() else None
        due = sellers.accounting(country or "").usual
        usual = {"jurisdiction": country, "scheme": "standard", "accounting": due}
        return dict.fromkeys(REGISTRATION_FIELDS) | usual

    def new_account(self) -> Values:
        """In the owner's currency and name."""
        page = self.page
        usual = {"holder": page.name, "currency": page.currency} if page is not None else {}
        return dict.fromkeys(ACCOUNT_FIELDS) | usual

    # -- deeds

    def change(self, key: str, value: Any, on_error: OnError) -> None:
        """A field was left with a new value."""
        if key in NUMBERS:
            kind, counter = NUMBERS[key], int(value or 0)
            self.write(lambda book: series.set_next_number(book, kind, counter), on_error=on_error)
            return
        if key.startswith(SOLD):
            key, value = "sold_before", {int(key.removeprefix(SOLD)): value}
        self.store(on_error, sellers.update, **{key: value})

    def read_logo(self, path: Path, on_error: OnError) -> None:
        """Keep a picture file as the logo of the paper."""

        def job(book: Book) -> Changes:
            try:
                with path.open("rb") as file:
                    picture = file.read(LARGEST_PICTURE + 1)
            except OSError as error:
                raise ExternalError("file_unreadable", path=path.name) from error
            return sellers.update(book, sellers.page(book).version, logo=picture)

        self.write(job, on_error=on_error)

    def remove_logo(self) -> None:
        self.store(None, sellers.update, logo=None)

    def where(self) -> Where:
        return lambda book: (sellers.page(book).version,)


def _load(book: Book) -> _Loaded:
    return _Loaded(
        page=sellers.page(book),
        info=books.info(book),
        numbers={key: _next_number(book, kind) for key, kind in NUMBERS.items()},
        jurisdictions=choices.jurisdictions(),
        zones=choices.zones(),
    )


def _next_number(book: Book, kind: str) -> NextNumber | DomainError:
    """The next number, or why the series cannot give one."""
    try:
        return series.next_number(book, kind)
    except DomainError as error:
        return error


def read_counter(text: str) -> int:
    """The counter as typed: digits alone, zeros in front are fine."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= series.LARGEST):
        raise DomainError("next_number_wrong", limit=series.LARGEST)
    return int(text)
