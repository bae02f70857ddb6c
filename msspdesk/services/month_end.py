"""The month end as one screen needs it: what would leave, with its tax, before it is stored.

Beside the proposal of the billing run stand the documents it would become, worked
out as if they were issued today, and the drafts that already wait.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from msspdesk.db.book import Book, Work
from msspdesk.db.queries import billing as queries
from msspdesk.db.queries import drafts as draft_queries
from msspdesk.db.queries.billing import Loaded
from msspdesk.domain import numbering
from msspdesk.domain.billing_reasons import Month
from msspdesk.domain.customers import Customer
from msspdesk.domain.errors import DomainError, ExternalError, Problem
from msspdesk.domain.invoices import Invoice, InvoiceKind
from msspdesk.domain.periods import Horizon
from msspdesk.domain.proposals import Proposal, Selection
from msspdesk.services import billing_run, issuing, series
from msspdesk.services.billing_drafts import Basis, drafts_of, invoice_of
from msspdesk.services.bulk import collected_later
from msspdesk.services.changes import Changes
from msspdesk.services.invoice_facts import TaxQuestion, TaxRow, today_desk
from msspdesk.services.proposing import keys_of, propose
from msspdesk.services.rate_changes import home_cuts
from msspdesk.services.tax_facts import Desk


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A document that would leave: of the proposal, or a draft (`invoice_id`).

    Minor units of `currency`. While a tax question is open `tax_minor` is None and
    `gross_minor` is the net.
    """

    customer_id: int
    customer: str
    invoice_id: int | None
    version: int
    kind: str
    currency: str
    recipient: str
    lines: tuple[str, ...]
    net_minor: int
    tax_minor: int | None
    gross_minor: int
    taxes: tuple[TaxRow, ...]
    questions: tuple[TaxQuestion, ...]
    problems: tuple[Problem, ...]
    stale: bool

    @property
    def issuable(self) -> bool:
        """Nothing keeps it from being issued now."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class Outlook:
    """Everything of the month end. `documents` follow the proposal's customers.

    `numbers` are the next invoice numbers, as many as there are documents and drafts.
    """

    proposal: Proposal
    documents: tuple[Outgoing, ...]
    drafts: tuple[Outgoing, ...]
    numbers: tuple[str, ...]
    currency: str


@dataclass(frozen=True, slots=True)
class Later:
    """How many customers owe more up to the end of `day` than was looked at."""

    day: date
    customers: int


@dataclass(frozen=True, slots=True)
class Left:
    """How far a run came: what was issued, and what stopped it, if anything did."""

    changes: Changes
    wanted: int
    issued: tuple[int, ...]
    failure: DomainError | ExternalError | None = None


def outlook(book: Book, horizon: Horizon, without_lines: frozenset[str] = frozenset()) -> Outlook:
    """What a run up to the horizon would send without the lines of these keys."""
    billing_run.refuse_far(horizon, book.today())
    with collected_later(), book.read() as work:
        desk = today_desk(book, work)
        days = Month.of(horizon).days_before
        loaded = queries.load(work.connection, horizon.last_day, days, cuts=home_cuts)
        proposal = propose(loaded, horizon)
        # In the order of `leave`: what is issued before counts towards the EU threshold.
        drafts = tuple(_of_drafts(work, desk))
        documents = tuple(_of_proposal(book, work, desk, loaded, proposal, without_lines))
        numbers = _numbers(work, desk, len(documents) + len(drafts))
    return Outlook(proposal, documents, drafts, numbers, desk.currency)


def later(book: Book, seen: Proposal) -> Later | None:
    """What a run up to today would bill beyond `seen`; None where that is nothing."""
    today = book.today()
    if seen.horizon.last_day >= today:
        return None
    before = {each.customer_id: each.net_minor for each in seen.customers}
    now = billing_run.preview(book, Horizon.through(today)).customers
    more = [each for each in now if each.net_minor > before.get(each.customer_id, 0)]
    return Later(today, len(more)) if more else None


def _of_proposal(
    book: Book,
    work: Work,
    desk: Desk,
    loaded: Loaded,
    proposal: Proposal,
    without_lines: frozenset[str],
) -> Iterable[Outgoing]:
    selection = Selection(without_lines=without_lines)
    ticked = [(each, selection.of(each)) for each in proposal.customers]
    periods = {key for _, lines in ticked for key in keys_of(lines)}
    reduced = queries.documents_of(work.connection, periods)
    basis = Basis(loaded, proposal.horizon, reduced, book.now())
    customers = work.many(Customer, [each.customer_id for each in proposal.customers])
    waiting = draft_queries.rare_waiting(work.connection)
    for proposed, lines in ticked:
        customer = customers[proposed.customer_id]
        for draft in drafts_of(loaded.customers[proposed.customer_id], lines, basis):
            held = {key for line in draft.lines for key in line.entry_ids} if waiting else set()
            notes = [waiting[key] for key in held & waiting.keys()]
            yield _outgoing(desk, invoice_of(draft), customer, notes)


def _of_drafts(work: Work, desk: Desk) -> Iterable[Outgoing]:
    drafts = work.all(Invoice, number=None)
    customers = work.many(Customer, {each.customer_id for each in drafts})
    notes = draft_queries.rare_notes(work.connection, [each.id or 0 for each in drafts])
    made = [
        _outgoing(desk, each, customers[each.customer_id], notes.get(each.id or 0, ()))
        for each in drafts
    ]
    return sorted(made, key=lambda each: (each.customer.casefold(), each.invoice_id or 0))


def _outgoing(desk: Desk, invoice: Invoice, customer: Customer, notes: Sequence[str]) -> Outgoing:
    result = issuing.worked_out_in_turn(desk, invoice, customer, notes)
    sums = result.totals
    net = sum(line.amount_minor for line in invoice.lines)
    contact = customer.invoice_contact
    return Outgoing(
        customer_id=invoice.customer_id,
        customer=customer.name,
        invoice_id=invoice.id,
        version=invoice.version,
        kind=invoice.kind,
        currency=invoice.currency,
        recipient=contact.email if contact else "",
        lines=tuple(line.name for line in invoice.lines),
        net_minor=sums.tax_basis if sums else net,
        tax_minor=sums.tax_total if sums else None,
        gross_minor=sums.due if sums else net,
        taxes=result.rows,
        questions=result.questions,
        problems=result.problems,
        stale=invoice.stale,
    )


def _numbers(work: Work, desk: Desk, count: int) -> tuple[str, ...]:
    pattern = series.pattern_for(desk.owner, InvoiceKind.INVOICE)
    try:
        state = series.series_state(work, pattern)
        return tuple(numbering.take(pattern, state, desk.day, count)[0])
    except DomainError:
        return ()  # what is wrong with the series is told when it is issued


def leave(
    book: Book,
    horizon: Horizon,
    selection: Selection | None,
    fingerprint: str,
    drafts: Sequence[int],
    *,
    progress: Callable[[int, int, str], None],
    cancelled: Callable[[], bool],
) -> Left:
    """Make drafts of what is ticked (None: of nothing) and issue them after `drafts`.

    Issued in small steps; a stop or a failure leaves whole invoices and the rest as
    drafts. Raises what `billing_run.commit` raises while nothing is stored yet.
    """
    made: tuple[int, ...] = ()
    if selection is not None:
        made = billing_run.commit(book, horizon, selection, fingerprint).ids
    wanted = [*drafts, *made]
    progress(0, len(wanted), "")
    done: list[int] = []
    failure: DomainError | ExternalError | None = None
    step = max(1, len(wanted) // 20)  # a step of the bar is a transaction
    for start in range(0, len(wanted), step):
        if cancelled():
            break
        try:
            done += issuing.issue(book, wanted[start : start + step]).ids
        except (DomainError, ExternalError) as error:
            failure = error
            break
        progress(len(done), len(wanted), "")
    changes = Changes.of("invoices", "time", "billing", "contracts", ids=tuple(done))
    return Left(changes, len(wanted), tuple(done), failure)
