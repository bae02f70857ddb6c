"""A message as an `.eml` file that the owner's own mail program opens as a draft.

`X-Unsent: 1` makes Outlook and others open it for writing instead of reading.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from msspdesk.domain.errors import DomainError


@dataclass(frozen=True, slots=True)
class Attached:
    """A file inside the message. `mime` is "application/pdf" or the like."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Person:
    """A name and an address; the name may be empty."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What the message says. `text` is plain, its lines parted by LF."""

    sender: Person
    to: tuple[Person, ...]
    subject: str
    text: str
    when: datetime
    attached: tuple[Attached, ...] = ()


def eml(draft: Draft) -> bytes:
    """The bytes of the file. DomainError("email_invalid") names an address that is none."""
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    message["Date"] = format_datetime(draft.when)
    if draft.sender.email:
        message["From"] = _address(draft.sender)
    if draft.to:
        message["To"] = _addresses(draft.to)
    message["Subject"] = one_line(draft.subject)
    message.set_content(draft.text)
    for each in draft.attached:
        kind, _, part = each.mime.partition("/")
        message.add_attachment(
            each.content, maintype=kind, subtype=part, filename=one_line(each.name)
        )
    return message.as_bytes()


def one_line(text: str) -> str:
    """Without line breaks and control characters: a header cannot grow a second one."""
    kept = (" " if unicodedata.category(each) in {"Cc", "Zl", "Zp"} else each for each in text)
    return " ".join("".join(kept).split())


def _addresses(people: Sequence[Person]) -> tuple[Address, ...]:
    return tuple(_address(each) for each in people)


def _address(person: Person) -> Address:
    email = person.email.strip()
    if one_line(email) != email or " " in email or email.count("@") != 1:
        raise DomainError("email_invalid", value=person.email)
    try:
        return Address(display_name=one_line(person.name), addr_spec=email)
    except (HeaderParseError, ValueError, IndexError) as error:
        raise DomainError("email_invalid", value=person.email) from error
