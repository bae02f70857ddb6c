"""The business of these tests, and the styled application."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from msspdesk.ui.theme import theme
from tests.ui.timesheet.business import Business


@pytest.fixture
def business(tmp_path: Path) -> Business:
    return Business(tmp_path)


@pytest.fixture
def styled(qapp: QApplication) -> QApplication:
    theme.start(qapp, "light")
    return qapp
