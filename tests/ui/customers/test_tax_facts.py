"""Facts for the tax of a customer, as they are entered in the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from msspdesk.db.book import Book
from msspdesk.domain.errors import InvalidInput
from msspdesk.services import customers, sellers, vies
from msspdesk.texts import formats
from msspdesk.ui.forms import TextField
from msspdesk.ui.presenters.customer_details import CustomerDetails
from msspdesk.ui.theme import theme
from msspdesk.ui.views.certificates_form import ClassesField
from msspdesk.ui.views.customers_details import DetailsPane
from msspdesk.ui.views.customers_records import MORE, SHOWN, RecordKind, RecordList
from tests.builders import NOON
from tests.services.test_vies import CZECH, INVALID, VALID, Service, failed
from tests.ui.customers.conftest import refuse
from tests.ui.kit.direct import DirectRunner


@pytest.fixture(autouse=True)
def styled(qapp: QApplication) -> None:
    theme.start(qapp, "light")


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    made = Service()
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(vies, "ADDRESS", f"http://127.0.0.1:{made.server.server_port}/")
    yield made
    made.close()


def pane_of(
    book: Book, qtbot: QtBot, runner: DirectRunner | None = None, **site: Any
) -> DetailsPane:
    """The form of a new customer at that place."""
    details = CustomerDetails(runner or DirectRunner(book))
    pane = DetailsPane(details, NOON.date)
    qtbot.addWidget(pane)
    details.activate()
    details.open(customers.add(book, "Acme").ids[0])
    details.site_deeds.add(site, lambda: None, refuse)
    return pane


def shown(widget: QWidget) -> bool:
    return not widget.isHidden()


def below(pane: DetailsPane, key: str, block: int = 0) -> str:
    """What stands under a field of a site."""
    return pane.sites.blocks[block].form.fields[key]._below.text()


@pytest.mark.parametrize(("country", "told"), [("IN", "Here the GSTIN"), ("FR", "")])
def test_an_empty_number_says_what_it_is_called_there(
    book: Book, qtbot: QtBot, country: str, told: str
) -> None:
    pane = pane_of(book, qtbot, country=country)
    pane.refresh()
    assert pane.vat_id._below.text() == told


def test_format_and_registration_are_two_facts(book: Book, qtbot: QtBot, service: Service) -> None:
    pane = pane_of(book, qtbot, city="Praha", country="CZ")
    assert not shown(pane.check)
    pane.presenter.change("vat_id", CZECH, refuse)
    assert pane.vat_id._below.text() == "Format right"
    assert pane.check.words.text() == "Whether it is registered was not checked yet"
    assert pane.check.words.property("tone") == "warn"
    assert shown(pane.check.button)
    pane.check.button.click()
    assert pane.check.words.text() == "Registered: ČEZ, a. s. · WAPIAAAAaEDkvhHx"
    assert (pane.check.day.edit.text(), pane.check.by.edit.text()) == (
        formats.day(NOON.date()),
        "VIES",
    )
    service.answers = [INVALID]
    pane.check.button.click()
    assert pane.check.words.text() == "Not registered, says VIES"
    assert pane.vat_id._below.text() == "Format right"


def test_at_home_nothing_turns_on_the_registration(book: Book, qtbot: QtBot) -> None:
    pane = pane_of(book, qtbot, city="Kiel", country="DE")
    pane.presenter.change("vat_id", "DE136695976", refuse)
    assert pane.check.words.property("tone") == "muted"


def test_a_failure_that_passes_leaves_what_was_known(
    book: Book, qtbot: QtBot, service: Service
) -> None:
    pane = pane_of(book, qtbot, city="Praha", country="CZ")
    pane.presenter.change("vat_id", CZECH, refuse)
    pane.check.button.click()
    service.answers = [failed("MS_UNAVAILABLE")]
    pane.check.button.click()
    assert pane.check.words.property("tone") == "warn"
    assert pane.presenter.facts is not None
    assert pane.presenter.facts.vat_id_check == "valid"
    service.answers = [failed("IP_BLOCKED")]
    pane.check.button.click()
    assert pane.check.words.property("tone") == "bad"
    service.answers = [VALID]
    pane.check.button.click()
    assert pane.check.words.property("tone") == "good"


class Waiting(DirectRunner):
    """The world outside takes its time."""

    stopped = 0

    def run_outside(self, *_job: object, **_named: object) -> Callable[[], None]:
        def stop() -> None:
            self.stopped += 1

        return stop


def test_the_question_can_be_stopped_and_ends_with_its_customer(book: Book, qtbot: QtBot) -> None:
    runner = Waiting(book)
    pane = pane_of(book, qtbot, runner, city="Praha", country="CZ")
    check, details = pane.check, pane.presenter
    details.change("vat_id", CZECH, refuse)
    with qtbot.waitActive(pane):
        pane.show()
        pane.activateWindow()
    check.button.setFocus()
    check.button.click()
    assert check.stop.hasFocus()
    assert (check.button.text(), check.button.isEnabled()) == ("Checking …", False)
    assert shown(check.stop)
    check.stop.click()
    assert (check.button.text(), check.button.isEnabled()) == ("Check with VIES", True)
    assert not shown(check.stop)
    assert check.button.hasFocus()
    assert check.words.text() == "Whether it is registered was not checked yet"
    assert runner.stopped == 1
    check.button.click()
    details.open(customers.add(book, "Other").ids[0])
    assert (runner.stopped, details.is_asking) == (2, False)


def test_a_check_made_by_hand_outside_the_union(book: Book, qtbot: QtBot) -> None:
    pane = pane_of(book, qtbot, city="Bern", country="CH")
    pane.presenter.change("vat_id", "CHE107787577", refuse)
    assert pane.vat_id._below.text() == "Format right"
    assert not shown(pane.check.button)
    pane.presenter.change("vat_id_checked_on", date(2026, 7, 30), refuse)
    pane.presenter.change("vat_id_checked_by", "uid.admin.ch, Mara", refuse)
    assert pane.check.words.text() == "Registered"
    assert pane.check.by.edit.text() == "uid.admin.ch, Mara"


def test_an_id_that_the_address_moved_away_from_says_so(book: Book, qtbot: QtBot) -> None:
    pane = pane_of(book, qtbot, city="Praha", country="CZ")
    pane.presenter.change("vat_id", CZECH, refuse)
    ((site, _values),) = pane.presenter.sites()
    pane.presenter.site_deeds.change(site, "country", "FR", refuse)
    assert pane.vat_id._below.text().startswith("This VAT ID begins with CZ, but the address")


@pytest.mark.parametrize(
    ("country", "region", "asked"),
    [
        ("DE", "", set()),
        ("IN", "KA", {"sez"}),
        ("US", "TX", {"county"}),
        ("US", "NY", {"county", "asset_region"}),
        ("CA", "QC", set()),
    ],
)
def test_a_place_is_asked_what_its_tax_needs(
    book: Book, qtbot: QtBot, country: str, region: str, asked: set[str]
) -> None:
    pane = pane_of(book, qtbot, city="X", country=country, region=region)
    fields = pane.sites.blocks[0].form.fields
    some = ("county", "asset_region", "sez")
    assert {key for key in some if shown(fields[key])} == asked


def test_a_region_that_the_owners_tax_needs_is_missed_at_its_field(
    book: Book, qtbot: QtBot
) -> None:
    page = sellers.page(book)
    sellers.add_registration(book, page.version, jurisdiction="US-TX")
    pane = pane_of(book, qtbot, city="Austin", country="US")
    assert below(pane, "region").startswith("In the United States the tax depends on the state")
    ((site, _values),) = pane.presenter.sites()
    pane.presenter.site_deeds.change(site, "region", "Texass", refuse)
    assert "no region “Texass”" in below(pane, "region")
    pane.presenter.site_deeds.change(site, "region", "texas", refuse)
    assert below(pane, "region") == "Texas"


def test_a_site_that_is_being_typed_asks_what_its_country_needs(book: Book, qtbot: QtBot) -> None:
    pane = pane_of(book, qtbot, city="Kiel", country="DE")
    pane.sites.more.click()
    block = pane.sites.blocks[1]
    assert not shown(block.form.fields["sez"])
    block.form.committed.emit("country", "IN")
    assert shown(block.form.fields["sez"])
    assert len(pane.presenter.sites()) == 1
    block.form.committed.emit("sez", True)
    block.form.committed.emit("city", "Pune")
    assert pane.presenter.sites()[1][1]["sez"]


def test_certificates_stand_with_the_customer_where_they_mean_something(
    book: Book, qtbot: QtBot
) -> None:
    assert not shown(pane_of(book, qtbot, city="Kiel", country="DE").certificates_part)
    pane = pane_of(book, qtbot, city="Austin", country="US", region="TX")
    assert shown(pane.certificates_part)
    details = pane.presenter
    assert details.new_certificate()["jurisdiction"] == "US-TX"
    values = {
        "kind": "resale",
        "jurisdiction": "US-TX",
        "number": "3-20123-4567-8",
        "classes": ("hardware", "software_saas"),
    }
    details.certificate_deeds.add(values, lambda: None, refuse)
    (block,) = pane.certificates.blocks
    covers = block.form.fields["classes"]
    assert isinstance(covers, ClassesField)
    assert covers.value() == ("software_saas", "hardware")
    assert (covers.box.currentText(), block.note.text()) == ("2 kinds of service", "")
    ((key, _values),) = details.certificates()
    details.certificate_deeds.change(key, "valid_to", date(2026, 6, 30), refuse)
    assert block.note.text() == f"ended on {formats.day(date(2026, 6, 30))}"
    assert block.note.property("tone") == "bad"
    told: list[Exception] = []
    details.certificate_deeds.change(key, "valid_from", date(2026, 7, 1), told.append)
    (error,) = told
    assert isinstance(error, InvalidInput)
    assert [(each.code, each.field) for each in error.problems] == [
        ("end_before_start", "valid_to")
    ]
    details.certificate_deeds.remove(key)
    assert details.certificates() == []
    runner = details.runner
    assert isinstance(runner, DirectRunner)
    runner.undo()
    assert len(details.certificates()) == 1


def test_services_a_certificate_covers_are_marked_in_a_list(qtbot: QtBot) -> None:
    field = ClassesField("classes", "Covers")
    qtbot.addWidget(field)
    assert (field.box.currentText(), field.value()) == ("All services", ())
    told: list[object] = []
    field.committed.connect(told.append)
    hardware = next(each for each in field.menu.actions() if each.data() == "hardware")
    hardware.trigger()
    field.menu.aboutToHide.emit()
    assert told == [("hardware",)]
    assert field.box.currentText() == "Hardware"
    field.menu.aboutToHide.emit()
    assert len(told) == 1


def test_a_long_list_of_records_unfolds_by_and_by_and_keeps_what_was_added_at_the_end(
    book: Book, qtbot: QtBot
) -> None:
    kind = RecordKind(
        title=str,
        add_words="Add",
        fields=lambda: [TextField("number", "Number")],
        beginning=dict,
        complete=bool,
        add=lambda _values, done, _error: done(),
        change=lambda _id, _key, _value, _error: None,
        remove=lambda _id: None,
    )
    records = RecordList(kind)
    qtbot.addWidget(records)
    every = [(key, {"number": f"EX-{key}"}) for key in range(1, 31)]
    records.show_records("owner", every)
    assert len(records.blocks) == 1  # the others follow while the window answers
    qtbot.waitUntil(lambda: len(records.blocks) == SHOWN)
    assert records.rest.text() == f"Show {30 - SHOWN} more"
    records.rest.click()
    qtbot.waitUntil(lambda: len(records.blocks) == SHOWN + MORE)
    records.more.click()
    records.blocks[-1].form.committed.emit("number", "AA-1")
    records.show_records("owner", [(31, {"number": "AA-1"}), *every])
    assert [block.record_id for block in records.blocks] == [*range(1, SHOWN + MORE + 1), 31]
    records.show_records("other", every[:1])
    assert [block.record_id for block in records.blocks] == [1]
    assert records.rest.isHidden()
