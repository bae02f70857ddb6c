"""The first schema."""

from __future__ import annotations

revision = "0001"
down_revision = None


def upgrade() -> None:
    """A new book is made whole by `store.create`; there is nothing older to come from."""
