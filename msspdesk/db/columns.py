"""Column shapes that the tables share, and the one MetaData."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Text,
    TypeDecorator,
)
from sqlalchemy import DateTime as SqlDateTime

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """An aware datetime, stored as UTC without its zone; a naive one is refused."""

    impl = SqlDateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


def key() -> Column[int]:
    return Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True)


def ref(name: str, target: str, *, null: bool = False, owned: bool = False) -> Column[int]:
    """A foreign key; an owned row goes with its parent, others hold the parent fast."""
    on_delete = "CASCADE" if owned else "RESTRICT"
    return Column(
        name,
        BigInteger,
        ForeignKey(f"{target}.id", ondelete=on_delete),
        nullable=null,
        index=True,
    )


def text(name: str, default: str = "") -> Column[str]:
    return Column(name, Text, nullable=False, default=default, server_default=default)


def whole(name: str, default: int = 0) -> Column[int]:
    return Column(name, BigInteger, nullable=False, default=default, server_default=str(default))


def flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False, default=False, server_default="0")


def uuid() -> Column[str]:
    return Column("uuid", String(36), nullable=False, unique=True)


def json(name: str, server_default: str | None = None) -> Column[Any]:
    """`server_default` as JSON text, for a column that older rows did not have."""
    return Column(name, JSON, nullable=False, default=dict, server_default=server_default)
