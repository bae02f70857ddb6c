"""An empty book for the presenters of customers and settings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from msspdesk.db.book import Book
from tests.builders import make_book


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = make_book(tmp_path)
    yield made
    made.close()


def refuse(error: Exception) -> None:
    """For a change that must be taken."""
    raise AssertionError(error)
