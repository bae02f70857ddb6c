"""A PDF on the screen: pages under each other, drawn by pdfium in one worker thread."""

from __future__ import annotations

import atexit
import itertools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QWidget

from msspdesk.texts import _
from msspdesk.ui.theme import theme
from msspdesk.ui.widgets import Button, Label, ground, hbox, vbox

MARGIN = 16
GAP = 16
LARGEST = 1100  # a page is never drawn wider, however wide the pane is


@dataclass(frozen=True)
class _Opened:
    number: int
    sizes: tuple[tuple[float, float], ...]  # points
    error: bool = False


@dataclass(frozen=True)
class _Drawn:
    number: int
    page: int
    width: int
    image: QImage


class _Renderer:
    """Everything pdfium does happens in one thread: it is not made for two."""

    def __init__(self, opened: Any, drawn: Any) -> None:
        self._opened, self._drawn = opened, drawn
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="pdf")
        self._document: Any = None
        self._wanted = 0

    def open(self, number: int, data: bytes) -> None:
        self._wanted = number
        self._pool.submit(self._open, number, data)

    def draw(self, number: int, page: int, width: int) -> None:
        self._pool.submit(self._draw, number, page, width)

    def close(self) -> None:
        atexit.unregister(self._shut)
        self._wanted = -1
        try:
            self._pool.submit(self._shut)
        except RuntimeError:  # at the end of the program the pool is shut already
            self._shut()
        self._pool.shutdown(wait=True)

    def _open(self, number: int, data: bytes) -> None:
        import pypdfium2

        self._shut()
        if number != self._wanted:
            return
        try:
            self._document = pypdfium2.PdfDocument(data)
            self._close_at_exit()
            sizes = tuple(page.get_size() for page in self._document)
            self._opened.emit(_Opened(number, sizes))
        except pypdfium2.PdfiumError:
            self._opened.emit(_Opened(number, (), error=True))

    def _draw(self, number: int, page: int, width: int) -> None:
        if number != self._wanted or self._document is None:
            return
        sheet = self._document[page]
        bitmap = sheet.render(scale=width / sheet.get_width(), rev_byteorder=True)
        layout = {3: QImage.Format.Format_RGB888, 4: QImage.Format.Format_RGBX8888}
        image = QImage(
            bytes(bitmap.buffer),
            bitmap.width,
            bitmap.height,
            bitmap.stride,
            layout[bitmap.n_channels],
        ).copy()
        bitmap.close()
        sheet.close()
        self._drawn.emit(_Drawn(number, page, width, image))

    def _close_at_exit(self) -> None:
        """A program that ends without telling its windows must not leave a document open."""
        atexit.unregister(self._shut)
        atexit.register(self._shut)

    def _shut(self) -> None:
        if self._document is not None:
            self._document.close()
            self._document = None


