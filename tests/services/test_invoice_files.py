"""File names that every system takes; files written whole or not at all; the mail draft."""

from __future__ import annotations

import email
import email.policy
import errno
import os
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from msspdesk.db.book import Book
from msspdesk.domain.errors import ExternalError
from msspdesk.services import issuing, rendering
from msspdesk.services.invoice_files import safe_file_name, save_pdf, write_whole
from msspdesk.services.mail_draft import save_mail_draft
from tests.builders import make_book
from tests.services import drafts_for_tests as make

RESERVED = {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9"}


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return make_book(tmp_path)


@given(st.text(max_size=300), st.text(max_size=300))
@example("", "")
@example("RE/2026/0001", "../../etc/passwd")
@example("CON", "")
@example("", "nul.txt")
@example("COM1.pdf", "x")
@example("RE-1", "name... ")
@example("RE-1", "evil\u202efdp.exe")
@example("RE-1", "a\x00b\r\nc")
@example("RE-1", "Ü" * 300)
@example("", "😀" * 300)
def test_any_words_become_a_safe_name(number: str, customer: str) -> None:
    name = safe_file_name(number, customer)
    stem = name.removesuffix(".pdf")
    assert Path(name).name == name
    assert not set(name) & set('<>:"/\\|?*')
    assert all(each.isprintable() for each in name)
    assert stem.split(".")[0].strip().upper() not in RESERVED
    assert stem
    assert stem == stem.strip(". ")
    assert len(name.encode()) <= 255


def test_a_plain_name_stays_as_it_is() -> None:
    assert safe_file_name("RE-2026-0078", "Müller & Söhne") == "RE-2026-0078 Müller & Söhne.pdf"


def test_the_kept_bytes_are_saved(book: Book, tmp_path: Path) -> None:
    customer = make.add_customer(book, name="../Globex: “CON”")
    draft = make.add_draft(book, customer)
    issuing.issue(book, [draft])
    path = save_pdf(book, draft, tmp_path)
    assert path.parent == tmp_path
    assert path.read_bytes() == rendering.document_pdf(book, draft)
    assert save_pdf(book, draft, tmp_path) == path
    assert not list(tmp_path.glob("*.part"))


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExternalError) as caught:
        write_whole(tmp_path / "gone" / "a.pdf", b"x")
    assert caught.value.code == "folder_missing"
    assert caught.value.details["path"] == str(tmp_path / "gone")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_an_unwritable_folder_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "shut"
    folder.mkdir(mode=0o500)
    with pytest.raises(ExternalError) as caught:
        write_whole(folder / "a.pdf", b"x")
    assert caught.value.code == "folder_unwritable"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EACCES, "folder_unwritable"),
        (errno.EROFS, "folder_unwritable"),
        (errno.EIO, "file_unwritable"),
    ],
)
def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")

    def fail(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(ExternalError) as caught:
        write_whole(path, b"new")
    assert caught.value.code == code
    assert [each.name for each in tmp_path.iterdir()] == ["a.pdf"]
    assert path.read_bytes() == b"old"


def test_the_mail_draft_speaks_the_customers_language(book: Book, tmp_path: Path) -> None:
    draft = make.add_draft(book, make.add_customer(book), language="de")
    issuing.issue(book, [draft])
    path = save_mail_draft(book, draft, tmp_path)
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert message["Subject"] == "Rechnung RE-2026-0001 von Nordwall Security"
    body = message.get_body()
    assert body is not None
    assert "zahlbar bis" in body.get_content()
    (file,) = message.iter_attachments()
    assert file.get_content() == rendering.document_pdf(book, draft)
