"""What every test needs: Qt without a screen, and property tests that repeat exactly."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# The same examples in every run, and no deadline: a busy machine is not a defect.
settings.register_profile("msspdesk", derandomize=True, deadline=None)
settings.load_profile("msspdesk")

DEMO_DAY = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo business as of DEMO_DAY, made once. A test that writes takes a copy."""
    from msspdesk.services import demo

    book = demo.make(tmp_path_factory.mktemp("demo") / "demo.msspdesk", lambda: DEMO_DAY)
    book.close()
    return book.path
