"""The composition root: everything of the window is put together here.

Order at start, because the window must stand at once: an empty frame (`ui.start`),
then what fills it, then in the writer thread SQLAlchemy and the book, and beside it
the tab in sight, then after a pause what will be needed later.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from msspdesk.services.changes import Changes
from msspdesk.texts import _
from msspdesk.ui import crash, opening, preferences, start
from msspdesk.ui.main_window import MainWindow, later
from msspdesk.ui.page import Context, Page
from msspdesk.ui.palette import Choice
from msspdesk.ui.presenters.base import Progress
from msspdesk.ui.single_instance import SingleInstance
from msspdesk.ui.start import Options
from msspdesk.ui.tasks import JobState, Tasks
from msspdesk.ui.theme import theme

if TYPE_CHECKING:
    from msspdesk.db.book import Book
    from msspdesk.ui.manual import HelpWindow
    from msspdesk.ui.presenters.head import Head
    from msspdesk.ui.presenters.quick_entry import QuickEntry

LISTEN = 2000  # milliseconds between two looks at what other programs wrote
FIRST = 30  # milliseconds for the rows of the first page, before anything else is read
IDLE = 300  # milliseconds after the first page before anything is warmed
BREATH = 20  # milliseconds for the owner between two pages that are made ahead
FRAME = (
    "msspdesk.ui.presenters.head",
    "msspdesk.ui.presenters.quick_entry",
    "msspdesk.ui.presenters.timer",
    "msspdesk.ui.timer_question",
)
AHEAD = (
    "msspdesk.db.mapping",
    *(f"msspdesk.ui.views.{each}" for each in ("customers", "contracts", "timesheet", "invoices")),
    *(f"msspdesk.ui.views.{each}" for each in ("today", "tax", "settings", "timesheet_entry")),
)
WARM = (
    "reportlab.pdfgen.canvas",
    "babel.numbers",
    "pypdfium2",
    "msspdesk.documents.invoice",
)


def tabs() -> tuple[tuple[str, str], ...]:
    """Key and title of each tab; the page comes from `ui.views.<key>.build(context)`."""
    return (
        ("today", _("Today")),
        ("customers", _("Customers")),
        ("contracts", _("Contracts")),
        ("timesheet", _("Timesheet")),
        ("invoices", _("Invoices")),
    )


def application(choice: Choice = "system") -> QApplication:
    """The QApplication with its style, fonts and colours."""
    app = start.application()
    theme.start(app, choice)
    return app


class Desk(QObject):
    """The window with all that stands behind it; tests and screenshots use it as well."""

    opened = Signal()
    _bug = Signal(object)
    _demo_step = Signal(int, int, str)

    def __init__(self, options: Options, window: MainWindow | None = None) -> None:
        """`window` stands already, still empty; without one it is made."""
        super().__init__()
        self._options = options
        self._book: Book | None = None
        self._kept: list[object] = []  # presenters of the frame
        self._entry: QuickEntry | None = None
        self._wait_for_entry: list[Callable[[QuickEntry], None]] = []
        self._head: Head | None = None
        self._single: SingleInstance | None = None
        self._closed = False
        self._help: HelpWindow | None = None
        self.tasks = Tasks(self)
        self.window = window or MainWindow()
        self.window.furnish(self.tasks, self._now)
        self.context = Context(
            tasks=self.tasks,
            actions=self.window.actions_,
            go=self.window.go,
            now=self._now,
            today=self._today,
            show_badge=self._show_badge,
            with_entry=self._with_entry,
            stop_timer=self.window.stop_timer,
            open_tax=self.open_tax,
            open_settings=self.open_settings,
        )
        for key, title in tabs():
            self.window.register_tab(key, title, self._factory(key))
        self.tasks.crashed.connect(self._show_crash)
        self._bug.connect(self._show_crash)
        crash.install(self._bug.emit)
        self._log = crash.FaultLog(options.book.parent)
        self._listener = QTimer(self)
        self._listener.setInterval(LISTEN)
        self._listener.timeout.connect(self._listen_to_others)
        self._add_actions()

    def show(self) -> None:
        """Shell first; the book is opened while the owner already sees the window."""
        self.window.show()
        later(0, self._open)

    def listen(self, where: str) -> None:
        self._single = SingleInstance(where, self.window.bring_to_front, self)

    def close(self) -> None:
        """Finish the last write, then leave the book."""
        self._closed = True
        if self._single is not None:
            self._single.close()
        self.tasks.close()
        if self._book is not None:
            self._book.close()
        self._log.end()

    # -- opening

    def _open(self) -> None:
        before = self._log.left_over()
        self._log.start()
        if before:
            self._show_report(before)
        if self._options.demo:
            self._open_demo(self._options.book.parent, self._not_opened)
        elif self._options.book.exists():
            self._open_book(self._options.book, self._not_opened)
        else:
            self._first_run()

    def _open_book(self, path: Path, on_error: Callable[[Exception], None]) -> None:
        clock = self._options.clock
        page = f"msspdesk.ui.views.{self.window.current_key()}"
        job = partial(opening.open_book, path, clock, first_page=page)
        self.tasks.open(job, self._opened, on_error)

    def _open_to_read(self) -> None:
        """The book is open elsewhere: look at it without writing."""
        path, clock = self._options.book, self._options.clock
        job = partial(opening.open_book, path, clock, read_only=True)
        self.tasks.open(job, self._opened, self._not_opened)

    def _open_demo(self, folder: Path, on_error: Callable[[Exception], None]) -> None:
        progress = Progress(self._demo_step.emit)

        def step(done: int, total: int, note: str) -> None:
            label = _("Making a demo business, a year of it")
            self.window.reading.show_job(JobState(label, done, total, note, progress))

        def ended(call: Callable[[Any], None]) -> Callable[[Any], None]:
            def end(result: Any) -> None:
                self._demo_step.disconnect()
                self.window.reading.show_job(None)
                call(result)

            return end

        self._demo_step.connect(step)
        job = partial(opening.demo_book, folder, self._options.clock, progress)
        self.tasks.open(job, ended(self._opened), ended(on_error))

    def _first_run(self) -> None:
        from msspdesk.ui.first_run import FirstRun

        options = self._options

        def begin(facts: Mapping[str, Any]) -> None:
            job = partial(opening.begin_book, options.book, facts, options.clock)
            self.tasks.open(job, self._opened, page.show_error)

        def look_around() -> None:
            page.set_busy(busy=True)
            self._open_demo(options.book.parent / "demo", page.show_error)

        page = FirstRun(begin, look_around)
        self.window.show_instead(page)

    def _opened(self, book: Book) -> None:
        self._book = book
        self.window.actions_.add(_("Settings"), self.open_settings, shortcut="Ctrl+,")
        self.window.actions_.add(_("Tax"), self.open_tax, shortcut="Ctrl+Shift+X")
        self.window.settings.clicked.connect(lambda _checked=False: self.open_settings())
        self.window.book_opened()
        later(FIRST, self._load_frame)
        if book.read_only:
            self.window.show_read_only()
            self.tasks.notify(_("This book can only be read: nothing will be stored"), tone="warn")
        else:
            self._listener.start()

    def _not_opened(self, error: Exception) -> None:
        from msspdesk.domain.errors import DomainError
        from msspdesk.ui.not_opened import NotOpened

        held = isinstance(error, DomainError) and error.code == "book_is_held"
        to_read = self._open_to_read if held else None
        page = NotOpened(self.tasks.explain(error), self.window.close, to_read)
        self.window.show_instead(page)

    def _load_frame(self) -> None:
        self.tasks.run_aside(partial(load, FRAME), lambda _none: self._attach_frame())

    def _attach_frame(self) -> None:
        from msspdesk.ui.presenters.head import Head
        from msspdesk.ui.presenters.quick_entry import QuickEntry
        from msspdesk.ui.presenters.timer import Timer
        from msspdesk.ui.timer_question import TimerWatch

        entry, timer, head = QuickEntry(self.tasks), Timer(self.tasks), Head(self.tasks)
        self._head = head
        self._entry = entry
        self.window.attach_entry(entry)
        self.window.attach_timer(timer)
        self.window.attach_head(head)
        self._kept.append(TimerWatch(timer, entry, self.window, self._now))
        for presenter in (entry, timer, head):
            presenter.activate()
            self._kept.append(presenter)
        for call in self._wait_for_entry:
            call(entry)
        self.opened.emit()
        later(IDLE, self._warm)

    def _with_entry(self, call: Callable[[QuickEntry], None]) -> None:
        if self._entry is None:
            self._wait_for_entry.append(call)
        else:
            call(self._entry)

    def open_settings(self, part: str = "") -> None:
        """The owner's facts and the look of the window, over whatever tab is in sight."""
        from msspdesk.ui.views.settings import open_settings

        dialog = open_settings(self.context, self.window)
        if part:
            dialog.show_part(part)

    def open_tax(self, part: str = "", record_id: int | None = None) -> None:
        """What-if, rates, the tax report and the owner's own rules, beside the window."""
        from msspdesk.ui.views.tax import open_tax

        window = open_tax(self.context, self.window)
        if part:
            window.show_part(part, record_id)

    def _show_badge(self, count: int) -> None:
        if self._head is not None:
            self._head.show_badge(count)

    def _factory(self, key: str) -> Callable[[], Page]:
        def make() -> Page:
            module = importlib.import_module(f"msspdesk.ui.views.{key}")
            page = module.build(self.context)
            if not isinstance(page, Page):
                raise TypeError(f"{module.__name__}.build must return a Page")
            return page

        return make

    def _warm(self) -> None:
        """Only when nothing else is asked for: the page in front comes first."""
        if self.tasks.busy():
            later(IDLE, self._warm)
            return
        self.tasks.run_aside(load_ahead, lambda _none: self._make_ahead())

    def _make_ahead(self) -> None:
        """The other pages, a part in every pause: none is made under the owner's hand."""
        if self._closed:
            return
        if self.tasks.busy() or self.window.make_ahead():
            later(BREATH, self._make_ahead)
            return
        from msspdesk.services import books

        self.tasks.run_aside(partial(load, WARM))
        self.tasks.run_read(books.waits_for_paper, self._finish_paper)

    def _finish_paper(self, waits: bool) -> None:
        """Make the PDFs that a crash after issuing left undone."""
        if not waits:
            return
        from msspdesk.services.rendering import render_pending

        self.tasks.run_long(
            lambda book, p: render_pending(book, progress=p, cancelled=p.cancelled),
            label=_("Making PDFs"),
        )

    # -- what others wrote

    def _listen_to_others(self) -> None:
        """The command line writes beside the window; what it wrote is shown by itself."""
        self.tasks.run_read(lambda book: book.others_wrote(), self._others_wrote, key="others")

    def _others_wrote(self, wrote: bool) -> None:
        if wrote:
            self.tasks.publish(Changes.anything())

    # -- help and colours

    def _add_actions(self) -> None:
        add = self.window.actions_.add
        add(_("Show help for this place"), self.show_help, shortcut="F1")
        add(_("Use light colours"), lambda: choose_theme("light"))
        add(_("Use dark colours"), lambda: choose_theme("dark"))
        add(_("Use the colours of the system"), lambda: choose_theme("system"))

    def show_help(self) -> None:
        from msspdesk.ui.manual import START, HelpWindow

        if self._help is None:
            self._help = HelpWindow(self.window)
        page = self.window.current_page()
        self._help.show_topic(START if page is None or self._book is None else page.topic())
        self._help.show()
        self._help.raise_()

    # -- time

    def _now(self) -> datetime:
        clock = self._options.clock
        return clock() if clock is not None else datetime.now(UTC)

    def _today(self) -> date:
        return self._now().date() if self._book is None else self._book.today()

    def _show_crash(self, error: BaseException) -> None:
        self._show_report(crash.report(error))

    def _show_report(self, report: str) -> None:
        from msspdesk.ui.crash_dialog import CrashDialog

        CrashDialog(report, self.window).open()


def choose_theme(choice: Choice) -> None:
    """Switch the colours now and at the next start."""
    theme.choose(choice)
    preferences.keep_theme(choice)


def load(modules: Iterable[str]) -> None:
    """Import these beside the window, so that it need not wait for them."""
    for name in modules:
        importlib.import_module(name)


def load_ahead() -> None:
    """What the pages and dialogs stand on, with the long lists their choices offer."""
    load(AHEAD)
    from msspdesk.ui.presenters import choices

    for offered in (choices.languages, choices.zones, choices.jurisdictions, choices.currencies):
        offered()
