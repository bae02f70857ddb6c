"""The right side of the Invoices tab: what it is, what to do, why this tax, what happened."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget

from msspdesk.texts import _
from msspdesk.ui.presenters.draft_line import LineTold
from msspdesk.ui.presenters.invoices_detail import Detail, DraftProblem, Happened
from msspdesk.ui.presenters.invoices_document import Document
from msspdesk.ui.theme import theme
from msspdesk.ui.views.tax_why import WhyThisTax
from msspdesk.ui.widgets import (
    Button,
    ElidedLabel,
    IconLabel,
    Label,
    Line,
    Pair,
    Panel,
    Section,
    ground,
    hbox,
    scrolling,
    vbox,
)

WIDTH = 366


class DetailPanel(Panel):
    """Signals name what was asked; the page does it."""

    issue_asked = Signal()
    pay_asked = Signal()
    cancel_asked = Signal()
    mail_asked = Signal()
    edit_asked = Signal()
    delete_asked = Signal()
    problem_asked = Signal(object)  # DraftProblem
    payment_removed = Signal(int)
    refund_asked = Signal()
    offset_asked = Signal(int)
    settlement_removed = Signal(int)

    def __init__(self, presenter: Document) -> None:
        super().__init__(WIDTH, margin=0)
        self.presenter = presenter
        self.editing = False
        self.body.setContentsMargins(0, 0, 0, 0)
        self._area = scrolling(QWidget(), "window")
        self.body.addWidget(self._area)
        self._shown: Detail | None = None
        self._line: LineTold | None = None
        self._reasons: QWidget | None = None
        presenter.on_update(self.refresh)
        theme.changed.connect(self._paint_anew)

    def show_editing(self, editing: bool) -> None:
        """While the draft is edited its button says Done."""
        self.editing = editing
        self._paint_anew()

    def show_line(self, told: LineTold | None) -> None:
        """While a draft is edited the reasons are those of the line in sight."""
        if told != self._line:
            self._line = told
            if self.editing:
                self._paint_anew()

    def come_to_line(self) -> None:
        """Scroll to the reasons of the line."""
        if self._reasons is not None:
            self._area.ensureWidgetVisible(self._reasons, 0, 24)

    def _paint_anew(self) -> None:
        self._shown = None
        self.refresh()

    def refresh(self) -> None:
        detail = self.presenter.detail
        if detail == self._shown and detail is not None:
            return
        self._shown = detail
        content = ground(QWidget(), "window")
        column = vbox(content, spacing=0, margins=(24, 14, 24, 24))
        if detail is not None:
            self._add_head(column, detail)
            self._add_actions(column, detail)
            self._add_problems(column, detail)
            self._add_sums(column, detail)
            self._add_reasons(column, detail)
            self._add_history(column, detail)
        column.addStretch(1)
        old = self._area.verticalScrollBar().value()
        focused = self._focused_button()
        self._area.setWidget(content)
        self._area.verticalScrollBar().setValue(old)
        self._focus_again(focused)

    def _focused_button(self) -> str | None:
        """The words of the button with the focus, empty for another widget in the panel."""
        focused = QApplication.focusWidget()
        if focused is None or not self._area.isAncestorOf(focused):
            return None
        return focused.text() if isinstance(focused, Button) else ""

    def _focus_again(self, words: str | None) -> None:
        """A panel painted anew must not send the focus to the entry line."""
        if words is None:
            return
        content = self._area.widget()
        buttons = content.findChildren(Button) if content is not None else []
        found = [each for each in buttons if each.isEnabled()]
        same = [each for each in found if each.text() == words]
        if target := next(iter(same or found), None):
            target.setFocus()

    def _add_reasons(self, column: QVBoxLayout, detail: Detail) -> None:
        told = self._line if self.editing and detail.is_draft else None
        self._reasons = None
        if told is None:
            for tax in detail.taxes:
                column.addWidget(Line())
                column.addSpacing(10)
                column.addWidget(WhyThisTax(tax))
            return
        column.addWidget(Line())
        column.addSpacing(10)
        for text in told.warnings_beside(detail.warnings):
            column.addWidget(Label(text, "label", "warn", wrap=True))
            column.addSpacing(8)
        self._reasons = WhyThisTax(told.tax)
        column.addWidget(self._reasons)
        if told.asked is not None:
            column.addWidget(_Problem(told.asked, self.problem_asked.emit))
            column.addSpacing(8)

    def _add_head(self, column: QVBoxLayout, detail: Detail) -> None:
        first = hbox(spacing=8)
        first.addWidget(Label(detail.title, "strong"))
        first.addStretch(1)
        first.addWidget(_Chip(detail.state, detail.tone))
        column.addLayout(first)
        column.addSpacing(4)
        column.addWidget(ElidedLabel(detail.row.customer, tone="muted"))
        column.addSpacing(10)
        amount = hbox(spacing=6)
        amount.addWidget(Label(detail.amount, "key"))
        unit = Label(detail.row.currency, "label")
        unit.setContentsMargins(0, 0, 0, 5)
        amount.addWidget(unit, 0, Qt.AlignmentFlag.AlignBottom)
        amount.addStretch(1)
        column.addLayout(amount)
        column.addSpacing(4)
        column.addWidget(Label(detail.due, "label", detail.due_tone, wrap=True))
        column.addSpacing(12)

    def _add_actions(self, column: QVBoxLayout, detail: Detail) -> None:
        row = hbox(spacing=8)
        if detail.is_draft:
            issue = Button(_("Issue"), self.issue_asked.emit, look="primary")
            issue.setEnabled(not detail.problems)
            row.addWidget(issue, 1)
            text = _("Done") if self.editing else _("Edit")
            row.addWidget(Button(text, self.edit_asked.emit))
        elif detail.can_be_paid:
            row.addWidget(Button(_("Record payment"), self.pay_asked.emit, look="primary"), 1)
            row.addWidget(Button(_("Mail"), self.mail_asked.emit))
        elif detail.can_be_paid_back:
            row.addWidget(Button(_("Pay back"), self.refund_asked.emit, look="primary"), 1)
            row.addWidget(Button(_("Mail"), self.mail_asked.emit))
        else:
            row.addWidget(Button(_("Mail"), self.mail_asked.emit), 1)
        more = Button("", None, look="icon", icon="more", name=_("More"))
        more.clicked.connect(lambda _checked=False: self._open_menu(more, detail))
        row.addWidget(more)
        column.addLayout(row)
        column.addSpacing(16)

    def _open_menu(self, button: Button, detail: Detail) -> None:
        menu = QMenu(button)
        if detail.is_draft:
            menu.addAction(_("Delete draft"), self.delete_asked.emit)
        if detail.can_be_cancelled:
            menu.addAction(_("Cancel by credit note"), self.cancel_asked.emit)
        for key, words in detail.open_invoices:
            text = _("Set against {invoice}").format(invoice=words)
            menu.addAction(text, partial(self.offset_asked.emit, key))
        if not detail.is_draft:
            menu.addAction(_("Mail with the PDF"), self.mail_asked.emit)
        for each in detail.history:
            if each.payment_id is not None:
                text = _("Delete payment of {day}").format(day=each.day)
                menu.addAction(text, partial(self.payment_removed.emit, each.payment_id))
            if each.settlement_id is not None:
                text = _("Take back: {what}").format(what=each.text)
                menu.addAction(text, partial(self.settlement_removed.emit, each.settlement_id))
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _add_problems(self, column: QVBoxLayout, detail: Detail) -> None:
        asked = self._line.asked if self._line and self.editing else None
        for problem in detail.problems:
            if asked is not None and problem.text == asked.text:
                continue  # it stands with its line
            column.addWidget(_Problem(problem, self.problem_asked.emit))
            column.addSpacing(8)
        for text in detail.warnings:
            column.addWidget(Label(text, "label", "warn", wrap=True))
            column.addSpacing(8)

    def _add_sums(self, column: QVBoxLayout, detail: Detail) -> None:
        column.addWidget(Line())
        column.addSpacing(8)
        for label, value in detail.sums:
            pair = Pair(label, value)
            pair.label.show_text(label, "muted")
            column.addWidget(pair)
        column.addSpacing(8)

    def _add_history(self, column: QVBoxLayout, detail: Detail) -> None:
        if not detail.history:
            return
        column.addWidget(Line())
        column.addSpacing(10)
        column.addWidget(Section(_("What happened")))
        for each in detail.history:
            column.addWidget(_happened(each))


def _happened(each: Happened) -> QWidget:
    row = QWidget()
    line = hbox(row, spacing=8, margins=(0, 3, 0, 3))
    line.addWidget(Label(each.text, wrap=True), 1)
    line.addWidget(Label(each.day, "label"), 0, Qt.AlignmentFlag.AlignTop)
    return row


class _Chip(QWidget):
    """The one status of the open page, on its soft fill."""

    def __init__(self, text: str, tone: str) -> None:
        super().__init__()
        soft = {"good": "good_soft", "warn": "warn_soft", "bad": "bad_soft"}.get(tone, "hover")
        icon = {"good": "check", "warn": "warning", "bad": "warning"}.get(tone, "")
        self.setAutoFillBackground(True)
        palette = self.palette()
        palette.setColor(self.backgroundRole(), theme.colour(soft))
        self.setPalette(palette)
        row = hbox(self, spacing=6, margins=(8, 2, 8, 2))
        if icon:
            row.addWidget(IconLabel(icon, tone, 14))
        row.addWidget(Label(text, "label", tone if tone != "text" else "text"))


class _Problem(QWidget):
    """What is wrong, and the button that mends it."""

    def __init__(self, problem: DraftProblem, asked: Callable[[DraftProblem], None]) -> None:
        super().__init__()
        row = hbox(self, spacing=8)
        row.addWidget(IconLabel("warning", "warn", 14), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(problem.text, "label", "warn", wrap=True), 1)
        if problem.button:
            button = Button(problem.button, lambda: asked(problem), look="row")
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
