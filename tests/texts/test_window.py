"""The words of the window: English as written, and a language that shows gaps."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from msspdesk.domain.errors import DomainError
from msspdesk.texts import PSEUDO, _, ngettext, pgettext, set_language


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


def test_the_window_starts_without_babel() -> None:
    script = (
        "import sys, datetime\n"
        "from msspdesk.texts import _, errors, formats\n"
        "formats.money(1, 'EUR'); formats.day(datetime.date(2026, 7, 31)); _('Today')\n"
        "formats.period(datetime.date(2026, 7, 1), datetime.date(2026, 7, 9), 'en-US')\n"
        "sys.exit('babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
