"""Asks VIES, the European Commission's service, whether a VAT id is registered.

Only when the owner presses the button, and outside any transaction: an answer can
take seconds. VIES passes the question on to the tax office of the member state, so
three things are told apart: an answer (registered or not, both final), a failure
that passes (office or line busy, no network), and one that does not.
Source: "VIES on-the-Web", technical information and list of errors,
https://ec.europa.eu/taxation_customs/vies/#/technical-information
"""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from http.client import HTTPException
from pathlib import Path
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from msspdesk.db.book import Book
from msspdesk.domain.customers import Customer
from msspdesk.domain.errors import DomainError, ExternalError
from msspdesk.domain.sellers import Seller
from msspdesk.domain.tax.identifiers import in_vies
from msspdesk.domain.tax.model import in_force

ADDRESS = "https://ec.europa.eu/taxation_customs/vies/rest-api/check-vat-number"
SECONDS = 15.0
"""How long the service may be silent, and how long its answer may take once it has begun."""
NAME: Final = "VIES"

_BUNDLES: Final = (
    Path("/etc/ssl/certs/ca-certificates.crt"),  # Debian, Arch, Alpine
    Path("/etc/pki/tls/certs/ca-bundle.crt"),  # Fedora, Red Hat
    Path("/etc/ssl/ca-bundle.pem"),  # openSUSE
)
_LARGEST: Final = 100_000
_NO_ANSWER: Final = ("", "---")
_ANSWERS: Final = frozenset({"", "VALID", "INVALID"})
_WRONG_REQUESTER: Final = "INVALID_REQUESTER_INFO"
_FINAL: Final = frozenset({"IP_BLOCKED", "VAT_BLOCKED"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What VIES said about `vat_id`. Some member states give no `name`.

    `consultation` is the number that proves the question to a tax office; there is
    one when the owner's own VAT id was sent along.
    """

    vat_id: str
    valid: bool
    name: str = ""
    consultation: str = ""

    @property
    def note(self) -> str:
        """The name and the consultation number, as they are kept with the customer."""
        return " · ".join(each for each in (self.name, self.consultation) if each)


def asked_for(book: Book, customer_id: int) -> Answer:
    """Ask about a customer's VAT id, from the owner's own where there is one.

    Stores nothing. DomainError: vies_not_asked (not an id of the EU), vies_input_wrong.
    ExternalError: vies_busy, vies_unreachable (try again), vies_refuses, vies_unreadable.
    """
    with book.read() as work:
        vat_id = work.get(Customer, customer_id).vat_id
        seller = work.get(Seller, 1)
        requester = _own_id(seller, book)
    if not in_vies(vat_id):
        raise DomainError("vies_not_asked", vat_id=vat_id)
    return ask(vat_id, requester)


def ask(vat_id: str, requester: str = "") -> Answer:
    """Ask about one id; both are written with their prefix, EL for Greece."""
    question = {"countryCode": vat_id[:2], "vatNumber": vat_id[2:]}
    own = {"requesterMemberStateCode": requester[:2], "requesterNumber": requester[2:]}
    told = _post(question | own if requester else question)
    if requester and _code(told) == _WRONG_REQUESTER:
        told = _post(question)  # the question stands without a consultation number too
    return _answer(vat_id, told)


def _own_id(seller: Seller, book: Book) -> str:
    today = book.today()
    numbers = (
        each.number
        for each in seller.registrations
        if each.jurisdiction == seller.country and in_force(today, each.valid_from, each.valid_to)
    )
    return next((each for each in numbers if in_vies(each)), "")


def _answer(vat_id: str, told: Mapping[str, Any]) -> Answer:
    code, valid = _code(told), told.get("valid")
    if code == "INVALID_INPUT":
        raise DomainError("vies_input_wrong", vat_id=vat_id)
    if code in _FINAL:
        raise ExternalError("vies_refuses", answer=code)
    if code not in _ANSWERS:
        raise ExternalError("vies_busy", temporary=True, answer=code, prefix=vat_id[:2])
    if not isinstance(valid, bool) or told.get("vatNumber") != vat_id[2:]:
        raise ExternalError("vies_unreadable", temporary=True)
    return Answer(vat_id, valid, _text(told, "name"), _text(told, "requestIdentifier"))


def _code(told: Mapping[str, Any]) -> str:
    """What went wrong, as VIES names it; empty when it answered."""
    errors = told.get("errorWrappers")
    if isinstance(errors, list) and errors and isinstance(errors[0], dict):
        return _text(errors[0], "error") or "SERVICE_UNAVAILABLE"
    return _text(told, "userError")


def _text(told: Mapping[str, Any], key: str) -> str:
    value = told.get(key)
    line = " ".join(value.split()) if isinstance(value, str) else ""
    return "" if line in _NO_ANSWER else line[:300]


def _post(question: Mapping[str, str]) -> Mapping[str, Any]:
    """One question over the network, as JSON both ways."""
    body = json.dumps(question).encode()
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    until = time.monotonic() + SECONDS
    try:
        request = Request(ADDRESS, body, headers)
        with urlopen(request, timeout=SECONDS, context=_trust()) as response:  # noqa: S310 - fixed
            return _read(response, until)
    except HTTPError as error:
        with error:
            return _refused(error, until)
    except URLError as error:
        if isinstance(error.reason, ssl.SSLCertVerificationError):
            raise ExternalError("vies_unreadable", temporary=True) from error
        raise ExternalError("vies_unreachable", temporary=True) from error
    except (OSError, HTTPException) as error:  # no network, no name, no time left: they pass
        raise ExternalError("vies_unreachable", temporary=True) from error


@cache
def _trust() -> ssl.SSLContext:
    """The certificates of this computer; a program built elsewhere looks for them there."""
    context = ssl.create_default_context()
    for bundle in _BUNDLES:
        if bundle.is_file():
            context.load_verify_locations(bundle)
            break
    return context


def _refused(error: HTTPError, until: float) -> Mapping[str, Any]:
    """VIES explains some refusals in the same JSON; others only by their number."""
    try:
        told = _read(error, until)
    except (ExternalError, OSError, HTTPException):
        told = {}
    if _code(told):
        return told
    raise ExternalError("vies_busy", temporary=True, answer=f"HTTP {error.code}", prefix="")


def _read(response: Any, until: float) -> Mapping[str, Any]:
    body = b""
    while part := response.read1(8192):
        body += part
        if time.monotonic() > until:
            raise TimeoutError
        if len(body) > _LARGEST:
            break
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):  # no JSON, or brackets without end
        told = None
    if not isinstance(told, dict):
        raise ExternalError("vies_unreadable", temporary=True)
    return told
