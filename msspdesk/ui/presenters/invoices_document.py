"""One document: its paper, its panel, and what its owner does with it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import weakref
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from msspdesk.domain.errors import DomainError, ExternalError
from msspdesk.domain.money import to_minor
from msspdesk.services import (
    credit_notes,
    crediting,
    draft_refresh,
    drafts,
    invoices,
    issuing,
    payments,
    rendering,
)
from msspdesk.services.changes import Changes
from msspdesk.services.invoice_facts import draft_totals
from msspdesk.services.invoice_files import safe_file_name, write_whole
from msspdesk.services.invoices import State
from msspdesk.services.issuing import Readiness
from msspdesk.services.mail_draft import save_mail_draft
from msspdesk.texts import _
from msspdesk.ui.presenters.base import OnError, Presenter, Progress, Runner
from msspdesk.ui.presenters.invoices_detail import Detail, of_draft, of_issued

if TYPE_CHECKING:
    from msspdesk.db.book import Book


class Document(Presenter):
    """The document that is selected. `pdf` is None while there is none to show."""

    watches = frozenset("invoices payments customers seller tax renderings".split())

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self.invoice_id: int | None = None
        self.detail: Detail | None = None
        self.pdf: bytes | None = None
        self.pdf_problem = ""
        self._made: Path | None = None

    # -- reading

    def show(self, invoice_id: int | None) -> None:
        """Look at another document, or at none."""
        if invoice_id != self.invoice_id:
            self.invoice_id = invoice_id
            self.detail, self.pdf, self.pdf_problem = None, None, ""
            self.updated()
            self.reload()

    def reload(self) -> None:
        wanted = self.invoice_id
        if wanted is None:
            return
        self.read(lambda book: _detail(book, wanted), self._loaded, on_error=self._gone)
        self.read(
            lambda book: rendering.invoice_pdf(book, wanted),
            self._painted,
            key="pdf",
            on_error=self._unpainted,
        )

    def _loaded(self, detail: Detail) -> None:
        if detail.row.id == self.invoice_id:
            self.detail = detail
            self.updated()

    def _gone(self, _error: Exception) -> None:
        """It was deleted: the list tells which one comes next."""
        self.detail, self.pdf, self.invoice_id = None, None, None
        self.updated()

    def _painted(self, pdf: bytes) -> None:
        if pdf != self.pdf:
            self.pdf, self.pdf_problem = pdf, ""
            self.updated()

    def _unpainted(self, error: Exception) -> None:
        self.pdf, self.pdf_problem = None, self.runner.explain(error)
        self.updated()

    # -- deeds

    def check(self, done: Callable[[Readiness], None]) -> None:
        """What would leave if the draft were issued now."""
        wanted = self.invoice_id
        if wanted is not None:
            self.read(
                lambda book: issuing.preflight(book, [wanted])[0],
                done,
                key="check",
                on_error=self._tell,
            )

    def issue(self) -> None:
        """Number, seal, and make the PDF."""
        wanted = self.invoice_id
        if wanted is None:
            return
        number: list[str] = []

        def job(book: Book, progress: Progress) -> Changes:
            changes = issuing.issue(book, [wanted], progress=progress)
            number.extend(row.number or "" for row in invoices.rows_of(book, changes.ids))
            return changes

        self.runner.run_long(
            job,
            lambda _changes: self._render(", ".join(number)),
            label=_("Issuing"),
            on_error=self._tell,
        )

    def _render(self, number: str) -> None:
        self.runner.notify(_("Issued as {number}").format(number=number), tone="good")
        self.runner.run_long(
            lambda book, progress: rendering.render_pending(book, progress=progress),
            label=_("Making the PDF file"),
        )

    def refresh_draft(self) -> None:
        """Make the generated lines anew from the facts of now."""
        wanted = self.invoice_id
        if wanted is not None:
            self.write(
                lambda book: draft_refresh.refresh(book, wanted, drafts.page(book, wanted).version)
            )

    def delete_draft(self) -> None:
        wanted = self.invoice_id
        if wanted is not None:
            self.write(lambda book: drafts.delete(book, [wanted]))

    def cancel(
        self, reason: str, *, new_draft: bool, done: Callable[[int], None], on_error: OnError
    ) -> None:
        """A credit note over all of it; `done` gets the id of what is to be looked at next."""
        wanted = self.invoice_id
        if wanted is not None:
            self.write(
                lambda book: credit_notes.cancel_invoice(book, wanted, reason, new_draft=new_draft),
                lambda changes: done(changes.ids[-1]),
                on_error=on_error,
                notice=_("Cancelled by a credit note"),
            )

    def delete_payment(self, payment_id: int) -> None:
        """Take a recorded payment away; undo brings it back."""
        customer = self.detail.row.customer_id if self.detail else None

        def job(book: Book) -> Changes:
            found = {each.id: each for each in payments.payments(book, customer)}
            if payment_id not in found:
                raise DomainError("changed_since")
            return payments.delete_payment(book, payment_id, found[payment_id].version)

        self.write(job)

    def pay_back(
        self, amount: Decimal, day: date, done: Callable[[], None], on_error: OnError
    ) -> None:
        """Money went back on the credit note in sight."""
        detail = self.detail
        if detail is not None:
            minor = to_minor(amount, detail.row.currency)
            refund = crediting.Refund(detail.row.id, day, minor)
            self.write(
                lambda book: crediting.pay_back(book, refund),
                lambda _changes: done(),
                on_error=on_error,
            )

    def set_against(self, invoice_id: int) -> None:
        """The credit note in sight settles what it can of an invoice."""
        wanted = self.invoice_id
        if wanted is not None:
            self.write(lambda book: crediting.set_against(book, wanted, invoice_id))

    def take_credit_back(self, settlement_id: int) -> None:
        """What became of a credit was entered by mistake; undo brings it back."""
        self.write(lambda book: crediting.take_back(book, settlement_id))

    # -- files

    def file_name(self) -> str:
        """What the PDF is called when it is saved."""
        row = self.detail.row if self.detail else None
        number = (row.number if row else None) or _("Draft")
        return safe_file_name(number, row.customer if row else "")

    def save(self, path: Path) -> None:
        """Write the PDF as it left; a draft with its mark."""
        pdf = self.pdf
        if pdf is not None:
            self.read(
                lambda _book: _written(path, pdf),
                lambda saved: self.runner.notify(
                    _("Saved as {path}").format(path=str(saved)), tone="good"
                ),
                key="save",
                on_error=self._tell,
            )

    def _folder(self) -> Path:
        """A private folder for what other programs open; it goes when this one ends."""
        if self._made is None:
            self._made = Path(tempfile.mkdtemp(prefix="msspdesk-"))
            weakref.finalize(self, shutil.rmtree, self._made, ignore_errors=True)
        return self._made

    def file(self, done: Callable[[Path], None]) -> None:
        """The PDF in a folder that lasts as long as the window."""
        pdf = self.pdf
        if pdf is not None:
            path = self._folder() / self.file_name()
            self.read(lambda _book: _written(path, pdf), done, key="file", on_error=self._tell)

    def mail(self, done: Callable[[Path], None]) -> None:
        """A message to the customer with the PDF in it, as a file for the mail program."""
        wanted, folder = self.invoice_id, self._folder()
        if wanted is not None:
            self.read(
                lambda book: save_mail_draft(book, wanted, folder),
                done,
                key="mail",
                on_error=self._tell,
            )

    def print_(self, otherwise: Callable[[Path], None]) -> None:
        """Hand the PDF to the system's printer; without one `otherwise` gets the file."""
        program = shutil.which("lp")
        if program is None:
            self.file(otherwise)
            return

        def sent(_answer: None) -> None:
            self.runner.notify(_("Sent to the printer"), tone="good")

        def hand_over(path: Path) -> None:
            self.read(lambda _book: _print(program, path), sent, key="print", on_error=self._tell)

        self.file(hand_over)

    def _tell(self, error: Exception) -> None:
        self.runner.notify(self.runner.explain(error), tone="bad")


def _detail(book: Book, invoice_id: int) -> Detail:
    found = invoices.rows_of(book, [invoice_id])
    if not found:
        raise DomainError("changed_since")
    row = found[0]
    if row.state is State.DRAFT:
        return of_draft(row, drafts.page(book, invoice_id), draft_totals(book, invoice_id))
    to_give = row.state is State.CREDIT and row.open_minor > 0
    others = crediting.open_invoices(book, invoice_id) if to_give else []
    return of_issued(invoices.page(book, invoice_id), others)


def _written(path: Path, content: bytes) -> Path:
    write_whole(path, content)
    return path


def _print(program: str, path: Path) -> None:
    result = subprocess.run([program, str(path)], capture_output=True, check=False)
    if result.returncode:
        raise ExternalError("printer_refused", temporary=True)
