"""Tax in one window: what-if, rates, report, the owner's own word, what to look at."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from msspdesk.texts import _
from msspdesk.ui.manual import HelpWindow
from msspdesk.ui.page import Context
from msspdesk.ui.tables import Cell, Column, ListModel, TableView
from msspdesk.ui.views.customers_form import settle
from msspdesk.ui.views.tax_lists import RatesPane, WarningsPane
from msspdesk.ui.views.tax_own import CertificatesPane, OwnRatesPane, RulesPane
from msspdesk.ui.views.tax_report import ReportPane
from msspdesk.ui.views.tax_what_if import WhatIfPane
from msspdesk.ui.widgets import Label, Panel, ground, hbox, vbox

SIZE = (1160, 680)
SIDE = 200


class _Part:
    """One entry of the list at the left."""

    def __init__(self, id_: int, key: str, title: str, note: str, make: Callable[[], Any]) -> None:
        self.id, self.key, self.title, self.note, self._make = id_, key, title, note, make

    @property
    def made(self) -> bool:
        return "pane" in self.__dict__

    @cached_property
    def pane(self) -> Any:
        """Made when it is first looked at: the window does not wait for all of them."""
        return self._make()


def open_tax(context: Context, parent: QWidget) -> TaxWindow:
    """Show the window beside the main one, which can be used meanwhile."""
    for known in parent.findChildren(TaxWindow):
        known.raise_()
        known.activateWindow()
        return known
    window = TaxWindow(context, parent)
    window.show()
    return window


class TaxWindow(QDialog):
    """Parts at the left, one of them at the right. Only the one in sight reads the book."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Tax"))
        ground(self, "surface")
        self.resize(*SIZE)
        self._stack = QStackedWidget()
        self._parts = _parts(context, self.show_part)
        self._open: _Part | None = None
        self._list = self._part_list()
        self._title, self._note = Label("", "title"), Label("", tone="muted")
        self._place()
        QShortcut(QKeySequence("F1"), self).activated.connect(self.show_help)
        self._list.select_id(1)
        self.show_part("what_if")

    def _part_list(self) -> TableView:
        column: Column[Any] = Column("title", _("Part"), lambda part: Cell(part.title))
        model = ListModel[_Part]((column,))
        model.set_rows(self._parts)
        view = TableView(model, _("Tax"), header=False, ground="window", row_height=40)
        ground(view, "window")
        view.picked.connect(lambda id_: self.show_part(self._parts[id_ - 1].key))
        view.left.connect(self.close)
        return view

    def _place(self) -> None:
        side = Panel(SIDE, line_at="right", margin=0)
        title = Label(_("Tax"), "title")
        title.setContentsMargins(24, 4, 16, 12)
        side.body.addWidget(title)
        side.body.addWidget(self._list, 1)
        right = vbox(spacing=0)
        head = vbox(spacing=4, margins=(24, 20, 24, 12))
        head.addWidget(self._title)
        head.addWidget(self._note)
        right.addLayout(head)
        right.addWidget(self._stack, 1)
        row = hbox(self, spacing=0)
        row.addWidget(side)
        row.addLayout(right, 1)

    def show_part(self, key: str, record_id: int | None = None) -> None:
        """Open one part: what_if, rates, report, own_rates, certificates, rules, warnings.

        `record_id`: one of the owner's rates or of the certificates.
        """
        part = next(each for each in self._parts if each.key == key)
        self._show(part)
        if record_id is not None:
            part.pane.show_record(record_id)

    def _show(self, part: _Part) -> None:
        if part is self._open:
            return
        settle()
        if self._open is not None:
            self._open.pane.deactivate()
        self._open = part
        self._title.setText(part.title)
        self._note.setText(part.note)
        if not part.made:
            self._stack.addWidget(part.pane)
        self._stack.setCurrentWidget(part.pane)
        self._list.select_id(part.id)
        part.pane.activate()

    def show_help(self) -> None:
        """The page of the manual about tax; F1 of the main window does not come here."""
        help_ = self.findChild(HelpWindow) or HelpWindow(self)
        help_.show_topic("tax")
        help_.show()
        help_.raise_()

    def pane(self, key: str) -> Any:
        """The widget of a part."""
        return next(each.pane for each in self._parts if each.key == key)

    def done(self, result: int) -> None:
        settle()
        for part in self._parts:
            if part.made:
                part.pane.presenter.close()
        super().done(result)
        self.setParent(None)
        self.deleteLater()


def _parts(context: Context, show: Callable[..., None]) -> list[_Part]:
    parts: tuple[tuple[str, str, str, Callable[[], Any]], ...] = (
        (
            "what_if",
            _("What-if"),
            _("The tax of a sale before it is made."),
            partial(WhatIfPane, context),
        ),
        (
            "warnings",
            _("Look at this"),
            _("Before the month ends: what may make your tax wrong."),
            partial(WarningsPane, context, show),
        ),
        (
            "report",
            _("Report"),
            _("What to declare, from issued documents. Click a figure for its documents."),
            partial(ReportPane, context),
        ),
        (
            "rates",
            _("Rates"),
            _("Every rate with its days and source."),
            partial(RatesPane, context),
        ),
        (
            "own_rates",
            _("Your rates"),
            _("Local rates you entered, such as those of a US city."),
            partial(OwnRatesPane, context),
        ),
        (
            "certificates",
            _("Certificates"),
            _("What customers handed in, and until when it holds."),
            partial(CertificatesPane, context),
        ),
        (
            "rules",
            _("Your rules"),
            _("Your answers where no rule of law did."),
            partial(RulesPane, context),
        ),
    )
    return [_Part(at, *part) for at, part in enumerate(parts, start=1)]
