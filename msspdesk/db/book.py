"""The open book: where services get a transaction, the clock and today's date."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from msspdesk.db import mapping
from msspdesk.db.engine import WRITES
from msspdesk.db.failures import translated
from msspdesk.db.lock import BookLock
from msspdesk.db.search import EntrySearch
from msspdesk.db.watch import OtherWriters
from msspdesk.domain.errors import DomainError
from msspdesk.domain.sellers import Seller

# Before any entity is made: an instance made unmapped can never be stored.
mapping.configure()

Entity = TypeVar("Entity")
Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The real time, in UTC."""
    return datetime.now(UTC)


class Work:
    """One transaction. Services use it; they never see SQLAlchemy."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def connection(self) -> Connection:
        """For the functions of `db.queries`, inside the same transaction."""
        return self._session.connection()

    def get(self, entity: type[Entity], key: object) -> Entity:
        """The row with this key, or DomainError("not_found")."""
        found = self._session.get(entity, key)
        if found is None:
            raise DomainError("not_found", kind=entity.__name__, key=key)
        return found

    def find(self, entity: type[Entity], key: object) -> Entity | None:
        """The row with this key, or None."""
        return self._session.get(entity, key)

    def get_at(self, entity: type[Entity], key: object, version: int) -> Entity:
        """The row, if nobody changed it since `version`; else DomainError("changed_since")."""
        found = self._session.get(entity, key)
        if found is None or getattr(found, "version", version) != version:
            raise DomainError("changed_since")
        return found

    def all(self, entity: type[Entity], **equal: Any) -> list[Entity]:
        """Every row whose columns equal these values, by key."""
        query = self._session.query(entity).filter_by(**equal)
        return list(query.order_by(mapping.key_of(entity)))

    def many(self, entity: type[Entity], keys: Collection[int]) -> dict[int, Entity]:
        """The rows with these keys; one that is not there is left out."""
        column = mapping.key_of(entity)
        rows = self._session.query(entity).filter(column.in_(keys))
        return {row.id: row for row in rows}  # type: ignore[attr-defined]

    def add(self, entity: Entity) -> Entity:
        """Store a new row; its id is known after this."""
        self._session.add(entity)
        self._session.flush()
        return entity

    def add_all(self, entities: Collection[object]) -> None:
        """Store many new rows at once; their ids are known after this."""
        self._session.add_all(entities)
        self._session.flush()

    def delete(self, entity: object) -> None:
        """Take a row and what it owns away."""
        self._session.delete(entity)
        self._session.flush()

    def touch(self, entity: Any) -> None:
        """Count a change of what the row owns as a change of the row: its version moves."""
        flag_modified(entity, mapping.plain_field_of(type(entity)))

    def refresh(self, entity: object) -> None:
        """Read a row anew after `db.queries` changed it."""
        self._session.refresh(entity)

    def flush(self) -> None:
        """Send pending changes to the database, within the transaction."""
        self._session.flush()


class Book:
    """A business's data in one file. Safe to use from several threads."""

    def __init__(
        self, engine: Engine, path: Path, clock: Clock = system_clock, *, read_only: bool = False
    ) -> None:
        self._engine = engine
        self._zone: ZoneInfo | None = None
        self.entry_search = EntrySearch(engine)
        self.path = path
        self.clock = clock
        self.read_only = read_only
        self.lock: BookLock | None = None
        self._others: OtherWriters | None = None

    @contextmanager
    def read(self) -> Iterator[Work]:
        """A consistent view; changes made in it are thrown away."""
        with (
            translated(),
            Session(self._engine, expire_on_commit=False, autoflush=False) as session,
        ):
            yield Work(session)

    @contextmanager
    def write(self) -> Iterator[Work]:
        """One transaction under BEGIN IMMEDIATE: all of it, or nothing."""
        if self.read_only:
            raise DomainError("book_is_read_only", path=str(self.path))
        engine = self._engine.execution_options(**{WRITES: True})
        with translated(), Session(engine, expire_on_commit=False) as session, session.begin():
            if self._others is not None:
                session.connection()  # begins: from here on nobody else can write
                self._others.look()
            yield Work(session)
        if self._others is not None:
            self._others.skip()

    def watch_others(self) -> None:
        """From now on `others_wrote` knows of commits that did not come through this book."""
        with translated():
            self._others = OtherWriters(self._engine)

    def others_wrote(self) -> bool:
        """Whether another program committed since the last question."""
        with translated():
            return self._others is not None and self._others.wrote()

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the business, as the seller's page says."""
        if self._zone is None:
            with self.read() as work:
                seller = work.find(Seller, 1)
            self._zone = ZoneInfo(seller.zone if seller else "UTC")
        return self._zone

    def forget_zone(self) -> None:
        """After the seller's zone was changed."""
        self._zone = None

    def now(self) -> datetime:
        """The instant, in UTC."""
        return self.clock()

    def today(self) -> date:
        """The date in the book's zone."""
        return self.clock().astimezone(self.zone).date()

    def close(self) -> None:
        """Let go of the file, and of the lock if a window held it."""
        self.entry_search.close()
        if self._others is not None:
            self._others.close()
        self._engine.dispose()
        if self.lock is not None:
            self.lock.release()
