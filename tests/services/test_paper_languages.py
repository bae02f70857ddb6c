"""Documents in French, Spanish, Italian and Dutch say what an accountant there looks for.

Amounts: 90 x 13.00 and 1:40 h at 120.00 are 1,370.00. Laws are named at each case.
"""

from __future__ import annotations

import email
import email.policy
import io
from datetime import date
from pathlib import Path

import pypdf
import pytest

from msspdesk.db.book import Book
from msspdesk.domain.customers import Customer
from msspdesk.domain.sellers import Seller
from msspdesk.services import credit_notes, issuing, mail_draft, rendering, tax_report
from msspdesk.services.tax_report_file import report_pdf
from msspdesk.texts import documents
from tests.services.sellers_abroad import DRAFTS

LATE = "indemnité forfaitaire pour frais de recouvrement de 40 EUR"


def words(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def issued(folder: Path, name: str) -> tuple[Book, int, str]:
    """The book, the invoice and the words on its paper."""
    book, key = DRAFTS[name](folder)
    issuing.issue(book, [key])
    return book, key, words(rendering.document_pdf(book, key))


PAPER = {
    # 20 % of 1,370.00 is 274.00 (art. 278 CGI); art. D441-5 Code de commerce.
    "fr-home": [
        *("Facture n° RE-2026-0001", "TVA 20 %", "Net à payer", "1 644,00 EUR", LATE),
        *("Échéance", "14 août 2026", "SIREN 303 265 045", "Page 1 sur 2"),
        *("Relevé d'heures, facture n° RE-2026-0001", "1er juil. 2026"),
    ],
    "fr-reverse-charge": ["TVA, autoliquidation", "Autoliquidation.", "ALLEMAGNE"],
    # Art. 293 E CGI gives these words.
    "fr-293b": ["TVA non applicable, article 293 B du CGI.", "1 370,00 EUR"],
    # IVA 21 % 287.70; IRPF 15 % of 1,370.00 is 205.50 (art. 101.5 LIRPF).
    "es-irpf": [
        *("Factura n.º RE-2026-0001", "Base imponible", "IVA 21 %", "287,70"),
        *("Retención IRPF 15 %", "−205,50", "1.452,20 EUR", "Parte de horas"),
    ],
    "es-reverse-charge": ["Inversión del sujeto pasivo.", "BÉLGICA", "NIF-IVA ES54362315K"],
    # Marca da bollo 2.00 above 77.47 (DPR 642/1972).
    "it-forfettario": [
        *("Fattura n. RE-2026-0001", "Imponibile 1.370,00 Marca da bollo 2,00"),
        *("L. 190/2014", "1.372,00 EUR", "Netto a pagare"),
    ],
    # Cassa 4 % 54.80; IVA 22 % of 1,424.80 is 313.46; ritenuta 20 % of 1,370.00 is 274.00.
    "it-ritenuta": [
        *("Imponibile 1.424,80", "IVA 22%", "313,46", "Totale 1.738,26"),
        *("Ritenuta d'acconto 20%", "−274,00", "1.464,26 EUR", "Rapporto ore"),
    ],
    # Btw 21 % 287.70 (art. 9 Wet OB 1968).
    "nl-home": [
        *("Factuur RE-2026-0001", "Btw 21%", "287,70", "Te betalen", "1.657,70 EUR"),
        *("Urenstaat bij factuur RE-2026-0001", "Pagina 1 van 2"),
    ],
    "nl-reverse-charge": ["Btw verlegd.", "BELGIË", "BE0403019261"],
    "nl-kor": ["kleineondernemersregeling, artikel 25 Wet OB 1968", "Te betalen 1.370,00 EUR"],
}


@pytest.mark.parametrize(("name", "expected"), PAPER.items())
def test_an_invoice_says(tmp_path: Path, name: str, expected: list[str]) -> None:
    _book, _key, paper = issued(tmp_path, name)
    assert [each for each in expected if each not in paper] == [], paper


@pytest.mark.parametrize(
    ("name", "title", "cancels"),
    [
        ("fr-home", "Avoir n° GS-2026-0001", "Annule la facture n° RE-2026-0001"),
        ("es-irpf", "Factura rectificativa n.º GS-2026-0001", "Anula la factura n.º RE-2026-0001"),
        ("it-ritenuta", "Nota di credito n. GS-2026-0001", "la fattura n. RE-2026-0001"),
        ("nl-home", "Creditfactuur GS-2026-0001", "Crediteert factuur RE-2026-0001"),
    ],
)
def test_a_credit_note_says(tmp_path: Path, name: str, title: str, cancels: str) -> None:
    book, key, _paper = issued(tmp_path, name)
    (note,) = credit_notes.cancel_invoice(book, key, "X").ids
    paper = words(rendering.document_pdf(book, note))
    assert title in paper
    assert cancels in paper
    assert LATE not in paper


def english_words(language: str) -> list[str]:
    """Our English sentences that are none of the language's own."""
    messages = documents.sentences(language).messages
    own = {form for forms in messages.values() for form in forms}
    return [each for each in messages.keys() - own if len(each) > 3 and "{" not in each]


@pytest.mark.parametrize("name", ["fr-293b", "es-irpf", "it-ritenuta", "nl-reverse-charge"])
def test_no_english_word_of_ours_is_left(tmp_path: Path, name: str) -> None:
    book, key, paper = issued(tmp_path, name)
    language = name[:2]
    (note,) = credit_notes.cancel_invoice(book, key, "X").ids
    report = tax_report.report(book, name[:2].upper(), date(2026, 7, 1), date(2026, 7, 31))
    paper += words(rendering.document_pdf(book, note)) + words(report_pdf(book, report, language))
    spoken = f" {paper} ".replace(",", " ").replace(".", " ").replace(":", " ")
    left = [each for each in english_words(language) if f" {each} " in spoken]
    assert left == []


def test_the_words_of_the_sellers_law_stand_in_every_language(tmp_path: Path) -> None:
    """CGI ann. II art. 242 nonies A: the mention is "Autoliquidation"."""
    _book, _key, german = issued(tmp_path / "de", "fr-to-a-german")
    assert "Steuerschuldnerschaft des Leistungsempfängers (Autoliquidation)." in german
    _book, _key, english = issued(tmp_path / "en", "en-from-france")
    assert "Reverse charge (Autoliquidation)." in english
    _book, _key, dutch = issued(tmp_path / "nl", "nl-reverse-charge")
    assert "(" not in dutch[dutch.index("Btw verlegd") : dutch.index("Te betalen uiterlijk")]


def test_a_draft_is_marked_in_its_language(tmp_path: Path) -> None:
    book, key = DRAFTS["fr-home"](tmp_path)
    shown = words(rendering.invoice_pdf(book, key))
    assert "Brouillon, ne vaut pas facture" in shown


def test_late_payment_is_told_to_french_businesses_only(tmp_path: Path) -> None:
    """Art. L441-9 Code de commerce speaks of sales between professionals."""
    book, key = DRAFTS["fr-home"](tmp_path)
    with book.write() as work:
        work.get(Customer, 1).status = "consumer"
    issuing.issue(book, [key])
    assert LATE not in words(rendering.document_pdf(book, key))


def test_the_owners_own_words_on_late_payment_stand_alone(tmp_path: Path) -> None:
    book, key = DRAFTS["fr-home"](tmp_path)
    own = "Pénalités de retard : 12 % l'an, indemnité de 40 €."
    with book.write() as work:
        work.get(Seller, 1).legal_note = own
    issuing.issue(book, [key])
    paper = words(rendering.document_pdf(book, key))
    assert "12 % l'an" in paper
    assert LATE not in paper


@pytest.mark.parametrize(
    ("name", "subject", "greeting", "ending"),
    [
        ("fr-home", "Facture n° RE-2026-0001 – Rempart Cyber", "Bonjour,", "Cordialement"),
        ("es-irpf", "Factura n.º RE-2026-0001 de Atalaya Seguridad", "Buenos días:", "Atentamente"),
        ("it-ritenuta", "Fattura n. RE-2026-0001", "Buongiorno,", "Cordiali saluti"),
        ("nl-home", "Factuur RE-2026-0001", "Goedendag,", "Met vriendelijke groet"),
    ],
)
def test_the_mail_speaks_the_same_language(
    tmp_path: Path, name: str, subject: str, greeting: str, ending: str
) -> None:
    book, key, _paper = issued(tmp_path, name)
    raw = mail_draft.mail_draft(book, key)
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert str(mail["Subject"]).replace("\u00a0", " ").startswith(subject)
    body = mail.get_body()
    assert body is not None
    text = body.get_content()
    assert greeting in text
    assert ending in text


@pytest.mark.parametrize(
    ("name", "stated"),
    [
        ("es-irpf", "Régimen especial del criterio de caja."),
        ("it-ritenuta", "IVA per cassa, art. 32-bis DL 83/2012."),
    ],
)
def test_tax_that_is_due_when_paid_is_stated(tmp_path: Path, name: str, stated: str) -> None:
    """Art. 226 (7a) Directive 2006/112/EC."""
    book, key = DRAFTS[name](tmp_path)
    assert stated not in words(rendering.preview_pdf(book, key))
    with book.write() as work:
        work.get(Seller, 1).registrations[0].accounting = "cash"
    assert stated in words(rendering.preview_pdf(book, key))
