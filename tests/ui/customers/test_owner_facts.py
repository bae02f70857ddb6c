"""Facts for the tax of the owner, as they are entered in the settings."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from msspdesk.db.book import Book
from msspdesk.domain.errors import DomainError, InvalidInput
from msspdesk.texts import formats
from msspdesk.ui.forms import ChoiceField
from msspdesk.ui.presenters.settings import Settings
from msspdesk.ui.theme import theme
from msspdesk.ui.views.customers_records import RecordList
from msspdesk.ui.views.settings_forms import arrange_seller, registration_kind, seller_forms
from tests.builders import NOON
from tests.ui.customers.conftest import refuse
from tests.ui.kit.direct import DirectRunner


@pytest.fixture(autouse=True)
def styled(qapp: QApplication) -> None:
    theme.start(qapp, "light")


def shown(widget: QWidget) -> bool:
    return not widget.isHidden()


SOLD = {"sold_in_2025", "sold_in_2026"}


@pytest.mark.parametrize(
    ("country", "asked"),
    [
        ("CH", set()),
        ("DE", SOLD),
        ("ES", {"person"} | SOLD),
        ("IT", {"person", "fund_name", "fund_percent"} | SOLD),
    ],
)
def test_the_owner_is_asked_what_the_country_needs(
    book: Book, qtbot: QtBot, country: str, asked: set[str]
) -> None:
    settings = Settings(DirectRunner(book), date(2026, 7, 31))
    settings.activate()
    settings.change("country", country, refuse)
    assert settings.page is not None
    forms = seller_forms((2025, 2026), lambda _key, _value: "")
    for form in forms.values():
        qtbot.addWidget(form)
    arrange_seller(forms, settings.page)
    assert {key for key, field in forms["tax"].fields.items() if shown(field)} == asked


def test_an_owner_in_india_needs_the_state(book: Book, qtbot: QtBot) -> None:
    settings = Settings(DirectRunner(book), date(2026, 7, 31))
    settings.activate()
    settings.change("country", "IN", refuse)
    forms = seller_forms((2025, 2026), lambda _key, _value: "")
    for form in forms.values():
        qtbot.addWidget(form)
    assert settings.page is not None
    arrange_seller(forms, settings.page)
    words = forms["business"].fields["region"]._below.text()
    assert words.startswith("In India the tax depends on your state.")
    settings.change("region", "karnataka", refuse)
    assert settings.values()["region"] == "KA"


def test_what_is_wrong_with_dates_is_told_at_the_field(book: Book) -> None:
    settings = Settings(DirectRunner(book), date(2026, 7, 31))
    settings.activate()
    ((key, _values),) = settings.registrations()
    told: list[str] = []

    def tell(error: Exception) -> None:
        assert isinstance(error, InvalidInput | DomainError)
        problems = getattr(error, "problems", ())
        told.append(json.dumps([(each.code, each.field) for each in problems]))

    settings.registration_deeds.change(key, "valid_to", date(2020, 1, 1), tell)
    settings.registration_deeds.change(key, "valid_from", date(226, 1, 1), tell)
    assert told == [
        '[["registration_dates", "valid_to"]]',
        '[["day_out_of_range", "valid_from"]]',
    ]


@pytest.mark.parametrize(
    ("jurisdiction", "schemes", "chosen"),
    [
        ("US-TX", ["standard"], "standard"),
        ("EU", ["oss"], "oss"),
        ("IN", ["standard", "small_business", "unregistered", "lut"], "standard"),
        ("IT", ["standard", "forfettario"], "standard"),
    ],
)
def test_a_registration_offers_the_schemes_of_its_tax_office(
    book: Book, qtbot: QtBot, jurisdiction: str, schemes: list[str], chosen: str
) -> None:
    settings = Settings(DirectRunner(book), date(2026, 7, 31))
    settings.activate()
    records = RecordList(registration_kind(settings, NOON.date))
    qtbot.addWidget(records)
    settings.on_update(lambda: records.show_records("seller", settings.registrations()))
    settings.updated()
    records.more.click()
    records.blocks[1].form.committed.emit("jurisdiction", jurisdiction)
    scheme = records.blocks[1].form.fields["scheme"]
    assert isinstance(scheme, ChoiceField)
    assert (scheme._values, scheme.value()) == (schemes, chosen)


def test_an_overlap_is_told_at_the_first_day_of_the_new_registration(
    book: Book, qtbot: QtBot
) -> None:
    settings = Settings(DirectRunner(book), date(2026, 7, 31))
    settings.activate()
    records = RecordList(registration_kind(settings, NOON.date))
    qtbot.addWidget(records)
    settings.on_update(lambda: records.show_records("seller", settings.registrations()))
    settings.updated()
    records.more.click()
    new = records.blocks[1].form
    new.committed.emit("jurisdiction", "DE")
    assert new.fields["valid_from"].editor.property("state") == "error"
    assert "two tax registrations" in new.fields["valid_from"]._below.text()
    assert len(settings.registrations()) == 1
    records.blocks[0].form.committed.emit("valid_to", date(2026, 6, 30))
    assert records.blocks[0].note.text() == f"ended on {formats.day(date(2026, 6, 30))}"
    new.committed.emit("valid_from", date(2026, 7, 1))
    assert len(settings.registrations()) == 2


def test_sales_before_the_book_are_kept_by_year(book: Book) -> None:
    settings = Settings(DirectRunner(book), date(2026, 7, 31))
    settings.activate()
    settings.change("sold_in_2025", Decimal("812.50"), refuse)
    settings.change("sold_in_2026", Decimal(40), refuse)
    settings.change("sold_in_2026", None, refuse)
    assert settings.page is not None
    assert settings.page.sold_before == {2025: Decimal("812.50")}
    assert settings.values()["sold_in_2025"] == Decimal("812.50")


def test_the_rounding_is_a_choice_where_the_law_leaves_one(book: Book, qtbot: QtBot) -> None:
    settings = Settings(DirectRunner(book), date(2026, 7, 31))
    settings.activate()
    records = RecordList(registration_kind(settings, lambda: date(2026, 7, 31)))
    qtbot.addWidget(records)
    records.show_records("seller", settings.registrations())
    (block,) = records.blocks
    assert not shown(block.form.fields["rounding"])
    ((key, _values),) = settings.registrations()
    settings.change("country", "NZ", refuse)
    settings.registration_deeds.change(key, "number", "", refuse)
    settings.registration_deeds.change(key, "jurisdiction", "NZ", refuse)
    settings.registration_deeds.change(key, "rounding", "half_down", refuse)
    records.show_records("seller", settings.registrations())
    (block,) = records.blocks
    field = block.form.fields["rounding"]
    assert shown(field)
    assert field.value() == "half_down"
