"""A customer's facts as a form: how they are billed at the left, places and people at the right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from msspdesk.domain.errors import DomainError
from msspdesk.texts import _
from msspdesk.texts.errors import sentence
from msspdesk.ui.forms import (
    AmountField,
    CheckField,
    ChoiceField,
    MultilineField,
    ParsedField,
    TextField,
)
from msspdesk.ui.presenters import choices
from msspdesk.ui.presenters.contract_words import read_price, write_price
from msspdesk.ui.presenters.customer_details import CustomerDetails
from msspdesk.ui.views.customers_form import RecordForm
from msspdesk.ui.views.customers_kinds import certificate_kind, contact_kind, site_kind
from msspdesk.ui.views.customers_records import RecordList, parted
from msspdesk.ui.views.customers_vat import VatIdCheck
from msspdesk.ui.widgets import Line, hbox, scrolling, vbox

WIDEST = 1040


class DetailsPane(QWidget):
    """Every field is stored when it is left."""

    def __init__(self, presenter: CustomerDetails, today: Callable[[], date]) -> None:
        super().__init__()
        self.presenter = presenter
        self.name = TextField("name", _("Name"), hint=_("As it stands on the invoice"))
        self.vat_id = TextField("vat_id", _("VAT ID"))
        self.check = VatIdCheck(presenter, today)
        self.evidence = TextField(
            "evidence", _("Proof of business"), hint=_("Where there is no VAT ID")
        )
        self.rate = AmountField("hourly_rate", _("Hourly rate"), read_price, write_price)
        self.form = RecordForm(self._rows())
        self.sites = RecordList(site_kind(presenter))
        self.contacts = RecordList(contact_kind(presenter))
        self.certificates = RecordList(certificate_kind(presenter, today))
        self.certificates_part = QWidget()
        below = vbox(self.certificates_part, spacing=24)
        below.addWidget(Line())
        below.addWidget(self.certificates)
        self.beside = parted(self.sites, self.contacts)
        beside_column = self.beside.layout()
        if isinstance(beside_column, QVBoxLayout):
            beside_column.insertWidget(beside_column.count() - 1, self.certificates_part)
        policy = self.beside.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.beside.setSizePolicy(policy)
        body = QWidget()
        body.setMaximumWidth(WIDEST)
        columns = hbox(body, spacing=40, margins=(24, 8, 24, 24))
        columns.addWidget(self.form, 1, Qt.AlignmentFlag.AlignTop)
        columns.addWidget(self.beside, 1, Qt.AlignmentFlag.AlignTop)
        outer = QWidget()
        across = hbox(outer, spacing=0)
        across.addWidget(body, 100)
        across.addStretch(1)
        vbox(self, spacing=0).addWidget(scrolling(outer))
        self.form.committed.connect(self._store)
        presenter.on_update(self.refresh)

    def _rows(self) -> list[Any]:
        return [
            self.name,
            [
                TextField("short", _("Word in the entry line"), hint=_("As in “acme 1h30 triage”")),
                ChoiceField("status", _("Is a"), choices.statuses()),
            ],
            [self.vat_id, TextField("tax_number", _("Other tax number"))],
            self.check,
            [self.check.day, self.check.by],
            self.evidence,
            [ChoiceField("currency", _("Currency"), choices.currencies()), self.rate],
            [
                ChoiceField("language", _("Documents in"), choices.languages()),
                ParsedField("terms_days", _("Pays within"), read_days, str, unit=_("days")),
            ],
            [
                TextField("buyer_reference", _("Buyer reference"), hint=_("Such as a Leitweg-ID")),
                TextField("po_number", _("Their order number")),
            ],
            ChoiceField("price_mode", _("Agreed prices are"), choices.price_modes()),
            CheckField("decimal_hours", _("Hours on paper as 1.50 instead of 1:30")),
            MultilineField("notes", _("Notes, for you alone")),
        ]

    def refresh(self) -> None:
        presenter = self.presenter
        values = presenter.values()
        self.form.show_record(presenter.record, values)
        self.rate.set_unit(values.get("currency") or "")
        self._show_vat()
        self.check.refresh()
        self.evidence.setVisible(values.get("status") != "consumer" or bool(values.get("evidence")))
        self.beside.setVisible(presenter.facts is not None)
        if presenter.facts is not None:
            self.sites.show_records(presenter.record, presenter.sites())
            self.contacts.show_records(presenter.record, presenter.contacts())
            self.certificates.show_records(presenter.record, presenter.certificates())
            self.certificates_part.setVisible(presenter.takes_certificates())

    def _show_vat(self) -> None:
        """What is known of the number as it is written; whether it is registered stands below."""
        facts = self.presenter.facts
        if self.vat_id.editor.property("state") or self.vat_id.is_editing():
            return
        if facts is None or not facts.vat_id:
            name = self.presenter.number_name()
            self.vat_id.show_reading(_("Here the {number}").format(number=name) if name else "")
        elif facts.vat_id_format.problem is not None:
            self.vat_id.show_reading(sentence(facts.vat_id_format.problem), "warn")
        elif facts.vat_id_format.judged:
            self.vat_id.show_reading(_("Format right"), "good")
        else:
            self.vat_id.show_reading(_("The format of this country is not known here"))

    def begin(self) -> None:
        """An empty form with the cursor in the name."""
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _store(self, key: str, value: object) -> None:
        self.presenter.change(key, value, lambda error: self.form.fail(key, error))


def read_days(text: str) -> int:
    """A number of days, not a part of one."""
    value = read_price(text)
    if value != value.to_integral_value():
        raise DomainError("terms_out_of_range", value=text)
    return int(value)
