"""The fields of the settings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from msspdesk.domain.reading import read_amount, read_date
from msspdesk.services import sellers
from msspdesk.services.sellers import SellerPage
from msspdesk.texts import _, formats
from msspdesk.texts.errors import sentence
from msspdesk.ui.forms import (
    AmountField,
    ChoiceField,
    DateField,
    MultilineField,
    ParsedField,
    TextField,
)
from msspdesk.ui.presenters import choices
from msspdesk.ui.presenters.contract_words import read_price, write_price
from msspdesk.ui.presenters.customer_record import Values
from msspdesk.ui.presenters.settings import SOLD, Settings, read_counter
from msspdesk.ui.views.certificates_form import mark_ended
from msspdesk.ui.views.customers_details import read_days
from msspdesk.ui.views.customers_form import RecordForm
from msspdesk.ui.views.customers_kinds import RegionField, is_calm
from msspdesk.ui.views.customers_records import RecordBlock, RecordKind

Today = Callable[[], date]


def seller_forms(
    years: tuple[int, int], called: Callable[[str, int], str]
) -> dict[str, RecordForm]:
    """The seller's own fields, by the part they stand in; `years` are last year and this,
    `called` says what the next document is called, by field and counter.
    """
    return {
        "business": _business(),
        "tax": _tax(years),
        "paper": _paper(),
        "terms": _terms(called),
    }


def _business() -> RecordForm:
    return RecordForm(
        [
            TextField("name", _("Name of your business")),
            TextField("owner", _("Your name")),
            [TextField("street", _("Street and number")), TextField("street2", _("Second line"))],
            [TextField("postcode", _("Postcode")), TextField("city", _("City"))],
            [
                RegionField("region", _("Region or state")),
                ChoiceField("country", _("Country"), choices.countries()),
            ],
            [TextField("email", _("Email")), TextField("phone", _("Phone"))],
            TextField("website", _("Website")),
            MultilineField(
                "legal_note",
                _("Legal note"),
                lines=3,
                hint=_("At the foot of each document: legal form, capital, register, who directs"),
            ),
            [
                ChoiceField("currency", _("Your currency"), choices.currencies()),
                ChoiceField("zone", _("Time zone"), choices.zones()),
            ],
        ]
    )


def _tax(years: tuple[int, int]) -> RecordForm:
    """What only some countries ask of their sellers."""
    return RecordForm(
        [
            ChoiceField(
                "person",
                _("You work as"),
                choices.persons(),
                hint=_("Decides what business customers withhold"),
            ),
            [
                TextField("fund_name", _("Fund of your profession"), hint=_("As on the invoice")),
                AmountField(
                    "fund_percent",
                    _("Contribution on your fees"),
                    lambda text: read_amount(text, formats.separator(), 4),
                    formats.quantity,
                    unit="%",
                ),
            ],
            [_sold_in(year) for year in years],
        ]
    )


def _sold_in(year: int) -> AmountField:
    """For the EU threshold: the book knows what it billed, not what was before it."""
    return AmountField(
        f"{SOLD}{year}",
        _("Sold abroad before this book, {year}").format(year=year),
        lambda text: read_amount(text, formats.separator(), 2),
        lambda value: formats.number(value, places=2),
        unit="EUR",
        hint=_("To EU consumers, without tax"),
    )


def arrange_seller(forms: Mapping[str, RecordForm], page: SellerPage) -> None:
    """Show what the owner's country asks, and what it still misses."""
    fields = forms["tax"].fields
    fields["person"].setVisible(choices.asks_person(page.country) or bool(page.person))
    for key in ("fund_name", "fund_percent"):
        fields[key].setVisible(page.country == "IT" or bool(page.fund_percent))
    for key, field in fields.items():
        if key.startswith(SOLD):
            field.setVisible(sellers.in_union(page.country) or bool(page.sold_before))
    region = forms["business"].fields["region"]
    if isinstance(region, RegionField):
        region.offer(page.country)
        if is_calm(region):
            region.say_name()
            if page.region_problem is not None:
                region.show_reading(sentence(page.region_problem), "warn")


def _paper() -> RecordForm:
    return RecordForm(
        [
            [
                TextField("accent", _("Accent colour"), hint=_("As #0B6E6E")),
                ChoiceField("paper", _("Sheet"), choices.papers()),
            ],
            ChoiceField("language", _("Documents of a new customer in"), choices.languages()),
        ]
    )


def _terms(called: Callable[[str, int], str]) -> RecordForm:
    hint = _("{year} is the year, {n:04} counts in four digits")
    return RecordForm(
        [
            [
                TextField("number_pattern", _("Invoice numbers"), hint=hint),
                _counter("next_invoice", _("Next invoice number"), called),
            ],
            [
                TextField("credit_pattern", _("Credit note numbers"), hint=hint),
                _counter("next_credit", _("Next credit note number"), called),
            ],
            ParsedField(
                "terms_days",
                _("A new customer pays within"),
                read_days,
                str,
                unit=_("days"),
            ),
            AmountField(
                "rate_target",
                _("What an hour should bring"),
                read_price,
                write_price,
                hint=_("Customers that bring less are marked"),
            ),
        ]
    )


