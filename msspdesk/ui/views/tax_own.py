"""The owner's own rates, the certificates of customers, and answers kept as rules."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from msspdesk.texts import _
from msspdesk.ui.forms import ChoiceField, TextField
from msspdesk.ui.page import Context
from msspdesk.ui.presenters import choices as words
from msspdesk.ui.presenters import tax_words
from msspdesk.ui.presenters.customer_details import CERTIFICATE_FIELDS
from msspdesk.ui.presenters.customer_record import Values
from msspdesk.ui.presenters.tax_lists import Numbered
from msspdesk.ui.presenters.tax_own import RATE_FIELDS, OwnTax, rule_words
from msspdesk.ui.tables import Cell, Column, ListModel, Table, TableView
from msspdesk.ui.views import certificates_form
from msspdesk.ui.views.customers_kinds import RegionField, offer_regions
from msspdesk.ui.views.customers_records import RecordBlock, RecordKind, RecordList
from msspdesk.ui.views.month_end_dialogs import date_field, number_field
from msspdesk.ui.widgets import EmptyState, scrolling, vbox


def _dates(today: date) -> list[Any]:
    return [
        date_field("valid_from", _("From"), today),
        date_field("valid_to", _("Last day"), today),
    ]


class _Pane(QWidget):
    """A part of the owner's own word, with its presenter."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.presenter = OwnTax(context.tasks)
        self.presenter.on_update(self.refresh)

    def refresh(self) -> None:
        raise NotImplementedError

    def activate(self) -> None:
        self.presenter.activate()

    def deactivate(self) -> None:
        self.presenter.deactivate()


class OwnRatesPane(_Pane):
    """Local rates by place."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.records = RecordList(self._kind())
        _scrolled(self, self.records)

    def _kind(self) -> RecordKind:
        def rows() -> list[Any]:
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
                _dates(self.context.today()),
            ]

        return RecordKind(
            title=lambda place: _("Local rate") if place == 0 else _("Another local rate"),
            add_words=_("Add a local rate"),
            fields=rows,
            beginning=lambda: dict.fromkeys(RATE_FIELDS) | {"tax": _("Local sales tax")},
            complete=lambda values: bool(
                values.get("country") and values.get("rate") is not None and values.get("source")
            ),
            add=self.presenter.add_rate,
            change=self.presenter.change_rate,
            remove=self.presenter.remove_rate,
            arrange=self._arrange,
        )

    def _arrange(self, block: RecordBlock, values: Values) -> None:
        offer_regions(block, values)
        certificates_form.mark_ended(self.context.today, block, values)

    def refresh(self) -> None:
        self.records.show_records("rates", self.presenter.rates())


class CertificatesPane(_Pane):
    """Certificates by customer."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.records = RecordList(self._kind())
        _scrolled(self, self.records)

    def _kind(self) -> RecordKind:
        today = self.context.today

        def rows() -> list[Any]:
            customer = ChoiceField("customer_id", _("Customer"), self._names())
            return [customer, *certificates_form.certificate_rows(today)]

        usual = {"customer_id": None, "kind": "exempt_entity", "classes": ()}
        return RecordKind(
            title=lambda place: _("Certificate") if place == 0 else _("Another certificate"),
            add_words=_("Add a certificate"),
            fields=rows,
            beginning=lambda: dict.fromkeys(CERTIFICATE_FIELDS) | usual,
            complete=lambda values: (
                bool(values.get("customer_id")) and certificates_form.is_complete(values)
            ),
            add=self.presenter.add_certificate,
            change=self.presenter.change_certificate,
            remove=self.presenter.remove_certificate,
            arrange=partial(certificates_form.mark_ended, today, tone="bad"),
        )

    def _names(self) -> list[tuple[Any, str]]:
        return [(None, "–"), *self.presenter.customers]

    def refresh(self) -> None:
        for block in self.records.blocks:
            customer = block.form.fields["customer_id"]
            if isinstance(customer, ChoiceField):
                customer.set_options(self._names())
        self.records.show_records("certificates", self.presenter.certificates())


class RulesPane(_Pane):
    """Answers that were kept: for what, what is charged, who said so, from when to when."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.model = ListModel[Numbered](self._columns())
        self.list = TableView(self.model, _("Your rules"), row_height=48)
        empty = EmptyState(
            _("No rules of your own yet"),
            _("When no rule of law answers, you are asked, and the answer is kept here."),
        )
        vbox(self, spacing=0).addWidget(Table(self.list, empty=empty), 1)
        self.list.acted.connect(lambda row_id, _action: self.presenter.forget(row_id))
        self.list.removed.connect(self.presenter.forget)

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
        self.model.set_rows(self.presenter.rule_rows())


def _holds(each: Numbered) -> Cell:
    first, last = tax_words.from_to(each.row.valid_from, each.row.valid_to)
    return Cell(f"{first} – {last}", tone="muted", small=True)


def _scrolled(pane: QWidget, records: RecordList) -> None:
    body = QWidget()
    column = vbox(body, margins=(24, 20, 24, 24))
    records.setMaximumWidth(480)
    column.addWidget(records)
    column.addStretch(1)
    vbox(pane, spacing=0).addWidget(scrolling(body))
