"""The panel at the right: the contract's own facts, the open line, or a new one."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from msspdesk.domain.errors import DomainError
from msspdesk.domain.pricing import model
from msspdesk.domain.reading import read_date
from msspdesk.services.contracts import TermsView
from msspdesk.texts import _, formats
from msspdesk.ui.forms import ChoiceField, DateField, Form, MultilineField, TextField
from msspdesk.ui.forms.fields import AmountField, Field
from msspdesk.ui.forms.from_dataclass import dataclass_fields
from msspdesk.ui.page import Context
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


class LinePanel(Panel):
    """Shows what the editor has open; each field is stored when it is left."""

    def __init__(self, editor: ContractEditor, context: Context) -> None:
        super().__init__(WIDTH, margin=0)
        self.editor = editor
        self.context = context
        self.title = ElidedLabel("", "heading")
        self.shut = Button("", self._close, look="barei", icon="close", name=_("Close"), tip="Esc")
        self.form: Form | None = None
        self._content = QWidget()
        self._column = vbox(self._content, spacing=16, margins=(20, 0, 20, 20))
        self._shown: object = None
        self._terms: _Terms | None = None
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
        state = ("new", editor.new_model) if editor.new_model else ("line", editor.line_id)
        if state != self._shown:
            self._shown = state
            self._build()
        self._show_values()

    # -- what is built

    def _build(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._terms = None
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
        self.form.committed.connect(self._contract_changed)
        self._column.addWidget(self.form)

    def _build_line(self) -> None:
        self.form = Form(self._line_rows())
        self.form.committed.connect(self._line_changed)
        line = self.editor.line
        if line is not None and line.count_kind:
            self._column.addWidget(CountField(self.editor, line, self._read_day))
        self._terms = _Terms(self.editor, self._date("valid_from", _("From")))
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
        rows = self._line_rows()
        self.form = Form([rows[0], choice, *terms, *rows[1:]])
        choice.committed.connect(self._switch_model)
        values = self.editor.new_line_values() | self.editor.new_kept | {"model": code}
        self.form.show_values(values)
        self._column.addWidget(self.form)
        self.add = Button(_("Add line"), self._add, look="primary")
        self._column.addWidget(self.add)

    def _line_rows(self) -> list[Any]:
        kinds = ", ".join(self.editor.kinds)
        hint = _("So far: {kinds}").format(kinds=kinds) if kinds else _("such as endpoints, users")
        needs = self._needs_count()
        count = [TextField("count_kind", _("What is counted"), hint=hint)] if needs else []
        cadences = [(each, cadence_words(each)) for each in CADENCES]
        timings = [(each, timing_words(each)) for each in ("arrears", "advance")]
        days = [("actual_days", _("by days of the month")), ("thirty_day_months", _("by 30 days"))]
        return [
            ChoiceField("service_id", _("Service"), self.editor.services),
            *count,
            [
                ChoiceField("cadence_months", _("Billed"), cadences),
                ChoiceField("timing", _("When"), timings),
            ],
            [self._date("start", _("First day")), self._date("last_day", _("Last day"))],
            [
                AmountField("anchor_day", _("Begins on day"), _read_whole, str),
                self._date("billed_through", _("Billed through")),
            ],
            TextField("label", _("Words on the invoice")),
            [
                ChoiceField("site_id", _("Site"), self.editor.sites),
                ChoiceField("proration", _("Broken period"), days),
            ],
        ]

    def _needs_count(self) -> bool:
        editor = self.editor
        if editor.new_model:
            return model(editor.new_model).needs_count
        line = editor.line
        return line is not None and bool(line.count_kind or model(line.terms[-1].model).needs_count)

    def _date(self, key: str, label: str) -> DateField:
        return DateField(key, label, self._read_day, formats.day, reading=formats.weekday_day_long)

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
        if form is not None:
            form.clear_problems()
            self.editor.add_line(form.values(), form.show_error)

    def _close(self) -> None:
        self.editor.open_line(None)

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
                Column("from", _("From"), lambda row: formats.day(row.valid_from), width=110),
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
        values = self.form.values()
        valid_from = values.pop("valid_from") or self.editor.today
        self.editor.new_terms(valid_from, values, self.form.show_error)


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