def _counter(key: str, label: str, called: Callable[[str, int], str]) -> ParsedField:
    return ParsedField(key, label, read_counter, str, reading=partial(called, key))


def registration_kind(presenter: Settings, today: Today) -> RecordKind:
    """Where the owner is registered, under which scheme, from when to when."""

    def rows() -> list[Any]:
        return [
            [
                ChoiceField("jurisdiction", _("Where"), choices.jurisdictions()),
                TextField("number", _("VAT ID or tax number")),
            ],
            [
                ChoiceField("scheme", _("Scheme"), choices.schemes()),
                ChoiceField("accounting", _("Tax is due"), choices.accountings()),
            ],
            ChoiceField("rounding", _("Tax is rounded"), choices.roundings("")),
            _dates(today),
        ]

    return RecordKind(
        title=lambda place: _("Registration") if place == 0 else _("Another registration"),
        add_words=_("Add a registration"),
        fields=rows,
        beginning=presenter.new_registration,
        complete=lambda values: bool(values.get("jurisdiction")),
        add=presenter.registration_deeds.add,
        change=presenter.registration_deeds.change,
        remove=presenter.registration_deeds.remove,
        always_one=True,
        arrange=partial(_arrange_registration, presenter, today),
    )


def _arrange_registration(
    presenter: Settings, today: Today, block: RecordBlock, values: Values
) -> None:
    """Only the schemes of that tax office, the roundings of the law at home; and whether
    it holds today.
    """
    fields, jurisdiction = block.form.fields, values.get("jurisdiction") or ""
    scheme = fields["scheme"]
    if isinstance(scheme, ChoiceField):
        known = {*sellers.schemes(jurisdiction), values.get("scheme")} if jurisdiction else None
        scheme.set_options(
            [each for each in choices.schemes() if known is None or each[0] in known]
        )
        scheme.set_value(values.get("scheme"))
    charges = values.get("scheme") in {"standard", None}
    fields["accounting"].setVisible(charges or values.get("accounting") == "cash")
    fields["accounting"].show_reading(_due(jurisdiction, values.get("accounting") or ""))
    rounding = fields["rounding"]
    if isinstance(rounding, ChoiceField):
        home = presenter.page is not None and presenter.page.country == jurisdiction
        offered = choices.roundings(jurisdiction if home else "")
        rounding.set_options(offered)
        rounding.set_value(values.get("rounding") or "")
        rounding.setVisible(len(offered) > 1)
    mark_ended(today, block, values)


def _due(jurisdiction: str, chosen: str) -> str:
    """What the choice of the day means with that tax office."""
    known = sellers.accounting(jurisdiction)
    if chosen in known.stated:
        return _("By option: invoices say so")
    return _("Usual for services there") if chosen == known.usual == "cash" else ""


def account_kind(presenter: Settings, today: Today) -> RecordKind:
    """Where customers pay to."""

    def rows() -> list[Any]:
        return [
            [
                ParsedField("iban", _("IBAN"), str, write_iban),
                TextField("bic", _("BIC")),
            ],
            [
                TextField("number", _("Account number"), hint=_("Where there is no IBAN")),
                ChoiceField("currency", _("Currency"), choices.currencies()),
            ],
            [TextField("holder", _("Holder")), TextField("name", _("Name for you"))],
            _dates(today),
        ]

    return RecordKind(
        title=lambda place: _("Account") if place == 0 else _("Another account"),
        add_words=_("Add an account"),
        fields=rows,
        beginning=presenter.new_account,
        complete=lambda values: bool(values.get("iban") or values.get("number")),
        add=presenter.account_deeds.add,
        change=_text_for_none(presenter.account_deeds.change),
        remove=presenter.account_deeds.remove,
        always_one=True,
        arrange=partial(mark_ended, today),
    )


def _text_for_none(change: Callable[..., None]) -> Callable[..., None]:
    """An IBAN that was emptied is no text, not nothing."""

    def changed(id_: int, key: str, value: Any, on_error: Any) -> None:
        change(id_, key, "" if key == "iban" and value is None else value, on_error)

    return changed


def _dates(today: Today) -> list[DateField]:
    def read(text: str) -> date:
        return read_date(text, today())

    return [
        DateField("valid_from", _("From"), read, formats.day, hint=_("Empty: since ever")),
        DateField("valid_to", _("To"), read, formats.day, hint=_("Empty: until further notice")),
    ]


def write_iban(value: str) -> str:
    """In groups of four, as it stands on a bank card."""
    return " ".join(re.findall(".{1,4}", value.replace(" ", "")))
