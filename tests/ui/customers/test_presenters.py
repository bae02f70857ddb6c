"""Customers, catalogue and settings without a window."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from msspdesk.db.book import Book
from msspdesk.domain.errors import InvalidInput
from msspdesk.domain.pricing import model
from msspdesk.services import catalogue, contracts, counts, customers, sellers
from msspdesk.services.contracts import NewLine
from msspdesk.services.timesheets import NewEntry, add_entry
from msspdesk.ui.presenters.catalogue import Catalogue
from msspdesk.ui.presenters.customer_details import CustomerDetails
from msspdesk.ui.presenters.customer_list import CustomerList
from msspdesk.ui.presenters.customer_overview import CustomerOverview
from msspdesk.ui.presenters.new_invoice import NewInvoice
from msspdesk.ui.presenters.settings import Settings
from tests.ui.customers.conftest import refuse
from tests.ui.kit.direct import DirectRunner

STRANGE = ['O\'Brien "Sons" & <b>Co</b>', "שלום אבטחה בע״מ", "L" * 300]


def new_customer(runner: DirectRunner, name: str) -> CustomerDetails:
    details = CustomerDetails(runner)
    details.activate()
    details.begin(lambda _id: None)
    details.change("name", name, refuse)
    return details


def a_month_of_work(book: Book, customer_id: int) -> None:
    """20 endpoints at 10.00 each for July, and three hours of work on them."""
    service_id = catalogue.add(book, "MDR").ids[0]
    contract_id = contracts.add_contract(book, customer_id, start=date(2026, 7, 1)).ids[0]
    terms = model("per_unit").Terms(unit_price=Decimal(10))
    line = NewLine(
        service_id=service_id,
        model="per_unit",
        terms=terms,
        count_kind="endpoints",
        start=date(2026, 7, 1),
    )
    line_id = contracts.add_line(book, contract_id, line).ids[0]
    counts.record_count(book, customer_id, "endpoints", date(2026, 7, 1), Decimal(20))
    entry = NewEntry(
        day=date(2026, 7, 10), minutes=180, customer_id=customer_id, contract_line_id=line_id
    )
    add_entry(book, entry)


def test_a_new_customer_follows_its_country_until_a_language_is_chosen(book: Book) -> None:
    runner = DirectRunner(book)
    for chosen, expected in (("", "de"), ("en", "en")):
        details = new_customer(runner, f"Acme {chosen}")
        if chosen:
            details.change("language", chosen, refuse)
        details.site_deeds.add({"street": "Gasse 1", "country": "GB"}, lambda: None, refuse)
        details.site_deeds.change(details.sites()[0][0], "country", "AT", refuse)
        assert details.facts is not None
        assert details.facts.language == expected


def test_a_notice_names_the_customer_and_what_was_changed(book: Book) -> None:
    runner = DirectRunner(book)
    details = new_customer(runner, "Acme Ltd")
    details.change("hourly_rate", Decimal(120), refuse)
    details.site_deeds.add({"city": "Bonn", "country": "DE"}, lambda: None, refuse)
    assert runner.notices[-2:] == ["Acme Ltd: hourly rate changed", "Acme Ltd: address changed"]


def test_a_form_that_is_stored_while_it_is_typed_in_stays_the_same_form(book: Book) -> None:
    details = CustomerDetails(DirectRunner(book))
    details.activate()
    details.begin(lambda _id: None)
    before = details.record
    details.change("name", "Acme", refuse)
    assert details.facts is not None
    assert details.record == before
    details.begin(lambda _id: None)
    assert details.record != before


def test_a_new_customer_is_stored_with_its_name_and_what_stood_there_before(book: Book) -> None:
    runner = DirectRunner(book)
    details = CustomerDetails(runner)
    details.activate()
    details.begin(lambda _id: None)
    details.change("hourly_rate", Decimal(120), refuse)
    assert customers.list_rows(book) == []
    details.change("name", "Acme Ltd", refuse)
    details.change("po_number", "PO 7", refuse)
    assert details.facts is not None
    assert (details.facts.name, details.facts.hourly_rate) == ("Acme Ltd", Decimal(120))
    assert details.facts.po_number == "PO 7"


def test_undo_takes_the_new_customer_back(book: Book) -> None:
    runner = DirectRunner(book)
    details = new_customer(runner, "Acme Ltd")
    runner.undo()
    assert customers.list_rows(book) == []
    assert details.facts is None


@pytest.mark.parametrize("name", STRANGE)
def test_names_of_any_script_and_length_are_kept_as_typed(book: Book, name: str) -> None:
    details = new_customer(DirectRunner(book), name)
    assert details.facts is not None
    assert details.facts.name == name


def test_a_line_break_in_a_name_becomes_a_space(book: Book) -> None:
    details = new_customer(DirectRunner(book), "Acme\nLtd")
    assert details.facts is not None
    assert details.facts.name == "Acme Ltd"


def test_a_wrong_vat_id_is_a_problem_of_its_field_and_nothing_is_stored(book: Book) -> None:
    details = new_customer(DirectRunner(book), "Acme GmbH")
    details.site_deeds.add({"city": "Hamburg", "country": "DE"}, lambda: None, refuse)
    told: list[Exception] = []
    details.change("vat_id", "DE123", told.append)
    (error,) = told
    assert isinstance(error, InvalidInput)
    assert [problem.field for problem in error.problems] == ["vat_id"]
    assert details.facts is not None
    assert details.facts.vat_id == ""


def test_places_and_people_are_stored_field_by_field(book: Book) -> None:
    details = new_customer(DirectRunner(book), "Acme GmbH")
    details.site_deeds.add({"city": "Hamburg", "country": "DE"}, lambda: None, refuse)
    details.contact_deeds.add({"name": "Frau Petersen"}, lambda: None, refuse)
    ((site_id, _site),) = details.sites()
    ((contact_id, contact),) = details.contacts()
    assert contact["gets_invoices"]
    details.site_deeds.change(site_id, "street", "Sandtorkai 71", refuse)
    details.contact_deeds.change(contact_id, "email", "ap@acme.example", refuse)
    assert details.sites()[0][1]["street"] == "Sandtorkai 71"
    assert details.contacts()[0][1]["email"] == "ap@acme.example"
    details.contact_deeds.remove(contact_id)
    assert details.contacts() == []


def test_the_list_shows_the_effective_rate_and_marks_what_is_below_the_target(book: Book) -> None:
    runner = DirectRunner(book)
    customer_id = customers.add(book, "Acme Ltd").ids[0]
    a_month_of_work(book, customer_id)
    sellers.update(book, sellers.page(book).version, rate_target=Decimal(110))
    listed = CustomerList(runner)
    listed.activate()
    items = list(listed.items)
    shown = [(item.rate, item.unit, item.low) for item in items]
    assert shown == [("66.67", "", True)]  # 200.00 by 3 hours
    listed.search("ac")
    assert len(listed.items) == 1
    listed.search("globex")
    assert not listed.items


def test_archiving_takes_a_customer_out_of_the_list_and_undo_brings_it_back(book: Book) -> None:
    runner = DirectRunner(book)
    customer_id = customers.add(book, "Acme Ltd").ids[0]
    listed = CustomerList(runner)
    listed.activate()
    listed.archive(customer_id)
    assert not listed.items
    listed.show_archived(shown=True)
    assert [item.archived for item in listed.items] == [True]
    runner.undo()
    assert [item.archived for item in listed.items] == [False]


def test_archiving_says_what_will_not_be_billed(book: Book) -> None:
    runner = DirectRunner(book)
    customer_id = customers.add(book, "Acme Ltd").ids[0]
    a_month_of_work(book, customer_id)  # its three hours are inside the fee of the line
    add_entry(book, NewEntry(day=date(2026, 7, 11), minutes=80, customer_id=customer_id))
    listed = CustomerList(runner)
    listed.activate()
    listed.archive(customer_id)
    assert runner.notices[-1] == (
        "Acme Ltd is archived; 1:20 h of work and 1 running contract will not be billed until "
        "it is brought back"
    )
    overview = CustomerOverview(runner)
    overview.activate()
    overview.open(customer_id)
    assert overview.about() == (
        "In the archive. Not billed there: 1:20 h of work and 1 running contract."
    )
    runner.undo()
    assert overview.about() == "Pays in 14 days."
    (contract,) = contracts.rows(book, customer_id=customer_id)
    contracts.archive_contract(book, contract.id)
    listed.archive(customer_id)
    assert "; 1:20 h of work will not be billed" in runner.notices[-1]


def test_archiving_a_customer_with_nothing_open_says_no_more(book: Book) -> None:
    runner = DirectRunner(book)
    listed = CustomerList(runner)
    customer_id = customers.add(book, "Acme Ltd").ids[0]
    listed.activate()
    listed.archive(customer_id)
    assert runner.notices == ["Archive customer"]


def test_a_customer_with_history_is_not_deleted(book: Book) -> None:
    runner = DirectRunner(book)
    customer_id = customers.add(book, "Acme Ltd").ids[0]
    a_month_of_work(book, customer_id)
    listed = CustomerList(runner)
    listed.activate()
    listed.delete(customer_id)
    assert [str(error.args[0]) for error in runner.errors] == ["still_in_use"]
    assert len(listed.items) == 1


def test_the_overview_says_what_was_agreed_and_what_it_brings(book: Book) -> None:
    runner = DirectRunner(book)
    customer_id = customers.add(book, "Acme Ltd").ids[0]
    a_month_of_work(book, customer_id)
    overview = CustomerOverview(runner)
    overview.activate()
    overview.open(customer_id)
    (line,) = overview.lines
    assert (line.title, line.price) == ("MDR", "20 × 10.00")
    assert (line.hours, line.amount, line.rate) == ("3:00", "200.00", "66.67")
    rate, revenue, hours, open_ = overview.figures()
    assert (rate.text, rate.unit) == ("66.67", "EUR/h")
    assert (revenue.text, hours.text, open_.text) == ("200.00", "3:00", "0.00")
    assert len(overview.rates) == 12
    assert overview.rates[-1].minor == 6667


def test_a_count_entered_on_the_page_stands_beside_the_one_before(book: Book) -> None:
    runner = DirectRunner(book)
    customer_id = customers.add(book, "Acme Ltd").ids[0]
    a_month_of_work(book, customer_id)
    overview = CustomerOverview(runner)
    overview.activate()
    overview.open(customer_id)
    day = date(2026, 7, 20)
    overview.record_count("endpoints", Decimal(24), day, None, lambda: None, refuse)
    (count,) = overview.counts
    assert (count.quantity, count.since) == ("24", "20\u00a0Jul 2026, was 20")


def test_a_draft_and_a_contract_begin_from_the_customer(book: Book) -> None:
    runner = DirectRunner(book)
    overview = CustomerOverview(runner)
    overview.activate()
    overview.open(customers.add(book, "Acme Ltd").ids[0])
    made: list[int] = []
    NewInvoice(runner).blank(overview.customer_id or 0, made.append)
    overview.new_contract(made.append)
    assert len(made) == 2
    assert overview.page is not None
    assert [row.id for row in overview.page.waiting] == made[:1]
    assert [contract.id for contract in overview.page.contracts] == made[1:]


def test_a_service_is_stored_with_its_name_and_changed_field_by_field(book: Book) -> None:
    runner = DirectRunner(book)
    shown = Catalogue(runner)
    shown.activate()
    shown.begin()
    shown.change("price", Decimal("14.5"), refuse)
    shown.change("name", "MDR", refuse)
    shown.change("tax_class", "security_monitoring", refuse)
    assert shown.row is not None
    assert (shown.row.price, shown.row.code) == (Decimal("14.5"), "MDR")
    assert shown.row.tax_class == "security_monitoring"
    shown.archive(shown.row.id)
    assert not shown.rows
    shown.show_archived(shown=True)
    assert [row.archived for row in shown.rows] == [True]


def test_a_code_that_is_taken_is_told_at_its_field(book: Book) -> None:
    shown = Catalogue(DirectRunner(book))
    catalogue.add(book, "MDR")
    shown.activate()
    shown.begin()
    shown.change("name", "Monitoring", refuse)
    told: list[Exception] = []
    shown.change("code", "mdr", told.append)
    (error,) = told
    assert isinstance(error, InvalidInput)
    assert [(each.code, each.field) for each in error.problems] == [("code_taken", "code")]


def test_settings_store_each_field_and_tell_the_next_number(book: Book) -> None:
    runner = DirectRunner(book)
    settings = Settings(runner, date(2026, 7, 31))
    settings.activate()
    settings.change("number_pattern", "NW-{yy}-{n:03}", refuse)
    assert settings.called("next_invoice") == "The next one is NW-26-001"
    told: list[Exception] = []
    settings.change("number_pattern", "NW", told.append)
    assert len(told) == 1
    assert settings.values()["number_pattern"] == "NW-{yy}-{n:03}"
    runner.undo()
    assert settings.called("next_invoice") == "The next one is RE-2026-0001"


def test_registrations_that_overlap_are_refused(book: Book) -> None:
    settings = Settings(DirectRunner(book), date(2026, 7, 31))
    settings.activate()
    told: list[Exception] = []
    again = {"jurisdiction": "DE", "number": "DE136695976", "scheme": "standard"}
    settings.registration_deeds.add(again, lambda: None, told.append)
    (error,) = told
    assert isinstance(error, InvalidInput)
    assert [problem.code for problem in error.problems] == ["registrations_overlap"]
    ((first, _values),) = settings.registrations()
    settings.registration_deeds.change(first, "valid_to", date(2026, 6, 30), refuse)
    later = again | {"valid_from": date(2026, 7, 1)}
    settings.registration_deeds.add(later, lambda: None, refuse)
    assert len(settings.registrations()) == 2


def test_a_wrong_iban_is_refused_and_the_account_stays(book: Book) -> None:
    settings = Settings(DirectRunner(book), date(2026, 7, 31))
    settings.activate()
    ((account, values),) = settings.accounts()
    told: list[Exception] = []
    settings.account_deeds.change(account, "iban", "DE00370400440532013000", told.append)
    assert len(told) == 1
    assert settings.accounts() == [(account, values)]


def test_a_logo_must_be_a_picture(book: Book, tmp_path: Path) -> None:
    settings = Settings(DirectRunner(book), date(2026, 7, 31))
    settings.activate()
    told: list[str] = []
    text = tmp_path / "logo.txt"
    text.write_text("no picture")
    settings.read_logo(text, lambda error: told.append(str(error.args[0])))
    settings.read_logo(tmp_path / "gone.png", lambda error: told.append(str(error.args[0])))
    assert len(told) == 2
    assert settings.page is not None
    assert settings.page.logo is None
