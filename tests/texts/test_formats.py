"""Numbers and dates as each language writes them, compared with CLDR through Babel."""

import ast
import inspect
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from babel import dates, numbers
from hypothesis import given
from hypothesis import strategies as st

import msspdesk
from msspdesk.domain.errors import DomainError
from msspdesk.texts import formats, places, styles
from msspdesk.texts.styles import style

LANGUAGES = ["en-GB", "en-US", "en-IE", "de", "de-AT", "de-CH", "fr", "es", "it", "nl", "pl"]
BUILT_IN = {"en-GB": "en_GB", "en-US": "en_US", "en-IE": "en_IE"}
NB = "\u00a0"


def plain(text: str) -> str:
    return text.replace(NB, " ")


@pytest.mark.parametrize(
    ("minor", "currency", "language", "written"),
    [
        (202629, "EUR", "en", "2,026.29 EUR"),
        (202629, "EUR", "de", "2.026,29 EUR"),
        (202629, "CHF", "de-CH", "2’026.29 CHF"),
        (5, "EUR", "en", "0.05 EUR"),
        (0, "EUR", "de", "0,00 EUR"),
        (-123456789, "USD", "en-US", "−1,234,567.89 USD"),
        (1234, "JPY", "en", "1,234 JPY"),
        (1234567, "KWD", "en", "1,234.567 KWD"),
        (123456789, "EUR", "fr", "1\u202f234\u202f567,89 EUR"),
        (202629, "EUR", "es", "2.026,29 EUR"),
        (202629, "EUR", "it", "2.026,29 EUR"),
        (-202629, "EUR", "nl", "−2.026,29 EUR"),
    ],
)
def test_money(minor: int, currency: str, language: str, written: str) -> None:
    assert plain(formats.money(minor, currency, language)) == written
    assert formats.money(minor, currency, language).count(" ") == 0


@given(st.integers(-(10**13), 10**13), st.sampled_from(LANGUAGES))
def test_amounts_agree_with_cldr(minor: int, language: str) -> None:
    locale = language.replace("-", "_")
    ours = formats.amount(minor, "EUR", language).replace("−", "-")
    theirs = numbers.format_decimal(Decimal(minor).scaleb(-2), "#,##0.00", locale)
    if style(language).money_group == style(language).group:
        assert ours == theirs.replace("−", "-")
    assert "".join(filter(str.isdigit, ours)) == "".join(filter(str.isdigit, theirs))


@pytest.mark.parametrize(
    ("value", "written"),
    [("3.483871", "3.483871"), ("90", "90"), ("90.00", "90"), ("1200", "1,200"), ("1E+3", "1,000")],
)
def test_quantities_have_no_trailing_zeros(value: str, written: str) -> None:
    assert formats.quantity(Decimal(value)) == written


def test_prices_have_the_places_of_their_currency_at_least() -> None:
    assert formats.price(Decimal(13), "EUR") == "13.00"
    assert formats.price(Decimal("0.0125"), "EUR") == "0.0125"
    assert formats.price(Decimal(13), "JPY") == "13"
    assert formats.price(Decimal(1300), "EUR", "de") == "1.300,00"


def test_percents_and_numbers() -> None:
    assert formats.percent(Decimal("19.00")) == "19%"
    assert formats.percent(Decimal("5.5"), "de") == f"5,5{NB}%"
    assert formats.number(Decimal("2.345"), places=2) == "2.35"
    assert formats.number(-1234) == "−1,234"


def test_hours() -> None:
    assert formats.hours(100) == "1:40"
    assert formats.clock(100) == f"1:40{NB}h"
    assert formats.hours(-5) == "−0:05"
    assert formats.hours(100 * 60) == "100:00"


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_agree_with_cldr(language: str) -> None:
    """Each day of a leap year and some around it, long, short and by month."""
    locale = language.replace("-", "_")
    for offset in range(0, 400, 7):
        day = date(2024, 1, 2) + timedelta(days=offset)
        if day.day == 1:
            continue  # French says more than CLDR: test_the_first_of_a_french_month
        assert plain(formats.day(day, language)) == plain(dates.format_date(day, "medium", locale))
        long = dates.format_date(day, "long", locale)
        assert plain(formats.day_long(day, language)) == plain(long)
        month = dates.format_skeleton("yMMMM", day, locale=locale)
        assert formats.month(day, language) == month
        short = dates.format_skeleton("MMMd", day, locale=locale)
        assert plain(formats.day_short(day, language)) == plain(short)


@pytest.mark.parametrize(("language", "locale"), BUILT_IN.items())
def test_what_is_written_here_is_that_of_cldr(language: str, locale: str) -> None:
    ours = style(language)
    day = date(2026, 9, 3)
    weekday = dates.format_skeleton("MMMEd", day, locale=locale)
    assert plain(formats.weekday_day(day, language)).replace(",", "") == weekday.replace(",", "")
    assert ours.decimal == numbers.get_decimal_symbol(locale)
    assert ours.group == numbers.get_group_symbol(locale)
    names = dates.get_day_names("wide", "format", locale)
    assert ours.weekdays[0] == tuple(names[i] for i in range(7))


def test_german_is_written_here_as_cldr_has_it() -> None:
    assert style("de") == styles.GERMAN == styles._from_cldr("de")


def test_days_in_the_window() -> None:
    day = date(2026, 7, 31)
    assert plain(formats.day(day)) == "31 Jul 2026"
    assert plain(formats.day_short(day)) == "31 Jul"
    assert formats.weekday_day(day) == "Fri 31 Jul"
    assert formats.weekday_day_long(day) == "Friday 31 July"
    assert formats.weekday_day_long(day, "de") == "Freitag, 31. Juli"
    assert formats.weekday_day_long(day, "en-US") == "Friday, July 31"
    assert formats.day_numeric(day) == "31/07/2026"
    assert formats.day_numeric(day, "de") == "31.7.2026"
    assert formats.weekday_names()[0] == "Mon"


