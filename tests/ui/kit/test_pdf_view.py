"""The preview: pages drawn beside the window, broken files told."""

from __future__ import annotations

import atexit
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from msspdesk.ui.pdf_view import PdfView


def three_pages() -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    for colour in ((1, 0, 0), (0, 1, 0), (0, 0, 1)):
        canvas.setFillColorRGB(*colour)
        canvas.rect(0, 0, 595, 842, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[PdfView]:
    result = PdfView()
    qtbot.addWidget(result)
    result.resize(600, 700)
    result.show()
    qtbot.waitExposed(result)
    yield result
    result.pages._renderer.close()


def middle(view: PdfView) -> QColor:
    image = view.pages.viewport().grab().toImage()
    return image.pixelColor(image.width() // 2, image.height() // 2)


def test_pages_are_drawn_and_turned(view: PdfView, qtbot: QtBot) -> None:
    view.show_pdf(three_pages())
    qtbot.waitUntil(lambda: middle(view) == QColor("red"))
    assert view._where.text() == "Page 1 of 3"
    assert not view._previous.isEnabled()
    view._next.click()
    qtbot.waitUntil(lambda: middle(view) == QColor("lime"))
    assert view._where.text() == "Page 2 of 3"
    view._next.click()
    assert not view._next.isEnabled()


def test_a_newer_file_wins(view: PdfView, qtbot: QtBot) -> None:
    view.show_pdf(b"%PDF-1.4 broken")
    view.show_pdf(three_pages())
    qtbot.waitUntil(lambda: middle(view) == QColor("red"))
    assert view.pages.message == ""


def test_a_broken_file_says_so(view: PdfView, qtbot: QtBot) -> None:
    view.show_pdf(b"this is no PDF")
    qtbot.waitUntil(lambda: bool(view.pages.message))
    assert "not a PDF" in view.pages.message
    assert view._where.text() == ""


def test_a_program_that_just_ends_leaves_no_document_open(
    view: PdfView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    last_calls: list[Callable[[], None]] = []
    monkeypatch.setattr(atexit, "register", last_calls.append)
    view.show_pdf(three_pages())
    renderer = view.pages._renderer
    qtbot.waitUntil(lambda: bool(view.pages._images))
    for call in last_calls:
        call()
    assert renderer._document is None
