"""The owner's own word on tax: local rates, rules, and customers' certificates."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from msspdesk.domain.tax import OwnerTaxRule
from msspdesk.services import certificates, customers, owner_rates, tax_answers, what_if
from msspdesk.services.certificates import CertificateRow
from msspdesk.services.changes import Changes
from msspdesk.services.owner_rates import LocalRate
from msspdesk.texts import _
from msspdesk.ui.presenters import tax_words
from msspdesk.ui.presenters.base import OnError, Presenter, Runner
from msspdesk.ui.presenters.customer_details import CERTIFICATE_FIELDS
from msspdesk.ui.presenters.customer_record import Values, records_of
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


class OwnTax(Presenter):
    """The owner's own rates and rules, and the certificates of customers."""

    watches = frozenset({"tax", "customers"})

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self._rates: tuple[LocalRate, ...] = ()
        self._certificates: tuple[CertificateRow, ...] = ()
        self.rules: tuple[OwnerTaxRule, ...] = ()
        self.customers: tuple[tuple[int, str], ...] = ()

    def reload(self) -> None:
        self.read(
            lambda book: (
                owner_rates.rows(book),
                certificates.rows(book),
                tax_answers.answers(book),
                what_if.choices(book).customers,
            ),
            self._loaded,
        )

    def _loaded(self, found: tuple[Any, ...]) -> None:
        rates, papers, rules, self.customers = found
        self._rates, self._certificates, self.rules = tuple(rates), tuple(papers), tuple(rules)
        self.updated()

    # -- rates

    def rates(self) -> list[tuple[int, Values]]:
        return records_of(self._rates, RATE_FIELDS)

    def add_rate(self, values: Values, done: Callable[[], None], on_error: OnError) -> None:
        self.write(
            lambda book: owner_rates.add(book, **values),
            lambda _changes: done(),
            on_error=on_error,
        )

    def change_rate(self, id_: int, key: str, value: Any, on_error: OnError) -> None:
        def job(book: Book) -> Changes:
            version = next(row.version for row in owner_rates.rows(book) if row.id == id_)
            return owner_rates.update(book, id_, version, **{key: value})

        self.write(job, on_error=on_error)

    def remove_rate(self, id_: int) -> None:
        row = next(each for each in self._rates if each.id == id_)
        self.write(lambda book: owner_rates.remove(book, id_, row.version))

    # -- certificates

    def certificates(self) -> list[tuple[int, Values]]:
        return records_of(self._certificates, ("customer_id", *CERTIFICATE_FIELDS))

    def add_certificate(self, values: Values, done: Callable[[], None], on_error: OnError) -> None:
        facts = dict(values)
        owner = facts.pop("customer_id")

        def job(book: Book) -> Changes:
            return certificates.add(book, owner, customers.version(book, owner), **facts)

        self.write(job, lambda _changes: done(), on_error=on_error)

    def change_certificate(self, id_: int, key: str, value: Any, on_error: OnError) -> None:
        if key == "customer_id":
            return  # a certificate stays with who handed it in

        def job(book: Book) -> Changes:
            row = next(each for each in certificates.rows(book) if each.id == id_)
            return certificates.update(
                book, row.customer_id, row.customer_version, id_, **{key: value}
            )

        self.write(job, on_error=on_error)

    def remove_certificate(self, id_: int) -> None:
        def job(book: Book) -> Changes:
            row = next(each for each in certificates.rows(book) if each.id == id_)
            return certificates.remove(book, row.customer_id, row.customer_version, id_)

        self.write(job)

    # -- rules

    def rule_rows(self) -> list[Numbered]:
        return [Numbered(int(each.code.removeprefix("owner-")), each) for each in self.rules]

    def forget(self, id_: int) -> None:
        self.write(lambda book: tax_answers.forget_tax_answer(book, id_))


def rule_words(rule: OwnerTaxRule) -> tuple[str, str]:
    """What a rule is for, and what it charges."""
    who = {"business": _("businesses"), "consumer": _("consumers")}.get(rule.status, _("everyone"))
    place = tax_words.place(rule.customer_country)
    if rule.customer_region:
        place = f"{rule.customer_region}, {place}"
    what = rule.tax_class.value.replace("_", " ") if rule.tax_class else _("every service")
    sales = ", ".join(each for each in (who, place, what) if each)
    charged = [
        tax_words.tax_name(each.tax, each.category, each.rate, each.reason)
        for each in rule.components
    ]
    return sales, ", ".join(charged)
