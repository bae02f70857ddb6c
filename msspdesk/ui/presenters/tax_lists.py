"""Two lists of the tax window: every rate with its history, and what to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from msspdesk.domain.words import matches
from msspdesk.services import tax_browser, tax_watch
from msspdesk.services.tax_browser import CountryRow, Rate
from msspdesk.services.tax_watch import TaxWarning
from msspdesk.texts import _
from msspdesk.texts.errors import sentence
from msspdesk.ui.presenters.base import Presenter, Runner


@dataclass(frozen=True, slots=True)
class Numbered:
    """Any row with the id that a table needs."""

    id: int
    row: Any
    heading: bool = False


class TaxRates(Presenter):
    """Countries with data, and all rates of the one that is open."""

    watches = frozenset({"tax", "customers", "seller"})

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self.countries: tuple[CountryRow, ...] = ()
        self.code = ""
        self.rates: tuple[Numbered, ...] = ()
        self.filter = ""
        self._all: tuple[Rate, ...] = ()

    def reload(self) -> None:
        self.read(tax_browser.countries, self._loaded, key="countries")

    def _loaded(self, found: list[CountryRow]) -> None:
        self.countries = tuple(found)
        if found:
            self.open(self.code or found[0].code)

    def open(self, code: str) -> None:
        self.code = code
        self.read(lambda book: tax_browser.rates(book, code), self._shown, key="rates")

    def search(self, text: str) -> None:
        self.filter = text
        self._shown(self._all)

    def _shown(self, found: Sequence[Rate]) -> None:
        self._all = tuple(found)
        rows: list[Numbered] = []
        place = ""
        for each in found:
            if not matches(self.filter, each.place, each.jurisdiction, each.tax, each.source):
                continue
            if each.jurisdiction != place:
                place = each.jurisdiction
                rows.append(Numbered(len(rows) + 1, each, heading=True))
            rows.append(Numbered(len(rows) + 1, each))
        self.rates = tuple(rows)
        self.updated()


class TaxWarnings(Presenter):
    """What to look at before the month ends."""

    watches = frozenset({"tax", "invoices", "customers", "seller"})

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self.rows: tuple[Numbered, ...] = ()
        self.loaded = False

    def reload(self) -> None:
        self.read(tax_watch.warnings, self._loaded)

    def _loaded(self, found: list[TaxWarning]) -> None:
        self.rows = tuple(Numbered(at, each) for at, each in enumerate(found, start=1))
        self.loaded = True
        self.updated()

    def words(self, warning: TaxWarning) -> tuple[str, str]:
        """What is the matter; and on a second line whom it is about, and what to do."""
        if warning.kind != "row":
            told, _dot, do = sentence(warning.problem).rpartition(". ")
            if not told:
                return do, warning.customer
            return f"{told}.", ": ".join(each for each in (warning.customer, do) if each)
        details = warning.problem.details
        told = _("Not checked in an official document: {source}")
        return told.format(source=details["source"]), str(details["customers"])
