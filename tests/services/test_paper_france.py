"""What French law wants on an invoice besides its tax.

SIREN: Code de commerce art. R123-237. Category of the operation and "Option pour le
paiement de la taxe d'après les débits": CGI ann. II art. 242 nonies A as changed by
decree 2022-1299; due when paid otherwise: CGI art. 269 (2) (c).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from msspdesk.db.book import Book
from msspdesk.domain.customers import Customer
from msspdesk.domain.invoices import Invoice
from msspdesk.services import beginning, issuing, rendering, sellers, tax_report
from msspdesk.services.payments import NewPayment, record_payment
from tests.builders import NOON
from tests.services import drafts_for_tests as make
from tests.services.sellers_abroad import DRAFTS
from tests.services.test_paper_languages import words

OPTION = "Option pour le paiement de la taxe d'après les débits."
FACTS: dict[str, Any] = {
    "name": "Rempart Cyber",
    "street": "12 rue de la Forêt-Noire",
    "postcode": "67000",
    "city": "Strasbourg",
    "country": "FR",
}


def preview(book: Book, key: int) -> str:
    return words(rendering.preview_pdf(book, key))


def registered(book: Book, **fields: Any) -> None:
    page = sellers.page(book)
    (registration,) = page.registrations
    sellers.update_registration(book, page.version, registration.id, **fields)


def change_customer(book: Book, key: int, change: Callable[[Customer], None]) -> None:
    with book.write() as work:
        change(work.get(Customer, work.get(Invoice, key).customer_id))


def test_the_siren_stands_beside_the_vat_id(tmp_path: Path) -> None:
    book, key = DRAFTS["fr-home"](tmp_path)
    paper = preview(book, key)
    assert "N° TVA FR40303265045" in paper
    assert paper.count("SIREN 303 265 045") == 2  # once a page, in the owner's own sentence
    page = sellers.page(book)
    sellers.update(book, page.version, legal_note="Entreprise individuelle")
    assert preview(book, key).count("N° TVA FR40303265045 SIREN 303 265 045") == 2
    assert "Votre SIREN" not in paper
    change_customer(book, key, lambda each: setattr(each, "vat_id", "FR83404833048"))
    assert "Votre SIREN 404 833 048" in preview(book, key)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("404 833 048 00022", "Votre SIRET 404 833 048 00022"),
        ("404833048", "Votre SIREN 404 833 048"),
        ("A-17", "Votre n° d'identification A-17"),
    ],
)
def test_a_register_number_is_called_by_its_name(tmp_path: Path, typed: str, printed: str) -> None:
    book, key = DRAFTS["fr-home"](tmp_path)
    change_customer(book, key, lambda each: setattr(each, "tax_number", typed))
    assert printed in preview(book, key)


def test_a_small_business_shows_its_siren_and_must_have_one(tmp_path: Path) -> None:
    book, key = DRAFTS["fr-293b"](tmp_path)
    paper = preview(book, key)
    assert "SIREN 303 265 045" in paper
    assert "303265045" not in paper
    registered(book, number="")
    (ready,) = issuing.preflight(book, [key])
    assert "seller_tax_number_missing" in [each.code for each in ready.problems]


def test_the_option_for_the_debits_is_told_where_it_was_taken(tmp_path: Path) -> None:
    book, key = DRAFTS["fr-home"](tmp_path)
    registered(book, accounting="accrual")
    assert OPTION in preview(book, key)
    registered(book, accounting="cash")
    assert OPTION not in preview(book, key)


@pytest.mark.parametrize("draft", ["fr-reverse-charge", "fr-293b"])
def test_without_tax_there_is_no_option(tmp_path: Path, draft: str) -> None:
    book, key = DRAFTS[draft](tmp_path)
    assert OPTION not in preview(book, key)


@pytest.mark.parametrize(
    ("classes", "kind"),
    [
        (["managed_it"], "prestation de services"),
        (["hardware"], "livraison de biens"),
        (["hardware", "managed_it"], "livraison de biens et prestation de services"),
    ],
)
def test_a_business_reads_the_category_of_the_operation(
    tmp_path: Path, classes: list[str], kind: str
) -> None:
    book, key = DRAFTS["fr-home"](tmp_path)
    with book.read() as work:
        customer = work.get(Invoice, key).customer_id
    assert customer is not None
    lines = [make.line(tax_class=each, position=at) for at, each in enumerate(classes)]
    other = make.add_draft(book, customer, *lines, language="fr")
    assert f"Catégorie de l'opération : {kind}." in preview(book, other)
    change_customer(book, other, lambda each: setattr(each, "status", "consumer"))
    assert "Catégorie" not in preview(book, other)


def test_a_new_book_in_france_owes_the_tax_when_it_is_paid() -> None:
    seller = beginning.first_seller(beginning.Beginning(**FACTS, tax_id="FR40303265045"))
    assert [each.accounting for each in seller.registrations] == ["cash"]
    german = beginning.Beginning(**FACTS | {"country": "DE"}, tax_id="DE136695976")
    assert [each.accounting for each in beginning.first_seller(german).registrations] == ["accrual"]


def test_half_a_payment_declares_half_the_tax(tmp_path: Path) -> None:
    """20 % of 1,370.00 is 274.00; of 1,644.00 paid are 822.00."""
    book, key = DRAFTS["fr-home"](tmp_path)
    registered(book, accounting="cash")
    issuing.issue(book, [key])
    day = NOON.date()
    first, last = tax_report.months(day)
    assert tax_report.report(book, "FR", first, last).parts == ()
    record_payment(book, NewPayment(key, day, 822_00))
    (part,) = tax_report.report(book, "FR", first, last).parts
    assert [(row.base, row.amount) for row in part.rows] == [(685_00, 137_00)]


def test_ids_without_a_register_stand_alone(tmp_path: Path) -> None:
    book, key = DRAFTS["fr-to-a-german"](tmp_path)
    paper = preview(book, key)
    assert "Ihre USt-IdNr. DE136695976" in paper
    assert "Ihre SIREN" not in paper


def test_outlays_stand_beside_what_is_taxed(tmp_path: Path) -> None:
    """CGI art. 267 (II) (2): 1,170.00 at 20 % are 234.00; 17.30 are passed on."""
    book, key = DRAFTS["fr-home"](tmp_path)
    with book.read() as work:
        customer = work.get(Invoice, key).customer_id
    assert customer is not None
    paid = make.line(
        name="Frais de greffe",
        tax_class="outlay_customer_name",
        quantity_micro=1_000_000,
        unit_price_micro=17_300_000,
        amount_minor=17_30,
        position=1,
    )
    draft = make.add_draft(book, customer, make.line(), paid, language="fr")
    (ready,) = issuing.preflight(book, [draft])
    assert ready.problems == ()
    paper = preview(book, draft)
    for expected in ("TVA, hors champ 0,00", "TVA 20 % 234,00", "1 421,30 EUR", "Débours"):
        assert expected in paper
    issuing.issue(book, [draft])
    first, last = tax_report.months(NOON.date())
    (part,) = tax_report.report(book, "FR", first, last, "accrual").parts
    assert [(each.category, each.base) for each in part.rows] == [("E", 17_30), ("S", 1170_00)]
