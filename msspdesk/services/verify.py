"""Proof that issued documents are as they were: the chain, the files, the sums, the numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from msspdesk.db.book import Book, Work
from msspdesk.db.queries import verifying as rows
from msspdesk.domain import numbering, snapshot
from msspdesk.domain.sellers import Seller
from msspdesk.domain.tax import PriceMode


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was sealed. `number` names the document, if there is one."""

    code: str
    number: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What was looked at, and what was found. No findings: everything is as it was issued."""

    documents: int
    renderings: int
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """True when nothing was found."""
        return not self.findings


def verify(
    book: Book,
    *,
    progress: Callable[[int, int, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Report:
    """Recompute the chain and compare the tables with what was sealed.

    Codes: record_altered, chain_broken, tail_cut, sequence_gap, rendering_altered,
    asset_altered, number_gap, document_missing, invoice_differs, lines_differ,
    taxes_differ, ledger_differs, sums_differ.
    """
    findings: list[Finding] = []
    done = 0
    with book.read() as work:
        head = rows.head(work.connection)
        previous = snapshot.FIRST_SEAL
        tables = rows.stored(work.connection)
        total = len(tables)
        for document in rows.documents(work.connection):
            if cancelled is not None and cancelled():
                break
            findings += _seal(document, previous, done)
            previous = document.sha256
            findings += _content(document, tables.get(document.invoice_id))
            done += 1
            if progress is not None and done % 100 == 0:
                progress(done, total, document.number)
        else:
            findings += _tail(head, done, previous)
            findings += _unsealed(tables, rows.sealed_ids(work.connection))
            findings += _gaps(work)
        renderings = list(rows.renderings(work.connection))
        findings += _files(renderings)
        findings += _assets(work)
    return Report(done, len(renderings), tuple(findings))


def _seal(document: rows.DocumentRow, previous: str, place: int) -> Iterator[Finding]:
    if document.sequence != place + 1:
        yield Finding("sequence_gap", document.number, str(document.sequence))
    if document.previous_sha256 != previous:
        yield Finding("chain_broken", document.number)
    if snapshot.seal(document.previous_sha256, document.snapshot) != document.sha256:
        yield Finding("record_altered", document.number)


def _tail(head: tuple[int, str] | None, count: int, last: str) -> Iterator[Finding]:
    """The head is stored apart, so documents cut off the end are missed."""
    expected, seal = head or (0, snapshot.FIRST_SEAL)
    if expected != count or seal != last:
        yield Finding("tail_cut", detail=f"{count} / {expected}")


def _content(document: rows.DocumentRow, stored: rows.Stored | None) -> Iterator[Finding]:
    """The tables must say what was sealed."""
    try:
        facts = snapshot.read(document.snapshot)
    except ValueError:
        yield Finding("record_altered", document.number)
        return
    if stored is None:
        yield Finding("document_missing", document.number)
        return
    sums = facts["totals"]
    head = (
        facts["number"],
        facts["kind"],
        facts["currency"],
        facts["issue_date"],
        facts["due_date"],
        sums["tax_basis_minor"],
        sums["tax_total_minor"],
        sums["grand_total_minor"],
        sums["due_minor"],
        sums["prepaid_minor"],
        facts.get("paid_on"),
    )
    if head != stored.head:
        yield Finding("invoice_differs", document.number)
    if _lines(facts) != stored.lines:
        yield Finding("lines_differ", document.number)
    if [_tax(each) for each in facts["taxes"]] != stored.taxes:
        yield Finding("taxes_differ", document.number)
    if _ledger(facts) != stored.ledger:
        yield Finding("ledger_differs", document.number)
    if not _adds_up(facts):
        yield Finding("sums_differ", document.number)


def _lines(facts: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    return [
        (each["position"], each["name"], each["quantity"], each["unit_price"], each["net_minor"])
        for each in facts["lines"]
    ]


def _tax(row: Mapping[str, Any]) -> tuple[Any, ...]:
    names = ("tax", "jurisdiction", "category", "base_minor", "amount_minor", "rule")
    return tuple(row[name] for name in names)


def _ledger(facts: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    return sorted(
        (each["contract_line"], each["whole_start"], each["calculated_minor"])
        for line in facts["lines"]
        for each in line["ledger"]
    )


def _adds_up(facts: Mapping[str, Any]) -> bool:
    sums = facts["totals"]
    net = sums["line_total_minor"] - sums["allowance_total_minor"] + sums["charge_total_minor"]
    tax = sum(each["amount_minor"] for each in facts["taxes"])
    net -= tax if facts.get("price_mode") == PriceMode.INCLUSIVE else 0
    others = sum(each["amount_minor"] for each in sums["others"])
    withheld = sum(each["amount_minor"] for each in sums["withheld"])
    gross = sums["tax_basis_minor"] + tax + others
    sound: bool = (
        sum(each["net_minor"] for each in facts["lines"]) == sums["line_total_minor"]
        and net == sums["tax_basis_minor"]
        and tax == sums["tax_total_minor"]
        and gross == sums["grand_total_minor"]
        and gross - withheld - sums["prepaid_minor"] + sums["rounding_minor"] == sums["due_minor"]
    )
    return sound


def _unsealed(tables: Mapping[int, rows.Stored], sealed: set[int]) -> Iterator[Finding]:
    for key, stored in tables.items():
        if key not in sealed:
            yield Finding("document_missing", str(stored.head[0]))


def _gaps(work: Work) -> Iterator[Finding]:
    """In the series of today's patterns every value up to the next was given.

    The first number of a series may be its opening value, so values below the
    smallest one that is there are not missed.
    """
    seller = work.find(Seller, 1)
    if seller is None:
        return
    numbers = rows.numbers(work.connection)
    for pattern in dict.fromkeys((seller.number_pattern, seller.credit_pattern)):
        found: dict[str, set[int]] = {}
        for number in numbers:
            read = numbering.parsed(pattern, number)
            if read is not None:
                found.setdefault(read[0], set()).add(read[1])
        for values in found.values():
            for missing in sorted(set(range(min(values), max(values))) - values):
                yield Finding("number_gap", detail=f"{pattern}: {missing}")


def _files(renderings: list[rows.RenderingRow]) -> Iterator[Finding]:
    for each in renderings:
        if not each.sound:
            yield Finding("rendering_altered", each.number, each.kind)


def _assets(work: Work) -> Iterator[Finding]:
    for sha256, content in rows.assets(work.connection):
        if snapshot.digest(content) != sha256:
            yield Finding("asset_altered", detail=sha256)
