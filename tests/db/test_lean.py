"""The first page of the window needs rows, not entities: the ORM is loaded later."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests import builders

FIRST_PAGE = """
import sys
from datetime import date
from pathlib import Path
from msspdesk.services import books, charging, entry_line, timer, timesheets, weeks
book = books.open_for_window(Path(sys.argv[1]))
book.today(), books.info(book), charging.rate_book(book), entry_line.facts(book), timer.read(book)
weeks.week(book, date(2026, 7, 27)), timesheets.totals(book, date(2026, 7, 31))
assert "sqlalchemy" in sys.modules
print("sqlalchemy.orm" in sys.modules)
book.close()
"""


def test_the_first_page_does_without_the_orm(tmp_path: Path) -> None:
    builders.make_book(tmp_path).close()
    path = str(tmp_path / "test.msspdesk")
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAGE, path], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"
