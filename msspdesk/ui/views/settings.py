"""Settings: the owner's business as it stands on paper, and how this window looks."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from msspdesk.texts import _
from msspdesk.ui.dialogs import confirm
from msspdesk.ui.page import Context
from msspdesk.ui.presenters.settings import NUMBERS, Settings
from msspdesk.ui.tables import Cell, Column, ListModel, TableView
from msspdesk.ui.views.customers_form import RecordForm, settle
from msspdesk.ui.views.customers_records import RecordList
from msspdesk.ui.views.settings_forms import (
    account_kind,
    arrange_seller,
    registration_kind,
    seller_forms,
)
from msspdesk.ui.views.settings_logo import LogoField
from msspdesk.ui.views.settings_window import WindowPart
from msspdesk.ui.widgets import Button, Label, Panel, ground, hbox, restyle, scrolling, vbox

SIZE = (880, 640)
SIDE = 200
FORM = 480


class _Part:
    """One entry of the list at the left."""

    def __init__(self, id_: int, title: str, note: str, body: QWidget) -> None:
        self.id, self.title, self.note, self.body = id_, title, note, body
        self.page: QWidget | None = None  # from when it is first shown


def open_settings(context: Context, parent: QWidget) -> SettingsDialog:
    """Show the settings over the window; Escape leaves, everything is stored by then."""
    dialog = SettingsDialog(context, parent)
    dialog.open()
    return dialog


class SettingsDialog(QDialog):
    """Parts at the left, the fields of one at the right. There is no Save."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Settings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*SIZE)
        self.presenter = Settings(context.tasks, context.today())
        self.forms = seller_forms(self.presenter.years, self.presenter.called)
        self.registrations = RecordList(registration_kind(self.presenter, context.today))
        self.accounts = RecordList(account_kind(self.presenter, context.today))
        self.logo = LogoField(self.presenter)
        self.window_part = WindowPart(self.presenter)
        self._stack = QStackedWidget()
        self._parts = self._all_parts()
        self._list = self._part_list()
        self._place()
        for form in self.forms.values():
            form.committed.connect(lambda key, value, form=form: self._store(form, key, value))
        self.presenter.on_update(self.refresh)
        self.presenter.activate()
        self._list.select_id(self._parts[0].id)

    def _all_parts(self) -> list[_Part]:
        paper = QWidget()
        column = vbox(paper, spacing=16)
        column.addWidget(self.logo)
        column.addWidget(self.forms["paper"])
        tax = QWidget()
        column = vbox(tax, spacing=24)
        column.addWidget(self.registrations)
        column.addWidget(self.forms["tax"])
        parts = [
            (_("Business"), _("Who you are, as it stands on invoices"), self.forms["business"]),
            (
                _("Tax registrations"),
                _("Each with its dates; what you sell is taxed by those that hold on the day."),
                tax,
            ),
            (
                _("Bank accounts"),
                _("The payment box of an invoice shows the account of its currency."),
                self.accounts,
            ),
            (_("Paper"), _("How your documents look; issued ones stay as they are."), paper),
            (
                _("Numbers and terms"),
                _("How documents are numbered, and what a new customer begins with."),
                self.forms["terms"],
            ),
            (
                _("Window and book"),
                _("How this window looks, and where your book is."),
                self.window_part,
            ),
        ]
        return [_Part(at, *part) for at, part in enumerate(parts, start=1)]

    def _part_list(self) -> TableView:
        column: Column[Any] = Column("title", _("Part"), lambda part: Cell(part.title))
        model = ListModel[_Part]((column,))
        model.set_rows(self._parts)
        view = TableView(model, _("Settings"), header=False, ground="window", row_height=40)
        ground(view, "window")
        view.picked.connect(self._show_part)
        view.left.connect(self.accept)
        return view

    def _place(self) -> None:
        side = Panel(SIDE, line_at="right", margin=0)
        title = Label(_("Settings"), "title")
        title.setContentsMargins(24, 4, 16, 12)
        side.body.addWidget(title)
        side.body.addWidget(self._list, 1)
        right = vbox(spacing=0)
        right.addWidget(self._stack, 1)
        foot = hbox(margins=(24, 12, 24, 16))
        foot.addStretch(1)
        foot.addWidget(Button(_("Close"), self.accept))
        right.addLayout(foot)
        row = hbox(self, spacing=0)
        row.addWidget(side)
        row.addLayout(right, 1)

    def _show_part(self, part_id: int) -> None:
        part = self._parts[part_id - 1]
        if part.page is None:  # all at once would take the dialog 0.2 s to open
            part.page = scrolling(_page(part))
            self._stack.addWidget(part.page)
        self._stack.setCurrentWidget(part.page)

    def show_part(self, title: str) -> None:
        """Open one part by its title (screenshots, and links from elsewhere)."""
        self._list.select_id(next(part.id for part in self._parts if part.title == title))

    def refresh(self) -> None:
        presenter = self.presenter
        values = presenter.values()
        for form in self.forms.values():
            form.show_record("seller", values)
        if presenter.page is not None:
            arrange_seller(self.forms, presenter.page)
        self.registrations.show_records("seller", presenter.registrations())
        self.accounts.show_records("seller", presenter.accounts())
        self._show_numbers()
        self.forms["terms"].fields["rate_target"].set_unit(  # type: ignore[attr-defined]
            f"{values.get('currency', '')}/h"
        )

    def _show_numbers(self) -> None:
        for key in NUMBERS:
            field = self.forms["terms"].fields[key]
            field.editor.setReadOnly(not self.presenter.can_set(key))  # type: ignore[attr-defined]
            restyle(field.editor, look="" if self.presenter.can_set(key) else "fixed")
            if not field.editor.property("state") and not field.is_editing():
                field.show_reading(self.presenter.called(key))

    def _store(self, form: RecordForm, key: str, value: Any) -> None:
        if key in NUMBERS and not self._agreed(self.presenter.begins_at(key, value)):
            form.fields[key].set_value(self.presenter.values()[key])
            self._show_numbers()
            return
        self.presenter.change(key, value, lambda error: form.fail(key, error))

    def _agreed(self, number: str) -> bool:
        """The book lets no series go back, so a slip could not be mended."""
        return not number or confirm(
            self,
            _("Begin at {number}?").format(number=number),
            [_("Numbers only go up: a lower one cannot be set afterwards.")],
            _("Begin there"),
        )

    def done(self, result: int) -> None:
        settle()  # what was typed last is stored like any other
        self.presenter.close()
        super().done(result)


def _page(part: _Part) -> QWidget:
    body = QWidget()
    column = vbox(body, spacing=20, margins=(32, 24, 32, 16))
    head = vbox(spacing=2)
    head.addWidget(Label(part.title, "title"))
    head.addWidget(Label(part.note, tone="muted", wrap=True))
    column.addLayout(head)
    part.body.setMaximumWidth(FORM)
    column.addWidget(part.body)
    column.addStretch(1)
    return body
