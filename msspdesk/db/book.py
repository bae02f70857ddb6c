"""The open book: where services get a transaction, the clock and today's date."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, select

from msspdesk.db import tables
from msspdesk.db.engine import WRITES
from msspdesk.db.failures import translated
from msspdesk.db.lock import BookLock
from msspdesk.db.search import EntrySearch
from msspdesk.db.watch import OtherWriters
from msspdesk.domain.errors import DomainError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Entity = TypeVar("Entity")
Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The real time, in UTC."""
    return datetime.now(UTC)


def mapped() -> Any:
    """The mapping of entities: with it the ORM is loaded, which takes its time.

    An entity made before can never be stored: whoever makes one outside of a `Work`
    calls this first.
    """
    from msspdesk.db import mapping

    return mapping


class Work:
    """One transaction. Services use it; they never see SQLAlchemy."""

    def __init__(self, connection: Connection, *, expects_writes: bool) -> None:
        self.connection = connection  # for the functions of `db.queries`
        self._expects_writes = expects_writes
        self._entities: Session | None = None

    @property
    def _session(self) -> Session:
        """Made when the first entity is asked for: a window's first page needs none."""
        if self._entities is None:
            self._entities = mapped().session(self.connection, autoflush=self._expects_writes)
        return self._entities

    def finish(self) -> None:
        """Send what is pending; the transaction belongs to the book."""
        if self._entities is not None:
            self._entities.flush()

    def leave(self) -> None:
        """Let go of the entities, which stay as they are."""
        if self._entities is not None:
            self._entities.close()

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
        return list(query.order_by(mapped().key_of(entity)))

    def many(self, entity: type[Entity], keys: Collection[int]) -> dict[int, Entity]:
        """The rows with these keys; one that is not there is left out."""
        column = mapped().key_of(entity)
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
        mapped().touch(entity)

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
        with translated(), self._engine.connect() as connection:
            work = Work(connection, expects_writes=False)
            try:
                yield work
            finally:
                work.leave()

    @contextmanager
    def write(self) -> Iterator[Work]:
        """One transaction under BEGIN IMMEDIATE: all of it, or nothing."""
        if self.read_only:
            raise DomainError("book_is_read_only", path=str(self.path))
        mapped()
        engine = self._engine.execution_options(**{WRITES: True})
        with translated(), engine.begin() as connection:  # from here on nobody else can write
            if self._others is not None:
                self._others.look()
            work = Work(connection, expects_writes=True)
            try:
                yield work
                work.finish()
            finally:
                work.leave()
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
                zone = work.connection.scalar(select(tables.seller.c.zone))
            self._zone = ZoneInfo(zone or "UTC")
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
