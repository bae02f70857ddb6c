"""The styled application for every test of the kit."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from msspdesk.ui.theme import theme


@pytest.fixture(autouse=True)
def styled(qapp: QApplication) -> None:
    theme.start(qapp, "light")
