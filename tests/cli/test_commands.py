"""Each command on the demo's book: what it says, what it stores, how it ends."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from tests.cli.conftest import Run


def rows(book: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(book)) as connection:
        return connection.execute(query).fetchall()


def test_self_check_counts_what_ships(run: Run) -> None:
    ran = run("self-check", "--json")
    assert ran.code == 0
    assert ran.facts["whole"]
    assert ran.facts["counts"]["pricing models"] >= 3
    assert ran.facts["counts"]["document languages"] >= 2


def test_self_check_fails_when_a_part_is_not_there(
    run: Run, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr("msspdesk.paths.resources_dir", lambda: tmp_path)
    ran = run("self-check", "--json")
    assert ran.code == 4
    assert ran.facts["counts"]["icons"] == 0
    assert not ran.facts["whole"]


def test_bill_shows_makes_and_issues(run: Run, demo_copy: Path, tmp_path: Path) -> None:
    until = ("bill", "--until", "2026-11-30", "--book", demo_copy, "--json")
    shown = run(*until, "--dry-run")
    assert (shown.code, shown.facts["drafts"]) == (0, 0)
    proposed = {each["customer"]: each for each in shown.facts["proposed"]}
    assert len(proposed) >= 12
    assert "1\u00a0Sept" in proposed["Maison Verdier SARL"]["missing"][0]

    issued = run(*until, "--issue", "--pdf", tmp_path / "out")
    assert (issued.code, issued.facts["not_ready"]) == (0, [])
    assert issued.facts["proposed"] == shown.facts["proposed"]
    assert len(issued.facts["issued"]) == len(issued.facts["files"])
    text = PdfReader(issued.facts["files"][0]).pages[0].extract_text()
    assert issued.facts["issued"][0]["number"] in text

    again = run(*until, "--issue")
    assert (again.code, again.facts["issued"]) == (0, [])
    assert sum(each["lines"] for each in again.facts["proposed"]) == 0


def test_bill_leaves_drafts_to_look_at(run: Run, demo_copy: Path) -> None:
    ran = run("bill", "--until", "2026-11-30", "--book", demo_copy)
    drafts = rows(demo_copy, "SELECT count(*) FROM invoice WHERE number IS NULL")[0][0]
    assert ran.code == 0
    assert ran.out.endswith(f"{drafts} drafts were made.\n")
    assert "Maison Verdier SARL, Managed detection and response: The last count" in ran.out


def test_what_cannot_be_issued_stays_a_draft(run: Run, demo_copy: Path) -> None:
    with closing(sqlite3.connect(demo_copy)) as connection, connection:
        connection.execute(
            "UPDATE site SET country = '' WHERE customer_id ="
            " (SELECT id FROM customer WHERE short = 'kranich')"
        )
    ran = run("bill", "--until", "2026-11-30", "--issue", "--book", demo_copy, "--json")
    assert ran.code == 1
    assert [each["customer"] for each in ran.facts["not_ready"]] == ["Kranich Maschinenbau AG"]
    assert ran.facts["not_ready"][0]["problems"]
    assert len(ran.facts["issued"]) >= 11


def test_render_gives_the_kept_bytes(run: Run, demo_copy: Path, tmp_path: Path) -> None:
    ran = run("--book", demo_copy, "render", "RE-2026-0001", tmp_path / "paper", "--json")
    kept = rows(
        demo_copy,
        "SELECT content FROM rendering JOIN issued_document d ON d.id = document_id"
        " WHERE number = 'RE-2026-0001'",
    )
    assert ran.code == 0
    assert Path(ran.facts["file"]).read_bytes() == kept[0][0]


def test_render_of_a_number_nobody_gave(run: Run, demo_copy: Path, tmp_path: Path) -> None:
    ran = run("--book", demo_copy, "render", "RE-1999-0001", tmp_path)
    assert ran.code == 1
    assert ran.err == "No document has the number RE-1999-0001. Check how it is written.\n"


def test_verify_finds_a_record_somebody_wrote_over(run: Run, demo_copy: Path) -> None:
    sound = run("verify", "--book", demo_copy, "--json")
    assert (sound.code, sound.facts["findings"]) == (0, [])
    assert sound.facts["documents"] == sound.facts["files"] > 150

    with closing(sqlite3.connect(demo_copy)) as connection, connection:
        connection.execute("DROP TRIGGER keep_invoice_update")
        connection.execute(
            "UPDATE invoice SET gross_minor = gross_minor + 1 WHERE number = 'RE-2026-0002'"
        )
    ran = run("verify", "--book", demo_copy)
    assert ran.code == 4
    assert ran.out.startswith("The entry of RE-2026-0002 differs from what was issued.")
    told = run("verify", "--book", demo_copy, "--json")
    assert json.loads(told.out)["findings"][0]["number"] == "RE-2026-0002"
