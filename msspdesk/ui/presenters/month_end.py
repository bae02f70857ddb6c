"""The month end: what is owed, what is missing, what leaves."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from msspdesk.domain.errors import DomainError
from msspdesk.domain.periods import Horizon
from msspdesk.domain.proposals import ProposedCustomer, ProposedLine, Selection
from msspdesk.services import billing_run, invoices, month_end, rendering
from msspdesk.services.changes import Changes
from msspdesk.services.invoices import InvoiceRow
from msspdesk.services.month_end import Left, Outgoing, Outlook
from msspdesk.services.today import billing_horizon
from msspdesk.texts import _, ngettext
from msspdesk.ui.presenters import month_end_panel as panel
from msspdesk.ui.presenters import month_end_words as words
from msspdesk.ui.presenters.base import Presenter, Progress, Runner
from msspdesk.ui.presenters.month_end_explain import Explanation, explain
from msspdesk.ui.presenters.month_end_rows import (
    Group,
    Ids,
    MonthRow,
    Ticked,
    as_issued,
    customer_key,
    customer_row,
    document_key,
    draft_row,
    grouped,
    line_row,
    sorted_groups,
)
from msspdesk.ui.presenters.month_end_sending import Sending
from msspdesk.ui.presenters.month_end_ticks import Ticks

if TYPE_CHECKING:
    from msspdesk.db.book import Book


class MonthEnd(Presenter):
    """State and deeds of the month end. Ticks are kept while facts change around them."""

    watches = frozenset(
        "invoices time billing contracts counts customers tax services seller".split()
    )

    def __init__(self, runner: Runner, today: Callable[[], date]) -> None:
        super().__init__(runner)
        self._ids = Ids()
        self._ticks = Ticks()
        self._going: list[str] = []  # keys of the rows that leave, in order
        self._open: set[str] = set()
        self.horizon: Horizon = billing_horizon(today())
        self.outlook: Outlook | None = None
        self.groups: list[Group] = []
        self.filter, self.sort_key, self.sort_down = "", "customer", False
        self.missing: list[panel.MissingRow] = []
        self.sending: Sending | None = None
        self.explanation: Explanation | None = None
        self._explained = ""
        self._rows: list[MonthRow] | None = None  # until something changes
        self._draft_rows: dict[tuple[int | None, Ticked], MonthRow] = {}  # of this outlook

    # -- reading

    def updated(self) -> None:
        self._rows = None
        super().updated()

    def reload(self) -> None:
        horizon, without = self.horizon, self._ticks.without_lines()
        self.read(lambda book: month_end.outlook(book, horizon, without), self._loaded)

    def _loaded(self, found: Outlook) -> None:
        self.outlook = found
        self._draft_rows.clear()
        self.groups = grouped(found.proposal.customers, found.documents)
        self.missing = panel.missing_rows(self.groups, found.drafts, self.through)
        if self._explained:
            self._explain(self._explained)
        self.updated()

    def bill_until(self, day: date) -> None:
        """Look at everything owed up to the end of this day."""
        if Horizon.through(day) != self.horizon:
            self.horizon = Horizon.through(day)
            self.close_explanation()
            self.reload()

    def step_month(self, months: int) -> None:
        """One month back or forth, to its last day."""
        first = self.through.replace(day=1)
        if months < 0:
            self.bill_until(first - timedelta(days=1))
        else:
            after = first + timedelta(days=32)
            self.bill_until(after.replace(day=monthrange(after.year, after.month)[1]))

    @property
    def through(self) -> date:
        """The last day whose time and whose ends are billed."""
        return self.horizon.last_day

    @property
    def month(self) -> str:
        """The month before the one that is billed, by name."""
        return words.month_before(self.through)

    @property
    def home(self) -> str:
        """The owner's own currency."""
        return self.outlook.currency if self.outlook else ""

    # -- the table

    def rows(self) -> list[MonthRow]:
        """Customers with their open lines, then the drafts."""
        self._rows = self._made_rows() if self._rows is None else self._rows
        return self._rows

    def _made_rows(self) -> list[MonthRow]:
        if self.outlook is None:
            return []
        rows: list[MonthRow] = []
        for group in sorted_groups(self._shown(), self.sort_key, down=self.sort_down):
            key = customer_key(group.customer.customer_id)
            open_ = key in self._open
            rows.append(
                customer_row(group, self._ids, self._ticks.of_group(group), self.month, open_=open_)
            )
            if open_:
                rows += self._lines(group)
        rows += [
            self._draft_row(each) for each in self.outlook.drafts if self._matches(each.customer)
        ]
        gone = self._gone()
        return [as_issued(row) if row.key in gone else row for row in rows]

    def _draft_row(self, draft: Outgoing) -> MonthRow:
        ticked = self._ticks.of_draft(draft)
        key = (draft.invoice_id, ticked)
        if key not in self._draft_rows:
            self._draft_rows[key] = draft_row(draft, self._ids, ticked)
        return self._draft_rows[key]

    def _gone(self) -> set[str]:
        """Rows all of whose documents have left in the run under way."""
        done = self.sending.done if self.sending and self.sending.running else 0
        return set(self._going[:done]) - set(self._going[done:])

    def _lines(self, group: Group) -> list[MonthRow]:
        customer, month = group.customer, self.month
        return [
            line_row(customer, each, self._ids, self._ticks.of_line(each), month)
            for each in customer.lines
        ]

    def _shown(self) -> list[Group]:
        return [each for each in self.groups if self._matches(each.customer.name)]

    def _matches(self, name: str) -> bool:
        folded = name.casefold()
        return all(word in folded for word in self.filter.casefold().split())

    def search(self, text: str) -> None:
        self.filter = text
        self.updated()

    def sort(self, key: str, down: bool) -> None:
        self.sort_key, self.sort_down = key, down
        self.updated()

    def toggle_open(self, row_id: int) -> None:
        """Fold a customer's lines away, or show them."""
        row = self._row(row_id)
        if row is not None and row.foldable:
            self._open ^= {row.key}
            self.updated()

    def _row(self, row_id: int) -> MonthRow | None:
        return next((row for row in self.rows() if row.id == row_id), None)

    # -- ticks

    def tick(self, row_id: int) -> None:
        """Tick or untick a customer, a line or a draft."""
        row = self._row(row_id)
        if row is None or self.busy:
            return
        if self._ticks.turn(row, self._group(row.customer_id)):
            self.reload()  # the documents without the line have other taxes and totals
        self.updated()

    def tick_all(self, on: bool) -> None:
        """All that is in sight, or nothing of it."""
        for row in self.rows():
            if row.ticked and row.kind != "line":
                self._ticks.put(row.key, on)
        self.updated()

    def all_ticked(self) -> Ticked:
        """The check box above the others."""
        ticked = {row.ticked for row in self.rows() if row.ticked and row.kind != "line"}
        return "off" if ticked <= {"off"} else "on" if ticked == {"on"} else "part"

    # -- the panel

    def ready(self) -> tuple[int, int]:
        """How many documents could leave now, the drafts among them, and how many there are."""
        drafts = self.outlook.drafts if self.outlook else ()
        whole = len(drafts) + sum(len(each.documents) or 1 for each in self.groups)
        able = sum(1 for each in drafts if each.issuable)
        return able + sum(len(each.documents) for each in self.groups if self._able(each)), whole

    def _able(self, group: Group) -> bool:
        """Ready, or taken along by the owner although a count is old."""
        return group.issuable and (not group.problems or self._ticks.of_group(group) != "off")

    def waiting(self) -> list[tuple[str, str]]:
        return panel.waiting(self.groups, self.home)

    def why(self) -> list[panel.Why]:
        return panel.why_lines(self.outlook.proposal, self.home) if self.outlook else []

    def difference(self) -> str:
        return panel.difference(self.outlook.proposal, self.home) if self.outlook else ""

    def totals(self) -> list[tuple[str, str]]:
        """Net of all that is in the table, by currency."""
        rows = [(row.currency, row.net_minor) for row in self.rows() if row.kind != "line"]
        return words.nets(panel.summed(rows), self.home)

    def leaving(self) -> panel.Leaving:
        """What Issue would send."""
        numbers = self.outlook.numbers if self.outlook else ()
        return panel.leaving(self._leaving(), self.home, numbers)

    def _leaving(self) -> list[Outgoing]:
        """In the order in which they are issued: drafts first, then by customer."""
        drafts = [each for each in self._ticked_drafts() if each.issuable]
        made = [each for group in self._issuable() for each in group.documents]
        return [*drafts, *made]

    def _ticked_drafts(self) -> list[Outgoing]:
        drafts = self.outlook.drafts if self.outlook else ()
        return [each for each in drafts if self._ticks.of_draft(each) == "on"]

    def _ticked(self) -> list[Group]:
        return [each for each in self.groups if self._ticks.of_group(each) != "off"]

    def _issuable(self) -> list[Group]:
        return [each for each in self._ticked() if each.issuable]

    def drafts_to_make(self) -> int:
        """How many drafts the ticked part of the proposal becomes."""
        return sum(len(each.documents) for each in self._ticked())

    # -- explanation

    def explain_row(self, row_id: int) -> None:
        """Show where a line's amount comes from; a customer is opened instead."""
        row = self._row(row_id)
        if row is None:
            return
        if row.kind != "line":
            self.toggle_open(row_id)
            return
        self._explain(row.key)
        self.updated()

    def _explain(self, key: str) -> None:
        found = self._line(key)
        self._explained = key if found else ""
        self.explanation = explain(*found, self.month) if found else None

    def close_explanation(self) -> None:
        self._explained, self.explanation = "", None
        self.updated()

    def _line(self, key: str) -> tuple[ProposedCustomer, ProposedLine] | None:
        for group in self.groups:
            for line in group.customer.lines:
                if line.key == key:
                    return group.customer, line
        return None

    def _group(self, customer_id: int) -> Group | None:
        return next((g for g in self.groups if g.customer.customer_id == customer_id), None)

    # -- deeds

    @property
    def busy(self) -> bool:
        return self.sending is not None and self.sending.running

    def _selection(self, wanted: Sequence[Group]) -> Selection:
        ids = {each.customer.customer_id for each in wanted}
        without = {each.customer.customer_id for each in self.groups} - ids
        return Selection(frozenset(without), self._ticks.without_lines())

    def make_drafts(self) -> None:
        """Drafts of what is ticked, also of what cannot be issued yet."""
        if self.outlook is None or self.busy:
            return
        count = self.drafts_to_make()
        horizon, fingerprint = self.horizon, self.outlook.proposal.fingerprint
        selection = self._selection(self._ticked())
        notice = ngettext("{n} draft made", "{n} drafts made", count).format(n=count)
        self.write(
            lambda book: billing_run.commit(book, horizon, selection, fingerprint),
            on_error=self._failed,
            notice=notice,
        )

    def issue(self) -> None:
        """Make drafts of what is ticked and ready, and issue them with the ticked drafts."""
        if self.outlook is None or self.busy:
            return
        groups = self._issuable()
        selection = self._selection(groups) if groups else None
        drafts = [each.invoice_id for each in self._ticked_drafts() if each.issuable]
        ids = [each for each in drafts if each is not None]
        horizon, fingerprint = self.horizon, self.outlook.proposal.fingerprint
        self._going = [document_key(each) for each in self._leaving()]
        self.sending = Sending(len(self._going))
        self.close_explanation()
        answer: list[Left] = []

        def job(book: Book, progress: Progress) -> Changes:
            left = month_end.leave(
                book,
                horizon,
                selection,
                fingerprint,
                ids,
                progress=progress,
                cancelled=progress.cancelled,
            )
            answer.append(left)
            return left.changes

        self.sending.progress = self.runner.run_long(
            job,
            lambda _changes: self._left(answer[0]),
            label=_("Issuing"),
            on_progress=self._step,
            on_error=self._failed,
        )
        self.updated()

    def stop(self) -> None:
        """Finish the invoice under way and leave the rest as drafts."""
        if self.sending and self.sending.progress:
            self.sending.progress.cancel()

    def _step(self, done: int, total: int, _note: str) -> None:
        if self.sending:
            self.sending.done, self.sending.total = done, total
            self.updated()

    def _left(self, left: Left) -> None:
        sending = self.sending or Sending(left.wanted)
        sending.running = False
        sending.done, sending.total = len(left.issued), left.wanted
        sending.failure = self.runner.explain(left.failure) if left.failure else ""
        self.sending = sending
        keys = left.issued
        self.read(lambda book: invoices.rows_of(book, keys), self._listed, key="left")
        self.updated()
        if keys:
            self.runner.run_long(
                lambda book, progress: rendering.render_pending(
                    book, progress=progress, cancelled=progress.cancelled
                ),
                label=_("Making the PDF files"),
            )

    def _listed(self, rows: list[InvoiceRow]) -> None:
        if self.sending:
            self.sending.rows = tuple(rows)
            self.updated()

    def done_sending(self) -> None:
        """Put the list of what left away."""
        self.sending = None
        self.updated()

    def _failed(self, error: Exception) -> None:
        self.sending = None
        stale = isinstance(error, DomainError) and error.code == "proposal_stale"
        self.runner.notify(self.runner.explain(error), tone="warn" if stale else "bad")
        if stale:
            self.reload()
        self.updated()
