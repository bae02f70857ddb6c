"""Bringing an older book to this program's schema, with a checked copy first.

Order: copy (VACUUM INTO) and check it; migrate with foreign keys off, since
Alembic's batch mode rebuilds tables and would delete their children through ON
DELETE CASCADE, and without triggers; check the keys; put search and triggers back.
All of the migration is one transaction, so a book is either old or new.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import NullPool

from msspdesk.db import migrations, schema, search, tables, triggers
from msspdesk.db.failures import translated
from msspdesk.domain.errors import DomainError, ExternalError


def upgrade(path: Path, revision: str, target: str = schema.HEAD) -> Path:
    """Migrate the book in place; gives the path of the checked copy made before.

    Whatever goes wrong, the book stays as it was. DomainError("upgrade_failed")
    names the copy: the data do not fit the new schema.
    """
    copy = safe_copy(path, f"before-{target}-from-{revision}")
    engine = create_engine(f"sqlite:///{path.absolute()}", poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        # Through the driver: sent through SQLAlchemy it comes inside a transaction, too late.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    with translated(), engine.begin() as connection:
        triggers.remove(connection)
        try:
            _migrate(connection, target)
        except IntegrityError as error:
            raise DomainError("upgrade_failed", path=str(path), copy=str(copy)) from error
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        if broken:
            raise DomainError("upgrade_failed", path=str(path), copy=str(copy))
        triggers.install(connection)
        search.install(connection)
    engine.dispose()
    return copy


def safe_copy(path: Path, label: str) -> Path:
    """A sound copy beside the book, made by VACUUM INTO and checked; never overwrites one."""
    number = 0
    while True:
        suffix = f"-{number}" if number else ""
        copy = path.with_name(f"{path.stem}.{label}{suffix}{path.suffix}")
        if not copy.exists():
            break
        number += 1
    try:
        with closing(sqlite3.connect(path.absolute().as_uri() + "?mode=ro", uri=True)) as source:
            source.execute("VACUUM INTO ?", (str(copy),))
        with closing(sqlite3.connect(copy.absolute().as_uri() + "?mode=ro", uri=True)) as made:
            (state,) = made.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.Error as error:
        copy.unlink(missing_ok=True)
        raise ExternalError("copy_failed", path=str(copy)) from error
    if state != "ok":
        copy.unlink(missing_ok=True)
        raise DomainError("book_damaged", path=str(path))
    return copy


def script() -> ScriptDirectory:
    """The migrations of this program."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__path__[0])))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def _migrate(connection: Any, target: str) -> None:
    directory = script()

    def steps(revision: Any, _context: Any) -> Any:
        return directory._upgrade_revs(target, revision)  # noqa: SLF001 - as alembic.command does

    with EnvironmentContext(Config(), directory, fn=steps) as environment:
        environment.configure(
            connection=connection,
            target_metadata=tables.metadata,
            render_as_batch=True,
            transactional_ddl=True,
        )
        environment.run_migrations()
