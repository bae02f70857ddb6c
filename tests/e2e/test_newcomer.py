"""From nothing to a printed invoice for a new customer, through the command line and services."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from msspdesk.cli.app import main
from msspdesk.db.book import Book
from msspdesk.domain.pricing import model
from msspdesk.services import beginning, catalogue, contracts, counts, customers
from msspdesk.services.contracts import NewLine

NOW = datetime(2026, 7, 31, 15, 0, tzinfo=UTC)


def command(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, Any]:
    code = main([*map(str, words), "--json"], lambda: NOW)
    printed = capsys.readouterr()
    assert (code, printed.err) == (0, "")
    facts: dict[str, Any] = json.loads(printed.out)
    return facts


def begin(path: Path) -> Book:
    facts = beginning.Beginning(
        name="Nordwall Security",
        street="Am Speicher 4",
        postcode="28217",
        city="Bremen",
        country="DE",
        tax_id="de 318274655",
        iban="DE89 3704 0044 0532 0130 00",
        zone="Europe/Berlin",
    )
    return beginning.begin(path, facts, lambda: NOW)


def sign_customer(book: Book) -> None:
    """Globex in Hamburg: 58 endpoints at 14.50 a month since July, and hours at 140."""
    (globex,) = customers.add(book, "Globex Handels GmbH", short="globex", currency="EUR").ids
    (row,) = customers.list_rows(book)
    customers.add_site(
        book,
        globex,
        row.version,
        street="Sandtorkai 71",
        postcode="20457",
        city="Hamburg",
        country="DE",
    )
    (mdr,) = catalogue.add(book, "Managed detection", unit="C62", tax_class="managed_it").ids
    (work,) = catalogue.add(book, "Incident response", unit="HUR", tax_class="it_consulting").ids
    start = date(2026, 7, 1)
    (agreed,) = contracts.add_contract(book, globex, start=start, title="MSA").ids
    counts.record_count(book, globex, "endpoints", start, Decimal(58))
    per_unit, hourly = model("per_unit"), model("hourly")
    for line in (
        NewLine(
            service_id=mdr,
            model="per_unit",
            terms=per_unit.Terms(unit_price=Decimal("14.50")),
            count_kind="endpoints",
        ),
        NewLine(service_id=work, model="hourly", terms=hourly.Terms(rate=Decimal(140))),
    ):
        contracts.add_line(book, agreed, line)


def words_of(file: str) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(file).pages).split())


def missing(text: str, wanted: Sequence[str]) -> list[str]:
    return [each for each in wanted if each not in text]


def test_an_hour_worked_becomes_a_pdf_invoice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "book.msspdesk"
    book = begin(path)
    sign_customer(book)
    book.close()

    noted = command(capsys, "time", "globex 1h40 triage phishing #sev2", "--book", path)
    assert noted["minutes"] == 100
    assert noted["customer"] == "Globex Handels GmbH"
    assert (noted["note"], noted["tags"]) == ("triage phishing", ["sev2"])

    out = tmp_path / "out"
    billed = command(
        capsys, "bill", "--until", "2026-07-31", "--issue", "--pdf", out, "--book", path
    )
    (invoice,) = billed["issued"]
    # 58 x 14.50 = 841.00; 100 min at 140.00 = 233.33; 19 % of 1,074.33 = 204.12
    assert invoice["payable"] == "1278.45"
    assert invoice["number"] == "RE-2026-0001"

    # A customer in Hamburg gets German documents unless the owner chooses otherwise.
    text = words_of(billed["files"][0])
    wanted = ["Nordwall Security", "Globex Handels GmbH", "RE-2026-0001", "841,00", "1:40"]
    wanted += ["233,33", "1.074,33", "204,12", "1.278,45", "triage phishing", "DE318274655"]
    assert missing(text, wanted) == []

    again = command(capsys, "bill", "--until", "2026-07-31", "--issue", "--book", path)
    assert again["issued"] == []
    assert command(capsys, "verify", "--book", path)["sound"]


def test_the_demo_goes_on_like_a_real_book(
    demo_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "book.msspdesk"
    path.write_bytes(demo_file.read_bytes())

    def demo_clock() -> datetime:
        return datetime(2026, 11, 30, 17, 0, tzinfo=UTC)

    line = "sommer 1h30 till reads no cards"
    assert main(["time", line, "--book", str(path)], demo_clock) == 0
    assert "1:30  Weinhandel Sommer" in capsys.readouterr().out
    words = ["bill", "--until", "2026-11-30", "--issue", "--pdf", str(tmp_path), "--json"]
    assert main([*words, "--book", str(path)], demo_clock) == 0
    facts = json.loads(capsys.readouterr().out)
    (mine,) = (each for each in facts["issued"] if each["customer"] == "Weinhandel Sommer")
    (file,) = (each for each in facts["files"] if mine["number"] in each)
    assert missing(words_of(file), ["till reads no cards", "1:30", "Weinhandel Sommer"]) == []
