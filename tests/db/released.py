"""`python -m tests.db.released`: keeps a small book of the newest schema under tests/data/db.

Run it once, when a schema is released; test_upgrade opens each of them ever after.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from msspdesk.db import schema
from tests.e2e import month_end

FOLDER = Path(__file__).parents[1] / "data" / "db"
CUSTOMERS = 2


def main() -> None:
    """Two customers with an issued invoice each, its PDF and its time."""
    with tempfile.TemporaryDirectory() as folder:
        path = month_end.make(Path(folder), CUSTOMERS)
        month_end.run(path)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("VACUUM")
        shutil.copy(path, FOLDER / f"r{schema.HEAD}.msspdesk")


if __name__ == "__main__":
    main()
