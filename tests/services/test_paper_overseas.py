"""Documents of sellers outside the EU, from issue to the credit note."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from msspdesk.db.book import Book
from msspdesk.db.queries import issuing as rows
from msspdesk.domain import snapshot
from msspdesk.domain.invoices import Invoice
from msspdesk.domain.sellers import TaxRegistration
from msspdesk.services import credit_notes, issuing
from msspdesk.services.paper import paper_of
from msspdesk.services.rendering import document_pdf
from tests.services import sellers_overseas as overseas


def facts_of(book: Book, invoice: int) -> dict[str, Any]:
    with book.read() as work:
        document = rows.document_of(work.connection, invoice)
        assert document is not None
        _number, content = rows.read_document(work.connection, document)
    return snapshot.read(content)


def issued(book: Book, country: str, language: str = "en") -> int:
    customer = overseas.add_customer(book, country)
    draft = overseas.add_draft(book, customer, overseas.CURRENCIES[country], item_code="998316")
    with book.write() as work:
        work.get(Invoice, draft).language = language
    issuing.issue(book, [draft])
    return draft


@pytest.mark.parametrize(
    ("country", "language", "invoice", "credit"),
    [
        ("AE", "en", "Tax invoice", "Tax credit note"),
        ("AE", "fr", "Facture (Tax invoice) n°", "Avoir (Tax credit note) n°"),
        ("AU", "en", "Tax invoice", "Adjustment note"),
        ("AU", "de", "Rechnung (Tax invoice)", "Rechnungskorrektur (Adjustment note)"),
        ("IN", "de", "Rechnung (Tax invoice)", "Rechnungskorrektur"),
        ("SG", "en", "Tax invoice", "Credit note"),
        ("GB", "en", "Invoice", "Credit note"),
    ],
)
def test_invoice_and_credit_note_have_the_titles_of_the_law(
    tmp_path: Path, country: str, language: str, invoice: str, credit: str
) -> None:
    book = overseas.book_of(tmp_path, country)
    key = issued(book, country, language)
    (note,) = credit_notes.cancel_invoice(book, key, "Wrong month").ids
    titles = [paper_of(facts_of(book, each)).title for each in (key, note)]
    named = [title.replace("\xa0", " ").rpartition(" ")[0] for title in titles]
    assert named == [invoice, credit]
    assert document_pdf(book, note).startswith(b"%PDF")


def test_what_was_sealed_before_there_were_such_words_reads_as_it_did(tmp_path: Path) -> None:
    book = overseas.book_of(tmp_path, "AU")
    facts = facts_of(book, issued(book, "AU"))
    del facts["paper"]
    for each in facts["seller"]["registrations"]:
        del each["name"]
    for line in facts["lines"]:
        del line["item_code"]
    paper = paper_of(facts)
    assert paper.title == "Invoice RE-2026-0001"
    assert ("Your VAT ID", "83 914 571 673") in [(each.label, each.value) for each in paper.facts]
    assert "Tax number 83 914 571 673" in paper.footer[1]


def test_quebec_reads_the_french_names_of_its_taxes(tmp_path: Path) -> None:
    """TPS and TVQ (Revenu Québec); in the French of France they keep their English names."""
    qst = TaxRegistration(jurisdiction="CA-QC", number="1234567890 TQ0001")
    book = overseas.book_of(tmp_path, "CA", qst)
    paper = paper_of(facts_of(book, issued(book, "CA", "fr-CA")))
    labels = [each.label.replace("\xa0", " ") for each in paper.totals]
    assert labels[:3] == ["Total avant taxes", "TPS 5 %", "TVQ 9,975 %"]
    assert paper.footer[1] == ("N° TPS/TVH 12302 6635 RT0001", "N° TVQ 1234567890 TQ0001")
    assert "Votre N° TPS/TVH" in [each.label for each in paper.facts]
    assert document_pdf(book, 1).startswith(b"%PDF")
    france = paper_of(facts_of(book, issued(book, "CA", "fr")))
    assert "GST 5 %" in [
        each.label.replace("\xa0", " ").replace("\u202f", " ") for each in france.totals
    ]
