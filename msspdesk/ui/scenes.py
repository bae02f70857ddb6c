"""The scenes of `ui.screenshots`: the way to every tab and dialog of the real window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QEvent, QEventLoop, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QTableView, QWidget

from msspdesk.services.invoices import InvoiceRow, State
from msspdesk.texts import _, mark
from msspdesk.ui.app import Desk, application
from msspdesk.ui.start import Options
from msspdesk.ui.theme import theme

NOW: Final = datetime(2026, 7, 31, 14, 12, tzinfo=UTC)
SIZE: Final = (1366, 768)
QUIET: Final = 0.4  # seconds without a job before a picture
PATIENCE: Final = 60  # seconds until a scene that does not come is an error
CUSTOMER: Final = "Alpenblick Hotels"


class Stage(QObject):
    """One window on one book; scenes move it and `settled` waits for it."""

    def __init__(self, book: Path) -> None:
        super().__init__()
        self.now = NOW
        application("light")
        theme.choose("light")
        self.desk = Desk(Options(book, clock=lambda: self.now))
        self.bugs: list[BaseException] = []
        self.desk.tasks.crashed.connect(self.bugs.append)
        self.desk.window.resize(*SIZE)
        self.desk.show()
        self.settled()

    @property
    def page(self) -> Any:
        return self.desk.window.current_page()

    def go(self, tab: str, item: int | None = None) -> None:
        self.desk.window.go(tab, item)
        self.settled()

    def until(self, what: Callable[[], object]) -> None:
        """Wait for something to be there, at most PATIENCE."""
        waited = 0.0
        while not what():
            if waited > PATIENCE:
                raise TimeoutError("a scene did not come")
            pause(0.05)
            waited += 0.05

    def settled(self) -> None:
        """Wait until no job is under way and nothing was started for a while."""
        quiet = waited = 0.0
        while quiet < QUIET and waited < PATIENCE:
            pause(0.05)
            waited += 0.05
            quiet = 0.0 if self.desk.tasks.busy() else quiet + 0.05

    def dialog(self) -> QDialog | None:
        """The dialog in front, if one is open."""
        shown = [
            each
            for each in QApplication.topLevelWidgets()
            if isinstance(each, QDialog) and each.isVisible()
        ]
        return shown[-1] if shown else None

    def close_dialogs(self) -> None:
        while (dialog := self.dialog()) is not None:
            dialog.close()
            pause(0.05)

    def picture(self) -> QPixmap:
        """The window, and over it the dialog in front where a desktop would put it."""
        result = self.desk.window.grab()
        dialog = self.dialog()
        if dialog is None:
            return result
        over = dialog.grab()
        at = QPoint((SIZE[0] - over.width()) // 2, max(0, (SIZE[1] - over.height()) // 2))
        painter = QPainter(result)
        painter.fillRect(result.rect(), QColor(0, 0, 0, 64))
        painter.drawPixmap(at, over)
        painter.setPen(QPen(theme.colour("edge"), 1))
        painter.drawRect(at.x() - 1, at.y() - 1, over.width() + 1, over.height() + 1)
        painter.end()
        return result

    def leave(self) -> None:
        self.close_dialogs()
        self.desk.window.close()
        self.desk.close()
        self.desk.window.deleteLater()
        QApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete.value))


@dataclass(frozen=True)
class Scene:
    """A name for the file, and the way there from wherever the window is."""

    name: str
    set_up: Callable[[Stage], object]


def pause(seconds: float) -> None:
    """Let the window live; unlike a plain wait it leaves the workers their turn."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


# -- the way to each scene


def _tab(key: str, item: int | None = None) -> Callable[[Stage], None]:
    return lambda stage: stage.go(key, item)


def _noting(stage: Stage) -> None:
    stage.go("timesheet")
    entry = stage.desk.window.entry
    entry.take_focus()
    entry.edit.setText("globex 1h30 triage phishing #sev2")
    entry.refresh()


def _running(stage: Stage) -> None:
    window = stage.desk.window
    window.entry.edit.setText("alpenblick M365 hardening")
    window.timer.start_asked.emit()
    stage.settled()
    stage.now += timedelta(minutes=28, seconds=12)
    pause(1.1)  # the next tick of the timer
    stage.go("today")


def _customer(part: str) -> Callable[[Stage], None]:
    def scene(stage: Stage) -> None:
        stage.go("customers")
        row = next(each for each in stage.page.model.rows if CUSTOMER in getattr(each, "name", ""))
        stage.page.list.select_id(row.id)
        stage.page.show_part(part)

    return scene


def _contract(stage: Stage) -> None:
    stage.go("contracts")
    _first_row(stage.page.list)


def _contract_line(stage: Stage) -> None:
    _contract(stage)
    stage.settled()
    editor = stage.page.editor
    editor.open_line(editor.page.lines[0].id)


def _new_line(stage: Stage) -> None:
    _contract(stage)
    stage.settled()
    stage.page.editor.begin_line("per_unit")


def _catalogue(stage: Stage) -> None:
    stage.go("contracts")
    stage.page.show_catalogue()
    stage.settled()
    _first_row(stage.page.catalogue.list)


def _explained(stage: Stage) -> None:
    stage.go("invoices", 0)
    view = stage.page.month_end
    first = view.model.rows[0]
    view.presenter.toggle_open(first.id)
    stage.settled()
    view.presenter.explain_row(view.model.rows[1].id)


