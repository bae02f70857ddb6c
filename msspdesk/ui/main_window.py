"""The window: entry line and timer above, tabs, and one page in sight.

It stands empty before anything of that is loaded, so what fills it is imported
in `furnish`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from msspdesk.texts import _

if TYPE_CHECKING:
    from msspdesk.ui.page import Page
    from msspdesk.ui.presenters.shell import EntryPresenter, HeadPresenter, Reading, TimerPresenter
    from msspdesk.ui.tasks import Notice, Tasks

    Factory = Callable[[], Page]

SIZE = (1366, 768)
LEAST = (1024, 600)
TITLE_BAR = 40
UNSEEN = 250  # milliseconds after which a window that nobody sees is furnished as well


class MainWindow(QMainWindow):
    """Knows no tab: they are registered, and built when first shown."""

    stood = Signal()  # once: the first frame was painted
    closing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("msspdesk")
        self.resize(*SIZE)
        self.setMinimumSize(*LEAST)
        self._stands = False

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._stand()

    def _stand(self) -> None:
        if not self._stands:
            self._stands = True
            later(0, self.stood.emit)

    def show_at_once(self) -> None:
        """Show the empty frame; `stood` tells when the rest may follow."""
        if self._fit(self.screen().availableGeometry().size()):
            self.show()
        else:
            self.showMaximized()
        later(UNSEEN, self._stand)

    def _fit(self, free: QSize) -> bool:
        """Whether the window with its title bar fits on what the screen leaves free; else
        it fills the screen, and is as large as fits once it does so no more.
        """
        width, height = free.width(), free.height() - TITLE_BAR
        if (SIZE[0] <= width and SIZE[1] <= height) or width < LEAST[0] or height < LEAST[1]:
            return True
        self.resize(min(SIZE[0], width), min(SIZE[1], height))
        return False

    def furnish(self, tasks: Tasks, now: Callable[[], datetime]) -> None:
        """Fill the frame: entry line, timer, tabs, and room for the pages."""
        from msspdesk.ui.actions import Actions
        from msspdesk.ui.frame import Frame
        from msspdesk.ui.theme import theme
        from msspdesk.ui.widgets import ground, vbox

        self.actions_ = Actions(self)
        self._tasks = tasks
        self._factories: dict[str, Factory] = {}
        self._pages: dict[str, Page] = {}
        self._current = ""
        self._in_sight: Page | None = None
        self._open = False
        self._timer_presenter: TimerPresenter | None = None
        body = ground(QWidget(self), "surface")
        self.frame = Frame(body, now)
        self.entry, self.timer = self.frame.entry, self.frame.timer
        self.reading, self.tabs = self.frame.reading, self.frame.tabs
        self.settings = self.frame.settings
        self._stack = QStackedWidget(body)
        column = vbox(body, spacing=0)
        column.addWidget(self.frame)
        column.addWidget(self._stack, 1)
        self.setCentralWidget(body)
        self._connect()
        self._add_actions()
        self.frame.show_saving(None)
        theme.dress(self)

    def _connect(self) -> None:
        self.tabs.chosen.connect(self.go)
        self.entry.read.connect(self._show_reading)
        self.reading.undo_asked.connect(self._tasks.undo)
        self._tasks.noticed.connect(self._show_notice)
        self._tasks.job_changed.connect(self.reading.show_job)
        self._tasks.saving.connect(self.frame.show_saving)
        self._tasks.changed.connect(lambda _changes: self._show_undo())
        self.timer.search_asked.connect(self.open_palette)
        self.timer.start_asked.connect(self._start_timer)
        self.timer.stop_asked.connect(self.stop_timer)
        self.timer.switch_asked.connect(self._switch_timer)

    def _add_actions(self) -> None:
        add = self.actions_.add
        add(_("Note time"), self.entry.take_focus, shortcut="Ctrl+Space")
        add(_("Undo"), self._tasks.undo, shortcut="Ctrl+Z")
        add(_("Filter this tab"), self._focus_filter, shortcut="Ctrl+F")
        add(_("Start or stop the timer"), self._toggle_timer, shortcut="Ctrl+T")
        add(_("Switch the timer"), self._switch_timer, shortcut="Ctrl+Shift+T")
        add(_("Find an action"), self.open_palette, shortcut="Ctrl+K", listed=False)

    # -- tabs

    def register_tab(self, key: str, title: str, factory: Factory) -> None:
        """Add a tab; its page is made by `factory` when it is first shown."""
        self._factories[key] = factory
        self.tabs.add(key, title)
        number = len(self._factories)
        name = _("Go to {tab}").format(tab=title)
        self.actions_.add(name, lambda: self.go(key), shortcut=f"Ctrl+{number}")
        if not self._current:
            self._current = key
            self.tabs.choose(key)

    def book_opened(self) -> None:
        """From now on pages can be built; the current one is."""
        from msspdesk.ui.promises import promise_actions

        self._open = True
        self.tabs.setEnabled(True)
        self.settings.show()
        self.frame.show_saving(False)
        promise_actions(self.actions_, self._factories, self.go)
        self.go(self._current)
        self.entry.open()
        self.entry.take_focus()

    def show_instead(self, page: Page) -> None:
        """Show this in place of all tabs, until `book_opened`: there is no book."""
        self.frame.show_nothing_saved()
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        self.tabs.setEnabled(False)
        page.setFocus()

    def go(self, key: str, item_id: int | None = None, part: str = "") -> None:
        """Show a tab, and in it one item if an id is given, and of that one part."""
        self._current = key
        self.tabs.choose(key)
        if not self._open:
            return
        page = self._page(key)
        before, self._in_sight = self._in_sight, page
        if before is not None and before is not page:
            before.went_out_of_sight()
        self._stack.setCurrentWidget(page)
        page.came_into_sight()
        if item_id is not None:
            page.show_item(item_id)
        if part:
            page.show_part(part)

    def _page(self, key: str) -> Page:
        if key not in self._pages:
            self._pages[key] = self._factories[key]()
        page = self._pages[key]
        if self._stack.indexOf(page) < 0:
            self._stack.addWidget(page)
        return page

    def make_ahead(self) -> bool:
        """Make one part of a page that nobody asked for yet. False when all are there."""
        for key, factory in self._factories.items():
            if key not in self._pages:
                self._pages[key] = factory()
                return True
            if self._pages[key].make_ahead():
                return True
            if self._stack.indexOf(self._pages[key]) < 0:
                self._page(key)  # in the window it gets its looks: half of the work
                return True
        return False

    def current_key(self) -> str:
        """The tab in front, whether its page is there or not."""
        return self._current

    def current_page(self) -> Page | None:
        return self._pages.get(self._current)

    def _focus_filter(self) -> None:
        page = self.current_page()
        if page is not None:
            page.focus_filter()

    # -- presenters of the frame

    def attach_entry(self, presenter: EntryPresenter) -> None:
        self.entry.attach(presenter)

    def attach_timer(self, presenter: TimerPresenter) -> None:
        self._timer_presenter = presenter
        presenter.on_update(lambda: self.timer.show_timer(presenter.timer))
        self.timer.show_timer(presenter.timer)

    def attach_head(self, presenter: HeadPresenter) -> None:
        def show() -> None:
            self.frame.show_seller(presenter.seller)
            self.tabs.show_badge(next(iter(self._factories)), presenter.badge)

        presenter.on_update(show)
        show()

    def _start_timer(self) -> None:
        if self._timer_presenter is not None:
            self._timer_presenter.start(self.entry.text(), self._timer_took)

    def stop_timer(self) -> None:
        if self._timer_presenter is not None:
            self._timer_presenter.stop()

    def _switch_timer(self) -> None:
        if self._timer_presenter is not None:
            self._timer_presenter.switch(self.entry.text(), self._timer_took)

    def _timer_took(self, taken: bool) -> None:
        """The line is emptied once the timer has what stood in it."""
        if taken:
            self.entry.clear()

    def _toggle_timer(self) -> None:
        presenter = self._timer_presenter
        if presenter is None:
            return
        if presenter.timer is None:
            self._start_timer()
        else:
            self.stop_timer()

    # -- what is told

    def _show_reading(self, reading: Reading) -> None:
        self.reading.show_reading(reading, typing=bool(self.entry.text().strip()))

    def _show_notice(self, notice: Notice) -> None:
        self.reading.show_notice(notice)
        self._show_undo()

    def _show_undo(self) -> None:
        self.reading.show_undo(self._tasks.undo_stack.top())

    def show_read_only(self) -> None:
        """For as long as the window is open: this book is only looked at."""
        self.setWindowTitle(_("{title} (read only)").format(title="msspdesk"))
        self.frame.show_read_only()

    def open_palette(self) -> None:
        from msspdesk.ui.palette_dialog import PaletteDialog

        PaletteDialog(self, self.actions_.all()).open()

    def bring_to_front(self) -> None:
        """A second start of the program asks for this window."""
        from PySide6.QtCore import Qt  # its enums are made with the name; the start waits for none

        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        focused = self.focusWidget()
        if focused is not None:
            focused.clearFocus()  # what was typed last is stored like any other
        self.closing.emit()
        super().closeEvent(event)


def later(milliseconds: int, call: Callable[[], None]) -> None:
    """Once, after the window had time to answer the owner."""
    QTimer.singleShot(milliseconds, call)
