"""What a sale would bear in tax, asked before it is made; and the rates that answer stood on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from msspdesk.db.book import Book
from msspdesk.domain.sellers import Seller, TaxRegistration
from msspdesk.services import tax_browser
from msspdesk.services.invoice_facts import draft_totals
from msspdesk.services.tax_answers import TaxAnswer, answers, forget_tax_answer, keep_tax_answer
from msspdesk.services.what_if import Sale, choices, what_if
from tests.builders import make_book
from tests.services import drafts_for_tests as make

DAY = date(2026, 7, 31)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return make_book(tmp_path)


def sale(**changed: object) -> Sale:
    values: dict[str, object] = {
        "amount": Decimal(1170), "day": DAY, "tax_class": "security_monitoring",
        "currency": "EUR", "country": "DE",
    }  # fmt: skip
    return Sale(**(values | changed))  # type: ignore[arg-type]


def test_a_german_business_bears_19_percent(book: Book) -> None:
    """Section 12 (1) UStG; 16 % in the second half of 2020 (Section 28 (1) UStG)."""
    outcome = what_if(book, sale())
    assert (outcome.net, outcome.tax, outcome.gross) == (1170_00, 222_30, 1392_30)
    with book.write() as work:
        seller = work.get(Seller, 1)
        seller.registrations[0].valid_from = date(2019, 1, 1)
    assert what_if(book, sale(day=date(2020, 12, 31))).tax == 187_20


def test_the_notice_is_told_as_the_invoice_will_say_it(book: Book) -> None:
    """In the customer's language, in French by Art. 242 nonies A of annex II to the CGI."""
    business = sale(country="FR", vat_id="FR96000110899")
    assert what_if(book, business).notices == ("Autoliquidation",)
    english = make.add_customer(book, **make.dutch() | {"language": "en"})
    (said,) = what_if(book, sale(customer_id=english)).notices
    assert said.startswith("Reverse charge")


def test_a_price_with_tax_in_it(book: Book) -> None:
    outcome = what_if(book, sale(amount=Decimal(119), inclusive=True))
    assert (outcome.net, outcome.tax, outcome.gross) == (100_00, 19_00, 119_00)


def test_it_says_what_a_draft_of_the_customer_says(book: Book) -> None:
    customer = make.add_customer(book, **make.dutch())
    draft = draft_totals(book, make.add_draft(book, customer))
    outcome = what_if(book, sale(customer_id=customer))
    (row,) = draft.rows
    assert [each.text for each in outcome.steps] == [each.text for each in row.steps]
    assert (outcome.rule, outcome.tax) == (row.rule, 0)
    assert any("196" in each.text for each in outcome.steps)


def test_it_asks_and_keeps_the_answer(book: Book) -> None:
    abroad = {"country": "FR", "status": "consumer", "tax_class": "electronically_supplied"}
    wanted = sale(**abroad, currency="CHF")  # no rate turns it into EUR
    asked = what_if(book, wanted)
    assert asked.question is not None
    assert (asked.question.code, asked.tax) == ("cross_border_total_unknown", None)
    answer = TaxAnswer(
        Decimal(19), "S", "Below the threshold, asked my adviser",
        customer_country="FR", status="consumer",
    )  # fmt: skip
    keep_tax_answer(book, answer)
    decided = what_if(book, wanted)
    assert (decided.tax, decided.confidence, decided.source) == (222_30, "owner", answer.note)
    (rule,) = answers(book)
    changes = forget_tax_answer(book, int(rule.code.removeprefix("owner-")))
    assert what_if(book, wanted).question is not None
    assert changes.undo is not None
    changes.undo.job(book)
    assert what_if(book, wanted).tax == 222_30


def test_a_spanish_professional_is_withheld_upon(book: Book) -> None:
    """IRPF 15 % (Art. 95.1 RIRPF, Royal Decree 439/2007), 21 % IVA (Art. 90 Ley 37/1992)."""
    with book.write() as work:
        seller = work.get(Seller, 1)
        seller.country, seller.person = "ES", "individual_professional"
        seller.registrations[:] = [TaxRegistration(jurisdiction="ES", number="ESB58378431")]
    wanted = sale(amount=Decimal(1000), country="ES", tax_class="licensed_professional")
    outcome = what_if(book, wanted)
    assert (outcome.tax, outcome.gross, outcome.payable) == (210_00, 1210_00, 1060_00)


def test_what_can_be_picked(book: Book) -> None:
    key = make.add_customer(book)
    found = choices(book)
    assert [each[0] for each in found.customers] == [key]
    assert (found.currency, found.country) == ("EUR", "DE")


def test_rates_with_their_history_and_source(book: Book) -> None:
    """16 % from July to December 2020 (Section 28 UStG)."""
    make.add_customer(book, **make.dutch())
    mine = [each.code for each in tax_browser.countries(book) if each.mine]
    assert mine == ["DE", "NL"]
    rows = [each for each in tax_browser.rates(book, "DE") if each.kind == "standard"]
    cut = next(each for each in rows if each.percent == 16)
    assert (cut.valid_from, cut.valid_to) == (date(2020, 7, 1), date(2020, 12, 31))
    assert not cut.holds
    assert all(each.source and each.confidence in ("read", "known") for each in rows)


@pytest.fixture
def roman(tmp_path: Path) -> Book:
    """An engineer in Italy: fund 4 %, IVA 22 %, ritenuta 20 % of the fees."""
    return make_book(
        tmp_path,
        country="IT",
        person="individual_professional",
        fund_name="Inarcassa",
        fund_percent_micro=4_000_000,
        registrations=[TaxRegistration(jurisdiction="IT", number="IT00743110157")],
    )


def test_what_goes_to_the_fund_and_what_is_kept_back(roman: Book) -> None:
    """1,000.00 + 4 % 40.00 = 1,040.00; 22 % 228.80; 20 % of 1,000.00 (DPR 600/1973 art. 25)."""
    outcome = what_if(roman, sale(amount=Decimal(1000), country="IT", tax_class="it_consulting"))
    assert (outcome.contribution, outcome.net, outcome.tax) == (40_00, 1040_00, 228_80)
    assert (outcome.gross, outcome.payable) == (1268_80, 1068_80)


def test_stamp_duty_stands_beside_the_tax(roman: Book) -> None:
    """Bollo 2.00 above 77.47 (DPR 642/1972)."""
    with roman.write() as work:
        seller = work.get(Seller, 1)
        seller.registrations[0].scheme, seller.fund_percent_micro = "forfettario", 0
    outcome = what_if(roman, sale(amount=Decimal(1000), country="IT", tax_class="it_consulting"))
    assert (outcome.others, outcome.gross) == ((("stamp_duty_recharged", 2_00),), 1002_00)
