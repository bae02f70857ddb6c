"""The Tax window: its presenters without Qt, and every part once in the window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from msspdesk.db.book import Book
from msspdesk.domain.errors import InvalidInput, Problem
from msspdesk.domain.sellers import TaxRegistration
from msspdesk.services import issuing, owner_rates
from msspdesk.services.tax_answers import TaxAnswer, keep_tax_answer
from msspdesk.services.tax_watch import TaxWarning
from msspdesk.ui.app import Desk
from msspdesk.ui.manual import HelpWindow
from msspdesk.ui.page import Context
from msspdesk.ui.presenters.tax_lists import TaxRates, TaxWarnings
from msspdesk.ui.presenters.tax_own import Certificates, OwnRates, OwnRules, rule_words
from msspdesk.ui.presenters.tax_report import TaxReports
from msspdesk.ui.presenters.tax_what_if import TaxWhatIf
from msspdesk.ui.start import Options
from msspdesk.ui.theme import theme
from msspdesk.ui.views.tax import TaxWindow
from msspdesk.ui.views.tax_own import OwnRatesPane
from tests.builders import FixedClock, make_book
from tests.services import drafts_for_tests as make
from tests.ui.kit.direct import DirectRunner

PARTS = ("what_if", "warnings", "report", "rates", "own_rates", "certificates", "rules")


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return make_book(tmp_path)


@pytest.fixture
def runner(book: Book) -> DirectRunner:
    return DirectRunner(book)


def never(error: Exception) -> None:
    """A callback that must not be called."""
    raise AssertionError(error)


def test_what_if_tells_sums_and_why(book: Book, runner: DirectRunner) -> None:
    customer = make.add_customer(book, **make.dutch())
    asked = TaxWhatIf(runner)
    asked.activate()
    sale = {
        "amount": Decimal(100), "day": date(2026, 7, 31), "tax_class": "managed_it",
        "currency": "EUR", "customer_id": customer,
    }  # fmt: skip
    asked.ask(sale)
    assert asked.customer == "Tulpenburg Logistiek B.V."
    assert asked.sums() == [
        ("Net", "100.00"),
        ("Reverse charge, Netherlands", "0.00"),
        ("Gross", "100.00"),
    ]
    why = asked.why()
    assert why is not None
    assert [label for label, _text in why.steps][:2] == ["Customer", "Rule"]
    asked.ask(sale | {"customer_id": None, "country": "DE"})
    assert asked.sums()[1] == ("VAT 19%, Germany", "19.00")


def test_what_if_shows_the_fund_of_a_profession_and_what_is_kept_back(tmp_path: Path) -> None:
    book = make_book(
        tmp_path,
        country="IT",
        person="individual_professional",
        fund_percent_micro=4_000_000,
        registrations=[TaxRegistration(jurisdiction="IT", number="IT00743110157")],
    )
    asked = TaxWhatIf(DirectRunner(book))
    asked.activate()
    sale = {"amount": Decimal(1000), "day": date(2026, 7, 31), "tax_class": "it_consulting"}
    asked.ask(sale | {"currency": "EUR", "customer_id": None, "country": "IT"})
    assert asked.sums() == [
        ("Fees", "1,000.00"),
        ("Fund contribution", "40.00"),
        ("Net", "1,040.00"),
        ("IVA 22%, Italy", "228.80"),
        ("Gross", "1,268.80"),
        ("Ritenuta 20%, kept back", "−200.00"),
        ("To pay", "1,068.80"),
    ]


def test_what_if_waits_for_a_place_and_an_amount(runner: DirectRunner) -> None:
    asked = TaxWhatIf(runner)
    asked.ask({"amount": None, "day": date(2026, 7, 31), "country": "DE"})
    asked.ask({"amount": Decimal(1), "day": date(2026, 7, 31), "country": ""})
    assert asked.outcome is None


def test_a_figure_unfolds_into_its_documents(
    book: Book, runner: DirectRunner, tmp_path: Path
) -> None:
    one = make.add_draft(book, make.add_customer(book))
    two = make.add_draft(book, make.add_customer(book, **make.dutch(), short="tulpenburg"))
    issuing.issue(book, [one, two])
    report = TaxReports(runner, lambda: date(2026, 8, 5))
    report.activate()
    assert (report.first, report.last) == (date(2026, 7, 1), date(2026, 7, 31))
    shown = [(line.kind, line.title, line.base, line.tax) for line in report.lines]
    assert shown == [
        ("heading", "EUR", "2,340.00", "222.30"),
        ("row", "VAT 19%", "1,170.00", "222.30"),
        ("row", "Reverse charge", "1,170.00", "0.00"),
        ("heading", "Recapitulative list (EUR)", "", ""),
        ("row", "NL004495445B01", "1,170.00", ""),
    ]
    report.toggle(report.lines[1].id)
    child = report.lines[2]
    assert (child.kind, child.title, report.invoice_of(child.id)) == ("child", "RE-2026-0001", one)
    report.save(tmp_path, never)
    assert report.saved.endswith("tax-DE-2026-07-01-2026-07-31.csv")
    assert report.languages == (
        ("en", "English"),
        ("de", "Deutsch"),
        ("de-CH", "Deutsch (Schweiz)"),
        ("en-US", "English (United States)"),
        ("es", "Español"),
        ("fr", "Français"),
        ("fr-CA", "Français (Canada)"),
        ("it", "Italiano"),
        ("nl", "Nederlands"),
    )
    report.save_pdf(tmp_path, "de", never)
    assert (tmp_path / "tax-DE-2026-07-01-2026-07-31.pdf").read_bytes().startswith(b"%PDF")
    told: list[Exception] = []
    report.save_pdf(tmp_path / "nowhere", "de", told.append)
    assert [getattr(each, "code", "") for each in told] == ["folder_missing"]
    assert not report.saving
    report.choose(first=date(2026, 8, 1), last=date(2026, 7, 1))
    assert report.lines == ()
    assert report.problem


def test_rates_begin_with_the_owners_country(runner: DirectRunner) -> None:
    rates = TaxRates(runner)
    rates.activate()
    assert (rates.code, rates.countries[0].mine) == ("DE", True)
    assert [each.heading for each in rates.rates][:2] == [True, False]


def test_rates_of_a_country_with_many_are_found_by_their_place(runner: DirectRunner) -> None:
    rates = TaxRates(runner)
    rates.activate()
    rates.open("US")
    rates.search("texas")
    assert {each.row.jurisdiction for each in rates.rates} == {"US-TX"}
    rates.open("CA")
    assert [each.row.place for each in rates.rates if each.heading] == []
    rates.search("")
    assert "Quebec" in [each.row.place for each in rates.rates if each.heading]


def test_own_rates_are_stored_field_by_field(book: Book, runner: DirectRunner) -> None:
    own = OwnRates(runner)
    assert not own.loaded
    own.activate()
    assert own.loaded
    own.begin()
    for key, value in {"country": "US", "region": "TX", "rate": Decimal(2)}.items():
        own.change(key, value, never)
    assert own.adding
    own.change("source", "comptroller.texas.gov", never)
    assert (own.adding, own.total, own.record_id) == (False, 1, own.rows[-1].id)
    own.change("city", "Austin", never)
    assert own.values()["city"] == "Austin"
    wrong: list[Exception] = []
    own.change("rate", Decimal(200), wrong.append)
    assert isinstance(wrong[0], InvalidInput)
    own.begin()
    assert (own.values()["region"], own.values()["city"]) == ("TX", None)
    own.remove(own.rows[-1].id)
    assert len(own.rows) == 0


def test_what_is_typed_while_a_rate_is_stored_stays(
    book: Book, runner: DirectRunner, qtbot: QtBot, qapp: QApplication
) -> None:
    theme.start(qapp, "light")
    pane = OwnRatesPane(cast(Context, SimpleNamespace(tasks=runner, today=book.today)))
    qtbot.addWidget(pane)
    with qtbot.waitActive(pane):
        pane.show()
        pane.activateWindow()
    pane.activate()
    pane.new()
    fields = pane.panel.form.fields
    typed = {"country": "US", "region": "TX", "city": "Austin", "rate": Decimal(2)}
    for key, value in typed.items():
        pane.panel.form.committed.emit(key, value)
    last = fields["valid_to"].editor
    assert isinstance(last, QLineEdit)
    last.setFocus()
    last.setText("31 Dec 20")
    pane.panel.form.committed.emit("source", "comptroller.texas.gov")
    assert pane.presenter.total == 1
    assert (pane.panel.heading.text(), last.text()) == ("Austin", "31 Dec 20")
    QTest.keyClick(pane.panel, Qt.Key.Key_Escape)
    assert not pane.panel.isVisible()
    place = pane.list.visualRect(pane.list.currentIndex()).center()
    QTest.mouseClick(pane.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert pane.panel.isVisible()


def test_own_rates_stand_by_state_and_are_found_by_their_place(
    book: Book, runner: DirectRunner
) -> None:
    """Local rates of Texas and Washington: comptroller.texas.gov, dor.wa.gov."""
    for region, city, rate in (("WA", "Seattle", "3.85"), ("TX", "Austin", "2"), ("TX", "", "1")):
        fields = {"country": "US", "region": region, "city": city, "rate": Decimal(rate)}
        owner_rates.add(book, tax="Local sales tax", source="the state's list", **fields)
    own = OwnRates(runner)
    own.activate()
    titles = [each.row if each.heading else each.row.city for each in own.rows]
    assert titles == ["Texas, United States", "", "Austin", "Washington, United States", "Seattle"]
    own.search("wash sea")
    assert [each.row.city for each in own.rows if not each.heading] == ["Seattle"]
    assert own.total == 3
    own.search("nowhere")
    assert len(own.rows) == 0


def test_certificates_stand_by_customer(book: Book, runner: DirectRunner) -> None:
    customer = make.add_customer(book)
    own = Certificates(runner)
    own.activate()
    own.begin()
    for key, value in {"customer_id": customer, "jurisdiction": "US-TX", "number": "1"}.items():
        own.change(key, value, never)
    assert [each.row for each in own.rows if each.heading] == ["Globex Handels GmbH"]
    own.change("number", "2", never)
    own.change("customer_id", customer + 1, never)
    assert (own.values()["number"], own.values()["customer_id"]) == ("2", customer)
    own.search("texas exempt")
    assert len(own.rows) == 2
    own.open(own.rows[-1].id)
    own.begin()
    assert own.values()["customer_id"] == customer
    own.remove(own.rows[-1].id)
    assert len(own.rows) == 0


def test_rules_say_what_they_are_for(book: Book, runner: DirectRunner) -> None:
    note = "Asked the adviser"
    answer = TaxAnswer(Decimal(19), "S", note, customer_country="NL", status="consumer")
    keep_tax_answer(book, answer)
    own = OwnRules(runner)
    own.activate()
    (rule,) = own.rows
    assert rule_words(rule.row) == ("Every service: consumers, Netherlands", "VAT 19%")
    own.search("france")
    assert len(own.rows) == 0
    own.search("adviser nether")
    own.forget(rule.id)
    assert len(own.rows) == 0


def test_warnings_name_whom_they_are_about(
    book: Book, runner: DirectRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.unchecked_draft(book, monkeypatch)
    warned = TaxWarnings(runner)
    warned.activate()
    (row,) = warned.rows
    text, below = warned.words(row.row)
    assert text.startswith("Not checked in an official document:")
    assert below == "Globex Handels GmbH"


def test_a_warning_says_what_is_the_matter_and_below_what_to_do(runner: DirectRunner) -> None:
    paper: dict[str, object] = {"certificate": "resale", "place": "Texas", "day": date(2026, 12, 5)}
    ends = Problem("certificate_expires", "certificates", paper)
    words = TaxWarnings(runner).words
    assert words(TaxWarning("certificate", ends, 1, customer="Mesa")) == (
        "The certificate “Resale” for Texas ends on 5\xa0Dec 2026.",
        "Mesa: Ask the customer for a new one.",
    )
    twice = Problem("registrations_overlap", "registrations", {"jurisdiction": "DE"})
    assert words(TaxWarning("registration", twice)) == (
        "You have two tax registrations in Germany for the same days.",
        "End one of them.",
    )
    near: dict[str, object] = {
        "place": "Texas",
        "reached": "450,000.00",
        "limit": "500,000",
        "currency": "USD",
    }
    told, below = words(TaxWarning("threshold", Problem("nexus_near", "", near)))
    assert told.startswith("Sales to Texas this year are 450,000.00 USD; from 500,000")
    assert below == ""


@pytest.mark.qt_log_ignore(r"does not support raise")
def test_every_part_opens_in_the_window(
    book: Book, qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme.start(qapp, "light")
    make.unchecked_draft(book, monkeypatch)
    austin = {"country": "US", "region": "TX", "city": "Austin", "tax": "Local sales tax"}
    owner_rates.add(book, **austin, rate=Decimal(2), source="comptroller.texas.gov")
    (rate,) = owner_rates.rows(book)
    book.close()
    desk = Desk(Options(book.path, "light", FixedClock()))
    crashes: list[object] = []
    desk.tasks.crashed.connect(crashes.append)
    with qtbot.waitSignal(desk.opened, timeout=20_000):
        desk.show()
    desk.open_tax()
    (window,) = desk.window.findChildren(TaxWindow)
    desk.open_tax()
    assert desk.window.findChildren(TaxWindow) == [window]
    shown: dict[str, Callable[[], bool]] = {
        "what_if": lambda: bool(window.pane("what_if").presenter.sums()),
        "warnings": lambda: bool(window.pane("warnings").presenter.rows),
        "report": lambda: bool(window.pane("report").presenter.registrations),
        "rates": lambda: bool(window.pane("rates").presenter.rates),
    }
    for part in PARTS:
        window.show_part(part)
        qtbot.waitUntil(shown.get(part, lambda: True), timeout=20_000)
    lists = [window.pane(part)._table for part in ("warnings", "own_rates", "certificates")]
    qtbot.waitUntil(lambda: [each.currentIndex() for each in lists] == [1, 1, 1])
    desk.open_tax("own_rates", rate.id)
    panel = window.pane("own_rates").panel
    qtbot.waitUntil(lambda: panel.isVisible() and panel.heading.text() == "Austin")
    window.show_help()
    (manual,) = window.findChildren(HelpWindow)
    assert manual.topic() == "tax"
    window.close()
    assert desk.window.findChildren(TaxWindow) == []
    assert crashes == []
    desk.window.close()
    desk.close()
