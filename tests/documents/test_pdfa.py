"""Rules of PDF/A-3 (ISO 19005-3) and PDF/UA-1 a file must keep, checked in the file."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pypdf import PdfReader

from msspdesk.documents.invoice import render_invoice
from msspdesk.documents.model import PaperInvoice
from tests.documents.samples import SAMPLES, german, reverse_charge

ALL = pytest.mark.parametrize("make", SAMPLES.values(), ids=SAMPLES)
Make = Callable[[], PaperInvoice]


def read(paper: PaperInvoice) -> Any:
    return PdfReader(io.BytesIO(render_invoice(paper)), strict=True)


def elements(node: Any) -> Iterator[Any]:
    """All structure elements below a node, depth first."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        each = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(each, dict) and each.get("/Type") == "/StructElem":
            yield each
            yield from elements(each)


@ALL
def test_streams_end_on_a_line_of_their_own(make: Make) -> None:
    data = render_invoice(make())
    for match in re.finditer(rb"/Length (\d+) >>\nstream\n", data):
        end = match.end() + int(match.group(1))
        assert data[end : end + 11] == b"\nendstream\n"
    assert data.startswith(b"%PDF-1.")
    assert b"Helvetica" not in data


@ALL
def test_catalog_and_metadata(make: Make) -> None:
    paper = make()
    reader = read(paper)
    root = reader.root_object
    [intent] = root["/OutputIntents"]
    profile = intent.get_object()["/DestOutputProfile"].get_object().get_data()
    assert profile[16:20] == b"RGB "
    assert profile[36:40] == b"acsp"
    packet = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in packet
    assert root["/Lang"] == paper.language
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


@ALL
def test_every_font_is_embedded_and_says_which_letter_is_which(make: Make) -> None:
    for page in read(make()).pages:
        for font in page["/Resources"]["/Font"].values():
            each = font.get_object()
            assert "/FontFile2" in each["/FontDescriptor"]
            assert b"beginbfchar" in each["/ToUnicode"].get_data()


@ALL
def test_all_content_is_tagged_or_an_artifact(make: Make) -> None:
    for page in read(make()).pages:
        depth = 0
        for line in page.get_contents().get_data().decode("ascii").split("\n"):
            if line.endswith((" BDC", " BMC")):
                depth += 1
            elif line == "EMC":
                depth -= 1
            elif line.startswith("BT") or line.endswith((" Do Q", " S", " f")):
                assert depth == 1, line
        assert depth == 0


@ALL
def test_each_mark_has_one_parent_in_the_tree(make: Make) -> None:
    reader = read(make())
    tree = reader.root_object["/StructTreeRoot"]
    numbers = tree["/ParentTree"]["/Nums"]
    parents = dict(zip(numbers[::2], numbers[1::2], strict=True))
    for page in reader.pages:
        marks = re.findall(rb"/(\w+) << /MCID (\d+) >> BDC", page.get_contents().get_data())
        listed = parents[page["/StructParents"]].get_object()
        assert [int(number) for _, number in marks] == list(range(len(listed)))
        roles = [parent.get_object()["/S"] for parent in listed]
        assert [f"/{role.decode()}" for role, _ in marks] == roles
        assert page["/Tabs"] == "/S"


@ALL
def test_tables_are_regular_and_headings_start_with_one(make: Make) -> None:
    found = list(elements(read(make()).root_object["/StructTreeRoot"]))
    headings = [each["/S"] for each in found if re.fullmatch(r"/H\d", each["/S"])]
    assert headings[0] == "/H1"
    assert headings.count("/H1") == 1
    for table in (each for each in found if each["/S"] == "/Table"):
        rows = [kid.get_object() for kid in table["/K"]]
        assert {row["/S"] for row in rows} == {"/TR"}
        widths = {
            sum(cell.get_object().get("/A", {}).get("/ColSpan", 1) for cell in row["/K"])
            for row in rows
        }
        assert len(widths) == 1


def test_pictures_have_words_and_links_have_a_place() -> None:
    reader = read(reverse_charge())
    found = list(elements(reader.root_object["/StructTreeRoot"]))
    figures = [each["/Alt"] for each in found if each["/S"] == "/Figure"]
    assert figures[0] == "Nordwall Security"
    assert "DE89 3704 0044 0532 0130 00" in figures[1]
    [annotation] = reader.pages[0]["/Annots"]
    link = annotation.get_object()
    assert link["/A"]["/URI"] == "mailto:mara@nordwall.example"
    assert link["/F"] == 4
    assert "/Contents" in link
    assert "/StructParent" in link


def test_text_comes_back_letter_by_letter() -> None:
    text = read(german()).pages[0].extract_text()
    assert "Größenwahn-Überschär" in text
    assert "„Notfallhandbuch“" in text
    assert "−130,00" in text
