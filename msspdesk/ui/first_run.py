"""The first run: the facts without which no invoice can be made, or a look around."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final
from unicodedata import combining, normalize

from PySide6.QtCore import QLocale, Qt, QTimeZone
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from msspdesk.domain.errors import DomainError
from msspdesk.texts import ENGLISH, _, language
from msspdesk.ui.forms import CheckField, ChoiceField, Form, TextField
from msspdesk.ui.forms.form import WIDTH
from msspdesk.ui.page import Page
from msspdesk.ui.widgets import Button, Label, hbox, scrolling, vbox

NO_COUNTRY: Final = frozenset("AC CP DG EA EU IC QO TA ZZ".split())
"""Codes of Qt's list that ISO 3166-1 reserves or that name a grouping."""


class FirstRun(Page):
    """Stands in place of the tabs until there is a book.

    `on_begin` gets the facts by the names of `services.beginning.Beginning`; its problems
    come back through `show_error`.
    """

    def __init__(
        self,
        on_begin: Callable[[Mapping[str, Any]], None],
        on_demo: Callable[[], None],
    ) -> None:
        super().__init__()
        self._on_begin = on_begin
        self.country = ChoiceField("country", _("Country"), _territories())
        self.form = Form(
            [
                TextField("name", _("Name of your business"), hint=_("As it stands on invoices")),
                TextField("street", _("Street and number")),
                [TextField("postcode", _("Postcode")), TextField("city", _("City"))],
                self.country,
                TextField(
                    "tax_id",
                    _("VAT ID or tax number"),
                    hint=_(
                        "A small business without one leaves it empty; in France it is the SIRET"
                    ),
                ),
                CheckField("small_business", _("Small business that charges no tax")),
                TextField("iban", _("IBAN"), hint=_("Where customers pay; may come later")),
            ]
        )
        self.begin = Button(_("Begin"), self._begin, look="primary")
        self.demo = Button(_("Look around with a demo business"), on_demo, look="link")
        self.country.set_value(QLocale.territoryToCode(QLocale.system().territory()))
        self.form.on_enter = self.form.walk
        self.form.finished.connect(self._begin)
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
        self.form.fields["name"].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_error(self, error: Exception) -> None:
        self.set_busy(busy=False)
        self.form.show_error(error)
        self.form.begin_at_problem()

    def set_busy(self, *, busy: bool) -> None:
        """While the book is being made nothing can be pressed twice."""
        for widget in (self.form, self.begin, self.demo):
            widget.setEnabled(not busy)

    def _begin(self) -> None:
        self.form.clear_problems()
        try:
            facts = self.form.values()
        except DomainError:
            self.form.begin_at_problem()
            return
        facts["country"] = facts["country"] or ""
        facts["zone"] = bytes(QTimeZone.systemTimeZoneId().data()).decode() or "UTC"
        self.set_busy(busy=True)
        self._on_begin(facts)


def _territories() -> list[tuple[str, str]]:
    """Code and name of every country.

    In English out of Qt's own CLDR, at once and without an import; Qt knows no other names.
    """
    if language() != ENGLISH:
        from msspdesk.texts import places

        return list(places.countries())
    known = {QLocale.territoryToCode(each): each for each in QLocale.Country}
    names = [
        (code, QLocale.territoryToString(each))
        for code, each in known.items()
        if len(code) == 2 and code.isalpha() and code not in NO_COUNTRY
    ]
    return sorted(names, key=lambda pair: _sort_key(pair[1]))


def _sort_key(name: str) -> str:
    """Å beside A, as a reader looks for it."""
    parts = normalize("NFKD", name.casefold())
    return "".join(part for part in parts if not combining(part))
