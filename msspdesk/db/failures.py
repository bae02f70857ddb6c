"""What the database's own errors mean to the owner."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import DatabaseError, DBAPIError, SQLAlchemyError

from msspdesk.db import triggers
from msspdesk.domain.errors import DomainError, ExternalError

_DOMAIN: Final = {
    triggers.FINAL: "issued_is_final",
    triggers.LOCKED: "time_is_locked",
    triggers.NUMBER: "number_goes_back",
    "FOREIGN KEY constraint failed": "still_in_use",
    # Services look first: what is in the way was written since, or has the id of a row
    # that an undo would bring back.
    "UNIQUE constraint failed": "changed_since",
    "file is not a database": "not_a_book",
    "malformed": "book_damaged",
}
_EXTERNAL: Final = {
    "disk is full": ("disk_full", True),
    "disk I/O error": ("disk_error", False),
    "readonly": ("book_read_only", False),
    "unable to open": ("book_unreachable", False),
    "is locked": ("book_busy", True),
}

_STALE: Final = "StaleDataError"
"""By name: its module would load the ORM, which the window's first page does without."""


@contextmanager
def translated() -> Iterator[None]:
    """Turn known database errors into DomainError or ExternalError; others pass as bugs."""
    try:
        yield
    except (DBAPIError, DatabaseError) as error:
        raise _known(str(error.orig), error) from error
    except SQLAlchemyError as error:
        if type(error).__name__ != _STALE:
            raise
        raise DomainError("changed_since") from error


def _known(message: str, error: Exception) -> Exception:
    for words, code in _DOMAIN.items():
        if words in message:
            return DomainError(code)
    for words, (code, temporary) in _EXTERNAL.items():
        if words in message:
            return ExternalError(code, temporary=temporary)
    return error
