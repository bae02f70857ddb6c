"""The sentences for invoices: every one in every language that documents are written in."""

from __future__ import annotations

import re

import pytest

from msspdesk import taxdata
from msspdesk.documents import fonts
from msspdesk.domain.tax.data import Notice
from msspdesk.texts import documents

DATA = taxdata.load()
LANGUAGES = {each.partition("-")[0] for each in documents.languages()}
"""A regional form prints the notice of its language."""


@pytest.fixture(params=list(DATA.notices.values()), ids=lambda each: each.code)
def notice(request: pytest.FixtureRequest) -> Notice:
    found: Notice = request.param
    return found


def test_a_notice_speaks_every_language_of_documents(notice: Notice) -> None:
    assert set(notice.texts) >= LANGUAGES
    assert all(text.strip() == text != "" for text in notice.texts.values())


def test_the_font_has_every_letter_of_a_notice(notice: Notice) -> None:
    written = "".join(notice.texts[each] for each in LANGUAGES)
    assert fonts.missing_glyphs(written) == ""


def test_a_french_notice_ties_its_high_points(notice: Notice) -> None:
    """Imprimerie nationale: a hard space before : ; ! ?"""
    assert not re.search(" [:;!?]", notice.texts["fr"])


def test_prescribed_words_name_their_law(notice: Notice) -> None:
    assert set(notice.prescribed) <= set(DATA.countries)
    assert set(notice.prescribed.values()) <= set(notice.texts)
    assert notice.law or not notice.prescribed


def test_notices_to_businesses_are_known() -> None:
    told = {each for country in DATA.countries.values() for each in country.business_notices}
    assert told == {"late_payment_fr"}
    assert told <= set(DATA.notices)


@pytest.mark.parametrize(
    ("code", "language", "seller", "said"),
    [
        ("reverse_charge", "fr", "FR", "Autoliquidation"),
        ("reverse_charge", "it", "DE", "Inversione contabile"),
        ("reverse_charge", "en", "FR", "Reverse charge (Autoliquidation)"),
        ("reverse_charge", "nl", "ES", "Btw verlegd (Inversión del sujeto pasivo)"),
        ("reverse_charge", "de-AT", "AT", "Steuerschuldnerschaft des Leistungsempfängers"),
        ("reverse_charge", "ja", "DE", "Reverse charge"),
        # Royal decree no 1 (Belgium), art. 5 § 1, 10° quater, in both languages.
        ("small_business_be", "fr", "BE", "Régime particulier de la franchise de taxe"),
        ("small_business_be", "nl", "BE", "Bijzondere vrijstellingsregeling van belasting"),
        # Art. 293 E CGI.
        (
            "small_business_fr",
            "es",
            "FR",
            "IVA no aplicable, art. 293 B del CGI (TVA non applicable, article 293 B du CGI)",
        ),
    ],
)
def test_a_notice_in_the_language_of_the_invoice(
    code: str, language: str, seller: str, said: str
) -> None:
    assert DATA.notice(code, language, seller) == said


def test_the_owners_sentence_is_known_by_its_words() -> None:
    late = DATA.notices["late_payment_fr"]
    assert late.told_by("PÉNALITÉS DE RETARD : 12 %")
    assert late.told_by("Conditions : art. L441-10 du Code de commerce")
    assert not late.told_by("Merci de votre confiance.")
