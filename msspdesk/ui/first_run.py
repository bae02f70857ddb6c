"""The first run: the facts without which no invoice can be made, or a look around."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QTimeZone
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from msspdesk.domain.errors import InvalidInput
from msspdesk.texts import _
from msspdesk.ui.forms import CheckField, ChoiceField, Form, TextField
from msspdesk.ui.forms.form import WIDTH
from msspdesk.ui.page import Page
from msspdesk.ui.widgets import Button, Label, hbox, scrolling, vbox


class FirstRun(Page):
    """Stands in place of the tabs until there is a book.

    `on_begin` gets the facts by the names of `services.books.Beginning`; its problems
    come back through `show_error`.
    """

    def __init__(
        self,
        on_begin: Callable[[Mapping[str, Any]], None],
        on_demo: Callable[[], None],
    ) -> None:
        super().__init__()
        self._on_begin = on_begin
        self.country = ChoiceField("country", _("Country"), [])
        self.form = Form(
            [
                TextField("name", _("Name of your business"), hint=_("As it stands on invoices")),
                TextField("street", _("Street and number")),
                [TextField("postcode", _("Postcode")), TextField("city", _("City"))],
                self.country,
                TextField(
                    "tax_id",
                    _("VAT ID or tax number"),
                    hint=_("A small business without one leaves it empty"),
                ),
                CheckField("small_business", _("Small business that charges no tax")),
                TextField("iban", _("IBAN"), hint=_("Where customers pay; may come later")),
            ]
        )
        self.begin = Button(_("Begin"), self._begin, look="primary")
        self.demo = Button(_("Look around with a demo business"), on_demo, look="link")
        self._place()

    def _place(self) -> None:
        body = QWidget()
        body.setFixedWidth(WIDTH + 48)
        column = vbox(body, spacing=16, margins=(24, 32, 24, 24))
        head = vbox(spacing=4)
        head.addWidget(Label(_("Your business"), "title"))
        promise = _("Two minutes. Everything can be changed later; nothing leaves by itself.")
        head.addWidget(Label(promise, tone="muted", wrap=True))
        column.addLayout(head)
        column.addWidget(self.form)
        row = hbox(spacing=16)
        row.addWidget(self.begin)
        row.addWidget(self.demo)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        middle = QWidget()
        across = hbox(middle)
        across.addStretch(1)
        across.addWidget(body)
        across.addStretch(1)
        vbox(self).addWidget(scrolling(middle))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.form.fields["name"].setFocus()

    def show_countries(self, countries: Sequence[tuple[str, str]], here: str) -> None:
        """Code and name of every country; `here` is proposed."""
        self.country.set_options(countries)
        if self.country.value() is None:
            self.country.set_value(here)

    def show_error(self, error: Exception) -> None:
        self.set_busy(busy=False)
        self.form.show_error(error)
        wrong = error.problems if isinstance(error, InvalidInput) else ()
        first = next((each.field for each in wrong if each.field in self.form.fields), "name")
        self.form.fields[first].setFocus()

    def set_busy(self, *, busy: bool) -> None:
        """While the book is being made nothing can be pressed twice."""
        for widget in (self.form, self.begin, self.demo):
            widget.setEnabled(not busy)

    def _begin(self) -> None:
        self.form.clear_problems()
        facts = self.form.values()
        facts["country"] = facts["country"] or ""
        facts["zone"] = bytes(QTimeZone.systemTimeZoneId().data()).decode() or "UTC"
        self.set_busy(busy=True)
        self._on_begin(facts)
