"""The short forms behind the buttons of missing facts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from msspdesk.domain.errors import DomainError
from msspdesk.domain.reading import read_amount, read_date
from msspdesk.services.invoice_facts import TaxQuestion
from msspdesk.services.placing import Unplaced
from msspdesk.texts import _, formats, pgettext, places
from msspdesk.texts.errors import SENTENCES, sentence
from msspdesk.ui.dialogs import Dialog
from msspdesk.ui.forms import (
    AmountField,
    CheckField,
    ChoiceField,
    DateField,
    Form,
    TextField,
)
from msspdesk.ui.page import Context
from msspdesk.ui.presenters import choices, place_words
from msspdesk.ui.presenters.month_end_facts import Facts, NewCount, tax_answer
from msspdesk.ui.presenters.month_end_panel import MissingRow
from msspdesk.ui.widgets import ElidedLabel, Label, vbox


def date_field(key: str, label: str, today: date, *, hint: str = "") -> DateField:
    """A day as people type it, read against today."""
    return DateField(
        key,
        label,
        lambda text: read_date(text, today),
        formats.day,
        reading=formats.weekday_day_long,
        hint=hint,
    )


def number_field(key: str, label: str, *, places_: int = 6, unit: str = "") -> AmountField:
    """A number with up to six decimals."""
    return AmountField(
        key,
        label,
        lambda text: read_amount(text, formats.separator(), places_),
        formats.quantity,
        unit=unit,
    )


def enter_count(parent: QWidget, facts: Facts, missing: MissingRow, context: Context) -> None:
    """From a day on the customer has so many."""
    day = min(missing.day or context.today(), context.today())
    form = Form(
        [
            ElidedLabel(_("Counted at {customer}").format(customer=missing.customer), tone="muted"),
            TextField("kind", _("What was counted"), hint=_("endpoints, users, gigabytes")),
            [
                number_field("quantity", _("How many")),
                date_field("day", pgettext("since", "From"), context.today()),
            ],
        ]
    )
    form.show_values({"kind": missing.kind, "day": day})

    def show_last() -> None:
        if facts.counts:
            last = facts.counts[0]
            told = _("Last: {count} on {day}").format(
                count=formats.quantity(last.quantity), day=formats.day(last.day)
            )
            form.fields["quantity"].set_hint(told)

    facts.on_update(show_last)
    facts.load_counts(missing.customer_id, missing.kind)

    def store() -> None:
        try:
            values = form.values()
        except DomainError:
            return
        quantity = values["quantity"] if values["quantity"] is not None else Decimal(-1)
        new = NewCount(missing.customer_id, values["kind"], values["day"] or day, quantity)
        facts.enter_count(new, dialog.accept, form.show_error)

    dialog = Dialog(parent, _("Enter count"), form, primary=_("Store count"), on_primary=store)
    dialog.finished.connect(lambda _code: facts.close())
    dialog.open()
    form.fields["quantity"].setFocus()


def place_time(
    parent: QWidget,
    facts: Facts,
    customer_id: int,
    customer: str,
    then: Callable[[], None] = lambda: None,
) -> None:
    """What time without a service was: one choice for all of a customer's."""
    told = Label("", tone="muted", wrap=True)
    service = ChoiceField(
        "service", _("Service"), [], hint=_("It names the line and decides the tax")
    )
    form = Form([told, service])

    def show(found: Unplaced) -> None:
        service.set_options([(str(key), name) for key, name in found.services])
        if found.services:
            service.set_value(str(found.services[0][0]))
        told.setText(unplaced_words(customer, found))

    def store() -> None:
        chosen = str(form.values()["service"] or "")
        if not chosen:
            service.show_problem(_("Add a service to the catalogue first."))
            return

        def done() -> None:
            dialog.accept()
            then()

        facts.place_time(customer_id, int(chosen), done, form.show_error)

    facts.load_unplaced(customer_id, show)
    dialog = Dialog(
        parent, _("What was this time for?"), form, primary=_("Use this service"), on_primary=store
    )
    dialog.finished.connect(lambda _code: facts.close())
    dialog.open()
    service.setFocus()


def unplaced_words(customer: str, found: Unplaced) -> str:
    """ "Nordlicht GmbH: 3:30 h in 2 entries, 3 Nov to 20 Nov, without a service." """
    if found.first is None or found.last is None:
        return _("{customer}: all time names its service.").format(customer=customer)
    hours = formats.hours(found.minutes)
    if found.first == found.last:
        told = _("{customer}: {hours} h on {first}, without a service.")
    else:
        told = _("{customer}: {hours} h, {first} to {last}, without a service.")
    first, last = formats.day_short(found.first), formats.day_short(found.last)
    return told.format(customer=customer, hours=hours, first=first, last=last)


