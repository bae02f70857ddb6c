"""The lines of a draft without a window: what each says about its tax, and how it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from msspdesk.db.book import Book
from msspdesk.domain.customers import Customer, Site
from msspdesk.domain.errors import InvalidInput
from msspdesk.domain.invoices import InvoiceLine
from msspdesk.domain.sellers import Seller, TaxRegistration
from msspdesk.services import drafts
from msspdesk.texts.errors import sentence
from msspdesk.ui.presenters.draft_editor import DraftEditor
from tests import builders
from tests.services.drafts_for_tests import forget_who_read
from tests.ui.invoices.conftest import never
from tests.ui.kit.direct import DirectRunner

DAY = date(2024, 1, 10)


@dataclass
class Desk:
    """A Swiss seller of January 2024 with an empty draft for a customer in Bern."""

    book: Book
    runner: DirectRunner
    editor: DraftEditor

    def add(self, name: str, price: str) -> int:
        """A free line; its id."""
        self.editor.add_line()
        self.editor.edit_field("name", name, never)
        self.editor.edit_field("unit_price", Decimal(price), never)
        assert self.editor.line is not None
        return self.editor.line.id


def open_desk(folder: Path, country: str = "CH", currency: str = "CHF") -> Desk:
    clock = builders.FixedClock()
    clock.set_day(DAY)
    number = TaxRegistration(jurisdiction=country, number="1234567")
    book = builders.make_book(
        folder, clock, country=country, currency=currency, registrations=[number], accounts=[]
    )
    with book.write() as work:
        site = Site(street="Gasse 1", postcode="3011", city="Bern", country=country)
        work.add(builders.customer(sites=[site], currency=currency))
        work.add(builders.service(unit="HUR", tax_class="it_consulting"))
    (key,) = drafts.new_draft(book, 1).ids
    runner = DirectRunner(book)
    editor = DraftEditor(runner, lambda: DAY)
    editor.activate()
    editor.show(key)
    return Desk(book, runner, editor)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = open_desk(tmp_path)
    yield desk
    desk.book.close()


def test_a_new_line_is_the_one_in_sight_and_not_yet_blamed(desk: Desk) -> None:
    editor = desk.editor
    editor.add_line()
    assert (editor.line_values()["name"], editor.line_problems()) == ("", ())
    editor.edit_field("quantity", "2", never)
    assert [each.field for each in editor.line_problems()] == ["name", "unit_price"]
    editor.edit_field("name", "Training", never)
    editor.edit_field("unit_price", Decimal("90.5"), never)
    assert editor.line_problems() == ()
    assert [(row.name, row.amount) for row in editor.rows()] == [("Training", "181.00")]


def test_the_catalogue_fills_a_line_and_its_class_can_be_another(desk: Desk) -> None:
    desk.add("Something", "1")
    desk.editor.edit_field("service_id", 1, never)
    values = desk.editor.line_values()
    assert (values["name"], values["unit"], values["unit_price"], values["tax_class"]) == (
        "MDR",
        "HUR",
        Decimal("14.5"),
        "it_consulting",
    )
    desk.editor.edit_field("tax_class", "help_desk", never)
    desk.editor.edit_field("unit", "DAY", never)
    assert desk.editor.line_values()["tax_class"] == "help_desk"
    assert desk.editor.rows()[0].unit == "day"


def test_what_cannot_be_read_stands_at_its_field(desk: Desk) -> None:
    desk.add("Training", "90")
    refused: list[Exception] = []
    for key, text in (("quantity", "two"), ("discount", "half"), ("discount", "110%")):
        desk.editor.edit_field(key, text, refused.append)
    desk.editor.edit_field("period_start", date(2024, 1, 5), never)
    desk.editor.edit_field("period_end", date(2024, 1, 2), refused.append)
    fields = [each.problems[0].field for each in refused if isinstance(each, InvalidInput)]
    assert fields == ["quantity", "discount", "discount", "period_end"]
    assert desk.editor.line_values()["period_end"] == date(2024, 1, 5)


def test_each_line_is_asked_on_its_own(desk: Desk) -> None:
    """ESTV: 7.7 % until 2023-12-31, 8.1 % from 2024-01-01."""
    new = desk.add("January", "100")
    old = desk.add("December", "100")
    desk.editor.edit_field("period_start", date(2023, 12, 4), never)
    assert [row.tax for row in desk.editor.rows()] == ["8.1%", "7.7%"]
    why = desk.editor.why()
    assert why is not None
    assert (why.line_id, why.tax.title) == (old, "Why this tax: December")
    steps = dict(why.tax.steps)
    assert "7.7%, Switzerland, 1\xa0Jan 2018 to 31\xa0Dec 2023" in steps["Rate"]
    assert steps["Day"] == "The rate of 4\xa0Dec 2023 holds"
    desk.editor.pick(new)
    why = desk.editor.why()
    assert why is not None
    assert "8.1%, Switzerland, since 1\xa0Jan 2024" in dict(why.tax.steps)["Rate"]


def test_a_rate_that_moves_with_the_day_of_service_is_said_and_shown(desk: Desk) -> None:
    desk.add("Audit", "100")
    desk.editor.edit_field("period_start", date(2023, 12, 29), never)
    assert "Audit: the tax is now 7.7%; it was 8.1%." in desk.runner.notices
    (row,) = desk.editor.rows()
    assert (row.tax, row.tax_before) == ("7.7%", "was 8.1%")
    why = desk.editor.why()
    assert why is not None
    assert why.warnings[0] == "The tax of this line is now 7.7%; it was 8.1%."
    desk.editor.edit_field("period_start", None, never)
    assert desk.editor.rows()[0].tax_before == ""


def test_an_open_question_stands_at_its_line_with_its_answer(desk: Desk) -> None:
    with desk.book.write() as work:
        work.get(Customer, 1).sites[0].country = "FR"
    desk.add("Watch", "100")
    desk.add("Firewall", "900")
    desk.editor.edit_field("tax_class", "hardware", never)
    watch, firewall = desk.editor.rows()
    assert (watch.tax_tone, firewall.tax, firewall.tax_tone) == ("", "Answer", "warn")
    why = desk.editor.why()
    assert why is not None
    assert why.asked is not None
    assert why.asked.question is not None
    assert (why.asked.button, why.asked.question.line_name) == ("Answer", "Firewall")
    assert "Goods cross a border" in why.asked.text


def test_prices_with_tax_are_one_box_and_can_be_undone(desk: Desk) -> None:
    desk.add("Audit", "108.10")
    desk.editor.edit_head("price_mode", True, never)
    assert desk.editor.head()["price_mode"] is True
    desk.runner.undo()
    assert desk.editor.head()["price_mode"] is False
    assert not desk.editor.offers_fund()


def test_an_italian_draft_offers_the_fund(tmp_path: Path) -> None:
    desk = open_desk(tmp_path, "IT", "EUR")
    assert desk.editor.offers_fund()
    desk.editor.edit_head("fund_percent", Decimal(4), never)
    assert desk.editor.head()["fund_percent"] == 4
    refused: list[Exception] = []
    desk.editor.edit_head("fund_percent", Decimal(400), refused.append)
    assert isinstance(refused[0], InvalidInput)
    desk.book.close()


def test_an_indian_line_lacks_the_code_of_the_tax_office(tmp_path: Path) -> None:
    """For a business; a consumer's invoice needs none (Notification 78/2020)."""
    desk = open_desk(tmp_path, "IN", "INR")
    with desk.book.write() as work:
        work.get(Seller, 1).region = work.get(Customer, 1).sites[0].region = "KA"
    desk.add("Watch", "100")
    assert desk.editor.item_code == "SAC"
    (problem,) = desk.editor.line_problems()
    assert (problem.code, problem.field) == ("item_code_missing", "item_code")
    assert sentence(problem).startswith("“Watch” has no SAC code")
    desk.editor.edit_field("item_code", "998316", never)
    assert desk.editor.line_problems() == ()
    desk.editor.edit_field("item_code", "", never)
    with desk.book.write() as work:
        work.get(Customer, 1).status = "consumer"
    desk.editor.reload()
    assert desk.editor.line_problems() == ()
    desk.book.close()


