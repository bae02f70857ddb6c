"""A customer's facts, field by field, with places, people and certificates; a new customer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from msspdesk.domain.errors import DomainError
from msspdesk.services import certificates, customer_page, customers, sellers
from msspdesk.services.changes import Changes
from msspdesk.services.customary import FOLLOWING
from msspdesk.texts import _
from msspdesk.ui.presenters import choices, customer_words
from msspdesk.ui.presenters.base import OnError, Runner
from msspdesk.ui.presenters.customer_record import (
    FirstStore,
    Owned,
    RecordPresenter,
    Values,
    Where,
    records_of,
    values_of,
)

if TYPE_CHECKING:
    from msspdesk.db.book import Book
    from msspdesk.services.customer_page import CustomerFacts
    from msspdesk.services.sellers import SellerPage
    from msspdesk.services.vies import Answer

FIELDS = (
    *("name", "short", "status", "evidence", "vat_id", "tax_number"),
    *("vat_id_checked_on", "vat_id_checked_by"),
    *("currency", "language", "terms_days", "hourly_rate", "buyer_reference", "po_number"),
    *("price_mode", "decimal_hours", "notes"),
)
SITE_FIELDS = (
    *("name", "street", "street2", "postcode", "city", "county", "region", "country"),
    *("asset_region", "sez"),
)
CONTACT_FIELDS = ("name", "email", "phone", "gets_invoices")
CERTIFICATE_FIELDS = (
    *("kind", "jurisdiction", "number", "classes", "valid_from", "valid_to", "note"),
)
Told = tuple[str, str]
"""A sentence and its tone."""


class CustomerDetails(RecordPresenter):
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
        self._begun = 0
        self._record: object = None
        self._chosen: set[str] = set()  # fields that the owner has filled in since it was opened
        self._stop_asking: Callable[[], None] | None = None  # while VIES is asked
        self._not_answered: Told | None = None
        self.site_deeds = Owned(
            self,
            customers.add_site,
            customers.update_site,
            customers.remove_site,
            with_all=lambda: {"following": self.following(), "notice": self._told("site")},
        )
        self.contact_deeds = Owned(
            self,
            customers.add_contact,
            customers.update_contact,
            customers.remove_contact,
            with_all=lambda: {"notice": self._told("contact")},
        )
        self.certificate_deeds = Owned(
            self, certificates.add, certificates.update, certificates.remove
        )

    # -- what is shown

    def open(self, customer_id: int | None) -> None:
        if customer_id == self.customer_id and not self.adding:
            return
        self._forget_vies()
        self.customer_id, self.adding, self.facts = customer_id, False, None
        self._record, self._chosen = customer_id, set()
        if self._in_sight:
            self.reload()
        else:
            self._stale = True

    def begin(self, added: Callable[[int], None]) -> None:
        """A new customer, stored as soon as it has a name; `added` gets its id."""
        self._forget_vies()
        self.customer_id, self.adding, self.facts = None, True, None
        self._first, self._added = self._begin_store(), added
        self._begun += 1
        self._record, self._chosen = ("new", self._begun), set()
        self.updated()  # an empty form at once: the name is typed before the answer is here
        self.reload()

    def reload(self) -> None:
        customer_id = self.customer_id
        self.read(lambda book: _load(book, customer_id), self._loaded)

    def _loaded(self, found: tuple[CustomerFacts | None, SellerPage]) -> None:
        self.facts, self.seller = found
        self.updated()

    @property
    def record(self) -> object:
        """What tells one form from the next; a new customer keeps its own when stored."""
        return self._record

    def values(self) -> Values:
        """The fields of the form; a new customer begins with what the owner usually does."""
        facts, seller = self.facts, self.seller
        if facts is not None:
            return values_of(facts, FIELDS)
        usual = dict.fromkeys(FIELDS) | {"status": "business", "decimal_hours": False}
        if seller is not None:
            usual |= {
                "currency": seller.currency,
                "language": seller.language,
                "terms_days": seller.terms_days,
            }
        return usual | self._first.values

    def sites(self) -> list[tuple[int, Values]]:
        """The places, the billing address first; `problems` are what tax still asks there."""
        facts = self.facts
        return records_of(facts.sites, (*SITE_FIELDS, "problems")) if facts is not None else []

    def contacts(self) -> list[tuple[int, Values]]:
        """The people."""
        facts = self.facts
        return records_of(facts.contacts, CONTACT_FIELDS) if facts is not None else []

    def certificates(self) -> list[tuple[int, Values]]:
        """The tax certificates handed in."""
        facts = self.facts
        return records_of(facts.certificates, CERTIFICATE_FIELDS) if facts is not None else []

    def sells_abroad(self) -> bool:
        """Whether the tax may turn on the VAT id: a customer outside the owner's country."""
        home = self.seller.country if self.seller is not None else ""
        sites = self.facts.sites if self.facts is not None else ()
        return any(each.country not in ("", home) for each in sites)

    def number_name(self) -> str:
        """What its tax number is called in the customer's country, where it is no VAT id."""
        sites = self.facts.sites if self.facts is not None else ()
        return choices.number_name(sites[0].country) if sites else ""

    def takes_certificates(self) -> bool:
        """Whether some place of the customer knows tax certificates, or one is on file."""
        facts = self.facts
        if facts is None:
            return False
        places = {code[:2] for code, _name in choices.certificate_places()}
        return bool(facts.certificates) or any(each.country in places for each in facts.sites)

    def new_site(self) -> Values:
        """What a new place begins with: the owner's own country."""
        country = self.seller.country if self.seller is not None else ""
        return dict.fromkeys(SITE_FIELDS) | {"country": country, "asset_region": "", "sez": False}

    def new_contact(self) -> Values:
        """The first one gets the invoices."""
        return dict.fromkeys(CONTACT_FIELDS) | {"gets_invoices": not self.contacts()}

    def new_certificate(self) -> Values:
        """Of the state where the customer is."""
        sites = self.facts.sites if self.facts is not None else ()
        places = [f"{each.country}-{each.region}" for each in sites if each.region]
        usual = {"kind": "exempt_entity", "classes": (), "jurisdiction": None}
        usual["jurisdiction"] = places[0] if places else None
        return dict.fromkeys(CERTIFICATE_FIELDS) | usual

    # -- deeds

    def following(self) -> frozenset[str]:
        """What follows the country of the address: only while the customer is new."""
        fresh = isinstance(self._record, tuple) or not self.sites()
        return FOLLOWING - self._chosen if fresh else frozenset()

    def change(self, key: str, value: Any, on_error: OnError) -> None:
        """A field was left with a new value."""
        self._chosen.add(key)
        if self.adding:
            self._first.put(key, value, on_error)
        else:
            self.store(on_error, customers.update, notice=self._told(key), **{key: value})

    def _told(self, what: str) -> str:
        return customer_words.changed(self.facts.name if self.facts is not None else "", what)

    def _begin_store(self) -> FirstStore:
        return FirstStore(self._add, self.change, lambda values: bool(values.get("name")))

    def _add(self, values: Values, on_done: Callable[[], None], on_error: OnError) -> None:
        def done(changes: Changes) -> None:
            self.customer_id, self.adding = changes.ids[0], False
            on_done()
            self.reload()
            self._added(changes.ids[0])

        self.write(lambda book: customers.add(book, **values), done, on_error=on_error)

    def where(self) -> Where | None:
        customer_id = self.customer_id
        if customer_id is None:
            return None
        return lambda book: (customer_id, customers.version(book, customer_id))

    # -- VIES

    @property
    def is_asking(self) -> bool:
        """Whether VIES is being asked about the customer that is open."""
        return self._stop_asking is not None

    def not_answered(self) -> Told | None:
        """Why there was no answer, when it was asked for last."""
        return self._not_answered

    def ask_vies(self) -> None:
        """Ask whether the VAT id is registered; the answer is kept, a failure only told."""
        customer_id = self.customer_id
        if customer_id is None or self.is_asking:
            return
        self._not_answered, self._stop_asking = None, lambda: None
        self.updated()
        stop = self.runner.run_outside(
            lambda book, cancelled: _ask(book, customer_id, cancelled),
            lambda answer: self._answered(customer_id, answer),
            on_error=lambda error: self._failed(customer_id, error),
        )
        if self.is_asking:  # no answer yet
            self._stop_asking = stop

    def stop_vies(self) -> None:
        """The owner does not wait any longer."""
        self._forget_vies()
        self.updated()

    def close(self) -> None:
        self._forget_vies()
        super().close()

    def _forget_vies(self) -> None:
        """What is asked about one customer ends where another one is opened."""
        if self._stop_asking is not None:
            self._stop_asking()
        self._stop_asking, self._not_answered = None, None

    def _answered(self, customer_id: int, answer: Answer) -> None:
        self._stop_asking = None
        yes, no = _("VIES: {vat_id} is registered"), _("VIES: {vat_id} is not registered")
        words = yes if answer.valid else no
        self.write(
            lambda book: customers.record_check(
                book, customer_id, answer.vat_id, valid=answer.valid, by="VIES", note=answer.note
            ),
            on_error=lambda error: self._failed(customer_id, error),
            notice=words.format(vat_id=answer.vat_id),
        )
        self.updated()

    def _failed(self, customer_id: int, error: Exception) -> None:
        if customer_id != self.customer_id:
            return  # its note could not be kept, and another customer is open
        self._stop_asking = None
        passes = getattr(error, "temporary", False)
        self._not_answered = (self.runner.explain(error), "warn" if passes else "bad")
        self.updated()


def _ask(book: Book, customer_id: int, cancelled: Callable[[], bool]) -> Answer:
    from msspdesk.services import vies  # loads the network, which few sessions need

    return vies.asked_for(book, customer_id, cancelled)


def _load(book: Book, customer_id: int | None) -> tuple[CustomerFacts | None, SellerPage]:
    facts: CustomerFacts | None = None
    if customer_id is not None:
        try:
            facts = customer_page.facts(book, customer_id)
        except DomainError:
            facts = None  # deleted, or its adding was undone
    return facts, sellers.page(book)
