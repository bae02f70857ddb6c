"""An issued document as a mail draft: the PDF attached, words in the customer's language."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from msspdesk.db.book import Book
from msspdesk.db.queries import issuing as rows
from msspdesk.domain import snapshot
from msspdesk.domain.customers import Customer
from msspdesk.domain.errors import DomainError
from msspdesk.domain.invoices import Invoice
from msspdesk.domain.sellers import Seller
from msspdesk.mail.eml import Attached, Draft, Person, eml
from msspdesk.services.document_facts import Facts
from msspdesk.services.invoice_files import safe_file_name, write_whole
from msspdesk.services.rendering import document_pdf
from msspdesk.texts import formats
from msspdesk.texts.documents import Catalogue, sentences


def mail_draft(book: Book, invoice_id: int) -> bytes:
    """The `.eml` file of an issued document; without a contact it has no recipient yet."""
    pdf = document_pdf(book, invoice_id)
    with book.read() as work:
        document = rows.document_of(work.connection, invoice_id)
        if document is None:
            raise DomainError("not_issued")
        _number, content = rows.read_document(work.connection, document)
        customer = work.get(Customer, work.get(Invoice, invoice_id).customer_id)
        seller = work.get(Seller, 1)
        facts = snapshot.read(content)
    contact = customer.invoice_contact
    words = sentences(facts["language"])
    name = safe_file_name(facts["number"], facts["seller"]["name"])
    to = (Person(contact.name, contact.email),) if contact and contact.email else ()
    return eml(
        Draft(
            sender=Person(seller.owner or seller.name, seller.email),
            to=to,
            subject=_subject(facts, words),
            text=_text(facts, words, contact.name if contact else "", seller),
            when=book.now(),
            attached=(Attached(name, "application/pdf", pdf),),
        )
    )


def save_mail_draft(book: Book, invoice_id: int, folder: Path) -> Path:
    """Write the draft into a folder, whole or not at all; gives its path."""
    content = mail_draft(book, invoice_id)
    with book.read() as work:
        invoice = work.get(Invoice, invoice_id)
        customer = work.get(Customer, invoice.customer_id)
        path = folder / safe_file_name(invoice.number or "", customer.name, "eml")
    write_whole(path, content)
    return path


def _subject(facts: Facts, words: Catalogue) -> str:
    kind = "Credit note" if facts["kind"] == "credit_note" else "Invoice"
    sender = facts["seller"]["name"]
    return words.get(f"{kind} {{number}} from {{name}}", number=facts["number"], name=sender)


def _text(facts: Facts, words: Catalogue, name: str, seller: Seller) -> str:
    language = facts["language"]
    day, due = (
        formats.day_long(date.fromisoformat(facts[each]), language)
        for each in ("issue_date", "due_date")
    )
    amount = formats.money(facts["totals"]["due_minor"], facts["currency"], language)
    told = {"number": facts["number"], "day": day, "amount": amount}
    if facts["kind"] == "credit_note":
        main = words.get("please find attached credit note {number} of {day} for {amount}.", **told)
    else:
        main = words.get(
            "please find attached invoice {number} of {day} for {amount}, payable by {due}.",
            **told,
            due=due,
        )
    hello = words.get("Good day {name},", name=name) if name else words.get("Good day,")
    owner = [seller.owner] if seller.owner and seller.owner != seller.name else []
    return (
        "\n".join(
            [hello, "", main, "", words.get("Kind regards"), "", *owner, seller.name, seller.phone]
        ).rstrip()
        + "\n"
    )
