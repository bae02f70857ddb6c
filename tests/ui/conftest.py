"""Windows end with their test: a theme dresses every widget that is left of older ones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication


@pytest.fixture(autouse=True)
def no_window_left() -> Iterator[None]:
    """Set up before, and so taken down after, whatever opens a window in the test."""
    yield
    if QApplication.instance() is None:
        return
    for each in QApplication.topLevelWidgets():
        each.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
