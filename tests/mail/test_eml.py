"""A draft for the owner's mail program: headers that cannot be broken, the file inside."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msspdesk.domain.errors import DomainError
from msspdesk.mail.eml import Attached, Draft, Person, eml

NOON = datetime(2026, 7, 31, 10, 0, tzinfo=UTC)
OWNER = Person("Mara Lindner", "mara@nordwall.example")


def read(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def draft(**changed: object) -> Draft:
    values: dict[str, object] = {
        "sender": OWNER,
        "to": (Person("Frau Petersen", "ap@globex.example"),),
        "subject": "Rechnung RE-2026-0001",
        "text": "Guten Tag,\n\nGrüße\n",
        "when": NOON,
        "attached": (Attached("RE-2026-0001 Globex.pdf", "application/pdf", b"%PDF-1.7\n\x00"),),
    }
    return Draft(**(values | changed))  # type: ignore[arg-type]


def test_it_opens_for_writing_with_the_pdf_inside() -> None:
    message = read(eml(draft()))
    assert message["X-Unsent"] == "1"
    assert message["To"] == "Frau Petersen <ap@globex.example>"
    body = message.get_body()
    assert body is not None
    assert body.get_content().splitlines() == ["Guten Tag,", "", "Grüße"]
    (file,) = message.iter_attachments()
    assert file.get_filename() == "RE-2026-0001 Globex.pdf"
    assert file.get_content() == b"%PDF-1.7\n\x00"


def test_lines_end_as_mail_wants_it() -> None:
    head = eml(draft()).split(b"\r\n\r\n")[0]
    assert b"\n" not in head.replace(b"\r\n", b"")


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_name_or_subject_makes_a_header_of_its_own(name: str, subject: str) -> None:
    evil = "\r\nBcc: thief@evil.example\r\n\r\nX"
    message = read(
        eml(draft(subject=subject + evil, to=(Person(name + evil, "ap@globex.example"),)))
    )
    assert message["Bcc"] is None
    assert {key.lower() for key in message} == {
        "x-unsent", "date", "from", "to", "subject", "mime-version", "content-type",
    }  # fmt: skip
    assert [each.addr_spec for each in message["To"].addresses] == ["ap@globex.example"]


@pytest.mark.parametrize(
    "address",
    ["", "nobody", "a@b@c", "a b@c.example", "a@c.example\r\nBcc: x@y.example", "a@c, d@e", "@"],
)
def test_what_is_no_address_is_named(address: str) -> None:
    with pytest.raises(DomainError) as caught:
        eml(draft(to=(Person("X", address),)))
    assert caught.value.code == "email_invalid"


def test_without_a_recipient_it_is_still_a_draft() -> None:
    assert read(eml(draft(to=())))["To"] is None
