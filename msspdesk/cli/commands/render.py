"""`msspdesk render NUMBER DIR`: the kept PDF of an issued document."""

from __future__ import annotations

from argparse import Namespace

from msspdesk.cli.answer import Answer, Clock
from msspdesk.cli.opening import folder, opened
from msspdesk.domain.errors import DomainError
from msspdesk.services.invoice_files import save_pdf
from msspdesk.services.invoices import InvoiceFilter, rows


def run(options: Namespace, clock: Clock | None) -> Answer:
    """The same bytes each time: a document is put on paper once."""
    with opened(options, clock) as book:
        found = rows(book, InvoiceFilter(text=options.number))
        ids = [each.id for each in found if each.number == options.number]
        if not ids:
            raise DomainError("number_unknown", number=options.number)
        path = save_pdf(book, ids[0], folder(options.folder))
    return Answer({"number": options.number, "file": str(path)}, [str(path)])
