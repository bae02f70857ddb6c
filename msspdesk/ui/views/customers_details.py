"""A customer's facts as a form: how they are billed at the left, places and people at the right."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from msspdesk.domain.errors import DomainError
from msspdesk.texts import _
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
from msspdesk.ui.views.customers_records import RecordKind, RecordList, parted
from msspdesk.ui.widgets import hbox, scrolling, vbox

WIDEST = 1040


class DetailsPane(QWidget):
    """Every field is stored when it is left."""

    def __init__(self, presenter: CustomerDetails) -> None:
        super().__init__()
        self.presenter = presenter
        self.name = TextField("name", _("Name"), hint=_("As it stands on the invoice"))
        self.vat_id = TextField("vat_id", _("VAT ID"))
        self.checked = TextField("vat_id_checked_on", _("Registration checked on"))
        self.rate = AmountField("hourly_rate", _("Hourly rate"), read_price, write_price)
        self.form = RecordForm(self._rows())
        self.sites = RecordList(_site_kind(presenter))
        self.contacts = RecordList(_contact_kind(presenter))
        self.beside = parted(self.sites, self.contacts)
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
            [self.vat_id, self.checked],
            [
                TextField("tax_number", _("Other tax number")),
                TextField("evidence", _("Proof of business"), hint=_("Where there is no VAT ID")),
            ],
            [ChoiceField("currency", _("Currency"), choices.currencies()), self.rate],
            [
                ChoiceField("language", _("Documents in"), choices.languages()),
                ParsedField("terms_days", _("Pays within"), read_days, str, unit=_("days")),
            ],
            [
                TextField("buyer_reference", _("Buyer reference"), hint=_("Such as a Leitweg-ID")),
                TextField("po_number", _("Their order number")),
            ],
            CheckField("decimal_hours", _("Hours on paper as 1.50 instead of 1:30")),
            MultilineField("notes", _("Notes, for you alone")),
        ]

    def refresh(self) -> None:
        presenter = self.presenter
        values = presenter.values()
        self.form.show_record(presenter.record, values)
        self.rate.set_unit(values.get("currency") or "")
        self._show_vat()
        self.beside.setVisible(presenter.facts is not None)
        if presenter.facts is not None:
            self.sites.show_records(presenter.record, presenter.sites())
            self.contacts.show_records(presenter.record, presenter.contacts())

    def _show_vat(self) -> None:
        """Format and registration are two facts: the first we know, the second the owner."""
        facts = self.presenter.facts
        known = facts is not None and bool(facts.vat_id)
        self.checked.setEnabled(known)
        if self.vat_id.editor.property("state") or self.vat_id.is_editing():
            return
        checked = facts is not None and bool(facts.vat_id_checked_on)
        if known:
            self.vat_id.show_reading(_("Format right"), "good")
        else:
            self.vat_id.show_reading("")
        self.checked.show_reading("" if checked or not known else _("Not checked yet"), "warn")

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


def _site_kind(presenter: CustomerDetails) -> RecordKind:
    def rows() -> list[Any]:
        return [
            [TextField("street", _("Street and number")), TextField("street2", _("Second line"))],
            [TextField("postcode", _("Postcode")), TextField("city", _("City"))],
            [
                TextField("region", _("Region or state")),
                ChoiceField("country", _("Country"), choices.countries()),
            ],
            TextField("name", _("Name of the site")),
        ]

    return RecordKind(
        title=lambda place: _("Billing address") if place == 0 else _("Another site"),
        add_words=_("Add a site"),
        fields=rows,
        beginning=presenter.new_site,
        complete=lambda values: any(
            values.get(key) for key in ("street", "postcode", "city", "name")
        ),
        add=presenter.add_site,
        change=presenter.change_site,
        remove=presenter.remove_site,
        always_one=True,
    )


def _contact_kind(presenter: CustomerDetails) -> RecordKind:
    def rows() -> list[Any]:
        return [
            TextField("name", _("Name")),
            [TextField("email", _("Email")), TextField("phone", _("Phone"))],
            CheckField("gets_invoices", _("Gets the invoices")),
        ]

    return RecordKind(
        title=lambda place: _("Contact") if place == 0 else _("Another contact"),
        add_words=_("Add a contact"),
        fields=rows,
        beginning=presenter.new_contact,
        complete=lambda values: any(values.get(key) for key in ("name", "email", "phone")),
        add=presenter.add_contact,
        change=presenter.change_contact,
        remove=presenter.remove_contact,
        always_one=True,
    )
