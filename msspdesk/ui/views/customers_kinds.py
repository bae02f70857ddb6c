"""What a customer has several of: places, people, tax certificates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from msspdesk.texts import _
from msspdesk.texts.errors import sentence
from msspdesk.ui.forms import CheckField, ChoiceField, Field, TextField
from msspdesk.ui.presenters import choices
from msspdesk.ui.presenters.customer_details import CustomerDetails
from msspdesk.ui.presenters.customer_record import Values
from msspdesk.ui.suggestions import suggest
from msspdesk.ui.views import certificates_form
from msspdesk.ui.views.customers_records import RecordBlock, RecordKind, Shown

OUTSIDE = "outside"


class RegionField(TextField):
    """A state or province by its code or name; those whose taxes are known are offered."""

    def __init__(self, key: str, label: str) -> None:
        super().__init__(key, label)
        self._names: dict[str, str] = {}

    def offer(self, country: str) -> None:
        """The regions of that country while typing; none where taxes do not differ."""
        names = dict(choices.regions(country))
        if names == self._names:
            return
        self._names = names
        suggest(self.edit, sorted(names.values()), inside=False)

    def say_name(self) -> None:
        """Under the code, the region's name."""
        self.show_reading(self._names.get(self.value(), ""))


def site_kind(presenter: CustomerDetails) -> RecordKind:
    """Addresses; what only some countries ask is shown where they do."""

    def rows() -> list[Any]:
        return [
            [TextField("street", _("Street and number")), TextField("street2", _("Second line"))],
            [TextField("postcode", _("Postcode")), TextField("city", _("City"))],
            [
                RegionField("region", _("Region or state")),
                ChoiceField("country", _("Country"), choices.countries()),
            ],
            TextField("county", _("County")),
            ChoiceField("asset_region", _("The systems you protect are"), []),
            CheckField("sez", _("In a special economic zone (SEZ)")),
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
        add=presenter.site_deeds.add,
        change=presenter.site_deeds.change,
        remove=presenter.site_deeds.remove,
        always_one=True,
        arrange=_arrange_site,
    )


def _arrange_site(block: RecordBlock, values: Values) -> None:
    fields = block.form.fields
    country, region = values.get("country") or "", values.get("region") or ""
    asked = choices.place_facts(country, region)
    for key in ("county", "asset_region", "sez"):
        fields[key].setVisible(key in asked or bool(values.get(key)))
    _offer_assets(fields["asset_region"], values.get("asset_region") or "", region)
    offer_regions(block, values)
    for problem in values.get("problems") or ():
        if is_calm(fields[problem.field]):
            fields[problem.field].show_reading(sentence(problem), "warn")


def offer_regions(block: Shown, values: Values) -> None:
    """The regions of the country of a record, and the name of the one it has."""
    place = block.form.fields["region"]
    if isinstance(place, RegionField):
        place.offer(values.get("country") or "")
        if is_calm(place):
            place.say_name()


def _offer_assets(field: Field, stored: str, region: str) -> None:
    if not isinstance(field, ChoiceField):
        return
    options = [("", _("in {region}").format(region=region or "–")), (OUTSIDE, _("outside of it"))]
    if stored not in ("", OUTSIDE):
        options.append((stored, stored))
    field.set_options(options)
    field.set_value(stored)


def is_calm(field: Field) -> bool:
    """Nothing is wrong in it and nobody types there, so that it can say something."""
    return not field.editor.property("state") and not field.is_editing()


def contact_kind(presenter: CustomerDetails) -> RecordKind:
    """People; one of them gets the invoices."""

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
        add=presenter.contact_deeds.add,
        change=presenter.contact_deeds.change,
        remove=presenter.contact_deeds.remove,
        always_one=True,
    )


def certificate_kind(presenter: CustomerDetails, today: Callable[[], date]) -> RecordKind:
    """Tax certificates that the customer handed in."""
    return RecordKind(
        title=lambda place: _("Tax certificate") if place == 0 else _("Another certificate"),
        add_words=_("Add a tax certificate"),
        fields=partial(certificates_form.certificate_rows, today),
        beginning=presenter.new_certificate,
        complete=certificates_form.is_complete,
        add=presenter.certificate_deeds.add,
        change=presenter.certificate_deeds.change,
        remove=presenter.certificate_deeds.remove,
        arrange=partial(certificates_form.mark_ended, today, tone="bad"),
    )
