"""The panel at the right: the contract's own facts, the open line, or a new one."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from msspdesk.domain.errors import DomainError
from msspdesk.domain.pricing import model
from msspdesk.domain.reading import read_date
from msspdesk.services.contracts import TermsView
from msspdesk.texts import _, formats, pgettext
from msspdesk.ui.forms import ChoiceField, DateField, Form, MultilineField, TextField
from msspdesk.ui.forms.fields import AmountField, Field
from msspdesk.ui.forms.from_dataclass import dataclass_fields
from msspdesk.ui.presenters.contract_page import ContractEditor
from msspdesk.ui.presenters.contract_words import (
    CADENCES,
    cadence_words,
    price_words,
    read_price,
    timing_words,
    write_price,
)
from msspdesk.ui.tables import Cell, Column, ListModel, Table, TableView
from msspdesk.ui.views.contracts_count import CountField
from msspdesk.ui.widgets import Button, ElidedLabel, Panel, Section, hbox, scrolling, vbox

WIDTH = 344
RARE = ("label", "site_id", "anchor_day", "billed_through", "proration")
"""Fields of a line that few lines need; a new line shows them when asked."""


class LinePanel(Panel):
    """Shows what the editor has open; each field is stored when it is left."""

    left = Signal()  # a line was added, or the panel shut: the focus belongs to the lines

    def __init__(self, editor: ContractEditor) -> None:
        super().__init__(WIDTH, margin=0)
        self.editor = editor
        self.title = ElidedLabel("", "heading")
        self.shut = Button("", self._close, look="barei", icon="close", name=_("Close"), tip="Esc")
        self.form: Form | None = None
        self._content = QWidget()
        self._column = vbox(self._content, spacing=16, margins=(20, 0, 20, 20))
        self._shown: tuple[str, object] | None = None
        self._terms: _Terms | None = None
        self._count: CountField | None = None
        self._begins: int | None = None  # the contract that waits for its title
        head = hbox(spacing=8, margins=(20, 0, 12, 8))
        head.addWidget(self.title, 1)
        head.addWidget(self.shut)
        self.body.addLayout(head)
        self.body.addWidget(scrolling(self._content, "window"), 1)
        editor.on_update(self.refresh)

    def refresh(self) -> None:
        editor = self.editor
        self.setVisible(editor.page is not None)
        if editor.page is None:
            return
        state: tuple[str, object]
        state = ("new", editor.new_model) if editor.new_model else ("line", editor.line_id)
        before, self._shown = self._shown, state
        if state != before:
            self._build()
        self._show_values()
        if state != before:
            self._take_focus(came_from=before[0] if before is not None else "")
        if self._begins == editor.page.id == editor.contract_id:
            self._begins = None
            self._begin_contract()

    # -- where the cursor goes

    def begin(self, contract_id: int) -> None:
        """A contract was asked for: a new one begins with its title, once it is here."""
        self._begins = contract_id
        self.refresh()

    def _begin_contract(self) -> None:
        page, form = self.editor.page, self.form
        if page is None or form is None or "title" not in form.fields:
            return
        if not page.title and not page.lines:
            form.begin_at("title")

    def _take_focus(self, came_from: str) -> None:
        """Into a new line's first field; from there to what the line still lacks."""
        editor, form = self.editor, self.form
        if editor.new_model and form is not None:
            form.begin_at("model" if came_from == "new" else "service_id")
        elif came_from == "new":
            line = editor.line
            if self._count is not None and line is not None and editor.count_of(line) is None:
                self._count.begin()
            else:
                self.left.emit()

    # -- what is built

    def _build(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._terms = self._count = None
        editor = self.editor
        if editor.new_model:
            self._build_new()
        elif editor.line is not None:
            self._build_line()
        else:
            self._build_contract()
        self.shut.setVisible(bool(editor.new_model) or editor.line is not None)
        self._column.addStretch(1)

    def _build_contract(self) -> None:
        self.title.setText(_("Contract"))
        fields: list[Any] = [
            TextField("title", _("Title")),
            [self._date("start", _("First day")), self._date("last_day", _("Last day"))],
            TextField("po_number", _("Their order number")),
            MultilineField("notes", _("Notes")),
        ]
        self.form = Form(fields)
        self.form.on_enter = self.form.walk
        self.form.committed.connect(self._contract_changed)
        self._column.addWidget(self.form)

    def _build_line(self) -> None:
        self.form = Form([*self._line_rows(), *self._rare_rows()])
        self.form.on_enter = self.form.walk
        self.form.committed.connect(self._line_changed)
        line = self.editor.line
        if line is not None and line.count_kind:
            self._count = CountField(self.editor, line, self._read_day)
            self._column.addWidget(self._count)
        self._terms = _Terms(self.editor, self._date("valid_from", pgettext("since", "From")))
        self._column.addWidget(self._terms)
        self._column.addWidget(Section(_("Rhythm and place")))
        self._column.addWidget(self.form)

    def _build_new(self) -> None:
        self.title.setText(_("New line"))
        code = self.editor.new_model
        choice = ChoiceField(
            "model", _("Billed as"), [(each.code, _(each.label)) for each in self.editor.models]
        )
        terms = _term_fields(code, self._currency())
        rows, rare = self._line_rows(), self._rare_rows()
        self._more = Button(_("More"), self._unfold, look="link", icon="chevron-down")
        self.form = Form([rows[0], choice, *terms, *rows[1:], _at_left(self._more), *rare])
        self.form.on_enter = self._entered
        choice.committed.connect(self._switch_model)
        values = self.editor.new_line_values() | self.editor.new_kept | {"model": code}
        self.form.show_values(values)
        self._rare = [self.form.fields[key] for key in RARE]
        usual = self.editor.new_line_values()
        folded = all((values.get(key) or None) == usual.get(key) for key in RARE)
        for field in self._rare:
            field.setVisible(not folded)
        self._more.setVisible(folded)
        self._column.addWidget(self.form)
        self.add = Button(_("Add line"), self._add, look="primary")
        self._column.addWidget(self.add)

    def _unfold(self) -> None:
        """What is seldom needed: the day a period begins, the site, what was billed before."""
        for field in self._rare:
            field.show()
        self._more.hide()
        if self.form is not None:
            self.form.begin_at(RARE[0])

    def _line_rows(self) -> list[Any]:
        kinds = ", ".join(self.editor.kinds)
        hint = _("So far: {kinds}").format(kinds=kinds) if kinds else _("such as endpoints, users")
        needs = self._needs_count()
        count = [TextField("count_kind", _("What is counted"), hint=hint)] if needs else []
        cadences = [(each, cadence_words(each)) for each in CADENCES]
        timings = [(each, timing_words(each)) for each in ("arrears", "advance")]
        services = self.editor.services
        none = "" if services else _("The catalogue is empty: add a service there first")
        return [
            ChoiceField("service_id", _("Service"), services, hint=none),
            *count,
            [
                ChoiceField("cadence_months", _("Billed"), cadences),
                ChoiceField("timing", _("When"), timings),
            ],
            [self._date("start", _("First day")), self._date("last_day", _("Last day"))],
        ]

    def _rare_rows(self) -> list[Any]:
        parts = [
            ("actual_days", _("by the days of that month")),
            ("thirty_day_months", _("as if every month had 30 days")),
        ]
        return [
            TextField("label", _("Words on the invoice"), hint=_("Empty: the name of the service")),
            ChoiceField("site_id", _("Site"), self.editor.sites),
            AmountField(
                "anchor_day",
                _("Period begins on day"),
                _read_whole,
                str,
                hint=_("1 is the calendar month; 15 bills from the 15th to the 14th"),
            ),
            self._date(
                "billed_through",
                _("Already billed up to"),
                hint=_("With another program, before; only the days after it are billed here"),
            ),
            ChoiceField(
                "proration",
                _("Part of a period"),
                parts,
                hint=_("When the line begins or ends in the middle of a period"),
            ),
        ]

    def _needs_count(self) -> bool:
        editor = self.editor
        if editor.new_model:
            return model(editor.new_model).needs_count
        line = editor.line
        return line is not None and bool(line.count_kind or model(line.terms[-1].model).needs_count)

    def _date(self, key: str, label: str, hint: str = "") -> DateField:
        reading = formats.weekday_day_long
        return DateField(key, label, self._read_day, formats.day, reading=reading, hint=hint)

    def _read_day(self, text: str) -> date:
        return read_date(text, self.editor.today)

    def _currency(self) -> str:
        return self.editor.page.currency if self.editor.page is not None else ""

    def _show_values(self) -> None:
        editor, form = self.editor, self.form
        if form is None or editor.new_model:
            return
        line = editor.line
        if line is None:
            form.show_values(editor.contract_values())
            return
        self.title.setText(line.title)
        form.show_values(editor.line_values())
        if self._terms is not None:
            self._terms.show_terms()

    # -- deeds

    def _contract_changed(self, key: str, value: object) -> None:
        if self.form is not None:
            self.editor.change(key, value, self.form.show_error)

    def _line_changed(self, key: str, value: object) -> None:
        if self.form is not None:
            self.editor.change_line(key, value, self.form.show_error)

    def _switch_model(self, code: str) -> None:
        form = self.form
        if form is not None:
            self.editor.begin_line(code, _readable(form))

    def _add(self) -> None:
        form = self.form
        if form is None:
            return
        form.clear_problems()
        try:
            values = form.values()
        except DomainError:
            form.begin_at_problem()
            return
        self.editor.add_line(values, self._not_added)

    def _not_added(self, error: Exception) -> None:
        if self.form is not None:
            self.form.show_error(error)
            self.form.begin_at_problem()

    def _entered(self, field: Field) -> None:
        """Enter adds the line; from a choice it goes on to the next field."""
        if isinstance(field, ChoiceField) and self.form is not None:
            self.form.walk(field)
        else:
            self._add()

    def _close(self) -> None:
        self.editor.open_line(None)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)


