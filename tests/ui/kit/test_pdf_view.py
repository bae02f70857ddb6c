"""The preview: pages drawn beside the window, broken files told."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

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


def test_a_program_that_just_ends_leaves_no_document_open() -> None:
    code = (
        "from tests.ui.kit.test_pdf_view import three_pages\n"
        "from PySide6.QtCore import QEventLoop\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from msspdesk.ui.pdf_view import PdfView\n"
        "app = QApplication([])\n"
        "view = PdfView()\n"
        "loop = QEventLoop()\n"
        "view.pages._opened.connect(lambda _opened: loop.quit())\n"
        "view.show_pdf(three_pages())\n"
        "loop.exec()\n"
    )
    root = Path(__file__).resolve().parents[3]
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=root)
    assert (done.stdout, done.stderr) == ("", "")
