"""A notice says what was done; every deed of the undo table has its sentence."""

from __future__ import annotations

from msspdesk.ui import deeds
from tests.test_docs import SERVICES, undo_labels


def test_every_deed_has_a_sentence() -> None:
    sources = (path.read_text(encoding="utf-8") for path in SERVICES)
    undoing = [source for source in sources if "undo_of(" in source or "Undo(" in source]
    labels = {label for source in undoing for label in undo_labels(source)}
    assert {label for label in labels if deeds.done(label) == label} == set()


def test_it_tells_what_happened() -> None:
    assert deeds.done("Add customer") == "Customer added"
