"""The Invoices tab: the list with its documents, and the month end."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from msspdesk.services.issuing import Readiness
from msspdesk.texts import _
from msspdesk.ui.page import Context, Page
from msspdesk.ui.presenters.base import Presenter
from msspdesk.ui.presenters.draft_editor import DraftEditor
from msspdesk.ui.presenters.invoices import InvoiceList
from msspdesk.ui.presenters.invoices_detail import DraftProblem
from msspdesk.ui.presenters.invoices_document import Document
from msspdesk.ui.presenters.month_end import MonthEnd
from msspdesk.ui.presenters.new_invoice import NewInvoice
from msspdesk.ui.views import invoices_dialogs as dialogs
from msspdesk.ui.views.draft_editor import WIDTH as EDITOR_WIDTH
from msspdesk.ui.views.draft_editor import DraftEditorView
from msspdesk.ui.views.invoices_detail import DetailPanel
from msspdesk.ui.views.invoices_list import WIDTH as LIST_WIDTH
from msspdesk.ui.views.invoices_list import InvoicesListView
from msspdesk.ui.views.invoices_paper import PaperView
from msspdesk.ui.views.month_end import MonthEndView
from msspdesk.ui.views.payments import pay_back, record_payment
from msspdesk.ui.views.tax_open import mend, open_question
from msspdesk.ui.widgets import Line, hbox, vbox

MONTH_END = 0  # `go("invoices", 0)` opens the month end; documents count from 1


def build(context: Context) -> Page:
    return InvoicesPage(context)


class InvoicesPage(Page):
    """Two halves of one tab; only the one in sight reads the book."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.list = InvoiceList(context.tasks)
        self.document = Document(context.tasks)
        self.editor = DraftEditor(context.tasks, context.today)
        self._new_invoice = NewInvoice(context.tasks)
        self._wanted: int | None = None
        self._fresh: int | None = None  # asked for by id: written at once if nothing is on it
        # From above to below: a tree that changes its parent is styled again as a whole.
        self._stack = QStackedWidget(self)
        half = QWidget(self._stack)
        self._left = QStackedWidget(half)
        self.list_view = InvoicesListView(self.list)
        self._left.addWidget(self.list_view)
        self.paper = PaperView(self.document)
        self.panel = DetailPanel(self.document)
        self._stack.addWidget(self._documents(half))
        self.month_end = MonthEndView(context, MonthEnd(context.tasks, context.today))
        self._stack.addWidget(self.month_end)
        vbox(self, spacing=0).addWidget(self._stack)
        self.filter_field = self.list_view.filter_field
        self._in_sight = False
        self._connect()
        self._connect_panel()
        self._add_actions()
        self._show_editor(False)

    @cached_property
    def editor_view(self) -> DraftEditorView:
        """Made in a pause, or with the first draft that is edited: the list waits for no form."""
        view = DraftEditorView(self.editor)
        self._left.addWidget(view)
        view.done.connect(lambda: self._show_editor(False))
        view.why_asked.connect(self._why_this_line)
        leave = QShortcut(QKeySequence("Esc"), view)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(lambda: self._show_editor(False))
        return view

    def make_ahead(self) -> bool:
        if "editor_view" in vars(self):
            return False
        return self.editor_view is not None

    def _documents(self, half: QWidget) -> QWidget:
        row = hbox(half, spacing=0)
        row.addWidget(self._left)
        row.addWidget(Line(vertical=True))
        row.addWidget(self.paper, 1)
        row.addWidget(self.panel)
        return half

    def _connect(self) -> None:
        view = self.list_view
        view.picked.connect(self.document.show)
        view.opened.connect(self._open)
        view.removed.connect(self.list.delete_draft)
        view.month_end.connect(self.show_month_end)
        view.new_asked.connect(self.new_invoice)
        view.tax.connect(lambda: self.context.open_tax("report"))
        self.list.on_update(self._keep_selection)
        self.document.on_update(self._begin_to_write)
        self.editor.on_update(lambda: self.panel.show_line(self.editor.why()))
        self.paper.edit_asked.connect(lambda: self._show_editor(True))
        self.month_end.left_for_list.connect(self.show_list)
        self.month_end.opened.connect(self.show_item)

    def _connect_panel(self) -> None:
        panel = self.panel
        panel.issue_asked.connect(self.issue)
        panel.pay_asked.connect(self.pay)
        panel.cancel_asked.connect(self.cancel)
        panel.mail_asked.connect(self.paper.mail)
        panel.edit_asked.connect(lambda: self._show_editor(not self.panel.editing))
        panel.delete_asked.connect(self._delete_draft)
        panel.problem_asked.connect(self._mend)
        panel.payment_removed.connect(self.document.delete_payment)
        panel.refund_asked.connect(self.pay_back)
        panel.offset_asked.connect(self.document.set_against)
        panel.settlement_removed.connect(self.document.take_credit_back)

    def _add_actions(self) -> None:
        place = _("Invoices")
        for name, run, keys in (
            (_("Open month end"), self.show_month_end, "Ctrl+Shift+M"),
            (_("New invoice"), self.new_invoice, ""),
        ):
            self.context.actions.add(name, self._from_anywhere(run), shortcut=keys, place=place)
        for name, run, keys in (
            (_("Issue"), self.issue, "Ctrl+Shift+I"),
            (_("Edit draft"), lambda: self._show_editor(True), "Ctrl+E"),
            (_("Record payment"), self.pay, "Ctrl+Shift+P"),
            (_("Cancel invoice by credit note"), self.cancel, ""),
            (_("Mail invoice"), self.paper.mail, ""),
            (_("Save PDF"), self.paper.save, "Ctrl+S"),
            (_("Print invoice"), self.paper.print_, "Ctrl+P"),
            (_("Open PDF in the viewer"), self.paper.open_outside, ""),
        ):
            self.context.actions.add(name, self._here(run), shortcut=keys, place=place)

    def _from_anywhere(self, run: Callable[[], None]) -> Callable[[], None]:
        """What needs no invoice in sight is done at once, from whatever tab."""

        def called() -> None:
            self.context.go("invoices")
            run()

        return called

    def _here(self, run: Callable[[], None]) -> Callable[[], None]:
        """From another tab an action on the invoice in sight first only shows this tab."""

        def called() -> None:
            if self._in_sight:
                run()
            else:
                self.context.go("invoices")

        return called

    # -- what is in sight

    def came_into_sight(self) -> None:
        self._in_sight = True
        for presenter in self._presenters():
            presenter.activate()

    def went_out_of_sight(self) -> None:
        self._in_sight = False
        month_end = (self.month_end.presenter, self.month_end.beside)
        for presenter in (self.list, self.document, self.editor, *month_end):
            presenter.deactivate()

    def _presenters(self) -> tuple[Presenter, ...]:
        if self._stack.currentIndex():
            return (self.month_end.presenter, self.month_end.beside)
        return (self.list, self.document, self.editor)

    def show_month_end(self) -> None:
        self._show_half(1)
        self.filter_field = self.month_end.filter_field
        self.month_end.view.setFocus()

    def show_list(self) -> None:
        self._show_half(0)
        self.filter_field = self.list_view.filter_field
        self.list_view.view.setFocus()

    def _show_half(self, index: int) -> None:
        for presenter in self._presenters():
            presenter.deactivate()
        self._stack.setCurrentIndex(index)
        if self._in_sight:
            self.came_into_sight()

    def show_item(self, item_id: int) -> None:
        if item_id == MONTH_END:
            self.show_month_end()
            return
        self.show_list()
        self._show_editor(False)
        self._wanted = self._fresh = item_id
        self._keep_selection()
        self._begin_to_write()

    def _keep_selection(self) -> None:
        """The wanted document as soon as the list has it, else the one before, else the first."""
        if self._wanted is not None:
            if self.list.row(self._wanted) is None:
                return
            if self.list.segment != "all" and not self.list_view.select(self._wanted):
                self.list.show_segment("all")
            if self.list_view.select(self._wanted):
                self.document.show(self._wanted)
            self._wanted = None
        current = self.list_view.view.current_id()
        if current is None:
            self.list_view.select_first()
            current = self.list_view.view.current_id()
        self.document.show(current)
        if self.panel.editing and (row := self.list.row(current or 0)) and row.number:
            self._show_editor(False)

    def _begin_to_write(self) -> None:
        """A draft that was only just begun opens with the cursor in its line."""
        detail = self.document.detail
        if detail is None or detail.row.id != self._fresh:
            return
        self._fresh = None
        if detail.begun:
            self._show_editor(True)
            self.editor_view.begin()

    def _show_editor(self, editing: bool) -> None:
        detail = self.document.detail
        editing = editing and detail is not None and detail.is_draft
        self._left.setCurrentWidget(self.editor_view if editing else self.list_view)
        if editing:
            self.editor.show(self.document.invoice_id)
        self._left.setFixedWidth(EDITOR_WIDTH if editing else LIST_WIDTH)
        self.panel.show_editing(editing)
        focus = self.editor_view.view if editing else self.list_view.view
        if self.isVisible():
            focus.setFocus()

    def _why_this_line(self) -> None:
        """An open question is answered; else the panel comes to the reasons of the line."""
        told = self.editor.why()
        if told is not None and told.asked is not None:
            self._mend(told.asked)
        else:
            self.panel.come_to_line()

    def _open(self, invoice_id: int) -> None:
        detail = self.document.detail
        if detail is not None and detail.row.id == invoice_id and detail.is_draft:
            self._show_editor(True)
        else:
            self.paper.pdf.pages.setFocus()

    # -- doing

    def issue(self) -> None:
        """Show what leaves, then issue the draft that is selected, or the month's."""
        if self._stack.currentIndex():
            self.month_end.panel.ask_to_issue()
        elif self.document.detail is not None and self.document.detail.is_draft:
            self.document.check(self._confirm_issue)

    def _confirm_issue(self, ready: Readiness) -> None:
        if ready.problems:
            self._show_editor(True)
        elif dialogs.confirm_issue(self, ready):
            self._show_editor(False)
            self.document.issue()

    def pay(self) -> None:
        detail = self.document.detail
        if detail is not None and detail.can_be_paid:
            record_payment(self, self.context, detail.row)

    def pay_back(self) -> None:
        detail = self.document.detail
        if detail is not None and detail.can_be_paid_back:
            pay_back(self, self.context, self.document, detail.row)

    def cancel(self) -> None:
        detail = self.document.detail
        if detail is not None and detail.can_be_cancelled:
            dialogs.ask_cancel(self, self.document, self.show_item)

    def new_invoice(self) -> None:
        """Whom for, and what of what they owe; then straight to the draft."""
        dialogs.ask_customer(self, self.list, self._new_invoice, self.show_item)

    def _delete_draft(self) -> None:
        self._show_editor(False)
        self.document.delete_draft()

    def _mend(self, problem: DraftProblem) -> None:
        detail = self.document.detail
        if detail is None:
            return
        if problem.action == "refresh":
            self.document.refresh_draft()
        elif problem.action == "edit":
            self._show_editor(True)
        elif problem.question is not None:
            row = detail.row
            open_question(self.context, self, problem.question, row.customer, row.customer_id)
        elif problem.action:
            mend(self.context, problem.action, detail.row.customer_id)
