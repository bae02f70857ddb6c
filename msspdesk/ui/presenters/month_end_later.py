"""Beside the month end: who owes more since its last day, and what to look at about tax."""

from __future__ import annotations

from datetime import date

from msspdesk.domain.proposals import Proposal
from msspdesk.services import month_end
from msspdesk.services.month_end import Later
from msspdesk.texts import _, formats, ngettext
from msspdesk.ui.presenters.base import Presenter, Runner
from msspdesk.ui.presenters.tax_notes import TaxNotes


class Beside(Presenter):
    """Read after the month end itself, so that nothing waits for it."""

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self.tax = TaxNotes(runner)
        self.later: Later | None = None
        self._seen: Proposal | None = None
        self.tax.on_update(self.updated)

    def reload(self) -> None:
        """Nothing by itself: `follow` says when."""

    def follow(self, proposal: Proposal) -> None:
        """The month end shows this one now."""
        if proposal is self._seen:
            return
        self._seen = proposal
        self.read(lambda book: month_end.later(book, proposal), self._found)

    def _found(self, found: Later | None) -> None:
        self.later = found
        self.updated()

    def activate(self) -> None:
        super().activate()
        self.tax.activate()

    def deactivate(self) -> None:
        super().deactivate()
        self.tax.deactivate()

    def close(self) -> None:
        super().close()
        self.tax.close()

    def pointer(self) -> str:
        """ "3 customers owe more up to today"; empty when nobody does."""
        if self.later is None:
            return ""
        count = self.later.customers
        told = ngettext(
            "{n} customer owes more up to {day}", "{n} customers owe more up to {day}", count
        )
        return told.format(n=count, day=formats.day_short(self.later.day))

    def bill_words(self) -> str:
        """The button that goes there."""
        day: date | None = self.later.day if self.later else None
        return _("Bill up to {day}").format(day=formats.day_short(day)) if day else ""
