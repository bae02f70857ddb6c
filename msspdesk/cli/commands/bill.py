"""`msspdesk bill --until DATE`: what is owed becomes drafts, and with `--issue` invoices."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Sequence
from typing import Any

from msspdesk.cli.answer import Answer, Clock, Exit
from msspdesk.cli.opening import Meter, folder, opened
from msspdesk.cli.parser import WrongUsage
from msspdesk.cli.wording import decimal
from msspdesk.db.book import Book
from msspdesk.domain.periods import Horizon
from msspdesk.domain.proposals import Proposal, ProposedCustomer
from msspdesk.services import billing_run, invoices, issuing, rendering
from msspdesk.services.invoice_files import save_pdf
from msspdesk.services.issuing import Readiness
from msspdesk.texts.errors import sentence
from msspdesk.texts.formats import money


def run(options: Namespace, clock: Clock | None) -> Answer:
    """Exit 1 when a draft cannot be issued yet; the others are."""
    if options.pdf and not options.issue:
        raise WrongUsage("--pdf needs --issue", "")
    if options.dry_run and options.issue:
        raise WrongUsage("--dry-run stores nothing, so it cannot go with --issue", "")
    horizon = Horizon.through(options.until)
    with opened(options, clock, read_only=options.dry_run) as book:
        proposal = billing_run.preview(book, horizon)
        if options.dry_run:
            return _proposed(proposal)
        drafts = billing_run.commit(book, horizon, fingerprint=proposal.fingerprint).ids
        if not options.issue:
            return _proposed(proposal, drafts)
        return _issued(book, options, proposal, drafts)


def _proposed(proposal: Proposal, drafts: Sequence[int] = ()) -> Answer:
    facts = _facts(proposal) | {"drafts": len(drafts)}
    lines = list(_lines(proposal))
    lines.append(f"{len(drafts)} drafts were made." if drafts else "No draft was made.")
    return Answer(facts, lines)


def _issued(book: Book, options: Namespace, proposal: Proposal, drafts: Sequence[int]) -> Answer:
    meter = Meter(options)
    checked = issuing.preflight(book, drafts)
    ready = [each.invoice_id for each in checked if not each.problems]
    stopped = [each for each in checked if each.problems]
    issuing.issue(book, ready, progress=meter)
    rendering.render_pending(book, progress=meter)
    meter.end()
    files = _saved(book, ready, options)
    rows = invoices.rows_of(book, ready)
    facts = _facts(proposal) | {
        "drafts": len(stopped),
        "issued": [
            {
                "number": each.number,
                "customer": each.customer,
                "currency": each.currency,
                "payable": decimal(each.amount_minor, each.currency),
            }
            for each in rows
        ],
        "not_ready": [_not_ready(each) for each in stopped],
        "files": files,
    }
    lines = [*_missing(proposal.customers)]
    lines += [
        f"{each.number}  {money(each.amount_minor, each.currency):>16}  {each.customer}"
        for each in rows
    ]
    lines += [f"{each.customer} is still a draft: {sentence(each.problems[0])}" for each in stopped]
    lines.append(f"{len(rows)} issued, {len(stopped)} left as drafts.")
    return Answer(facts, lines, Exit.OWNER if stopped else Exit.OK)


def _saved(book: Book, ids: Sequence[int], options: Namespace) -> list[str]:
    if not options.pdf:
        return []
    where = folder(options.pdf)
    return [str(save_pdf(book, each, where)) for each in ids]


def _facts(proposal: Proposal) -> dict[str, Any]:
    return {
        "until": proposal.horizon.last_day.isoformat(),
        "proposed": [
            {
                "customer": each.name,
                "currency": each.currency,
                "net": decimal(each.net_minor, each.currency),
                "lines": len(each.lines),
                "missing": [sentence(one.problem) for one in each.missing],
            }
            for each in proposal.customers
        ],
    }


def _not_ready(each: Readiness) -> dict[str, Any]:
    return {"customer": each.customer, "problems": [sentence(one) for one in each.problems]}


def _lines(proposal: Proposal) -> Iterable[str]:
    for each in proposal.customers:
        yield f"{money(each.net_minor, each.currency):>16}  {each.name}"
    yield from _missing(proposal.customers)


def _missing(customers: Iterable[ProposedCustomer]) -> Iterable[str]:
    for each in customers:
        for one in each.missing:
            yield f"{each.name}, {one.title}: {sentence(one.problem)}"
