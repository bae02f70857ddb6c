"""A draft becomes an invoice: checked, numbered, sealed, its time locked.

Documents are issued in chunks, one transaction each; a stop between two chunks
leaves whole documents only. Paper is made afterwards, from what was sealed
(services/rendering.py), and can be resumed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from msspdesk.db.book import Book, Work
from msspdesk.db.queries import issuing as rows
from msspdesk.db.queries.drafts import rare_notes
from msspdesk.db.queries.issuing import SealedRow
from msspdesk.documents.fonts import missing_glyphs
from msspdesk.domain import numbering, snapshot
from msspdesk.domain.customers import Customer
from msspdesk.domain.errors import DomainError, Problem
from msspdesk.domain.invoices import Invoice, InvoiceKind
from msspdesk.domain.money import to_micro
from msspdesk.domain.sellers import Seller
from msspdesk.services.bulk import collected_later
from msspdesk.services.changes import Changes
from msspdesk.services.cross_border import added_by, take
from msspdesk.services.document_facts import Corrected, Facts, Head, TimeRow, document_facts
from msspdesk.services.invoice_facts import DraftTotals, today_desk, worked_out
from msspdesk.services.series import pattern_for, series_state
from msspdesk.services.tax_facts import Desk

CHUNK: Final = 50
"""Documents of one transaction."""

Report = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether a draft can be issued, and what will leave if it is. Minor units."""

    invoice_id: int
    customer: str
    recipient: str
    kind: str
    currency: str
    gross_minor: int
    due_minor: int
    problems: tuple[Problem, ...]
    warnings: tuple[str, ...]


def preflight(book: Book, ids: Sequence[int]) -> list[Readiness]:
    """Every draft worked out as if it were issued now, one after the other in the order
    of `ids`: a sale that crosses the EU threshold in this run is said before it.
    """
    with book.read() as work:
        desk = today_desk(book, work)
        drafts = _drafts(work, ids)
        customers = work.many(Customer, {each.customer_id for each in drafts})
        series = {kind.value: _series_problems(work, desk, kind) for kind in InvoiceKind}
        notes = rare_notes(work.connection, ids)
        return [
            _readiness(
                desk,
                draft,
                customers[draft.customer_id],
                series[draft.kind],
                notes.get(draft.id or 0, ()),
            )
            for draft in drafts
        ]


