"""How long an invoice takes, against the bare canvas.

The bare canvas draws the same strings at the same places in the same two fonts
with ReportLab's canvas and nothing else: no breaking of lines and pages, no rules,
no code to scan, no tags, no metadata. Both run in turn in one process.
"""

from __future__ import annotations

import gc
import io
import statistics
import time
from collections.abc import Callable
from unittest.mock import patch

import font_roboto
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from msspdesk.documents.invoice import render_invoice
from msspdesk.documents.model import PaperInvoice
from msspdesk.documents.payment import qr_rows
from msspdesk.documents.sheet import Sheet, Style
from tests.documents.samples import few_lines, many_lines

ROUNDS = 25
CASES = (("invoice, 5 lines", few_lines(5), 2.5), ("invoice, 40 lines", many_lines(40), 2.0))

Drawn = tuple[int, float, float, str, Style]


def measure() -> list[dict[str, object]]:
    """Medians in milliseconds of rounds that alternate between both."""
    for name, path in (("Bare", font_roboto.Roboto), ("BareMedium", font_roboto.RobotoMedium)):
        pdfmetrics.registerFont(TTFont(name, path))
    return [_measure(name, paper, bound) for name, paper, bound in CASES]


def _measure(name: str, paper: PaperInvoice, bound: float) -> dict[str, object]:
    drawn = _strings(paper)
    bare, ours = [], []
    for _ in range(ROUNDS):
        bare.append(_timed(lambda: _bare_canvas(drawn)))
        # Every invoice has a code of its own: it must not come from the cache.
        qr_rows.cache_clear()
        ours.append(_timed(lambda: render_invoice(paper)))
    baseline, own = statistics.median(bare[3:]), statistics.median(ours[3:])
    return {
        "name": name,
        "baseline_ms": round(baseline, 2),
        "ours_ms": round(own, 2),
        "ratio": round(own / baseline, 2),
        "bound": bound,
    }


def _timed(work: Callable[[], bytes]) -> float:
    gc.collect()
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _strings(paper: PaperInvoice) -> list[Drawn]:
    """Every string the invoice draws, with its page and place."""
    drawn: list[Drawn] = []
    text = Sheet.text

    def record(
        sheet: Sheet, x: float, y: float, string: str, style: Style, after: str = ""
    ) -> None:
        drawn.append((sheet.number, x, sheet.height - y, string + after, style))
        text(sheet, x, y, string, style, after)

    with patch.object(Sheet, "text", record):
        render_invoice(paper)
    return drawn


def _bare_canvas(drawn: list[Drawn]) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, initialFontName="Bare", invariant=1)
    page = 0
    for number, x, y, string, style in drawn:
        if number != page:
            canvas.showPage()
            page = number
        canvas.setFont("BareMedium" if style.strong else "Bare", style.size)
        canvas.drawString(x, y, string)
    canvas.save()
    return stream.getvalue()


if __name__ == "__main__":
    for result in measure():
        print(result)
