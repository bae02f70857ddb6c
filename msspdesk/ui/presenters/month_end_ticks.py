"""What is ticked at the month end: everything that is ready, unless the owner said otherwise."""

from __future__ import annotations

from msspdesk.domain.proposals import ProposedLine
from msspdesk.services.month_end import Outgoing
from msspdesk.ui.presenters.month_end_rows import (
    Group,
    MonthRow,
    Ticked,
    customer_key,
    draft_key,
)

_LINES = ("charge/", "true-up/", "time/", "loose/")


class Ticks:
    """The owner's choices by row key; they are kept while facts change around them."""

    def __init__(self) -> None:
        self._choices: dict[str, bool] = {}

    def turn(self, row: MonthRow, group: Group | None) -> bool:
        """Tick or untick a row; True if the proposal must be worked out anew."""
        self._choices[row.key] = row.ticked != "on"
        if row.kind == "line":
            return True
        if row.kind == "customer" and row.ticked == "part" and group is not None:
            for line in group.customer.lines:
                self._choices.pop(line.key, None)
            return True
        return False

    def put(self, key: str, on: bool) -> None:
        self._choices[key] = on

    def of_group(self, group: Group) -> Ticked:
        """A customer: ticked from the start when nothing is missing."""
        customer = group.customer
        if not customer.lines:
            return "off"
        usual = not group.problems
        if not self._choices.get(customer_key(customer.customer_id), usual):
            return "off"
        ticked = {self.of_line(line) for line in customer.lines}
        return "part" if len(ticked) > 1 else ticked.pop()

    def of_line(self, line: ProposedLine) -> Ticked:
        return "on" if self._choices.get(line.key, True) else "off"

    def of_draft(self, draft: Outgoing) -> Ticked:
        on = self._choices.get(draft_key(draft.invoice_id), draft.issuable)
        return "on" if on else "off"

    def without_lines(self) -> frozenset[str]:
        """Keys of the lines that are unticked."""
        return frozenset(
            key for key, on in self._choices.items() if not on and key.startswith(_LINES)
        )