def issue(
    book: Book,
    ids: Sequence[int],
    *,
    progress: Report | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Changes:
    """Issue the drafts in this order; the ids of those that were issued come back.

    DomainError("not_ready") when a draft has a problem, "not_a_draft" when one
    was issued or deleted in the meantime: nothing of that chunk is issued then,
    no number is used. Earlier chunks stay issued.
    """
    done: list[int] = []
    for chunk in _chunks(list(dict.fromkeys(ids))):
        if cancelled is not None and cancelled():
            break
        with collected_later(), book.write() as work:
            issue_in(book, work, chunk)
        done += chunk
        if progress is not None:
            progress(len(done), len(ids), "")
    return Changes.of("invoices", "time", "contracts", ids=tuple(done))


def issue_in(book: Book, work: Work, ids: Sequence[int]) -> list[str]:
    """Issue drafts inside a transaction of the caller; gives their numbers."""
    work.flush()
    desk = today_desk(book, work)
    drafts = _drafts(work, ids)
    customers = work.many(Customer, {each.customer_id for each in drafts})
    results = [worked_out_in_turn(desk, each, customers[each.customer_id]) for each in drafts]
    for draft, result in zip(drafts, results, strict=True):
        refuse_problems(customers[draft.customer_id].name, result.problems)
    numbers = give_numbers(work, desk.owner, drafts, desk.day)
    time = _time(work, ids)
    facts = [
        document_facts(
            head_of(draft, number, book),
            desk,
            customers[draft.customer_id],
            draft,
            result,
            time=time.get(draft.id or 0, []),
            corrected=_corrected(work, draft),
        )
        for draft, number, result in zip(drafts, numbers, results, strict=True)
    ]
    seal(book, work, drafts, facts)
    return numbers


def worked_out_in_turn(
    desk: Desk, draft: Invoice, customer: Customer, notes: Sequence[str] = ()
) -> DraftTotals:
    """One after the other: the documents before it count towards the EU threshold. One
    that cannot be issued does not.
    """
    result = worked_out(desk, draft, customer, notes)
    added = added_by(desk.data, desk.seller, desk.day, draft, customer)
    if added is not None and not result.problems:
        take(desk.cross_border, added)
    return result


def refuse_problems(customer: str, problems: Sequence[Problem]) -> None:
    """DomainError("not_ready") with the first problem's code and the customer's name."""
    if problems:
        raise DomainError("not_ready", name=customer, problems=tuple(problems))


def head_of(draft: Invoice, number: str | None, book: Book) -> Head:
    """The head of a document that is issued now."""
    day = book.today()
    return Head(number, day, day + timedelta(days=draft.terms_days), book.now())


def give_numbers(work: Work, seller: Seller, drafts: Sequence[Invoice], day: date) -> list[str]:
    """The next number of its series for each draft, in order, without gaps."""
    found: dict[str, Iterator[str]] = {}
    for pattern in dict.fromkeys(pattern_for(seller, each.kind) for each in drafts):
        count = sum(1 for each in drafts if pattern_for(seller, each.kind) == pattern)
        numbers, after = numbering.take(pattern, series_state(work, pattern), day, count)
        taken = rows.taken_numbers(work.connection, numbers)
        if taken:
            raise DomainError("number_taken", number=taken[0])
        rows.write_series(work.connection, pattern, after.next_value, after.year, after.last_day)
        found[pattern] = iter(numbers)
    return [next(found[pattern_for(seller, each.kind)]) for each in drafts]


def seal(book: Book, work: Work, drafts: Sequence[Invoice], facts: Sequence[Facts]) -> None:
    """Write the sealed documents and take the drafts out of reach of any change."""
    count, last = rows.read_head(work.connection) or (0, snapshot.FIRST_SEAL)
    sealed: list[SealedRow] = []
    for draft, fact in zip(drafts, facts, strict=True):
        content = snapshot.canonical(fact)
        _refuse_undrawable(fact, content)
        sealed.append(_sealed(draft, fact, content, last))
        last = sealed[-1].sha256
    logo = work.get(Seller, 1).logo
    if logo:
        rows.keep_asset(work.connection, snapshot.digest(logo), logo)
    taken = rows.write_sealed(work.connection, sealed, count + 1, book.now())
    if taken != len(sealed):
        raise DomainError("changed_since")


def _refuse_undrawable(fact: Mapping[str, Any], content: bytes) -> None:
    """What cannot be put on paper must not take a number: "not_ready"."""
    text = content.decode()
    # Letters once each are quick to look up; an accent apart from its letter is no miss yet.
    if text.isascii() or not missing_glyphs("".join(set(text))):
        return
    if missing := missing_glyphs(text):
        problem = Problem("glyphs_missing", "lines", {"letters": missing})
        refuse_problems(fact["buyer"]["name"], [problem])


def _sealed(draft: Invoice, fact: Mapping[str, Any], content: bytes, previous: str) -> SealedRow:
    sums = fact["totals"]
    key = draft.id or 0
    return SealedRow(
        invoice_id=key,
        version=draft.version,
        number=fact["number"],
        issue_date=date.fromisoformat(fact["issue_date"]),
        due_date=date.fromisoformat(fact["due_date"]),
        net_minor=sums["tax_basis_minor"],
        tax_minor=sums["tax_total_minor"],
        gross_minor=sums["grand_total_minor"],
        payable_minor=sums["due_minor"],
        snapshot=content,
        sha256=snapshot.seal(previous, content),
        previous_sha256=previous,
        taxes=tuple(_tax_row(key, place, each) for place, each in enumerate(fact["taxes"])),
    )


def _tax_row(invoice_id: int, position: int, tax: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("code", "text", "details")
    steps = [{key: each[key] for key in kept if key in each} for each in tax["steps"]]
    return {
        "invoice_id": invoice_id,
        "position": position,
        "tax": tax["tax"],
        "jurisdiction": tax["jurisdiction"],
        "category": tax["category"],
        "rate_micro": to_micro(Decimal(tax["rate"])),
        "base_minor": tax["base_minor"],
        "amount_minor": tax["amount_minor"],
        "reason": tax["reason"],
        "reason_code": tax["reason_code"],
        "rule": tax["rule"],
        "source": tax["source"],
        "data_version": tax["data_version"],
        "explanation": {"steps": steps, "confidence": tax["confidence"]},
    }


def _drafts(work: Work, ids: Sequence[int]) -> list[Invoice]:
    found = work.many(Invoice, ids)
    if len(found) != len(set(ids)) or any(each.issued for each in found.values()):
        raise DomainError("not_a_draft")
    return [found[key] for key in ids]


def _time(work: Work, ids: Sequence[int]) -> dict[int, list[TimeRow]]:
    found: dict[int, list[TimeRow]] = {}
    for row in rows.billed_time(work.connection, ids):
        found.setdefault(row.invoice_id, []).append(
            TimeRow(
                row.invoice_line_id,
                row.id,
                row.day,
                row.billed_minutes,
                row.note,
                row.started_at,
                row.ended_at,
                row.zone,
            )
        )
    return found


def billed_time(work: Work, invoice_id: int) -> list[TimeRow]:
    """The time on a document."""
    return _time(work, [invoice_id]).get(invoice_id, [])


def _corrected(work: Work, draft: Invoice) -> Corrected | None:
    if draft.corrects_id is None:
        return None
    original = work.get(Invoice, draft.corrects_id)
    if original.number is None or original.issue_date is None:
        raise DomainError("corrects_a_draft")
    return Corrected(original.number, original.issue_date, "", whole=False)


def _readiness(
    desk: Desk,
    draft: Invoice,
    customer: Customer,
    series: Sequence[Problem],
    notes: Sequence[str],
) -> Readiness:
    result = worked_out_in_turn(desk, draft, customer, notes)
    contact = customer.invoice_contact
    sums = result.totals
    return Readiness(
        invoice_id=draft.id or 0,
        customer=customer.name,
        recipient=contact.email if contact else "",
        kind=draft.kind,
        currency=draft.currency,
        gross_minor=sums.grand_total if sums else 0,
        due_minor=sums.due if sums else 0,
        problems=(*result.problems, *series),
        warnings=tuple(each.text for each in result.warnings),
    )


def _series_problems(work: Work, desk: Desk, kind: InvoiceKind) -> list[Problem]:
    pattern = pattern_for(desk.owner, kind)
    field = "credit_pattern" if kind is InvoiceKind.CREDIT_NOTE else "number_pattern"
    problems = numbering.pattern_problems(pattern, field)
    if not problems:
        try:
            numbering.take(pattern, series_state(work, pattern), desk.day, 1)
        except DomainError as error:
            problems.append(Problem(error.code, field, dict(error.details)))
    return problems


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]
