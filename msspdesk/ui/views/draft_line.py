"""The line of a draft that is in sight, field by field, below the table of lines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QWidget

from msspdesk.domain.errors import Problem
from msspdesk.domain.reading import read_amount, read_date
from msspdesk.texts import _, formats
from msspdesk.ui.forms import (
    AmountField,
    ChoiceField,
    DateField,
    Form,
    MultilineField,
    TextField,
)
from msspdesk.ui.presenters import choices
from msspdesk.ui.presenters.draft_editor import DraftEditor
from msspdesk.ui.widgets import vbox


def offer_item_code(field: TextField, name: str) -> None:
    """The field is there where the seller's tax office has codes of services."""
    field.setVisible(bool(name))
    field.set_hint(_("{name}: 4, 6 or 8 digits").format(name=name) if name else "")


class LinePane(QWidget):
    """Hidden while the draft has no lines. What a line lacks stands at its field."""

    def __init__(self, presenter: DraftEditor) -> None:
        super().__init__()
        self.presenter = presenter
        self._offered_for: int | None = None
        self._shown: tuple[int, tuple[Problem, ...]] | None = None
        self._service = ChoiceField("service_id", _("From the catalogue"), [])
        self._class = ChoiceField("tax_class", _("Kind of service"), choices.tax_classes())
        self._site = ChoiceField("site_id", _("Site"), [])
        self._code = TextField("item_code", _("Code for the tax office"))
        self._unit = ChoiceField("unit", _("Unit"), choices.units())
        self._price = AmountField(
            "unit_price",
            _("Price"),
            lambda text: read_amount(text, formats.separator(), 6),
            self._price_words,
        )
        self.form = Form(
            [
                TextField("name", _("Title")),
                MultilineField("note", _("Under the title"), lines=2),
                [self._service, self._class],
                self._site,
                self._code,
                [TextField("quantity", _("Quantity")), self._unit, self._price],
                [
                    TextField("discount", _("Discount"), placeholder=_("10% or 50.00")),
                    self._day("period_start", _("Service from")),
                    self._day("period_end", _("to")),
                ],
            ]
        )
        vbox(self, spacing=0).addWidget(self.form)
        self.form.committed.connect(self._store)

    def _day(self, key: str, label: str) -> DateField:
        def read(text: str) -> date:
            return read_date(text, self.presenter.today())

        return DateField(key, label, read, formats.day)

    def _price_words(self, value: Decimal) -> str:
        return formats.price(value, self.presenter.currency or "EUR")

    def begin(self) -> None:
        """The cursor into the first field."""
        self.form.begin_at("name")

    def refresh(self) -> None:
        """The line that is in sight now."""
        line = self.presenter.line
        self.setVisible(line is not None)
        if line is None:
            return
        if self._offered_for != self.presenter.invoice_id:
            self._offered_for = self.presenter.invoice_id
            self.presenter.load_services(self._show_services)
        self._price.set_unit(self.presenter.currency)
        self._offer_unit(line.unit)
        sites = self.presenter.sites()
        self._site.set_options(sites)
        self._site.setVisible(len(sites) > 1)
        self.form.show_values(self.presenter.line_values())
        self._class.set_hint("" if line.tax_class else _("Taxed as managed IT until you choose"))
        self._service.setVisible(not line.generated)
        offer_item_code(self._code, self.presenter.item_code)
        shown = (line.id, self.presenter.line_problems())
        if shown != self._shown:
            self._shown = shown
            self.form.show_problems(shown[1])

    def _offer_unit(self, unit: str) -> None:
        """A unit that came from elsewhere stands beside those of the catalogue."""
        offered = choices.units()
        if unit not in dict(offered):
            offered = [*offered, (unit, choices.unit_words(unit))]
        self._unit.set_options(offered)

    def _show_services(self) -> None:
        none = [(None, _("none: a free line"))]
        services = [(each.id, each.name) for each in self.presenter.services]
        self._service.set_options([*none, *services])

    def _store(self, key: str, value: object) -> None:
        self.form.clear_problems()
        self.presenter.edit_field(key, value, self._refused)

    @property
    def _refused(self) -> Callable[[Exception], Any]:
        self._shown = None  # what the line lacks is told again after the next good value
        return self.form.show_error
