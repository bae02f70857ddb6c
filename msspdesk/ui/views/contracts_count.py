"""The count a line reads: the newest one, and a new one from a day on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from msspdesk.domain.errors import DomainError
from msspdesk.services.contracts import LineView
from msspdesk.texts import _, formats, pgettext
from msspdesk.ui.forms import AmountField, DateField, Form
from msspdesk.ui.presenters.contract_page import ContractEditor
from msspdesk.ui.presenters.contract_words import read_price
from msspdesk.ui.widgets import Button, Section, vbox


class CountField(QWidget):
    def __init__(
        self, editor: ContractEditor, line: LineView, read_day: Callable[[str], date]
    ) -> None:
        super().__init__()
        self.editor = editor
        self.kind = line.count_kind
        count = editor.count_of(line)
        shown = formats.quantity(count) if count is not None else _("not counted yet")
        self.form = Form(
            [
                [
                    AmountField("quantity", _("New count"), read_price, formats.quantity),
                    DateField("day", pgettext("since", "From"), read_day, formats.day),
                ]
            ]
        )
        self.form.on_enter = lambda _field: self._store()
        column = vbox(self, spacing=8)
        column.addWidget(Section(self.kind, figure=shown))
        column.addWidget(self.form)
        column.addWidget(Button(_("Enter count"), self._store), 0, Qt.AlignmentFlag.AlignLeft)

    def _store(self) -> None:
        try:
            values: dict[str, Any] = self.form.values()
        except DomainError:
            self.form.begin_at_problem()
            return
        if values["quantity"] is None:
            self.form.begin_at("quantity")
            return
        day = values["day"] or self.editor.today
        self.editor.record_count(self.kind, values["quantity"], day, self.form.show_error)

    def begin(self) -> None:
        """The cursor into the new count."""
        self.form.begin_at("quantity")
