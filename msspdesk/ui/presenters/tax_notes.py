"""What to look at about tax, as one sentence and one button each, for Today and the month end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from msspdesk.services import tax_watch
from msspdesk.services.tax_watch import TaxWarning
from msspdesk.texts import _, ngettext
from msspdesk.texts.errors import sentence
from msspdesk.ui.presenters.base import Presenter, Runner

Where = Literal["customers", "tax", "settings"]

_SETTINGS = {"registration", "threshold"}


@dataclass(frozen=True, slots=True)
class TaxNote:
    """`where` its button leads (a customer, the tax window, the settings), to `item` and `part`."""

    kind: str
    about: str
    text: str
    button: str
    where: Where
    item: int | None = None
    part: str = ""

    @property
    def calm(self) -> bool:
        """Only to be known: nothing is wrong yet."""
        return self.kind == "row"


class TaxNotes(Presenter):
    """Read apart from the page beside it, which does not wait for it."""

    watches = frozenset({"tax", "invoices", "customers", "seller"})

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self.notes: tuple[TaxNote, ...] = ()

    def reload(self) -> None:
        self.read(tax_watch.warnings, self._loaded)

    def _loaded(self, found: list[TaxWarning]) -> None:
        self.notes = tuple(notes(found))
        self.updated()


def notes(warnings: Sequence[TaxWarning]) -> Iterable[TaxNote]:
    """The most pressing first; sources nobody checked are one note together."""
    for each in warnings:
        if each.kind != "row":
            yield _note(each)
    sources = [each for each in warnings if each.kind == "row"]
    if sources:
        yield _sources(sources)


def _note(warning: TaxWarning) -> TaxNote:
    told = sentence(warning.problem)
    if warning.kind == "certificate":
        return TaxNote(
            warning.kind,
            warning.customer or _("Certificate"),
            told,
            _("Open customer"),
            "customers",
            item=warning.customer_id,
            part="details",
        )
    if warning.kind in _SETTINGS:
        titles = {"registration": _("Your registrations"), "threshold": _("Tax threshold")}
        return TaxNote(warning.kind, titles[warning.kind], told, _("Open settings"), "settings")
    if warning.kind == "rule":
        title, button = _("Your rules"), _("Open your rules")
        return TaxNote(warning.kind, title, told, button, "tax", part="rules")
    return TaxNote(
        warning.kind,
        _("Your local rate"),
        told,
        _("Open rates"),
        "tax",
        item=warning.record_id,
        part="own_rates",
    )


def _sources(rows: Sequence[TaxWarning]) -> TaxNote:
    count = len(rows)
    told = ngettext(
        "{n} rule that taxes your invoices was not checked in an official document",
        "{n} rules that tax your invoices were not checked in an official document",
        count,
    ).format(n=count)
    return TaxNote("row", _("Tax sources"), told, _("See which"), "tax", part="warnings")
