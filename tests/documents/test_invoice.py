"""Invoices as they leave, read back with a PDF reader that is not ours."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader

from msspdesk.documents.invoice import render_invoice
from msspdesk.documents.model import Annex, AnnexColumn, FacturX, PaperInvoice, TableHeadings
from msspdesk.documents.pages import missing_in
from msspdesk.documents.payment import QR_SIDE, qr_rows
from msspdesk.documents.sheet import MM
from msspdesk.domain.errors import DomainError
from tests.documents.samples import (
    SAMPLES,
    american,
    british_draft,
    german,
    hostile,
    icon,
    many_lines,
    reverse_charge,
    with_attachment,
)

ALL = pytest.mark.parametrize("make", SAMPLES.values(), ids=SAMPLES)
Make = Callable[[], PaperInvoice]


def read(paper: PaperInvoice) -> Any:
    return PdfReader(io.BytesIO(render_invoice(paper)), strict=True)


def texts(paper: PaperInvoice) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in read(paper).pages]


def placed(paper: PaperInvoice, page: int = 0) -> dict[str, tuple[float, float]]:
    """Each string and where it starts, in points from the upper left corner."""
    found: dict[str, tuple[float, float]] = {}
    sheet = read(paper).pages[page]
    height = float(sheet.mediabox.height)

    def visit(text: str, _cm: object, matrix: list[float], _font: object, _size: object) -> None:
        if text.strip():
            found.setdefault(text.strip(), (matrix[4], height - matrix[5]))

    sheet.extract_text(visitor_text=visit)
    return found


def test_one_reads_it_in_the_order_it_means() -> None:
    [text] = texts(reverse_charge())
    order = (
        "Tulpenburg Logistiek B.V.",
        "Invoice date 31 July 2026",
        "Invoice RE-2026-0078",
        "MDR per endpoint July 2026 90 endpoints 13.00 1,170.00",
        "Net 2,026.29",
        "To pay 2,026.29 EUR",
        "Reverse charge: the recipient is liable for VAT",
        "IBAN DE89 3704 0044 0532 0130 00",
        "VAT ID DE318274650",
    )
    places = [text.index(each) for each in order]
    assert places == sorted(places)
    assert "Page 1 of 1" in text


def test_pages_are_counted_and_the_head_is_repeated() -> None:
    pages = texts(many_lines())
    assert len(pages) == 3
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of 3" in page
        assert page.count("Service Quantity Price EUR") == 1
        assert "VAT ID DE318274650" in page
    assert all("Invoice RE-2026-0078" in page for page in pages)


def test_the_sum_so_far_is_carried_over_each_break() -> None:
    first, second, third = texts(many_lines())
    sums = [re.findall(r"Carried over ([\d,.]+)", page) for page in (first, second, third)]
    assert sums[0] == sums[1][:1]
    assert sums[1][1:] == sums[2]
    lines = first.count("Managed firewall")
    assert sums[0] == [f"{118 * lines:,}.00"]


@pytest.mark.parametrize("count", range(8, 32))
def test_totals_never_stand_alone(count: int) -> None:
    pages = texts(many_lines(count))
    [page] = [page for page in pages if "To pay" in page]
    assert f"Managed firewall, site {count} " in page
    assert "Net" in page


def test_payment_facts_and_code_stay_together() -> None:
    for count in range(8, 14):
        pages = texts(many_lines(count))
        [page] = [page for page in pages if "Pay by 14 August" in page]
        assert "Amount 2,026.29 EUR" in page
        assert "Scan to pay" in page


@ALL
def test_everything_is_printed_inside_the_margins(make: Make) -> None:
    paper = make()
    for number, page in enumerate(read(paper).pages):
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        for text, (x, y) in placed(paper, number).items():
            assert 25 * MM - 1 <= x < width - 10 * MM or paper.draft_mark == text, text
            assert 10 <= y < height - 15, text


@pytest.mark.parametrize(
    ("make", "top", "bottom"),
    [
        # DIN 5008 form B: recipient zone from 62.7 to 90 mm.
        (reverse_charge, 62.7 * MM, 90 * MM),
        (german, 62.7 * MM, 90 * MM),
        # Double window envelopes #9 and #10: 2.042 to 2.917 in shows in both.
        (american, 2.042 * 72, 2.917 * 72),
        # Window 35 x 90 mm, 18 mm (DL) or 60 mm (C5) above the lower edge.
        (british_draft, 53.5 * MM, 81 * MM),
    ],
)
def test_the_address_shows_in_the_window(make: Make, top: float, bottom: float) -> None:
    paper = make()
    where = placed(paper)
    words = {word for line in paper.address_lines for word in line.split()}
    address = [
        (x, y)
        for text, (x, y) in where.items()
        if set(text.split()) <= words and x < 105 * MM and y < 100 * MM
    ]
    assert len(address) >= 4
    assert all(top + 6 <= y <= bottom for _, y in address)
    assert all(x >= 25 * MM - 0.1 for x, _ in address)


def test_a_sender_of_many_lines_moves_the_facts_down() -> None:
    sender = tuple(f"Sender {place}" for place in range(12))
    paper = replace(reverse_charge(), seller_lines=sender)
    where = placed(paper)
    last_of_sender, first_fact = where["Sender 11"][1], where[paper.facts[0].label][1]
    assert first_fact > last_of_sender + 8  # points


def test_draft_mark_on_every_page() -> None:
    paper = replace(many_lines(), draft_mark="Draft – not an invoice")
    assert all("Draft – not an invoice" in page for page in texts(paper))
    assert not any("Draft" in page for page in texts(many_lines()))


def test_annex_has_pages_of_its_own_with_sums() -> None:
    pages = texts(german())
    assert "Zeitnachweis Juli 2026" not in pages[0]
    annex = pages[-1]
    assert annex.index("Vorfallbearbeitung") < annex.index("Summe 13:30")
    assert annex.index("Summe 13:30") < annex.index("Beratung") < annex.index("Summe 4:30")
    assert annex.index("Summe 4:30") < annex.index("Alle Stunden 18:00")


def test_long_names_and_lines_taller_than_a_page_lose_no_word() -> None:
    paper = hostile()
    text = " ".join(texts(paper))
    for line in paper.lines:
        for detail in line.details:
            assert detail.split(":")[0] in text
    assert text.count("Wort") == 30 * 12 * 3 - text.count("Wort-")
    assert text.count("Satz.") == 400
    assert "a (b) \\ c" in text


def test_a_draft_without_anything_yet_has_a_page() -> None:
    paper = PaperInvoice(
        language="en",
        title="",
        document_title="Draft",
        author="",
        seller_name="",
        address_lines=(),
        headings=TableHeadings("Service", "Quantity", "Price", "EUR"),
        lines=(),
        totals=(),
        annexes=(Annex("", (AnnexColumn("Day"),), ()),),
    )
    assert [len(page) for page in texts(paper)] == [len("Service 1 / 2"), len("Day 2 / 2")]


def test_the_code_on_paper_is_the_code_of_the_payload() -> None:
    paper = reverse_charge()
    assert paper.payment
    assert paper.payment.qr_payload
    rows = qr_rows(paper.payment.qr_payload)
    scale = 8
    page = pypdfium2.PdfDocument(render_invoice(paper))[0]
    image = page.render(scale=scale, grayscale=True).to_pil()
    # The heading of the box stands on the line of the code's upper edge.
    _, baseline = placed(paper)["Pay by 14 August 2026"]
    top = next(
        y
        for y in range(int((baseline - 12) * scale), int((baseline + 12) * scale))
        if image.getpixel((int((25 * MM + 1) * scale), y)) == 0
    )
    cell = QR_SIDE / len(rows) * scale
    left = 25 * MM * scale
    seen = [
        [
            int(image.getpixel((int(left + (x + 0.5) * cell), int(top + (y + 0.5) * cell))) < 128)
            for x in range(len(rows))
        ]
        for y in range(len(rows))
    ]
    assert seen == [list(row) for row in rows]


def test_the_same_document_gives_the_same_bytes() -> None:
    assert render_invoice(german()) == render_invoice(german())
    other = replace(german(), subject="Other")
    assert read(german()).trailer["/ID"] != read(other).trailer["/ID"]


def test_what_cannot_be_printed_is_refused_and_named() -> None:
    paper = replace(reverse_charge(), address_lines=("東京 Security", "→ Tokyo"))
    assert missing_in(paper) == "東京→"
    assert missing_in(german()) == ""
    with pytest.raises(DomainError) as caught:
        render_invoice(paper)
    assert caught.value.code == "missing_glyphs"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"accent": "teal"}, "accent_invalid"),
        ({"logo": b"<svg/>"}, "logo_unreadable"),
        ({"logo": icon()[:200]}, "logo_unreadable"),
    ],
)
def test_a_wrong_logo_or_colour_is_refused(change: dict[str, object], code: str) -> None:
    with pytest.raises(DomainError) as caught:
        render_invoice(replace(reverse_charge(), **change))  # type: ignore[arg-type]
    assert caught.value.code == code


def test_metadata_says_what_it_is() -> None:
    paper = replace(reverse_charge(), document_title="Invoice <1> & \x00Sons")
    reader = read(paper)
    assert reader.metadata
    assert reader.metadata.author == "Nordwall Security"
    assert reader.metadata.creation_date == paper.created
    assert reader.xmp_metadata
    assert reader.xmp_metadata.dc_title == {"x-default": "Invoice <1> & Sons"}


def test_the_file_inside_comes_out_as_it_went_in() -> None:
    paper = with_attachment()
    paper = replace(paper, factur_x=FacturX("note.xml", "EN 16931"))
    reader = read(paper)
    assert reader.attachments["note.xml"] == [paper.attachments[0].data]
    [spec] = reader.root_object["/AF"]
    assert spec.get_object()["/AFRelationship"] == "/Supplement"
    packet = reader.root_object["/Metadata"].get_object().get_data().decode()
    assert "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>" in packet