def test_how_far_to_trust_is_said_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row that nobody checked has its doubt; the owner's word is theirs."""
    forget_who_read(monkeypatch, "LI")
    desk = open_desk(tmp_path, "LI")
    key = desk.add("Watch", "100")
    desk.editor.pick(key)
    why = desk.editor.why()
    assert why is not None
    assert [label for label, _text in why.tax.steps if label in {"Doubt", "Trust"}] == ["Doubt"]
    with desk.book.write() as work:
        line = work.get(InvoiceLine, key)
        line.given_rate_micro, line.given_category = 2_600_000, "S"
    desk.editor.reload()
    why = desk.editor.why()
    assert why is not None
    assert ("Trust", "Your own word decides") in why.tax.steps
    desk.book.close()


def test_what_was_paid_before_waits_for_its_amount_and_moves_the_rate(tmp_path: Path) -> None:
    """Singapore, 8 % until 2023-12-31: the whole of it paid before, the invoice on 10 January."""
    desk = open_desk(tmp_path, "SG", "SGD")
    desk.add("Response", "100")
    editor = desk.editor
    editor.edit_head("paid_on", date(2023, 12, 28), never)
    assert [(each.code, each.field) for each in editor.head_problems()] == [
        ("paid_on_without_amount", "paid_on")
    ]
    editor.edit_head("prepaid_minor", Decimal(108), never)
    assert editor.head_problems() == ()
    assert editor.head()["prepaid_minor"] == Decimal(108)
    assert desk.runner.notices[-1] == "Response: the tax is now 8%; it was 9%."
    desk.runner.undo()
    assert editor.head()["prepaid_minor"] is None
    refused: list[Exception] = []
    editor.edit_head("paid_on", date(2024, 1, 11), refused.append)
    assert isinstance(refused[0], InvalidInput)
    assert [each.field for each in refused[0].problems] == ["paid_on"]
    desk.book.close()


