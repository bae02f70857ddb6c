"""Whether a customer's VAT id is registered: asked at VIES, or noted by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from msspdesk.domain.reading import read_date
from msspdesk.services.customer_page import CustomerFacts
from msspdesk.texts import _, formats
from msspdesk.ui.forms import DateField, TextField
from msspdesk.ui.presenters.customer_details import CustomerDetails, Told
from msspdesk.ui.widgets import Button, Label, hbox


class VatIdCheck(QWidget):
    """A line of the form: the button, and what is known. `day` and `by` stand below it."""

    def __init__(self, presenter: CustomerDetails, today: Callable[[], date]) -> None:
        super().__init__()
        self.presenter = presenter
        self.button = Button(_("Check with VIES"), presenter.ask_vies, icon="shield-check")
        self.stop = Button(_("Stop"), presenter.stop_vies)
        self.words = Label("", "label", wrap=True)
        self.day = DateField(
            "vat_id_checked_on",
            _("Registration checked on"),
            lambda text: read_date(text, today()),
            formats.day,
        )
        self.by = TextField("vat_id_checked_by", _("Checked by"))
        row = hbox(self, spacing=12)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1, Qt.AlignmentFlag.AlignVCenter)

    def refresh(self) -> None:
        facts, presenter = self.presenter.facts, self.presenter
        known = facts is not None and bool(facts.vat_id)
        for widget in (self, self.day, self.by):
            widget.setVisible(known)
        if facts is None:
            return
        asking = presenter.is_asking
        self.button.setText(_("Checking …") if asking else _("Check with VIES"))
        self._swap(*((self.button, self.stop) if asking else (self.stop, self.button)))
        self.button.setVisible(facts.vat_id_format.in_vies)
        self.stop.setVisible(asking)
        self.words.show_text(*self._told(facts))

    def _swap(self, before: Button, now: Button) -> None:
        """The keyboard stays where something can be pressed, and out of the next field."""
        now.setVisible(True)
        now.setEnabled(True)
        if before.hasFocus():
            now.setFocus(Qt.FocusReason.OtherFocusReason)
        before.setEnabled(False)

    def _told(self, facts: CustomerFacts) -> Told:
        if self.presenter.is_asking:
            return _("A tax office may take some seconds"), "muted"
        failure = self.presenter.not_answered()
        if failure is not None:
            return failure
        if facts.vat_id_check == "invalid":
            return _("Not registered, says {by}").format(by=facts.vat_id_checked_by), "bad"
        if facts.vat_id_check == "valid":
            note = facts.vat_id_check_note
            words = _("Registered: {note}") if note else _("Registered")
            return words.format(note=note), "good"
        tone = "warn" if self.presenter.sells_abroad() else "muted"
        return _("Whether it is registered was not checked yet"), tone
