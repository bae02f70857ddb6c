"""Rows that only the store needs: sealed documents, the chain, number series."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(eq=False, kw_only=True)
class Series:
    """A number series: the next value, the year it counts in, the last day used."""

    code: str
    next_value: int = 1
    year: int = 0
    last_day: date | None = None


@dataclass(eq=False, kw_only=True)
class InvoiceTax:
    """One tax row of an issued document, with what decided it. Minor units, rate 10**-6 %."""

    id: int | None = None
    invoice_id: int = 0
    position: int = 0
    tax: str = ""
    jurisdiction: str = ""
    category: str = ""
    rate_micro: int = 0
    base_minor: int = 0
    amount_minor: int = 0
    reason: str = ""
    reason_code: str = ""
    rule: str = ""
    source: str = ""
    data_version: str = ""
    explanation: dict[str, object] = field(default_factory=dict)


@dataclass(eq=False, kw_only=True)
class IssuedDocument:
    """The sealed facts of an issued document: canonical JSON and its place in the chain."""

    id: int | None = None
    invoice_id: int = 0
    sequence: int = 0
    number: str = ""
    issued_at: datetime = datetime.min
    snapshot: bytes = b""
    sha256: str = ""
    previous_sha256: str = ""


@dataclass(eq=False, kw_only=True)
class Rendering:
    """The bytes of a document as it left: made once, never again. `kind` is "pdf"."""

    id: int | None = None
    document_id: int = 0
    kind: str = ""
    content: bytes = b""
    sha256: str = ""
    made_at: datetime = datetime.min


@dataclass(eq=False, kw_only=True)
class Asset:
    """Bytes that snapshots name by their SHA-256, such as a logo."""

    sha256: str
    content: bytes = b""


@dataclass(eq=False, kw_only=True)
class ChainHead:
    """How many documents were sealed, and the last seal: a cut tail shows."""

    id: int = 1
    count: int = 0
    sha256: str = ""


@dataclass(eq=False, kw_only=True)
class OwnerAnswer:
    """A tax question that the owner answered: a rule as data, dated, both days inclusive."""

    id: int | None = None
    version: int = 1
    valid_from: date | None = None
    valid_to: date | None = None
    note: str = ""
    rule: dict[str, object] = field(default_factory=dict)
    created_at: datetime = datetime.min


@dataclass(eq=False, kw_only=True)
class OwnRate:
    """A local tax rate the owner entered (a US city, say), dated, both days inclusive.

    An empty county or city means every place of the region. Rate in 10**-6 percent.
    """

    id: int | None = None
    version: int = 1
    country: str = ""
    region: str = ""
    county: str = ""
    city: str = ""
    tax: str = ""
    rate_micro: int = 0
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""
    entered_on: date = date.min
