"""The report in the tax office's currency: the rate stands beside the document."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from msspdesk.domain.sellers import TaxRegistration
from msspdesk.services import draft_exchange, drafts, issuing
from msspdesk.ui.presenters.tax_report import TaxReports
from tests.builders import make_book
from tests.services.test_draft_exchange import add_draft
from tests.ui.kit.direct import DirectRunner


def test_a_document_in_dollars_counts_in_dirham(tmp_path: Path) -> None:
    registered = TaxRegistration(jurisdiction="AE", number="100123456700003")
    book = make_book(tmp_path, country="AE", city="Dubai", registrations=[registered])
    draft = add_draft(book)
    draft_exchange.answer(
        book,
        draft,
        drafts.page(book, draft).version,
        exchange_rate=Decimal("3.6725"),
        exchange_day=date(2026, 7, 31),
        exchange_source="Central Bank",
    )
    issuing.issue(book, [draft])
    report = TaxReports(DirectRunner(book), lambda: date(2026, 8, 5))
    report.activate()
    report.toggle(report.lines[1].id)
    heading, figure, document = report.lines
    assert (heading.title, figure.base, figure.tax) == ("AED", "4,296.83", "214.84")
    assert document.note == "Globex Handels GmbH, 1 USD = 3.6725 AED"
