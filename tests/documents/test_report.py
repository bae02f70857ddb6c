"""A report on paper: facts, tables one below another, heads repeated on every page."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from msspdesk.documents.model import (
    Annex,
    AnnexColumn,
    AnnexGroup,
    Fact,
    PageSize,
    PaperReport,
)
from msspdesk.documents.report import render_report
from msspdesk.domain.errors import DomainError
from tests.documents.samples import icon
from tests.documents.test_pdfa import elements

COLUMNS = (
    AnnexColumn("Number"),
    AnnexColumn("Customer", grow=True),
    AnnexColumn("Net", number=True),
)


def documents(count: int) -> Annex:
    rows = tuple((f"RE-{each:04}", "Globex Handels GmbH", "10.00") for each in range(count))
    group = AnnexGroup("VAT 19%, Germany", rows, ("", "", f"{count * 10}.00"))
    return Annex("Documents behind the figures", COLUMNS, (group,))


def sample(count: int = 3) -> PaperReport:
    figures = AnnexGroup("Taxed", (("VAT 19%", "Germany", "30.00"),))
    return PaperReport(
        language="en",
        title="Tax report Germany, July 2026",
        document_title="Tax report Germany, July 2026, Nordwall Security",
        author="Nordwall Security",
        seller_name="Nordwall Security",
        seller_lines=("Am Speicher 4, 28217 Bremen", "mara@nordwall.example"),
        logo=icon(),
        logo_alt="Nordwall Security",
        facts=(Fact("Period", "July 2026", strong=True), Fact("Basis", "accrual")),
        intro=("Not on the recapitulative list: RE-0001",),
        tables=(
            Annex("Figures in EUR", COLUMNS, (figures,), sums=("Total", "", "30.00")),
            documents(count),
        ),
        page_label="Page {page} of {pages}",
        created=datetime(2026, 8, 5, 9, 0, tzinfo=UTC),
    )


def texts(paper: PaperReport) -> list[str]:
    reader = PdfReader(io.BytesIO(render_report(paper)), strict=True)
    return [page.extract_text() for page in reader.pages]


def test_one_page_holds_facts_and_tables_in_their_order() -> None:
    (page,) = texts(sample())
    order = [
        "Nordwall Security", "Tax report Germany, July 2026", "July 2026", "accrual",
        "Not on the recapitulative list", "Figures in EUR", "Total", "Documents behind",
        "VAT 19%, Germany", "RE-0002", "Page 1 of 1",
    ]  # fmt: skip
    places = [page.index(each) for each in order]
    assert places == sorted(places)


def test_later_pages_begin_with_the_heads_of_table_and_group() -> None:
    pages = texts(sample(120))
    assert len(pages) > 2
    for number, page in enumerate(pages[1:], start=2):
        top = page[: page.index("RE-")]
        assert "Customer" in top
        assert "VAT 19%, Germany" in top
        assert f"Page {number} of {len(pages)}" in page
    found = [each for page in pages for each in re.findall(r"RE-\d{4}", page)]
    assert found.count("RE-0001") == 2  # in the sentence, and in the table
    assert set(found) == {f"RE-{each:04}" for each in range(120)}


def test_sums_never_stand_alone_on_a_page() -> None:
    for count in range(28, 40):
        for page in texts(sample(count))[1:]:
            assert "RE-" in page, count


def test_it_is_tagged_as_one_document_with_two_tables() -> None:
    reader = PdfReader(io.BytesIO(render_report(sample(60))), strict=True)
    roles = [each["/S"] for each in elements(reader.root_object["/StructTreeRoot"])]
    assert roles[0] == "/Document"
    assert roles.count("/H1") == 1
    assert roles.count("/H2") == 2
    assert roles.count("/Table") == 3  # the facts, the figures, the documents
    # A repeated head is an artifact: each row is read once.
    facts, columns, group, sums = 2, 3, 1, 1
    assert roles.count("/TH") == facts + 2 * (columns + group)
    assert roles.count("/TR") == facts + (1 + group + 1 + sums) + (1 + group + 60 + sums)


def test_the_same_report_gives_the_same_bytes_on_either_sheet() -> None:
    paper = sample()
    assert render_report(paper) == render_report(paper)
    letter = replace(paper, page_size=PageSize.LETTER)
    page = PdfReader(io.BytesIO(render_report(letter))).pages[0]
    assert (float(page.mediabox.width), float(page.mediabox.height)) == (612, 792)


def test_letters_the_font_lacks_are_named() -> None:
    with pytest.raises(DomainError, match="missing_glyphs"):
        render_report(replace(sample(), intro=("東京",)))