class _Terms(QWidget):
    """What the line costs from which day on, and a new price."""

    def __init__(self, editor: ContractEditor, valid_from: DateField) -> None:
        super().__init__()
        self.editor = editor
        line = editor.line
        code = line.terms[-1].model if line is not None else ""
        currency = editor.page.currency if editor.page is not None else ""
        self._model = ListModel[TermsView](
            (
                Column(
                    "from",
                    pgettext("since", "From"),
                    lambda row: formats.day(row.valid_from),
                    width=110,
                ),
                Column("price", _("Price"), self._price, right=True),
                Column("remove", "", self._remove, width=36, name=_("Remove")),
            )
        )
        view = TableView(
            self._model, _("Prices"), inset_left=0, inset_right=0, ground="window", header=False
        )
        view.acted.connect(lambda row_id, _action: editor.remove_terms(row_id))
        self.form = Form([[valid_from, *_term_fields(code, currency)]])
        for field in self.form.fields.values():
            field.set_hint("")
        self.form.on_enter = lambda _field: self._store()
        column = vbox(self, spacing=8)
        column.addWidget(Section(_("Price")))
        column.addWidget(Table(view, fit=True))
        column.addWidget(self.form)
        button = Button(_("Note new price"), self._store)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _price(self, row: TermsView) -> Cell:
        page = self.editor.page
        return Cell(price_words(row, page.currency if page else "").removeprefix("? × "))

    def _remove(self, row: TermsView) -> Cell:
        line = self.editor.line
        if line is None or len(line.terms) == 1:
            return Cell("")
        return Cell(icon="trash", action="remove", tone="muted")

    def show_terms(self) -> None:
        line = self.editor.line
        if line is not None:
            self._model.set_rows(line.terms)

    def _store(self) -> None:
        try:
            values = self.form.values()
        except DomainError:
            self.form.begin_at_problem()
            return
        valid_from = values.pop("valid_from") or self.editor.today
        self.editor.new_terms(valid_from, values, self.form.show_error)


def _at_left(button: Button) -> QWidget:
    line = QWidget()
    row = hbox(line)
    row.addWidget(button)
    row.addStretch(1)
    return line


def _term_fields(code: str, currency: str) -> list[Field]:
    readers: dict[type, tuple[Any, Any]] = {
        Decimal: (read_price, write_price),
        int: (_read_whole, str),
    }
    return dataclass_fields(model(code).Terms, readers, unit=currency)


def _read_whole(text: str) -> int:
    return int(read_price(text))


def _readable(form: Form) -> dict[str, Any]:
    """What can be read of a form that is being filled in."""
    kept: dict[str, Any] = {}
    for key, field in form.fields.items():
        with suppress(DomainError):
            kept[key] = field.value()
    return {key: value for key, value in kept.items() if value is not None}
