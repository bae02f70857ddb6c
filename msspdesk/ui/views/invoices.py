"""The Invoices tab: the list with its documents, and the month end."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget

from msspdesk.texts import _
from msspdesk.ui.page import Context, Page
from msspdesk.ui.presenters.month_end import MonthEnd
from msspdesk.ui.views.month_end import MonthEndView
from msspdesk.ui.widgets import vbox

MONTH_END = 0  # `go("invoices", 0)` opens the month end; documents count from 1


def build(context: Context) -> Page:
    return InvoicesPage(context)


class InvoicesPage(Page):
    """Two halves of one tab; only the one in sight reads the book."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._stack = QStackedWidget()
        vbox(self, spacing=0).addWidget(self._stack)
        self.month_end = MonthEndView(context, MonthEnd(context.tasks, context.today))
        self._stack.addWidget(self.month_end)
        self._place = _("Invoices")

    def came_into_sight(self) -> None:
        self.month_end.presenter.activate()