@pytest.mark.parametrize(
    ("start", "end", "english", "american", "german"),
    [
        ("2026-07-01", "2026-08-01", "July 2026", "July 2026", "Juli 2026"),
        (
            "2026-07-01",
            "2026-07-31",
            "1 to 30 July 2026",
            "July 1 to 30, 2026",
            "1. bis 30. Juli 2026",
        ),
        (
            "2026-06-15",
            "2026-07-15",
            "15 June to 14 July 2026",
            "June 15 to July 14, 2026",
            "15. Juni bis 14. Juli 2026",
        ),
        (
            "2026-12-15",
            "2027-01-15",
            "15 December 2026 to 14 January 2027",
            "December 15, 2026 to January 14, 2027",
            "15. Dezember 2026 bis 14. Januar 2027",
        ),
        (
            "2026-05-01",
            "2026-08-01",
            "1 May to 31 July 2026",
            "May 1 to July 31, 2026",
            "1. Mai bis 31. Juli 2026",
        ),
        ("2026-12-01", "2027-01-01", "December 2026", "December 2026", "Dezember 2026"),
        ("2026-07-31", "2026-08-01", "31 July 2026", "July 31, 2026", "31. Juli 2026"),
    ],
)
def test_periods(start: str, end: str, english: str, american: str, german: str) -> None:
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    assert plain(formats.period(first, last)) == english
    assert plain(formats.period(first, last, "en-US")) == american
    assert plain(formats.period(first, last, "de")) == german


@pytest.mark.parametrize(
    ("language", "days", "months", "years"),
    [
        (
            "fr",
            "du 1er au 30 juillet 2026",
            "du 1er mai au 31 juillet 2026",
            "du 15 décembre 2026 au 14 janvier 2027",
        ),
        (
            "es",
            "del 1 al 30 de julio de 2026",
            "del 1 de mayo al 31 de julio de 2026",
            "del 15 de diciembre de 2026 al 14 de enero de 2027",
        ),
        (
            "it",
            "1 – 30 luglio 2026",
            "1 maggio – 31 luglio 2026",
            "15 dicembre 2026 – 14 gennaio 2027",
        ),
        (
            "nl",
            "1 t/m 30 juli 2026",
            "1 mei t/m 31 juli 2026",
            "15 december 2026 t/m 14 januari 2027",
        ),
    ],
)
def test_periods_in_four_more_languages(language: str, days: str, months: str, years: str) -> None:
    def told(start: date, end: date) -> str:
        return plain(formats.period(start, end, language))

    assert told(date(2026, 7, 1), date(2026, 7, 31)) == days
    assert told(date(2026, 5, 1), date(2026, 8, 1)) == months
    assert told(date(2026, 12, 15), date(2027, 1, 15)) == years


def test_the_first_of_a_french_month() -> None:
    """Imprimerie nationale, Lexique des règles typographiques: 1er, then 2, 3 ..."""
    assert plain(formats.day_long(date(2026, 7, 1), "fr")) == "1er juillet 2026"
    assert plain(formats.day_long(date(2026, 7, 2), "fr")) == "2 juillet 2026"
    assert formats.day_numeric(date(2026, 7, 1), "fr") == "01/07/2026"
    assert plain(formats.day_long(date(2026, 7, 1), "it")) == "1 luglio 2026"


def test_percents_of_four_more_languages() -> None:
    written = [formats.percent(Decimal("5.5"), each) for each in ("fr", "es", "it", "nl")]
    assert [plain(each) for each in written] == ["5,5 %", "5,5 %", "5,5%", "5,5%"]


def test_periods_in_a_language_without_documents() -> None:
    start, end = date(2026, 7, 1), date(2026, 7, 31)
    assert plain(formats.period(start, end, "pl")) == "1 – 30 lipca 2026"
    assert formats.period(start, end, "hu") == "2026. július 1. – 2026. július 30."


def test_paper_follows_the_territory() -> None:
    assert formats.paper("US") == formats.paper("CA") == "letter"
    assert formats.paper("DE") == formats.paper("GB") == "a4"


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(DomainError, match="unknown_language"):
        formats.money(1, "EUR", "xx-klingon")


def unspoken(source: str) -> list[str]:
    """Calls that leave the language out, and so write in that of the window."""
    found = []
    for node in ast.walk(ast.parse(source)):
        call = node.func if isinstance(node, ast.Call) else None
        if not isinstance(call, ast.Attribute) or not isinstance(call.value, ast.Name):
            continue
        module = {"formats": formats, "places": places}.get(call.value.id)
        names = list(inspect.signature(getattr(module, call.attr)).parameters) if module else []
        if "language" in names and isinstance(node, ast.Call):
            given = len(node.args) > names.index("language")
            if not given and not any(each.arg == "language" for each in node.keywords):
                found.append(ast.unparse(node))
    return found


def test_a_paper_never_takes_the_language_of_the_window() -> None:
    """Services name the language of their document; only what is told in the window does not."""
    assert unspoken("formats.day(day, 'de')\nformats.day(day)") == ["formats.day(day)"]
    services = Path(msspdesk.__file__).parent / "services"
    told = {"advances.py", "tax_words.py"}
    wrong = {
        f"{path.name}: {call}"
        for path in services.glob("*.py")
        if path.name not in told
        for call in unspoken(path.read_text(encoding="utf-8"))
    }
    assert wrong == set()
