"""One contract in the middle: its lines, what each costs, and up to when it is billed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QStackedWidget, QWidget

from msspdesk.services.contracts import LineView
from msspdesk.texts import _, formats
from msspdesk.ui.page import Context
from msspdesk.ui.presenters.contract_page import ComingRow, ContractEditor
from msspdesk.ui.presenters.contract_words import last_day, price_words, rhythm_words
from msspdesk.ui.tables import Cell, Column, ListModel, Table, TableView
from msspdesk.ui.widgets import (
    Button,
    ElidedLabel,
    EmptyState,
    Label,
    Section,
    hbox,
    scrolling,
    vbox,
)


class ContractPane(QWidget):
    def __init__(
        self, context: Context, editor: ContractEditor, new_contract: Callable[[], None]
    ) -> None:
        super().__init__()
        self.editor = editor
        self.context = context
        self.title = ElidedLabel("", "title")
        self.about = Label("", "label", wrap=True)
        self.new_line = Button(_("New line"), self._new_line, look="primary")
        self.customer = Button(_("Open customer"), self._open_customer)
        self.archive = Button(_("Archive"), editor.archive)
        self.model = ListModel[LineView](self._columns())
        self.lines = TableView(
            self.model, _("Contract lines"), row_height=48, inset_left=0, inset_right=0
        )
        self.coming_model = ListModel[ComingRow](
            (
                Column("period", _("Next"), _coming_period, width=250),
                Column("title", _("Line"), lambda row: row.title),
                Column("net", _("Net"), self._net, width=140, right=True),
            )
        )
        self.coming = TableView(
            self.coming_model, _("Next to bill"), inset_left=0, inset_right=0, shows_selection=False
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(scrolling(self._body()))
        self._stack.addWidget(_first_step(new_contract))
        vbox(self, spacing=0).addWidget(self._stack)
        self.lines.picked.connect(editor.open_line)
        self.lines.left.connect(lambda: editor.open_line(None))
        self.lines.removed.connect(editor.remove_line)
        editor.on_update(self.refresh)

    def _body(self) -> QWidget:
        body = QWidget()
        column = vbox(body, spacing=16, margins=(24, 16, 24, 24))
        head = hbox(spacing=8)
        words = vbox(spacing=2)
        words.addWidget(self.title)
        words.addWidget(self.about)
        head.addLayout(words, 1)
        for button in (self.customer, self.archive, self.new_line):
            head.addWidget(button)
        column.addLayout(head)
        column.addWidget(Table(self.lines, fit=True))
        self.hint = Label("", tone="muted", wrap=True)
        column.addWidget(self.hint)
        self.ahead = Section(
            _("Coming up"), _("over the next three months, by the counts and prices of today")
        )
        column.addWidget(self.ahead)
        self.coming_table = Table(self.coming, fit=True)
        column.addWidget(self.coming_table)
        column.addStretch(1)
        return body

    def _columns(self) -> tuple[Column[LineView], ...]:
        return (
            Column("what", _("Line"), lambda line: Cell(line.title, bold=True, below=_what(line))),
            Column("price", _("Count and price"), self._price, width=170, right=True),
            Column("rhythm", _("Billed"), _rhythm, width=190),
        )

    def _price(self, line: LineView) -> Cell:
        page = self.editor.page
        terms = line.terms_on(self.editor.today)
        if page is None or terms is None:
            return Cell("")
        count = self.editor.count_of(line) if line.count_kind else None
        missing = bool(line.count_kind) and count is None
        text = price_words(terms, page.currency, count)
        below = line.count_kind or ""
        if missing:
            below = _("{kind}: not counted yet").format(kind=line.count_kind)
        unit = page.currency
        if terms.model == "hourly":
            unit = _("{currency}/h").format(currency=unit) if terms.terms.get("rate") else ""
        tone = "warn" if missing else "muted"
        return Cell(text, unit=unit, below=below, below_tone=tone)

    def _net(self, row: ComingRow) -> Cell:
        page = self.editor.page
        currency = page.currency if page is not None else ""
        return Cell(formats.amount(row.amount_minor, currency), unit=currency)

    def refresh(self) -> None:
        page = self.editor.page
        if page is None:
            return
        self.coming_model.set_rows(self.editor.coming)
        self.ahead.setVisible(bool(self.editor.coming))
        self.coming_table.setVisible(bool(self.editor.coming))
        self._stack.setCurrentIndex(0)
        self.title.setText(page.customer)
        end = last_day(page.end)
        facts = [page.title, _("since {day}").format(day=formats.day(page.start))]
        if end is not None:
            facts.append(_("ends {day}").format(day=formats.day(end)))
        facts.append(page.po_number)
        self.about.setText(", ".join(fact for fact in facts if fact))
        self.archive.setText(_("Restore") if page.archived else _("Archive"))
        self.model.set_rows(page.lines)
        if self.editor.line_id is not None:
            self.lines.select_id(self.editor.line_id)
        else:
            self.lines.clearSelection()
        self.hint.setText("" if page.lines else _("Add a line: a service, its price, its rhythm."))
        self.hint.setVisible(not page.lines)

    def show_first_step(self, *, empty: bool) -> None:
        """With no contract at all the page says how to begin."""
        if empty or self.editor.page is not None:
            self._stack.setCurrentIndex(1 if empty else 0)

    def _new_line(self) -> None:
        self.editor.begin_line()

    def _open_customer(self) -> None:
        if self.editor.page is not None:
            self.context.go("customers", self.editor.page.customer_id)


def _first_step(new_contract: Callable[[], None]) -> EmptyState:
    return EmptyState(
        _("No contracts yet"),
        _("A contract says what a customer gets, at which price and in which rhythm it is billed."),
        Button(_("New contract"), new_contract, look="primary"),
    )


def _coming_period(row: ComingRow) -> Cell:
    return Cell(formats.period(row.period.start, row.period.end), tone="muted")


def _what(line: LineView) -> str:
    facts = [line.service if line.service != line.title else "", line.site]
    end = last_day(line.end)
    if end is not None:
        facts.append(_("ends {day}").format(day=formats.day(end)))
    return ", ".join(fact for fact in facts if fact) or _("since {day}").format(
        day=formats.day(line.start)
    )


def _rhythm(line: LineView) -> Cell:
    terms = line.terms[-1] if line.terms else None
    if terms is not None and terms.model == "hourly":
        return Cell(_("each hour, {rhythm}").format(rhythm=rhythm_words(line)), below=_to(line))
    return Cell(rhythm_words(line), below=_to(line))


def _to(line: LineView) -> str:
    billed = last_day(line.billed_to) or last_day(line.billed_until)
    if billed is None:
        return _("not billed yet")
    return _("billed to {day}").format(day=formats.day(billed))
