"""What stands on a document: strings ready to print, in the language of the document.

Nothing here is computed, translated or formatted; whoever fills these classes
has done so. Any string may hold line breaks: they are kept. Sequences are
tuples, so a document is a value: the same value gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PageSize(StrEnum):
    """Sheet of paper: 210 x 297 mm or 8.5 x 11 in."""

    A4 = "A4"
    LETTER = "LETTER"


class AddressWindow(StrEnum):
    """The window envelope the address has to show in."""

    DIN5008B = "DIN5008B"
    US10 = "US10"
    C5DL = "C5DL"


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of the block beside the address, e.g. "Due", "14 August 2026"."""

    label: str
    value: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class TableHeadings:
    """Heads of the line table. `amount` names the currency, e.g. "EUR"."""

    description: str
    quantity: str
    price: str
    amount: str
    position: str = ""


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One invoiced line. `details` and `discount` stand small below the title.

    `running` is the sum of the amounts up to and with this line; it is printed
    only where the table breaks and `PaperInvoice.carry_label` is given.
    """

    title: str
    amount: str
    quantity: str = ""
    unit: str = ""
    price: str = ""
    details: tuple[str, ...] = ()
    discount: str = ""
    position: str = ""
    running: str = ""


@dataclass(frozen=True, slots=True)
class PaperTotal:
    """A row under the table. Strong rows stand below a rule, in a larger size."""

    label: str
    value: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class TaxRow:
    """One rate of tax: what it is called, its base, its rate, the tax."""

    label: str
    base: str
    rate: str
    tax: str


@dataclass(frozen=True, slots=True)
class PaymentBox:
    """How to pay. `qr_alt` says in words what the code holds, for a screen reader."""

    heading: str
    lines: tuple[tuple[str, str], ...]
    qr_payload: bytes | None = None
    qr_caption: str = ""
    qr_alt: str = ""


@dataclass(frozen=True, slots=True)
class AnnexColumn:
    """A column of an annex. Numbers stand right; columns that `grow` share the rest."""

    heading: str
    number: bool = False
    grow: bool = False


@dataclass(frozen=True, slots=True)
class AnnexGroup:
    """Rows with one cell per column, and their sums (empty cells where there is none)."""

    heading: str
    rows: tuple[tuple[str, ...], ...]
    sums: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Annex:
    """A table on pages of its own, e.g. the timesheet behind an invoice."""

    title: str
    columns: tuple[AnnexColumn, ...]
    groups: tuple[AnnexGroup, ...]
    intro: tuple[str, ...] = ()
    sums: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the PDF. `relationship`: Alternative, Data, Source, Supplement."""

    name: str
    mime: str
    data: bytes
    description: str
    relationship: str = "Supplement"


@dataclass(frozen=True, slots=True)
class FacturX:
    """Which attachment is the invoice as data, e.g. "factur-x.xml", "EN 16931"."""

    file_name: str
    level: str
    version: str = "1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What every document has: its language, its sender, its furniture, its file.

    language: BCP 47. accent: "#RRGGBB". logo: PNG or JPEG. footer: up to three
    columns of lines. page_label: template with {page} and {pages}. draft_mark is
    printed on every page when given. created goes into the file's metadata.
    """

    language: str
    title: str
    document_title: str
    author: str
    seller_name: str
    subject: str = ""
    page_size: PageSize = PageSize.A4
    accent: str = "#0B6E6E"
    logo: bytes | None = None
    logo_alt: str = ""
    seller_lines: tuple[str, ...] = ()
    footer: tuple[tuple[str, ...], ...] = ()
    page_label: str = "{page} / {pages}"
    draft_mark: str | None = None
    attachments: tuple[Attachment, ...] = ()
    factur_x: FacturX | None = None
    created: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperInvoice(Paper):
    """An invoice, credit note or draft as it will stand on paper."""

    address_lines: tuple[str, ...]
    headings: TableHeadings
    lines: tuple[PaperLine, ...]
    totals: tuple[PaperTotal, ...]
    address_window: AddressWindow = AddressWindow.DIN5008B
    sender_line: str = ""
    facts: tuple[Fact, ...] = ()
    intro: tuple[str, ...] = ()
    tax_headings: tuple[str, str, str, str] = ("", "", "", "")
    tax_rows: tuple[TaxRow, ...] = ()
    notices: tuple[str, ...] = ()
    payment: PaymentBox | None = None
    closing: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()
    carry_label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperReport(Paper):
    """A report: facts below the title, then tables that follow each other."""

    facts: tuple[Fact, ...] = ()
    intro: tuple[str, ...] = ()
    tables: tuple[Annex, ...] = ()
