"""The owner's own word on tax: local rates, rules, and customers' certificates."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from msspdesk.domain.tax import OwnerTaxRule
from msspdesk.domain.words import matches
from msspdesk.services import certificates, customers, owner_rates, tax_answers, what_if
from msspdesk.services.certificates import CertificateRow
from msspdesk.services.changes import Changes
from msspdesk.services.owner_rates import LocalRate
from msspdesk.texts import _, places, tax_classes
from msspdesk.ui.presenters import place_words, tax_words
from msspdesk.ui.presenters.base import OnError, Presenter, Runner
from msspdesk.ui.presenters.customer_details import CERTIFICATE_FIELDS
from msspdesk.ui.presenters.customer_record import FirstStore, Values, values_of
from msspdesk.ui.presenters.tax_lists import Numbered

if TYPE_CHECKING:
    from msspdesk.db.book import Book

RATE_FIELDS = (
    "country",
    "region",
    "county",
    "city",
    "tax",
    "rate",
    "source",
    "valid_from",
    "valid_to",
)


class OwnRecords(Presenter):
    """Records of one kind, those that match the filter under their headings; one is open."""

    watches = frozenset({"tax", "customers"})
    fields: Sequence[str] = ()

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self.rows: tuple[Numbered, ...] = ()
        self.total = 0
        self.filter = ""
        self.loaded = False
        self.record_id: int | None = None
        self.adding = False
        self.just_added: int | None = None  # what is typed in its form meanwhile stays
        self._all: tuple[Any, ...] = ()
        self._first = self._begin_store()

    # -- what a kind says

    @abstractmethod
    def found(self, book: Book) -> Sequence[Any]:
        """All rows, by their group."""

    @abstractmethod
    def group(self, row: Any) -> str:
        """The heading a row stands under."""

    @abstractmethod
    def searched(self, row: Any) -> Iterable[str]:
        """The words a row is found by."""

    @abstractmethod
    def beginning(self) -> Values:
        """What a new one begins with."""

    @abstractmethod
    def complete(self, values: Values) -> bool:
        """Whether there is enough to store a new one."""

    @abstractmethod
    def _added(self, book: Book, values: Values) -> Changes: ...

    @abstractmethod
    def _changed(self, book: Book, row: Any, key: str, value: Any) -> Changes: ...

    @abstractmethod
    def _removed(self, book: Book, row: Any) -> Changes: ...

    # -- what is shown

    def reload(self) -> None:
        self.read(self.found, self._loaded)

    def _loaded(self, found: Sequence[Any]) -> None:
        self._all, self.total, self.loaded = tuple(found), len(found), True
        if self.row is None:
            self.record_id = None
        self._narrow()

    def search(self, text: str) -> None:
        self.filter = text
        self._narrow()

    def _narrow(self) -> None:
        fitting = [row for row in self._all if matches(self.filter, *self.searched(row))]
        rows: list[Numbered] = []
        for at, (title, group) in enumerate(groupby(fitting, self.group), start=1):
            rows.append(Numbered(-at, title, heading=True))
            rows.extend(Numbered(each.id, each) for each in group)
        self.rows = tuple(rows)
        self.updated()

    @property
    def row(self) -> Any:
        """The record that is open, or None."""
        return next((row for row in self._all if row.id == self.record_id), None)

    def values(self) -> Values:
        """The fields of the form."""
        if self.adding:
            return self.beginning() | self._first.values
        row = self.row
        return values_of(row, self.fields) if row is not None else {}

    # -- deeds

    def open(self, record_id: int | None) -> None:
        """Show one in the form; one that is not loaded yet is shown when it is."""
        self.record_id, self.adding = record_id, False
        self.updated()

    def begin(self) -> None:
        """A new one; it is stored as soon as it is complete."""
        self.record_id, self.adding = None, True
        self._first = self._begin_store()
        self._first.values = {
            key: value for key, value in self.beginning().items() if value is not None
        }
        self.updated()

    def change(self, key: str, value: Any, on_error: OnError) -> None:
        """A field was left with a new value."""
        if self.adding:
            self._first.put(key, value, on_error)
            return
        record_id = self.record_id
        if record_id is not None:
            self.write(
                lambda book: self._changed(book, self._newest(book, record_id), key, value),
                on_error=on_error,
            )

    def remove(self, record_id: int) -> None:
        """Take one away; undo brings it back."""
        self.write(lambda book: self._removed(book, self._newest(book, record_id)))

    def _newest(self, book: Book, record_id: int) -> Any:
        """Fields are stored one by one in their order, so each takes the newest version."""
        return next(each for each in self.found(book) if each.id == record_id)

    def _begin_store(self) -> FirstStore:
        return FirstStore(self._add, self.change, self.complete)

    def _add(self, values: Values, on_done: Callable[[], None], on_error: OnError) -> None:
        new: list[int] = []

        def job(book: Book) -> Changes:
            changes = self._added(book, values)
            new.append(max(each.id for each in self.found(book)))
            return changes

        def done(_changes: Changes) -> None:
            self.record_id, self.adding = new[0], False
            self.just_added = new[0]
            on_done()
            self.updated()

        self.write(job, done, on_error=on_error)


class OwnRates(OwnRecords):
    """Local rates by state."""

    fields = RATE_FIELDS

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self._beside: Values = {}

    def found(self, book: Book) -> Sequence[LocalRate]:
        return sorted(owner_rates.rows(book), key=self._by_name)

    def _by_name(self, row: LocalRate) -> tuple[object, ...]:
        """By state, then by the smallest place that is named."""
        return (self.group(row), row.city or row.county, row.tax, row.valid_from or date.min)

    def group(self, row: LocalRate) -> str:
        country = places.country(row.country)
        region = place_words.region(row.country, row.region)
        return f"{region}, {country}" if region else country

    def searched(self, row: LocalRate) -> Iterable[str]:
        return (row.city, row.county, self.group(row), row.region, row.tax, row.source)

    def beginning(self) -> Values:
        """The place of the rate that was open: rates come in rows of one state."""
        # printed on invoices of that place, so not in the window's language
        usual = dict.fromkeys(RATE_FIELDS) | {"tax": "Local sales tax"}
        return usual | self._beside

    def complete(self, values: Values) -> bool:
        needed = ("country", "source")
        return all(values.get(key) for key in needed) and values.get("rate") is not None

    def begin(self) -> None:
        row = self.row
        self._beside = values_of(row, ("country", "region", "tax", "source")) if row else {}
        super().begin()

    def _added(self, book: Book, values: Values) -> Changes:
        return owner_rates.add(book, **values)

    def _changed(self, book: Book, row: LocalRate, key: str, value: Any) -> Changes:
        return owner_rates.update(book, row.id, row.version, **{key: value})

    def _removed(self, book: Book, row: LocalRate) -> Changes:
        return owner_rates.remove(book, row.id, row.version)


class Certificates(OwnRecords):
    """Certificates by customer."""

    fields = ("customer_id", *CERTIFICATE_FIELDS)

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self.customers: tuple[tuple[int, str], ...] = ()
        self._customer: int | None = None

    def reload(self) -> None:
        super().reload()
        self.read(lambda book: what_if.choices(book).customers, self._named, key="customers")

    def _named(self, found: tuple[tuple[int, str], ...]) -> None:
        self.customers = tuple(found)
        self.updated()

    def found(self, book: Book) -> Sequence[CertificateRow]:
        return sorted(certificates.rows(book), key=self._by_name)

    def _by_name(self, row: CertificateRow) -> tuple[object, ...]:
        place = place_words.place(row.jurisdiction)
        return (row.customer.casefold(), row.customer, place, row.valid_from or date.min)

    def group(self, row: CertificateRow) -> str:
        return row.customer

    def searched(self, row: CertificateRow) -> Iterable[str]:
        kind = tax_classes.certificates().get(row.kind, row.kind)
        place = place_words.place(row.jurisdiction)
        return (row.customer, place, row.jurisdiction, kind, row.number)

    def beginning(self) -> Values:
        usual = {"customer_id": self._customer, "kind": "exempt_entity", "classes": ()}
        return dict.fromkeys(CERTIFICATE_FIELDS) | usual

    def begin(self) -> None:
        """For the customer whose certificate was open."""
        self._customer = self.row.customer_id if self.row is not None else None
        super().begin()

    def complete(self, values: Values) -> bool:
        return all(values.get(key) for key in ("customer_id", "jurisdiction", "number"))

    def _added(self, book: Book, values: Values) -> Changes:
        facts = dict(values)
        owner = facts.pop("customer_id")
        return certificates.add(book, owner, customers.version(book, owner), **facts)

    def _changed(self, book: Book, row: CertificateRow, key: str, value: Any) -> Changes:
        if key == "customer_id":
            return Changes.of()  # a certificate stays with who handed it in
        return certificates.update(
            book, row.customer_id, row.customer_version, row.id, **{key: value}
        )

    def _removed(self, book: Book, row: CertificateRow) -> Changes:
        return certificates.remove(book, row.customer_id, row.customer_version, row.id)


class OwnRules(Presenter):
    """Answers that were kept, the newest first, those that match the filter."""

    watches = frozenset({"tax"})

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self.rows: tuple[Numbered, ...] = ()
        self.total = 0
        self.filter = ""
        self.loaded = False
        self._all: tuple[OwnerTaxRule, ...] = ()

    def reload(self) -> None:
        self.read(tax_answers.answers, self._loaded)

    def _loaded(self, found: Sequence[OwnerTaxRule]) -> None:
        self._all, self.total, self.loaded = tuple(found), len(found), True
        self.search(self.filter)

    def search(self, text: str) -> None:
        self.filter = text
        fitting = (each for each in self._all if matches(text, *rule_words(each), each.note))
        self.rows = tuple(Numbered(int(each.code.removeprefix("owner-")), each) for each in fitting)
        self.updated()

    def forget(self, id_: int) -> None:
        self.write(lambda book: tax_answers.forget_tax_answer(book, id_))


def rule_words(rule: OwnerTaxRule) -> tuple[str, str]:
    """What a rule is for, and what it charges."""
    who = {"business": _("businesses"), "consumer": _("consumers")}.get(rule.status, _("everyone"))
    place = place_words.place(rule.customer_country)
    if rule.customer_region:
        region = place_words.region(rule.customer_country, rule.customer_region)
        place = f"{region}, {place}"
    what = tax_classes.words(rule.tax_class.value) if rule.tax_class else _("Every service")
    whom = ", ".join(each for each in (who, place) if each)
    sales = _("{service}: {customers}").format(service=what, customers=whom)
    charged = [
        tax_words.tax_name(each.tax, each.category, each.rate, each.reason)
        for each in rule.components
    ]
    return sales, ", ".join(charged)
