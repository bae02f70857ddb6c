"""The tax report of one registration and period, unfolding into documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msspdesk.domain.tax.report import TaxReport
from msspdesk.services import tax_report as reports
from msspdesk.services.tax_report import Document, PeriodReport, Registered
from msspdesk.services.tax_report_file import report_languages, save_csv, save_pdf
from msspdesk.texts import _, formats, places
from msspdesk.ui.presenters import place_words, tax_words
from msspdesk.ui.presenters.base import OnError, Presenter, Runner

if TYPE_CHECKING:
    from msspdesk.db.book import Book


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One row of the report as it is shown; a child is a document behind the figure."""

    id: int
    kind: str  # heading, row, child
    title: str
    note: str
    place: str
    base: str
    tax: str
    invoice_id: int | None = None
    key: str = ""
    open: bool = False


class TaxReports(Presenter):
    """One registration and period. Figures unfold into the documents behind them."""

    watches = frozenset({"invoices", "payments", "seller"})

    def __init__(self, runner: Runner, today: Callable[[], date]) -> None:
        super().__init__(runner)
        self.first, self.last = reports.months(today(), 1)
        self.accounting = ""
        self.jurisdiction = ""
        self.registrations: tuple[Registered, ...] = ()
        self.report: PeriodReport | None = None
        self.problem = ""
        self.languages: tuple[tuple[str, str], ...] = ()
        self.saving = False
        self.saved = ""
        self.lines: tuple[ReportLine, ...] = ()
        self._unfolded: set[str] = set()

    def reload(self) -> None:
        self.read(reports.registrations, self._loaded, key="registrations")
        self.read(report_languages, self._named, key="languages")

    def _named(self, codes: tuple[str, ...]) -> None:
        """The seller's language first; each by its own name."""
        self.languages = tuple((code, places.language(code)) for code in codes)

    def _loaded(self, found: list[Registered]) -> None:
        self.registrations = tuple(found)
        if not self.jurisdiction and found:
            self.jurisdiction = found[0].jurisdiction
        self.load()

    def choose(self, **values: Any) -> None:
        """Another registration, period or way of accounting."""
        for name, value in values.items():
            if value is not None:
                setattr(self, name, value)
        self.load()

    def load(self) -> None:
        place, first, last, way = self.jurisdiction, self.first, self.last, self.accounting
        self.read(
            lambda book: reports.report(book, place, first, last, way),
            self._shown,
            on_error=self._failed,
        )

    def _shown(self, found: PeriodReport) -> None:
        self.report, self.problem, self.saved = found, "", ""
        self._arrange()

    def _failed(self, error: Exception) -> None:
        self.report, self.problem = None, self.runner.explain(error)
        self._arrange()

    def toggle(self, row_id: int) -> None:
        """Show or hide the documents behind a figure."""
        line = next((each for each in self.lines if each.id == row_id), None)
        if line is not None and line.key:
            self._unfolded ^= {line.key}
            self._arrange()

    def invoice_of(self, row_id: int) -> int | None:
        return next((each.invoice_id for each in self.lines if each.id == row_id), None)

    def _arrange(self) -> None:
        rows: list[ReportLine] = []
        report = self.report
        parts = report.parts if report else ()
        for part in sorted(parts, key=lambda each: (each.tax == 0, each.currency)):
            self._add_part(rows, part)
        self.lines = tuple(replace(row, id=at) for at, row in enumerate(rows, start=1))
        self.updated()

    def _add_part(self, rows: list[ReportLine], part: TaxReport) -> None:
        money = part.currency
        every = (*part.rows, *part.one_stop_shop)
        net = formats.amount(sum(row.base for row in every), money)
        tax = formats.amount(part.tax, money)
        rows.append(ReportLine(0, "heading", money, "", "", net, tax))
        for name, found in (("", part.rows), ("one_stop_shop", part.one_stop_shop)):
            for row in sorted(found, key=lambda each: (reports.box_of(each) != "taxed",)):
                facts = (row.jurisdiction, row.tax, row.category, row.rate, row.reason)
                key = "|".join(str(each) for each in (money, name, *facts))
                title = tax_words.tax_name(row.tax, row.category, row.rate, row.reason)
                box = tax_words.box(name or reports.box_of(row))
                self._add(
                    rows,
                    key,
                    (title, "" if box == title else box, place_words.place(row.jurisdiction)),
                    row.parts,
                    money,
                )
        if part.recapitulative:
            title = _("Recapitulative list ({money})").format(money=money)
            rows.append(ReportLine(0, "heading", title, "", "", "", ""))
        for each in part.recapitulative:
            kind = _("Goods") if each.kind == "goods" else _("Services")
            key = f"{money}|list|{each.vat_id}|{each.kind}"
            parts = {number: (base, None) for number, base in each.parts.items()}
            self._add(rows, key, (each.vat_id, kind, place_words.place(each.country)), parts, money)

    def _add(
        self,
        rows: list[ReportLine],
        key: str,
        words: tuple[str, str, str],
        parts: Any,
        money: str,
    ) -> None:
        title, note, place = words
        base = formats.amount(sum(base for base, _tax in parts.values()), money)
        taxes = [tax for _base, tax in parts.values() if tax is not None]
        tax = formats.amount(sum(taxes), money) if taxes else ""
        shown = key in self._unfolded
        where = place_words.place(place)
        rows.append(ReportLine(0, "row", title, note, where, base, tax, key=key, open=shown))
        for number, (net, amount) in parts.items() if shown else ():
            document = self.report.documents[number] if self.report else None
            if document is None:
                continue
            rows.append(
                ReportLine(
                    0,
                    "child",
                    number,
                    _note(document, money),
                    formats.day(document.day),
                    formats.amount(net, money),
                    "" if amount is None else formats.amount(amount, money),
                    invoice_id=document.id,
                )
            )

    def unlisted(self) -> list[str]:
        """Numbers that the recapitulative list cannot name."""
        return [
            each for part in (self.report.parts if self.report else ()) for each in part.unlisted
        ]

    def save(self, folder: Path, on_error: OnError) -> None:
        """Write the report as a table into a folder."""
        report = self.report
        if report is not None:
            self._save(lambda _book: save_csv(report, folder), on_error)

    def save_pdf(self, folder: Path, language: str, on_error: OnError) -> None:
        """Write the report as pages into a folder. Thousands of documents take seconds."""
        report = self.report
        if report is not None:
            self._save(lambda book: save_pdf(book, report, folder, language), on_error)

    def _save(self, job: Callable[[Book], Path], on_error: OnError) -> None:
        self.saving, self.saved = True, ""
        self.updated()

        def told(path: Path) -> None:
            self.saving = False
            self.saved = _("Saved {name}").format(name=str(path))
            self.updated()

        def failed(error: Exception) -> None:
            self.saving = False
            self.updated()
            on_error(error)

        self.read(job, told, key="save", on_error=failed)


def _note(document: Document, money: str) -> str:
    """The customer, and the rate where the figure is in another currency."""
    if document.rate is None:
        return document.customer
    rate = formats.number(document.rate)
    return f"{document.customer}, 1 {document.currency} = {rate} {money}"
