"""Older books come to this program's schema whole, or stay as they were."""

from __future__ import annotations

import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from msspdesk.db import migrations, schema, search, store, triggers, upgrade
from msspdesk.domain.errors import DomainError, ExternalError
from msspdesk.services import books, timesheets, verify
from msspdesk.services.timesheets import EntryFilter
from tests.builders import FixedClock, sound_revision
from tests.e2e import month_end

RELEASED = sorted((Path(__file__).parents[1] / "data" / "db").glob("*.msspdesk"))

NOW, LATER = schema.HEAD, "9999"

NEXT = f"""
from alembic import op
import sqlalchemy as sa
revision = "{LATER}"
down_revision = "{NOW}"

def upgrade():
    with op.batch_alter_table("invoice", recreate="always") as invoice:
        invoice.add_column(sa.Column("colour", sa.Text(), server_default="", nullable=False))
"""


@pytest.fixture
def book_file(tmp_path: Path) -> Path:
    """Two issued invoices with their time."""
    path = month_end.make(tmp_path, customers=2)
    month_end.run(path)
    return path


def with_next(folder: Path, monkeypatch: pytest.MonkeyPatch, more: str = "") -> None:
    """A program that knows one revision more."""
    place = folder / "migrations"
    shutil.copytree(Path(migrations.__path__[0]), place)
    (place / "versions" / f"r{LATER}_next.py").write_text(NEXT + more, encoding="utf-8")
    config = Config()
    config.set_main_option("script_location", str(place))
    config.set_main_option("path_separator", "os")
    directory = ScriptDirectory.from_config(config)
    monkeypatch.setattr(upgrade, "script", lambda: directory)


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def shape(path: Path) -> dict[str, list[str]]:
    """Every table and index with the lines of its definition, in any order."""
    found = rows(path, "SELECT name, sql FROM sqlite_master WHERE sql NOTNULL")
    return {
        name: sorted(_plain(line) for line in sql.splitlines())
        for name, sql in found
        if name != "alembic_version"
    }


def _plain(line: str) -> str:
    """One spelling: a table that was rebuilt has its name quoted and its defaults in brackets."""
    line = re.sub(r"\s+", " ", line).strip(" ,").replace('"', "")
    return re.sub(r"DEFAULT \(('[^']*')\)", r"DEFAULT \1", line)


def test_the_migrations_make_what_a_new_book_is(tmp_path: Path) -> None:
    new, migrated = tmp_path / "new", tmp_path / "migrated"
    store.create(new, FixedClock()).close()
    engine = create_engine(f"sqlite:///{migrated}")
    with engine.begin() as connection:
        upgrade._migrate(connection, schema.HEAD)
        triggers.install(connection)
        search.install(connection)
    engine.dispose()
    assert shape(migrated) == shape(new)
    assert len(shape(new)) > 60
    assert rows(migrated, "SELECT version_num FROM alembic_version") == [(schema.HEAD,)]


def test_there_is_a_book_of_each_released_schema() -> None:
    assert {path.stem.removeprefix("r") for path in RELEASED} == schema.known()


@pytest.mark.parametrize("released", RELEASED, ids=lambda path: path.stem)
def test_a_book_of_each_released_schema_opens(released: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(released, tmp_path))
    book = books.open_book(path, FixedClock(month_end.RUN_DAY))
    report = verify.verify(book)
    assert (report.documents, report.renderings, report.findings) == (2, 2, ())
    assert len(timesheets.entry_ids(book, EntryFilter(text="alert"))) == 6
    book.close()
    assert sound_revision(path) == schema.HEAD


