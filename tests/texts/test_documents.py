"""Every document language has every sentence, with the same placeholders."""

import ast
import re
import string
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import msspdesk
from msspdesk.documents import fonts
from msspdesk.domain.catalogue import UNITS
from msspdesk.domain.errors import DomainError
from msspdesk.texts import documents, formats

LANGUAGES = documents.languages()
ENGLISH = documents.sentences("en")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_six_languages_and_two_regional_forms_are_there() -> None:
    assert {"de", "de-CH", "en", "en-US", "es", "fr", "it", "nl"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_file_is_whole(language: str) -> None:
    messages = documents.sentences(language).messages
    assert messages.keys() == ENGLISH.messages.keys()
    for message, forms in messages.items():
        for form in forms:
            assert form.strip() == form != ""
            assert placeholders(form) == placeholders(message), message


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code[:2] != "en"])
def test_a_language_is_really_translated(language: str) -> None:
    messages = documents.sentences(language).messages
    same = [m for m, forms in messages.items() if len(m) > 12 and forms[0] == m and "{" not in m]
    # Bank transfers to the United States use the English words in every language.
    assert set(same) <= {"Routing number"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_of_a_language_is_in_the_font(language: str) -> None:
    messages = documents.sentences(language).messages
    written = "".join(form for forms in messages.values() for form in forms)
    months = "".join(formats.day_long(date(2026, month, 1), language) for month in range(1, 13))
    assert fonts.missing_glyphs(written + months + formats.money(123456789, "EUR", language)) == ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", UNITS)
def test_every_unit_offered_has_a_word(language: str, code: str) -> None:
    assert documents.sentences(language).unit(code) != code


def test_german_sentences() -> None:
    german = documents.sentences("de-AT")
    due = formats.day_long(date(2026, 8, 14), "de")
    assert german.get("Invoice") == "Rechnung"
    assert german.get("Credit note") == "Rechnungskorrektur"
    assert german.get("Payable by {day} without deduction.", day=due) == (
        f"Zahlbar bis {due} ohne Abzug."
    )
    added = "{count} added on {day}, {used} of {days} days"
    day = formats.day_long(date(2026, 7, 14), "de").replace("\u00a0", " ")
    assert german.get(added, count=6, day=day, used=18, days=31) == (
        "6 hinzugekommen am 14. Juli 2026, 18 von 31 Tagen"
    )
    assert german.get("Page {page} of {pages}", page="{page}", pages="{pages}") == (
        "Seite {page} von {pages}"
    )


# What an accountant of the country looks for on an invoice.
NATIVE = [
    ("fr", "Credit note", "Avoir"),
    ("fr", "Reverse charge", "Autoliquidation"),
    ("fr", "To pay", "Net à payer"),
    ("fr", "Due", "Échéance"),
    ("es", "Credit note", "Factura rectificativa"),
    ("es", "Net", "Base imponible"),
    ("es", "Reverse charge", "Inversión del sujeto pasivo"),
    ("it", "Credit note", "Nota di credito"),
    ("it", "Net", "Imponibile"),
    ("it", "Reverse charge", "Inversione contabile"),
    ("it", "Stamp duty", "Marca da bollo"),
    ("nl", "Credit note", "Creditfactuur"),
    ("nl", "Reverse charge", "Btw verlegd"),
]


@pytest.mark.parametrize(("language", "message", "written"), NATIVE)
def test_words_of_the_trade(language: str, message: str, written: str) -> None:
    assert documents.sentences(language).get(message) == written


def test_french_ties_its_high_points_and_numbers() -> None:
    """Imprimerie nationale: a hard space before : ; ! ? and after n°."""
    forms = [form for each in documents.sentences("fr").messages.values() for form in each]
    assert [form for form in forms if re.search(" [:;!?]|n° ", form)] == []


def test_italian_days_bear_no_article() -> None:
    """It would be l'8 luglio, dell'11 luglio and del 9 luglio."""
    forms = [form for each in documents.sentences("it").messages.values() for form in each]
    assert [form for form in forms if re.search(r"(il|[ad]al|[adn]?el|al) \{day\}", form)] == []


def test_a_regional_form_says_what_differs_and_the_rest_as_its_language() -> None:
    swiss, german = documents.sentences("de-CH"), documents.sentences("de")
    assert swiss.get("VAT {rate}", rate="8.1%") == "MWST 8.1%"
    assert swiss.get("Credit note") == "Gutschrift"
    assert swiss.get("Invoice") == german.get("Invoice") == "Rechnung"
    assert not [form for forms in swiss.messages.values() for form in forms if "ß" in form]
    quebec = documents.sentences("fr-CA")
    assert (quebec.name("QST"), documents.sentences("fr").name("QST")) == ("TVQ", "QST")
    assert quebec.name("IVA") == "IVA"
    american = documents.sentences("en-US")
    assert american.get("To pay") == "Amount due"
    assert american.unit("KMT", 2) == "kilometers"
    assert american.unit("HUR", 2) == "hours"


def test_withholding_is_named_with_its_rate() -> None:
    message = "Withheld ({tax} {rate})"
    spanish = documents.sentences("es").get(message, tax="IRPF", rate="15 %")
    assert spanish == "Retención IRPF 15 %"


def test_units_follow_their_number() -> None:
    assert ENGLISH.unit("HUR", 1) == "hour"
    assert ENGLISH.unit("HUR", Decimal("1.5")) == "hours"
    assert ENGLISH.unit("HUR", 0) == "hours"
    assert documents.sentences("de").unit("HUR", 2) == "Stunden"
    assert documents.sentences("de").unit("user", 2) == "Benutzer"
    assert ENGLISH.unit("HUR", -1) == "hour"
    assert ENGLISH.unit("KGM") == "KGM"


@pytest.mark.parametrize(
    ("number", "written"),
    [("0", "heure"), ("1", "heure"), ("1.5", "heure"), ("2", "heures"), ("-2", "heures")],
)
def test_french_counts_all_below_two_as_one(number: str, written: str) -> None:
    """CLDR, plural rules of fr: one is i = 0,1."""
    assert documents.sentences("fr").unit("HUR", Decimal(number)) == written


def test_dutch_and_italian_plurals() -> None:
    assert documents.sentences("nl").unit("E49", 3) == "werkdagen"
    assert documents.sentences("it").unit("HUR", Decimal("1.5")) == "ore"


def test_details_are_never_read_as_a_pattern() -> None:
    assert ENGLISH.get("Logo of {name}", name="{0.__class__}") == "Logo of {0.__class__}"


def test_an_unknown_message_or_language_is_told() -> None:
    with pytest.raises(KeyError):
        ENGLISH.get("Rechnung")
    with pytest.raises(DomainError, match="no_document_language"):
        documents.sentences("tlh")


def messages_in(source: str) -> set[str]:
    """Texts that look like a sentence and are asked of a catalogue: .get("To pay")."""
    asked = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {"get", "count"}:
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                asked.add(first.value)
    return {text for text in asked if text[:1].isupper() or "{" in text or " " in text}


def test_every_sentence_the_services_ask_for_is_there() -> None:
    services = Path(msspdesk.__file__).parent / "services"
    asked = {
        f"{path.name}: {message}"
        for path in services.glob("*.py")
        if "texts.documents" in (source := path.read_text(encoding="utf-8"))
        for message in messages_in(source)
        if message not in ENGLISH.messages
    }
    assert not asked, "add them to resources/locale/*/documents.po"