def set_rate(
    parent: QWidget,
    facts: Facts,
    customer_id: int,
    customer: str,
    then: Callable[[], None] = lambda: None,
) -> None:
    """What an hour costs this customer."""
    rate = number_field("hourly_rate", _("Rate per hour"))
    form = Form([ElidedLabel(_("For {customer}").format(customer=customer), tone="muted"), rate])
    facts.on_update(lambda: rate.set_unit(facts.currency))
    facts.load_customer(customer_id)

    def store() -> None:
        try:
            value = form.values()["hourly_rate"]
        except DomainError:
            return
        if value is None:
            rate.show_problem(_("Type what an hour costs."))
            return

        def done() -> None:
            dialog.accept()
            then()

        facts.set_rate(customer_id, value, done, form.show_error)

    dialog = Dialog(parent, _("Set rate"), form, primary=_("Store rate"), on_primary=store)
    dialog.finished.connect(lambda _code: facts.close())
    dialog.open()
    rate.setFocus()


def answer_tax(parent: QWidget, facts: Facts, customer: str, question: TaxQuestion) -> None:
    """The owner's answer to a question no rule answers; kept for sales like this one."""
    body = QWidget()
    column = vbox(body, spacing=16)
    column.addWidget(Label(_asked(question), wrap=True))
    charged = ChoiceField(
        "charged", _("On this sale you"), [(True, _("charge tax")), (False, _("charge no tax"))]
    )
    rate = number_field("rate", _("Rate"), unit="%")
    rate.set_hint(_rate_hint(question))
    category = ChoiceField("category", _("Because"), _reasons())
    form = Form(
        [
            [charged, rate],
            category,
            TextField("note", _("Who said so, or where it is written")),
            CheckField("all_services", _("The same for every service there")),
        ]
    )
    column.addWidget(form)
    told = _("Kept as your rule for: {sales}. Documents that left stay as they are.")
    column.addWidget(Label(told.format(sales=_sales(question)), "label", wrap=True))

    def show_choice() -> None:
        rate.setEnabled(charged.value() is not False)
        category.setVisible(charged.value() is False)

    charged.committed.connect(lambda _value: show_choice())
    form.show_values({"charged": True, "category": "O"})
    show_choice()

    def store() -> None:
        try:
            values = form.values()
        except DomainError:
            return
        answer = tax_answer(
            question,
            charged=values["charged"] is not False,
            rate=values["rate"],
            category=values["category"],
            note=values["note"],
            all_services=values["all_services"],
            since=None,
        )
        facts.answer_tax(answer, dialog.accept, form.show_error)

    title = _("Tax for {customer}").format(customer=customer)
    dialog = Dialog(parent, title, body, primary=_("Keep answer"), on_primary=store)
    dialog.finished.connect(lambda _code: facts.close())
    dialog.open()


def _asked(question: TaxQuestion) -> str:
    code = question.code if question.code in SENTENCES else "tax_undecided"
    return sentence(DomainError(code, **question.details))


def _reasons() -> list[tuple[str, str]]:
    return [
        ("O", _("it is not taxed here")),
        ("AE", _("the customer owes it (reverse charge)")),
        ("E", _("it is exempt")),
        ("G", _("it is an export")),
        ("K", _("it goes to a business within the EU")),
        ("Z", _("its rate is zero")),
    ]


def _rate_hint(question: TaxQuestion) -> str:
    """Of which tax the rate is, where a state or province has its own."""
    taxes = choices.regional_taxes(question.customer_country, question.customer_region)
    if not taxes:
        return ""
    place = place_words.region(question.customer_country, question.customer_region)
    if len(taxes) == 1:
        return _("{tax} of {place}, with its local tax").format(tax=taxes[0], place=place)
    told = _("{tax} of {place}; {federal} is charged beside it")
    return told.format(tax=taxes[-1], place=place, federal=taxes[0])


def _sales(question: TaxQuestion) -> str:
    place = places.country(question.customer_country) if question.customer_country else ""
    if question.customer_region:
        region = place_words.region(question.customer_country, question.customer_region)
        place = f"{region}, {place}"
    kind = _("consumers") if question.status == "consumer" else _("businesses")
    service = choices.tax_class_words(question.tax_class)
    return ", ".join(each for each in (kind, place, service) if each)
