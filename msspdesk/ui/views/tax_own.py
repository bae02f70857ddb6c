"""The owner's own rates, the certificates of customers, and answers kept as rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from msspdesk.texts import _, formats, tax_classes
from msspdesk.ui.debounce import debounced
from msspdesk.ui.forms import ChoiceField, TextField
from msspdesk.ui.page import Context
from msspdesk.ui.presenters import choices as words
from msspdesk.ui.presenters import place_words, tax_words
from msspdesk.ui.presenters.customer_record import Values
from msspdesk.ui.presenters.tax_lists import Numbered
from msspdesk.ui.presenters.tax_own import Certificates, OwnRates, OwnRules, rule_words
from msspdesk.ui.tables import Cell, Column, ListModel, Table, TableView
from msspdesk.ui.views import certificates_form
from msspdesk.ui.views.customers_kinds import RegionField, offer_regions
from msspdesk.ui.views.customers_records import Shown
from msspdesk.ui.views.month_end_dialogs import date_field, number_field
from msspdesk.ui.views.tax_records import (
    FILTER,
    RecordPanel,
    RecordsPane,
    RecordWords,
    UntilLoaded,
    filter_head,
    last_day,
)
from msspdesk.ui.widgets import EmptyState, SearchField, vbox

Today = Callable[[], date]


class OwnRatesPane(RecordsPane):
    """Local rates by place."""

    def __init__(self, context: Context) -> None:
        presenter = OwnRates(context.tasks)
        told = RecordWords(
            _("Your rates"),
            _("Filter {count} rates"),
            _("Add a local rate"),
            _("No local rates yet"),
            _("US cities and counties tax beside their state. Enter a rate with its source."),
        )
        panel = RecordPanel(
            presenter,
            _("New local rate"),
            _rate_place,
            _rate_fields(context.today),
            partial(_arrange_rate, context.today),
        )
        super().__init__(presenter, told, _rate_columns(context.today), panel)


def _rate_fields(today: Today) -> list[Any]:
    return [
        [
            ChoiceField("country", _("Country"), words.countries()),
            RegionField("region", _("State or province")),
        ],
        [
            TextField("county", _("County"), hint=_("Empty: all of the state")),
            TextField("city", _("City"), hint=_("Empty: all of the county")),
        ],
        [TextField("tax", _("Name of the tax")), number_field("rate", _("Rate"), unit="%")],
        TextField("source", _("Where it is written")),
        [
            date_field("valid_from", _("From"), today()),
            date_field("valid_to", _("Last day"), today()),
        ],
    ]


def _arrange_rate(today: Today, shown: Shown, values: Values) -> None:
    offer_regions(shown, values)
    certificates_form.mark_ended(today, shown, values)


def _rate_place(row: Any) -> str:
    """The smallest place that is named."""
    return row.city or row.county or place_words.region(row.country, row.region) or row.country


def _rate_columns(today: Today) -> tuple[Column[Numbered], ...]:
    def place(each: Numbered) -> Cell:
        if each.heading:
            return Cell(each.row, bold=True)
        county = each.row.county if each.row.city else ""
        return Cell(_rate_place(each.row), note=county, bold=True)

    return (
        Column("place", _("Place"), place, min_width=160),
        Column("tax", _("Tax"), _of(lambda row: Cell(row.tax, tone="muted")), width=136),
        Column(
            "rate",
            _("Rate"),
            _of(lambda row: Cell(formats.percent(row.rate))),
            width=88,
            right=True,
        ),
        Column("until", _("Holds"), _holding(today), width=144),
    )


class CertificatesPane(RecordsPane):
    """Certificates by customer."""

    def __init__(self, context: Context) -> None:
        presenter = Certificates(context.tasks)
        today = context.today
        told = RecordWords(
            _("Certificates"),
            _("Filter {count} certificates"),
            _("Add a certificate"),
            _("No certificates yet"),
            _("A customer who hands one in pays no sales tax where it holds."),
        )
        self._customer = ChoiceField("customer_id", _("Customer"), [])
        self._offered: tuple[tuple[int, str], ...] = ()
        panel = RecordPanel(
            presenter,
            _("New certificate"),
            lambda row: f"{place_words.place(row.jurisdiction)}, {row.customer}",
            [self._customer, *certificates_form.certificate_rows(today)],
            self._arrange,
        )
        self._today, self._certificates = today, presenter
        super().__init__(presenter, told, _certificate_columns(today), panel)

    def refresh(self) -> None:
        customers = self._certificates.customers
        if self._offered != customers:
            self._offered = customers
            self._customer.set_options([(None, "–"), *customers])
        super().refresh()

    def _arrange(self, shown: Shown, values: Values) -> None:
        """A certificate stays with the customer who handed it in."""
        self._customer.setVisible(self._certificates.adding)
        certificates_form.mark_ended(self._today, shown, values, tone="bad")


def _certificate_columns(today: Today) -> tuple[Column[Numbered], ...]:
    kinds = tax_classes.certificates()

    def place(each: Numbered) -> Cell:
        words = each.row if each.heading else place_words.place(each.row.jurisdiction)
        return Cell(words, bold=True)

    return (
        Column("place", _("For"), place, min_width=116),
        Column(
            "kind",
            _("Kind"),
            _of(lambda row: Cell(kinds.get(row.kind, row.kind), tone="muted")),
            width=150,
        ),
        Column("number", _("Number"), _of(lambda row: Cell(row.number)), width=112),
        Column("until", _("Holds"), _holding(today), width=144),
    )


def _of(cell: Callable[[Any], Cell]) -> Callable[[Numbered], Cell]:
    """A cell of a record; headings have none."""
    return lambda each: Cell() if each.heading else cell(each.row)


def _holding(today: Today) -> Callable[[Numbered], Cell]:
    return _of(lambda row: last_day(row.valid_from, row.valid_to, today()))


class RulesPane(QWidget):
    """Answers that were kept: for what, what is charged, who said so, from when to when."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.presenter = OwnRules(context.tasks)
        self.filter_field = SearchField(_("Filter"))
        self.filter_field.setFixedWidth(FILTER)
        self.model = ListModel[Numbered](self._columns())
        self.list = TableView(self.model, _("Your rules"), row_height=48)
        empty = EmptyState(
            _("No rules of your own yet"),
            _("When no rule of law answers, you are asked, and the answer is kept here."),
        )
        column = vbox(self, spacing=0)
        self._head = filter_head(self.filter_field)
        column.addWidget(self._head)
        self._table = UntilLoaded(Table(self.list, empty=empty))
        column.addWidget(self._table, 1)
        debounced(self.filter_field, self.presenter.search)
        self.list.acted.connect(lambda row_id, _action: self.presenter.forget(row_id))
        self.list.removed.connect(self.presenter.forget)
        self.presenter.on_update(self.refresh)

    def _columns(self) -> tuple[Column[Numbered], ...]:
        return (
            Column(
                "sales",
                _("For"),
                lambda each: Cell(rule_words(each.row)[0], below=each.row.note, bold=True),
                min_width=240,
            ),
            Column("tax", _("Tax"), lambda each: Cell(rule_words(each.row)[1]), width=144),
            Column("dates", _("Holds"), _holds, width=200),
            Column(
                "forget",
                "",
                lambda _each: Cell(button=_("Forget"), action="forget"),
                width=108,
                name=_("Forget"),
            ),
        )

    def refresh(self) -> None:
        self._table.show_loaded(loaded=self.presenter.loaded)
        self._head.setVisible(self.presenter.total > 0)
        self.filter_field.show_count(_("Filter {count} rules"), self.presenter.total)
        self.model.set_rows(self.presenter.rows)

    def activate(self) -> None:
        self.presenter.activate()

    def deactivate(self) -> None:
        self.presenter.deactivate()


def _holds(each: Numbered) -> Cell:
    first, last = tax_words.from_to(each.row.valid_from, each.row.valid_to)
    return Cell(f"{first} – {last}", tone="muted", small=True)
