"""The three decisions: what is missing, why it differs, what leaves now."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from msspdesk.texts import _, formats, ngettext
from msspdesk.ui.dialogs import Dialog, question
from msspdesk.ui.page import Context
from msspdesk.ui.presenters.month_end import MonthEnd
from msspdesk.ui.presenters.month_end_facts import Facts
from msspdesk.ui.presenters.month_end_later import Beside
from msspdesk.ui.presenters.month_end_panel import Leaving, MissingRow, Why
from msspdesk.ui.presenters.tax_notes import TaxNote
from msspdesk.ui.theme import SMALL, font, theme
from msspdesk.ui.views import month_end_dialogs as dialogs
from msspdesk.ui.views.month_end_explain import ExplanationView
from msspdesk.ui.views.month_end_sending import SendingView, emptied
from msspdesk.ui.views.tax_open import TaxLine, mend, open_question
from msspdesk.ui.widgets import (
    Button,
    ElidedLabel,
    IconLabel,
    Label,
    Line,
    Pair,
    Panel,
    hbox,
    scrolling,
    vbox,
)

WIDTH = 320
AT_FIRST = 3  # missing facts shown before "and n more" is asked for
AT_ONCE = 12  # of a long list, until more is asked for
MOST_WHY = 6


class MonthEndPanel(QStackedWidget):
    """Shows the decisions, the explanation of a line, or the run under way."""

    opened = Signal(int)

    def __init__(self, context: Context, presenter: MonthEnd, beside: Beside) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self.context, self.presenter, self.beside = context, presenter, beside
        self._shown = AT_FIRST
        self._tax_open = False
        self._body = QWidget()
        self._column = vbox(self._body, spacing=0, margins=(20, 16, 20, 8))
        self._foot = _Foot(presenter, self.ask_to_issue)
        self.addWidget(self._decisions())
        self.explanation = ExplanationView(context, presenter.close_explanation)
        self.addWidget(self.explanation)
        self.sending = SendingView(presenter, self.opened.emit)
        self.addWidget(self.sending)
        presenter.on_update(self.refresh)
        beside.tax.on_update(self.refresh)
        self.refresh()

    def _decisions(self) -> QWidget:
        frame = Panel(WIDTH, margin=0)
        frame.body.setContentsMargins(0, 0, 0, 0)
        frame.body.addWidget(scrolling(self._body, "window"), 1)
        frame.body.addWidget(self._foot)
        return frame

    def refresh(self) -> None:
        presenter = self.presenter
        if presenter.sending is not None:
            self.sending.show_sending(presenter.sending)
            self.setCurrentIndex(2)
            return
        if presenter.explanation is not None:
            self.explanation.show_explanation(presenter.explanation)
            self.setCurrentIndex(1)
            return
        self.setCurrentIndex(0)
        emptied(self._column)
        leaving = presenter.leaving()
        self._add_missing(presenter.missing)
        self._add_tax(self.beside.tax.notes)
        self._add_why(presenter.why())
        self._add_leaving(leaving)
        self._column.addStretch(1)
        self._foot.show_leaving(leaving, presenter.drafts_to_make())

    # -- blocks

    def _add_missing(self, missing: Sequence[MissingRow]) -> None:
        if not missing:
            self._heading(1, _("Nothing is missing"), "")
            self._column.addSpacing(16)
            return
        waiting = self.presenter.waiting()
        told = f"{waiting[0][1]} {waiting[0][0]}" if waiting else ""
        wait = _("{amount} wait").format(amount=told) if told else ""
        count = len(missing)
        title = ngettext("{n} fact missing", "{n} facts missing", count).format(n=count)
        self._heading(1, title, wait, "warn")
        self._column.addSpacing(4)
        shown = missing[: self._shown]
        for each in shown:
            self._column.addWidget(_Missing(each, self._mend))
            self._column.addWidget(Line())
        if len(missing) > len(shown):
            more = _("Show {n} more").format(n=len(missing) - len(shown))
            self._column.addSpacing(6)
            self._column.addWidget(
                Button(more, self._show_missing, look="link"), 0, Qt.AlignmentFlag.AlignLeft
            )
        self._column.addSpacing(16)

    def _show_missing(self) -> None:
        self._shown += AT_ONCE
        self.refresh()

    def _add_tax(self, notes: Sequence[TaxNote]) -> None:
        """One calm line that unfolds: nothing here keeps an invoice back."""
        if not notes or not self.presenter.rows():
            return
        told = ngettext(
            "{n} thing about tax to look at", "{n} things about tax to look at", len(notes)
        )
        icon = "chevron-down" if self._tax_open else "chevron-right"
        line = Button(told.format(n=len(notes)), self._turn_tax, look="link", icon=icon)
        self._column.addWidget(line, 0, Qt.AlignmentFlag.AlignLeft)
        if self._tax_open:
            for each in notes[:AT_ONCE]:
                self._column.addWidget(TaxLine(self.context, each))
                self._column.addWidget(Line())
            if len(notes) > AT_ONCE:
                more = _("Show {n} more").format(n=len(notes) - AT_ONCE)
                rest = Button(more, lambda: self.context.open_tax("warnings"), look="link")
                self._column.addWidget(rest, 0, Qt.AlignmentFlag.AlignLeft)
            what_if = Button(
                _("Try a sale in What-if"), lambda: self.context.open_tax("what_if"), look="link"
            )
            self._column.addWidget(what_if, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addSpacing(16)

    def _turn_tax(self) -> None:
        self._tax_open = not self._tax_open
        self.refresh()

    def _add_why(self, why: Sequence[Why]) -> None:
        if not self.presenter.groups:
            return
        month = formats.month(self.presenter.through).split(" ")[0]
        title = _("Why {month} differs").format(month=month)
        self._heading(2, title, self.presenter.difference())
        if not why:
            same = _("Everything as in {month}").format(month=self.presenter.month)
            self._column.addWidget(Label(same, tone="muted"))
        for each in why[:MOST_WHY]:
            row = Pair(each.label, each.amount)
            row.setFixedHeight(20)
            row.label.show_text(each.label, "muted")
            self._column.addWidget(row)
        self._column.addSpacing(20)

    def _add_leaving(self, leaving: Leaving) -> None:
        self._heading(3 if self.presenter.groups else 2, _("What will leave now"), "")
        if not leaving.count:
            nothing = _("Nothing that is ready is ticked.")
            self._column.addWidget(Label(nothing, tone="muted", wrap=True))
            return
        code, amount = leaving.nets[0]
        label = _("{invoices}, net in {currency}").format(invoices=leaving.titles, currency=code)
        self._column.addWidget(Pair(label, amount))
        for label, amount in leaving.taxes:
            self._column.addWidget(Pair(label, amount))
        self._column.addSpacing(4)
        self._column.addWidget(Line())
        self._column.addSpacing(4)
        self._column.addWidget(_total(*leaving.totals[0]))
        others = ", ".join(f"{amount} {code}" for code, amount in leaving.totals[1:])
        if others:
            told = _("and {amounts}").format(amounts=others)
            self._column.addWidget(Label(told, "label", "text", wrap=True))
            self._column.addSpacing(4)
        self._column.addWidget(Label(_mail_line(leaving), "label", wrap=True))
        self._column.addSpacing(8)
        self._column.addWidget(Line())
        self._column.addWidget(_First(leaving))
        self._column.addWidget(Line())

    def _heading(self, number: int, title: str, figure: str, tone: str = "text") -> None:
        row = QWidget()
        row.setFixedHeight(24)
        line = hbox(row, spacing=8)
        line.addWidget(_Number(number))
        line.addWidget(Label(title, "heading"))
        line.addStretch(1)
        look = "label" if tone == "warn" else "strong"
        line.addWidget(Label(figure, look, tone))
        self._column.addWidget(row)

    # -- doing

    def _mend(self, missing: MissingRow) -> None:
        """The one button of a missing fact."""
        facts = Facts(self.context.tasks)
        if missing.action == "count":
            dialogs.enter_count(self, facts, missing, self.context)
        elif missing.action == "rate":
            dialogs.set_rate(self, facts, missing.customer_id, missing.customer)
        elif missing.question is not None:
            asked = missing.question
            open_question(self.context, self, asked, missing.customer, missing.customer_id)
        elif missing.action == "time":
            dialogs.place_time(self, facts, missing.customer_id, missing.customer)
        elif missing.action in ("customer", "settings", "rules", "timesheet"):
            mend(self.context, missing.action, missing.customer_id)
        elif missing.action == "refresh" and missing.invoice_id is not None:
            facts.refresh_draft(missing.invoice_id, missing.version)
        elif missing.action == "draft" and missing.invoice_id is not None:
            self.opened.emit(missing.invoice_id)

    def ask_to_issue(self) -> None:
        """Show exactly what leaves, then do it: an issued invoice cannot be taken back."""
        leaving = self.presenter.leaving()
        if not leaving.count or self.presenter.busy:
            return
        if issue_question(self, leaving).exec() == Dialog.DialogCode.Accepted:
            self.presenter.issue()


def issue_question(parent: QWidget, leaving: Leaving) -> Dialog:
    """What is asked once before anything leaves."""
    title = ngettext("Issue {n} invoice?", "Issue {n} invoices?", leaving.count)
    primary = ngettext("Issue {n} invoice", "Issue {n} invoices", leaving.count)
    count = leaving.count
    return question(parent, title.format(n=count), confirm_lines(leaving), primary.format(n=count))


def confirm_lines(leaving: Leaving) -> list[str]:
    """Count, totals, numbers and first document, as the confirmation shows them."""
    totals = ", ".join(f"{amount} {code}" for code, amount in leaving.totals)
    lines = [_("{invoices}, together {totals}").format(invoices=leaving.titles, totals=totals)]
    if leaving.first is not None:
        first = _("The first goes to {customer}: {total}")
        lines.append(first.format(customer=leaving.first.customer, total=leaving.first_total))
    lines.append(_mail_line(leaving))
    way_back = _("An issued invoice cannot be changed. A credit note is the way back.")
    lines.append(f"{leaving.numbers} {way_back}".strip())
    return lines


def _mail_line(leaving: Leaving) -> str:
    without = leaving.without_email
    if not without:
        return _("Every customer has an e-mail address for invoices.")
    return ngettext(
        "{n} customer has no e-mail address for invoices.",
        "{n} customers have no e-mail address for invoices.",
        without,
    ).format(n=without)


def _total(code: str, amount: str) -> QWidget:
    widget = QWidget()
    row = hbox(widget, spacing=8)
    row.addWidget(Label(_("Total in {currency}").format(currency=code), "strong"))
    row.addStretch(1)
    row.addWidget(Label(amount, "figure"))
    widget.setFixedHeight(28)
    return widget


class _Number(QWidget):
    """The step's number in a ring."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._text = str(number)
        self.setFixedSize(18, 18)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("edge"))
        painter.drawEllipse(QRectF(0.5, 0.5, 17, 17))
        painter.setFont(font(SMALL))
        painter.setPen(theme.colour("muted"))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._text)


