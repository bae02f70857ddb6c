"""The words of the window: English as written, and a language that shows gaps."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from msspdesk.domain.errors import DomainError
from msspdesk.domain.reading import read_amount
from msspdesk.texts import (
    PSEUDO,
    _,
    formats,
    language,
    languages,
    ngettext,
    pgettext,
    places,
    set_language,
)


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    set_language("en")


def test_english_is_the_source() -> None:
    assert _("Record payment") == "Record payment"
    assert pgettext("state", "Open") == "Open"
    assert ngettext("{n} draft", "{n} drafts", 1).format(n=1) == "1 draft"
    assert ngettext("{n} draft", "{n} drafts", 0).format(n=0) == "0 drafts"


def test_the_pseudo_language_decorates_and_keeps_what_the_program_needs() -> None:
    set_language(PSEUDO)
    assert _("Issue {count}").format(count=4) == "⟦Îššûé 4⟧"
    assert _("&Open <b>now</b>") == "⟦&Opéñ <b>ñöw</b>⟧"
    assert ngettext("one", "many", 2) == "⟦måñý⟧"
    assert _("") == ""


def test_an_unknown_language_changes_nothing() -> None:
    with pytest.raises(DomainError, match="unknown_language"):
        set_language("tlh")
    assert _("Today") == "Today"


def test_numbers_days_and_places_follow_the_language() -> None:
    day = date(2026, 7, 31)
    english = (formats.money(202629, "EUR"), formats.day(day), places.country("AT"))
    assert english == ("2,026.29\u00a0EUR", "31\u00a0Jul 2026", "Austria")
    set_language("de")
    german = (formats.money(202629, "EUR"), formats.day(day), places.country("AT"))
    assert german == ("2.026,29\u00a0EUR", "31.07.2026", "Österreich")
    assert formats.weekday_day_long(day) == "Freitag, 31. Juli"
    assert formats.day(day, "en") == english[1], "a document keeps its own"
    set_language(PSEUDO)
    assert (language(), formats.day(day)) == ("en", english[1])


def test_an_amount_is_typed_as_it_is_written() -> None:
    set_language("de")
    for value in (Decimal("1234.5"), Decimal("0.95"), Decimal(120)):
        for written in (formats.plain(value), formats.price(value, "EUR")):
            assert read_amount(written, formats.separator(), 6) == value, written
    assert formats.plain(Decimal("1234.5")) == "1234,5"


def test_the_languages_to_choose_from() -> None:
    assert languages()[0] == "en"
    assert languages()[-1] == PSEUDO
    assert "de" in languages()


@pytest.mark.parametrize("code", ["en", "de"])
def test_the_window_starts_without_babel(code: str) -> None:
    script = (
        "import sys, datetime\n"
        "from msspdesk import texts\n"
        f"texts.set_language('{code}')\n"
        "from msspdesk.texts import _, errors, formats\n"
        "formats.money(1, 'EUR'); formats.day(datetime.date(2026, 7, 31)); _('Today')\n"
        "formats.period(datetime.date(2026, 7, 1), datetime.date(2026, 7, 9), 'en-US')\n"
        "sys.exit(2 * ('babel' in sys.modules) + ('msspdesk.texts.catalogue' in sys.modules))"
    )
    ended = subprocess.run([sys.executable, "-c", script], check=False).returncode
    assert ended == (0 if code == "en" else 1), "English reads no catalogue either"
