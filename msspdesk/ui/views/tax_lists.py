"""Rates with their history, and what to look at before the month ends."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from msspdesk.services.tax_browser import CountryRow, Rate
from msspdesk.texts import _, code_words, formats, pgettext
from msspdesk.ui.debounce import debounced
from msspdesk.ui.forms import ChoiceField
from msspdesk.ui.page import Context
from msspdesk.ui.presenters import place_words, tax_words
from msspdesk.ui.presenters.tax_lists import Numbered, TaxRates, TaxWarnings
from msspdesk.ui.tables import Cell, Column, ListModel, Table, TableView
from msspdesk.ui.tables.cells import RowKind
from msspdesk.ui.views.tax_records import FILTER, UntilLoaded
from msspdesk.ui.widgets import EmptyState, Line, SearchField, hbox, vbox

HEAD = 72
_PARTS = {"certificate": "certificates", "rate": "own_rates", "rule": "rules"}
_SETTINGS = {"registration", "threshold"}


class RatesPane(QWidget):
    """A country, and every rate there was and is, with its source."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.presenter = TaxRates(context.tasks)
        self.country = ChoiceField("country", _("Country"), [])
        self.country.setFixedWidth(320)
        self.filter_field = SearchField(_("Filter"))
        self.filter_field.setFixedWidth(FILTER)
        self.model = ListModel[Numbered](_rate_columns(), kind=_kind)
        self.list = TableView(self.model, _("Rates"), row_height=48)
        column = vbox(self, spacing=0)
        head = QWidget()
        head.setFixedHeight(HEAD)
        row = hbox(head, margins=(24, 8, 24, 8))
        row.addWidget(self.country)
        row.addWidget(self.filter_field, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        column.addWidget(head)
        column.addWidget(Line())
        column.addWidget(Table(self.list), 1)
        debounced(self.filter_field, self.presenter.search)
        self.country.committed.connect(lambda code: self.presenter.open(str(code)))
        self.presenter.on_update(self.refresh)

    def activate(self) -> None:
        self.presenter.activate()

    def deactivate(self) -> None:
        self.presenter.deactivate()

    def refresh(self) -> None:
        presenter = self.presenter
        named = [(each.mine, each.code, _country(each)) for each in presenter.countries]
        named.sort(key=lambda each: (not each[0], "" if each[0] else each[2]))
        self.country.set_options([(code, name) for _mine, code, name in named])
        self.country.set_value(presenter.code)
        self.model.set_rows(presenter.rates)


def _country(row: CountryRow) -> str:
    """The owner's countries stand first and say so."""
    name = place_words.place(row.code)
    return _("{country} (yours)").format(country=name) if row.mine else name


def _rate_columns() -> tuple[Column[Numbered], ...]:
    return (
        Column("tax", _("Rate"), _rate_cell, width=200),
        Column("from", _("From"), lambda each: _day(each, 0), width=108),
        Column("to", _("Until"), lambda each: _day(each, 1), width=116),
        Column("source", _("Source"), _source_cell, min_width=280),
    )


def _rate_cell(each: Numbered) -> Cell:
    row: Rate = each.row
    if each.heading:
        return Cell(place_words.place(row.jurisdiction), note=row.jurisdiction, bold=True)
    return Cell(
        f"{code_words.tax(row.tax)} {formats.percent(row.percent)}",
        below=code_words.word(row.kind),
        bold=row.holds,
        tone="" if row.holds else "muted",
    )


def _day(each: Numbered, which: int) -> Cell:
    if each.heading:
        return Cell()
    row: Rate = each.row
    return Cell(tax_words.from_to(row.valid_from, row.valid_to)[which], tone="muted", small=True)


def _source_cell(each: Numbered) -> Cell:
    if each.heading:
        return Cell()
    row: Rate = each.row
    sure, tone = tax_words.confidence(row.confidence)
    return Cell(row.source, below=sure, below_tone=tone, small=True)


def _kind(each: Numbered) -> RowKind:
    return "heading" if each.heading else "row"


class WarningsPane(QWidget):
    """One sentence a row; a row leads to where it can be mended."""

    def __init__(self, context: Context, show: Callable[..., None]) -> None:
        super().__init__()
        self.context = context
        self._show_part = show
        self.presenter = TaxWarnings(context.tasks)
        self.model = ListModel[Numbered](self._columns())
        self.list = TableView(self.model, _("What to look at"), row_height=48)
        empty = EmptyState(
            _("Nothing to look at"),
            _("No certificate ends, no threshold is near, no row is unchecked."),
        )
        self._table = UntilLoaded(Table(self.list, empty=empty))
        vbox(self, spacing=0).addWidget(self._table, 1)
        self.list.opened.connect(self._open)
        self.list.acted.connect(lambda row_id, _action: self._open(row_id))
        self.presenter.on_update(self._refresh)

    def _refresh(self) -> None:
        self._table.show_loaded(loaded=self.presenter.loaded)
        self.model.set_rows(self.presenter.rows)

    def _columns(self) -> tuple[Column[Numbered], ...]:
        return (
            Column(
                "kind",
                _("About"),
                lambda each: Cell(_about(each.row.kind), tone="muted"),
                width=128,
            ),
            Column("text", _("What to look at"), self._text, min_width=320),
            Column("open", "", _link, width=96, name=pgettext("button", "Open")),
        )

    def _text(self, each: Numbered) -> Cell:
        text, below = self.presenter.words(each.row)
        return Cell(text, below=below, tone="" if each.row.kind == "row" else "warn")

    def _open(self, row_id: int) -> None:
        row = next((each.row for each in self.presenter.rows if each.id == row_id), None)
        if row is None:
            return
        if row.kind in _PARTS:
            self._show_part(_PARTS[row.kind], row.record_id)
        elif row.kind in _SETTINGS:
            self.context.open_settings(_("Tax registrations"))
        elif row.invoice_id is not None:
            self.context.go("invoices", row.invoice_id)

    def activate(self) -> None:
        self.presenter.activate()

    def deactivate(self) -> None:
        self.presenter.deactivate()


def _about(kind: str) -> str:
    return {
        "row": _("Source"),
        "certificate": _("Certificate"),
        "threshold": _("Threshold"),
        "rate": _("Your rate"),
        "registration": _("Registration"),
        "rule": _("Your rule"),
    }.get(kind, kind)


def _link(_each: Numbered) -> Cell:
    return Cell(pgettext("button", "Open"), link=True, action="open")