def _count(stage: Stage) -> None:
    stage.go("today")
    page = stage.page
    page.open_item(next(row.id for row in page.today.rows if row.button == _("Enter count")))


def _document(stage: Stage, wanted: Callable[[InvoiceRow], bool]) -> None:
    from msspdesk.services import invoices

    found: list[InvoiceRow] = []
    stage.desk.tasks.run_read(invoices.rows, found.extend)
    stage.until(lambda: found)
    stage.go("invoices", next(row.id for row in found if wanted(row)))
    pause(1.0)  # the page is drawn by a thread of its own


def _paid(stage: Stage) -> None:
    _document(stage, lambda row: row.state is State.PAID and CUSTOMER in row.customer)


def _overdue(stage: Stage) -> None:
    _document(stage, lambda row: row.state is State.OVERDUE)


def _payment(stage: Stage) -> None:
    _overdue(stage)
    stage.page.pay()


def _credit(stage: Stage) -> None:
    _overdue(stage)
    stage.page.cancel()


def _draft(stage: Stage) -> None:
    """A draft is made of what one customer owes: the window's own month end, not issued."""
    from msspdesk.domain.proposals import Selection
    from msspdesk.services import billing_run, today

    def job(book: Any) -> Any:
        horizon = today.billing_horizon(book.today())
        proposal = billing_run.preview(book, horizon)
        others = frozenset(
            each.customer_id for each in proposal.customers if CUSTOMER not in each.name
        )
        return billing_run.commit(
            book, horizon, Selection(without_customers=others), proposal.fingerprint
        )

    stage.desk.tasks.run_write(job)
    stage.settled()
    _document(stage, lambda row: row.state is State.DRAFT)
    stage.page.paper.edit_asked.emit()


def _settings(stage: Stage) -> None:
    stage.desk.open_settings()


def _settings_part(title: str) -> Callable[[Stage], None]:
    def scene(stage: Stage) -> None:
        stage.desk.open_settings()
        dialog: Any = stage.dialog()
        dialog.show_part(_(title))

    return scene


def _tax_part(key: str) -> Callable[[Stage], None]:
    def scene(stage: Stage) -> None:
        from msspdesk.ui.views.tax import open_tax

        open_tax(stage.desk.context, stage.desk.window).show_part(key)

    return scene


def _tax_warnings(stage: Stage) -> None:
    from msspdesk.ui.scenes_tax import keep

    stage.desk.tasks.run_write(keep)
    stage.settled()
    _tax_part("warnings")(stage)


def _palette(stage: Stage) -> None:
    stage.go("today")
    stage.desk.window.open_palette()
    dialog = stage.dialog()
    field = dialog.findChild(QLineEdit) if dialog is not None else None
    if field is not None:
        field.setText(_("Invoices")[:3].lower())


def _help(stage: Stage) -> None:
    stage.go("timesheet")
    stage.desk.show_help()


def _crash(stage: Stage) -> None:
    from msspdesk.ui import crash
    from msspdesk.ui.crash_dialog import CrashDialog

    try:
        raise LookupError
    except LookupError as error:
        CrashDialog(crash.report(error), stage.desk.window).open()


def _first_row(view: QWidget) -> None:
    if isinstance(view, QTableView) and view.model().rowCount():
        index = view.model().index(0, 0)
        if not index.flags() & Qt.ItemFlag.ItemIsSelectable and view.model().rowCount() > 1:
            index = view.model().index(1, 0)
        view.setCurrentIndex(index)


FIRST: Final = (Scene("first-run", lambda stage: stage.settled()),)
EMPTY: Final = (
    Scene("empty-today", _tab("today")),
    Scene("empty-customers", _tab("customers")),
    Scene("empty-contracts", _tab("contracts")),
    Scene("empty-timesheet", _tab("timesheet")),
    Scene("empty-invoices", _tab("invoices")),
    Scene("empty-month-end", _tab("invoices", 0)),
)
FULL: Final = (
    Scene("today", _tab("today")),
    Scene("customers", _customer("overview")),
    Scene("customers-details", _customer("details")),
    Scene("contracts", _contract),
    Scene("contracts-line", _contract_line),
    Scene("contracts-new-line", _new_line),
    Scene("catalogue", _catalogue),
    Scene("timesheet", _tab("timesheet")),
    Scene("timesheet-noting", _noting),
    Scene("month-end", _tab("invoices", 0)),
    Scene("month-end-explained", _explained),
    Scene("enter-count", _count),
    Scene("invoices", _paid),
    Scene("invoices-overdue", _overdue),
    Scene("record-payment", _payment),
    Scene("cancel-invoice", _credit),
    Scene("draft", _draft),
    Scene("settings", _settings),
    Scene("settings-registrations", _settings_part(mark("Tax registrations"))),
    Scene("settings-paper", _settings_part(mark("Paper"))),
    Scene("settings-accounts", _settings_part(mark("Bank accounts"))),
    Scene("settings-numbers", _settings_part(mark("Numbers and terms"))),
    Scene("settings-window", _settings_part(mark("Window and book"))),
    Scene("tax-what-if", _tax_part("what_if")),
    Scene("tax-report", _tax_part("report")),
    Scene("tax-rates", _tax_part("rates")),
    Scene("tax-look", _tax_warnings),
    Scene("tax-own-rates", _tax_part("own_rates")),
    Scene("tax-certificates", _tax_part("certificates")),
    Scene("tax-rules", _tax_part("rules")),
    Scene("palette", _palette),
    Scene("help", _help),
    Scene("crash", _crash),
    Scene("timer", _running),
)
