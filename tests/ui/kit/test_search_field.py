"""The filter of a list."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from msspdesk.ui.widgets import SearchField


def test_a_filter_says_how_many_there_are_once_it_is_more_than_one(qtbot: QtBot) -> None:
    field = SearchField("Filter")
    qtbot.addWidget(field)
    said = []
    for count in (0, 1, 2, 330):
        field.show_count("Filter {count} customers", count)
        said.append(field.placeholderText())
    assert said == ["Filter", "Filter", "Filter 2 customers", "Filter 330 customers"]