class _Pages(QAbstractScrollArea):
    """The paper on its canvas. Paper stays white in the dark too."""

    page_changed = Signal(int, int)  # page from 1, pages
    _opened = Signal(object)
    _drawn = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(_("PDF preview"))
        self._numbers = itertools.count(1)
        self._number = 0
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._images: dict[int, tuple[int, QImage]] = {}
        self._asked: set[tuple[int, int]] = set()
        self.message = ""
        self._renderer = _Renderer(self._opened, self._drawn)
        self._opened.connect(self._on_opened)
        self._drawn.connect(self._on_drawn)
        self.destroyed.connect(self._renderer.close)
        app = QApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self._renderer.close)
        self.verticalScrollBar().valueChanged.connect(self._on_scroll)
        theme.changed.connect(self.viewport().update)

    def show_pdf(self, data: bytes) -> None:
        self.clear()
        self._renderer.open(self._number, data)

    def clear(self) -> None:
        self._number = next(self._numbers)
        self._sizes, self.message = (), ""
        self._images.clear()
        self._asked.clear()
        self._measure()

    def pages(self) -> int:
        return len(self._sizes)

    def page(self) -> int:
        """The page in the middle of the view, from 1; 0 without a document."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        for number, rect in enumerate(self._rects(), 1):
            if rect.bottom() + GAP >= middle:
                return number
        return len(self._sizes)

    def go_to(self, page: int) -> None:
        rects = self._rects()
        if 1 <= page <= len(rects):
            self.verticalScrollBar().setValue(rects[page - 1].top() - MARGIN)

    def _page_width(self) -> int:
        return max(200, min(self.viewport().width() - 2 * MARGIN, LARGEST))

    def _rects(self) -> list[QRect]:
        """Where each page lies, from the top of the first."""
        width = self._page_width()
        left = (self.viewport().width() - width) // 2
        rects, top = [], MARGIN
        for points_wide, points_high in self._sizes:
            height = round(width * points_high / points_wide)
            rects.append(QRect(left, top, width, height))
            top += height + GAP
        return rects

    def _measure(self) -> None:
        rects = self._rects()
        height = rects[-1].bottom() + MARGIN if rects else 0
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, height - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(48)
        self._on_scroll()

    def _on_scroll(self) -> None:
        self.viewport().update()
        self.page_changed.emit(self.page() if self._sizes else 0, len(self._sizes))

    @Slot(object)
    def _on_opened(self, opened: _Opened) -> None:
        if opened.number != self._number:
            return
        self._sizes = opened.sizes
        if opened.error:
            self.message = _("This file cannot be shown. It is not a PDF or it is damaged.")
        self.verticalScrollBar().setValue(0)
        self._measure()

    @Slot(object)
    def _on_drawn(self, drawn: _Drawn) -> None:
        if drawn.number == self._number:
            self._images[drawn.page] = (drawn.width, drawn.image)
            self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        view = self.viewport().rect()
        painter.fillRect(view, theme.colour("canvas"))
        if self.message:
            painter.setPen(theme.colour("muted"))
            painter.drawText(view, int(Qt.AlignmentFlag.AlignCenter), self.message)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        shift = self.verticalScrollBar().value()
        for page, rect in enumerate(self._rects()):
            shown = rect.translated(0, -shift)
            if shown.intersects(view):
                self._paint_page(painter, page, shown)

    def _paint_page(self, painter: QPainter, page: int, rect: QRect) -> None:
        painter.fillRect(rect, Qt.GlobalColor.white)
        pixels = round(rect.width() * self.devicePixelRatioF())
        width, image = self._images.get(page, (0, None))
        if image is not None:
            painter.drawImage(rect, image)
        if width != pixels and (page, pixels) not in self._asked:
            self._asked.add((page, pixels))
            self._renderer.draw(self._number, page, pixels)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        moves = {
            Qt.Key.Key_Down: bar.singleStep(),
            Qt.Key.Key_Up: -bar.singleStep(),
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
        }
        step = moves.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            bar.setValue(bar.value() + step)

    def sizeHint(self) -> QSize:
        return QSize(528, 640)


class PdfView(QWidget):
    """Toolbar with page x of y, and the pages. Put own buttons into `.toolbar`."""

    def __init__(self) -> None:
        super().__init__()
        ground(self, "surface")
        self.pages = _Pages()
        self._previous = Button(
            "", lambda: self._step(-1), look="barei", icon="chevron-left", name=_("Previous page")
        )
        self._next = Button(
            "", lambda: self._step(1), look="barei", icon="chevron-right", name=_("Next page")
        )
        self._where = Label("")
        bar = QWidget()
        bar.setFixedHeight(40)
        self.toolbar = hbox(bar, spacing=4, margins=(6, 0, 6, 0))
        self.toolbar.addWidget(self._previous)
        self.toolbar.addWidget(self._where)
        self.toolbar.addWidget(self._next)
        self.toolbar.addStretch(1)
        column = vbox(self, spacing=0)
        column.addWidget(bar)
        column.addWidget(self.pages, 1)
        self.pages.page_changed.connect(self._show_page)
        self._show_page(0, 0)

    def show_pdf(self, data: bytes) -> None:
        """Show these bytes from their first page; a broken file says so on the canvas."""
        self.pages.show_pdf(data)

    def clear(self) -> None:
        self.pages.clear()

    def _step(self, step: int) -> None:
        self.pages.go_to(self.pages.page() + step)

    def _show_page(self, page: int, pages: int) -> None:
        text = _("Page {page} of {pages}").format(page=page, pages=pages) if pages else ""
        self._where.setText(text)
        self._previous.setEnabled(page > 1)
        self._next.setEnabled(page < pages)