def test_lines_for_two_places_are_each_taxed_by_their_own(tmp_path: Path) -> None:
    """Ontario 13 % HST, Alberta GST of 5 % (CRA, GST/HST rates)."""
    desk = open_desk(tmp_path, "CA", "CAD")
    with desk.book.write() as work:
        customer = work.get(Customer, 1)
        customer.sites[0].region = "ON"
        there = Site(street="1 Main St", postcode="T2P 1J9", city="Calgary", country="CA")
        there.region = "AB"
        customer.sites.append(there)
    desk.editor.reload()
    assert [words for _id, words in desk.editor.sites()] == ["Billing address", "Calgary"]
    desk.add("Watch", "100")
    desk.add("Watch there", "100")
    desk.editor.edit_field("site_id", desk.editor.sites()[1][0], never)
    assert [row.tax for row in desk.editor.rows()] == ["13%", "5%"]
    desk.book.close()


def test_what_is_said_of_the_document_is_not_said_again_at_the_line(desk: Desk) -> None:
    desk.add("Watch", "100")
    desk.editor.edit_field("period_start", date(2023, 12, 1), never)
    desk.editor.edit_field("period_end", date(2024, 1, 31), never)
    why = desk.editor.why()
    assert why is not None
    (changes,) = [each for each in why.warnings if "inside the period" in each]
    assert changes in why.warnings_beside([])
    assert changes not in why.warnings_beside([changes])


def test_a_wrong_fact_leads_to_where_it_stands_not_to_an_answer(tmp_path: Path) -> None:
    """A business in France without any proof that it is one."""
    desk = open_desk(tmp_path, "DE", "EUR")
    with desk.book.write() as work:
        customer = work.get(Customer, 1)
        customer.vat_id, customer.evidence = "", ""
        customer.sites[0].country = "FR"
    desk.add("Watch", "100")
    why = desk.editor.why()
    assert why is not None
    assert why.asked is not None
    assert why.asked.button == "Open customer"
    desk.book.close()