class _Missing(QWidget):
    """Whose fact it is, what is missing, and the button that mends it."""

    def __init__(self, missing: MissingRow, on_click: Callable[[MissingRow], None]) -> None:
        super().__init__()
        self.setFixedHeight(46)
        self.setToolTip(missing.tip)
        words = vbox(spacing=0)
        words.addStretch(1)
        words.addWidget(ElidedLabel(missing.customer, "strong"))
        words.addWidget(ElidedLabel(missing.text, "label"))
        words.addStretch(1)
        row = hbox(self, spacing=8)
        row.addLayout(words, 1)
        if missing.button:
            button = Button(missing.button, lambda: on_click(missing), look="row")
            button.setMinimumWidth(92)
            row.addWidget(button)


class _First(QWidget):
    """The first document that leaves."""

    def __init__(self, leaving: Leaving) -> None:
        super().__init__()
        self.setFixedHeight(46)
        words = vbox(spacing=0)
        words.addStretch(1)
        first = leaving.first
        words.addWidget(ElidedLabel(first.customer if first else ""))
        told = _("First document, {total}").format(total=leaving.first_total)
        words.addWidget(ElidedLabel(told, "label"))
        words.addStretch(1)
        row = hbox(self, spacing=10)
        row.addWidget(IconLabel("file", "muted", 18))
        row.addLayout(words, 1)


class _Foot(QWidget):
    """Make drafts, or issue at once."""

    def __init__(self, presenter: MonthEnd, ask: Callable[[], None]) -> None:
        super().__init__()
        column = vbox(self, spacing=8, margins=(20, 8, 20, 16))
        self.issue = Button("", ask, look="big")
        self.drafts = Button("", presenter.make_drafts)
        self._note = Label("", "label", wrap=True)
        column.addWidget(self.issue)
        column.addWidget(self.drafts)
        column.addWidget(self._note)

    def show_leaving(self, leaving: Leaving, drafts: int) -> None:
        count = leaving.count
        self.issue.setText(
            ngettext("Issue {n} invoice", "Issue {n} invoices", count).format(n=count)
            if count
            else _("Issue")
        )
        self.issue.setEnabled(count > 0)
        self.drafts.setVisible(drafts > 0)
        self.drafts.setText(
            ngettext("Make {n} draft first", "Make {n} drafts first", drafts).format(n=drafts)
        )
        way_back = _("Cannot be undone; a credit note is the way back.")
        self._note.setText(f"{leaving.numbers} {way_back}".strip() if count else "")