def test_the_day_of_a_check_becomes_a_date(tmp_path: Path) -> None:
    first = next(path for path in RELEASED if path.stem == "r0001")
    path = Path(shutil.copy(first, tmp_path))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE customer SET vat_id_checked_on = '2026-03-04' WHERE id = 1")
        connection.execute("UPDATE customer SET vat_id_checked_on = 'in May' WHERE id = 2")
        connection.commit()
    upgrade.upgrade(path, "0001", "0002")
    found = rows(
        path,
        "SELECT vat_id_checked_on, vat_id_check, vat_id_check_note, price_mode"
        " FROM customer ORDER BY id",
    )
    assert found == [
        ("2026-03-04", "valid", "", "exclusive"),
        (None, "", "in May", "exclusive"),
    ]


def test_an_upgrade_makes_a_copy_first_and_keeps_everything(
    book_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = month_end.outcome(book_file)
    with_next(tmp_path, monkeypatch)
    copy = upgrade.upgrade(book_file, NOW, LATER)

    assert rows(book_file, "SELECT version_num FROM alembic_version") == [(LATER,)]
    assert rows(book_file, "SELECT DISTINCT colour FROM invoice") == [("",)]
    # Rebuilding the table of invoices must not take lines and ledger with it.
    assert month_end.outcome(book_file) == before
    assert sound_revision(copy) == NOW
    assert month_end.outcome(copy) == before
    with (
        closing(sqlite3.connect(book_file)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="issued_is_final"),
    ):
        connection.execute("UPDATE invoice SET net_minor = 0")


@pytest.mark.parametrize(
    "more",
    [
        '    op.execute("UPDATE invoice_line SET invoice_id = 999")\n',
        '    op.execute("INSERT INTO chain_head (id, count, sha256) VALUES (2, 0, 0)")\n',
    ],
    ids=["keys that lead nowhere", "data that does not fit"],
)
def test_an_upgrade_that_fails_leaves_the_book_and_names_the_copy(
    book_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: str
) -> None:
    before = month_end.outcome(book_file)
    with_next(tmp_path, monkeypatch, more)
    with pytest.raises(DomainError, match="upgrade_failed") as caught:
        upgrade.upgrade(book_file, NOW, LATER)
    assert sound_revision(Path(str(caught.value.details["copy"]))) == NOW
    assert sound_revision(book_file) == NOW
    assert month_end.outcome(book_file) == before
    assert month_end.faults(book_file) == []


def test_a_migration_with_a_bug_leaves_the_book(
    book_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = shape(book_file)
    with_next(tmp_path, monkeypatch, '    raise ZeroDivisionError("a bug")\n')
    with pytest.raises(ZeroDivisionError):
        upgrade.upgrade(book_file, NOW, LATER)
    assert shape(book_file) == before
    assert month_end.faults(book_file) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_an_upgrade_killed_half_way_leaves_the_old_book(book_file: Path, tmp_path: Path) -> None:
    before = shape(book_file)
    program = f"""
import os, signal, sys
from pathlib import Path
import pytest
from msspdesk.db import upgrade
from tests.db.test_upgrade import with_next
die = "    import os, signal\\n    os.kill(os.getpid(), signal.SIGKILL)\\n"
with_next(Path({str(tmp_path)!r}), pytest.MonkeyPatch(), die)
upgrade.upgrade(Path({str(book_file)!r}), {NOW!r}, {LATER!r})
"""
    done = subprocess.run([sys.executable, "-c", program], check=False)
    assert done.returncode == -signal.SIGKILL
    assert sound_revision(book_file) == NOW
    assert shape(book_file) == before
    assert month_end.faults(book_file) == []


def test_without_a_copy_nothing_is_touched(
    book_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = shape(book_file)
    migrated: list[object] = []
    monkeypatch.setattr(upgrade, "_migrate", lambda *_: migrated.append(1))
    # VACUUM INTO writes only where nothing is: the copy fails as it does on a full disk.
    monkeypatch.setattr(Path, "exists", lambda _: False)
    taken = book_file.with_name(f"test.before-{LATER}-from-{NOW}.msspdesk")
    taken.write_bytes(b"another file")
    with pytest.raises(ExternalError, match="copy_failed"):
        upgrade.upgrade(book_file, NOW, LATER)
    assert migrated == []
    assert shape(book_file) == before
