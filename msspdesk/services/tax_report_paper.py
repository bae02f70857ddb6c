"""A tax report as it stands on paper for the tax adviser, in the language asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final

from msspdesk.documents.model import Annex, AnnexColumn, AnnexGroup, Fact, PaperReport
from msspdesk.domain.tax import TaxData
from msspdesk.domain.tax.report import ListRow, ReportRow, TaxReport
from msspdesk.services.paper_seller import page_size, registration, seller_lines
from msspdesk.services.tax_report import Document, PeriodReport, box_of
from msspdesk.texts import formats, places
from msspdesk.texts.documents import Catalogue, sentences

_BOXES: Final = {
    "taxed": "Taxed",
    "reverse_charge": "Reverse charge",
    "union_goods": "Goods within the EU",
    "export": "Exports",
    "exempt": "Exempt",
    "zero": "Zero rate",
    "outside": "Not taxed here",
}
_BASES: Final = {"accrual": "accrual: when supplied or invoiced", "cash": "cash: when paid"}
_KINDS: Final = {"services": "Services", "goods": "Goods"}


def report_paper(
    report: PeriodReport,
    seller: dict[str, Any],
    data: TaxData,
    *,
    language: str,
    made: datetime,
    logo: bytes | None = None,
) -> PaperReport:
    """The pages of a report. `seller` is `document_facts.seller_data`, `made` the moment."""
    words = sentences(language)
    place = _place(report.registration.jurisdiction, language)
    period = formats.period(report.first, report.last + timedelta(days=1), language)
    title = words.get("Tax report {place}, {period}", place=place, period=period)
    return PaperReport(
        language=language,
        title=title,
        document_title=f"{title}, {seller['name']}",
        author=seller["name"],
        seller_name=seller["name"],
        seller_lines=seller_lines(seller, language, abroad=True),
        page_size=page_size(seller),
        accent=seller["accent"] or "#0B6E6E",
        logo=logo,
        logo_alt=words.get("Logo of {name}", name=seller["name"]) if logo else "",
        page_label=words.get("Page {page} of {pages}", page="{page}", pages="{pages}"),
        facts=(
            Fact(words.get("Seller"), seller["owner"] or seller["name"]),
            Fact(words.get("Registration"), f"{place}, {_number(report, words)}"),
            Fact(words.get("Period"), period, strong=True),
            Fact(words.get("Basis"), words.get(_BASES[report.accounting])),
            Fact(words.get("Documents"), formats.number(len(report.documents), language)),
            Fact(words.get("Made on"), formats.day_long(made.date(), language)),
        ),
        intro=tuple(_intro(report, words)),
        tables=tuple(_tables(report, words, data)),
        created=made,
    )


def _place(jurisdiction: str, language: str) -> str:
    """A country by its name; a state or province keeps its code."""
    if jurisdiction in ("", "-"):
        return ""
    return places.country(jurisdiction, language) if len(jurisdiction) == 2 else jurisdiction


def _number(report: PeriodReport, words: Catalogue) -> str:
    held = report.registration
    if not held.number:
        return words.get("not registered" if held.scheme == "unregistered" else "no number")
    return registration({"jurisdiction": held.jurisdiction, "number": held.number}, words)


def _intro(report: PeriodReport, words: Catalogue) -> Iterator[str]:
    unlisted = [number for part in report.parts for number in part.unlisted]
    if not report.parts:
        yield words.get("Nothing was sold in this period.")
    if unlisted:
        told = "Not on the recapitulative list, since the customer has no VAT ID: {numbers}"
        yield words.get(told, numbers=", ".join(unlisted))


def _tables(report: PeriodReport, words: Catalogue, data: TaxData) -> Iterator[Annex]:
    """The figures and lists of every currency, then the documents behind them."""
    ordered = sorted(report.parts, key=lambda each: (each.tax == 0, each.currency))
    parts = [_Part(report, each, words, data) for each in ordered]
    for each in parts:
        if each.part.rows:
            yield each.figures()
        if each.part.one_stop_shop:
            yield each.one_stop_shop()
        if each.part.recapitulative:
            yield each.recapitulative()
    for each in parts:
        yield each.documents()


@dataclass(frozen=True, slots=True)
class _Part:
    """The tables of one currency."""

    report: PeriodReport
    part: TaxReport
    words: Catalogue
    data: TaxData

    def figures(self) -> Annex:
        """By box group, then by tax and rate."""
        rows = sorted(self.part.rows, key=_box_order)
        groups = tuple(
            self._figures_of(box, list(found)) for box, found in groupby(rows, key=box_of)
        )
        return Annex(
            title=self._titled("Figures in {currency}"),
            columns=self._columns(
                ("Tax and rate", "grow"), "Where", "Category", *_documents_net_tax()
            ),
            groups=groups,
            sums=self._sums(rows, self.words.get("Sum"), columns=6),
        )

    def _figures_of(self, box: str, rows: list[ReportRow]) -> AnnexGroup:
        cells = tuple(
            (
                self._rate(row, full=True),
                _place(row.jurisdiction, self.words.language),
                row.category,
                *self._count_net_tax(row),
            )
            for row in rows
        )
        sums = self._sums(rows, columns=6) if len(rows) > 1 else ()
        return AnnexGroup(self.words.get(_BOXES[box]), cells, sums)

    def one_stop_shop(self) -> Annex:
        """What is declared in the one stop shop, by country and rate."""
        rows = self.part.one_stop_shop
        cells = tuple(
            (
                _place(row.jurisdiction, self.words.language),
                self._rate(row),
                *self._count_net_tax(row),
            )
            for row in sorted(rows, key=lambda each: each.jurisdiction)
        )
        return Annex(
            title=self._titled("One stop shop in {currency}"),
            columns=self._columns(
                ("Country", "grow"), ("Tax and rate", "grow"), *_documents_net_tax()
            ),
            groups=(AnnexGroup("", cells),),
            sums=self._sums(rows, self.words.get("Sum"), columns=5),
        )

    def recapitulative(self) -> Annex:
        """Customers of other member states with what was supplied to them."""
        rows = self.part.recapitulative
        cells = tuple(self._listed(row) for row in rows)
        total = self._amount(sum(row.amount for row in rows))
        return Annex(
            title=self._titled("Recapitulative list in {currency}"),
            columns=self._columns(
                "Country",
                "VAT ID",
                ("Customer", "grow"),
                "Kind",
                ("Documents", "right"),
                ("Net", "right"),
            ),
            groups=(AnnexGroup("", cells),),
            sums=(self.words.get("Sum"), "", "", "", "", total),
        )

    def _listed(self, row: ListRow) -> tuple[str, ...]:
        return (
            row.country,
            row.vat_id,
            self.report.documents[row.documents[-1]].customer,
            self.words.get(_KINDS[row.kind]),
            formats.number(len(row.parts), self.words.language),
            self._amount(row.amount),
        )

    def documents(self) -> Annex:
        """Every document behind every figure: sums of a group give the figure."""
        rows = [*sorted(self.part.rows, key=_box_order), *self.part.one_stop_shop]
        return Annex(
            title=self._titled("Documents behind the figures in {currency}"),
            columns=self._columns(
                "Number",
                "Date",
                ("Customer", "grow"),
                "Country",
                ("Net", "right"),
                ("Tax", "right"),
            ),
            groups=tuple(self._behind(row) for row in rows),
        )

    def _behind(self, row: ReportRow) -> AnnexGroup:
        where = _place(row.jurisdiction, self.words.language)
        heading = ", ".join(each for each in (self._rate(row), where) if each)
        cells = tuple(
            (*self._document(number), self._amount(base), self._amount(tax))
            for number, (base, tax) in row.parts.items()
        )
        return AnnexGroup(heading, cells, self._sums([row], columns=6))

    def _document(self, number: str) -> tuple[str, str, str, str]:
        found = self.report.documents[number]
        day = formats.day(found.day, self.words.language)
        return number, day, found.customer + self._exchanged(found), found.country

    def _exchanged(self, document: Document) -> str:
        if document.rate is None:
            return ""
        rate = formats.number(document.rate, self.words.language)
        return f"\n1 {document.currency} = {rate} {self.part.currency}"

    def _rate(self, row: ReportRow, *, full: bool = False) -> str:
        """ "VAT 19%"; a zero by its box, in full by the sentence on the invoices."""
        language = self.words.language
        if row.rate and not row.reason:
            shown = formats.percent(row.rate, language)
            if row.tax == "VAT":
                return self.words.get("VAT {rate}", rate=shown)
            return self.words.get("{tax} {rate}", tax=row.tax, rate=shown)
        if full and row.reason in self.data.notices:
            return self.data.notice(row.reason, language)
        return self.words.get(_BOXES[box_of(row)])

    def _count_net_tax(self, row: ReportRow) -> tuple[str, str, str]:
        count = formats.number(len(row.parts), self.words.language)
        return count, self._amount(row.base), self._amount(row.amount)

    def _sums(self, rows: Iterable[ReportRow], label: str = "", *, columns: int) -> tuple[str, ...]:
        every = list(rows)
        net = self._amount(sum(row.base for row in every))
        tax = self._amount(sum(row.amount for row in every))
        return (label, *("",) * (columns - 3), net, tax)

    def _amount(self, minor: int) -> str:
        return formats.amount(minor, self.part.currency, self.words.language)

    def _titled(self, title: str) -> str:
        return self.words.get(title, currency=self.part.currency)

    def _columns(self, *headings: str | tuple[str, str]) -> tuple[AnnexColumn, ...]:
        found = []
        for each in headings:
            heading, kind = each if isinstance(each, tuple) else (each, "")
            words = self.words.get(heading)
            found.append(AnnexColumn(words, number=kind == "right", grow=kind == "grow"))
        return tuple(found)


def _documents_net_tax() -> Sequence[tuple[str, str]]:
    return ("Documents", "right"), ("Net", "right"), ("Tax", "right")


def _box_order(row: ReportRow) -> tuple[int, str, str]:
    """Taxed first, then the groups in the order of `_BOXES`; higher rates before lower."""
    return list(_BOXES).index(box_of(row)), row.jurisdiction, f"{1000 - row.rate:012.6f}"
