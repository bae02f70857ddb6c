"""A customer's facts, field by field, with places and people; and a new customer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from msspdesk.domain.errors import DomainError
from msspdesk.services import customer_page, customers, sellers
from msspdesk.services.changes import Changes
from msspdesk.ui.presenters.base import OnError, Presenter, Runner
from msspdesk.ui.presenters.customer_record import FirstStore, Values

if TYPE_CHECKING:
    from msspdesk.db.book import Book
    from msspdesk.services.customer_page import CustomerFacts
    from msspdesk.services.sellers import SellerPage

FIELDS = (
    *("name", "short", "status", "evidence", "vat_id", "vat_id_checked_on", "tax_number"),
    *("currency", "language", "terms_days", "hourly_rate", "buyer_reference", "po_number"),
    *("decimal_hours", "notes"),
)
SITE_FIELDS = ("name", "street", "street2", "postcode", "city", "region", "country")
CONTACT_FIELDS = ("name", "email", "phone", "gets_invoices")


class CustomerDetails(Presenter):
    """The customer whose facts are open. While `adding` there is none yet."""

    watches = frozenset({"customers", "seller"})

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self.customer_id: int | None = None
        self.adding = False
        self.facts: CustomerFacts | None = None
        self.seller: SellerPage | None = None
        self._first = self._begin_store()
        self._added: Callable[[int], None] = lambda _id: None

    # -- what is shown

    def open(self, customer_id: int | None) -> None:
        if customer_id == self.customer_id and not self.adding:
            return
        self.customer_id, self.adding, self.facts = customer_id, False, None
        if self._in_sight:
            self.reload()
        else:
            self._stale = True

    def begin(self, added: Callable[[int], None]) -> None:
        """A new customer, stored as soon as it has a name; `added` gets its id."""
        self.customer_id, self.adding, self.facts = None, True, None
        self._first, self._added = self._begin_store(), added
        self.reload()

    def reload(self) -> None:
        customer_id = self.customer_id
        self.read(lambda book: _load(book, customer_id), self._loaded)

    def _loaded(self, found: tuple[CustomerFacts | None, SellerPage]) -> None:
        self.facts, self.seller = found
        self.updated()

    @property
    def record(self) -> object:
        """What tells one form from the next."""
        return "new" if self.adding else self.customer_id

    def values(self) -> dict[str, Any]:
        """The fields of the form; a new customer begins with what the owner usually does."""
        facts, seller = self.facts, self.seller
        if facts is not None:
            return {name: getattr(facts, name) for name in FIELDS}
        usual = dict.fromkeys(FIELDS) | {"status": "business", "decimal_hours": False}
        if seller is not None:
            usual |= {
                "currency": seller.currency,
                "language": seller.language,
                "terms_days": seller.terms_days,
            }
        return usual | self._first.values

    def sites(self) -> list[tuple[int, Values]]:
        """The places, the billing address first."""
        facts = self.facts
        rows = facts.sites if facts is not None else ()
        return [(row.id, {name: getattr(row, name) for name in SITE_FIELDS}) for row in rows]

    def contacts(self) -> list[tuple[int, Values]]:
        """The people."""
        facts = self.facts
        rows = facts.contacts if facts is not None else ()
        return [(row.id, {name: getattr(row, name) for name in CONTACT_FIELDS}) for row in rows]

    def new_site(self) -> Values:
        """What a new place begins with: the owner's own country."""
        country = self.seller.country if self.seller is not None else ""
        return dict.fromkeys(SITE_FIELDS) | {"country": country}

    def new_contact(self) -> Values:
        """The first one gets the invoices."""
        return dict.fromkeys(CONTACT_FIELDS) | {"gets_invoices": not self.contacts()}

    # -- deeds

    def change(self, key: str, value: Any, on_error: OnError) -> None:
        """A field was left with a new value."""
        if self.adding:
            self._first.put(key, value, on_error)
        else:
            self._change(on_error, customers.update, **{key: value})

    def _begin_store(self) -> FirstStore:
        return FirstStore(self._add, self.change, lambda values: bool(values.get("name")))

    def _add(self, values: Values, on_done: Callable[[], None], on_error: OnError) -> None:
        def done(changes: Changes) -> None:
            self.customer_id, self.adding = changes.ids[0], False
            on_done()
            self.reload()
            self._added(changes.ids[0])

        self.write(lambda book: customers.add(book, **values), done, on_error=on_error)

    def add_site(self, values: Values, on_done: Callable[[], None], on_error: OnError) -> None:
        self._change(on_error, customers.add_site, on_done=on_done, **values)

    def change_site(self, site_id: int, key: str, value: Any, on_error: OnError) -> None:
        self._change(on_error, customers.update_site, site_id, **{key: value})

    def remove_site(self, site_id: int) -> None:
        self._change(None, customers.remove_site, site_id)

    def add_contact(self, values: Values, on_done: Callable[[], None], on_error: OnError) -> None:
        self._change(on_error, customers.add_contact, on_done=on_done, **values)

    def change_contact(self, contact_id: int, key: str, value: Any, on_error: OnError) -> None:
        self._change(on_error, customers.update_contact, contact_id, **{key: value})

    def remove_contact(self, contact_id: int) -> None:
        self._change(None, customers.remove_contact, contact_id)

    def _change(
        self,
        on_error: OnError | None,
        service: Callable[..., Changes],
        *owned: int,
        on_done: Callable[[], None] | None = None,
        **fields: Any,
    ) -> None:
        """One field after the other, so each takes the version as it is by then."""
        customer_id = self.customer_id
        if customer_id is None:
            return

        def job(book: Book) -> Changes:
            version = customers.version(book, customer_id)
            return service(book, customer_id, version, *owned, **fields)

        done = None if on_done is None else lambda _changes: on_done()
        self.write(job, done, on_error=on_error)


def _load(book: Book, customer_id: int | None) -> tuple[CustomerFacts | None, SellerPage]:
    facts: CustomerFacts | None = None
    if customer_id is not None:
        try:
            facts = customer_page.facts(book, customer_id)
        except DomainError:
            facts = None  # deleted, or its adding was undone
    return facts, sellers.page(book)
